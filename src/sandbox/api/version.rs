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
    /// To one that is not: the one that took its place, and what stands behind it.
    Gone(Version, &'a str),
    /// To none.
    Unversioned,
}

/// Splits `/v3.0/…`.
pub(super) fn place(path: &str) -> Place<'_> {
    let versioned = path.strip_prefix("/v").and_then(|rest| rest.split_once('/'));
    let Some((name, below)) = versioned.filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit())) else {
        return Place::Unversioned;
    };
    if let Ok(version) = name.parse() {
        return Place::Answered(version, below);
    }
    let successor = [Version::V2_0, Version::V2_1].into_iter().find(|version| name.starts_with(&version.to_string()));
    Place::Gone(successor.unwrap_or(Version::V3_0), below)
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

/// Release candidates and whatever else there is not.
pub(super) fn to_successor(sandbox: &Sandbox, request: &Incoming<'_>, version: Version, below: &str) -> Reply {
    let json = request.header(header::ACCEPT).to_ascii_lowercase().contains("json");
    // The number in the JSON body is another one than the status.
    let error = ApiError::new(Problem::VersionGone).fill("version", &version.to_string());
    let (format, error) =
        if json { (Format::Compact, error.status(301)) } else { (Format::Xml("application/xml;charset=UTF-8"), error) };
    let location = format!("{}/v{version}/{below}", base(sandbox, request));
    format.reply(308, &error.document()).header(header::LOCATION, &location)
}
