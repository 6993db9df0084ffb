//! A line of text being typed.

mod view;

use unicode_width::UnicodeWidthChar;

use crate::library::sanitize::sanitize;
pub use view::FieldView;

/// The effect of a key on a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKey {
    /// Puts a character before the cursor.
    Insert(char),
    /// Removes what is before the cursor.
    Backspace,
    /// Removes what is under the cursor.
    Delete,
    /// Removes the word before the cursor.
    DeleteWord,
    /// Removes everything before the cursor.
    DeleteToStart,
    /// Removes everything from the cursor on.
    DeleteToEnd,
    /// Moves left by one character.
    Left,
    /// Moves right by one character.
    Right,
    /// Moves to the beginning of the word before the cursor.
    WordLeft,
    /// Moves past the word after the cursor.
    WordRight,
    /// Moves before the text.
    Home,
    /// Moves after the text.
    End,
}

/// The text so far and the place of the cursor in it.
///
/// A letter and its accents count as one. The text holds no control characters, and never more
/// than the field's limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// A byte of `text` at which a letter begins, or its end.
    cursor: usize,
    letters_max: usize,
}

impl Field {
    /// An empty field for at most so many characters.
    #[must_use]
    pub const fn new(letters_max: usize) -> Self {
        Self { text: String::new(), cursor: 0, letters_max }
    }

