//! The version that a path begins with (guide `orcid-wire`, "Versions").

use http::header;

use super::Format;
use crate::sandbox::{
    Sandbox,
    incoming::{Incoming, LogicalHost},
    record::{ApiError, Problem, Version},
    reply::Reply,
};

/// Where a path belongs.
pub(super) enum Place<'a> {
    /// To a version that is answered; what stands behind it.
    Answered(Version, &'a str),
    /// To a release candidate: the version that came of it, and what stands behind it.
    Candidate(Version, &'a str),
    /// To a version that was switched off: its name.
    Disabled(&'a str),
    /// To a version that never was.
    Unknown,
    /// To none.
    Unversioned,
}

/// Splits `/v3.0/…`.
pub(super) fn place(path: &str) -> Place<'_> {
    let Some(rest) = path.strip_prefix("/v").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) else {
        return Place::Unversioned;
    };
    let (name, below) = rest.split_once('/').unwrap_or((rest, ""));
    if let Ok(version) = name.parse() {
        return Place::Answered(version, below);
    }
    let candidate_of = name.split_once("_rc").filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
    match candidate_of.map(|(of, _)| of.parse()) {
        Some(Ok(version)) => Place::Candidate(version, below),
        Some(Err(_)) | None => {
            ["1.1", "1.2"].into_iter().find(|old| name.starts_with(old)).map_or(Place::Unknown, Place::Disabled)
        }
    }
}

/// The base of the API host that was asked.
pub(super) fn base(sandbox: &Sandbox, request: &Incoming<'_>) -> String {
    let host = if request.host == LogicalHost::MemberApi { "api" } else { "pub" };
    format!("{}/{host}", sandbox.settings().issuer)
}

/// A path without a version means today's. The query is lost on the way.
pub(super) fn to_latest(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    Reply::redirect(&format!("{}/v{}{}", base(sandbox, request), Version::V3_0, request.path))
}

/// Release candidates.
pub(super) fn to_successor(sandbox: &Sandbox, request: &Incoming<'_>, version: Version, below: &str) -> Reply {
    // The number in the JSON body is another one than the status.
    let error = ApiError::new(Problem::VersionGone).fill("version", &version.to_string());
    let (format, error) = match format(request) {
        Format::Compact => (Format::Compact, error.status(301)),
        format @ (Format::Xml(_) | Format::Pretty(_)) => (format, error),
    };
    let location = format!("{}/v{version}/{below}", base(sandbox, request));
    format.reply(308, &error.document()).header(header::LOCATION, &location)
}

/// Versions that once were.
pub(super) fn disabled(request: &Incoming<'_>, name: &str) -> Reply {
    let why = format!(
        "API Version {name} is no longer available. please upgrade to the 2.0 API \
         https://members.orcid.org/api/news/xsd-20-update"
    );
    let error = ApiError::new(Problem::Request).status(400).because(&why);
    format(request).reply(400, &error.document())
}

/// Versions that never were: a path like any other that leads nowhere.
pub(super) fn unknown(request: &Incoming<'_>) -> Reply {
    let error = ApiError::new(Problem::Request).status(404).because("HTTP 404 Not Found");
    format(request).reply(404, &error.document())
}

/// Filters write before anybody negotiates.
fn format(request: &Incoming<'_>) -> Format {
    if request.accept().to_ascii_lowercase().contains("json") {
        Format::Compact
    } else {
        Format::Xml("application/xml;charset=UTF-8")
    }
}
