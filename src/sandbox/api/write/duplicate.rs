//! What stands there already (guide `orcid-wire`, "What stands there already"). Costs the same however much stands there.

use std::collections::HashMap;

use serde_json::Value;

use super::Writer;
use crate::sandbox::record::{ApiError, Entry, Problem, Section, marks};

/// What the same request adds besides.
#[derive(Default)]
pub(super) struct Pending(HashMap<String, u64>);

impl Pending {
    pub fn add(&mut self, section: Section, own: &Value, put_code: u64) {
        self.0.extend(marks(section, own).into_iter().map(|mark| (mark, put_code)));
    }
}

impl Writer<'_> {
    /// Refuses what the same party has written already, but for the item itself.
    pub(super) fn refuse_duplicates(
        &self,
        section: Section,
        own: &Value,
        but: Option<u64>,
        pending: &mut Pending,
    ) -> Result<(), ApiError> {
        let changes = self.sandbox.state.written().of(&self.researcher.orcid);
        let items = changes.and_then(|changes| changes.section(section));
        let wanted = marks(section, own);
        let party = (self.client_id.to_owned(), self.on_behalf_of.map(str::to_owned));
        let written = || wanted.iter().find_map(|mark| items?.marked(&party, mark, but));
        let asked = || wanted.iter().find_map(|mark| pending.0.get(mark).copied());
        let seeded = || {
            let others = Entry::seeded_by(self.researcher, changes, section, self.client_id);
            let mut others = others.filter(|entry| Some(entry.put_code) != but && self.is_source(entry));
            others.find(|entry| marks(section, &entry.own().into_value()).iter().any(|mark| wanted.contains(mark)))
        };
        match written().or_else(asked).or_else(|| seeded().map(|entry| entry.put_code)) {
            Some(put_code) => Err(refusal(section, own, put_code, but.is_none())),
            None => Ok(()),
        }
    }
}

/// Names and values are ORCID's, which differ between what is new and what is changed.
fn refusal(section: Section, own: &Value, put_code: u64, is_new: bool) -> ApiError {
    let element = |name: &str, value: &Value| {
        let value = value.as_str().unwrap_or("null");
        ApiError::new(Problem::DuplicateElement).fill("type", name).fill("value", value)
    };
    match section {
        Section::Keywords => element("keyword", &own["content"]),
        Section::OtherNames => element(if is_new { "other-name" } else { "otherName" }, &own["content"]),
        Section::ResearcherUrls if is_new => element("researcher-url", &own["url-name"]),
        Section::ResearcherUrls => element("researcher-url", &own["url"]["value"]),
        Section::ExternalIdentifiers => element("external-identifier", &own["external-id-url"]["value"]),
        // No address is ever found to be there already.
        Section::Address
        | Section::Distinctions
        | Section::Educations
        | Section::Employments
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services
        | Section::Fundings
        | Section::PeerReviews
        | Section::ResearchResources
        | Section::Works => ApiError::new(Problem::Duplicate).fill("putCode", &put_code.to_string()),
    }
}