    /// A field that holds some text already, with the cursor after it.
    #[must_use]
    pub fn with_text(text: &str, letters_max: usize) -> Self {
        let mut field = Self::new(letters_max);
        field.paste(text);
        field
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether nothing is typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    /// Does what a key says; answers whether the text is another one now.
    pub fn edit(&mut self, key: FieldKey) -> bool {
        match key {
            FieldKey::Insert(letter) => self.paste(letter.encode_utf8(&mut [0; 4])),
            FieldKey::Backspace => self.remove(self.before(), self.cursor),
            FieldKey::Delete => self.remove(self.cursor, self.after()),
            FieldKey::DeleteWord => self.remove(self.word_before(), self.cursor),
            FieldKey::DeleteToStart => self.remove(0, self.cursor),
            FieldKey::DeleteToEnd => self.remove(self.cursor, self.text.len()),
            FieldKey::Left => self.go(self.before()),
            FieldKey::Right => self.go(self.after()),
            FieldKey::WordLeft => self.go(self.word_before()),
            FieldKey::WordRight => self.go(self.word_after()),
            FieldKey::Home => self.go(0),
            FieldKey::End => self.go(self.text.len()),
        }
    }

    /// Is there room for a text? Otherwise answers for how many letters there is.
    pub fn room_for(&self, text: &str) -> Result<(), usize> {
        let room = self.letters_max.saturating_sub(self.text.chars().count());
        if sanitize(text).chars().count() <= room { Ok(()) } else { Err(room) }
    }

    /// Puts text before the cursor, as much as there is room for and without control characters;
    /// answers whether the text is another one now.
    pub fn paste(&mut self, text: &str) -> bool {
        let room = self.letters_max.saturating_sub(self.text.chars().count());
        let accepted: String = sanitize(text).chars().take(room).collect();
        self.text.insert_str(self.cursor, &accepted);
        self.cursor += accepted.len();
        !accepted.is_empty()
    }

    fn go(&mut self, cursor: usize) -> bool {
        self.cursor = cursor;
        false
    }

    fn remove(&mut self, start: usize, end: usize) -> bool {
        self.text.replace_range(start..end, "");
        self.cursor = start;
        start < end
    }

    /// Finds where the letter before the cursor begins.
    fn before(&self) -> usize {
        let mut letters = self.text[..self.cursor].char_indices().rev();
        letters.find(|(_, letter)| !is_accent(*letter)).map_or(0, |(place, _)| place)
    }

    /// Finds where the letter under the cursor ends.
    fn after(&self) -> usize {
        let mut letters = self.text[self.cursor..].char_indices().skip(1);
        let next = letters.find(|(_, letter)| !is_accent(*letter));
        next.map_or(self.text.len(), |(place, _)| self.cursor + place)
    }

    fn word_before(&self) -> usize {
        let text = self.text[..self.cursor].trim_end();
        let blank = text.char_indices().rev().find(|(_, letter)| letter.is_whitespace());
        blank.map_or(0, |(place, letter)| place + letter.len_utf8())
    }

    fn word_after(&self) -> usize {
        let text = &self.text[self.cursor..];
        let blanks = text.len() - text.trim_start().len();
        let end = text[blanks..].find(char::is_whitespace);
        end.map_or(self.text.len(), |place| self.cursor + blanks + place)
    }
}

fn is_accent(letter: char) -> bool {
    letter.width() == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types keys into a field that holds `before`, where `|` is the cursor.
    fn typed(before: &str, keys: &[FieldKey]) -> String {
        let (left, right) = before.split_once('|').unwrap();
        let mut field = Field::with_text(&format!("{left}{right}"), 20);
        field.cursor = left.len();
        for key in keys {
            field.edit(*key);
        }
        format!("{}|{}", &field.text[..field.cursor], &field.text[field.cursor..])
    }

    #[test]
    fn characters_go_in_at_the_cursor() {
        assert_eq!(typed("=s|*3", &[FieldKey::Insert('e'), FieldKey::Insert('c')]), "=sec|*3");
    }

    #[test]
    fn the_keys_beside_the_cursor_remove_one_character() {
        assert_eq!(typed("12|34", &[FieldKey::Backspace]), "1|34");
        assert_eq!(typed("12|34", &[FieldKey::Delete]), "12|4");
        assert_eq!(typed("|34", &[FieldKey::Backspace]), "|34");
        assert_eq!(typed("34|", &[FieldKey::Delete]), "34|");
    }

    #[test]
    fn a_letter_and_its_accents_are_one() {
        assert_eq!(typed("ae\u{301}|b", &[FieldKey::Backspace]), "a|b");
        assert_eq!(typed("a|e\u{301}b", &[FieldKey::Right]), "ae\u{301}|b");
        assert_eq!(typed("a|e\u{301}b", &[FieldKey::Delete]), "a|b");
        assert_eq!(typed("ae\u{301}|b", &[FieldKey::Left]), "a|e\u{301}b");
    }

    #[test]
    fn a_word_is_removed_with_the_blanks_after_it() {
        assert_eq!(typed("secrets * keys  |+1", &[FieldKey::DeleteWord]), "secrets * |+1");
        assert_eq!(typed("keys|", &[FieldKey::DeleteWord]), "|");
        assert_eq!(typed("|", &[FieldKey::DeleteWord]), "|");
    }

    #[test]
    fn everything_on_one_side_is_removed_at_once() {
        assert_eq!(typed("secrets|*3", &[FieldKey::DeleteToStart]), "|*3");
        assert_eq!(typed("secrets|*3", &[FieldKey::DeleteToEnd]), "secrets|");
    }

    #[test]
    fn the_cursor_moves_by_letters_words_and_to_the_ends() {
        assert_eq!(typed("ab|c", &[FieldKey::Left]), "a|bc");
        assert_eq!(typed("|abc", &[FieldKey::Left]), "|abc");
        assert_eq!(typed("ab cd|", &[FieldKey::WordLeft]), "ab |cd");
        assert_eq!(typed("ab| cd ef", &[FieldKey::WordRight]), "ab cd| ef");
        assert_eq!(typed("a|b", &[FieldKey::Home]), "|ab");
        assert_eq!(typed("a|b", &[FieldKey::End]), "ab|");
        assert_eq!(typed("a阿|b", &[FieldKey::Left, FieldKey::Left]), "|a阿b");
    }

    #[test]
    fn a_paste_brings_no_control_characters() {
        let mut field = Field::new(20);
        assert!(field.paste("1\x1b[31m0\n0\r\0"));
        assert_eq!(field.text(), "10 0");
        assert!(!field.edit(FieldKey::Insert('\x07')));
        assert_eq!(field.text(), "10 0");
    }

    #[test]
    fn a_full_field_takes_no_more() {
        let mut field = Field::with_text("123", 4);
        assert!(field.paste("456"));
        assert_eq!(field.text(), "1234");
        assert!(!field.edit(FieldKey::Insert('5')));
    }

    #[test]
    fn only_a_change_of_the_text_counts_as_one() {
        let mut field = Field::with_text("1", 4);
        assert!(!field.edit(FieldKey::Home));
        assert!(!field.edit(FieldKey::Backspace));
        assert!(field.edit(FieldKey::Delete));
        assert!(field.is_empty());
    }
}
