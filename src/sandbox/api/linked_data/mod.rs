//! A public record as linked data (guide `orcid-wire`, "Linked data").
//!
//! | file | what lives there |
//! |---|---|
//! | `schema_org` | JSON-LD in the words of schema.org, beside the other formats of the record |
//! | `triples` | what is said of a person and an account, in the words of FOAF, PROV and PAV |
//! | `syntax` | the same as Turtle, N-Triples and RDF/XML |

mod schema_org;
mod syntax;
mod triples;

use http::Method;
use jiff::Timestamp;

use super::{
    Format, bearer, is_orcid,
    negotiate::{self, names_rdf},
    read, refuse, unacceptable, version,
};
use crate::sandbox::{
    Sandbox,
    incoming::{Incoming, LogicalHost},
    record::{ApiError, Document, Problem, Version},
    reply::Reply,
};
pub(super) use syntax::Syntax;

/// Where records are RDF.
const PATH: &str = "/experimental_rdf_v1";

/// The record in the words of schema.org.
pub(super) fn schema_org(record: Document<'_>) -> Vec<u8> {
    crate::sandbox::jackson::pretty(&schema_org::person(&record.value()))
}

/// What stands behind the place for RDF on the public host.
pub(super) fn place<'a>(request: &Incoming<'a>) -> Option<&'a str> {
    let below = request.path.strip_prefix(PATH)?.strip_prefix('/')?;
    (request.host == LogicalHost::PublicApi).then_some(below.trim_end_matches('/'))
}

/// Where a path without a version is RDF, if that is what the client takes.
pub(super) fn instead(sandbox: &Sandbox, request: &Incoming<'_>) -> Option<String> {
    names_rdf(&negotiate::accept(request)).then(|| of(sandbox, request.path.trim_start_matches('/')))
}

/// The address of a record as RDF.
pub(super) fn of(sandbox: &Sandbox, orcid: &str) -> String {
    format!("{}/pub{PATH}/{orcid}", sandbox.settings().issuer)
}

/// Answers for a record.
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>, orcid: &str, now: Timestamp) -> Reply {
    if let Err(refusal) = bearer::caller(sandbox, request, now) {
        return *refusal;
    }
    let syntax = match negotiate::negotiate_rdf(&negotiate::accept(request)) {
        Ok(syntax) => syntax,
        Err(why) => return unacceptable(why),
    };
    let wrong = |status: u16, words: &str| ApiError::new(Problem::Request).status(status).because(words);
    let record = match *request.method {
        Method::GET | Method::HEAD if is_orcid(orcid) => read(sandbox, request, None, Version::V3_0, orcid, ""),
        Method::GET | Method::HEAD => Err(wrong(404, "HTTP 404 Not Found")),
        _ => Err(wrong(405, "HTTP 405 Method Not Allowed").allow("GET, HEAD")),
    };
    match record {
        Ok(record) => {
            let triples = triples::of_record(&record.value(), &of(sandbox, orcid));
            Reply::new(200, syntax.content_type(), syntax.write(&triples))
        }
        Err(error) => refuse(version::format(request), &error),
    }
}

/// What is told to clients of a format that has no errors.
pub(super) const ERRORS: Format = Format::Compact;
