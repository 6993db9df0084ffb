//! The caption of a tour's step. What stands in braces in it is a figure of the screen, so that no caption can
//! be out of date: `{total}`, `{total CARD}`, `{cheapest}`, and a driver by its name.

use whatif_pricing::{Places, Ratio, Total, written};

use super::State;

impl State {
    /// The caption of the tour's step, with figures from the screen in it.
    #[must_use]
    pub fn tour_caption(&self) -> Option<String> {
        let playing = self.tour.as_ref()?;
        let caption = &playing.tour.steps[playing.step].caption;
        let mut filled = String::new();
        let mut rest = caption.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            filled.push_str(&self.named_figure(name));
            rest = after;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// A figure that a caption names.
    fn named_figure(&self, name: &str) -> String {
        let total = |place: usize| {
            let priced = &self.board.cards[place];
            let Total { amount, complete } = priced.total;
            let bound = if complete { "" } else { "≥ " };
            format!("{} {bound}{}", priced.card.currency, written(amount, Places::AMOUNT))
        };
        if name == "total" {
            return total(self.scenario.selected);
        }
        if name == "cheapest" {
            let cheapest = self.board.cheapest.iter().position(|is_cheapest| *is_cheapest);
            let named = |place: usize| self.board.cards[place].card.title();
            return cheapest.map_or_else(|| "none".to_owned(), named);
        }
        if let Some(place) = name.strip_prefix("total ").and_then(|id| self.board.place_of(id)) {
            return total(place);
        }
        let value = |driver| {
            let value: Ratio = self.board.usage.value(driver);
            written(value, Places::QUANTITY)
        };
        let driver = self.scenario.workload.vocabulary().find(name);
        driver.map_or_else(|| format!("{{{name}}}"), value)
    }
}
