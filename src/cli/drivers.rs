//! `whatif drivers`: the dimensions of usage, with defaults and ranges.

use clap::Args;
use whatif_pricing::{Vocabulary, Workload};

use super::form::FormArgs;
use super::output::{Failure, Verdict};
use crate::report::drivers::DriversWords;
use crate::report::page::Page;

/// Arguments of `whatif drivers`.
#[derive(Debug, Args)]
pub struct DriversArgs {
    #[command(flatten)]
    form: FormArgs,
}

/// Lists every driver.
pub fn run(args: &DriversArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let workload = Workload::standard(Vocabulary::standard());
    let words = DriversWords::new(&workload);
    args.form.write(|| words.report(), || words.json(), |page| words.write(page), page)?;
    Ok(Verdict::Answered)
}
