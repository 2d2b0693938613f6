//! Clients and researchers of one's own.

use orcid_playground::sandbox::{Seed, Settings, ready};

use crate::support::{self, SOPHIA, World, block, json, parameter};

const CLIENT: &str = r#"[[client]]
client_id = "APP-MYTESTSUITE00001"
client_secret = "6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11"
name = "My test suite"
type = "member"
redirect_uris = ["https://app.example/cb"]
extra_scopes = ["/premium-notification"]
grant_types = ["authorization_code"]
"#;

const RESEARCHER: &str = r#"[[researcher]]
orcid = "0000-0099-0000-0104"
locale = "en"
created = "2024-01-01T00:00:00Z"
modified = "2026-01-01T00:00:00Z"
given_names = "Test"
family_name = "Person"

[[researcher.keyword]]
put_code = 1
content = "limited knowledge"
visibility = "limited"
source = "APP-MYTESTSUITE00001"
"#;

const ORCID: &str = "0000-0099-0000-0104";
const OWN: (&str, &str) = ("APP-MYTESTSUITE00001", "6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11");

fn seeded() -> World {
    let mut world = World::new();
    let text = format!("{CLIENT}\n{RESEARCHER}");
    world.sandbox.set_seed(Seed::parse(&text).unwrap());
    world
}

#[test]
fn a_seeded_client_and_researcher_go_through_the_dance() {
    let mut world = seeded();
    let asked = |uri: &'static str| {
        [("client_id", OWN.0), ("response_type", "code"), ("scope", "/read-limited"), ("redirect_uri", uri)]
    };
    let page = world.authorize(&asked(support::CALLBACK));
    assert_eq!(block(&page)["page"], "error", "the URIs of the demo clients are not its own");
    let page = world.sign_in(&asked("https://app.example/cb"), ORCID);
    assert_eq!(block(&page)["client_name"], "My test suite");
    let done = world.submit(&block(&page), &[("approved", "true")]);
    let code = parameter(&support::location(&done), "code").unwrap();
    let tokens = json(&world.ask(OWN, "authorization_code", &[("code", &code)]));
    assert_eq!((&tokens["name"], &tokens["orcid"]), (&"Test Person".into(), &ORCID.into()));
    let token = tokens["access_token"].as_str().unwrap();
    let record = json(&world.read(&format!("/api/v3.0/{}/record", ORCID), Some(token)));
    assert_eq!(record["person"]["keywords"]["keyword"][0]["source"]["source-name"]["value"], "My test suite");
    let refresh = [("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    assert_eq!(
        json(&world.ask(OWN, "refresh_token", &refresh))["error_description"],
        "Client APP-MYTESTSUITE00001 doesnt have refresh token enabled"
    );
    assert_eq!(
        json(&world.ask(OWN, "client_credentials", &[("scope", "/read-public")]))["error_description"],
        "Unauthorized grant type: client_credentials"
    );
    // The built-in ones are still there.
    world.cookie = None;
    world.token("/authenticate", SOPHIA);
    let value = ready(&world.sandbox);
    assert_eq!(value["clients"].as_array().unwrap().len(), 6);
    assert_eq!(value["clients"][5]["redirect_uris"], serde_json::json!(["https://app.example/cb"]));
    assert_eq!(value["researchers"].as_array().unwrap().last().unwrap()["name"], "Test Person");
}

#[test]
fn an_empty_seed_changes_nothing() {
    let mut world = World::new();
    let before = ready(&world.sandbox);
    world.sandbox.set_seed(Seed::parse("").unwrap());
    assert_eq!(ready(&world.sandbox), before);
}

