//! The cost of the selected offer and its marked rivals against one driver.

use whatif_pricing::DriverId;
use whatif_pricing::sweep::Effort;

use super::{ExportError, Form, Wanted, json, written};
use crate::answer::Board;
use crate::answer::sweep::{Points, Scope, SweepQuestion, sweep, swept_offers};
use crate::answer::workload::workload_read;
use crate::report::about;
use crate::report::instrument::Voice;
use crate::report::layout::{Entry, Section};
use crate::report::sweep::SweepWords;
use crate::report::sweep::json::SweepJson;
use crate::scenario::OfferId;

/// At how many values totals are listed.
const POINTS: u32 = 25;

pub(super) fn write(board: &Board, wanted: &Wanted<'_>) -> Result<String, ExportError> {
    let offers = swept_offers(board);
    let driver = wanted.driver.or_else(|| moving(board, &offers));
    let driver = driver.ok_or(ExportError::NothingMoves)?;
    let question = SweepQuestion {
        driver,
        offers: offers.clone(),
        currency: board.inputs().display,
        ends: [None, None],
        points: Points::Spread { scale: None, count: POINTS },
        scope: Scope::All,
        rivals: None,
        doubtful: Vec::new(),
        budget: board.budget(),
        effort: Effort::THOROUGH,
    };
    let answer = sweep(board, &question)?;
    if let Some(idle) = answer.idle {
        return Err(ExportError::Idle(idle));
    }
    if wanted.form == Form::Json {
        return json(wanted.what, &SweepJson::new(board, &answer, None));
    }
    let words = SweepWords::new(board, &answer, Voice::CommandLine);
    let mut report = words.report(None);
    let titles = answer.offers.iter().map(|it| Entry::new(it.id.as_str(), &it.title)).collect();
    report.sections.extend(Section::new("Offers", titles));
    report.sections.extend(about::workload(&workload_read(board, &offers, Some(driver))));
    report.sections.splice(0..0, about::notes(&board.scenario().notes));
    written(&report, wanted)
}

/// The first driver on which a total depends.
fn moving(board: &Board, offers: &[OfferId]) -> Option<DriverId> {
    let figures = offers.iter().filter_map(|id| board.offer(id)?.figures());
    let reads: Vec<&Vec<bool>> = figures.map(|figures| &figures.reads).collect();
    let drivers = board.inputs().workload.vocabulary().iter().map(|(id, _)| id);
    drivers.into_iter().find(|id| reads.iter().any(|reads| reads[id.index()]))
}
