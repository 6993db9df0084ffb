//! Solve: the value of a driver, the price or the discount that brings a total to a goal.
//!
//! The search is the pricing library's. A driver is sought over all values that can be typed, and over its
//! slider if prices change in too many places for that.

mod driver;
mod money;

use rust_decimal::Decimal;
use whatif_pricing::number::MAGNITUDE_MAX;
use whatif_pricing::solve::FixedCosts;
use whatif_pricing::sweep::{AxisError, Effort};
use whatif_pricing::{
    Currency, DriverId, Money, Percent, RateCard, RateError, Ratio, Total, Unknown, UsageError,
    Value, Vocabulary,
};

use super::board::{Board, BoardError, Fault, PricedOffer};
use super::instrument::{Contender, Idle, NoOffer, NoRate, Reason, Unsteady};
use crate::scenario::{Choices, OfferId, Scenario};

/// A question about one offer's total.
#[derive(Clone, Debug)]
pub struct SolveQuestion {
    /// The offer whose total is to reach the goal.
    pub offer: OfferId,
    /// The goal.
    pub goal: Goal,
    /// The unknown.
    pub sought: Sought,
    /// The currency of all totals.
    pub currency: Currency,
    /// The limit of the search.
    pub effort: Effort,
}

/// The goal of a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// An amount at most.
    Total(Ratio),
    /// Less than another offer costs.
    Beats(OfferId),
}

/// The unknown that is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The value of a driver.
    Driver {
        /// The driver.
        driver: DriverId,
        /// The first and the last value. All values that can be typed if `None`.
        ends: [Option<Decimal>; 2],
    },
    /// The unit price of a charge of the offer's card, by its id.
    Price(String),
    /// The discount on a charge of the offer's card or, if `None`, on the whole card.
    Discount(Option<String>),
}

/// A reason for no answer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum SolveError {
    /// The workload changes within the period.
    #[error(transparent)]
    Unsteady(#[from] Unsteady),
    /// An offer is not there.
    #[error(transparent)]
    NoOffer(#[from] NoOffer),
    /// An offer is to beat itself.
    #[error("{offer} costs as much as itself: name another offer to beat")]
    Itself {
        /// The offer.
        offer: OfferId,
    },
    /// An offer cannot be priced.
    #[error("{offer} cannot be priced: {fault}")]
    Unpriced {
        /// The offer.
        offer: OfferId,
        /// The reason.
        fault: Fault,
    },
    /// A total cannot be converted into the currency of the answer.
    #[error("{offer}: no rate leads from {} to {}", rate.from, rate.to)]
    NoRate {
        /// The offer.
        offer: OfferId,
        /// The currencies.
        rate: NoRate,
    },
    /// The driver has no such values.
    #[error(transparent)]
    Axis(#[from] AxisError),
    /// No total depends on the driver.
    #[error(transparent)]
    Idle(#[from] Idle),
    /// Prices change too often along the driver.
    #[error(
        "prices change in more places from {from} to {to} {driver} than can be followed: choose a shorter range with --from and --to"
    )]
    TooManyChanges {
        /// The driver's name.
        driver: String,
        /// The first value.
        from: Decimal,
        /// The last value.
        to: Decimal,
    },
    /// The card has no such charge.
    #[error("{offer} has no charge '{charge}'")]
    NoCharge {
        /// The offer.
        offer: OfferId,
        /// The charge.
        charge: String,
    },
    /// One price would replace those of all tiers.
    #[error(
        "price:{charge}: {label} is priced in tiers, and one price would replace all of them: seek discount:{charge} instead"
    )]
    Tiers {
        /// The id of the charge.
        charge: String,
        /// Its label.
        label: String,
    },
    /// Nothing is billed for what is sought.
    #[error("{sought} does not change the total: nothing is billed for it with this workload")]
    Unbilled {
        /// The unknown, as it is written.
        sought: String,
    },
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// A card cannot price the workload.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// The scenario with what was found has no board.
    #[error(transparent)]
    Board(#[from] BoardError),
}

