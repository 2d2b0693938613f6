use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, header};

use super::*;
use crate::{
    app::{
        finding::{self, Plan},
        form::Form,
    },
    oauth::{Client, ScopeSet, TokenEndpointAuthMethod, TransportError, TransportErrorKind},
    orcid::EnvironmentKey,
};

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("a time")
}

fn client(secret: Option<&str>) -> Client {
    Client {
        client_id: "APP-1234567890ABCDEF".into(),
        client_secret: secret.map(Secret::from),
        redirect_uri: "https://example.org/callback".into(),
        token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
    }
}

fn subject(key: &EnvironmentKey, secret: Option<&str>) -> Subject {
    let environment = Environment::real(key).expect("a real environment").clone();
    Subject {
        environment,
        client: client(secret),
        page: None,
        no_secret: None,
        scope: ScopeSet::default(),
        findings: Vec::new(),
    }
}

fn answered(status: u16, content_type: &str, body: &str) -> Outcome {
    let mut response = http::Response::builder().status(status).header(header::CONTENT_TYPE, content_type);
    if let Some(headers) = response.headers_mut() {
        headers.insert(header::DATE, HeaderValue::from_static("Sun, 01 Mar 2026 09:00:01 GMT"));
    }
    let response = response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response");
    Outcome::Answered { response, head_after: Duration::ZERO, done_after: Duration::ZERO }
}

fn json(status: u16, body: &str) -> Outcome {
    answered(status, "application/json", body)
}

fn discovery(issuer: &str) -> Outcome {
    json(200, &serde_json::to_string(&crate::oauth::ProviderMetadata::orcid_layout(issuer)).expect("JSON"))
}

const TOKEN: &str = r#"{"access_token":"5a0c4d1e-0000-4000-8000-000000000001","token_type":"bearer","orcid":null}"#;

/// Answers every question, and gives what was asked and what was found.
fn examine(mut checkup: Checkup, answer: impl Fn(&Probe, &HttpRequest) -> Outcome) -> (Vec<String>, Checkup) {
    let mut asked = Vec::new();
    while let Some((probe, request)) = checkup.next_question() {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        asked.push(format!("{} {} {body}", request.method(), request.uri()));
        let outcome = answer(&probe, &request);
        checkup.received(&probe, &outcome, now());
        assert!(asked.len() < 20, "it comes to an end: {asked:?}");
    }
    assert!(checkup.is_over());
    (asked, checkup)
}

fn verdict(checkup: &Checkup, what: &str) -> Verdict {
    let line = checkup.lines().iter().rfind(|line| line.what == what);
    line.unwrap_or_else(|| panic!("nothing about {what}: {:?}", checkup.lines())).verdict
}

