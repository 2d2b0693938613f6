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
fn clients_may_act_for_those_that_stand_further_down() {
    let second = CLIENT.replace("SUITE00001", "SUITE00002");
    let first = format!("{CLIENT}acts_for = [\"APP-MYTESTSUITE00002\"]\n");
    assert!(Seed::parse(&format!("{first}\n{second}")).is_ok());
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
        ("\"https://app.example/cb\"", "\"app\"", 6, "redirect_uris", "no URL that begins with"),
        ("/premium-notification", "/no/such", 7, "extra_scopes", "no scope"),
        ("authorization_code", "password", 8, "grant_types", "unknown variant"),
        ("[\"authorization_code\"]", "[]", 8, "grant_types", "one at least"),
        ("[\"https://app.example/cb\"]", "[]", 6, "redirect_uris", "one at least"),
        ("APP-MYTESTSUITE00001\"\nclient", "APP-X\"\nclient", 2, "client_id", "sixteen of 0-9 and A-Z"),
        ("APP-MYTESTSUITE00001\"\nclient", "APP-mytestsuite00001\"\nclient", 2, "client_id", "sixteen of 0-9 and A-Z"),
        ("/premium-notification", "/orcid-internal", 7, "extra_scopes", "to no client"),
        ("limited knowledge", " ", 20, "content", "it is empty"),
        ("locale = \"en\"", "locale = \"en\"\ngenerated_works = 10001", 13, "generated_works", "10000 works at most"),
        (
            "locale = \"en\"",
            "locale = \"en\"\nstatus = \"deprecated\"\ndeprecated_by = \"0000-0099-0000-0083\"",
            14,
            "deprecated_by",
            "0000-0099-0000-0083 is deprecated itself",
        ),
        (
            "grant_types",
            "acts_for = [\n    \"APP-PLAYGROUND000001\",\n    \"APP-NOWHERE000000001\",\n]\ngrant_types",
            10,
            "acts_for",
            "there is no client \"APP-NOWHERE000000001\"",
        ),
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
        assert_refused(&good, old, new, (*line, key, says));
    }
}

/// That a good seed is refused with one text in it replaced by another: the line, the key, a part of the problem.
fn assert_refused(good: &str, old: &str, new: &str, (line, key, says): (usize, &str, &str)) {
    let bad = good.replacen(old, new, 1);
    assert_ne!(bad, good, "{old}");
    let error = Seed::parse(&bad).expect_err(new);
    assert_eq!((error.line, error.key.as_str()), (line, key), "{new}\n{error}");
    assert!(error.problem.contains(says), "{new}\n{error}");
    assert!(error.to_string().starts_with(&format!("line {line}, {key}: ")), "{new}\n{error}");
}

