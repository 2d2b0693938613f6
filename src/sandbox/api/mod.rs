//! The API on both hosts: who may come in, which path leads where, in which format (guide `orcid-wire`, "Record
//! reads" and the sections behind it).
//!
//! | file | what lives there |
//! |---|---|
//! | `access` | who may come in |
//! | `bearer` | whose token it is |
//! | `negotiate` | the format of the answer |
//! | `group_ids`, `notifications`, `webhooks` | what members keep beside records |
//! | `identifiers` | the types of identifiers |
//! | `linked_data` | a record as JSON-LD and RDF |
//! | `search` | the three searches |
//! | `status` | whether the server is well |
//! | `version` | 2.0, 2.1 and 3.0; all others |
//! | `write` | what clients add, change and delete |
//!
//! What is read is put together in `record`.

mod access;
mod bearer;
mod group_ids;
mod identifiers;
mod linked_data;
mod negotiate;
mod notifications;
mod search;
mod status;
mod version;
mod webhooks;
mod write;

use http::{Method, header};
use jiff::Timestamp;
use serde_json::json;

use super::{
    Sandbox,
    clients::ClientStatus,
    incoming::{Incoming, LogicalHost},
    pages,
    record::{self, ApiError, Document, NoResource, Problem, Reader, Resource, Version},
    reply::Reply,
    state::Pair,
};
pub(super) use search::index_words;
pub(super) use write::{MOST_WORKS, ends_before_it_begins, is_day};

use access::{Caller, check_status, client_name, member, read_public, refuse_public_client};
use negotiate::{Format, Unacceptable, negotiate, negotiate_plain, negotiate_record};
use status::{is_status, status};
use version::Place;

/// Answers both API hosts.
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let reply = cross_origin(request, route(sandbox, request, now));
    if request.host != LogicalHost::PublicApi {
        return reply;
    }
    // What ORCID's public host says with every answer: nobody keeps it.
    reply
        .header(header::CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate")
        .header(header::PRAGMA, "no-cache")
        .header(header::EXPIRES, "0")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::X_FRAME_OPTIONS, "DENY")
}

/// Pages of any origin may read what both hosts answer. A browser that asks before it sends a token is told of no header for
/// it, so it sends none (guide `orcid-wire`, "Record reads").
fn cross_origin(request: &Incoming<'_>, reply: Reply) -> Reply {
    let reply = reply.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if *request.method != Method::OPTIONS || request.header(header::ACCESS_CONTROL_REQUEST_METHOD).is_empty() {
        return reply;
    }
    reply
        .header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE")
        .header(header::ACCESS_CONTROL_ALLOW_HEADERS, "X-Requested-With,Origin,Content-Type, Accept")
}

