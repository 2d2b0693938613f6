//! What clients wrote into records: additions, changes and deletions on top of the researchers as they were seeded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    journal::ItemWritten,
    record::{Section, marks},
    researchers::Visibility,
    words::WordIndex,
};
use crate::orcid::OrcidId;

/// All records in which something was written.
#[derive(Default, PartialEq)]
pub(super) struct Written {
    records: BTreeMap<OrcidId, Changes>,
    last_put_code: u64,
    /// Words that occur in what was ever written into a record.
    words: WordIndex<OrcidId>,
}

/// What was written into one record.
#[derive(Default, PartialEq)]
pub(super) struct Changes {
    sections: BTreeMap<Section, Items>,
    modified: Option<Timestamp>,
}

/// What was written into one section.
#[derive(Default, PartialEq)]
pub(super) struct Items {
    items: BTreeMap<u64, Item>,
    /// Those that were there from the start and are gone.
    removed: BTreeSet<u64>,
    added: usize,
    /// Who wrote something, its mark, and where that stands.
    marks: HashMap<(Party, String), BTreeSet<u64>>,
}

/// A client, and the one for which it acts: another party than the client for itself.
pub(super) type Party = (String, Option<String>);

/// Something that a client wrote.
#[derive(Clone, PartialEq)]
pub(super) struct Item {
    pub client_id: String,
    /// The client for which that one acted.
    pub on_behalf_of: Option<String>,
    pub visibility: Visibility,
    pub created: Timestamp,
    pub modified: Timestamp,
    /// The body, without what ORCID adds itself.
    pub own: Value,
    /// Whether it was not there from the start.
    pub added: bool,
}

impl Item {
    /// What an event says, when it happened.
    pub fn of(written: &ItemWritten, at: Timestamp, added: bool) -> Self {
        Self {
            client_id: written.client_id.clone(),
            on_behalf_of: written.on_behalf_of.clone(),
            visibility: written.visibility,
            created: written.created,
            modified: at,
            own: written.item.clone(),
            added,
        }
    }

    fn party(&self) -> Party {
        (self.client_id.clone(), self.on_behalf_of.clone())
    }
}

impl Written {
    /// What was written into a record, if anything was.
    pub fn of(&self, orcid: &OrcidId) -> Option<&Changes> {
        self.records.get(orcid)
    }

    /// The highest put-code that was given out; 0 when none was.
    pub fn last_put_code(&self) -> u64 {
        self.last_put_code
    }

    /// The records in which something was written.
    pub fn records(&self) -> impl Iterator<Item = (&OrcidId, &Changes)> {
        self.records.iter()
    }

    /// Into which records a word was ever written.
    pub fn with_word(&self, word: &str) -> impl Iterator<Item = &OrcidId> {
        self.words.with(word)
    }

    /// An item was added or changed.
    pub fn put(&mut self, orcid: &OrcidId, section: Section, put_code: u64, item: Item) {
        self.last_put_code = self.last_put_code.max(put_code);
        add_words(&mut self.words, &item.own, orcid);
        let changes = self.records.entry(orcid.clone()).or_default();
        changes.modified = Some(item.modified);
        let items = changes.sections.entry(section).or_default();
        let earlier = items.take(section, put_code);
        // What a client added stays added when it is changed.
        let item = Item { added: item.added || earlier.is_some_and(|earlier| earlier.added), ..item };
        items.added += usize::from(item.added);
        for mark in marks(section, &item.own) {
            items.marks.entry((item.party(), mark)).or_default().insert(put_code);
        }
        items.items.insert(put_code, item);
    }

    /// An item was deleted.
    pub fn delete(&mut self, orcid: &OrcidId, section: Section, put_code: u64, at: Timestamp) {
        let changes = self.records.entry(orcid.clone()).or_default();
        changes.modified = Some(at);
        let items = changes.sections.entry(section).or_default();
        if !items.take(section, put_code).is_some_and(|item| item.added) {
            items.removed.insert(put_code);
        }
    }
}

fn add_words(index: &mut WordIndex<OrcidId>, value: &Value, orcid: &OrcidId) {
    match value {
        Value::String(text) => index.add(text, orcid),
        Value::Array(items) => items.iter().for_each(|item| add_words(index, item, orcid)),
        Value::Object(map) => map.values().for_each(|value| add_words(index, value, orcid)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Changes {
    /// What was written into a section, if anything was.
    pub fn section(&self, section: Section) -> Option<&Items> {
        self.sections.get(&section)
    }

    /// The sections in which something was written.
    pub fn sections(&self) -> impl Iterator<Item = (Section, &Items)> {
        self.sections.iter().map(|(section, items)| (*section, items))
    }

    /// When something was written last.
    pub fn modified(&self) -> Option<Timestamp> {
        self.modified
    }
}

impl Items {
    /// Something that was written.
    pub fn find(&self, put_code: u64) -> Option<&Item> {
        self.items.get(&put_code)
    }

    /// Whether it was there from the start and is gone.
    pub fn is_removed(&self, put_code: u64) -> bool {
        self.removed.contains(&put_code)
    }

    /// What was not there from the start, in the order of put-codes.
    pub fn added(&self) -> impl Iterator<Item = (u64, &Item)> {
        self.items.iter().filter(|(_, item)| item.added).map(|(put_code, item)| (*put_code, item))
    }

    /// Everything that was written and stands.
    pub fn standing(&self) -> impl Iterator<Item = (u64, &Item)> {
        self.items.iter().map(|(put_code, item)| (*put_code, item))
    }

    /// Put-codes of what was there from the start and is gone.
    pub fn removed(&self) -> &BTreeSet<u64> {
        &self.removed
    }

    /// How many are there when so many were from the start.
    pub fn count(&self, seeded: usize) -> usize {
        seeded.saturating_sub(self.removed.len()) + self.added
    }

    /// Where else the same party has written something with this mark.
    pub fn marked(&self, party: &Party, mark: &str, but: Option<u64>) -> Option<u64> {
        let found = self.marks.get(&(party.clone(), mark.to_owned()))?;
        found.iter().copied().find(|put_code| Some(*put_code) != but)
    }

    fn take(&mut self, section: Section, put_code: u64) -> Option<Item> {
        let item = self.items.remove(&put_code)?;
        self.added -= usize::from(item.added);
        for mark in marks(section, &item.own) {
            let key = (item.party(), mark);
            if let Some(found) = self.marks.get_mut(&key) {
                found.remove(&put_code);
                if found.is_empty() {
                    self.marks.remove(&key);
                }
            }
        }
        Some(item)
    }
}
