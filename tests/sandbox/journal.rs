//! What happened can be written down and told again.

use orcid_playground::sandbox::{Era, JournalEntry, JournalError};
use proptest::prelude::*;

use crate::support::{self, MEMBER, SAKURA, SOPHIA, World, asking, block, json, text};

fn eventful() -> (World, String, String) {
    let mut world = World::new();
    let reused = world.code("/authenticate", SOPHIA);
    world.exchange(MEMBER, &reused);
    world.wait(5);
    world.exchange(MEMBER, &reused);
    let token = world.token("openid /read-limited", SAKURA);
    let page = world.sign_in(&asking("/activities/update"), SOPHIA);
    world.submit(&block(&page), &[("approved", "false")]);
    let mut implicit = asking("/read-limited");
    implicit[1] = ("response_type", "token");
    let page = world.authorize(&implicit);
    world.submit(&block(&page), &[("approved", "true")]);
    world.get("/signout");
    let open = world.code("/person/update", SAKURA);
    world.sign_in(&asking("/read-limited"), SOPHIA);
    (world, token, open)
}

#[test]
fn a_journal_rebuilds_the_state() {
    let (mut world, token, open) = eventful();
    let mut again = support::sandbox();
    for entry in &world.journal {
        let line = entry.line();
        assert!(!line.contains('\n'));
        let read = JournalEntry::parse(&line).unwrap();
        assert_eq!(read, *entry);
        again.replay(&read).unwrap();
    }
    assert!(again.same_state(&world.sandbox));
    world.sandbox = again;
    assert_eq!(block(&world.authorize(&asking("/read-limited")))["page"], "consent", "the session is known");
    world.cookie = None;
    assert_eq!(world.read("/oauth/userinfo", Some(&token)).status(), 200);
    assert_eq!(world.exchange(MEMBER, &open).status(), 200);
}

#[test]
fn every_entry_counts() {
    let (world, ..) = eventful();
    for (i, entry) in world.journal.iter().enumerate() {
        // Without what came later, the state with this entry is another one than without it.
        let (mut without, mut with) = (support::sandbox(), support::sandbox());
        for earlier in &world.journal[..i] {
            without.replay(earlier).unwrap();
            with.replay(earlier).unwrap();
        }
        with.replay(entry).unwrap();
        assert!(!with.same_state(&without), "{}", entry.line());
    }
}

#[test]
fn entries_are_versioned_and_hide_their_secrets() {
    let (world, token, _) = eventful();
    let line = world.journal[0].line();
    assert!(line.starts_with(r#"{"version":1,"at":"2026-11-22T12:00:00Z","event":"session_opened","#), "{line}");
    let newer = line.replacen(r#""version":1"#, r#""version":2"#, 1);
    assert!(matches!(JournalEntry::parse(&newer), Err(JournalError::Version { found: 2 })));
    assert!(matches!(JournalEntry::parse("{\"version\":1}"), Err(JournalError::Malformed { .. })));
    let shown = format!("{:?} {:?}", world.journal, world.sandbox);
    assert!(!shown.contains(&token), "Debug shows no token");
    let broken = line.replace("session_opened", "unheard_of");
    let error = JournalEntry::parse(&broken).unwrap_err().to_string();
    assert!(!error.contains("session"), "{error}");
}

#[test]
fn reading_changes_nothing() {
    let (mut world, token, _) = eventful();
    let before = world.journal.len();
    for path in ["/", "/signin", "/.well-known/openid-configuration", "/oauth/jwks", "/_sandbox/ready", "/nothing"] {
        world.get(path);
    }
    world.read("/oauth/userinfo", Some(&token));
    world.read(&format!("/api/v3.0/{SAKURA}/record"), Some(&token));
    world.authorize(&asking("/no/such"));
    assert_eq!(world.journal.len(), before);
}

#[test]
fn equal_randomness_gives_equal_answers() {
    let (mut one, ..) = eventful();
    let (mut two, ..) = eventful();
    assert_eq!(one.journal, two.journal);
    (one.cookie, two.cookie) = (None, None);
    let (a, b) = (one.code("openid", SOPHIA), two.code("openid", SOPHIA));
    let (a, b) = (one.exchange(MEMBER, &a), two.exchange(MEMBER, &b));
    assert_eq!(json(&a), json(&b), "{}", text(&a));
}

proptest! {
    /// Whatever is sent, there is an answer.
    #[test]
    fn nothing_makes_it_panic(
        method in "GET|HEAD|POST|PUT|DELETE|OPTIONS|BREW",
        path in "(/oauth/authorize|/oauth/token|/oauth/revoke|/oauth/userinfo|/oauth/jwks|/pub/oauth/token|/api/oauth/token|/_sandbox/(clock|faults|next-consent|state|exchanges|reset)|/signin|/signout|/api/v3.0/|/pub/v3.0/|/)?[!-~]{0,20}",
        body in "(grant_type=authorization_code&|grant_type=refresh_token&|\\{\"advance\":-?[0-9]{1,19}\\}|request=|client_id=APP-PLAYGROUND000001&)?\\PC{0,60}",
        header in "[ -~]{0,60}",
        form in any::<bool>(),
        classic in any::<bool>(),
    ) {
        let mut world = World::of(if classic { Era::Classic } else { Era::Current });
        world.sign_in(&asking("/authenticate"), SOPHIA);
        let Ok(target) = format!("/{}", path.trim_start_matches('/')).parse::<http::Uri>() else { return Ok(()) };
        let content_type = if form { "application/x-www-form-urlencoded" } else { header.as_str() };
        let headers = [
            ("content-type", content_type),
            ("authorization", header.as_str()),
            ("accept", header.as_str()),
            ("origin", header.as_str()),
        ];
        let response = world.send(method.parse().unwrap(), &target.to_string(), &headers, &body);
        prop_assert!(response.status().as_u16() >= 200);
    }
}