/// What is replaced by what; the line, the key, a part of the problem.
#[test]
fn errors_name_line_and_key() {
    let good = format!("{CLIENT}\n{RESEARCHER}");
    Seed::parse(&good).unwrap();
    let fifth = format!("orcid = \"{}\"", ORCID);
    let table: &[(&str, &str, usize, &str, &str)] = &[
        ("name = \"My", "nmae = \"My", 4, "nmae", "unknown field"),
        ("name = \"My test suite\"\n", "", 1, "name", "missing field"),
        ("\"member\"", "\"vip\"", 5, "type", "unknown variant"),
        ("name = \"My test suite\"", "name = 7", 4, "name", "invalid type"),
        ("APP-MYTESTSUITE00001\"\nclient", "APP-PLAYGROUND000001\"\nclient", 2, "client_id", "already"),
        ("\"https://app.example/cb\"", "\"app\"", 6, "redirect_uris", "not a URL"),
        ("/premium-notification", "/no/such", 7, "extra_scopes", "no scope"),
        ("authorization_code", "password", 8, "grant_types", "unknown variant"),
        (&fifth, "orcid = \"0000-0002-4456-8947\"", 11, "orcid", "already"),
        (&fifth, "orcid = \"0000-0099-0000-0000\"", 11, "orcid", ""),
        ("put_code = 1", "put_code = 0", 19, "put_code", "begin at 1"),
        (
            "put_code = 1",
            "put_code = 1\ncontent = \"again\"\n[[researcher.keyword]]\nput_code = 1",
            22,
            "put_code",
            "taken by another keyword",
        ),
        (
            "put_code = 1",
            "put_code = 1\ncontent = \"again\"\n[[researcher.address]]\nput_code = 2\ncountry = \"Spain\"\n[[researcher.keyword]]\nput_code = 3",
            23,
            "country",
            "no country \"Spain\"",
        ),
        (
            "put_code = 1",
            "put_code = 1\ncontent = \"again\"\n[[researcher.work]]\nput_code = 2\ntype = \"novel\"\ntitle = \"N\"\n[[researcher.keyword]]\nput_code = 3",
            23,
            "type",
            "expected one of annotation",
        ),
        ("\"limited\"", "\"secret\"", 21, "visibility", "unknown variant"),
        ("2024-01-01T00:00:00Z", "yesterday", 13, "created", ""),
        ("[[researcher]]", "[[resaercher]]", 10, "resaercher", "unknown field"),
        ("locale = \"en\"", "locale = ", 12, "locale", ""),
        (
            "locale = \"en\"",
            "locale = \"en\"\nstatus = \"deprecated\"",
            13,
            "status",
            "names the one that took its place",
        ),
        (
            "locale = \"en\"",
            "locale = \"en\"\nstatus = \"locked\"\ndeprecated_by = \"0000-0002-4456-8947\"",
            14,
            "deprecated_by",
            "only a deprecated record",
        ),
        (
            "locale = \"en\"",
            "locale = \"en\"\nstatus = \"deprecated\"\ndeprecated_by = \"0000-0002-1825-0097\"",
            14,
            "deprecated_by",
            "there is no researcher 0000-0002-1825-0097",
        ),
    ];
    for (old, new, line, key, says) in table {
        let bad = good.replacen(old, new, 1);
        assert_ne!(bad, good, "{old}");
        let error = Seed::parse(&bad).unwrap_err();
        assert_eq!((error.line, error.key.as_str()), (*line, *key), "{error}");
        assert!(error.problem.contains(says), "{error}");
        assert!(error.to_string().starts_with(&format!("line {line}, {key}: ")));
    }
}

#[test]
fn a_standing_answer_of_nobody_is_told() {
    let auto_approve = Some(ORCID.parse().unwrap());
    let mut world = World::with(Settings { auto_approve, ..support::settings() });
    assert!(!world.sandbox.knows_researcher(&ORCID.parse().unwrap()));
    assert_eq!(world.authorize(&support::asking("/authenticate")).status(), 500);
}

#[test]
fn the_example_of_the_guide_is_a_seed() {
    let guide = include_str!("../../assets/guides/sandbox.md");
    let example = guide.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let mut world = World::new();
    world.sandbox.set_seed(Seed::parse(example).unwrap());
    assert!(world.sandbox.knows_researcher(&ORCID.parse().unwrap()));
    // Commented keys are right, too.
    let all: String = example.lines().map(|line| format!("{}\n", line.trim_start_matches("# "))).collect();
    Seed::parse(&all).unwrap();
}
