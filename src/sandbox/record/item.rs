//! An item as the API shows it: whole, or as its section has it.

use serde_json::{Map, Value, json};

use super::{Writer, complete::complete, entry::Entry, schema::Field, section::Section, time};

/// What every item has beside its own.
const COMMON: [&str; 7] =
    ["put-code", "visibility", "display-index", "path", "created-date", "last-modified-date", "source"];

impl Writer<'_> {
    /// As its section shows it.
    pub(super) fn summary(&self, entry: &Entry<'_>) -> Value {
        self.item(entry, entry.section.names().summary, true)
    }

    /// All of it. The person's items and affiliations have no more than their summaries.
    pub(super) fn full(&self, entry: &Entry<'_>) -> Value {
        self.item(entry, entry.section.names().item, false)
    }

    fn item(&self, entry: &Entry<'_>, root: &Field, summary: bool) -> Value {
        let section = entry.section;
        let mut map = Map::with_capacity(20);
        let path = self.path(&format!("/{}/{}", section.names().singular, entry.put_code));
        let place = |map: &mut Map<String, Value>| {
            map.insert("put-code".to_owned(), entry.put_code.into());
            map.insert("path".to_owned(), path.as_str().into());
        };
        let visibility = json!(entry.visibility);
        let put = |map: &mut Map<String, Value>, key: &str, value: Value| {
            map.insert(key.to_owned(), value);
        };
        match section {
            Section::Address
            | Section::Keywords
            | Section::OtherNames
            | Section::ResearcherUrls
            | Section::ExternalIdentifiers => {
                self.dated(&mut map, entry);
                own(&mut map, root, entry);
                put(&mut map, "visibility", visibility);
                put(&mut map, "path", path.as_str().into());
                put(&mut map, "put-code", entry.put_code.into());
                put(&mut map, "display-index", entry.display_index.into());
            }
            Section::Distinctions
            | Section::Educations
            | Section::Employments
            | Section::InvitedPositions
            | Section::Memberships
            | Section::Qualifications
            | Section::Services => {
                self.dated(&mut map, entry);
                put(&mut map, "put-code", entry.put_code.into());
                own(&mut map, root, entry);
                put(&mut map, "display-index", "0".into());
                put(&mut map, "visibility", visibility);
                put(&mut map, "path", path.as_str().into());
            }
            Section::Works if summary => {
                put(&mut map, "put-code", entry.put_code.into());
                self.dated(&mut map, entry);
                own(&mut map, root, entry);
                put(&mut map, "visibility", visibility);
                put(&mut map, "path", path.as_str().into());
                put(&mut map, "display-index", "0".into());
            }
            Section::Works | Section::Fundings if !summary => {
                self.dated(&mut map, entry);
                place(&mut map);
                own(&mut map, root, entry);
                put(&mut map, "visibility", visibility);
            }
            Section::Works | Section::Fundings | Section::PeerReviews | Section::ResearchResources => {
                self.dated(&mut map, entry);
                own(&mut map, root, entry);
                put(&mut map, "visibility", visibility);
                place(&mut map);
                if summary {
                    put(&mut map, "display-index", "0".into());
                }
            }
        }
        Value::Object(map)
    }

    /// When it was made and changed, and who added it.
    fn dated(&self, map: &mut Map<String, Value>, entry: &Entry<'_>) {
        map.insert("created-date".to_owned(), time(entry.created));
        map.insert("last-modified-date".to_owned(), time(entry.modified));
        map.insert("source".to_owned(), self.source(entry.source));
    }
}

/// What is its own, as far as the element has it.
fn own(map: &mut Map<String, Value>, root: &Field, entry: &Entry<'_>) {
    let value = entry.own();
    for field in root.fields().filter(|field| !COMMON.contains(&field.key())) {
        // A review's summary has other names than the review.
        let key = match (entry.section, field.key()) {
            (Section::PeerReviews, "external-ids") => "review-identifiers",
            (Section::PeerReviews, "completion-date") => "review-completion-date",
            (_, key) => key,
        };
        // The person's own identifiers are not normalised.
        if entry.section == Section::ExternalIdentifiers && key.starts_with("external-id-normalized") {
            continue;
        }
        map.insert(field.key().to_owned(), complete(field, value.get(key)));
    }
}
