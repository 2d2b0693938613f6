//! Bodies to be written: one for each section, with everything in it.

use http::header;
use orcid_playground::oauth::HttpResponse;
use serde_json::{Value, json};

use crate::support::text;

/// Scopes with which everything can be written and read.
pub const ALL: &str = "/activities/update /person/update /read-limited";

pub fn organization() -> Value {
    json!({"name": "Example University", "address": {"city": "Sevilla", "country": "ES"},
        "disambiguated-organization": {"disambiguated-organization-identifier": "https://ror.org/000000000",
            "disambiguation-source": "ROR"}})
}

pub fn identifiers(value: &str) -> Value {
    json!({"external-id": [{"external-id-type": "doi", "external-id-value": value,
        "external-id-url": {"value": format!("https://doi.org/{value}")}, "external-id-relationship": "self"}]})
}

pub fn work(doi: &str) -> Value {
    json!({"title": {"title": {"value": "A work"}}, "type": "journal-article", "external-ids": identifiers(doi)})
}

fn day(year: &str) -> Value {
    json!({"year": {"value": year}, "month": {"value": "02"}, "day": {"value": "29"}})
}

/// Path to write, path to read all, scope family, and a body with everything in it but words that change nothing.
pub fn sections() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let affiliation = || {
        json!({"department-name": "Wetlands", "role-title": "Professor", "start-date": day("2020"),
            "end-date": day("2024"), "organization": organization(), "url": {"value": "https://example.org"},
            "external-ids": identifiers("10.5555/post")})
    };
    let title = |text: &str| {
        json!({"title": {"value": text}, "subtitle": {"value": "Below"},
            "translated-title": {"value": "Uno", "language-code": "es"}})
    };
    let short_title =
        |text: &str| json!({"title": {"value": text}, "translated-title": {"value": "Uno", "language-code": "es"}});
    let person = |sequence: Value| {
        json!({"contributor": [{"contributor-orcid": {"uri": "https://orcid.org/0000-0001-5109-3700",
            "path": "0000-0001-5109-3700", "host": "orcid.org"}, "credit-name": {"value": "L. <b>"},
            "contributor-email": {"value": "l@example.org"}, "contributor-attributes": sequence}]})
    };
    let mut rows = vec![
        ("address", "address", "/orcid-bio", json!({"country": {"value": "PT"}})),
        ("keywords", "keywords", "/orcid-bio", json!({"content": "mud & <water>"})),
        ("other-names", "other-names", "/orcid-bio", json!({"content": "Σοφία"})),
        (
            "researcher-urls",
            "researcher-urls",
            "/orcid-bio",
            json!({"url-name": "Home", "url": {"value": "https://example.org/a?b=c&d"}}),
        ),
        (
            "external-identifiers",
            "external-identifiers",
            "/orcid-bio",
            json!({"external-id-type": "Loop", "external-id-value": "12", "external-id-url": {"value": "https://e.org/12"},
                "external-id-relationship": "self"}),
        ),
        (
            "funding",
            "fundings",
            "/funding",
            json!({"type": "grant", "organization-defined-type": {"value": "Fellowship"}, "title": short_title("Money"),
                "short-description": "For mud", "amount": {"value": "1000.50", "currency-code": "EUR"},
                "url": {"value": "https://example.org/f"}, "start-date": day("2020"), "end-date": day("2024"),
                "external-ids": identifiers("10.5555/grant"),
                "contributors": person(json!({"contributor-role": "lead"})), "organization": organization()}),
        ),
        (
            "peer-review",
            "peer-reviews",
            "/peer-review",
            json!({"reviewer-role": "reviewer", "review-identifiers": identifiers("10.5555/review"),
                "review-url": {"value": "https://example.org/r"}, "review-type": "review",
                "review-completion-date": day("2024"), "review-group-id": "issn:0000-0019",
                "subject-external-identifier": {"external-id-type": "doi", "external-id-value": "10.5555/s",
                    "external-id-url": {"value": "https://doi.org/10.5555/s"}, "external-id-relationship": "self"},
                "subject-container-name": {"value": "A journal"}, "subject-type": "journal-article",
                "subject-name": title("Subject"), "subject-url": {"value": "https://example.org/s"},
                "convening-organization": organization()}),
        ),
        (
            "research-resource",
            "research-resources",
            "/affiliations",
            json!({"proposal": {"title": short_title("A laser"), "hosts": {"organization": [organization()]},
                    "external-ids": identifiers("10.5555/laser"), "start-date": day("2020"), "end-date": day("2024"),
                    "url": {"value": "https://example.org/l"}},
                "resource-item": [{"resource-name": "Laser 1", "resource-type": "equipment",
                    "hosts": {"organization": [organization(), organization()]},
                    "external-ids": identifiers("10.5555/laser1"), "url": {"value": "https://example.org/1"}}]}),
        ),
        (
            "work",
            "works",
            "/orcid-works",
            json!({"title": title("A work"), "journal-title": {"value": "A journal"}, "short-description": "Short",
                "citation": {"citation-type": "bibtex", "citation-value": "\n\t@article{a}\n"}, "type": "journal-article",
                "publication-date": day("2024"), "external-ids": identifiers("10.5555/work"),
                "url": {"value": "https://example.org/w"},
                "contributors": person(json!({"contributor-sequence": "first", "contributor-role": "author"})),
                "language-code": "en", "country": {"value": "ES"}}),
        ),
    ];
    for (singular, plural) in [
        ("distinction", "distinctions"),
        ("education", "educations"),
        ("employment", "employments"),
        ("invited-position", "invited-positions"),
        ("membership", "memberships"),
        ("qualification", "qualifications"),
        ("service", "services"),
    ] {
        rows.push((singular, plural, "/affiliations", affiliation()));
    }
    rows
}

/// The put-code at the end of `Location`.
pub fn put_code(response: &HttpResponse) -> u64 {
    assert_eq!(response.status(), 201, "{}", text(response));
    let location = response.headers()[header::LOCATION].to_str().unwrap();
    location.rsplit_once('/').unwrap().1.parse().unwrap()
}
