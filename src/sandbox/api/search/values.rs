//! What can be found of a researcher: the public part of the record, under the names of ORCID's search fields (guide
//! `orcid-wire`, "Search").

use serde_json::Value;

use super::hosts::{Place, hosts};
use crate::sandbox::{
    activities::{ExternalId, ResearchResource, Work},
    record::{IDENTIFIER_TYPES, Section, external_ids},
    researchers::{Researcher, Visibility},
    written::Changes,
};

/// The fields with names of their own.
const FIELDS: [&str; 27] = [
    "orcid",
    "given-names",
    "family-name",
    "credit-name",
    "other-names",
    "given-and-family-names",
    "email",
    "keyword",
    "biography",
    "external-id-reference",
    "external-id-type-and-value",
    "affiliation-org-name",
    "funding-org-name",
    "current-institution-affiliation-name",
    "past-institution-affiliation-name",
    "ror-org-id",
    "funding-titles",
    "grant-numbers",
    "work-titles",
    "title",
    "peer-review-type",
    "peer-review-role",
    "peer-review-group-id",
    "digital-object-ids",
    "profile-submission-date",
    "profile-last-modified-date",
    "text",
];

/// A field of ORCID's list, beside those of types of identifiers.
const OTHER_TYPE: &str = "other-identifier-type";

/// Ends of names that make a field of whatever stands before them: a relationship behind a type, what is known of an
/// organisation.
const ENDS: [&str; 5] = ["-self", "-part-of", "-version-of", "-org-id", "-org-name"];

/// Whether there is a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    let of_a_type = || IDENTIFIER_TYPES.get(name).is_some_and(|known| known.search_field);
    FIELDS.contains(&name) || name == OTHER_TYPE || of_a_type() || ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether the field is one value rather than a text of words.
pub(super) fn is_exact(field: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| field.ends_with(end));
    matches!(
        field,
        "orcid" | "email" | "external-id-type-and-value" | "profile-submission-date" | "profile-last-modified-date"
    ) || ends(&ENDS[..4])
}

/// A record with what clients wrote into it.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct Found<'a> {
    pub researcher: &'a Researcher,
    pub changes: Option<&'a Changes>,
}

impl<'a> Found<'a> {
    /// Whether something of the seed stands as it was.
    fn stands(self, section: Section, put_code: u64) -> bool {
        let items = self.changes.and_then(|changes| changes.section(section));
        items.is_none_or(|items| !items.is_removed(put_code) && items.find(put_code).is_none())
    }

    /// Whether something of the seed stands as it was, for everybody to see.
    pub(super) fn shows(self, section: Section, put_code: u64, visibility: Visibility) -> bool {
        visibility == Visibility::Public && self.stands(section, put_code)
    }

    /// What clients wrote into a section, as far as it is public.
    pub(super) fn written(self, section: Section) -> impl Iterator<Item = &'a Value> {
        let items = self.changes.and_then(|changes| changes.section(section));
        let standing = items.into_iter().flat_map(|items| items.standing());
        standing.filter(|(_, item)| item.visibility == Visibility::Public).map(|(_, item)| &item.own)
    }

    fn texts(self, section: Section, pointer: &'static str) -> impl Iterator<Item = String> {
        self.written(section).filter_map(move |own| own.pointer(pointer).and_then(Value::as_str).map(str::to_owned))
    }
}

