//! An item as the API shows it: whole, or as its section has it.

use jiff::Timestamp;

use super::{
    Writer,
    complete::{complete, is_normalized},
    entry::Entry,
    schema::Field,
    section::Section,
    tree::{Parts, Tree},
};

/// What every item has beside its own.
const COMMON: [&str; 7] =
    ["put-code", "visibility", "display-index", "path", "created-date", "last-modified-date", "source"];

impl Writer<'_> {
    /// As its section shows it.
    pub(super) fn summary<'e>(&self, entry: &'e Entry<'_>) -> Tree<'e> {
        self.item(entry, entry.section.names().summary, true)
    }

    /// All of it. The person's items and affiliations have no more than their summaries.
    pub(super) fn full<'e>(&self, entry: &'e Entry<'_>) -> Tree<'e> {
        self.item(entry, entry.section.names().item, false)
    }

    fn item<'e>(&self, entry: &'e Entry<'_>, root: &Field, summary: bool) -> Tree<'e> {
        let section = entry.section;
        let mut keys: Vec<(&'static str, Tree<'e>)> = Vec::with_capacity(20);
        let path = ("path", Tree::text(self.path(&format!("/{}/{}", section.names().singular, entry.put_code))));
        let put_code = ("put-code", Tree::Plain(entry.put_code.into()));
        let visibility = ("visibility", Tree::text(<&str>::from(entry.visibility)));
        let index = || ("display-index", Tree::text("0"));
        match section {
            Section::Address
            | Section::Keywords
            | Section::OtherNames
            | Section::ResearcherUrls
            | Section::ExternalIdentifiers => {
                keys.extend(self.dated(entry));
                own(&mut keys, root, entry);
                let index = ("display-index", Tree::Plain(entry.display_index.into()));
                keys.extend([visibility, path, put_code, index]);
            }
            Section::Distinctions
            | Section::Educations
            | Section::Employments
            | Section::InvitedPositions
            | Section::Memberships
            | Section::Qualifications
            | Section::Services => {
                keys.extend(self.dated(entry));
                keys.push(put_code);
                own(&mut keys, root, entry);
                keys.extend([index(), visibility, path]);
            }
            Section::Works if summary => {
                keys.push(put_code);
                keys.extend(self.dated(entry));
                own(&mut keys, root, entry);
                keys.extend([visibility, path, index()]);
            }
            Section::Works | Section::Fundings if !summary => {
                keys.extend(self.dated(entry));
                keys.extend([put_code, path]);
                own(&mut keys, root, entry);
                keys.push(visibility);
            }
            Section::Works | Section::Fundings | Section::PeerReviews | Section::ResearchResources => {
                keys.extend(self.dated(entry));
                own(&mut keys, root, entry);
                keys.extend([visibility, put_code, path]);
                keys.extend(summary.then(index));
            }
        }
        Tree::Object(keys)
    }

    /// When it was made and changed, and who added it.
    fn dated(&self, entry: &Entry<'_>) -> [(&'static str, Tree<'static>); 3] {
        [
            ("created-date", moment(entry.created)),
            ("last-modified-date", moment(entry.modified)),
            ("source", self.shared_source(entry.source, entry.origin)),
        ]
    }
}

/// Items one by one, whole.
pub(super) struct Items<'a> {
    pub writer: Writer<'a>,
    pub items: Vec<Entry<'a>>,
}

impl Parts for Items<'_> {
    fn each(&self) -> Box<dyn Iterator<Item = Tree<'_>> + '_> {
        Box::new(self.items.iter().map(|item| self.writer.full(item)))
    }
}

/// A point in time, or none.
pub(super) fn moment(at: impl Into<Option<Timestamp>>) -> Tree<'static> {
    at.into().map_or(Tree::NULL, |at| Tree::Object(vec![("value", Tree::Plain(at.as_millisecond().into()))]))
}

/// What is its own, as far as the element has it.
fn own<'e>(keys: &mut Vec<(&'static str, Tree<'e>)>, root: &Field, entry: &'e Entry<'_>) {
    let mut value = entry.own();
    for field in root.fields().filter(|field| !COMMON.contains(&field.key())) {
        // A review's summary has other names than the review.
        let key = match (entry.section, field.key()) {
            (Section::PeerReviews, "external-ids") => "review-identifiers",
            (Section::PeerReviews, "completion-date") => "review-completion-date",
            (_, key) => key,
        };
        // The person's own identifiers have no such keys.
        if entry.section == Section::ExternalIdentifiers && key.starts_with("external-id-normalized") {
            continue;
        }
        keys.push((field.key(), complete(field, value.take(key), is_normalized(entry.section, key))));
    }
}
