//! The mouse in dialogs: what is drawn is clicked where it is drawn.

use orcid_playground::{
    app::{
        Msg,
        call::Part,
        control::Control,
        dialog::{Dialog, SecretChoice},
        researcher::Part as Page,
    },
    oauth::Purpose,
    orcid::EnvironmentKey,
};

use super::{calls::prepared, journey::Journey};

/// Clicks on the first place of the screen where these words stand.
fn click_at(journey: &mut Journey, (width, height): (u16, u16), words: &str) {
    let screen = journey.screen(width, height);
    let (row, line) = (screen.lines().enumerate())
        .find(|(_, line)| line.contains(words))
        .unwrap_or_else(|| panic!("{words} is not on the screen:\n{screen}"));
    let column = line[..line.find(words).unwrap_or(0)].chars().count();
    journey.tell(Msg::Click(u16::try_from(column + 2).unwrap(), u16::try_from(row).unwrap()));
}

fn click(journey: &mut Journey, words: &str) {
    click_at(journey, (80, 24), words);
}

fn with_tokens() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    assert!(journey.model.dance.granted.is_some());
    journey
}

#[test]
fn a_row_is_chosen_and_then_taken() {
    for size in [(40, 12), (80, 24), (200, 60)] {
        let mut journey = Journey::new();
        journey.press("E");
        click_at(&mut journey, size, "ORCID Sandbox");
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Environment(open)) if open.selection.row == 1));
        assert_eq!(journey.model.form().environment, EnvironmentKey::Local, "chosen, not yet taken");
        click_at(&mut journey, size, "ORCID Sandbox");
        assert!(journey.model.dialogs.is_empty());
        assert_eq!(journey.model.form().environment, EnvironmentKey::Sandbox);
    }
}

#[test]
fn a_click_means_what_was_drawn_under_a_long_notice() {
    let mut journey = Journey::new();
    journey
        .press("A esc")
        .paste("hello there my friend of the world, what is this that I have pasted here again, with so many words");
    assert!(!journey.notice().is_empty());
    click_at(&mut journey, (120, 31), "[ Copy URL ]");
    assert!(journey.notice().starts_with("Copied"), "{}", journey.notice());
    assert!(journey.model.dialogs.is_empty(), "{:?}", journey.model.dialogs);
}

#[test]
fn beside_a_dialog_and_on_its_frame_a_click_does_nothing() {
    let mut journey = Journey::new();
    journey.press("E");
    let before = journey.screen(80, 24);
    for (x, y) in [(0, 0), (79, 23), (200, 200)] {
        journey.tell(Msg::Click(x, y));
    }
    click(&mut journey, "┌ Environment");
    assert_eq!(journey.screen(80, 24), before);
}

#[test]
fn a_question_is_answered_with_its_buttons() {
    let mut journey = with_tokens();
    journey.press("X");
    click(&mut journey, "[ No ]");
    assert!(journey.model.dialogs.is_empty());
    assert!(!journey.exchanges().iter().any(|exchange| exchange.purpose == Purpose::Revocation));
    journey.press("X");
    click(&mut journey, "[ Revoke ]");
    assert!(journey.model.dialogs.is_empty());
    assert!(journey.exchanges().iter().any(|exchange| exchange.purpose == Purpose::Revocation));
}

#[test]
fn the_researcher_is_another_one_and_denies() {
    let mut journey = Journey::new();
    journey.press("enter");
    let who = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Researcher(open)) => {
            (open.consent.as_ref().expect("the page").signed_in_as.orcid.clone(), open.part)
        }
        other => panic!("{other:?}"),
    };
    let (first, _) = who(&journey);
    click(&mut journey, "‹ ");
    let (second, part) = who(&journey);
    assert_ne!(first, second);
    assert_eq!(part, Page::Person);
    click(&mut journey, "[ Deny access ]");
    assert!(journey.model.dialogs.is_empty());
    assert!(journey.model.dance.refused.is_some() || journey.model.dance.arrived.is_some());
    assert!(journey.model.dance.code.is_none(), "denied");
}

#[test]
fn the_palette_is_clicked_through() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("environment");
    let row = "Choose the environment";
    let shown = journey.screen(80, 24);
    let first = shown.lines().find(|line| line.contains("> environment")).is_some();
    assert!(first, "{shown}");
    journey.press("down");
    click(&mut journey, row);
    if !matches!(journey.model.dialogs.last(), Some(Dialog::Environment(_))) {
        click(&mut journey, row);
    }
    assert!(matches!(journey.model.dialogs[..], [Dialog::Environment(_)]), "{}", journey.screen(80, 24));
}

#[test]
fn scopes_are_ticked() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).press("enter");
    let asked = |journey: &Journey| journey.model.form().scopes().contains("/activities/update");
    assert!(!asked(&journey));
    click(&mut journey, "/activities/update");
    assert!(!asked(&journey), "chosen first");
    click(&mut journey, "/activities/update");
    assert!(asked(&journey), "{}", journey.screen(80, 24));
}

