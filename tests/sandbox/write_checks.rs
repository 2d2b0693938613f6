//! What is refused for what the body says, row by row: guide `orcid-wire`, "Checks of what is written".

use http::Method;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, identifiers, sections},
    support::{SOPHIA, World, json, text},
};

/// The body of a section with a change, or without what is null.
pub fn with(section: &str, pointer: &str, value: Value) -> Value {
    let rows = sections();
    let mut body = rows.into_iter().find(|(singular, ..)| *singular == section).unwrap().3;
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap_or_else(|| panic!("{section} has no {parent}"));
    if value.is_null() {
        parent.as_object_mut().unwrap().shift_remove(key).unwrap();
    } else {
        parent[key] = value;
    }
    body
}

/// Section, what is changed and into what, status, code, the beginning of the developer's message.
#[test]
fn rows_of_the_checks() {
    let day = |year: &str, month: &str| json!({"year": {"value": year}, "month": {"value": month}});
    let ids = |kind: &str, relationship: &str| {
        json!({"external-id": [{"external-id-type": kind, "external-id-value": "1",
            "external-id-relationship": relationship}]})
    };
    let json_error = "400 Bad request: invalid JSON - ";
    let invalid = |why: &str| format!("400 Bad Request: Invalid incoming message. Full validation error: {why}");
    let no_id = "400 Bad Request: Invalid activity, an external identifier is required.".to_owned();
    let rows: Vec<(&str, &str, Value, u16, u64, String)> = vec![
        ("work", "/titel", json!("x"), 400, 9047, format!("{json_error}Unrecognized field \"titel\" (work)")),
        ("work", "/title/title/value", json!(""), 400, 9047, format!("{json_error}cvc-pattern-valid")),
        ("work", "/title/title/value", json!("x".repeat(1001)), 400, 9047, format!("{json_error}cvc-maxLength-valid")),
        ("work", "/short-description", json!("x".repeat(5001)), 400, 9047, format!("{json_error}cvc-maxLength-valid")),
        ("work", "/type", json!([]), 400, 9047, format!("{json_error}Cannot deserialize \"type\" out of START_ARRAY")),
        ("work", "/publication-date/year", Value::Null, 400, 9047, format!("{json_error}cvc-complex-type.2.4.b")),
        (
            "work",
            "/publication-date/month/value",
            json!("13"),
            400,
            9047,
            format!("{json_error}cvc-maxInclusive-valid"),
        ),
        ("other-names", "/content", Value::Null, 400, 9047, format!("{json_error}cvc-complex-type.2.4.b")),
        ("peer-review", "/review-group-id", json!("nobody:1"), 400, 9047, format!("{json_error}cvc-pattern-valid")),
        (
            "peer-review",
            "/review-group-id",
            json!("publons:nobody"),
            400,
            9020,
            invalid("The given group id does not exist in our records"),
        ),
        (
            "peer-review",
            "/review-group-id",
            json!("issn:0317-8472"),
            400,
            9053,
            "400 Bad Request: invalid ISSN".to_owned(),
        ),
        ("peer-review", "/review-completion-date", Value::Null, 400, 9047, format!("{json_error}cvc-complex-type")),
        ("research-resource", "/resource-item", Value::Null, 400, 9047, format!("{json_error}cvc-complex-type")),
        ("address", "/country", Value::Null, 400, 9020, invalid("Country cannot be null")),
        ("keywords", "/content", json!(""), 400, 9020, invalid("Keyword cannot be null")),
        ("keywords", "/content", json!(" \t"), 400, 9020, invalid("Keyword cannot be null")),
        ("keywords", "/content", json!("x".repeat(256)), 400, 9047, format!("{json_error}cvc-maxLength-valid")),
        ("other-names", "/content", json!("x".repeat(256)), 400, 9047, format!("{json_error}cvc-maxLength-valid")),
        ("researcher-urls", "/url-name", json!("x".repeat(351)), 400, 9047, format!("{json_error}cvc-maxLength-valid")),
        ("researcher-urls", "/url", json!({"value": " "}), 400, 9020, invalid("Url field must not be empty")),
        (
            "researcher-urls",
            "/url/value",
            json!(format!("https://example.org/{}", "x".repeat(2000))),
            400,
            9020,
            invalid("Url field must not be longer than 2000 characters"),
        ),
        (
            "external-identifiers",
            "/external-id-type",
            json!("x".repeat(256)),
            400,
            9020,
            invalid("Common name field must not be longer than 255 characters"),
        ),
        (
            "external-identifiers",
            "/external-id-value",
            json!("x".repeat(256)),
            400,
            9020,
            invalid("Reference field must not be longer than 255 characters"),
        ),
        (
            "external-identifiers",
            "/external-id-url/value",
            json!(format!("https://example.org/{}", "x".repeat(2000))),
            400,
            9020,
            invalid("Url must not be longer than 2000 characters"),
        ),
        (
            "external-identifiers",
            "/external-id-url/value",
            json!(" "),
            400,
            9020,
            invalid("Reference field must not be empty"),
        ),
        (
            "external-identifiers",
            "/external-id-relationship",
            json!("part-of"),
            400,
            9020,
            invalid("Relationship field should be self for person identifiers"),
        ),
        (
            "external-identifiers",
            "/external-id-url",
            Value::Null,
            400,
            9020,
            invalid("Reference field must not be empty"),
        ),
        ("work", "/citation/citation-value", json!(""), 400, 9020, invalid("Please specify a citation or remove")),
        ("funding", "/amount/currency-code", Value::Null, 400, 9020, invalid("Please specify a currency code")),
        (
            "funding",
            "/amount/value",
            Value::Null,
            400,
            9020,
            invalid("Please specify an amount or remove the amount tag"),
        ),
        (
            "work",
            "/title/translated-title/value",
            Value::Null,
            400,
            9020,
            invalid("Please specify a translated title or remove the language code"),
        ),
        (
            "work",
            "/title",
            Value::Null,
            400,
            9022,
            "400 Bad Request: Invalid activity, a title is required.".to_owned(),
        ),
        ("funding", "/title", Value::Null, 400, 9022, "400 Bad Request: Invalid activity, a title".to_owned()),
        ("work", "/external-ids", Value::Null, 400, 9023, no_id.clone()),
        ("work", "/external-ids/external-id", json!([]), 400, 9023, no_id.clone()),
        ("funding", "/external-ids", Value::Null, 400, 9023, no_id.clone()),
        ("peer-review", "/review-identifiers", Value::Null, 400, 9023, no_id.clone()),
        (
            "research-resource",
            "/proposal/external-ids",
            Value::Null,
            400,
            9023,
            format!("{no_id} Full validation error: Missing external ID in Research Resource Proposal"),
        ),
        (
            "work",
            "/external-ids",
            ids("pigeon", "self"),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  pigeon"),
        ),
        (
            "work",
            "/external-ids",
            ids("doi", "part-of"),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  At least one identifier with 'self'"),
        ),
        (
            "work",
            "/external-ids",
            json!({"external-id": [
                {"external-id-type": "pigeon", "external-id-value": "1"},
                {"external-id-type": "doi", "external-id-value": "1", "external-id-relationship": "self"},
            ]}),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  pigeon relationship"),
        ),
        (
            "work",
            "/external-ids",
            json!({"external-id": [{"external-id-type": "isbn", "external-id-value": "1",
                "external-id-relationship": "funded-by"}]}),
            400,
            9020,
            invalid("External ID isbn not supported for relationship funded_by"),
        ),
        (
            "funding",
            "/external-ids",
            json!({"external-id": [{"external-id-type": "grant_number", "external-id-value": "1"}]}),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  relationship"),
        ),
        (
            "peer-review",
            "/subject-external-identifier",
            json!({"external-id-type": "pigeon", "external-id-value": "1"}),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  type relationship"),
        ),
        (
            "peer-review",
            "/review-identifiers",
            ids("doi", "version-of"),
            400,
            9023,
            format!("{no_id} Full validation error: Invalid external-id  version-of requires at least one self"),
        ),
        (
            "work",
            "/put-code",
            json!(7),
            400,
            9024,
            "400 Bad Request: Put-code is included when not expected.".to_owned(),
        ),
        ("keywords", "/put-code", json!(7), 400, 9024, "400 Bad Request: Put-code is included".to_owned()),
        ("work", "/type", Value::Null, 400, 9037, "Invalid work type, valid values are: annotation, ".to_owned()),
        ("work", "/type", json!("novel"), 400, 9037, "Invalid work type, valid values are: annotation, ".to_owned()),
        ("work", "/country/value", json!("Spain"), 400, 9037, "Invalid country, valid values are: AD, ".to_owned()),
        (
            "work",
            "/language-code",
            json!("english"),
            400,
            9037,
            "Invalid language code, valid values are: ab".to_owned(),
        ),
        ("work", "/citation/citation-type", json!("apa"), 400, 9037, "Invalid citation type, valid".to_owned()),
        (
            "work",
            "/title/translated-title/language-code",
            json!("xx"),
            400,
            9037,
            "Invalid translated title -> language code, valid values are: ab".to_owned(),
        ),
        ("peer-review", "/review-type", Value::Null, 400, 9037, "Invalid peer review type, valid".to_owned()),
        (
            "work",
            "/external-ids",
            ids("doi", "cousin"),
            400,
            9051,
            "400 Bad request: invalid value 'cousin' for enum 'Relationship'".to_owned(),
        ),
        ("funding", "/type", json!("gift"), 400, 9051, "400 Bad request: invalid value 'gift' for enum".to_owned()),
        ("peer-review", "/reviewer-role", json!("cook"), 400, 9051, "400 Bad request: invalid value 'cook'".to_owned()),
        ("keywords", "/visibility", json!("friends"), 400, 9051, "400 Bad request: invalid value 'friends'".to_owned()),
        (
            "employment",
            "/organization/disambiguated-organization",
            Value::Null,
            400,
            9045,
            "400 Bad request: disambiguated-organization must be present and valid".to_owned(),
        ),
        (
            "funding",
            "/organization/disambiguated-organization/disambiguation-source",
            json!("WIKIPEDIA"),
            400,
            9045,
            "400 Bad request: disambiguated-organization".to_owned(),
        ),
        (
            "employment",
            "/organization",
            Value::Null,
            400,
            9046,
            "400 Bad request: organization must be present".to_owned(),
        ),
        ("peer-review", "/convening-organization", Value::Null, 400, 9047, format!("{json_error}cvc-complex-type")),
        (
            "work",
            "/publication-date/month/value",
            json!("5"),
            400,
            9049,
            "400 Bad request: invalid date: 2024-5-29".to_owned(),
        ),
        (
            "education",
            "/start-date/day/value",
            json!("31"),
            400,
            9049,
            "400 Bad request: invalid date: 2020-02-31".to_owned(),
        ),
        (
            "work",
            "/publication-date/month",
            Value::Null,
            400,
            9049,
            "400 Bad request: invalid date: 2024-null-29".to_owned(),
        ),
        ("research-resource", "/proposal/start-date", Value::Null, 400, 9050, "400 Bad request: missing".to_owned()),
        ("funding", "/start-date", Value::Null, 400, 9050, "400 Bad request: missing start-date.".to_owned()),
        ("funding", "/amount/value", json!("a lot"), 400, 9054, "400 Bad Request: invalid amount".to_owned()),
        ("funding", "/amount/currency-code", json!("XYZ"), 400, 9006, "The client application sent a bad".to_owned()),
        (
            "membership",
            "/end-date",
            day("2019", "01"),
            400,
            9055,
            "400 Bad Request: End date must come after".to_owned(),
        ),
        (
            "work",
            "/contributors/contributor/0/contributor-attributes/contributor-role",
            json!("cook"),
            400,
            9058,
            "404 Bad Request: Invalid contributor role: cook. Expected one of author, ".to_owned(),
        ),
        ("education", "/organization/address/city", Value::Null, 400, 9060, "City and country are required".to_owned()),
        (
            "education",
            "/organization/address/country",
            Value::Null,
            400,
            9060,
            "City and country are required".to_owned(),
        ),
        ("service", "/organization/address/country", Value::Null, 400, 9061, "City or region cannot be".to_owned()),
        (
            "work",
            "/contributors/contributor/0/contributor-orcid/uri",
            json!("https://example.org/0000-0001-5109-3700"),
            400,
            9020,
            invalid("Invalid contributor URI"),
        ),
    ];
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let entries = world.journal.len();
    for (section, pointer, value, status, code, message) in rows {
        let body = with(section, pointer, value.clone());
        let body = if pointer.contains("contributor") {
            let mut body = body;
            body["external-ids"] = identifiers("10.5555/other");
            body
        } else {
            body
        };
        let response = world.write(Method::POST, &format!("{SOPHIA}/{section}"), &token, &body);
        let error = json(&response);
        assert_eq!(
            (response.status().as_u16(), &error["error-code"]),
            (status, &json!(code)),
            "{section} {pointer} {error}"
        );
        assert_eq!(error["response-code"], status, "{section} {pointer}");
        let said = error["developer-message"].as_str().unwrap();
        assert!(said.starts_with(&message), "{section} {pointer} = {value}: {said}");
        assert!(!error.to_string().contains("${"), "{error}");
    }
    assert_eq!(world.journal.len(), entries, "what is refused changes nothing");
}

