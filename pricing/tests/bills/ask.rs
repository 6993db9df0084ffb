//! Questions to shipped cards, as people write them.

use std::sync::Arc;

use chrono::DateTime;
use whatif_pricing::{
    Catalog, Change, Invoice, Period, RateCard, Record, Segment, Selection, Tariff, Timeline,
    Vocabulary, Workload, plain,
};

/// A question to a card.
pub struct Ask {
    pub card: Arc<RateCard>,
    pub selection: Selection,
    pub period: Period,
    pub workload: Workload,
    events: Vec<(String, String, String)>,
}

/// The default workload, for 30 days.
pub fn ask(card: &str) -> Ask {
    let card = Catalog::shipped().card(card).unwrap();
    Ask {
        selection: Selection::standard(&card),
        card,
        period: Period::standard_month("2026-06-01".parse().unwrap()),
        workload: Workload::standard(Vocabulary::standard()),
        events: Vec::new(),
    }
}

impl Ask {
    /// Of drivers, such as `keys=2 key_ops=0`.
    pub fn set(mut self, settings: &str) -> Self {
        for setting in settings.split_whitespace() {
            let (driver, value) = setting.split_once('=').unwrap();
            self.workload.set_text(driver, value).unwrap();
        }
        self
    }

    pub fn option(mut self, option: &str, choice: &str) -> Self {
        self.selection.choose(&self.card, option, choice).unwrap();
        self
    }

    pub fn assume(mut self, assumption: &str, reading: &str) -> Self {
        self.selection.assume(&self.card, assumption, reading).unwrap();
        self
    }

    pub fn price(mut self, charge: &str, amount: &str) -> Self {
        self.selection.price(&self.card, charge, amount.parse().unwrap()).unwrap();
        self
    }

    /// A month such as `2026-06`, or two dates or two instants with `..`.
    pub fn over(mut self, period: &str) -> Self {
        self.period = match period.split_once("..") {
            None => Period::month(period),
            Some((from, to)) if from.len() == 10 => {
                Period::dates(from.parse().unwrap(), to.parse().unwrap())
            }
            Some((from, to)) => Period::span(instant(from), instant(to)),
        }
        .unwrap();
        self
    }

    pub fn days(mut self, start: &str, days: i64) -> Self {
        self.period = Period::days(start.parse().unwrap(), days).unwrap();
        self
    }

    pub fn event(mut self, at: &str, settings: &str) -> Self {
        for setting in settings.split_whitespace() {
            let (driver, value) = setting.split_once('=').unwrap();
            self.events.push((at.to_owned(), driver.to_owned(), value.to_owned()));
        }
        self
    }

    fn segments(&self) -> Vec<Segment> {
        let change = |(at, driver, value): &(String, String, String)| {
            let driver = self.workload.vocabulary().find(driver).unwrap();
            Change { at: instant(at), driver, value: self.workload.read(driver, value).unwrap() }
        };
        let changes = self.events.iter().map(change).collect();
        let timeline = Timeline { workload: self.workload.clone(), changes };
        timeline.segments(&self.period, self.card.offset).unwrap()
    }

    pub fn tariff(&self) -> Tariff {
        Tariff::new(&self.card, &self.selection, self.period).unwrap()
    }

    pub fn invoice(&self) -> Invoice {
        let mut invoice = Invoice::default();
        self.tariff().quote_timeline(&self.segments(), &mut invoice).unwrap();
        invoice
    }

    /// The amount of a line.
    pub fn line(&self, charge: &str) -> String {
        let place = self.card.charge(charge).unwrap();
        let invoice = self.invoice();
        invoice.lines[place].amount.map_or("unpublished".to_owned(), plain)
    }

    pub fn total(&self) -> String {
        plain(self.invoice().total)
    }

    /// The billing records of a charge.
    pub fn records(&self, charge: &str) -> Vec<Record> {
        let place = self.card.charge(charge).unwrap();
        let records = self.tariff().records(&self.segments()).unwrap().into_iter();
        records.filter(|record| record.charge == place).collect()
    }
}

fn instant(text: &str) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// To so many decimal places, rounded half away from zero.
pub fn rounded(amount: &str, places: u32) -> String {
    let amount: rust_decimal::Decimal = amount.parse().unwrap();
    let half = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    amount.round_dp_with_strategy(places, half).normalize().to_string()
}