#[test]
fn good_credentials_are_told_from_the_kind_of_client_and_every_token_is_revoked() {
    let (asked, checkup) =
        examine(Checkup::new(subject(&EnvironmentKey::Sandbox, Some("s3cret"))), |probe, _| match probe {
            Probe::Discovery => discovery("https://sandbox.orcid.org"),
            Probe::Credentials => json(200, TOKEN),
            Probe::Member => {
                json(400, r#"{"error_description":"Invalid scope: /group-id-record/read","error":"invalid_scope"}"#)
            }
            Probe::Revoke => json(200, ""),
            Probe::ClientId | Probe::Elsewhere(_) | Probe::RedirectUri => panic!("{probe:?} is not needed"),
        });
    assert!(!checkup.has_failed(), "{:?}", checkup.lines());
    assert_eq!(verdict(&checkup, "redirect URI"), Verdict::NotTestable);
    assert_eq!(verdict(&checkup, "probe tokens"), Verdict::Passed);
    assert_eq!(verdict(&checkup, "clock"), Verdict::Passed);
    assert_eq!(asked.iter().filter(|line| line.contains("/oauth/revoke")).count(), 1);
    // What is said holds no secret.
    let said = format!("{:?}", checkup.lines());
    assert!(!said.contains("s3cret") && !said.contains("5a0c4d1e"), "{said}");
}

#[test]
fn what_no_endpoint_revokes_is_told() {
    let mut subject = subject(&EnvironmentKey::Sandbox, Some("s3cret"));
    subject.environment.metadata.revocation_endpoint = None;
    let (_, checkup) = examine(Checkup::new(subject), |probe, _| match probe {
        Probe::Discovery => discovery("https://sandbox.orcid.org"),
        Probe::Credentials | Probe::Member => json(200, TOKEN),
        Probe::Revoke | Probe::ClientId | Probe::Elsewhere(_) | Probe::RedirectUri => panic!("{probe:?} is not needed"),
    });
    assert!(!checkup.has_failed(), "{:?}", checkup.lines());
    let line = checkup.lines().iter().find(|line| line.what == "probe tokens").expect("a line");
    assert!(line.found.starts_with("The 2 tokens that were got on the way are not revoked"), "{line:?}");
}

#[test]
fn the_secret_never_goes_to_a_host_that_it_is_not_for() {
    let wrong = r#"{"error_description":"Client authentication failed","error":"invalid_client"}"#;
    let unknown = r#"{"error_description":"Invalid parameter: client_id","error":"invalid_request"}"#;
    let (asked, checkup) =
        examine(Checkup::new(subject(&EnvironmentKey::Sandbox, Some("s3cret"))), |probe, _| match probe {
            Probe::Discovery => discovery("https://sandbox.orcid.org"),
            Probe::Credentials => json(401, wrong),
            Probe::ClientId => json(400, unknown),
            Probe::Elsewhere(key) => {
                assert_eq!(*key, EnvironmentKey::Production);
                json(200, "{}")
            }
            Probe::Member | Probe::Revoke | Probe::RedirectUri => panic!("{probe:?} is not needed"),
        });
    let with_secret: Vec<_> = asked.iter().filter(|line| line.contains("s3cret")).collect();
    assert_eq!(with_secret.len(), 1);
    assert!(with_secret[0].starts_with("POST https://sandbox.orcid.org/oauth/token "));
    assert!(asked.iter().any(|line| line.starts_with("GET https://auth.orcid.org/oauth2/authorize?client_id=APP-")));
    let elsewhere = checkup.lines().iter().find(|line| line.what == "client id elsewhere").expect("a line");
    assert!(elsewhere.found.contains("ORCID (production)"), "{elsewhere:?}");
}

#[test]
fn without_an_answer_nothing_else_is_asked() {
    let error = TransportError { kind: TransportErrorKind::Dns, message: "no address".into() };
    let (asked, checkup) = examine(Checkup::new(subject(&EnvironmentKey::Production, Some("x"))), |_, _| {
        Outcome::Failed { error: error.clone(), after: Duration::ZERO }
    });
    assert_eq!(asked.len(), 1);
    assert_eq!(verdict(&checkup, "DNS"), Verdict::Failed);
    assert_eq!(verdict(&checkup, "client id and secret"), Verdict::NotTestable);
}

#[test]
fn a_clock_that_is_off_and_a_page_in_place_of_json() {
    let mut checkup = Checkup::new(subject(&EnvironmentKey::Sandbox, Some("x")));
    let (probe, _) = checkup.next_question().expect("a question");
    checkup.received(&probe, &discovery("https://sandbox.orcid.org"), "2026-03-01T09:05:00Z".parse().expect("a time"));
    let clock = checkup.lines().iter().find(|line| line.what == "clock").expect("a line");
    assert!(clock.verdict == Verdict::Failed && clock.found.contains("299 s ahead"), "{clock:?}");
    let (probe, _) = checkup.next_question().expect("a question");
    checkup.received(&probe, &answered(403, "text/html", "<h1>Just a moment…</h1>"), now());
    assert_eq!(verdict(&checkup, "client id and secret"), Verdict::NotTestable);
}

#[test]
fn the_sentence_of_the_page_is_held_against_the_redirect_uri() {
    let said = |uri: &str| {
        let page = format!(
            "Error: The provided redirect URI {uri} does not match the redirect URIs registered by Library (APP-1)."
        );
        let checkup = Checkup::new(Subject { page: Some(page), ..subject(&EnvironmentKey::Sandbox, None) });
        checkup.lines()[0].clone()
    };
    assert!(said("https://example.org/callback").found.contains("exactly this one"));
    let other = said("https://example.org/Callback");
    assert!(other.found.contains("from character 21 on it has «Callback» where yours has «callback»"), "{other:?}");
    assert!(said("https://example.org/callback/").found.contains("it has «/» where yours has nothing"));
    let mut nonsense = subject(&EnvironmentKey::Sandbox, None);
    nonsense.page = Some("The page is blank.".to_owned());
    assert_eq!(Checkup::new(nonsense).lines()[0].verdict, Verdict::NotTestable);
}

/// The sentence about the client, and any other words for either, count as they do everywhere else; what can be asked is
/// asked all the same.
#[test]
fn other_sentences_of_the_page_are_known_too() {
    let mine = EnvironmentKey::Custom("http://127.0.0.1:1".into());
    for (page, word) in [
        ("The provided redirect URI does not match the redirect URIs registered by Library Demo", "Register it"),
        ("Error: The provided client id APP-XXXX is invalid", "your own client id"),
    ] {
        let environment = Environment::custom("http://127.0.0.1:1");
        let subject = Subject { environment, page: Some(page.into()), ..subject(&EnvironmentKey::Sandbox, None) };
        assert_eq!(subject.environment.key, mine);
        let (asked, checkup) = examine(Checkup::new(subject), |probe, _| match probe {
            Probe::Discovery => discovery("http://127.0.0.1:1"),
            _ => answered(200, "text/html", "<p>Sign in</p>"),
        });
        let line = checkup.lines().iter().find(|line| line.what == "error page").expect("a line about it");
        assert_eq!(line.verdict, Verdict::Failed, "{line:?}");
        assert!(line.remedy.as_deref().is_some_and(|remedy| remedy.contains(word)), "{line:?}");
        assert!(asked.iter().any(|request| request.contains("redirect_uri=")), "{asked:?}");
    }
}

#[test]
fn a_token_that_cannot_be_revoked_is_said_once() {
    let (_, checkup) = examine(Checkup::new(subject(&EnvironmentKey::Sandbox, Some("x"))), |probe, _| match probe {
        Probe::Discovery => discovery("https://sandbox.orcid.org"),
        Probe::Credentials | Probe::Member => json(200, TOKEN),
        Probe::Revoke => json(500, ""),
        Probe::ClientId | Probe::Elsewhere(_) | Probe::RedirectUri => panic!("{probe:?} is not needed"),
    });
    assert_eq!(verdict(&checkup, "probe tokens"), Verdict::Failed);
    assert_eq!(verdict(&checkup, "kind of client"), Verdict::Passed);
}

/// How a value looks is a doubt; whether it is right, the server says.
#[test]
fn what_the_server_takes_is_not_called_wrong_for_its_looks() {
    let environment = Environment::real(&EnvironmentKey::Sandbox).expect("the sandbox");
    let form = Form::of_client(EnvironmentKey::Sandbox, &client(Some("no-uuid")), "/authenticate");
    let mut doubted = subject(&EnvironmentKey::Sandbox, Some("no-uuid"));
    doubted.findings = finding::of_authorization(&Plan::new(environment, &form), now());
    let answers = |token: Outcome| {
        let (_, checkup) = examine(Checkup::new(doubted.clone()), move |probe, _| match probe {
            Probe::Discovery => discovery("https://sandbox.orcid.org"),
            Probe::Credentials => token.clone(),
            Probe::Elsewhere(_) | Probe::ClientId => answered(200, "text/html", "<html></html>"),
            Probe::Member | Probe::Revoke | Probe::RedirectUri => json(200, ""),
        });
        checkup
    };
    let taken = answers(json(200, TOKEN));
    assert_eq!(verdict(&taken, "client secret"), Verdict::Passed);
    assert!(!taken.has_failed(), "{:?}", taken.lines());
    let refused =
        answers(json(401, r#"{"error":"invalid_client","error_description":"Client authentication failed"}"#));
    assert_eq!(verdict(&refused, "client secret"), Verdict::NotTestable);
    assert!(refused.has_failed());
}
