//! Facts of the request.

use crate::orcid::{
    Environment, EnvironmentKey, InvalidOrcidId, OrcidId,
    diagnosis::{Place, case::Case, copied::hosts},
    environment::is_orcids,
    shape,
};

/// Sections of the person, whose paths are plural also where one item is meant (guide `orcid-wire`, "Record reads").
pub(in crate::orcid) const PERSON: [(&str, &str); 4] = [
    ("keyword", "keywords"),
    ("other-name", "other-names"),
    ("researcher-url", "researcher-urls"),
    ("external-identifier", "external-identifiers"),
];

/// Sections of the activities, in the plural, with what one of them is called.
const ACTIVITIES: [(&str, &str); 11] = [
    ("works", "work"),
    ("fundings", "funding"),
    ("educations", "education"),
    ("employments", "employment"),
    ("distinctions", "distinction"),
    ("invited-positions", "invited-position"),
    ("memberships", "membership"),
    ("qualifications", "qualification"),
    ("services", "service"),
    ("peer-reviews", "peer-review"),
    ("research-resources", "research-resource"),
];

/// Whether a segment of a path names a section of the record, in the singular or in the plural.
pub(in crate::orcid::diagnosis) fn is_section(name: &str) -> bool {
    is_person(name) || ACTIVITIES.iter().any(|(many, one)| name == *one || name == *many)
}

pub(super) fn not_post(case: &Case<'_>) -> Option<String> {
    let method = &case.request.method;
    (!method.is_empty() && method != "POST").then(|| format!("The request is a {method}."))
}

pub(super) fn json_body(case: &Case<'_>) -> Option<String> {
    let json = case.request.media_type.ends_with("json") || case.request.body.trim_start().starts_with('{');
    let said = case.reading.words.contains("content-type 'application/json'");
    (json || said || case.reading.clues.told.is_json).then(|| "The body of the request is JSON.".to_owned())
}

pub(super) fn not_form(case: &Case<'_>) -> Option<String> {
    let kind = &case.request.media_type;
    let unknown = case.request.method.is_empty() || case.request.is_line && kind.is_empty();
    let wrong = !unknown && kind != "application/x-www-form-urlencoded";
    wrong.then(|| {
        if kind.is_empty() {
            "The request has no Content-Type.".to_owned()
        } else {
            format!("The Content-Type of the request is {kind}.")
        }
    })
}

pub(super) fn bearer_at_token(case: &Case<'_>) -> Option<String> {
    let header = &case.request.authorization;
    let other = !header.is_empty() && !header.to_lowercase().starts_with("basic ");
    let told = case.reading.clues.is_of_token && bears(&case.reading.words);
    (other || told)
        .then(|| "The request has a header Authorization that is not Basic; it wins over the form.".to_owned())
}

/// Whether a text in lower case has a header `Authorization: Bearer`, as a header or as a member of a library's options.
fn bears(words: &str) -> bool {
    words.match_indices("authorization").any(|(at, name)| {
        let behind = words[at + name.len()..].trim_start_matches(['"', '\'', ' ', ':', '=', '>', ',', '\\']);
        behind.starts_with("bearer ")
    })
}

pub(super) fn host_begins(case: &Case<'_>, label: &str) -> Option<String> {
    (is_orcids(&case.request.host) && case.request.host.starts_with(label))
        .then(|| format!("The request went to {}.", case.request.host))
}

/// Whether the host that was called is one that ORCID has: that of the request, else those that the words name.
pub(super) fn host_known(case: &Case<'_>) -> bool {
    if !case.request.host.is_empty() {
        return Environment::has_host(&case.request.host);
    }
    let mut named = hosts(&case.reading.words).map(|(_, known)| known).peekable();
    named.peek().is_some() && named.all(|known| known)
}

pub(super) fn host_other_environment(case: &Case<'_>) -> Option<String> {
    let asked = case.request.environment()?;
    let (EnvironmentKey::Sandbox | EnvironmentKey::Production) = case.environment() else { return None };
    (asked != *case.environment())
        .then(|| format!("The request went to {}, the configuration is of {}.", case.request.host, case.environment()))
}

