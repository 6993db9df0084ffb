//! `whatif best --json`.

use serde::Serialize;
use whatif_pricing::card::Bound;
use whatif_pricing::{Ratio, plain};

use super::{exclusion, of_best, reasons, services, warnings_of};
use crate::answer::best::{
    Best, Change, Choice, ChoiceReason, Commitment, Excluded, Exclusion, Found, Provider,
    Requirement,
};
use crate::report::instrument::vocabulary;
use crate::report::json::Noted;
use crate::report::{notes, verdict};

/// The answer: the providers in order, the lowest total first.
#[derive(Debug, Serialize)]
pub struct BestJson {
    verdict: String,
    jobs: Vec<String>,
    currency: String,
    /// Number of combinations that were priced.
    tried: usize,
    providers: Vec<ProviderJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ProviderJson {
    provider: String,
    best: Option<FoundJson>,
    runner_up: Option<FoundJson>,
    tried: usize,
    changes: Vec<ChangeJson>,
    left_out: Vec<ExcludedJson>,
}

#[derive(Debug, Serialize)]
struct FoundJson {
    /// The id of the offer: the card's, or that of a copy.
    offer: String,
    /// The ids of its cards, the main one first.
    cards: Vec<String>,
    total: String,
    currency: String,
    /// The worst doubt about its prices.
    doubt: Option<String>,
    chosen: Vec<ChoiceJson>,
    commitments: Vec<CommitmentJson>,
    /// The options that only the user can decide, with what they are set to.
    requirements: Vec<RequirementJson>,
    /// What exceeds a vendor's limit, and what is closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RequirementJson {
    card: String,
    option: String,
    choice: String,
    /// True if it is the card's default.
    default: bool,
}

#[derive(Debug, Serialize)]
struct ChoiceJson {
    card: String,
    option: String,
    choice: String,
    /// `lower`, `higher`, `same` or `only`. Only of a runner-up a choice costs more than the other.
    why: &'static str,
    /// The next best choice, or the first that cannot be ranked.
    other: String,
    /// What the other costs more or less. Null unless `lower` or `higher`.
    by: Option<String>,
    /// What stands against the other. Null unless `only`.
    because: Option<String>,
}

#[derive(Debug, Serialize)]
struct CommitmentJson {
    charge: String,
    /// The term in months. Missing if it is in days.
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<u32>,
    /// The term in days. Missing if it is in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    in_full: String,
    currency: String,
}

#[derive(Debug, Serialize)]
struct ChangeJson {
    driver: String,
    /// The value from which, or up to which, the other offer is the best.
    at: String,
    above: bool,
    then: String,
}

#[derive(Debug, Serialize)]
struct ExcludedJson {
    card: String,
    /// `closed`, `ended`, `only-for`, `about-other`, `unranked`, `too-many` or `failed`.
    why: &'static str,
    says: String,
}

impl BestJson {
    /// The answer for programs.
    #[must_use]
    pub fn new(best: &Best) -> Self {
        Self {
            verdict: verdict::sentence(&best.board, &best.verdict),
            jobs: best.jobs.clone(),
            currency: best.currency.to_string(),
            tried: best.providers.iter().map(|it| it.tried).sum(),
            providers: best.providers.iter().map(|it| ProviderJson::new(best, it)).collect(),
            notes: notes::texts(&of_best(best)),
        }
    }
}

impl ProviderJson {
    fn new(best: &Best, provider: &Provider) -> Self {
        let found = |found: &Option<Found>| found.as_ref().map(|it| FoundJson::new(best, it));
        Self {
            provider: provider.name.clone(),
            best: found(&provider.best),
            runner_up: found(&provider.runner_up),
            tried: provider.tried,
            changes: provider.changes.iter().map(|it| ChangeJson::new(best, it)).collect(),
            left_out: provider.left_out.iter().map(|it| ExcludedJson::new(best, it)).collect(),
        }
    }
}

impl CommitmentJson {
    fn new(commitment: &Commitment) -> Self {
        let (months, days) = match commitment.term {
            Bound::Months(months) => (Some(months), None),
            Bound::Days(days) => (None, Some(days)),
        };
        Self {
            charge: commitment.charge.clone(),
            months,
            days,
            in_full: exact(commitment.in_full),
            currency: commitment.currency.to_string(),
        }
    }
}

impl FoundJson {
    fn new(best: &Best, found: &Found) -> Self {
        let commitments = found.commitments.iter().map(CommitmentJson::new);
        Self {
            offer: found.id.to_string(),
            cards: found.cards.clone(),
            total: exact(found.total),
            currency: found.currency.to_string(),
            doubt: found.doubt.map(verdict::doubt),
            chosen: found.chosen.iter().map(|it| ChoiceJson::new(best, it)).collect(),
            commitments: commitments.collect(),
            requirements: found.requirements.iter().map(RequirementJson::new).collect(),
            warnings: warnings_of(best, found),
        }
    }
}

impl RequirementJson {
    fn new(requirement: &Requirement) -> Self {
        Self {
            card: requirement.card.clone(),
            option: requirement.option.clone(),
            choice: requirement.choice.clone(),
            default: requirement.is_default,
        }
    }
}

impl ChoiceJson {
    fn new(best: &Best, choice: &Choice) -> Self {
        let (why, other, by, because) = match &choice.why {
            ChoiceReason::Lower { next, by } => ("lower", next, Some(exact(*by)), None),
            ChoiceReason::Higher { next, by } => ("higher", next, Some(exact(*by)), None),
            ChoiceReason::Same { other } => ("same", other, None, None),
            ChoiceReason::Only { other, because } => {
                ("only", other, None, Some(reasons(best, because)))
            }
        };
        let (card, option) = (choice.card.clone(), choice.option.clone());
        let (choice, other) = (choice.choice.clone(), other.clone());
        Self { card, option, choice, why, other, by, because }
    }
}

impl ChangeJson {
    fn new(best: &Best, change: &Change) -> Self {
        Self {
            driver: vocabulary(&best.board)[change.driver].name.clone(),
            at: exact(change.at),
            above: change.is_above,
            then: services(&change.then),
        }
    }
}

impl ExcludedJson {
    fn new(best: &Best, excluded: &Excluded) -> Self {
        let why = match excluded.why {
            Exclusion::Closed(_) => "closed",
            Exclusion::Ended => "ended",
            Exclusion::OnlyFor(_) => "only-for",
            Exclusion::AboutOther => "about-other",
            Exclusion::Unranked(_) => "unranked",
            Exclusion::TooMany(_) => "too-many",
            Exclusion::Failed(_) => "failed",
        };
        Self { card: excluded.card.clone(), why, says: exclusion(best, excluded) }
    }
}

fn exact(value: Ratio) -> String {
    plain(value)
}

impl Noted for BestJson {
    fn notes(&mut self) -> &mut Vec<String> {
        &mut self.notes
    }
}
