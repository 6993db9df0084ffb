//! `whatif arrears --json`.

use serde::Serialize;

use crate::answer::arrears::{Arrears, Stage};

/// The stages of an account that does not pay.
#[derive(Debug, Serialize)]
pub struct ArrearsJson {
    card: String,
    overdue_at: String,
    stages: Vec<StageJson>,
}

#[derive(Debug, Serialize)]
struct StageJson {
    id: String,
    at: String,
    fees_accrue: bool,
    says: String,
    lost: Option<String>,
    length_varies: bool,
    rule: String,
}

impl ArrearsJson {
    /// The answer for programs.
    #[must_use]
    pub fn new(arrears: &Arrears) -> Self {
        let stage = |stage: &Stage| StageJson {
            id: stage.id.clone(),
            at: stage.at.to_rfc3339(),
            fees_accrue: stage.fees_accrue,
            says: stage.says.clone(),
            lost: stage.lost.clone(),
            length_varies: stage.length_varies,
            rule: stage.rule.clone(),
        };
        Self {
            card: arrears.card.id.clone(),
            overdue_at: arrears.overdue_at.to_rfc3339(),
            stages: arrears.stages.iter().map(stage).collect(),
        }
    }
}
