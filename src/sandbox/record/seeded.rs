//! The items of `assets/researchers.toml` and of seeds, as if a client had written them: what is their own, in the terms of
//! the API.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::tree::Tree;
use crate::sandbox::activities::{
    Affiliation, Citation, Contributor, ExternalId, Funding, FuzzyDate, Organization, PeerReview, ResearchResource,
    Work,
};

pub(super) fn affiliation(item: &Affiliation) -> Value {
    json!({
        "department-name": item.department,
        "role-title": item.role,
        "start-date": date(item.start.as_ref()),
        "end-date": date(item.end.as_ref()),
        "organization": organization(&item.organization),
        "url": optional(item.url.as_deref()),
        "external-ids": if item.external_ids.is_empty() { Tree::NULL } else { external_ids(item.external_ids.clone()) },
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
        "external-ids": external_ids(item.external_ids.clone()),
        "organization": organization(&item.organization),
    })
}

pub(super) fn peer_review(item: &PeerReview) -> Value {
    json!({
        "reviewer-role": item.role,
        "review-identifiers": external_ids(item.external_ids.clone()),
        "review-url": optional(item.url.as_deref()),
        "review-type": item.kind,
        "review-completion-date": date(Some(&item.date)),
        "review-group-id": item.group_id,
        "subject-external-identifier": item.subject_external_id.as_ref().cloned().map(external_id),
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
            "external-ids": external_ids(item.external_ids.clone()),
            "url": optional(item.url.as_deref()),
        })
    });
    json!({
        "proposal": {
            "title": {"title": {"value": item.title}},
            "hosts": hosts(&item.hosts),
            "external-ids": external_ids(item.external_ids.clone()),
            "start-date": date(item.start.as_ref()),
            "end-date": date(item.end.as_ref()),
            "url": optional(item.url.as_deref()),
        },
        "resource-item": items.collect::<Vec<_>>(),
    })
}

/// Without nulls, since there may be very many. `text` borrows what stands in the work, or copies it.
pub(super) fn work<'w, 't>(item: &'w Work, text: impl Fn(&'w str) -> Cow<'t, str>) -> Tree<'t> {
    let plain = |of: &'w str| Tree::Text(text(of));
    let value = |of: &'w Option<String>| of.as_deref().map(|of| object([("value", plain(of))]));
    let mut title = vec![("title", object([("value", plain(&item.title))]))];
    title.extend(value(&item.subtitle).map(|subtitle| ("subtitle", subtitle)));
    let date = |day: &'w FuzzyDate| {
        let year = object([("value", plain(&day.year))]);
        let parts = [("year", Some(year)), ("month", value(&day.month)), ("day", value(&day.day))];
        object(parts.map(|(key, part)| (key, part.unwrap_or(Tree::NULL))))
    };
    let citation = |citation: &'w Citation| {
        object([("citation-type", plain(&citation.kind)), ("citation-value", plain(&citation.value))])
    };
    let contributors = (!item.contributors.is_empty()).then(|| {
        let list: Vec<Value> = item.contributors.iter().map(contributor).collect();
        json!({"contributor": list}).into()
    });
    let parts = [
        ("title", Some(Tree::Object(title))),
        ("journal-title", value(&item.journal)),
        ("short-description", item.description.as_deref().map(plain)),
        ("citation", item.citation.as_ref().map(citation)),
        ("type", Some(plain(&item.kind))),
        ("publication-date", item.date.as_ref().map(date)),
        ("external-ids", Some(external_ids(item.identifiers()))),
        ("url", value(&item.url)),
        ("contributors", contributors),
        ("language-code", item.language.as_deref().map(plain)),
        ("country", value(&item.country)),
    ];
    Tree::Object(parts.into_iter().filter_map(|(key, part)| Some((key, part?))).collect())
}

fn object<'t, const N: usize>(parts: [(&'static str, Tree<'t>); N]) -> Tree<'t> {
    Tree::Object(parts.into())
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

fn external_id(id: ExternalId) -> Tree<'static> {
    let text = |text: Option<String>| text.map_or(Tree::NULL, Tree::text);
    let url = id.url.map_or(Tree::NULL, |url| object([("value", Tree::text(url))]));
    object([
        ("external-id-type", Tree::text(id.kind)),
        ("external-id-value", Tree::text(id.value)),
        ("external-id-url", url),
        ("external-id-relationship", text(id.relationship)),
    ])
}

/// As the API has it, without what ORCID adds.
pub(super) fn external_ids(ids: Vec<ExternalId>) -> Tree<'static> {
    object([("external-id", Tree::List(ids.into_iter().map(external_id).collect()))])
}
