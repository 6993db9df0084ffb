//! `whatif import`: real usage from files sets the drivers.

mod files;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::anyhow;
use chrono::{FixedOffset, NaiveDate};
use clap::Args;
use whatif_pricing::{Percent, Period, RateCard, Unknown, Vocabulary};

use super::output::{Failure, Verdict};
use super::scenario::Given;
use crate::answer::Board;
use crate::answer::opening;
use crate::answer::polling::polling;
use crate::answer::reconcile::{ReconciledMonth, reconcile as months_of};
use crate::import::{self, Hints, Import, Kind, MetricUnit, Pick, Request};
use crate::library::Library;
use crate::report::import::json::{ImportJson, Priced};
use crate::report::import::{reconcile, write, write_changes};
use crate::report::page::Page;
use crate::scenario::{OfferId, Scenario};
use crate::store;

const NOTES: &str = "\
The kind of a file is recognised by its content: a plan or state of Terraform or OpenTofu (terraform show -json),
manifests of Kubernetes (a folder, or kubectl get … -o yaml), metrics as CSV, the answer of a Prometheus range query,
and bills: FOCUS, cost and usage reports of AWS, exports of Azure and Google. A bill is held against its quote.
  terraform show -json plan.out | whatif import -
  whatif import manifests/ --card aws-secrets-manager --to plan.toml
  whatif import requests.csv --time Time --value rps --unit per-second --driver calls";

/// Arguments of `whatif import`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct ImportArgs {
    /// The files, or folders of manifests; - reads standard input. Files packed with gzip are unpacked
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The kind of all files
    #[arg(long = "as", value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,

    /// Write the drivers into a scenario: a new one, or one that is there, in which all else stays
    #[arg(long, value_name = "PLAN.toml")]
    to: Option<PathBuf>,

    /// Take the drivers of this card, or of CARD:option=choice, into the scenario
    #[arg(long, value_name = "CARD", requires = "to")]
    card: Option<String>,

    /// Answer for this month alone, such as 2026-10, and take its drivers. [default: all; of them the latest whole
    /// one is taken]
    #[arg(long, value_name = "MONTH", value_parser = month)]
    month: Option<NaiveDate>,

    /// Take the discount of the bill on the card into the scenario too
    #[arg(long, requires = "to")]
    with_discount: bool,

    /// The column of times
    #[arg(long, value_name = "COLUMN", help_heading = "Metrics")]
    time: Option<String>,

    /// The column of values; give it again for another series
    #[arg(long, value_name = "COLUMN", help_heading = "Metrics")]
    value: Vec<String>,

    /// The meaning of a value: requests, per-second or counter
    #[arg(long, value_name = "UNIT", value_parser = unit, help_heading = "Metrics")]
    unit: Option<MetricUnit>,

    /// The driver that is counted, such as calls
    #[arg(long, value_name = "DRIVER", help_heading = "Metrics")]
    driver: Option<String>,

    /// The clock of times that do not say theirs, such as +08:00
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true, help_heading = "Metrics")]
    zone: Option<FixedOffset>,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

fn kind(text: &str) -> Result<Kind, Unknown> {
    let known = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    known.ok_or_else(|| Unknown::new("kind of file", text, Kind::ALL.map(Kind::name)))
}

fn unit(text: &str) -> Result<MetricUnit, anyhow::Error> {
    let known = MetricUnit::ALL.into_iter().find(|unit| unit.name() == text);
    known
        .ok_or_else(|| anyhow!("write one of {}", MetricUnit::ALL.map(MetricUnit::name).join(", ")))
}

fn month(text: &str) -> Result<NaiveDate, anyhow::Error> {
    match Period::month(text)? {
        Period::Month { first } => Ok(first),
        Period::StandardMonth { .. }
        | Period::Days { .. }
        | Period::Dates { .. }
        | Period::Span { .. } => Err(anyhow!("write 2026-10")),
    }
}

/// Answers the command.
pub fn run(
    args: &ImportArgs,
    library: &Library,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let mut import = args.read()?;
    args.keep_month(&mut import)?;
    let taken =
        args.to.as_ref().map(|path| args.taken(path, &import, library, today)).transpose()?;
    let cards = library.catalog().cards();
    let months = months_of(&import, cards);
    let costs = polling(&import, cards, today);
    if args.json {
        let priced = Priced { polling: &costs, months: &months };
        page.json(&ImportJson::new(&import, priced))?;
    } else {
        write(&import, page)?;
        reconcile::write_polling(&costs, page)?;
        reconcile::write(&months, page)?;
    }
    if let Some((path, changes)) = taken
        && !args.json
    {
        write_changes(&changes, page)?;
        page.gap()?;
        let what = if changes.is_empty() { "options" } else { "drivers" };
        page.line(&format!("{} has the {what}.", path.display()))?;
    }
    Ok(Verdict::Answered)
}

/// The file that was written, and what changed in it.
type Written = (PathBuf, Vec<import::TakenDriver>);

