//! The tidy form of identifiers and what it decides: guide `orcid-wire`, "Normalized identifiers", "Groups" and "What stands
//! there already".

use http::Method;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, put_code, sections, work},
    support::{SOPHIA, World, json, text},
};

fn identified(kind: &str, value: &str) -> Value {
    let mut body = work("10.5/x");
    body["external-ids"]["external-id"][0] = json!({"external-id-type": kind, "external-id-value": value,
        "external-id-relationship": "self"});
    body
}

#[test]
fn two_spellings_of_an_identifier_are_one() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    for (kind, first, second, tidy) in [
        ("doi", "10.5555/New", "https://doi.org/10.5555/new", "10.5555/new"),
        ("hal", "HAL-01234", "hal-01234", "hal-01234"),
        ("isbn", "978-3-16-148410-0", "9783161484100", "9783161484100"),
        ("issn", "12345678", "1234-5678", "1234-5678"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/777/", "777", "777"),
        ("pmc", "PMC12345", "12345", "12345"),
        ("arxiv", "arXiv:2101.00001", "2101.00001", "arXiv:2101.00001"),
    ] {
        let added = world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &identified(kind, first));
        let path = format!("/api/v3.0/{SOPHIA}/work/{}", put_code(&added));
        let id = json(&world.read(&path, Some(&token)))["external-ids"]["external-id"][0].clone();
        assert_eq!(id["external-id-value"], first);
        assert_eq!(id["external-id-normalized"], json!({"value": tidy, "transient": true}), "{kind}");
        assert_eq!(id["external-id-normalized-error"], Value::Null);
        let again = world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &identified(kind, second));
        assert_eq!(json(&again)["error-code"], 9021, "{kind}");
    }
    // An ark is compared letter by letter.
    for value in ["ark:/1/a", "ark:/1/A"] {
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &identified("ark", value)));
    }
}

#[test]
fn what_is_no_identifier_of_its_type_says_so() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let added = world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &identified("doi", "work:doi"));
    let path = format!("/api/v3.0/{SOPHIA}/work/{}", put_code(&added));
    let read = world.read(&path, Some(&token));
    let expected = r#""external-id-normalized":null,"external-id-normalized-error":{"error-code":"8001","error-message":"Cannot normalize identifier value doi:work:doi","transient":true}"#;
    assert!(text(&read).contains(expected), "{}", text(&read));
    let bearer = format!("Bearer {token}");
    let xml = world.send(Method::GET, &path, &[("accept", "application/xml"), ("authorization", &bearer)], "");
    let lines: Vec<&str> = text(&xml).lines().map(str::trim).collect();
    let expected = [
        r#"<common:external-id-normalized-error transient="true">"#,
        "<common:error-code>8001</common:error-code>",
        "<common:error-message>Cannot normalize identifier value doi:work:doi</common:error-message>",
        "</common:external-id-normalized-error>",
    ];
    assert!(lines.windows(4).any(|window| window == expected), "{}", text(&xml));
    // What is read can be written back.
    let back = world.write(Method::PUT, &path["/api/v3.0/".len()..], &token, &json(&read));
    assert_eq!(back.status(), 200, "{}", text(&back));
    // It is compared as it is.
    let again = world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &identified("doi", "work:doi"));
    assert_eq!(json(&again)["error-code"], 9021);
}

#[test]
fn fundings_and_what_a_review_is_about_are_left_as_they_are() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let funding = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/fundings"), None));
    for ids in ["/group/0/external-ids", "/group/0/funding-summary/0/external-ids"] {
        let id = &funding.pointer(ids).unwrap()["external-id"][0];
        let tidy = (&id["external-id-normalized"], &id["external-id-normalized-error"]);
        assert_eq!(tidy, (&Value::Null, &Value::Null), "{id}");
    }
    let review = sections().into_iter().find(|(singular, ..)| *singular == "peer-review").unwrap().3;
    let added = world.write(Method::POST, &format!("{SOPHIA}/peer-review"), &token, &review);
    let review = json(&world.read(&format!("/api/v3.0/{SOPHIA}/peer-review/{}", put_code(&added)), Some(&token)));
    assert_eq!(review["subject-external-identifier"]["external-id-normalized"], Value::Null);
    assert_eq!(review["review-identifiers"]["external-id"][0]["external-id-normalized"]["value"], "10.5555/review");
    let distinction = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/distinction/2201"), None));
    assert_eq!(distinction["external-ids"]["external-id"][0]["external-id-normalized"]["value"], "medal-2021-3");
}
