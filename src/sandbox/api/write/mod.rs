//! Writes on the member API: who may, where, and what becomes of it (guide `orcid-wire`, "Record writes").
//!
//! | file | what lives there |
//! |---|---|
//! | `path` | which method a path takes |
//! | `check` | what may be written |
//! | `duplicate` | what stands there already |
//! | `review_group` | the group that a review belongs to |
//! | `bulk` | several works at once |

mod bulk;
mod check;
mod duplicate;
mod path;
mod review_group;

use http::{Method, header};
use jiff::Timestamp;
use serde_json::Value;

pub(in crate::sandbox) use check::{ends_before_it_begins, is_day};
pub(super) use path::{allowed, list};

use super::{Format, check_status, refuse, refuse_public_client};
use crate::{
    orcid::scopes,
    sandbox::{
        Sandbox,
        incoming::Incoming,
        journal::{Event, ItemWritten},
        record::{self, ApiError, Document, Entry, Problem, Section, Syntax},
        reply::Reply,
        researchers::{Researcher, Visibility},
        state::Pair,
        written::Item,
    },
};
use duplicate::Pending;
use path::Target;

/// Most works that a record may have.
pub(in crate::sandbox) const MOST_WORKS: usize = 10_000;

/// Answers a POST, PUT or DELETE whose path takes it.
pub(super) fn answer(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: &Pair,
    format: Format,
    (orcid, below): (&str, &str),
    now: Timestamp,
) -> Reply {
    let client_id = pair.grant.client_id.as_str();
    let name = sandbox.clients().find(client_id).map(|client| client.name.clone()).unwrap_or_default();
    let written = write(sandbox, request, pair, format, (orcid, below), now);
    written.unwrap_or_else(|error| refuse(format, &error.fill("clientName", &name)))
}

fn write(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: &Pair,
    format: Format,
    (orcid, below): (&str, &str),
    now: Timestamp,
) -> Result<Reply, ApiError> {
    let target = Target::of(request.method, below).ok_or_else(ApiError::no_such_page)?;
    // A body that cannot be read is refused before anybody asks whose it is.
    let (syntax, body) = match target {
        Target::Add(section) | Target::Change(section, _) => read_body(request, record::item_root(section))?,
        Target::Bulk => read_body(request, record::bulk_root())?,
        Target::Delete(..) => (Syntax::Json, Value::Null),
    };
    if let Target::Change(_, None) | Target::Delete(_, None) = target {
        return Err(ApiError::new(Problem::PutCode));
    }
    let researcher = sandbox.researchers().find(orcid).ok_or_else(|| ApiError::new(Problem::NotFound))?;
    check_status(sandbox, request, researcher)?;
    let section = target.section();
    let scopes: &[&str] = match target {
        Target::Add(_) | Target::Bulk => &[record::create_scope(section), record::update_scope(section)],
        Target::Change(..) | Target::Delete(..) => &[record::update_scope(section)],
    };
    check_token(sandbox, pair, orcid, scopes)?;
    let (client_id, on_behalf_of) = (pair.grant.client_id.as_str(), pair.grant.on_behalf_of.as_deref());
    let writer = Writer { sandbox, researcher, client_id, on_behalf_of, syntax, now };
    match target {
        Target::Add(section) => writer.add(section, body),
        Target::Change(section, Some(put_code)) => writer.change(format, section, put_code, body),
        Target::Bulk => writer.bulk(format, &body),
        Target::Delete(section, Some(put_code)) => writer.delete(section, put_code),
        // Refused above.
        Target::Change(_, None) | Target::Delete(_, None) => Err(ApiError::new(Problem::Request)),
    }
}

fn read_body(request: &Incoming<'_>, root: &'static record::Field) -> Result<(Syntax, Value), ApiError> {
    let content_type = request.header(header::CONTENT_TYPE);
    let syntax = Syntax::of(content_type)
        .ok_or_else(|| ApiError::new(Problem::Request).status(415).because("HTTP 415 Unsupported Media Type"))?;
    Ok((syntax, record::body(root, syntax, request.body)?))
}