fn route(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    if is_status(request.path) {
        return status(request);
    }
    if let Some(orcid) = linked_data::place(request) {
        return linked_data::answer(sandbox, request, orcid, now);
    }
    let webhook = (request.host == LogicalHost::MemberApi).then(|| webhooks::place(request.path)).flatten();
    let (version, path) = match version::place(request.path) {
        _ if webhook.is_some() => (Version::V3_0, ""),
        Place::Answered(version, below) => (version, below.trim_end_matches('/')),
        Place::Other(successor, below) => return version::to_successor(sandbox, request, successor, below),
        Place::Disabled(name) => return version::disabled(request, name),
        Place::Unversioned => return version::to_latest(sandbox, request),
    };
    let pair = match bearer::caller(sandbox, request, now) {
        Ok(pair) => pair,
        Err(refusal) => return *refusal,
    };
    let accept = negotiate::accept(request);
    let negotiate = match path {
        "identifiers" => negotiate_plain,
        path if is_orcid(path) && request.host == LogicalHost::PublicApi && !version.is_older() => negotiate_record,
        _ => negotiate,
    };
    let format = match negotiate(&accept) {
        Ok(format) => format,
        // csv-search answers text/csv, which nothing else does.
        Err(Unacceptable::Unsupported) if path == "csv-search" => Format::Compact,
        Err(why) => return unacceptable(why),
    };
    if let Some(pair) = pair
        && sandbox.clients().find(&pair.grant.client_id).is_some_and(|client| client.status != ClientStatus::Active)
    {
        return refuse(format, &ApiError::new(Problem::ClientLocked));
    }
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if let Some(pair) = pair.filter(|_| request.host == LogicalHost::MemberApi) {
        let caller = Caller { sandbox, request, pair, format, now };
        let answer = match (webhook, rest.split_once('/').unwrap_or((rest, ""))) {
            (Some((orcid, uri)), _) => Some(webhooks::answer(&caller, orcid, uri)),
            (None, _) if version.is_older() => None,
            (None, _) if first == "group-id-record" => Some(group_ids::answer(&caller, rest)),
            (None, ("notification-permission", below)) if is_orcid(first) => {
                Some(notifications::answer(&caller, first, below))
            }
            (None, _) => None,
        };
        if let Some(answer) = answer {
            return answer.unwrap_or_else(|error| refuse(format, &error));
        }
    }
    let known = match first {
        "search" => rest.is_empty(),
        "expanded-search" | "csv-search" => rest.is_empty() && !version.is_older(),
        "client" => !rest.is_empty() && !rest.contains('/'),
        "identifiers" => rest.is_empty() && request.host == LogicalHost::PublicApi,
        _ => is_orcid(first),
    };
    if !known {
        let error = ApiError::no_such_page();
        return refuse(format, &error);
    }
    let allowed = if is_orcid(first) && !version.is_older() {
        write::allowed(request.host, rest)
    } else {
        vec![Method::GET, Method::HEAD]
    };
    if *request.method == Method::OPTIONS && !allowed.is_empty() {
        return Reply::new(200, "", "").header(header::ALLOW, &write::list(&allowed));
    }
    if !allowed.is_empty() && !allowed.contains(request.method) {
        let taken = request.host == LogicalHost::MemberApi && is_orcid(first) && write::writes(request.method);
        let error = if taken && version.is_older() {
            let why = "HTTP 405 Method Not Allowed: the simulated ORCID takes writes in v3.0 only";
            ApiError::new(Problem::Request).status(405).because(why)
        } else {
            ApiError::no_such_method()
        };
        return refuse(format, &error).header(header::ALLOW, &write::list(&allowed));
    }
    if version.is_older() && pair.is_some_and(|pair| pair.grant.on_behalf_of.is_some()) {
        return refuse(format, &ApiError::new(Problem::OnBehalfOf));
    }
    if let Some(pair) = pair
        && request.host == LogicalHost::MemberApi
        && write::writes(request.method)
    {
        return write::answer(sandbox, request, pair, format, (first, rest), now);
    }
    if let Some(pair) = pair
        && request.host == LogicalHost::MemberApi
        && !is_orcid(first)
        && let Err(error) = refuse_public_client(sandbox, pair)
    {
        return refuse(format, &error);
    }
    let found = match first {
        "search" => search::search(sandbox, request, pair, version, now),
        "expanded-search" => search::expanded(sandbox, request, pair, now),
        "csv-search" => {
            return search::csv(sandbox, request, pair, now).unwrap_or_else(|error| refuse(format, &error));
        }
        "client" => client(sandbox, rest),
        "identifiers" => read_public(pair).map(|()| identifiers::list()),
        orcid if rest == "summary" && request.host == LogicalHost::MemberApi && !version.is_older() => {
            summary(sandbox, request, pair, orcid)
        }
        _ => read(sandbox, request, pair, version, first, rest),
    };
    match found {
        Ok(document) => format.record(document.of(version)),
        Err(error) => refuse(format, &error),
    }
}

/// What is said when there is no format that the client takes.
fn unacceptable(why: Unacceptable) -> Reply {
    match why {
        Unacceptable::Unsupported => {
            let error = ApiError::new(Problem::Request).status(406).because("HTTP 406 Not Acceptable");
            // There is no Content-Type that the client would take.
            Reply::new(406, "", error.document().compact())
        }
        Unacceptable::Malformed => {
            pages::message(400, "HTTP Status 400 – Bad Request", "The Accept header cannot be read.")
        }
    }
}

