//! What is done with tokens that are there: refresh, revoke; and tokens without a researcher.

use orcid_playground::{
    app::{
        Command, Effect, Msg, StepState, availability,
        control::Control,
        dance::{Granted, Refused, Revoked},
        dialog::Dialog,
        steps,
    },
    oauth::{Outcome, Purpose, TokenAnswer, TransportErrorKind},
};

use crate::journey::Journey;

/// The program with tokens.
fn with_tokens() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey
}

fn granted(journey: &Journey) -> &Granted {
    journey.model.dance.granted.as_ref().expect("tokens")
}

fn refusal(journey: &Journey) -> String {
    match journey.model.dance.refused.as_ref().expect("a refusal") {
        Refused::Answer(TokenAnswer::Refused(error), status) => {
            format!("{status} {} {}", error.error, error.error_description.as_deref().unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

/// All that pane 2 says, on one line.
fn pane_2(journey: &mut Journey) -> String {
    journey.press("2");
    let screen = journey.screen(78, 70);
    let words = screen.lines().flat_map(|line| line.trim_matches(['│', '█', ' ']).split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

fn read_status(journey: &mut Journey) -> u16 {
    journey.press("r");
    journey.last_of(Purpose::Api).outcome.response().expect("an answer").status().as_u16()
}

/// What was handed to the store with the newest request, as the wire has it.
fn last_body(journey: &Journey) -> String {
    String::from_utf8_lossy(journey.last_exchange().request.body()).into_owned()
}

#[test]
fn a_refresh_shows_the_new_pair_and_what_became_of_the_old() {
    let mut journey = with_tokens();
    let old = granted(&journey).response.clone();
    journey.go_to(Control::Button(Command::Refresh)).press("enter");
    assert!(last_body(&journey).contains("grant_type=refresh_token&refresh_token="));
    let new = granted(&journey).response.clone();
    assert_ne!(new.access_token, old.access_token);
    assert_eq!((new.orcid(), new.scopes()), (old.orcid(), old.scopes()));
    assert_eq!(journey.model.dance.earlier.as_ref().unwrap().response, old);
    let screen = pane_2(&mut journey);
    for masked in [old.access_token.masked(), new.access_token.masked()] {
        assert!(screen.contains(&masked), "{screen}");
    }
    assert!(screen.contains(&format!("Old token {} still works", old.access_token.masked())), "{screen}");
    assert_eq!(journey.model.focus, Control::Button(Command::ReadRecord), "the new one wants to be tried");
    assert_eq!(read_status(&mut journey), 200);
}

#[test]
fn the_store_learns_of_which_grant_it_is() {
    let mut journey = with_tokens();
    journey.hold().press("R");
    let kept = journey.under_way().find_map(|effect| match effect {
        Effect::Send { store: Some(context), .. } => {
            Some((context.grant_type.clone(), context.requested_scope.clone()))
        }
        _ => None,
    });
    assert_eq!(kept, Some(("refresh_token".into(), "/authenticate /read-limited".to_owned())));
    assert_eq!(availability(&journey.model, Command::Revoke), Err("an exchange is under way"));
    journey.release();
    assert!(journey.model.dance.earlier.is_some());
}

#[test]
fn what_is_revoked_is_asked_about_first_and_then_dead() {
    let mut journey = with_tokens();
    let token = granted(&journey).response.access_token.clone();
    journey.press("X");
    let Some(Dialog::Confirm(confirm)) = journey.model.dialogs.last() else { panic!("no question") };
    assert!(confirm.on_no, "Enter alone does not do it");
    let words = confirm.text.join(" ");
    assert!(words.contains(&token.masked()) && words.contains("refresh token"), "{words}");
    assert!(!words.contains(token.expose()) && !words.contains("production"), "{words}");
    let before = journey.exchanges().len();
    journey.press("enter");
    assert_eq!(journey.exchanges().len(), before);

    journey.press("X left enter");
    let revocation = journey.last_of(Purpose::Revocation);
    assert_eq!(revocation.request.uri().path(), "/oauth/revoke");
    assert_eq!(revocation.outcome.response().unwrap().status(), 200);
    assert_eq!(granted(&journey).revoked, Some(Revoked::Request));
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::NoteRevoked(noted) if *noted == token)));
    assert_eq!(steps(&journey.model)[2].1, StepState::Failed);
    assert_eq!(availability(&journey.model, Command::Revoke), Err("the tokens are revoked already"));
    // The server means it.
    assert_eq!(read_status(&mut journey), 401);
    assert!(journey.notice().contains("as it should be"), "{}", journey.notice());
}

#[test]
fn a_refresh_token_dies_with_its_access_token() {
    let mut journey = with_tokens();
    let old = granted(&journey).response.clone();
    journey.press("X R R");
    assert_eq!(refusal(&journey), "400 unauthorized_client Parent token is disabled");
    assert_eq!(granted(&journey).response, old, "what was there stays on the screen");
    let screen = pane_2(&mut journey);
    assert!(screen.contains("was revoked: by the client") && screen.contains("Authorize again"), "{screen}");
}

#[test]
fn a_refused_refresh_takes_nothing_away() {
    let mut journey = with_tokens();
    let old = granted(&journey).response.clone();
    journey.answer_next(500, "text/html", "<html>Oops</html>").press("R");
    assert!(matches!(journey.model.dance.refused, Some(Refused::Answer(TokenAnswer::Malformed(_), 500))));
    assert_eq!(granted(&journey).response, old);
    assert_eq!(steps(&journey.model)[2].1, StepState::Done);
    journey.fail_next(TransportErrorKind::Reset, "connection reset").press("R");
    assert!(matches!(journey.last_exchange().outcome, Outcome::Failed { .. }));
    assert!(pane_2(&mut journey).contains("as they were before"));
    assert_eq!(read_status(&mut journey), 200);
    journey.press("R");
    assert!(journey.model.dance.refused.is_none() && journey.model.dance.earlier.is_some());
}

#[test]
fn an_unanswered_revocation_claims_nothing() {
    let mut journey = with_tokens();
    journey.fail_next(TransportErrorKind::Timeout, "timed out").press("X R");
    assert_eq!(granted(&journey).revoked, None);
    assert!(pane_2(&mut journey).contains("Nothing says that the tokens below are revoked."));
    journey.hold().press("X R esc").release();
    assert_eq!(granted(&journey).revoked, None);
    assert!(!journey.done.iter().any(|effect| matches!(effect, Effect::NoteRevoked(_))));
    journey.press("1 tab tab").retype("wrong").press("esc X R");
    assert_eq!(refusal(&journey), "401 invalid_client Client authentication failed");
    assert_eq!(granted(&journey).revoked, None);
}

#[test]
fn a_code_used_again_kills_the_first_pair_and_not_the_refreshed_one() {
    let mut journey = with_tokens();
    journey.press("R x left enter");
    assert_eq!(granted(&journey).revoked, None);
    assert_eq!(journey.model.dance.earlier.as_ref().unwrap().revoked, Some(Revoked::CodeReuse));
    assert_eq!(read_status(&mut journey), 200, "the simulated ORCID sees it so, too");
}

#[test]
fn production_is_named_before_anything_is_revoked_there() {
    let mut journey = Journey::new();
    journey.press("E down down enter tab").type_text("secret").press("esc");
    let answer = r#"{"access_token":"53737721-0000","token_type":"bearer","refresh_token":"r","expires_in":631138518,"scope":"/read-public","orcid":null}"#;
    journey.answer_next(200, "application/json", answer).press("ctrl-p").type_text("two-legged").press("enter enter");
    assert_eq!(granted(&journey).environment.metadata.issuer, "https://orcid.org");
    let before = journey.exchanges().len();
    journey.press("X");
    let Some(Dialog::Confirm(confirm)) = journey.model.dialogs.last() else { panic!("no question") };
    assert!(confirm.text[0].contains("production") && confirm.text[0].contains("https://orcid.org"));
    assert_eq!(journey.exchanges().len(), before);
}

#[test]
fn a_client_gets_a_token_of_its_own() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("client credentials").press("enter");
    let Some(Dialog::ClientCredentials(dialog)) = journey.model.dialogs.last() else { panic!("no dialog") };
    assert_eq!((dialog.scope.text(), dialog.remark()), ("/read-public", None));
    journey.press("enter");
    assert!(last_body(&journey).ends_with("grant_type=client_credentials&scope=%2Fread-public"));
    let tokens = granted(&journey);
    assert!(tokens.response.is_two_legged() && tokens.stored.is_ok());
    assert!(pane_2(&mut journey).contains("of no researcher"));
    assert_eq!(availability(&journey.model, Command::ReadRecord), Err("the token names no iD"));
    assert_eq!(journey.press("2").model.focus, Control::Button(Command::CopyAccessToken));
    // It refreshes and dies like any other.
    journey.press("R");
    assert!(granted(&journey).response.is_two_legged());
    journey.press("X R");
    assert_eq!(granted(&journey).revoked, Some(Revoked::Request));
}

#[test]
fn scopes_that_are_not_two_legged_are_remarked_on_and_sent_all_the_same() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("two-legged").press("enter").retype("/read-limited");
    let Some(Dialog::ClientCredentials(dialog)) = journey.model.dialogs.last() else { panic!("no dialog") };
    assert!(dialog.remark().unwrap().contains("comes from a researcher"));
    journey.press("enter");
    assert_eq!(refusal(&journey), "400 invalid_scope Invalid scope (none)");
    assert!(journey.model.dance.granted.is_none());
    assert!(pane_2(&mut journey).contains("two-legged ones only"));
}

#[test]
fn the_secret_of_a_command_goes_where_it_was_asked_for() {
    let mut journey = with_tokens();
    journey.model.form_mut().secret_command = Some("pass show orcid".to_owned());
    journey.model.form_mut().client_secret = Default::default();
    let secret = crate::journey::demo_client().client_secret.unwrap();
    journey.secret_command_prints(secret.expose()).press("R");
    assert!(last_body(&journey).contains("grant_type=refresh_token"));
    assert!(journey.model.dance.earlier.is_some());
}

#[test]
fn a_secret_that_nobody_waits_for_goes_nowhere() {
    let mut journey = with_tokens();
    journey.model.form_mut().secret_command = Some("pass show orcid".to_owned());
    journey.model.form_mut().client_secret = Default::default();
    journey.press("R");
    assert!(journey.notice().contains("exit status 1"), "{}", journey.notice());
    let sent = journey.exchanges().len();
    // Late, and at another server by now.
    journey.press("E down enter").tell(Msg::SecretCommand("pass show orcid".to_owned(), Ok("s3cret".into())));
    assert!(journey.model.form().client_secret.is_empty());
    assert_eq!(journey.exchanges().len(), sent);
}

#[test]
fn a_token_that_could_not_be_stored_is_shouted_about() {
    let mut journey = with_tokens();
    journey.break_store("No space left on device (os error 28).").press("R");
    assert!(journey.notice().starts_with("TOKEN NOT STORED"), "{}", journey.notice());
    assert!(granted(&journey).stored.is_err());
}

#[test]
fn other_two_legged_scopes_go_to_those_who_may_have_them() {
    let ask = |client: usize, scope: &str| {
        let mut journey = Journey::new();
        let registered = &orcid_playground::sandbox::demo_clients()[client];
        journey.model.form_mut().client_id = orcid_playground::app::field::TextField::new(&registered.client_id);
        journey.model.form_mut().client_secret =
            orcid_playground::app::field::TextField::new(registered.client_secret.expose());
        journey.press("ctrl-p").type_text("two-legged").press("enter").retype(scope).press("enter");
        match &journey.model.dance.granted {
            Some(granted) => granted.response.scope.clone().unwrap_or_default(),
            None => refusal(&journey),
        }
    };
    let (member, public, premium) = (0, 1, 2);
    for scope in ["/group-id-record/update", "/group-id-record/read"] {
        assert_eq!(ask(member, scope), scope);
        assert!(ask(public, scope).starts_with("400 invalid_scope"), "{}", ask(public, scope));
    }
    assert_eq!(ask(premium, "/webhook"), "/webhook");
    assert!(ask(member, "/webhook").starts_with("400 invalid_scope"), "{}", ask(member, "/webhook"));
    assert_eq!(ask(premium, "/premium-notification"), "/premium-notification");
}
