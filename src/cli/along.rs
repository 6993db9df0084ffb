//! The flags of a driver that `sweep` and `solve` move along its values.

use anyhow::anyhow;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::number;

use super::output::Failure;

/// The ends of the values.
#[derive(Debug, Args)]
#[command(next_help_heading = "Range")]
pub struct EndsArgs {
    /// The first value of the driver: 1, 1.5k
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    from: Option<String>,

    /// The last value of the driver: 2k, 2M
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    to: Option<String>,
}

impl EndsArgs {
    /// The ends that were given.
    pub fn read(&self) -> Result<[Option<Decimal>; 2], Failure> {
        let read = |flag: &str, text: &Option<String>| {
            let number = text.as_deref().map(number::quantity).transpose();
            number.map_err(|error| Failure::Input(anyhow!("{flag}: {error}")))
        };
        Ok([read("--from", &self.from)?, read("--to", &self.to)?])
    }
}

/// Refuses a value for the driver that takes all of them.
pub fn refuse_set(driver: &str, is_set: bool) -> Result<(), Failure> {
    if !is_set {
        return Ok(());
    }
    Err(Failure::Input(anyhow!(
        "--set {driver}: {driver} takes all values here, so one value has no effect: leave it out, or give the ends with --from and --to"
    )))
}
