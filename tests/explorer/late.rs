//! Clicks that come after the state changed and before the next frame, as over a slow line.

use whatif::explorer::state::{Message, Row, Spot, State};

use crate::support::Explorer;

/// Finds the middle of a spot that was drawn.
fn place_of(state: &State, is_it: impl Fn(&Spot) -> bool) -> (u16, u16) {
    let hit = state.cursor.hits.iter().rev().find(|hit| is_it(&hit.spot)).expect("drawn");
    (hit.area.x + hit.area.width / 2, hit.area.y)
}

/// A click before the next frame.
fn press(state: &mut State, (column, row): (u16, u16)) {
    state.update(Message::Press { column, row });
    state.update(Message::Release);
}

#[test]
fn a_click_on_what_the_click_before_it_removed_is_nothing() {
    let mut explorer = Explorer::new(120, 90);
    explorer.go_to("huawei-secmaster-payg");
    let state = &mut explorer.state;
    let option =
        place_of(state, |spot| matches!(spot, Spot::Row(Row::Option { .. } | Row::Reading { .. })));
    let other = place_of(
        state,
        |spot| matches!(spot, Spot::Offer(id) if id.as_str() == "tencent-ssm-payg"),
    );
    press(state, other);
    let (row, scenario) = (state.cursor.row.clone(), state.scenario().clone());
    assert_eq!(scenario.selected.as_str(), "tencent-ssm-payg");
    press(state, option);
    press(state, option);
    assert_eq!((&state.cursor.row, state.scenario()), (&row, &scenario));
}

#[test]
fn a_click_on_a_line_goes_to_the_line_that_was_drawn_there() {
    let mut explorer = Explorer::new(120, 40);
    explorer.go_to("huawei-secmaster-payg");
    let state = &mut explorer.state;
    let line = place_of(state, |spot| matches!(spot, Spot::Line(_)));
    let other = place_of(
        state,
        |spot| matches!(spot, Spot::Offer(id) if id.as_str() == "tencent-ssm-payg"),
    );
    press(state, other);
    press(state, line);
    assert_eq!(state.cursor.line, 0, "Tencent's invoice has no such line");
}

#[test]
fn a_click_finds_what_was_drawn_in_the_palette_or_nothing() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(":huawei");
    let found = place_of(&explorer.state, |spot| matches!(spot, Spot::Found(_)));
    explorer.state.update(Message::Cancel);
    let selected = explorer.state.scenario().selected.clone();
    press(&mut explorer.state, found);
    assert_eq!(explorer.state.scenario().selected, selected);
    explorer.keys(":huawei");
    let found = place_of(&explorer.state, |spot| matches!(spot, Spot::Found(_)));
    explorer.state.update(Message::Cancel);
    explorer.state.update(Message::Act(whatif::explorer::action::Action::Presets));
    press(&mut explorer.state, found);
    assert_eq!(explorer.state.cursor.overlays.len(), 1, "the presets have no such row");
}