/// The extent to which the goal is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At some of the values.
    Within,
    /// At all of them.
    Always,
    /// At none.
    Never,
    /// A price is missing.
    Unknown,
}

/// The values after the largest one that reaches the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Nothing: it is the last that was looked at.
    End,
    /// Values that do not reach it.
    Missed,
    /// A value at which both offers cost the same.
    Equal(Decimal),
    /// Values without a complete total.
    Unknown,
}

/// A value and what the offers cost there: the offer itself, then the one to beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The value.
    pub value: Decimal,
    /// The totals. `None` if one is not exact.
    pub totals: Vec<Option<Total>>,
}

/// Values between two, all of which reach the goal, or none, or it is not known of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first value.
    pub from: Decimal,
    /// The last value.
    pub to: Decimal,
    /// True if they reach it. `None` if that is not known.
    pub reached: Option<bool>,
}

/// A reason for a goal that is never reached, or not known to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The costs that do not depend on the driver.
    Fixed(FixedCosts),
    /// An offer's total is not known or not ranked.
    Offer {
        /// The offer.
        offer: OfferId,
        /// The value of the driver. `None` if a price or a discount is sought.
        at: Option<Decimal>,
        /// The reason.
        reason: Reason,
    },
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The question.
    pub question: SolveQuestion,
    /// The extent to which the goal is reached.
    pub outcome: Outcome,
    /// The largest value that reaches the goal.
    pub largest: Option<At>,
    /// The one after it.
    pub next: Option<At>,
    /// The smallest value that reaches the goal, if smaller ones do not.
    pub smallest: Option<At>,
    /// The one before it.
    pub before: Option<At>,
    /// The value that comes nearest to a goal that is never reached.
    pub least: Option<At>,
    /// The first and the last value of the driver at which two offers, neither of which is ever cheaper
    /// than the other asks for, cost the same.
    pub equal: Option<(Decimal, Decimal)>,
    /// All values of the driver, in stretches.
    pub stretches: Vec<Stretch>,
    /// The values after the largest one of the driver.
    pub beyond: Beyond,
    /// The last value of the driver that was looked at, if larger ones were asked for.
    pub stopped_at: Option<Decimal>,
    /// The amount that the price or discount is to meet, and whether it does so exactly.
    pub met: Option<(Ratio, bool)>,
    /// A reason for a goal that is never reached, or not known to be.
    pub why: Vec<Why>,
    /// The board with the largest or nearest value set. `None` without one.
    pub board: Option<Board>,
    /// True if drivers are set to ranges, of which the likely values count.
    pub has_ranges: bool,
}

/// Answers the question.
pub fn solve(board: &Board, question: &SolveQuestion) -> Result<Solved, SolveError> {
    Unsteady::check(board, "goal seek")?;
    let search = Search::new(board, question)?;
    match &question.sought {
        Sought::Driver { driver, ends } => driver::seek(&search, *driver, *ends),
        Sought::Price(charge) => {
            refuse_tiers(search.own(), charge)?;
            money::seek(&search)
        }
        Sought::Discount(_) => money::seek(&search),
    }
}

impl SolveQuestion {
    /// Changes a scenario so that what is sought has a value: a price in the currency of the offer's list.
    ///
    /// # Panics
    /// Never: a number needs no other driver.
    pub fn set(&self, scenario: &mut Scenario, value: Decimal, list: Currency) {
        let value_in = Money { amount: value, currency: list };
        let change = |choices: &mut Choices| self.sought.choose(choices, value_in);
        match self.sought {
            Sought::Driver { driver, .. } => {
                let set = scenario.inputs.workload.set(driver, Value::Number(value));
                set.expect("a number needs no other driver, so there is no cycle");
            }
            Sought::Price(_) | Sought::Discount(_) => {
                let card = self.offer.card().to_owned();
                scenario.inputs.offers.change_part(&self.offer, &card, change);
            }
        }
    }

