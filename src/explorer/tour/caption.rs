//! The caption of a step. What stands in braces in it is a figure of the screen, so that no caption can be
//! out of date: `{total}`, `{total CARD}`, `{cheapest}`, and a driver by its name. `{{` is a brace.

use thiserror::Error;
use whatif_pricing::{DriverId, Unknown, Vocabulary};

use super::driver_name;
use crate::scenario::OfferId;

/// A caption that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    pieces: Vec<Piece>,
}

/// A part of a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A figure of the screen.
    Figure(Figure),
}

/// A figure that a caption can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The total of the selected offer.
    Total,
    /// The total of an offer.
    TotalOf(OfferId),
    /// The name of the cheapest card.
    Cheapest,
    /// The value of a driver.
    Driver(DriverId),
}

/// The reasons why a text is no caption. Each ends in its remedy.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CaptionError {
    /// A brace that is not closed.
    #[error("a brace of the caption is not closed: write }} after the figure, or {{{{ for a brace")]
    Open,
    /// Braces around something else.
    #[error("the caption has no figure '{{{}}}': {} ({{{{ is a brace)", .0.name, .0.remedy())]
    Unknown(Unknown),
}

impl Caption {
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, CaptionError> {
        let mut caption = Self::default();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            caption.say(words);
            if let Some(after) = after.strip_prefix('{') {
                caption.say("{");
                rest = after;
                continue;
            }
            let (name, after) = after.split_once('}').ok_or(CaptionError::Open)?;
            caption.pieces.push(Piece::Figure(Figure::read(name).map_err(CaptionError::Unknown)?));
            rest = after;
        }
        caption.say(rest);
        Ok(caption)
    }

    /// Words alone, whatever stands in them.
    #[must_use]
    pub fn of_words(words: &str) -> Self {
        let mut caption = Self::default();
        caption.say(words);
        caption
    }

    /// The text that reads as this.
    #[must_use]
    pub fn text(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Words(words) => words.replace('{', "{{"),
            Piece::Figure(figure) => format!("{{{}}}", figure.name()),
        };
        self.pieces.iter().map(text).collect()
    }

    /// Its parts, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Adds words to those before.
    fn say(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if let Some(Piece::Words(before)) = self.pieces.last_mut() {
            before.push_str(words);
        } else {
            self.pieces.push(Piece::Words(words.to_owned()));
        }
    }
}

impl Figure {
    fn read(name: &str) -> Result<Self, Unknown> {
        let name = name.trim();
        let vocabulary = Vocabulary::standard();
        let of_card = || name.strip_prefix("total ")?.trim().parse().ok().map(Self::TotalOf);
        match name {
            "total" => return Ok(Self::Total),
            "cheapest" => return Ok(Self::Cheapest),
            _ => {}
        }
        of_card().or_else(|| vocabulary.find(name).map(Self::Driver)).ok_or_else(|| {
            let drivers = vocabulary.iter().map(|(_, driver)| &*driver.name);
            let figures = ["total", "total CARD", "cheapest"].into_iter().chain(drivers);
            Unknown::new("figure", name, figures)
        })
    }

    /// The name that stands for it between the braces.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Total => "total".to_owned(),
            Self::TotalOf(id) => format!("total {id}"),
            Self::Cheapest => "cheapest".to_owned(),
            Self::Driver(driver) => driver_name(*driver).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_reads_as_it_was_written() {
        for text in
            ["", "words", "{total}", "{secrets} secrets: {total aws-kms}, {cheapest}", "{{a}} {{{{"]
        {
            assert_eq!(Caption::read(text).unwrap().text(), text);
        }
        assert_eq!(Caption::read("{ total  aws-kms }").unwrap().text(), "{total aws-kms}");
        for words in ["{total}", "{", "{{", "a } b {c}"] {
            let caption = Caption::of_words(words);
            assert_eq!(caption.pieces(), [Piece::Words(words.to_owned())]);
            assert_eq!(Caption::read(&caption.text()).unwrap(), caption, "{words}");
        }
    }

    #[test]
    fn what_is_no_figure_is_told_with_the_nearest_one() {
        let told = |text: &str| Caption::read(text).unwrap_err().to_string();
        assert_eq!(
            told("{secretz} secrets"),
            "the caption has no figure '{secretz}': did you mean 'secrets'? ({{ is a brace)"
        );
        assert_eq!(
            told("{total"),
            "a brace of the caption is not closed: write } after the figure, or {{ for a brace"
        );
        assert!(told("{}").contains("none has a name like it"));
    }
}
