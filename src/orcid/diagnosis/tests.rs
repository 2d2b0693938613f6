//! The table is whole, and the function behaves.

use std::collections::BTreeSet;

use super::*;
use crate::oauth::TransportErrorKind;
use strum::IntoEnumIterator;

/// The titles of the guide.
fn sections() -> BTreeSet<&'static str> {
    let guide = include_str!("../../../assets/guides/orcid-wire.md");
    guide.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

#[test]
fn every_cause_is_told_in_full_and_every_source_exists() {
    let sections = sections();
    for known in TABLE.causes() {
        for text in [&known.cause, &known.fix] {
            assert!(text.ends_with(['.', '…', ')']), "{}: {text}", known.id);
        }
        assert!(known.effect.is_empty() || known.effect.ends_with('.'), "{}", known.id);
        for source in &known.sources {
            match source.strip_prefix("orcid-wire: ") {
                Some(section) => assert!(sections.contains(section), "{}: there is no section {section:?}", known.id),
                None => assert!(source.starts_with("RFC ") || source.starts_with("OpenID "), "{}: {source}", known.id),
            }
        }
    }
}

#[test]
fn symptoms_and_causes_belong_together() {
    let mut used = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for symptom in &TABLE.symptoms {
        assert!(ids.insert(&symptom.id), "{} stands twice", symptom.id);
        assert!(!symptom.causes.is_empty(), "{} has no cause", symptom.id);
        for candidate in &symptom.causes {
            assert!(TABLE.cause(&candidate.id).is_some(), "{}: no cause {}", symptom.id, candidate.id);
            used.insert(candidate.id.as_str());
        }
    }
    let unused: Vec<&str> = TABLE.causes().map(|known| known.id.as_str()).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_failure_to_get_an_answer_is_known() {
    for kind in TransportErrorKind::iter() {
        let error = TransportError { kind, message: "as the system says".to_owned() };
        assert!(of_failure(&error, &Situation::default()).first().is_some(), "{kind}");
    }
}

#[test]
fn what_is_not_known_is_said_to_be_so() {
    let error = ErrorResponse { error: "teapot".into(), error_description: Some("short".into()), error_uri: None };
    let diagnosis = of_error(&error, &Situation::default());
    assert_eq!((diagnosis.symptom, diagnosis.headline.as_str()), ("", "teapot · short"));
    assert!(diagnosis.causes.is_empty() && diagnosis.brief().contains("support"), "{diagnosis:?}");
    let status = Reading { status: Some(400), ..Reading::default() };
    let headline = first(diagnose(&status, None, &Situation::default())).headline;
    assert_eq!(headline, "400 Bad Request", "a number alone is no sentence");
}

#[test]
fn no_headline_holds_a_token() {
    let error = ErrorResponse {
        error: "invalid_token".into(),
        error_description: Some("Invalid access token: 53737721-9cdb-442a-8b77-409609bb5e43".into()),
        error_uri: None,
    };
    assert_eq!(of_error(&error, &Situation::default()).headline, "invalid_token · Invalid access token: 53737721-••••");
}

#[test]
fn every_fact_is_of_use() {
    let text = super::table::FILES.concat();
    let unused: Vec<String> =
        Fact::iter().map(|fact| fact.to_string()).filter(|name| !text.contains(&format!("\"{name}\""))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

proptest::proptest! {
    #[test]
    fn no_answer_panics(status in 100u16..600, body in "(?s).{0,80}|\\{\"error\":\".{0,20}\"\\}|<error>.{0,20}", page in "(?s).{0,80}") {
        let response = http::Response::builder().status(status).body(bytes::Bytes::from(body)).unwrap();
        for place in [None, Some(Place::Token), Some(Place::Api), Some(Place::Page)] {
            diagnose(&Reading::of_response(place, &response), None, &Situation::default());
        }
        diagnose(&Reading::of_page(&page), None, &Situation::default());
    }
}

#[test]
fn a_changed_scope_is_told_with_what_was_dropped() {
    for (asked, granted, cause, seen) in [
        ("/authenticate openid", "/authenticate", "granted-less", "openid is not granted, so no ID token comes."),
        ("/read-limited openid", "openid", "granted-less", "/read-limited is for clients of ORCID members only."),
        ("openid email profile", "openid", "scopes-dropped-by-habit", "email profile is OpenID Connect's"),
        ("/authenticate /webhook", "/authenticate", "two-legged-scopes-dropped", "not granted is /webhook."),
        ("openid /webhook email", "", "granted-less", "granted nothing: not granted is openid /webhook email."),
    ] {
        let text = format!("Warning: Scope has changed from \"{asked}\" to \"{granted}\".");
        // What is configured here was not asked for there.
        let situation = Situation { scope: crate::oauth::ScopeSet::parse("/read-public"), ..Situation::default() };
        let all = diagnose(&Copied::of(&text).reading, None, &situation);
        let first = all[0].first().unwrap();
        assert_eq!(first.id, cause, "{text}: {all:?}");
        assert!(first.evidence.join(" ").contains(seen), "{text}: {:?}", first.evidence);
    }
}