fn refuse(format: Format, error: &ApiError) -> Reply {
    let mut reply = format.reply(error.status, &error.document());
    if let Some(allowed) = error.allow {
        reply = reply.header(header::ALLOW, allowed);
    }
    match &error.location {
        Some(location) => reply.header(header::LOCATION, location),
        None => reply,
    }
}

/// An iD on the web host: programs are sent to the public API, people find no page here (guide `orcid-wire`, "Formats").
pub(super) fn from_web(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    let accept = request.accept();
    let orcid = request.path.trim_matches('/');
    // A browser names HTML, and XML after it; who names nothing takes the page as well.
    if !accept.contains("text/html") {
        if negotiate::names_data(&accept) {
            return Reply::redirect(&format!("{}/pub/v3.0/{orcid}", sandbox.settings().issuer));
        }
        if negotiate::names_rdf(&accept) {
            return Reply::redirect(&linked_data::of(sandbox, orcid));
        }
    }
    let text =
        format!("The simulated ORCID has no public page for {orcid}. Its record is at /pub/v3.0/{orcid}/record.");
    pages::message(404, "Not found", &text)
}

/// The shape that ORCID's paths have. The check digit is not looked at.
pub(super) fn is_orcid(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = text.split('-').collect();
    let Some((last, others)) = groups.split_last() else { return false };
    others.len() >= 3
        && groups.iter().all(|group| group.len() == 4)
        && others.iter().all(|group| digits(group))
        && digits(last.strip_suffix('X').unwrap_or(last))
}

fn client(sandbox: &Sandbox, client_id: &str) -> Result<Document<'static>, ApiError> {
    let client = sandbox.clients().find(client_id).ok_or_else(|| ApiError::new(Problem::NotFound))?;
    Ok(Document::client(json!({"name": client.name, "description": client.name})))
}

fn read<'a>(
    sandbox: &'a Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    version: Version,
    orcid: &str,
    below: &str,
) -> Result<Document<'a>, ApiError> {
    let missing = ApiError::no_such_page;
    let resource = Resource::parse(below).map_err(|why| match why {
        NoResource::Unknown => missing(),
        NoResource::PutCode => ApiError::new(Problem::PutCode).fill("clientName", &client_name(sandbox, pair)),
    })?;
    if !version.has(&resource) {
        return Err(missing());
    }
    let researcher = sandbox.researchers().find(orcid).ok_or_else(|| ApiError::new(Problem::NotFound))?;
    check_status(sandbox, request, researcher)?;
    let reader = match (request.host, pair) {
        (LogicalHost::MemberApi, Some(pair)) => member(sandbox, pair, orcid)?,
        // The public host shows what is public, whatever the token.
        (LogicalHost::MemberApi | LogicalHost::PublicApi | LogicalHost::Web, _) => Reader::public(),
    };
    record::read(sandbox, researcher, reader.called(client_name(sandbox, pair)), &resource)
}

/// A record in figures. Whoever may read the record may read these.
fn summary(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    orcid: &str,
) -> Result<Document<'static>, ApiError> {
    let researcher = sandbox.researchers().find(orcid).ok_or_else(|| ApiError::new(Problem::NotFound))?;
    check_status(sandbox, request, researcher)?;
    if let Some(pair) = pair
        && !member(sandbox, pair, orcid)?.may("/read-public")
    {
        return Err(ApiError::new(Problem::AccessControl));
    }
    Ok(record::summary(sandbox, researcher))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_an_id_is_one() {
        for id in ["0000-0002-4456-8947", "0000-0002-1694-233X", "0000-0000-0000-0000"] {
            assert!(is_orcid(id), "{id}");
        }
        for other in
            ["", "nonsense", "0000-0002-4456", "0000-0002-4456-894é", "X000-0002-4456-8947", "0000-0002-4456-89X7"]
        {
            assert!(!is_orcid(other), "{other}");
        }
    }
}
