//! Other names of actions that people look for, in small letters. They find the action and are not shown.

use crate::explorer::action::Action;

/// The other names of an action. Empty if it has none.
pub(super) fn synonyms(action: Action) -> &'static str {
    SYNONYMS.iter().find(|(known, _)| *known == action).map_or("", |(_, also)| also)
}

const SYNONYMS: [(Action, &str); 41] = [
    (Action::Help, "legend signs symbols shortcuts keys manual documentation"),
    (Action::ShowExplore, "home overview dashboard offers usage invoice"),
    (Action::ShowCompare, "side-by-side table versus vs difference"),
    (Action::ShowSweep, "break-even breakeven crossover crossing chart graph curve plot"),
    (Action::ShowPrices, "doubts doubtful confidence sources rates ages stale list"),
    (Action::ShowLevers, "sensitivity tornado influence impact matters savings optimise optimize"),
    (Action::SeekGoal, "target solve afford"),
    (Action::NextTheme, "colours colors dark light contrast appearance theme"),
    (Action::Save, "write store"),
    (Action::SaveAs, "write copy"),
    (Action::Open, "load history recent"),
    (Action::CopyCode, "share hand over link url send clipboard"),
    (
        Action::Export,
        "share hand over csv json markdown svg picture image screenshot print report download",
    ),
    (Action::Present, "presentation fullscreen full screen audience slides demo"),
    (Action::ToggleMark, "star select pick tick compare"),
    (Action::UnmarkAll, "clear deselect"),
    (Action::ToggleFavourite, "favorite bookmark star"),
    (Action::NextSort, "order group"),
    (Action::Filter, "search"),
    (Action::TypePeriod, "month year quarter week dates window calendar time duration"),
    (Action::TypeAsOf, "former history list"),
    (Action::TypeTax, "vat gst"),
    (Action::TypeCardDiscount, "card rebate markup mark-up reseller"),
    (Action::TypeRate, "exchange fx conversion"),
    (Action::ChooseCurrency, "exchange euro dollar yuan money"),
    (Action::ChooseJob, "use case purpose services"),
    (Action::TypeChanges, "events growth ramp timeline schedule"),
    (Action::TypeBudget, "cap spend maximum"),
    (Action::TypeNotes, "title caption description comment"),
    (Action::Revert, "reset start over discard new restart"),
    (Action::Undo, "back"),
    (Action::Redo, "forward again"),
    (Action::Import, "upload terraform cloudformation kubernetes prometheus bill cur focus load"),
    (Action::PinBaseline, "reference before remember"),
    (Action::UnpinBaseline, "reference forget"),
    (Action::AddOffer, "card duplicate variant alternative clone"),
    (Action::Tours, "demo guide tutorial introduction"),
    (Action::Presets, "templates examples samples"),
    (Action::ZoomPane, "maximise maximize fullscreen full screen"),
    (Action::ShowProblems, "errors warnings"),
    (Action::Quit, "exit leave close"),
];

#[cfg(test)]
mod tests {
    use super::SYNONYMS;

    #[test]
    fn no_action_has_two_lists_and_none_repeats_a_word() {
        for (place, (action, also)) in SYNONYMS.iter().enumerate() {
            assert!(SYNONYMS[..place].iter().all(|(other, _)| other != action), "{action:?}");
            let mut words: Vec<&str> = also.split(' ').collect();
            words.sort_unstable();
            assert!(words.windows(2).all(|two| two[0] != two[1]), "{action:?}");
            assert_eq!(*also, also.to_lowercase());
        }
    }
}