#[test]
fn a_profile_is_saved_with_clicks() {
    let mut journey = Journey::new();
    journey.press("W").type_text("demo");
    let secret = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::SaveProfile(open)) => (open.secret, open.row),
        other => panic!("{other:?}"),
    };
    click(&mut journey, "‹ Ask each time ›");
    assert_eq!(secret(&journey), (SecretChoice::Remember, 1));
    click(&mut journey, "‹ Remember it ›");
    assert_eq!(secret(&journey), (SecretChoice::Command, 1));
    click(&mut journey, "Command  ");
    journey.type_text("pass show orcid");
    assert_eq!(secret(&journey), (SecretChoice::Command, 2));
    click(&mut journey, "‹ From a command ›");
    assert_eq!(secret(&journey), (SecretChoice::Ask, 1), "around the end");
    click(&mut journey, "[ Save ]");
    assert!(journey.model.dialogs.is_empty());
    assert_eq!(journey.model.profile.as_deref(), Some("demo"));
}

#[test]
fn fields_of_forms_get_the_focus() {
    let mut journey = Journey::new();
    journey.press("E end enter");
    click(&mut journey, "Userinfo");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::CustomEnvironment(open)) if open.row == 3));
    let mut journey = with_tokens();
    journey.tell(Msg::Command(orcid_playground::app::Command::RefreshWith));
    click(&mut journey, "expires_in");
    journey.type_text("60");
    click(&mut journey, "‹ not sent ›");
    click(&mut journey, "Automatic");
    assert!(journey.model.form().refresh_automatically, "switched at once");
    let Some(Dialog::Refresh(open)) = journey.model.dialogs.last() else { panic!("no dialog") };
    assert_eq!((open.expires_in.text(), open.revoke_old, open.row), ("60", Some(true), 3));
    click(&mut journey, "[ Refresh ]");
    assert!(journey.model.dialogs.is_empty());
    let sent = String::from_utf8_lossy(journey.last_exchange().request.body()).into_owned();
    assert!(sent.contains("grant_type=refresh_token") && sent.contains("revoke_old=true"), "{sent}");
}

#[test]
fn a_file_is_named_and_saved() {
    let mut journey = with_tokens();
    journey.tell(Msg::Command(orcid_playground::app::Command::SaveSession));
    click(&mut journey, "‹ placeholders ›");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Keep(open)) if open.real && open.row == 1));
    click(&mut journey, "‹ as they are ›");
    click(&mut journey, "File  ");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Keep(open)) if !open.real && open.row == 0));
}

#[test]
fn a_call_is_prepared_and_sent() {
    let mut journey = prepared("add-keyword");
    let part = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Call(call)) => call.part,
        other => panic!("{other:?}"),
    };
    click(&mut journey, "Method ");
    assert_eq!(part(&journey), Part::Method);
    click(&mut journey, "Format ");
    assert_eq!(part(&journey), Part::Format);
    assert!(journey.screen(80, 24).contains("‹ XML ›"));
    click(&mut journey, "‹ XML ›");
    click(&mut journey, "\"content\"");
    assert_eq!(part(&journey), Part::Body);
    let before = journey.exchanges().len();
    click(&mut journey, "[ Send ]");
    assert!(journey.model.dialogs.is_empty());
    assert_eq!(journey.exchanges().len(), before + 1);
}

#[test]
fn an_operation_is_found_and_a_heading_is_none() {
    let mut journey = with_tokens();
    journey.press("o").type_text("read-email");
    click(&mut journey, "Person");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Operations(open)) if open.selection.row == 1));
    click(&mut journey, "✓ read-email");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Call(_))), "{}", journey.screen(80, 24));
}

#[test]
fn the_left_arrow_of_the_researcher_leads_back() {
    let who = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Researcher(dialog)) => dialog.consent.as_ref().expect("a page").signed_in_as.orcid.clone(),
        other => panic!("{other:?}"),
    };
    for size in [(40, 12), (80, 24)] {
        let mut journey = Journey::new();
        journey.press("a");
        let first = who(&journey);
        let arrow = |journey: &mut Journey| {
            let screen = journey.screen(size.0, size.1);
            let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains('‹')).expect("an arrow");
            let x = line[..line.find('‹').unwrap()].chars().count();
            (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
        };
        let (x, y) = arrow(&mut journey);
        journey.tell(Msg::Click(x + 4, y));
        assert_ne!(who(&journey), first);
        let (x, y) = arrow(&mut journey);
        journey.tell(Msg::Click(x, y));
        assert_eq!(who(&journey), first, "{size:?}");
    }
}

#[test]
fn keys_that_are_shown_can_be_clicked() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        let mut journey = Journey::new();
        journey.resize(size.0, size.1);
        click_at(&mut journey, size, "? help");
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Help(_))), "{size:?}");
        click_at(&mut journey, size, "Esc back");
        assert!(journey.model.dialogs.is_empty(), "{size:?}");
        // The first of two keys shows the others, which stand over what is above.
        click_at(&mut journey, size, "y copy…");
        assert!(!journey.model.prefix.is_empty(), "{size:?}");
        click_at(&mut journey, size, "Esc back");
        assert!(journey.model.prefix.is_empty(), "{size:?}");
    }
}

#[test]
fn a_long_name_leaves_room_for_the_id() {
    let mut journey = Journey::new();
    journey.press("a");
    if let Some(Dialog::Researcher(open)) = journey.model.dialogs.last_mut() {
        let consent = open.consent.as_mut().expect("the page");
        consent.signed_in_as.name = "何".repeat(80);
    }
    let screen = journey.screen(80, 24);
    assert!(screen.contains("0000-0002-4456-8947 ›"), "{screen}");
}
