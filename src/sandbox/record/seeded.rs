//! The items of `assets/researchers.toml` and of seeds, as if a client had written them: what is their own, in the terms of
//! the API.

use serde_json::{Map, Value, json};

use crate::sandbox::activities::{
    Affiliation, Contributor, ExternalId, Funding, FuzzyDate, Organization, PeerReview, ResearchResource, Work,
};

pub(super) fn affiliation(item: &Affiliation) -> Value {
    json!({
        "department-name": item.department,
        "role-title": item.role,
        "start-date": date(item.start.as_ref()),
        "end-date": date(item.end.as_ref()),
        "organization": organization(&item.organization),
        "url": optional(item.url.as_deref()),
        "external-ids": if item.external_ids.is_empty() { Value::Null } else { external_ids(&item.external_ids) },
    })
}

pub(super) fn funding(item: &Funding) -> Value {
    let amount = item.amount.as_ref().map(|a| json!({"value": a.value, "currency-code": a.currency}));
    json!({
        "type": item.kind,
        "organization-defined-type": optional(item.organization_defined_type.as_deref()),
        "title": {"title": {"value": item.title}},
        "short-description": item.description,
        "amount": amount,
        "url": optional(item.url.as_deref()),
        "start-date": date(item.start.as_ref()),
        "end-date": date(item.end.as_ref()),
        "external-ids": external_ids(&item.external_ids),
        "organization": organization(&item.organization),
    })
}

pub(super) fn peer_review(item: &PeerReview) -> Value {
    json!({
        "reviewer-role": item.role,
        "review-identifiers": external_ids(&item.external_ids),
        "review-url": optional(item.url.as_deref()),
        "review-type": item.kind,
        "review-completion-date": date(Some(&item.date)),
        "review-group-id": item.group_id,
        "subject-external-identifier": item.subject_external_id.as_ref().map(external_id),
        "subject-container-name": optional(item.subject_container.as_deref()),
        "subject-type": item.subject_type,
        "subject-name": item.subject_name.as_ref().map(|name| json!({"title": {"value": name}})),
        "subject-url": optional(item.subject_url.as_deref()),
        "convening-organization": organization(&item.organization),
    })
}

pub(super) fn research_resource(item: &ResearchResource) -> Value {
    let hosts = |hosts: &[Organization]| json!({"organization": hosts.iter().map(organization).collect::<Vec<_>>()});
    let items = item.items.iter().map(|item| {
        json!({
            "resource-name": item.name,
            "resource-type": item.kind,
            "hosts": hosts(&item.hosts),
            "external-ids": external_ids(&item.external_ids),
            "url": optional(item.url.as_deref()),
        })
    });
    json!({
        "proposal": {
            "title": {"title": {"value": item.title}},
            "hosts": hosts(&item.hosts),
            "external-ids": external_ids(&item.external_ids),
            "start-date": date(item.start.as_ref()),
            "end-date": date(item.end.as_ref()),
            "url": optional(item.url.as_deref()),
        },
        "resource-item": items.collect::<Vec<_>>(),
    })
}

/// Without nulls, since there may be very many.
pub(super) fn work(item: &Work) -> Value {
    let mut title = Map::new();
    title.insert("title".to_owned(), json!({"value": item.title}));
    let mut own = Map::new();
    let put = |map: &mut Map<String, Value>, key: &str, value: Option<Value>| {
        map.extend(value.map(|value| (key.to_owned(), value)));
    };
    let value = |text: &Option<String>| text.as_ref().map(|text| json!({"value": text}));
    put(&mut title, "subtitle", value(&item.subtitle));
    put(&mut own, "title", Some(title.into()));
    put(&mut own, "journal-title", value(&item.journal));
    put(&mut own, "short-description", item.description.clone().map(Value::String));
    let citation = item.citation.as_ref().map(|c| json!({"citation-type": c.kind, "citation-value": c.value}));
    put(&mut own, "citation", citation);
    put(&mut own, "type", Some(item.kind.as_str().into()));
    put(&mut own, "publication-date", item.date.as_ref().map(|day| date(Some(day))));
    put(&mut own, "external-ids", Some(external_ids(&item.identifiers())));
    put(&mut own, "url", value(&item.url));
    if !item.contributors.is_empty() {
        let list: Vec<Value> = item.contributors.iter().map(contributor).collect();
        put(&mut own, "contributors", Some(json!({"contributor": list})));
    }
    put(&mut own, "language-code", item.language.clone().map(Value::String));
    put(&mut own, "country", value(&item.country));
    own.into()
}

fn contributor(contributor: &Contributor) -> Value {
    let attributes = (contributor.sequence.is_some() || contributor.role.is_some())
        .then(|| json!({"contributor-sequence": contributor.sequence, "contributor-role": contributor.role}));
    json!({
        "contributor-orcid": contributor.orcid.as_deref().map(super::identifier),
        "credit-name": {"value": contributor.name},
        "contributor-attributes": attributes,
    })
}

pub(super) fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| json!({"value": text}))
}

fn date(date: Option<&FuzzyDate>) -> Value {
    date.map_or(Value::Null, |date| {
        let (month, day) = (optional(date.month.as_deref()), optional(date.day.as_deref()));
        json!({"year": {"value": date.year}, "month": month, "day": day})
    })
}

fn organization(organization: &Organization) -> Value {
    let disambiguated = organization
        .ror
        .as_ref()
        .map(|ror| json!({"disambiguated-organization-identifier": ror, "disambiguation-source": "ROR"}));
    json!({
        "name": organization.name,
        "address": {"city": organization.city, "region": organization.region, "country": organization.country},
        "disambiguated-organization": disambiguated,
    })
}

fn external_id(id: &ExternalId) -> Value {
    json!({
        "external-id-type": id.kind,
        "external-id-value": id.value,
        "external-id-url": optional(id.url.as_deref()),
        "external-id-relationship": id.relationship,
    })
}

/// As the API has it, without what ORCID adds.
pub(super) fn external_ids(ids: &[ExternalId]) -> Value {
    json!({"external-id": ids.iter().map(external_id).collect::<Vec<_>>()})
}