/// The public values of a field.
pub(in crate::sandbox) fn values(found: Found<'_>, field: &str) -> Vec<String> {
    let r = found.researcher;
    let public = |visibility| visibility == Visibility::Public;
    let name = |value: Option<&String>| -> Vec<String> {
        value.filter(|_| public(r.name_visibility)).cloned().into_iter().collect()
    };
    /// What is public of a list of the seed and stands.
    macro_rules! seeded {
        ($section:ident, $list:ident) => {
            r.$list.iter().filter(|item| found.shows(Section::$section, item.put_code, item.visibility))
        };
    }
    match field {
        "orcid" => vec![r.orcid.to_string()],
        "given-names" => name(Some(&r.given_names)),
        "family-name" => name(r.family_name.as_ref()),
        "credit-name" => name(r.credit_name.as_ref()),
        "given-and-family-names" => name(Some(
            &[Some(r.given_names.as_str()), r.family_name.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        )),
        "other-names" => {
            let names = seeded!(OtherNames, other_names).map(|name| name.content.clone());
            names.chain(found.texts(Section::OtherNames, "/content")).collect()
        }
        "email" => r.emails.iter().filter(|e| public(e.visibility)).map(|e| e.email.clone()).collect(),
        "keyword" => {
            let keywords = seeded!(Keywords, keywords).map(|keyword| keyword.content.clone());
            keywords.chain(found.texts(Section::Keywords, "/content")).collect()
        }
        "biography" => r.biography.iter().filter(|b| public(b.visibility)).map(|b| b.content.clone()).collect(),
        "external-id-reference" | "external-id-type-and-value" => {
            let identifiers = seeded!(ExternalIdentifiers, external_identifiers);
            let seeded = identifiers.map(|id| (id.kind.clone(), id.value.clone()));
            let text = |own: &Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
            let written = found.written(Section::ExternalIdentifiers);
            let written = written.map(|own| (text(own, "external-id-type"), text(own, "external-id-value")));
            let all = seeded.chain(written);
            let typed = field == "external-id-type-and-value";
            all.map(|(kind, value)| if typed { format!("{kind}={value}") } else { value }).collect()
        }
        "current-institution-affiliation-name" => hosts(found)
            .filter(|host| host.place == Place::Affiliation { ended: false })
            .map(|host| host.name)
            .collect(),
        "past-institution-affiliation-name" => {
            hosts(found).filter(|host| host.place == Place::Affiliation { ended: true }).map(|host| host.name).collect()
        }
        "funding-titles" => {
            let titles = seeded!(Fundings, fundings).map(|funding| funding.title.clone());
            titles.chain(found.texts(Section::Fundings, "/title/title/value")).collect()
        }
        "grant-numbers" => {
            let seeded = seeded!(Fundings, fundings).flat_map(|funding| &funding.external_ids).cloned();
            let written = found.written(Section::Fundings).flat_map(|own| external_ids(Section::Fundings, own));
            seeded.chain(written).filter(|id| id.kind == "grant_number").map(|id| id.value).collect()
        }
        "work-titles" | "title" => {
            let titles = seeded!(Works, works).flat_map(|work| [Some(&work.title), work.subtitle.as_ref()]);
            let parts = ["/title/title/value", "/title/subtitle/value", "/title/translated-title/value"];
            let written = parts.into_iter().flat_map(|part| found.texts(Section::Works, part));
            titles.flatten().cloned().chain(written).collect()
        }
        "peer-review-type" => {
            let types = seeded!(PeerReviews, peer_reviews).map(|review| review.kind.clone());
            types.chain(found.texts(Section::PeerReviews, "/review-type")).collect()
        }
        "peer-review-role" => {
            let roles = seeded!(PeerReviews, peer_reviews).map(|review| review.role.clone());
            roles.chain(found.texts(Section::PeerReviews, "/reviewer-role")).collect()
        }
        "peer-review-group-id" => {
            let groups = seeded!(PeerReviews, peer_reviews).map(|review| review.group_id.clone());
            groups.chain(found.texts(Section::PeerReviews, "/review-group-id")).collect()
        }
        "profile-submission-date" => vec![r.created.to_string()],
        "profile-last-modified-date" => {
            let written = found.changes.and_then(Changes::modified);
            vec![written.map_or(r.modified, |written| written.max(r.modified)).to_string()]
        }
        "text" => {
            // What organisations and identifiers say follows once, behind them.
            let again = |field: &str| {
                ["-org-name", "-org-id", "-affiliation-name"].iter().any(|end| field.ends_with(end))
                    || matches!(field, "text" | "title" | "digital-object-ids")
            };
            let others = FIELDS.iter().filter(|field| !again(field) && !field.ends_with("-date"));
            let others = others.flat_map(|field| values(found, field));
            let hosts = hosts(found).flat_map(|host| [Some(host.name), host.id]).flatten();
            others.chain(hosts).chain(identifiers(found).map(|id| id.value)).collect()
        }
        _ => by_end(found, field),
    }
}

/// The values of a field that is a type of identifier, a type and a relationship, or what is known of an organisation.
fn by_end(found: Found<'_>, field: &str) -> Vec<String> {
    let of = |kind: &str, relationship: Option<&str>| {
        let wanted =
            |id: &ExternalId| id.kind == kind && (relationship.is_none() || id.relationship.as_deref() == relationship);
        identifiers(found).filter(wanted).map(|id| id.value).collect()
    };
    if let Some(source) = field.strip_suffix("-org-id") {
        let source = source.to_uppercase();
        return hosts(found)
            .filter(|host| host.source.as_deref() == Some(&source))
            .filter_map(|host| host.id)
            .collect();
    }
    if let Some(place) = field.strip_suffix("-org-name") {
        return hosts(found).filter(|host| host.place.name() == place).map(|host| host.name).collect();
    }
    for relationship in ["self", "part-of", "version-of"] {
        if let Some(kind) = field.strip_suffix(relationship).and_then(|kind| kind.strip_suffix('-')) {
            return of(kind, Some(relationship));
        }
    }
    of(if field == "digital-object-ids" { "doi" } else { field }, None)
}

/// The identifiers of works, of what was granted and of reviews.
fn identifiers(found: Found<'_>) -> impl Iterator<Item = ExternalId> {
    let r = found.researcher;
    let works = r.works.iter().filter(move |work| found.shows(Section::Works, work.put_code, work.visibility));
    let resources = r.research_resources.iter();
    let resources =
        resources.filter(move |item| found.shows(Section::ResearchResources, item.put_code, item.visibility));
    let parts = |item: &ResearchResource| {
        let parts = item.items.iter().flat_map(|part| part.external_ids.clone());
        item.external_ids.clone().into_iter().chain(parts).collect::<Vec<_>>()
    };
    let reviews = r.peer_reviews.iter();
    let reviews = reviews.filter(move |item| found.shows(Section::PeerReviews, item.put_code, item.visibility));
    let sections = [Section::Works, Section::ResearchResources, Section::PeerReviews];
    let written = sections.into_iter().flat_map(move |section| found.written(section).map(move |own| (section, own)));
    let written = written.flat_map(|(section, own)| {
        let parts = own["resource-item"].as_array().into_iter().flatten();
        // Their identifiers stand where those of works do.
        let parts = parts.flat_map(|part| external_ids(Section::Works, part));
        external_ids(section, own).into_iter().chain(parts)
    });
    let seeded = works.flat_map(Work::identifiers).chain(resources.flat_map(parts));
    seeded.chain(reviews.flat_map(|review| review.external_ids.clone())).chain(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_types_of_identifiers_have_a_field() {
        for (name, has_one) in [("pmid", true), ("other-identifier-type", true), ("doi", false), ("ark", false)] {
            assert_eq!(is_field(name), has_one, "{name}");
        }
    }

    #[test]
    fn every_field_has_values_somewhere() {
        let all = crate::sandbox::demo_researchers();
        for field in FIELDS {
            let has = |researcher| !values(Found { researcher, changes: None }, field).is_empty();
            assert!(all.iter().any(|researcher| has(researcher)), "{field}");
        }
    }
}
