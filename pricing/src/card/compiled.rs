//! The shipped cards in a compact form, made when a program is built: reading their texts at each start
//! would take longer than drawing the first screen.
//!
//! The form is of one build alone: it holds places in this build's vocabulary and lists, and is never kept
//! or sent.

use crate::card::catalog::Catalog;
use crate::card::rate_card::{Example, RateCard, Unread};
use crate::usage::driver::Vocabulary;
use std::sync::Arc;

impl Catalog {
    /// The shipped cards for [`Self::compiled`], to be called by a build script.
    ///
    /// # Panics
    /// If a shipped card has problems, which a test rules out.
    #[must_use]
    pub fn compile_shipped() -> Vec<u8> {
        let cards: Vec<&RateCard> = Self::shipped().cards().iter().map(|card| &**card).collect();
        postcard::to_allocvec(&cards).expect("memory takes any bytes")
    }

    /// The shipped cards from what [`Self::compile_shipped`] of the same build made of them. The `text` of a
    /// card, by its place among [`Self::shipped_files`], is asked for when its examples first are.
    ///
    /// ```
    /// use whatif_pricing::Catalog;
    /// let text = |place: usize| Catalog::shipped_files()[place].1.to_owned();
    /// let compiled = Catalog::compiled(&Catalog::compile_shipped(), text);
    /// assert_eq!(compiled.card("doppler").unwrap().provider, "Doppler");
    /// ```
    ///
    /// # Panics
    /// If the bytes are of another build.
    #[must_use]
    pub fn compiled(bytes: &[u8], text: fn(usize) -> String) -> Self {
        let cards: Vec<RateCard> =
            postcard::from_bytes(bytes).expect("the bytes are of this build");
        let with_text = |(place, mut card): (usize, RateCard)| {
            card.unread = Some(Unread { text, place });
            Arc::new(card)
        };
        Self { cards: cards.into_iter().enumerate().map(with_text).collect() }
    }
}

impl RateCard {
    /// The worked examples of its sources. Those of a compiled card are read when they are first asked
    /// for: a card is priced without them.
    ///
    /// # Panics
    /// If a shipped card has problems, which a test rules out.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        self.examples.get_or_init(|| {
            let Some(Unread { text, place }) = self.unread else { return Vec::new() };
            let whole = Self::read(&text(place), Vocabulary::standard());
            let whole = whole.unwrap_or_else(|problems| panic!("the shipped card:\n{problems}"));
            whole.examples.into_inner().unwrap_or_default()
        })
    }
}