    /// The offers: the one that is asked about, then the one to beat.
    #[must_use]
    pub fn offers(&self) -> Vec<&OfferId> {
        let other = match &self.goal {
            Goal::Total(_) => None,
            Goal::Beats(other) => Some(other),
        };
        std::iter::once(&self.offer).chain(other).collect()
    }
}

impl Sought {
    /// Reads a driver's name, `price:CHARGE`, `discount` or `discount:CHARGE` of a card.
    pub fn read(text: &str, card: &RateCard, ends: [Option<Decimal>; 2]) -> Result<Self, Unknown> {
        let charge = |id: &str| Ok(card.charges[card.charge(id.trim())?].id.clone());
        match text.split_once(':') {
            Some(("price", id)) => charge(id).map(Self::Price),
            Some(("discount", id)) => charge(id).map(|charge| Self::Discount(Some(charge))),
            None if text == "discount" => Ok(Self::Discount(None)),
            Some(_) | None => {
                let drivers = Vocabulary::standard();
                let kinds = ["price:CHARGE", "discount", "discount:CHARGE"];
                let names = drivers.iter().map(|(_, driver)| &*driver.name).chain(kinds);
                let unknown = || Unknown::new("driver", text, names);
                let driver = drivers.find(text).ok_or_else(unknown)?;
                Ok(Self::Driver { driver, ends })
            }
        }
    }

    /// Puts the price or the discount among the choices on a card. A discount of zero is none.
    fn choose(&self, choices: &mut Choices, value: Money) {
        match self {
            Self::Driver { .. } => {}
            Self::Price(charge) => drop(choices.prices.insert(charge.clone(), value.into())),
            Self::Discount(None) => choices.adjustment = off(value.amount),
            Self::Discount(Some(charge)) => match off(value.amount) {
                Some(off) => drop(choices.adjustments.insert(charge.clone(), off)),
                None => drop(choices.adjustments.remove(charge)),
            },
        }
    }

    /// The largest price or discount that is looked at.
    fn most(&self) -> Decimal {
        match self {
            Self::Price(_) | Self::Driver { .. } => Decimal::from(MAGNITUDE_MAX),
            Self::Discount(_) => Decimal::ONE_HUNDRED,
        }
    }

    /// The form in which it is asked for.
    #[must_use]
    pub fn text(&self, board: &Board) -> String {
        let of = |kind: &str, charge: &str| [kind, ":", charge].concat();
        match self {
            Self::Driver { driver, .. } => {
                board.inputs().workload.vocabulary()[*driver].name.clone()
            }
            Self::Price(charge) => of("price", charge),
            Self::Discount(Some(charge)) => of("discount", charge),
            Self::Discount(None) => "discount".to_owned(),
        }
    }
}

/// So many percent off. `None` for zero.
fn off(percent: Decimal) -> Option<Percent> {
    let percent = Percent::parse(&percent.normalize().to_string());
    let off = percent.and_then(Percent::negated).expect("0 to 100 with six places at most");
    Some(off).filter(|off| !off.is_zero())
}

impl Solved {
    fn new(question: &SolveQuestion, outcome: Outcome) -> Self {
        Self {
            question: question.clone(),
            outcome,
            largest: None,
            next: None,
            smallest: None,
            before: None,
            least: None,
            equal: None,
            stretches: Vec::new(),
            beyond: Beyond::End,
            stopped_at: None,
            met: None,
            why: Vec::new(),
            board: None,
            has_ranges: false,
        }
    }

    /// The values with their totals, from the smallest to the largest.
    #[must_use]
    pub fn rows(&self) -> Vec<&At> {
        let all = [&self.before, &self.smallest, &self.least, &self.largest, &self.next];
        let mut rows: Vec<&At> = all.into_iter().flatten().collect();
        rows.sort_by_key(|row| row.value);
        rows.dedup_by_key(|row| row.value);
        rows
    }

