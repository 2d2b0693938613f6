//! External identifiers.

use serde_json::Value;

use super::{Checked, refused};
use crate::sandbox::record::{ApiError, Problem, Section, external_ids, is_identifier_type};

/// The external identifiers: their types, and that one of a work is its own.
pub(in crate::sandbox::api::write) fn identifiers(section: Section, own: &Value) -> Checked {
    match section {
        Section::Works => {
            let own_one = external_ids(section, own).iter().any(|id| id.relationship.as_deref() == Some("self"));
            let missing = (!own_one).then_some("At least one identifier with 'self' relationship is required");
            types(own.get("external-ids"), missing)
        }
        Section::Fundings => types(own.get("external-ids"), None),
        Section::PeerReviews => {
            versions(own.get("review-identifiers"))?;
            match own.get("subject-external-identifier") {
                Some(id) => {
                    let unknown = !is_identifier_type(raw(id, "external-id-type"));
                    complain(unknown.then_some("type").into_iter().chain(lonely(id)))
                }
                None => Ok(()),
            }
        }
        Section::ResearchResources => {
            versions(own.pointer("/proposal/external-ids"))?;
            let items = own["resource-item"].as_array().into_iter().flatten();
            items.map(|item| item.get("external-ids")).try_for_each(versions)
        }
        Section::Address
        | Section::Keywords
        | Section::OtherNames
        | Section::ResearcherUrls
        | Section::ExternalIdentifiers
        | Section::Distinctions
        | Section::Educations
        | Section::Employments
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services => Ok(()),
    }
}

pub(super) fn list(ids: Option<&Value>) -> &[Value] {
    ids.and_then(|ids| ids.get("external-id")).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn some_identifier(ids: Option<&Value>) -> Checked {
    if list(ids).is_empty() { refused(Problem::Identifier) } else { Ok(()) }
}

/// What a work is said to be funded by is known by few types.
pub(super) fn funders(ids: Option<&Value>) -> Checked {
    const TYPES: [&str; 4] = ["grant_number", "proposal-id", "uri", "doi"];
    let funders = list(ids).iter().filter(|id| raw(id, "external-id-relationship") == "funded-by");
    let mut kinds = funders.map(|id| raw(id, "external-id-type"));
    match kinds.find(|kind| !TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind))) {
        Some(kind) => super::invalid(&format!("External ID {kind} not supported for relationship funded_by")),
        None => Ok(()),
    }
}

fn raw<'a>(id: &'a Value, key: &str) -> &'a str {
    id[key].as_str().unwrap_or_default()
}

/// The types that ORCID does not know, relationships that are missing, and another complaint.
fn types(ids: Option<&Value>, other: Option<&str>) -> Checked {
    let each = list(ids).iter().flat_map(|id| {
        let kind = Some(raw(id, "external-id-type")).filter(|kind| !is_identifier_type(kind));
        kind.into_iter().chain(lonely(id))
    });
    complain(each.chain(other))
}

/// The complaint about an identifier that stands in no relationship.
fn lonely(id: &Value) -> Option<&'static str> {
    raw(id, "external-id-relationship").is_empty().then_some("relationship")
}

/// Types, relationships, and that a version of something has an identifier of its own.
fn versions(ids: Option<&Value>) -> Checked {
    let any = |relationship: &str| list(ids).iter().any(|id| raw(id, "external-id-relationship") == relationship);
    let alone = any("version-of") && !any("self");
    types(ids, alone.then_some("version-of requires at least one self identifier"))
}

fn complain<'a>(complaints: impl Iterator<Item = &'a str>) -> Checked {
    let complaints: String = complaints.map(|what| format!(" {what}")).collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(ApiError::new(Problem::Identifier).because(&format!("Invalid external-id {complaints}")))
}