pub(super) fn web_host_for_api(case: &Case<'_>) -> Option<String> {
    let web = matches!(case.request.host.as_str(), "orcid.org" | "sandbox.orcid.org" | "www.orcid.org");
    let api = case.request.path.starts_with("/v") || case.request.path.contains("/record");
    (web && api).then(|| format!("{} is the web host; the APIs are at pub. and api. of it.", case.request.host))
}

pub(super) fn authorize_by_program(case: &Case<'_>) -> Option<String> {
    case.request.path.ends_with("/oauth/authorize").then(|| "/oauth/authorize answers a page for a browser.".to_owned())
}

pub(super) fn writes(case: &Case<'_>) -> bool {
    let there = matches!(case.reading.place, Some(Place::Api) | None);
    there && matches!(case.request.method.as_str(), "POST" | "PUT" | "DELETE")
}

fn section<'a>(case: &'a Case<'_>) -> &'a str {
    case.request.segments().get(1).copied().unwrap_or_default()
}

fn is_person(section: &str) -> bool {
    matches!(section, "address" | "biography" | "email" | "person" | "personal-details")
        || PERSON.iter().any(|(one, many)| section == *one || section == *many)
}

pub(super) fn writes_person(case: &Case<'_>) -> bool {
    writes(case) && is_person(section(case))
}

pub(super) fn writes_activities(case: &Case<'_>) -> bool {
    writes(case) && ACTIVITIES.iter().any(|(many, one)| section(case) == *one || section(case) == *many)
}

pub(super) fn reads(case: &Case<'_>) -> bool {
    case.request.method == "GET"
}

pub(super) fn singular_person(case: &Case<'_>) -> Option<String> {
    let (one, many) = PERSON.iter().find(|(one, _)| *one == section(case))?;
    Some(format!("The path says /{one}; ORCID calls it /{many}."))
}

pub(super) fn plural_activity(case: &Case<'_>) -> Option<String> {
    let (many, one) = ACTIVITIES.iter().find(|(many, _)| *many == section(case))?;
    let number = case.request.segments().get(2).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let posts = case.request.method == "POST" && *many != "works";
    (number && *many != "works" || posts).then(|| format!("The path says /{many}; one of them is /{one}."))
}

pub(super) fn bulk_to_one(case: &Case<'_>) -> Option<String> {
    let bulk = case.request.body.contains("\"bulk\"") || case.request.body.contains("<bulk");
    (bulk && section(case) != "works").then(|| format!("The body is a list, the path /{} is for one.", section(case)))
}

pub(super) fn id_check_digit(case: &Case<'_>) -> Option<String> {
    let segments = case.request.segments();
    let asked = segments.first().map(|segment| (*segment).to_owned()).filter(|segment| shape::is_orcid_shaped(segment));
    // Where no request is told, the iD that the text names is the one that was asked for.
    let id = asked.or_else(|| {
        let words = if case.reading.clues.is_copied { case.reading.words.as_str() } else { "" };
        let words = words.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        words.map(str::to_ascii_uppercase).find(|word| shape::is_orcid_shaped(word))
    })?;
    match id.parse::<OrcidId>() {
        Err(InvalidOrcidId::CheckDigit { expected }) => {
            Some(format!("The check digit of {id} should be {expected}: a digit is mistyped."))
        }
        Ok(_) | Err(InvalidOrcidId::Shape) => None,
    }
}

pub(super) fn no_put_code(case: &Case<'_>) -> Option<String> {
    let there = case.request.body.contains("put-code");
    (case.request.method == "PUT" && !case.request.body.is_empty() && !there)
        .then(|| "The body has no put-code.".to_owned())
}

pub(super) fn old_version(case: &Case<'_>) -> Option<String> {
    let version = case
        .request
        .path
        .split('/')
        .find(|part| part.starts_with('v') && part[1..].starts_with(|c: char| c.is_ascii_digit()))?;
    (version != "v3.0").then(|| format!("The path says {version}; v3.0 is the current version."))
}
