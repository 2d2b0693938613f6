//! The wheel and the scroll bars: what is under the mouse moves.

use orcid_playground::app::{Msg, control::Control, dialog::Dialog, viewer::document_size};

use super::journey::Journey;

#[test]
fn the_wheel_scrolls_texts_and_steps_through_lists() {
    let mut journey = Journey::new();
    journey
        .resize(80, 24)
        .press("?")
        .tell(Msg::Wheel(3, 40, 12))
        .tell(Msg::Wheel(3, 40, 12))
        .tell(Msg::Wheel(-3, 40, 12));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Help(open)) if open.scroll == 3));
    journey.press("esc E").tell(Msg::Wheel(3, 40, 12)).tell(Msg::Wheel(3, 40, 12)).tell(Msg::Wheel(-3, 40, 12));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Environment(open)) if open.selection.row == 1));
    journey.press("esc W").tell(Msg::Wheel(3, 40, 12));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::SaveProfile(open)) if open.row == 0), "a form stays");
}

/// A message longer than the screen, in hand.
fn reading() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey.resize(120, 40).press("r 3 G");
    assert!(journey.model.viewer.top.line > 0, "longer than the screen");
    journey
}

/// The first and the last row of the scroll bar in a column of the screen.
fn track(journey: &mut Journey, column: u16) -> (u16, u16) {
    let screen = journey.screen(120, 40);
    let on = |line: &str| matches!(line.chars().nth(usize::from(column)), Some('█'));
    let thumb = screen.lines().position(on).unwrap_or_else(|| panic!("no scroll bar in column {column}:\n{screen}"));
    let thumb = u16::try_from(thumb).unwrap();
    let lines: Vec<&str> = screen.lines().collect();
    let is_bar = |y: u16| matches!(lines[usize::from(y)].chars().nth(usize::from(column)), Some('█' | '│'));
    let top = (0..=thumb).rev().take_while(|y| is_bar(*y)).last().unwrap();
    (top, (thumb..40).take_while(|y| is_bar(*y)).last().unwrap())
}

#[test]
fn the_scroll_bar_of_the_message_is_clicked_and_dragged() {
    let mut journey = reading();
    let end = journey.model.viewer.top;
    let column = 118;
    let (top, bottom) = track(&mut journey, column);
    journey.tell(Msg::Click(column, top));
    assert_eq!(journey.model.viewer.top.line, 0);
    // Held, it follows wherever the mouse goes sideways, and stops at its ends.
    journey.tell(Msg::Drag(3, u16::midpoint(top, bottom)));
    let middle = journey.model.viewer.top.line;
    assert!(middle > 0 && middle < end.line, "{middle} of {}", end.line);
    journey.tell(Msg::Drag(3, 39));
    assert_eq!(journey.model.viewer.top, end);
    // Pressed elsewhere, the mouse holds nothing.
    journey.tell(Msg::Click(60, top)).tell(Msg::Drag(column, top));
    assert_eq!(journey.model.viewer.top, end);
}

/// Few lines, of which one is long: the bar leads through its rows.
#[test]
fn the_scroll_bar_leads_into_a_long_line() {
    let mut journey = reading();
    journey.press("t g g");
    assert!(journey.model.viewer.document.len() < 20, "raw, the record is a few lines");
    let column = 118;
    let (top, bottom) = track(&mut journey, column);
    let place = |journey: &Journey| journey.model.viewer.extent(document_size(&journey.model, journey.now));
    journey.tell(Msg::Click(column, u16::midpoint(top, bottom)));
    let (middle, extent) = (journey.model.viewer.top, place(&journey));
    assert!(extent.top.abs_diff(extent.last_top / 2) < 10, "{extent:?}");
    journey.tell(Msg::Drag(column, u16::midpoint(top, bottom) + 1));
    assert!(journey.model.viewer.top > middle && place(&journey).top < extent.top + 30);
    journey.tell(Msg::Drag(column, 39));
    assert!(journey.model.viewer.top > middle);
    journey.tell(Msg::Drag(column, 0));
    assert_eq!(journey.model.viewer.top, Default::default());
}

