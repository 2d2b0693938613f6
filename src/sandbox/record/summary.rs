//! `/{orcid}/summary`: a record in figures (guide `orcid-wire`, "Record summary").

use serde_json::{Map, Value, json};

use super::{Document, Reader, Writer, entry::Entry, group::group, identifier, schema, section::Section, time};
use crate::sandbox::{Sandbox, researchers::Researcher};

/// So many affiliations of each kind are shown.
const SHOWN: usize = 3;

/// What is public of a record, counted.
pub(in crate::sandbox) fn summary(sandbox: &Sandbox, researcher: &Researcher) -> Document<'static> {
    let changes = sandbox.state.written().of(&researcher.orcid);
    let writer = Writer::new(sandbox, researcher, changes, Reader::public());
    let counted = |section| counts(&group(writer.visible(section).collect()));
    let value = json!({
        "created-date": time(researcher.created),
        "last-modified-date": time(writer.modified()),
        "credit-name": researcher.public_name(),
        "orcid-identifier": identifier(researcher.orcid.as_str()),
        "external-identifiers": external_identifiers(&writer),
        "employments": affiliations(&writer, "employment", &[(Section::Employments, "employment")]),
        "professional-activities": affiliations(&writer, "professional-activity", &[
            (Section::Distinctions, "distinction"),
            (Section::InvitedPositions, "invited-position"),
            (Section::Memberships, "membership"),
            (Section::Services, "service"),
        ]),
        "fundings": counted(Section::Fundings),
        "works": counted(Section::Works),
        "peer-reviews": peer_reviews(&writer),
        // Which domains of its addresses a record shows is not part of the simulated ones.
        "email-domains": {"count": 0, "email-domain": null},
        "education-qualifications": affiliations(&writer, "education-qualification", &[
            (Section::Educations, "education"),
            (Section::Qualifications, "qualification"),
        ]),
        "research-resources": counted(Section::ResearchResources),
    });
    Document::new(&schema::RECORD_SUMMARY, value)
}

/// Whether somebody else than the researcher says so.
fn is_validated(item: &Value, researcher: &Researcher) -> bool {
    item["source"]["source-orcid"]["path"] != researcher.orcid.as_str()
}

/// Groups in which only the researcher speaks, and the others.
fn counts(groups: &[Vec<Entry<'_>>]) -> Value {
    let validated = groups.iter().filter(|items| items.iter().any(|item| item.source.is_some())).count();
    json!({"self-asserted-count": groups.len() - validated, "validated-count": validated})
}

fn external_identifiers(writer: &Writer<'_>) -> Value {
    let whole = writer.whole(Section::ExternalIdentifiers).0.into_value();
    let one = |item: &Value| {
        json!({
            "put-code": item["put-code"],
            "external-id-type": item["external-id-type"],
            "external-id-value": item["external-id-value"],
            "external-id-url": item["external-id-url"]["value"],
            "validated": is_validated(item, writer.researcher),
        })
    };
    match whole["external-identifier"].as_array().map(Vec::as_slice) {
        None | Some([]) => Value::Null,
        Some(items) => json!({"external-identifier": items.iter().map(one).collect::<Vec<_>>()}),
    }
}

/// How many groups there are in all, and the latest of them; what goes on comes first.
fn affiliations(writer: &Writer<'_>, key: &str, kinds: &[(Section, &str)]) -> Value {
    let mut found: Vec<(String, Value)> = Vec::new();
    for (section, kind) in kinds {
        let whole = writer.whole(*section).0.into_value();
        for group in whole["affiliation-group"].as_array().into_iter().flatten() {
            let item = &group["summaries"][0][format!("{kind}-summary")];
            // A distinction ends when it is given.
            let ends = if *section == Section::Distinctions { &item["start-date"] } else { &item["end-date"] };
            found.push((date_key(ends), affiliation(item, kind, writer.researcher)));
        }
    }
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    let count = found.len();
    let shown: Vec<Value> = found.into_iter().take(SHOWN).map(|(_, item)| item).collect();
    let mut value = Map::new();
    value.insert("count".to_owned(), count.into());
    value.insert(key.to_owned(), if shown.is_empty() { Value::Null } else { shown.into() });
    Value::Object(value)
}

/// Sorts dates; none is the latest.
fn date_key(date: &Value) -> String {
    let part = |key: &str| date[key]["value"].as_str().unwrap_or("00").to_owned();
    if date.is_null() { "9".to_owned() } else { format!("{}-{}-{}", part("year"), part("month"), part("day")) }
}

fn affiliation(item: &Value, kind: &str, researcher: &Researcher) -> Value {
    json!({
        "put-code": item["put-code"],
        "type": kind,
        "organization-name": item["organization"]["name"],
        "role": item["role-title"],
        "url": item["url"]["value"],
        "start-date": item["start-date"],
        "end-date": item["end-date"],
        "validated": is_validated(item, researcher),
    })
}

/// A grant is what was reviewed for: one `review-group-id`.
fn peer_reviews(writer: &Writer<'_>) -> Value {
    let whole = writer.whole(Section::PeerReviews).0.into_value();
    let groups = whole["group"].as_array().map_or(&[][..], Vec::as_slice);
    let reviews = |group: &Value| -> Vec<Value> {
        let inner = group["peer-review-group"].as_array().into_iter().flatten();
        inner.flat_map(|group| group["peer-review-summary"].as_array().cloned().unwrap_or_default()).collect()
    };
    let reviews: Vec<Vec<Value>> = groups.iter().map(reviews).collect();
    let own = |group: &&Vec<Value>| group.iter().any(|review| !is_validated(review, writer.researcher));
    json!({
        "peer-review-publication-grants": groups.len(),
        "self-asserted-count": reviews.iter().filter(own).count(),
        "total": reviews.iter().map(Vec::len).sum::<usize>(),
    })
}
