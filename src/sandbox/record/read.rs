//! Who may read what, and how the answer is put together (guide `orcid-wire`, "Who sees what").

use super::*;
use super::{
    activities::Shown,
    entry::Entry,
    resource::MOST_PUT_CODES,
    section::{PERSON_SCOPE, Section},
};

/// Who reads, as far as it decides what is shown.
pub(in crate::sandbox) struct Reader {
    allowed: BTreeSet<&'static str>,
    client_id: Option<String>,
}

impl Reader {
    /// Anyone, on the public API.
    pub fn public() -> Self {
        Self { allowed: BTreeSet::new(), client_id: None }
    }

    /// A client that the researcher trusts with these scopes (a closure).
    pub fn trusted(allowed: BTreeSet<&'static str>, client_id: String) -> Self {
        Self { allowed, client_id: Some(client_id) }
    }

    /// Whether it has a scope.
    pub fn may(&self, scope: &str) -> bool {
        self.allowed.contains(scope)
    }

    /// What is public, what the client added itself, and what is limited when it has the scope of that section.
    pub(super) fn sees(&self, visibility: Visibility, source: Option<&str>, scope: &str) -> bool {
        self.check(visibility, source, scope).is_ok()
    }

    /// The same for a single item, which is refused rather than left out.
    fn check(&self, visibility: Visibility, source: Option<&str>, scope: &str) -> Result<(), ApiError> {
        let Some(client_id) = self.client_id.as_deref() else {
            return match visibility {
                Visibility::Public => Ok(()),
                Visibility::Limited | Visibility::Private => Err(ApiError::new(Problem::NotPublic)),
            };
        };
        let own = source == Some(client_id);
        match visibility {
            Visibility::Public => Ok(()),
            Visibility::Limited if own || self.allowed.contains(scope) => Ok(()),
            Visibility::Limited => Err(ApiError::new(Problem::AccessControl)),
            Visibility::Private if own => Ok(()),
            Visibility::Private => Err(ApiError::new(Problem::Private)),
        }
    }
}

/// One item, whole, for the client that wrote it.
pub(in crate::sandbox) fn item(sandbox: &Sandbox, researcher: &Researcher, entry: &Entry<'_>) -> Document {
    let writer = Writer { sandbox, researcher, changes: None, reader: &Reader::public() };
    Document::new(entry.root(), writer.full(entry))
}

/// A part of a record, as far as the reader may see it.
///
/// # Errors
/// When a single item is not there or not for this reader.
pub(in crate::sandbox) fn read(
    sandbox: &Sandbox,
    researcher: &Researcher,
    reader: &Reader,
    resource: &Resource,
) -> Result<Document, ApiError> {
    let changes = sandbox.state.written().of(&researcher.orcid);
    let writer = Writer { sandbox, researcher, changes, reader };
    let (root, value) = match resource {
        Resource::Record => (&schema::RECORD, writer.record()),
        Resource::Person => (&schema::PERSON, writer.person()),
        Resource::PersonalDetails => (&schema::PERSONAL_DETAILS, writer.personal_details()),
        Resource::Biography => {
            let biography = researcher.biography.as_ref().ok_or_else(|| ApiError::new(Problem::NoBiography))?;
            reader.check(biography.visibility, None, PERSON_SCOPE)?;
            (&schema::BIOGRAPHY_ROOT, writer.biography())
        }
        Resource::Email => (&schema::EMAILS, writer.emails()),
        Resource::Activities => (&schema::ACTIVITIES, writer.activities()),
        Resource::Section(section) => (section.names().whole, writer.whole(*section).0),
        Resource::Item(section, put_code) => (section.names().item, writer.full(&writer.entry(*section, *put_code)?)),
        Resource::Summary(section, put_code) => {
            (section.names().summary, writer.summary(&writer.entry(*section, *put_code)?))
        }
        Resource::Works(put_codes) => (&schema::BULK, writer.bulk(put_codes)?),
    };
    Ok(Document::new(root, value))
}

impl Writer<'_> {
    fn record(&self) -> Value {
        let r = self.researcher;
        json!({
            "orcid-identifier": identifier(r.orcid.as_str()),
            "preferences": {"locale": r.locale},
            "history": {
                "creation-method": "DIRECT",
                "completion-date": null,
                "submission-date": time(r.created),
                "last-modified-date": time(self.modified()),
                "claimed": true,
                "source": null,
                "deactivation-date": null,
                "verified-email": true,
                "verified-primary-email": true,
            },
            "person": self.person(),
            "activities-summary": self.activities(),
            "path": self.path(""),
        })
    }

    /// When anything of the record changed last.
    pub(super) fn modified(&self) -> Timestamp {
        let seeded = self.researcher.modified;
        self.changes.and_then(Changes::modified).map_or(seeded, |written| written.max(seeded))
    }

    /// A section as it stands in the record and alone, and when it changed last. An empty one has no date.
    pub(super) fn whole(&self, section: Section) -> (Value, Option<Timestamp>) {
        let names = section.names();
        let Shown { values, modified } = if section.of_person() {
            let items: Vec<Entry<'_>> = self.visible(section).collect();
            let modified = items.iter().map(|item| item.modified).max();
            Shown { values: items.iter().map(|item| self.full(item)).collect(), modified }
        } else {
            self.groups(section)
        };
        let path = self.path(&format!("/{}", names.plural));
        (json!({"last-modified-date": modified.map_or(Value::Null, time), names.list: values, "path": path}), modified)
    }

    /// What the reader may see of a section.
    pub(super) fn visible(&self, section: Section) -> impl Iterator<Item = Entry<'_>> {
        let seen = move |item: &Entry<'_>| self.reader.sees(item.visibility, item.source, section.names().scope);
        Entry::all(self.researcher, self.changes, section).filter(seen)
    }

    /// One item, if the reader may see it.
    fn entry(&self, section: Section, put_code: u64) -> Result<Entry<'_>, ApiError> {
        let missing = || ApiError::new(Problem::NotFound);
        let entry = Entry::find(self.researcher, self.changes, section, put_code).ok_or_else(missing)?;
        self.reader.check(entry.visibility, entry.source, section.names().scope)?;
        Ok(entry)
    }

    /// Works and errors, in the order in which they were asked for.
    fn bulk(&self, put_codes: &[Result<u64, String>]) -> Result<Value, ApiError> {
        if put_codes.len() > MOST_PUT_CODES {
            return Err(ApiError::new(Problem::TooManyPutCodes));
        }
        let one = |put_code: &Result<u64, String>| {
            let found = match put_code {
                Ok(put_code) => self.entry(Section::Works, *put_code),
                Err(text) => Err(ApiError::new(Problem::PutCode).because(&format!("'{text}' is not a valid put code"))),
            };
            match found {
                Ok(work) => json!({"work": self.full(&work)}),
                Err(error) => json!({"error": error.value()}),
            }
        };
        Ok(json!({"bulk": put_codes.iter().map(one).collect::<Vec<_>>()}))
    }
}