/// An item of the researcher, with one of its lines replaced by another: the line below its head, the key, a part of the problem.
#[test]
fn what_orcid_would_not_take_is_refused() {
    let line = format!("{CLIENT}\n{RESEARCHER}").lines().count();
    let refused = |item: &str, line_below: usize, key: &str, says: &str| {
        let error = Seed::parse(&format!("{CLIENT}\n{RESEARCHER}\n{item}")).expect_err(item);
        assert_eq!((error.line, error.key.as_str()), (line + 1 + line_below, key), "{item}\n{error}");
        assert!(error.problem.contains(says), "{item}\n{error}");
    };
    let long = |length: usize| "x".repeat(length);
    let work = "[[researcher.work]]\nput_code = 7\ntype = \"book\"\ntitle = \"A book\"\n";
    Seed::parse(&format!("{CLIENT}\n{RESEARCHER}\n{work}")).unwrap();
    for (line, key, says) in [
        ("date = \"2024-13\"", "date", "no calendar has"),
        ("date = \"2024-02-30\"", "date", "no calendar has"),
        ("date = \"0001\"", "date", "from 1900 to 2100"),
        ("date = \"May 2024\"", "date", "2024-03-15"),
        ("date = 2024-05-01", "date", "put it in quotes"),
        ("date = 2024", "date", "expected a text in quotes"),
        ("subtitle = 7", "subtitle", "expected a string"),
        ("language = \"english\"", "language", "ORCID knows no language \"english\""),
        ("country = \"Spain\"", "country", "ORCID knows no country"),
        ("url = \"www.example.org\"", "url", "https://example.org/page"),
        ("url = \"ftp://example.org\"", "url", "no URL"),
        ("url = \"https://example.org/a b\"", "url", "no URL"),
        ("journal = \" \"", "journal", "empty"),
        ("citation = { type = \"word\", value = \"x\" }", "type", "expected one of bibtex"),
        ("citation = { type = \"ris\", value = \"\" }", "value", "empty"),
        ("contributors = [{ name = \"N\", orcid = \"0000\" }]", "orcid", "no ORCID iD"),
        ("contributors = [{ name = \"N\", sequence = \"last\" }]", "sequence", "first, additional"),
        ("contributors = [{ name = \"N\", role = \"cook\" }]", "role", "expected one of author"),
        ("external_ids = [{ type = \"dio\", value = \"1\" }]", "type", "no identifier type \"dio\""),
        ("external_ids = [{ type = \"doi\", value = \"\" }]", "value", "empty"),
        ("external_ids = [{ type = \"doi\", value = \"1\", relationship = \"mine\" }]", "relationship", "self"),
        ("source = \"APP-NOBODY\"", "source", "no client and no researcher"),
        ("put_code = 18446744073709551615", "put_code", ""),
    ] {
        if key == "put_code" {
            refused(&work.replace("put_code = 7", "put_code = 9000000000000000000"), 2, key, "put-codes end at");
        } else {
            refused(&format!("{work}{line}\n"), 5, key, says);
        }
    }
    refused(&work.replace("A book", &long(1001)), 4, "title", "which takes 1000");
    refused(&work.replace("A book", ""), 4, "title", "empty");
    refused(&format!("{work}description = \"{}\"\n", long(5001)), 5, "description", "which takes 5000");
    let many =
        "external_ids = [\n  { type = \"doi\", value = \"10.5/a\" },\n  { type = \"novel\", value = \"2\" },\n]\n";
    refused(&format!("{work}{many}"), 7, "type", "no identifier type \"novel\"");

    let employment = "[[researcher.employment]]\nput_code = 8\nstart = \"2024-05\"\nend = \"2024-04-30\"\n\
                      organization = { name = \"O\", city = \"C\", country = \"ES\" }\n";
    refused(employment, 4, "end", "lies before the start");
    let employment = employment.replace("2024-04-30", "2024");
    Seed::parse(&format!("{CLIENT}\n{RESEARCHER}\n{employment}")).unwrap();
    for (old, new, key, says) in [
        ("\"ES\" }", "\"ES\", ror = \"05qwgg493\" }", "ror", "https://ror.org/05qwgg493"),
        ("name = \"O\"", "name = \"\"", "name", "empty"),
        ("\"ES\"", "\"es\"", "country", "ORCID knows no country"),
    ] {
        refused(&employment.replace(old, new), 5, key, says);
    }
    refused(&format!("{employment}department = \"{}\"\n", long(4001)), 6, "department", "which takes 4000");

    let email = |address: &str, more: &str| format!("[[researcher.email]]\nemail = \"{address}\"\n{more}");
    for address in ["", "nobody", "a@b", "a b@example.org", "a@b@example.org", "@example.org"] {
        refused(&email(address, ""), 2, "email", "no e-mail address like");
    }
    refused(&email("sophia@home.example", ""), 2, "email", "an address of 0000-0002-4456-8947 already");
    refused(&(email("a@example.org", "") + &email("A@example.org", "")), 4, "email", "this researcher already");
    let primary = "primary = true\n";
    refused(&(email("a@example.org", primary) + &email("b@example.org", primary)), 5, "primary", "primary address");
    refused(&format!("[[researcher.keyword]]\nput_code = 9\ncontent = \"{}\"\n", long(256)), 3, "content", "255");
    refused("[[researcher.url]]\nput_code = 9\nname = \"\"\nurl = \"https://example.org\"\n", 3, "name", "empty");
}

/// What is replaced by what in client and researcher; the line, the key, a part of the problem.
#[test]
fn clients_and_names_are_held_to_orcids_rules() {
    let good = format!("{CLIENT}\n{RESEARCHER}");
    let secret = "6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11";
    let uris = "redirect_uris = [\"https://app.example/cb\"]";
    for (old, new, line, key, says) in [
        (secret, "x".repeat(101).as_str(), 3, "client_secret", "100 characters"),
        ("My test suite", " ", 4, "name", "something"),
        (
            "APP-MYTESTSUITE00001\"\nclient",
            &format!("APP-{}\"\nclient", "X".repeat(60)),
            2,
            "client_id",
            "sixteen of 0-9",
        ),
        (uris, "redirect_uris = [\n  \"https://app.example/cb\",\n  \"myapp:/cb\",\n]", 8, "redirect_uris", "http://"),
        (uris, "redirect_uris = [\"https://app.example/cb#x\"]", 6, "redirect_uris", "fragment"),
        (uris, "redirect_uris = [\"http:///cb\"]", 6, "redirect_uris", "host"),
        ("\"en\"", "\"english\"", 12, "locale", "expected one of ar, cs"),
        ("\"2024-01-01T00:00:00Z\"", "2024-01-01T00:00:00Z", 13, "created", "put it in quotes"),
        ("\"2024-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", 13, "created", "from 1900 to 2100"),
        ("\"2024-01-01T00:00:00Z\"", "\"2024-02-30T00:00:00Z\"", 13, "created", "no time like"),
        ("\"2026-01-01T00:00:00Z\"", "\"2023-01-01T00:00:00Z\"", 14, "modified", "before it was created"),
        ("\"Test\"", "\"\"", 15, "given_names", "empty"),
        ("\"Test\"", &format!("\"{}\"", "x".repeat(151)), 15, "given_names", "which takes 150"),
        ("\"Person\"", &format!("\"{}\"", "x".repeat(151)), 16, "family_name", "which takes 150"),
        (&format!("\"{secret}\""), "987654321", 3, "client_secret", "invalid type, expected a string in quotes"),
        ("source = \"APP-MYTESTSUITE00001\"", "source = \"me\"", 22, "source", "no client and no researcher"),
    ] {
        assert_refused(&good, old, new, (line, key, says));
    }
    // Whoever stands further down may be a source, too.
    let later = RESEARCHER.replace(ORCID, "0000-0099-0000-0112").replace("APP-MYTESTSUITE00001", ORCID);
    Seed::parse(&format!("{later}\n{good}")).unwrap();
}