#[test]
fn where_all_is_in_sight_the_last_column_is_a_place_as_any_other() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let row = journey.resize(120, 60).screen(120, 60).lines().position(|line| line.contains("200 OK")).unwrap();
    journey.tell(Msg::Click(118, u16::try_from(row).unwrap()));
    assert_eq!(journey.model.focus, Control::Viewer);
}

#[test]
fn a_click_beside_the_second_keys_takes_none() {
    let mut journey = Journey::new();
    journey.resize(120, 40).press("y").tell(Msg::Click(60, 20));
    assert!(journey.model.prefix.is_empty() && journey.notice().is_empty(), "{}", journey.notice());
    journey.press("y").tell(Msg::Click(2, 39));
    assert!(journey.notice().contains("opied"), "the first of them is clicked: {}", journey.notice());
}

#[test]
fn a_click_into_the_message_goes_there() {
    let mut journey = reading();
    journey.press("g g");
    let screen = journey.screen(120, 40);
    let row =
        screen.lines().position(|line| line.contains("accept: application")).unwrap_or_else(|| panic!("{screen}"));
    journey.tell(Msg::Click(80, u16::try_from(row).unwrap()));
    assert!(journey.screen(120, 40).lines().nth(row).is_some_and(|line| line.contains("›")), "{screen}");
}

#[test]
fn the_wheel_turns_what_is_under_it() {
    let mut journey = reading();
    journey.press("g g");
    // Over the list it goes through the messages, over the message through its lines.
    let last = journey.model.viewer.selected;
    let list = journey.screen(120, 40).lines().position(|line| line.contains("⇄  GET")).unwrap();
    journey.tell(Msg::Wheel(-3, 80, u16::try_from(list).unwrap()));
    assert_eq!(journey.model.viewer.selected + 1, last);
    journey.tell(Msg::Wheel(3, 80, u16::try_from(list).unwrap()));
    assert_eq!(journey.model.viewer.selected, last);
    journey.tell(Msg::Wheel(3, 80, 30));
    assert_eq!(journey.model.viewer.top.line, 3);
    // Over a pane that is longer than its room it moves the focus; where all is in sight, nothing happens.
    journey.press("1").resize(80, 14);
    let before = journey.model.focus;
    journey.tell(Msg::Wheel(3, 40, 10));
    assert_ne!(journey.model.focus, before);
    journey.resize(80, 60).tell(Msg::Wheel(3, 40, 10)).tell(Msg::Wheel(3, 0, 0));
    let stays = journey.model.focus;
    journey.tell(Msg::Wheel(3, 40, 10));
    assert_eq!(journey.model.focus, stays);
}

#[test]
fn the_scroll_bar_of_a_dialog_is_dragged_too() {
    let mut journey = Journey::new();
    journey.resize(120, 40).press("?");
    let help = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Help(open)) => open.scroll,
        other => panic!("{other:?}"),
    };
    let screen = journey.screen(120, 40);
    let line = screen.lines().find(|line| line.contains('█')).unwrap_or_else(|| panic!("{screen}"));
    let column = u16::try_from(line.chars().position(|c| c == '█').unwrap()).unwrap();
    let (top, bottom) = track(&mut journey, column);
    journey.tell(Msg::Click(column, bottom));
    let end = help(&journey);
    assert!(end > 0);
    journey.tell(Msg::Drag(column, u16::midpoint(top, bottom)));
    assert!(help(&journey) > 0 && help(&journey) < end);
    // A list: its rows are chosen.
    journey.press("esc").go_to(Control::Scope).press("enter");
    let screen = journey.resize(120, 20).screen(120, 20);
    let line = screen.lines().find(|line| line.contains('█')).unwrap_or_else(|| panic!("{screen}"));
    let column = u16::try_from(line.chars().position(|c| c == '█').unwrap()).unwrap();
    journey.tell(Msg::Click(column, screen.lines().position(|line| line.contains('█')).unwrap() as u16));
    journey.tell(Msg::Drag(column, 19));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Scopes(open)) if open.selection.row > 5));
}
