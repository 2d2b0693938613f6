//! Who may read what, and how the answer is put together (guide `orcid-wire`, "Who sees what").

use super::*;
use super::{
    activities::{Groups, ReviewGroups},
    entry::Entry,
    item::{Items, moment},
    resource::MOST_PUT_CODES,
    section::{PERSON_SCOPE, Section},
    tree::Parts,
};

/// Who reads, as far as it decides what is shown.
pub(in crate::sandbox) struct Reader {
    allowed: BTreeSet<&'static str>,
    client_id: Option<String>,
    /// Whom the texts for people tell them to ask.
    client_name: String,
}

impl Reader {
    /// Anyone, on the public API.
    pub fn public() -> Self {
        Self { allowed: BTreeSet::new(), client_id: None, client_name: String::new() }
    }

    /// A client that the researcher trusts with these scopes (a closure).
    pub fn trusted(allowed: BTreeSet<&'static str>, client_id: String) -> Self {
        Self { allowed, client_id: Some(client_id), client_name: String::new() }
    }

    /// The same with what the client is called.
    pub fn called(self, client_name: String) -> Self {
        Self { client_name, ..self }
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
pub(in crate::sandbox) fn item(sandbox: &Sandbox, researcher: &Researcher, entry: &Entry<'_>) -> Document<'static> {
    let writer = Writer::new(sandbox, researcher, None, Reader::public());
    Document::new(entry.root(), writer.full(entry).into_value())
}

/// A part of a record, as far as the reader may see it.
///
/// # Errors
/// When a single item is not there or not for this reader.
pub(in crate::sandbox) fn read<'a>(
    sandbox: &'a Sandbox,
    researcher: &'a Researcher,
    reader: Reader,
    resource: &Resource,
) -> Result<Document<'a>, ApiError> {
    let changes = sandbox.state.written().of(&researcher.orcid);
    let writer = Writer::new(sandbox, researcher, changes, reader);
    let (root, value): (_, Tree<'a>) = match resource {
        Resource::Record => (&schema::RECORD, writer.record()),
        Resource::Person => (&schema::PERSON, writer.person()),
        Resource::PersonalDetails => (&schema::PERSONAL_DETAILS, writer.personal_details()),
        Resource::Biography => {
            let biography = researcher.biography.as_ref().ok_or_else(|| ApiError::new(Problem::NoBiography))?;
            writer.reader.check(biography.visibility, None, PERSON_SCOPE)?;
            (&schema::BIOGRAPHY_ROOT, writer.biography().into())
        }
        Resource::Email => (&schema::EMAILS, writer.emails().into()),
        Resource::Activities => (&schema::ACTIVITIES, writer.activities()),
        Resource::Section(section) => (section.names().whole, writer.whole(*section).0),
        Resource::Item(section, put_code) => {
            (section.names().item, writer.full(&writer.entry(*section, *put_code)?).into_value().into())
        }
        Resource::Summary(section, put_code) => {
            (section.names().summary, writer.summary(&writer.entry(*section, *put_code)?).into_value().into())
        }
        Resource::Works(put_codes) => (&schema::BULK, writer.bulk(put_codes)?),
    };
    Ok(Document::new(root, value))
}

impl<'a> Writer<'a> {
    fn record(&self) -> Tree<'a> {
        let r = self.researcher;
        let history = json!({
            "creation-method": "DIRECT",
            "completion-date": null,
            "submission-date": time(r.created),
            "last-modified-date": time(self.modified()),
            "claimed": true,
            "source": null,
            "deactivation-date": null,
            "verified-email": true,
            "verified-primary-email": true,
        });
        Tree::Object(vec![
            ("orcid-identifier", identifier(r.orcid.as_str()).into()),
            ("preferences", json!({"locale": r.locale}).into()),
            ("history", history.into()),
            ("person", self.person()),
            ("activities-summary", self.activities()),
            ("path", Tree::text(self.path(""))),
        ])
    }

    /// When anything of the record changed last.
    pub(super) fn modified(&self) -> Timestamp {
        let seeded = self.researcher.modified;
        self.changes.and_then(Changes::modified).map_or(seeded, |written| written.max(seeded))
    }

    /// A section as it stands in the record and alone, and when it changed last. An empty one has no date.
    pub(super) fn whole(&self, section: Section) -> (Tree<'a>, Option<Timestamp>) {
        let names = section.names();
        let items: Vec<Entry<'a>> = self.visible(section).collect();
        let modified = items.iter().map(|item| item.modified).max();
        let parts: Rc<dyn Parts + 'a> = match section {
            _ if section.of_person() => Rc::new(Items { writer: self.clone(), items }),
            Section::PeerReviews => Rc::new(ReviewGroups::of(self, items)),
            _ => Rc::new(Groups::of(self.clone(), section, items)),
        };
        let path = self.path(&format!("/{}", names.plural));
        let keys =
            vec![("last-modified-date", moment(modified)), (names.list, Tree::Made(parts)), ("path", Tree::text(path))];
        (Tree::Object(keys), modified)
    }

    /// What the reader may see of a section.
    pub(super) fn visible(&self, section: Section) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let reader = Rc::clone(&self.reader);
        let seen = move |item: &Entry<'_>| reader.sees(item.visibility, item.source, section.names().scope);
        Entry::all(self.researcher, self.changes, section).filter(seen)
    }

    /// One item, if the reader may see it.
    fn entry(&self, section: Section, put_code: u64) -> Result<Entry<'a>, ApiError> {
        let missing = || ApiError::new(Problem::NotFound);
        let entry = Entry::find(self.researcher, self.changes, section, put_code).ok_or_else(missing)?;
        self.reader.check(entry.visibility, entry.source, section.names().scope)?;
        Ok(entry)
    }

    /// The works that were asked for, in that order, or why not; those that there are not come last.
    fn bulk(&self, put_codes: &[Result<u64, String>]) -> Result<Tree<'static>, ApiError> {
        if put_codes.len() > MOST_PUT_CODES {
            return Err(ApiError::new(Problem::TooManyPutCodes));
        }
        let number = |put_code: &Result<u64, String>| {
            put_code
                .clone()
                .map_err(|text| ApiError::new(Problem::Argument).because(&format!("For input string: \"{text}\"")))
        };
        let put_codes = put_codes.iter().map(number).collect::<Result<Vec<u64>, _>>()?;
        let find = |put_code| Entry::find(self.researcher, self.changes, Section::Works, put_code);
        let (there, missing): (Vec<u64>, Vec<u64>) =
            put_codes.into_iter().partition(|put_code| find(*put_code).is_some());
        let refused = |error: ApiError| Tree::Object(vec![("error", error.value().into())]);
        let work = |put_code: u64| match self.entry(Section::Works, put_code) {
            Ok(work) => Tree::Object(vec![("work", self.full(&work).into_value().into())]),
            Err(error) => refused(error),
        };
        let none = |put_code: u64| {
            let why = format!("'{put_code}' is not a valid put code");
            refused(ApiError::new(Problem::PutCode).because(&why).fill("clientName", &self.reader.client_name))
        };
        let bulk = there.into_iter().map(work).chain(missing.into_iter().map(none)).collect();
        Ok(Tree::Object(vec![("bulk", Tree::List(bulk))]))
    }
}