#[test]
fn nothing_has_changed_in_the_future() {
    let text = format!("{CLIENT}\n{RESEARCHER}");
    let at = |now: &str| Seed::parse_at(&text, now.parse().unwrap());
    at("2026-01-01T00:00:00Z").unwrap();
    let error = at("2025-12-31T23:59:59Z").unwrap_err();
    assert_eq!((error.line, error.key.as_str()), (14, "modified"));
    assert!(error.problem.contains("in the future"), "{error}");
}

#[test]
fn a_secret_without_quotation_marks_is_not_repeated() {
    let text = CLIENT.replace("\"6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11\"", "987654321");
    assert!(!Seed::parse(&text).unwrap_err().to_string().contains("987654321"));
}

/// Guide `orcid-wire`, "ID token".
#[test]
fn a_second_factor_is_claimed() {
    for (line, amr) in [("", "pwd"), ("two_factor = true\n", "mfa")] {
        let researcher = RESEARCHER.replacen("given_names", &format!("{line}given_names"), 1);
        let auto_approve = Some(ORCID.parse().unwrap());
        let mut world = World::with(Settings { auto_approve, ..support::settings() });
        world.sandbox.set_seed(Seed::parse(&format!("{CLIENT}\n{researcher}")).unwrap());
        let code = parameter(&support::location(&world.authorize(&support::asking("openid"))), "code").unwrap();
        let tokens = json(&world.exchange(support::MEMBER, &code));
        let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap().to_owned();
        let claims = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["amr"], amr);
    }
}

#[test]
fn a_seed_that_was_changed_between_two_runs_is_noticed() {
    use http::Method;
    let mut world = seeded();
    let asked = [
        ("client_id", OWN.0),
        ("response_type", "code"),
        ("scope", "/person/update"),
        ("redirect_uri", "https://app.example/cb"),
    ];
    let page = world.sign_in(&asked, ORCID);
    let done = world.submit(&block(&page), &[("approved", "true")]);
    let code = parameter(&support::location(&done), "code").unwrap();
    let tokens = json(&world.ask(OWN, "authorization_code", &[("code", &code)]));
    let token = tokens["access_token"].as_str().unwrap().to_owned();
    let written =
        world.write(Method::POST, &format!("{ORCID}/keywords"), &token, &serde_json::json!({"content": "new"}));
    let put_code = support::location_of(&written).rsplit('/').next().unwrap().to_owned();
    let change = serde_json::json!({"content": "changed", "put-code": 1});
    let changed = world.write(Method::PUT, &format!("{ORCID}/keywords/1"), &token, &change);
    assert_eq!(changed.status(), 200, "{}", support::text(&changed));
    let again = |seed: &str| {
        let mut next = World::new();
        next.sandbox.set_seed(Seed::parse(&format!("{CLIENT}\n{seed}")).unwrap());
        world.journal.iter().for_each(|entry| next.sandbox.replay(entry).unwrap());
        next.sandbox.misfit()
    };
    assert_eq!(again(RESEARCHER), None);
    let more = format!("{RESEARCHER}\n[[researcher.keyword]]\nput_code = {put_code}\ncontent = \"seeded\"\n");
    let told = again(&more).unwrap();
    assert!(told.contains(&format!("the put-code {put_code} among the keywords of researcher {ORCID} is taken twice")));
    let told = again(&RESEARCHER.replace("put_code = 1", "put_code = 2")).unwrap();
    assert!(told.contains("the put-code 1 among the keywords") && told.contains("missing in the seed"), "{told}");
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