    /// The value to set, beside the present one: of those that beat another offer the nearest, of a goal
    /// that only larger values reach the smallest, otherwise the largest. `None` if the goal is reached
    /// everywhere or nowhere.
    #[must_use]
    pub fn value_to_set(&self, now: Decimal) -> Option<Decimal> {
        if self.outcome != Outcome::Within {
            return None;
        }
        let largest = self.largest.as_ref().map(|at| at.value);
        let smallest = self.smallest.as_ref().map(|at| at.value);
        match (&self.question.sought, &self.question.goal) {
            (Sought::Driver { .. }, Goal::Beats(_)) => {
                let reached = self.stretches.iter().filter(|run| run.reached == Some(true));
                let nearest = reached.map(|run| now.clamp(run.from, run.to));
                nearest.min_by_key(|value| (*value - now).abs())
            }
            (Sought::Driver { .. }, Goal::Total(_)) => match self.beyond {
                Beyond::End => smallest.or(largest),
                Beyond::Missed | Beyond::Equal(_) | Beyond::Unknown => largest,
            },
            (Sought::Price(_), _) => largest,
            (Sought::Discount(_), _) => smallest,
        }
    }
}

/// A question with its offers.
struct Search<'b> {
    board: &'b Board,
    question: &'b SolveQuestion,
    /// The offer, then the one to beat.
    contenders: Vec<Contender<'b>>,
}

impl<'b> Search<'b> {
    fn new(board: &'b Board, question: &'b SolveQuestion) -> Result<Search<'b>, SolveError> {
        if question.goal == Goal::Beats(question.offer.clone()) {
            return Err(SolveError::Itself { offer: question.offer.clone() });
        }
        let offers = question.offers();
        let contender = |id: &&OfferId| Contender::new(board, id, question.currency);
        let contenders = offers.iter().map(contender).collect::<Result<Vec<_>, _>>()?;
        for contender in &contenders {
            let offer = contender.priced.id.clone();
            if let Err(fault) = &contender.offer {
                return Err(SolveError::Unpriced { offer, fault: fault.clone() });
            }
            if let Some(rate) = contender.no_rate {
                return Err(SolveError::NoRate { offer, rate });
            }
        }
        Ok(Self { board, question, contenders })
    }

    fn own(&self) -> &'b PricedOffer {
        self.contenders[0].priced
    }

    /// The board with what is sought at a value.
    fn board_at(&self, value: Decimal) -> Result<Board, SolveError> {
        let mut scenario = self.board.scenario().clone();
        self.question.set(&mut scenario, value, self.own().currency);
        let mut board = self.board.clone();
        board.price(&scenario)?;
        Ok(board)
    }
}

/// Tiers whose prices are all published would give way to the one price that is sought.
fn refuse_tiers(offer: &PricedOffer, id: &str) -> Result<(), SolveError> {
    use whatif_pricing::charge::Rate;

    let Some(figures) = offer.figures() else { return Ok(()) };
    let (card, selection) = (&figures.own.card, &figures.own.selection);
    let place = card
        .charge(id)
        .map_err(|_| SolveError::NoCharge { offer: offer.id.clone(), charge: id.to_owned() })?;
    let charge = &card.charges[place];
    let tiers = match &charge.axes.price.rate {
        Rate::Graduated(tiers) | Rate::Volume(tiers) => tiers,
        Rate::PerUnit(_) | Rate::Flat(_) | Rate::Unpublished(_) => return Ok(()),
    };
    let is_own = figures.own.own_price(place).is_some();
    let has_gap = tiers.iter().any(|tier| tier.amount.pick(&selection.options).is_none());
    if is_own || has_gap {
        return Ok(());
    }
    Err(SolveError::Tiers { charge: charge.id.clone(), label: charge.label.clone() })
}
