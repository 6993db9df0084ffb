//! The flags of a driver that `sweep` and `solve` move along its values.

use anyhow::{anyhow, bail};
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::{DriverId, Value, number};

use super::ask::SpanArgs;
use super::output::Failure;
use crate::answer::Board;

/// The ends of the values.
#[derive(Debug, Args)]
#[command(next_help_heading = "Range")]
pub struct EndsArgs {
    /// The first value of the driver: 1, 1.5k, 10s, 5/s. Two dates are the period, as elsewhere
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    from: Option<String>,

    /// The last value of the driver: 2k, 2M, 1h
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    to: Option<String>,
}

impl EndsArgs {
    /// The period, if both are dates or instants: elsewhere these flags are its ends.
    pub fn span(&self) -> Option<SpanArgs> {
        SpanArgs::of_times(self.from.as_deref(), self.to.as_deref())
    }

    /// The ends that were given, in the driver's own unit. What is sought besides drivers has none.
    pub fn read(&self, board: &Board, driver: Option<DriverId>) -> Result<Ends, Failure> {
        if self.span().is_some() {
            return Ok([None, None]);
        }
        let read = |flag: &str, text: &Option<String>| {
            let value = text.as_deref().map(|text| match driver {
                Some(driver) => end(board, driver, text),
                None => Ok(number::quantity(text)?),
            });
            value
                .transpose()
                .map_err(|error: anyhow::Error| Failure::Input(anyhow!("{flag}: {error}")))
        };
        Ok([read("--from", &self.from)?, read("--to", &self.to)?])
    }
}

/// The first and the last value.
pub type Ends = [Option<Decimal>; 2];

/// One value of a driver, as `--set` takes it: `10s`, `5/s`, `1.5k`.
fn end(board: &Board, driver: DriverId, text: &str) -> anyhow::Result<Decimal> {
    let mut workload = board.inputs().workload.clone();
    let value = Value::read(workload.vocabulary(), driver, text)?;
    if value.is_formula() || value.range().is_some() {
        bail!("'{text}' is not one value: write a number, with a unit if you like");
    }
    workload.set(driver, value)?;
    let usage = workload.usage(board.inputs().period.terms())?;
    let places = 6; // as many as a quantity has
    Ok(usage.value(driver).to_decimal().round_dp(places).normalize())
}
