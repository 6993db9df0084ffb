//! The words of a command line that is still being typed, and what can stand under the cursor.

use clap::{Arg, ArgAction, Command};

use super::Candidate;
use super::values::{Known, Subject};
use crate::library::Library;

/// A command line up to the cursor.
#[derive(Debug)]
pub struct Line<'a> {
    /// The program.
    root: &'a Command,
    /// The command that the words have named so far.
    command: &'a Command,
    /// The values before the cursor, each with its argument.
    values: Vec<(&'a Arg, String)>,
    /// The flag whose value comes next.
    waiting: Option<&'a Arg>,
    /// The number of values before the cursor that no flag takes.
    positionals: usize,
    /// True after `--`, which no flag follows.
    only_values: bool,
    /// The beginning of the word under the cursor.
    typed: &'a str,
}

impl<'a> Line<'a> {
    /// Reads the words before the cursor.
    pub fn read(root: &'a Command, words: &'a [String], typed: &'a str) -> Self {
        let mut line = Self {
            root,
            command: root,
            values: Vec::new(),
            waiting: None,
            positionals: 0,
            only_values: false,
            typed,
        };
        for word in words {
            line.take(word);
        }
        line
    }

    fn take(&mut self, word: &str) {
        if let Some(flag) = self.waiting.take() {
            self.values.push((flag, word.to_owned()));
        } else if !self.only_values && word == "--" {
            self.only_values = true;
        } else if let (false, Some(flag)) = (self.only_values, word.strip_prefix("--")) {
            self.take_flag(flag);
        } else if self.only_values || !word.starts_with('-') {
            self.take_word(word);
        }
    }

    fn take_flag(&mut self, flag: &str) {
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (flag, None),
        };
        let Some(arg) = self.flag(name) else { return };
        match value {
            _ if !arg.get_action().takes_values() => self.values.push((arg, String::new())),
            Some(value) => self.values.push((arg, value.to_owned())),
            None => self.waiting = Some(arg),
        }
    }

    fn take_word(&mut self, word: &str) {
        let command = self.command.find_subcommand(word);
        if let (0, Some(command)) = (self.positionals, command) {
            self.command = command;
            return;
        }
        if let Some(arg) = self.positional() {
            self.values.push((arg, word.to_owned()));
        }
        self.positionals += 1;
    }

    fn flag(&self, name: &str) -> Option<&'a Arg> {
        self.command.get_arguments().find(|arg| arg.get_long() == Some(name))
    }

    /// The argument of the next value that no flag takes. The last one may take several.
    fn positional(&self) -> Option<&'a Arg> {
        let several = |arg: &&Arg| matches!(arg.get_action(), ArgAction::Append);
        let mut all = self.command.get_positionals();
        all.nth(self.positionals).or_else(|| self.command.get_positionals().last().filter(several))
    }

    /// The last value of an argument before the cursor.
    pub fn value_of(&self, id: &str) -> Option<&str> {
        let of_id = self.values.iter().rfind(|(arg, _)| arg.get_id() == id);
        of_id.map(|(_, value)| value.as_str())
    }

    /// Everything that can stand under the cursor, whether it fits what is typed or not.
    pub fn candidates(&self, library: &Library) -> Vec<Candidate> {
        let known = Known::new(library, &self.values);
        if let Some(flag) = self.waiting {
            return known.values(flag, self.typed);
        }
        if let (false, Some(flag)) = (self.only_values, self.typed.strip_prefix("--")) {
            let Some((name, value)) = flag.split_once('=') else { return self.flags() };
            let values = self.flag(name).map(|arg| known.values(arg, value)).unwrap_or_default();
            return values.into_iter().map(|it| it.after(&format!("--{name}="))).collect();
        }
        if !self.only_values && self.typed.starts_with('-') {
            return self.flags();
        }
        let mut found = if self.positionals == 0 { commands(self.command) } else { Vec::new() };
        // A file would hide the commands, so that it has to be begun.
        if let Some(arg) = self.positional().filter(|_| found.is_empty() || !self.typed.is_empty())
        {
            let asks_command = Subject::of(arg) == Some(Subject::Commands);
            let named = || commands(self.named());
            found.extend(if asks_command { named() } else { known.values(arg, self.typed) });
        }
        found
    }

    /// The command that the values before the cursor name, as those of `help` do.
    fn named(&self) -> &'a Command {
        let names = self.values.iter().map(|(_, value)| value);
        names.fold(self.root, |command, name| command.find_subcommand(name).unwrap_or(command))
    }

    /// The flags, but for those that stand on the line and can stand there once.
    fn flags(&self) -> Vec<Candidate> {
        let is_given = |arg: &&Arg| self.values.iter().any(|(given, _)| given == arg);
        let again = |arg: &&Arg| matches!(arg.get_action(), ArgAction::Append);
        let shown = self.command.get_arguments().filter(|arg| !arg.is_hide_set());
        let free = shown.filter(|arg| again(arg) || !is_given(arg));
        let named = free.filter_map(|arg| Some((arg, arg.get_long()?)));
        let word = |(arg, name): (&Arg, &str)| {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            Candidate::word(&format!("--{name}"), &help)
        };
        named.map(word).collect()
    }
}

/// The commands below one.
fn commands(command: &Command) -> Vec<Candidate> {
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    let about = |command: &Command| command.get_about().map(ToString::to_string);
    shown.map(|it| Candidate::word(it.get_name(), &about(it).unwrap_or_default())).collect()
}

impl Candidate {
    /// The same after the name of a flag.
    fn after(self, flag: &str) -> Self {
        match self {
            Self::Word { word, help } => Self::Word { word: format!("{flag}{word}"), help },
            Self::File | Self::Folder => self,
        }
    }
}
