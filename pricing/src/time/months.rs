//! The length of a period in days, hours and months, as formulas read it.

use chrono::FixedOffset;

use crate::number::ratio::{OutOfRange, Ratio};
use crate::number::unit::{DAY_SECONDS, STANDARD_MONTH_DAYS};
use crate::time::cycle::Clock;
use crate::time::period::{Period, utc};
use crate::time::period_terms::PeriodTerms;

impl Period {
    /// `days`, `hours` and `months` for formulas. Two instants are on the clock on which they are written.
    #[must_use]
    pub fn terms(&self) -> PeriodTerms {
        self.terms_on(match self {
            Self::Span { from, .. } => *from.offset(),
            Self::StandardMonth { .. }
            | Self::Days { .. }
            | Self::Month { .. }
            | Self::Dates { .. } => utc(),
        })
    }

    /// The same on a card's clock. Of several months the month in which flows are stated has their mean
    /// length, so that a flow with `days` in its formula comes to the total of the period.
    ///
    /// # Panics
    /// Never: lengths are bounded.
    #[must_use]
    pub fn terms_on(&self, offset: FixedOffset) -> PeriodTerms {
        let months = Clock::new(self, offset).months_in(self.window(offset));
        let months = months.expect("a bounded length divides exactly");
        let days = Ratio::of(self.seconds(), DAY_SECONDS);
        let days = days.expect("a bounded length divides exactly");
        let terms = terms(days, months).expect("a bounded length divides exactly");
        PeriodTerms { is_of_instants: matches!(self, Self::Span { .. }), ..terms }
    }

    /// The terms of the 30-day standard month, which are the same wherever it lies.
    ///
    /// # Panics
    /// Never: 30 days divide exactly.
    #[must_use]
    pub fn standard_month_terms() -> PeriodTerms {
        terms(Ratio::from(STANDARD_MONTH_DAYS), Ratio::ONE).expect("30 days divide exactly")
    }
}

fn terms(days: Ratio, months: Ratio) -> Result<PeriodTerms, OutOfRange> {
    let of = |days: Ratio, months| Ok([days, days.times(Ratio::from(24))?, months]);
    let (of_period, of_month) = (of(days, months)?, of(days.over(months)?, Ratio::ONE)?);
    Ok(PeriodTerms { of_period, of_month, is_of_instants: false })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_calendar_month_is_one_month_of_its_own_days() {
        let february = Period::month("2028-02").unwrap().terms();
        assert_eq!(february.of_period, [Ratio::from(29_u32), Ratio::from(696_u32), Ratio::ONE]);
    }

    #[test]
    fn ten_days_are_a_third_of_a_month() {
        let terms = Period::days(date("2026-06-01"), 10).unwrap().terms();
        assert_eq!(terms.of_period[2], Ratio::of(1, 3).unwrap());
        assert_eq!(terms.of_month[0], Ratio::from(30_u32));
    }

    #[test]
    fn of_several_months_flows_are_stated_in_their_mean() {
        let year = Period::dates(date("2027-01-01"), date("2028-01-01")).unwrap().terms();
        assert_eq!(year.of_period[2], Ratio::from(12_u32));
        assert_eq!(year.of_month[0], Ratio::of(365, 12).unwrap());
        // Ten days of May are in a month of 31, on whichever clock.
        let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        let (from, to) =
            (instant("2026-05-01T00:00:00+08:00"), instant("2026-05-11T00:00:00+08:00"));
        let span = Period::span(from, to).unwrap();
        assert_eq!(span.terms().of_month[0], Ratio::from(31_u32));
        assert_eq!(span.terms(), span.terms_on(*from.offset()));
    }
}
