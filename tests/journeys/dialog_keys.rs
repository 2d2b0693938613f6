//! Keys in dialogs: letters move where nothing is typed, blanks tick, and what does not fit can be scrolled.

use orcid_playground::app::{control::Control, dialog::Dialog, hints};

use crate::journey::Journey;

const MANY: &str = "/authenticate openid /read-limited /activities/update /person/update /orcid-works/create \
                    /orcid-works/update /funding/create /funding/update /affiliations/create /affiliations/update \
                    /peer-review/create /orcid-bio/update /orcid-bio/external-identifiers/create";

fn row(journey: &mut Journey) -> usize {
    let dialog = journey.model.dialogs.last_mut().expect("a dialog").verbs_mut();
    dialog.row().copied().expect("a list")
}

#[test]
fn letters_move_where_nothing_is_typed() {
    let mut journey = Journey::new();
    journey.press("L j j k");
    assert_eq!(row(&mut journey), 1);
    journey.press("G");
    let last = row(&mut journey);
    journey.press("j g");
    assert!(last > 5 && row(&mut journey) == 0);
    journey.press("esc ?").resize(80, 24).press("j j space");
    let scroll = |journey: &mut Journey| *journey.model.dialogs.last_mut().unwrap().verbs_mut().scroll().unwrap();
    assert_eq!(scroll(&mut journey), 12);
    journey.press("g");
    assert_eq!(scroll(&mut journey), 0);
    // The palette is the list of the same commands that can be searched.
    journey.press("/");
    assert!(journey.model.dialogs.len() == 1 && matches!(journey.model.dialogs.last(), Some(Dialog::Palette(_))));
    // Where something is typed they are typed, and Ctrl moves.
    journey.press("esc ctrl-p e ctrl-n ctrl-n ctrl-p");
    assert_eq!(row(&mut journey), 1);
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Palette(palette)) if palette.filter.text() == "e"));
}

#[test]
fn a_blank_ticks_a_scope() {
    let mut journey = Journey::new();
    journey.press("S space");
    assert!(!journey.model.form().scopes().contains("/authenticate"));
    journey.type_text("update").press("space");
    assert!(journey.model.form().scopes().contains("/activities/update"));
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Scopes(scopes)) if scopes.filter.text() == "update"));
}

#[test]
fn a_two_legged_scope_has_no_box_but_one_that_was_typed_can_be_taken_away() {
    let enter =
        |journey: &Journey| hints(&journey.model).into_iter().find(|hint| hint.key == "⏎").map(|hint| hint.label);
    let mut journey = Journey::new();
    journey.press("S").type_text("/read-public").press("enter");
    assert!(!journey.model.form().scopes().contains("/read-public") && enter(&journey).is_none());
    assert!(journey.notice().contains("client credentials"), "{}", journey.notice());
    journey.press("esc").go_to(Control::Scope).retype("/authenticate /read-public").press("esc S");
    journey.type_text("/read-public");
    assert_eq!(enter(&journey).as_deref(), Some("untick"));
    journey.press("enter");
    assert!(!journey.model.form().scopes().contains("/read-public"));
}

#[test]
fn all_that_is_asked_for_can_be_seen_before_it_is_granted() {
    for (width, height) in [(42, 12), (60, 18), (80, 24), (120, 40)] {
        let mut journey = Journey::new();
        journey.go_to(Control::Scope).retype(MANY).press("esc a");
        let mut seen = journey.screen(width, height);
        let more = seen.contains("more: PgDn");
        assert_eq!(more, height < 40, "{seen}");
        assert_eq!(more, hints(&journey.model).iter().any(|hint| hint.label == "all scopes"));
        for _ in 0..20 {
            journey.press("pagedown");
            seen.push_str(&journey.screen(width, height));
        }
        // ORCID asks for what openid brings as /authenticate.
        for scope in MANY.split_whitespace().filter(|scope| *scope != "openid") {
            let shown: String = scope.chars().take(usize::from(width) / 2 - 4).collect();
            assert!(seen.contains(&shown), "{scope} at {width}×{height}\n{seen}");
        }
        journey.press("home");
        assert!(!journey.screen(width, height).contains("↑ "));
        journey.press("enter");
        assert!(journey.model.dance.code.is_some(), "the button has kept the focus");
    }
}

#[test]
fn the_choices_after_a_first_key_are_all_there() {
    let mut journey = Journey::new();
    journey.press("enter enter enter y");
    for (width, height) in [(60, 18), (80, 24), (120, 40)] {
        let screen = journey.screen(width, height);
        for choice in ["u URL", "j token response", "b body", "t transcript", "Esc back"] {
            assert!(screen.contains(choice), "{choice}\n{screen}");
        }
    }
}

#[test]
fn the_palette_offers_what_works_below_it() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("explain");
    assert!(!journey.screen(120, 40).contains("nothing to explain"));
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Meaning(_))));
}

#[test]
fn tab_goes_round_where_one_answers() {
    let mut journey = Journey::new();
    journey.press("a");
    let part = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Researcher(dialog)) => dialog.part,
        other => panic!("{other:?}"),
    };
    let first = part(&journey);
    journey.press("tab tab");
    assert_ne!(part(&journey), first);
    journey.press("tab");
    assert_eq!(part(&journey), first);
    journey.press("shift-tab shift-tab shift-tab");
    assert_eq!(part(&journey), first);
    let mut journey = Journey::new();
    journey.press("W");
    let row = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::SaveProfile(dialog)) => dialog.row,
        other => panic!("{other:?}"),
    };
    assert_eq!((row(&journey), row(journey.press("tab tab")), row(journey.press("tab"))), (0, 3, 0));
    assert_eq!(row(journey.press("shift-tab")), 3);
}

#[test]
fn another_researcher_signs_in_at_the_first_key() {
    let mut journey = Journey::new();
    journey.press("a esc a");
    let who = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Researcher(dialog)) => dialog.consent.as_ref().expect("a page").signed_in_as.orcid.clone(),
        other => panic!("{other:?}"),
    };
    assert!(!journey.screen(120, 40).contains("(others: ← →)"), "the arrows go between the buttons");
    let first = who(&journey);
    journey.press("up");
    assert!(journey.screen(120, 40).contains("(others: ← →)"));
    journey.press("right");
    let second = who(&journey);
    assert_ne!(second, first);
    journey.press("left");
    assert_eq!(who(&journey), first);
}

#[test]
fn the_lessons_stay_where_they_are() {
    let mut journey = Journey::new();
    journey.press("L");
    let top = |journey: &mut Journey| {
        let screen = journey.screen(120, 40);
        screen.lines().position(|line| line.contains("┌ Lessons"))
    };
    let first = top(&mut journey);
    for _ in 0..15 {
        journey.press("down");
        assert_eq!(top(&mut journey), first);
    }
}

#[test]
fn the_list_of_messages_begins_at_the_one_that_is_shown() {
    let mut journey = Journey::new();
    journey.press("enter enter enter M");
    let last = journey.exchanges().len() - 1;
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::History(list)) if list.selection.row == last));
}

#[test]
fn the_url_that_a_dialog_shows_is_copied_there() {
    use orcid_playground::app::{Command, Msg};
    for command in [Command::ShowUrl, Command::ShowQr] {
        let mut journey = Journey::new();
        journey.tell(Msg::Command(command)).press("y");
        assert!(journey.copied().is_some_and(|url| url.contains("/oauth/authorize?")), "{command}");
        assert_eq!(journey.model.dialogs.len(), 1);
    }
}