/// Whether a token writes into this record, with one of these scopes.
fn check_token(sandbox: &Sandbox, pair: &Pair, orcid: &str, scopes: &[&str]) -> Result<(), ApiError> {
    refuse_public_client(sandbox, pair)?;
    if pair.grant.orcid.as_ref().is_none_or(|of| of.as_str() != orcid) {
        return Err(ApiError::new(Problem::Unauthorized).because("Access token is for a different record"));
    }
    let allowed = scopes::closure(&pair.grant.scope);
    if scopes.iter().any(|scope| allowed.contains(scope)) { Ok(()) } else { Err(ApiError::new(Problem::AccessControl)) }
}

/// A client at work in a record.
struct Writer<'a> {
    sandbox: &'a Sandbox,
    researcher: &'a Researcher,
    client_id: &'a str,
    on_behalf_of: Option<&'a str>,
    /// The language of the body.
    syntax: Syntax,
    now: Timestamp,
}

/// A body, taken apart.
struct Body {
    put_code: Option<String>,
    visibility: Option<Visibility>,
    own: Value,
}

impl Body {
    fn of(mut value: Value) -> Self {
        let mut take = |key: &str| value.as_object_mut().and_then(|map| map.shift_remove(key));
        let put_code = take("put-code").and_then(|code| code.as_str().map(str::to_owned));
        let visibility = take("visibility").and_then(|visibility| serde_json::from_value(visibility).ok());
        // ORCID fills these in.
        for key in ["display-index", "path", "source"] {
            take(key);
        }
        Self { put_code, visibility, own: value }
    }
}

