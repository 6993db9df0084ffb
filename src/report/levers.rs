//! Levers in words: what a row says, on the page and on the screen.

pub mod json;
mod table;
pub mod text;

use whatif_pricing::{Places, Ratio, Vocabulary, counted};

use super::instrument::{self, no_rate};
use super::words;
use crate::answer::Board;
use crate::answer::levers::{ChoiceLever, DriverLever, End, Levers, Limit, Outcome, PlanLever};

/// Levers in words.
pub struct LeversWords<'a> {
    board: &'a Board,
    levers: &'a Levers,
}

impl<'a> LeversWords<'a> {
    /// The words for levers of a board.
    #[must_use]
    pub const fn new(board: &'a Board, levers: &'a Levers) -> Self {
        Self { board, levers }
    }

    fn vocabulary(&self) -> &'static Vocabulary {
        self.board.inputs().workload.vocabulary()
    }

    /// The driver's name as the screen has it.
    #[must_use]
    pub fn label(&self, lever: &DriverLever) -> &'static str {
        &self.vocabulary()[lever.driver].label
    }

    /// A value of the driver, with its unit if the label does not say it.
    #[must_use]
    pub fn value(&self, lever: &DriverLever, value: Ratio) -> String {
        words::value(&self.vocabulary()[lever.driver], value)
    }

    fn measured(&self, lever: &DriverLever, value: Ratio) -> String {
        counted(value, &self.vocabulary()[lever.driver].unit)
    }

    /// A total in the currency of the levers.
    #[must_use]
    pub fn total(&self, outcome: &Outcome) -> String {
        match &outcome.total {
            Ok(total) if outcome.is_over_limit => {
                let total = words::total(self.levers.currency, *total);
                format!("{total}, {}", words::OVER_LIMIT)
            }
            Ok(total) => words::total(self.levers.currency, *total),
            Err(error) => error.to_string(),
        }
    }

    /// The vendors' limits that the workload exceeds as it stands.
    #[must_use]
    pub fn over_limit(&self) -> Vec<String> {
        self.levers.over_limit.iter().map(|it| instrument::reason(self.board, it)).collect()
    }

    /// The difference or, if the present total is incomplete, the total as far as it is known.
    #[must_use]
    pub fn change(&self, outcome: &Outcome) -> String {
        match (outcome.difference, &outcome.total) {
            (Some(difference), _) => words::signed(difference, Places::AMOUNT),
            (None, Ok(total)) if !self.levers.present.complete => {
                words::total_in(*total, Places::AMOUNT)
            }
            (None, Ok(_) | Err(_)) => "?".to_owned(),
        }
    }

    /// The reason for totals in another currency than was asked for.
    #[must_use]
    pub fn not_in(&self) -> Option<String> {
        let rate = self.levers.not_in?;
        Some(format!("the totals are not in {}, for {}", rate.to, no_rate(rate)))
    }

    /// `Secrets · 50 secrets: USD 20.15 · 200 secrets: USD 80.60; 1 secret more: +0.403`.
    #[must_use]
    pub fn about_driver(&self, lever: &DriverLever) -> String {
        let end = |end: &End| {
            let value = self.measured(lever, Ratio::whole(end.value));
            let limit = match end.limit {
                Some(Limit::Smallest) => " (the least)",
                Some(Limit::Largest) => " (the most)",
                None => "",
            };
            format!("{value}{limit}: {}", self.total(&end.outcome))
        };
        let [low, high] = lever.ends();
        let more = self.one_step_more(lever);
        format!("{} · {} · {}{more}", self.label(lever), end(low), end(high))
    }

    fn one_step_more(&self, lever: &DriverLever) -> String {
        let Some(more) = &lever.more else { return String::new() };
        let step = self.measured(lever, Ratio::whole(more.step));
        match more.outcome.difference {
            Some(same) if same.is_zero() => {
                let next = more.next.map_or_else(String::new, |next| {
                    let at = self.measured(lever, Ratio::whole(next.value));
                    format!(", {at}: {}", words::signed(next.difference, Places::AMOUNT))
                });
                format!("; {step} more costs nothing{next}")
            }
            Some(difference) => {
                format!("; {step} more: {}", words::signed(difference, Places::AMOUNT))
            }
            None => String::new(),
        }
    }

    /// A choice as a flag and in words. Empty if there is no such choice.
    #[must_use]
    pub fn about_choice(&self, of: &str, choice: &str) -> String {
        let Some(lever) = self.levers.choice(of) else { return String::new() };
        let Some(alternative) = lever.alternative(choice) else { return String::new() };
        let of = match &lever.rule {
            None => format!("option {}", lever.of),
            Some(rule) => format!("{} (rule {rule}) {}", lever.asks, lever.of),
        };
        format!("{of}={choice}: {}", alternative.label)
    }

    /// A plan, and what it leaves out of the workload.
    #[must_use]
    pub fn about_plan(&self, plan: &PlanLever) -> String {
        let notes = self.plan_notes(plan);
        let notes =
            if notes.is_empty() { String::new() } else { format!(": {}", notes.join("; ")) };
        let name = plan.card.name();
        let plan_name = plan.label.rsplit(" · ").next().unwrap_or_default();
        format!("{name} · {plan_name} · id {}{notes}", plan.offer)
    }

    /// The notes on a plan: it has ended, is closed, or leaves something out.
    #[must_use]
    pub fn plan_notes(&self, plan: &PlanLever) -> Vec<String> {
        let ended = plan.has_ended.then(|| "no longer exists in the period".to_owned());
        let closed = plan.card.closed.clone();
        let left_out = plan.leaves_out.iter().map(|it| it.text(&plan.card, self.vocabulary()));
        ended.into_iter().chain(closed).chain(left_out).collect()
    }

    /// The drivers, one of which changes the total or none does.
    fn idle(&self) -> Vec<&'static str> {
        let idle = self.levers.drivers.iter().filter(|lever| lever.is_idle());
        idle.map(|lever| self.label(lever)).collect()
    }

    /// The drivers that change nothing. `None` if all change something.
    #[must_use]
    pub fn no_difference(&self) -> Option<String> {
        let idle = self.idle();
        (!idle.is_empty()).then(|| format!("no difference here: {}", idle.join(", ")))
    }

    /// The subject of an option or assumption, with its present choice.
    #[must_use]
    pub fn heading(&self, lever: &ChoiceLever) -> String {
        let chosen = lever.alternative(&lever.chosen).map_or("", |it| &it.label);
        let others = if lever.is_idle() { " (the other choices cost the same here)" } else { "" };
        format!("{}{others}", words::answered(&lever.asks, chosen))
    }
}
