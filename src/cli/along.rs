//! The flags of a driver that `sweep` and `solve` move along its values.

use anyhow::anyhow;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::number;

use super::ask::SpanArgs;
use super::output::Failure;

/// The ends of the values.
#[derive(Debug, Args)]
#[command(next_help_heading = "Range")]
pub struct EndsArgs {
    /// The first value of the driver: 1, 1.5k. Two dates are the period, as elsewhere
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    from: Option<String>,

    /// The last value of the driver: 2k, 2M
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    to: Option<String>,
}

impl EndsArgs {
    /// The period, if both are dates or instants: elsewhere these flags are its ends.
    pub fn span(&self) -> Option<SpanArgs> {
        SpanArgs::of_times(self.from.as_deref(), self.to.as_deref())
    }

    /// The ends that were given.
    pub fn read(&self) -> Result<[Option<Decimal>; 2], Failure> {
        if self.span().is_some() {
            return Ok([None, None]);
        }
        let read = |flag: &str, text: &Option<String>| {
            let number = text.as_deref().map(number::quantity).transpose();
            number.map_err(|error| Failure::Input(anyhow!("{flag}: {error}")))
        };
        Ok([read("--from", &self.from)?, read("--to", &self.to)?])
    }
}
