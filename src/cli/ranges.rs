//! `--seed` and `--samples`: which samples are drawn from the workload's ranges.

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{SAMPLES_MAX, Samples, number};

use super::output::Failure;

/// The samples to draw from the ranges in the workload.
#[derive(Debug, Args)]
#[command(
    next_help_heading = "Ranges, such as --set secrets=50..400 or --set secrets=50..100..400"
)]
pub struct SampleArgs {
    /// The seed of the samples, a whole number [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<String>,

    /// The number of samples to draw, up to 100,000 [default: 10,000]
    #[arg(long, value_name = "N")]
    samples: Option<String>,
}

impl SampleArgs {
    /// The samples that are asked for.
    pub fn read(&self) -> Result<Samples, Failure> {
        let usual = Samples::default();
        let seed = self.seed.as_deref().map(seed).transpose()?;
        let count = self.samples.as_deref().map(count).transpose()?;
        Ok(Samples { seed: seed.unwrap_or(usual.seed), count: count.unwrap_or(usual.count) })
    }
}

fn seed(text: &str) -> Result<u64, Failure> {
    text.trim().replace('_', "").parse().map_err(|_| {
        Failure::Input(anyhow!(
            "--seed '{text}' is not a whole number: the range is 0 to {}",
            u64::MAX
        ))
    })
}

/// A number of samples, as people type numbers.
fn count(text: &str) -> Result<u32, Failure> {
    let count = number::quantity(text).ok().and_then(|count| u32::try_from(count).ok());
    let whole = |count: &u32| number::quantity(text).is_ok_and(|typed| typed == (*count).into());
    count.filter(|count| (1..=SAMPLES_MAX).contains(count)).filter(whole).ok_or_else(|| {
        Failure::Input(anyhow!(
            "--samples '{text}' cannot be drawn: write a whole number from 1 to 100,000, such as 10k"
        ))
    })
}
