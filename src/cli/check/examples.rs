//! The tally of the worked examples: the number that reproduce, and the sources that contradict themselves.

use std::io;

use whatif_pricing::card::Example;
use whatif_pricing::{Places, Problem, RateCard, Ratio, written};

use crate::report::page::Page;

/// The examples that were run.
#[derive(Default)]
pub struct Tally {
    published: Count,
    ours: Count,
    contradictions: Vec<String>,
}

#[derive(Default)]
struct Count {
    all: usize,
    reproduced: usize,
}

impl Tally {
    /// Adds a card's examples, of which those in `failing` do not reproduce.
    pub fn count(&mut self, card: &RateCard, failing: &[Problem]) {
        for example in card.examples() {
            let head = format!("the example '{}' does not reproduce", example.says);
            let fails = failing.iter().any(|problem| problem.message.starts_with(&head));
            let count = if example.published { &mut self.published } else { &mut self.ours };
            count.all += 1;
            count.reproduced += usize::from(!fails);
            self.contradictions.extend(contradiction(card, example));
        }
    }

    /// Writes the figures, published examples first.
    pub fn write(&self, page: &mut Page<'_>) -> io::Result<()> {
        let Self { published, ours, contradictions } = self;
        if published.all + ours.all == 0 {
            return Ok(());
        }
        page.line(&format!(
            "{} of {} published examples reproduce, and {} of {} of ours",
            published.reproduced, published.all, ours.reproduced, ours.all
        ))?;
        for contradiction in contradictions {
            page.paragraph(&format!("{} ", page.glyphs.warning), contradiction)?;
        }
        Ok(())
    }
}

/// Both figures where the source prints another one than its own facts give.
fn contradiction(card: &RateCard, example: &Example) -> Option<String> {
    let prints = example.source_prints.as_ref()?;
    Some(format!(
        "{}, '{}': the source contradicts itself: it prints {prints}; by its own facts it is {}",
        card.id,
        example.says,
        expected(card, example)
    ))
}

/// The result that the example expects, in a few words.
fn expected(card: &RateCard, example: &Example) -> String {
    let currency = card.currency_of(&example.selection.options);
    let amount = |amount| format!("{currency} {}", written(Ratio::whole(amount), Places::PRICE));
    let seconds = example.seconds.iter().map(|(_, seconds)| {
        let list = seconds.iter().map(|seconds| written(Ratio::from(*seconds), Places::QUANTITY));
        format!("{} s", list.collect::<Vec<_>>().join(" s, "))
    });
    let lines = example
        .lines
        .iter()
        .map(|(charge, figure)| format!("{} for {}", amount(*figure), card.charges[*charge].id));
    let total = example.total.map(|total| format!("{} in total", amount(total)));
    seconds.chain(lines).chain(total).collect::<Vec<_>>().join(", ")
}