impl ImportArgs {
    fn read(&self) -> Result<Import, Failure> {
        let sources = files::sources(&self.files)?;
        let mut bar = files::Bar::new();
        let mut progress = |progress| bar.show(progress);
        let metrics = self.hints()?;
        let mut request = Request { kind: self.kind, metrics, progress: &mut progress };
        let read = import::read(sources, &mut request);
        bar.clear();
        read.map_err(Failure::input)
    }

    /// Leaves out all but the month that was named.
    fn keep_month(&self, import: &mut Import) -> Result<(), Failure> {
        let Some(month) = self.month else { return Ok(()) };
        let months = import.months();
        if import.keep_month(month) {
            return Ok(());
        }
        let name = |month: &NaiveDate| month.format("%Y-%m").to_string();
        let known = months.iter().map(name).collect::<Vec<_>>();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let month = name(&month);
        Err(Failure::Input(anyhow!("--month {month}: the files have months: {known}")))
    }

    fn hints(&self) -> Result<Hints, Failure> {
        let named = self.driver.as_ref().map(|name| Vocabulary::standard().named(name));
        let driver = named.transpose().map_err(Failure::input)?;
        let (time, values) = (self.time.clone(), self.value.clone());
        Ok(Hints { time, values, unit: self.unit, driver, zone: self.zone })
    }

    fn pick(&self, library: &Library) -> Result<Pick, Failure> {
        let mut pick = Pick { month: self.month, ..Pick::default() };
        if let Some(text) = &self.card {
            let (card, choices) = text.split_once(':').unwrap_or((text, ""));
            pick.card = Some(library.card(card)?.id.clone());
            for choice in choices.split(',').filter(|it| !it.is_empty()) {
                let (option, choice) = super::ask::pair("card", choice, "CARD:option=choice")?;
                pick.variant.insert(option.to_owned(), choice.to_owned());
            }
        }
        Ok(pick)
    }

    /// Writes the drivers into a scenario. A file that is there keeps everything else.
    fn taken(
        &self,
        path: &std::path::Path,
        import: &Import,
        library: &Library,
        today: NaiveDate,
    ) -> Result<Written, Failure> {
        let pick = self.pick(library)?;
        let path = store::typed(path);
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|it| !it.is_dir()) {
            return Err(Failure::Input(anyhow!(
                "--to {}: there is no folder {}: make it first",
                path.display(),
                folder.display()
            )));
        }
        let cards = library.catalog().cards();
        let former = match store::read(&path) {
            Ok(_) => Some(Given::file(&path)?),
            Err(store::ReadError::Missing(_)) => None,
            Err(error) => return Err(Failure::input(error)),
        };
        let opening = former.as_ref().map(|given| given.opened(library)).transpose()?;
        let scenario = match &opening {
            Some(opening) => opening.file.scenario.clone(),
            None => Scenario::blank(cards, Period::standard_month(today)),
        };
        let (mut scenario, changes) = import.taken(&pick, &scenario).map_err(Failure::input)?;
        if self.with_discount {
            take_discounts(import, cards, &mut scenario)?;
        }
        let text = text_of(&scenario, cards, former.as_ref(), opening.as_ref())?;
        let former = former.as_ref().map(|given| &*given.text);
        store::save(&path, &text, former).map_err(Failure::input)?;
        Ok((path, changes))
    }
}

/// Takes the discounts of the scenario's month on the cards that it marks.
fn take_discounts(
    import: &Import,
    cards: &[Arc<RateCard>],
    scenario: &mut Scenario,
) -> Result<(), Failure> {
    let months = months_of(import, cards);
    let is_meant =
        |month: &&ReconciledMonth| scenario.inputs.period == Period::Month { first: month.first };
    let Some(month) = months.iter().find(is_meant) else {
        return Err(Failure::Input(anyhow!(
            "--with-discount: no bill among the files is of the scenario's month: name one"
        )));
    };
    for card in &month.cards {
        let id = OfferId::of_card(&card.card);
        let discount = card.split.as_ref().ok().and_then(|split| split.discount);
        let Some(discount) = discount.filter(|_| scenario.marked.contains(&id)) else { continue };
        // An adjustment has six places, and takes off below zero.
        let digits = discount.to_decimal().round_dp(6).normalize();
        let percent = Percent::parse(&digits.abs().to_string()).map_err(Failure::input)?;
        let taken_off = percent.negated().map_err(Failure::input)?;
        let by = if discount.is_negative() { percent } else { taken_off };
        scenario.inputs.offers.change(&id, |offer| offer.choices.adjustment = Some(by));
    }
    Ok(())
}

/// The text of the scenario's file.
fn text_of(
    scenario: &Scenario,
    cards: &[Arc<RateCard>],
    former: Option<&Given>,
    opening: Option<&opening::Opening>,
) -> Result<String, Failure> {
    let board = Board::new(cards, scenario).map_err(Failure::input)?;
    let baseline = scenario.baseline.as_ref().map(|inputs| board.at(inputs));
    let baseline = baseline.transpose().map_err(Failure::input)?;
    let file = opening::file(&board, baseline.as_ref(), opening.map(|it| &it.file));
    Ok(match former {
        Some(given) => file.written_into(&given.text),
        None => file.text(),
    })
}