impl Writer<'_> {
    fn add(&self, section: Section, body: Value) -> Result<Reply, ApiError> {
        if section == Section::Works {
            self.has_room(1)?;
        }
        let mut written = self.added(section, body, self.next_put_code()?, &mut Pending::default())?;
        let journal = if section == Section::PeerReviews {
            review_group::of_new(self.sandbox, &mut written.item, self.now)?
        } else {
            None
        };
        let singular = record::singular(section);
        let issuer = &self.sandbox.settings().issuer;
        let location = format!("{issuer}/api/v3.0/{}/{singular}/{}", self.researcher.orcid, written.put_code);
        let mut reply = Reply::new(201, "", Vec::new()).header(header::LOCATION, &location);
        if let Some(journal) = journal {
            reply = reply.event(Event::GroupIdWritten(journal));
        }
        Ok(reply.event(Event::ItemAdded(written)))
    }

    /// What a new item will be; `pending` are those of the same request.
    fn added(
        &self,
        section: Section,
        body: Value,
        put_code: u64,
        pending: &mut Pending,
    ) -> Result<ItemWritten, ApiError> {
        record::words(record::item_root(section), &body)?;
        let body = Body::of(body);
        check::content(section, &body.own)?;
        if body.put_code.is_some() {
            return Err(ApiError::new(Problem::PutCodeUnexpected));
        }
        check::identifiers(section, &body.own)?;
        record::held_to_schema(record::item_root(section), self.syntax, &body.own)?;
        self.refuse_duplicates(section, &body.own, None, pending)?;
        pending.add(section, &body.own, put_code);
        Ok(ItemWritten {
            orcid: self.researcher.orcid.clone(),
            section,
            put_code,
            client_id: self.client_id.to_owned(),
            on_behalf_of: self.on_behalf_of.map(str::to_owned),
            // What a client says counts on nobody's record that has an owner.
            visibility: self.researcher.default_visibility,
            created: self.now,
            item: body.own,
        })
    }

    fn change(&self, format: Format, section: Section, put_code: u64, body: Value) -> Result<Reply, ApiError> {
        record::words(record::item_root(section), &body)?;
        let body = Body::of(body);
        if body.put_code.as_deref().and_then(|code| code.trim().parse().ok()) != Some(put_code) {
            let in_body = body.put_code.as_deref().unwrap_or("null");
            let error = ApiError::new(Problem::PutCodeMismatch).fill("urlPutCode", &put_code.to_string());
            return Err(error.fill("bodyPutCode", in_body));
        }
        let entry = self.find(section, put_code)?;
        // Of works, what changes nothing is found first, and refused with another code.
        if section == Section::Works && entry.says(&body.own) && !self.is_source(&entry) {
            let why = "403 Forbidden: You are not the source of the work, so you are not allowed to update it.";
            return Err(ApiError::new(Problem::Forbidden).because(why));
        }
        check::content(section, &body.own)?;
        if body.visibility.is_some_and(|visibility| visibility != entry.visibility) {
            return Err(ApiError::new(Problem::Visibility));
        }
        check::identifiers(section, &body.own)?;
        record::held_to_schema(record::item_root(section), self.syntax, &body.own)?;
        if section == Section::PeerReviews {
            review_group::of_changed(self.sandbox, &body.own)?;
        }
        self.refuse_duplicates(section, &body.own, Some(put_code), &mut Pending::default())?;
        self.check_source(&entry)?;
        if entry.says(&body.own) {
            // Nothing changes, not even the date.
            return Ok(format.reply(200, &record::item(self.sandbox, self.researcher, &entry)));
        }
        let written = ItemWritten {
            orcid: self.researcher.orcid.clone(),
            section,
            put_code,
            client_id: self.client_id.to_owned(),
            on_behalf_of: self.on_behalf_of.map(str::to_owned),
            visibility: entry.visibility,
            created: entry.created,
            item: body.own,
        };
        let document = self.document(&written, entry.display_index);
        Ok(format.reply(200, &document).event(Event::ItemChanged(written)))
    }

    fn delete(&self, section: Section, put_code: u64) -> Result<Reply, ApiError> {
        let entry = self.find(section, put_code)?;
        self.check_source(&entry)?;
        let orcid = self.researcher.orcid.clone();
        Ok(Reply::new(204, "", Vec::new()).event(Event::ItemDeleted { orcid, section, put_code }))
    }

    fn find(&self, section: Section, put_code: u64) -> Result<Entry<'_>, ApiError> {
        let changes = self.sandbox.state.written().of(&self.researcher.orcid);
        let entry = Entry::find(self.researcher, changes, section, put_code);
        entry.ok_or_else(|| ApiError::new(Problem::NotFound))
    }

    /// Whether the same party has added it: a client on behalf of another one is not the client for itself.
    fn is_source(&self, entry: &Entry<'_>) -> bool {
        entry.source == Some(self.client_id) && entry.origin == self.on_behalf_of
    }

    /// Only who added an item may change it. ORCID calls every item a work here.
    fn check_source(&self, entry: &Entry<'_>) -> Result<(), ApiError> {
        if self.is_source(entry) { Ok(()) } else { Err(ApiError::new(Problem::Source).fill("activity", "work")) }
    }

    /// What will be read of something that is being written.
    fn document(&self, written: &ItemWritten, display_index: usize) -> Document<'static> {
        let item = Item::of(written, self.now, false);
        let entry = Entry::written(written.section, written.put_code, &item, display_index);
        record::item(self.sandbox, self.researcher, &entry)
    }

    /// Whether so many works more are allowed.
    fn has_room(&self, more: usize) -> Result<(), ApiError> {
        let seeded = self.researcher.works.len() + self.researcher.generated_works as usize;
        let items = self.sandbox.state.written().of(&self.researcher.orcid).and_then(|c| c.section(Section::Works));
        let count = items.map_or(seeded, |items| items.count(seeded));
        if count + more > MOST_WORKS { Err(ApiError::new(Problem::TooManyWorks)) } else { Ok(()) }
    }

    /// Above everything that was ever there.
    fn next_put_code(&self) -> Result<u64, ApiError> {
        following(self.sandbox.highest_put_code().max(self.sandbox.state.written().last_put_code()))
    }
}

/// The put-code behind another one.
fn following(put_code: u64) -> Result<u64, ApiError> {
    put_code.checked_add(1).ok_or_else(|| ApiError::new(Problem::Server))
}

/// Whether a method writes.
pub(super) fn writes(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::DELETE)
}
