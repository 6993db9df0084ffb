//! The vocabulary of drivers: the dimensions of usage that sliders edit, the same for all cards.
//!
//! The drivers are data (`pricing/drivers.toml`): a new one is a table there, never a line of Rust.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::usage::measure::Measure;

/// One driver by its place in the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DriverId(pub(crate) u8);

impl DriverId {
    /// Its place in the vocabulary, for tables beside it.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The relation of a driver's value to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DriverKind {
    /// A level: so many at any instant (secrets, hosts).
    Level,
    /// A flow: so many in a month, and in proportion in any other period (calls).
    Flow,
}

/// The mapping of positions on the slider's track to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliderScale {
    /// Equal distances are equal differences.
    Linear,
    /// Equal distances are equal ratios; zero has a place of its own at the left end.
    Logarithmic,
}

/// One dimension of usage.
#[derive(Clone, Debug)]
pub struct Driver {
    /// The name in cards, formulas and on the command line.
    pub name: String,
    /// A short label for the slider.
    pub label: String,
    /// The unit of the value, singular.
    pub unit: String,
    /// The meaning of it, and where to find one's own figure.
    pub help: String,
    /// The job it belongs to: a card that does not do this job cannot serve it. Empty for intent drivers.
    pub job: String,
    /// A level or a flow.
    pub kind: DriverKind,
    /// The kind of number that it has.
    pub measure: Measure,
    /// The value at the start: a number or a formula.
    pub default: String,
    /// The smallest value, a hard limit.
    pub smallest: Decimal,
    /// The right end of the slider; larger values can be typed.
    pub largest: Decimal,
    /// One step of the slider.
    pub step: Decimal,
    /// Round values in order, to which an arrow moves. Empty if it moves by the step.
    pub stops: Vec<Decimal>,
    /// The slider's scale.
    pub scale: SliderScale,
    /// The mean that the driver follows by default. None if it follows none.
    pub mean: Option<Mean>,
    /// True for a fine point, whose slider can be folded away until somebody sets it.
    pub is_detail: bool,
    /// Other words that people look for it by, in small letters.
    pub also: Vec<String>,
}

/// A driver is a peak if it has a mean: by default it is the larger of the two numbers here.
#[derive(Clone, Debug)]
pub struct Mean {
    /// The value that is assumed while the mean is below it. Nobody measured it.
    pub assumed: Decimal,
    /// The formula of the mean.
    pub text: String,
}

impl Mean {
    /// The default of the driver that follows this mean, as a formula in text.
    pub(crate) fn default_text(&self) -> String {
        format!("=max({}, {})", self.assumed.normalize(), self.text)
    }

    /// By how much a driver is below this mean, as a formula in text. The mean counts as rounded to a step: who
    /// types 700 for a mean of 700.004 has read it off the screen. A mean that rounds to nothing counts as it is.
    pub(crate) fn below_text(&self, driver: &Driver) -> String {
        let Self { text, .. } = self;
        let step = driver.step.normalize();
        let rounded = format!("floor(({text}) / {step} + 0.5) * {step}");
        format!("min({text}, max({rounded}, min({text}, {step} / 2))) - {}", driver.name)
    }
}

impl Driver {
    /// Does it count places in which the same is kept, such as regions and accounts? There is at least one.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        let is_count = self.kind == DriverKind::Level && self.measure == Measure::Count;
        is_count && self.job.is_empty() && self.smallest >= Decimal::ONE
    }

    /// Is a value of a formula in the range of the driver, from its smallest value to 10¹²?
    ///
    /// The limit is on what people ask for. A default formula that follows a large number of theirs may
    /// go beyond it: what cannot be priced exactly is reported where it is priced.
    #[inline]
    pub(crate) fn has_in_range<N: Exact>(
        &self,
        value: N,
        is_chosen: bool,
    ) -> Result<bool, OutOfRange> {
        const LARGEST: Ratio = Ratio::whole(Decimal::from_parts(0xD4A5_1000, 0xE8, 0, false, 0));
        let not_too_small = if self.smallest.is_zero() {
            value.sign()?.is_ge()
        } else {
            value.compare(N::of(&Ratio::whole(self.smallest))?)?.is_ge()
        };
        Ok(not_too_small && (!is_chosen || value.compare(N::of(&LARGEST)?)?.is_le()))
    }
}

/// All drivers, in the order of the screen.
#[derive(Debug)]
pub struct Vocabulary {
    drivers: Vec<Driver>,
}

impl Vocabulary {
    /// More drivers than this do not fit an id.
    pub(crate) const DRIVERS_MAX: usize = 100;

    pub(crate) fn new(drivers: Vec<Driver>) -> Self {
        assert!(drivers.len() <= Self::DRIVERS_MAX, "the vocabulary is bounded when it is read");
        Self { drivers }
    }

    /// Number of drivers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.drivers.len()
    }

    /// Is it without drivers?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drivers.is_empty()
    }

    /// The driver of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<DriverId> {
        let index = self.drivers.iter().position(|driver| driver.name == name)?;
        u8::try_from(index).ok().map(DriverId)
    }

    /// The driver of this name, or what to say when there is none.
    pub fn named(&self, name: &str) -> Result<DriverId, crate::usage::suggest::Unknown> {
        self.find(name).ok_or_else(|| {
            crate::usage::suggest::Unknown::new(
                "driver",
                name,
                self.drivers.iter().map(|d| &*d.name),
            )
        })
    }

    /// All of them with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (DriverId, &Driver)> {
        (0..).map(DriverId).zip(&self.drivers)
    }
}

impl std::ops::Index<DriverId> for Vocabulary {
    type Output = Driver;

    fn index(&self, id: DriverId) -> &Driver {
        &self.drivers[id.index()]
    }
}
