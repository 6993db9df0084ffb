//! Matches things with the words that were typed. Letters match in one piece: scattered ones find nothing.

/// The words by which a thing is found.
pub(super) struct Known<'a> {
    /// Its name.
    pub name: &'a str,
    /// Other names of it, which are not shown.
    pub also: &'a str,
    /// The words shown.
    pub words: &'a str,
    /// More about it, which is not shown.
    pub mention: &'a str,
}

/// The way in which a thing matches, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// It has this name.
    Name,
    /// Its name, or another name of it, begins so.
    Begins,
    /// Words of its name begin so.
    NameWords,
    /// Its name has the letters.
    WithinName,
    /// Words shown begin so.
    Words,
    /// Words about it begin so.
    Mention,
}

/// Returns how a thing matches what was typed. `None` if it does not.
pub(super) fn matched(typed: &str, known: &Known<'_>) -> Option<Match> {
    let typed = typed.trim().to_lowercase();
    let name = known.name.to_lowercase();
    if name == typed {
        return Some(Match::Name);
    }
    if name.starts_with(&typed) || all_begin(known.also, &typed) {
        return Some(Match::Begins);
    }
    if all_begin(&name, &typed) {
        return Some(Match::NameWords);
    }
    if typed.split_whitespace().all(|wanted| name.contains(wanted)) {
        return Some(Match::WithinName);
    }
    if all_begin(known.words, &typed) {
        return Some(Match::Words);
    }
    all_begin(known.mention, &typed).then_some(Match::Mention)
}

/// Returns whether a word of the text begins with each of the words that were typed.
fn all_begin(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.split_whitespace().all(|wanted| {
        let before = |at: usize| text[..at].chars().next_back();
        text.match_indices(wanted).any(|(at, _)| !before(at).is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::{Known, Match, matched};

    const HALVE: Known<'static> =
        Known { name: "halve", also: "half", words: "halve: Half the value", mention: "a slider" };

    #[test]
    fn the_name_comes_first_then_its_beginning_then_the_words() {
        let found = |typed| matched(typed, &HALVE);
        assert_eq!(found("halve"), Some(Match::Name));
        assert_eq!(found("HAL"), Some(Match::Begins));
        assert_eq!(found("half"), Some(Match::Begins));
        assert_eq!(found("alv"), Some(Match::WithinName));
        assert_eq!(found("the val"), Some(Match::Words));
        assert_eq!(found("slid"), Some(Match::Mention));
    }

    #[test]
    fn scattered_letters_and_the_middle_of_a_sentence_match_nothing() {
        for typed in ["hve", "lue", "value no", "hal x", "ider"] {
            assert_eq!(matched(typed, &HALVE), None, "{typed}");
        }
    }
}