/// What only some sections demand: guide `orcid-wire`, "Checks of what is written".
#[test]
fn not_every_section_asks_the_same() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let mut membership = with("membership", "/organization/disambiguated-organization", Value::Null);
    membership.as_object_mut().unwrap().shift_remove("external-ids");
    let refused = world.write(Method::POST, &format!("{SOPHIA}/membership"), &token, &membership);
    assert_eq!(
        (refused.status().as_u16(), &json(&refused)["error-code"]),
        (400, &Value::from(9062)),
        "{}",
        text(&refused)
    );
    membership["external-ids"] = identifiers("10.5/membership");
    // Only affiliations have to begin before they end.
    let mut ended = with("funding", "/end-date", json!({"year": {"value": "1999"}}));
    ended["external-ids"] = identifiers("10.5/funding");
    for (section, body) in [
        ("membership", membership),
        ("distinction", with("distinction", "/organization/address/city", Value::Null)),
        ("service", with("service", "/start-date", Value::Null)),
        ("funding", with("funding", "/organization/address/city", Value::Null)),
        ("peer-review", with("peer-review", "/convening-organization/disambiguated-organization", Value::Null)),
        ("other-names", with("other-names", "/content", json!(""))),
        ("funding", ended),
        ("research-resource", with("research-resource", "/proposal/end-date", json!({"year": {"value": "1999"}}))),
    ] {
        let response = world.write(Method::POST, &format!("{SOPHIA}/{section}"), &token, &body);
        assert_eq!(response.status(), 201, "{section}: {}", text(&response));
    }
}
