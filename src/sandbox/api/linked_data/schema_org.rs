//! A record in the words of schema.org: ORCID's selection, in its order. What is empty is left out, and a list of one is the
//! one.

use serde_json::{Map, Value, json};

use crate::sandbox::record::normalized;

/// The person, from the JSON of the record.
pub(super) fn person(record: &Value) -> Value {
    let (person, activities) = (&record["person"], &record["activities-summary"]);
    let (uri, name) = (&record["orcid-identifier"]["uri"], &person["name"]);
    let groups = |section: &str| list(&activities[section]["affiliation-group"]);
    let organizations = |sections: &[&str]| {
        let groups = sections.iter().flat_map(|section| groups(section));
        some(groups.filter_map(affiliation).collect())
    };
    let fundings = list(&activities["fundings"]["group"]).iter();
    let works = list(&activities["works"]["group"]).iter();
    let addresses = list(&person["addresses"]["address"]).iter();
    let identifiers = list(&person["external-identifiers"]["external-identifier"]).iter();
    filled([
        ("@context", json!("http://schema.org")),
        ("@type", json!("Person")),
        ("@id", uri.clone()),
        ("mainEntityOfPage", uri.clone()),
        ("name", name["credit-name"]["value"].clone()),
        ("givenName", name["given-names"]["value"].clone()),
        ("familyName", name["family-name"]["value"].clone()),
        ("alternateName", each(&person["other-names"]["other-name"], "/content")),
        (
            "address",
            some(
                addresses
                    .map(|of| json!({"@type": "PostalAddress", "addressCountry": of["country"]["value"]}))
                    .collect(),
            ),
        ),
        ("alumniOf", organizations(&["educations", "qualifications"])),
        (
            "affiliation",
            organizations(&["employments", "distinctions", "invited-positions", "memberships", "services"]),
        ),
        (
            "@reverse",
            filled([
                ("funder", some(fundings.filter_map(funder).collect())),
                ("creator", some(works.map(work).collect())),
            ]),
        ),
        ("url", each(&person["researcher-urls"]["researcher-url"], "/url/value")),
        (
            "identifier",
            some(identifiers.map(|id| property(&id["external-id-type"], &id["external-id-value"])).collect()),
        ),
    ])
}

fn list(of: &Value) -> &[Value] {
    of.as_array().map_or(&[], Vec::as_slice)
}

fn some(mut items: Vec<Value>) -> Value {
    match items.len() {
        0 => Value::Null,
        1 => items.remove(0),
        _ => items.into(),
    }
}

fn each(of: &Value, path: &str) -> Value {
    some(list(of).iter().filter_map(|item| item.pointer(path).cloned()).collect())
}

fn filled<const N: usize>(parts: [(&str, Value); N]) -> Value {
    let empty = |value: &Value| value.is_null() || value == "";
    let parts = parts.into_iter().filter(|(_, value)| !empty(value));
    parts.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn property(kind: &Value, value: &Value) -> Value {
    json!({"@type": "PropertyValue", "propertyID": kind, "value": value})
}

/// The organisation of a group of affiliations, if it is known which one.
fn affiliation(group: &Value) -> Option<Value> {
    let summaries = list(&group["summaries"]).iter();
    let summaries: Vec<&Value> = summaries.filter_map(|one| one.as_object()?.values().next()).collect();
    let first = summaries.first()?;
    organization(&summaries, &first["department-name"], Vec::new())
}

/// Who paid for a group of fundings, if it is known which one, with the numbers of the grant.
fn funder(group: &Value) -> Option<Value> {
    let summaries: Vec<&Value> = list(&group["funding-summary"]).iter().collect();
    let grants = list(&group["external-ids"]["external-id"]).iter();
    let tidy = |id: &Value| {
        let text = |key: &str| id[key].as_str().unwrap_or_default();
        normalized(text("external-id-type"), text("external-id-value")).unwrap_or_default()
    };
    let grants = grants.map(|id| property(&id["external-id-type"], &tidy(id).into())).collect();
    organization(&summaries, &summaries.first()?["title"]["title"]["value"], grants)
}

fn organization(summaries: &[&Value], what: &Value, more: Vec<Value>) -> Option<Value> {
    let first = summaries.first().filter(|first| !first["organization"]["disambiguated-organization"].is_null())?;
    let (mut id, mut lei, mut same, mut identifiers) = (Value::Null, Value::Null, Vec::new(), Vec::new());
    for known in summaries.iter().map(|summary| &summary["organization"]["disambiguated-organization"]) {
        let value = known["disambiguated-organization-identifier"].as_str().unwrap_or_default();
        let url = match known["disambiguation-source"].as_str() {
            Some("LEI") => {
                lei = value.into();
                format!("https://www.gleif.org/lei/{value}").into()
            }
            Some("FUNDREF") => doi(value),
            Some("GRID") => value.into(),
            Some(_) if !value.is_empty() => {
                push(&mut identifiers, property(&known["disambiguation-source"], &value.into()));
                continue;
            }
            Some(_) | None => continue,
        };
        if id.is_null() { id = url } else { push(&mut same, url) }
    }
    more.into_iter().for_each(|grant| push(&mut identifiers, grant));
    Some(filled([
        ("@type", json!("Organization")),
        ("@id", id),
        ("leiCode", lei),
        ("name", first["organization"]["name"].clone()),
        ("alternateName", what.clone()),
        ("identifier", some(identifiers)),
        ("sameAs", some(same)),
    ]))
}

fn push(set: &mut Vec<Value>, item: Value) {
    if !set.contains(&item) {
        set.push(item);
    }
}

fn doi(value: &str) -> Value {
    let value = value.trim_start_matches("http://dx.doi.org/").trim_start_matches("https://doi.org/");
    format!("https://doi.org/{value}").into()
}

fn work(group: &Value) -> Value {
    let (mut id, mut identifiers, mut same) = (Value::Null, Vec::new(), Vec::new());
    for of in list(&group["external-ids"]["external-id"]) {
        let normalized = &of["external-id-normalized"]["value"];
        let Some(value) = normalized.as_str().filter(|value| !value.is_empty()) else { continue };
        push(&mut identifiers, property(&of["external-id-type"], normalized));
        let is_doi = of["external-id-type"] == "doi";
        let url = if is_doi { doi(value) } else { of["external-id-url"]["value"].clone() };
        if is_doi && id.is_null() {
            id = url;
        } else if !url.is_null() {
            push(&mut same, url);
        }
    }
    filled([
        ("@type", json!("CreativeWork")),
        ("@id", id),
        ("name", group["work-summary"][0]["title"]["title"]["value"].clone()),
        ("identifier", some(identifiers)),
        ("sameAs", some(same)),
    ])
}
