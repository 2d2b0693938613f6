//! The version that a path begins with (guide `orcid-wire`, "Versions").

use http::header;

use super::{Format, linked_data, negotiate};
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
    /// To another version, a release candidate say: the one that it is answered by, and what stands behind it.
    Other(Version, &'a str),
    /// To a version that was switched off: its name.
    Disabled(&'a str),
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
    if let Some(old) = ["1.1", "1.2"].into_iter().find(|old| name.starts_with(old)) {
        return Place::Disabled(old);
    }
    let successor = [Version::V2_0, Version::V2_1].into_iter().find(|known| name.starts_with(&known.to_string()));
    Place::Other(successor.unwrap_or(Version::V3_0), below)
}

/// The base of the API host that was asked.
pub(super) fn base(sandbox: &Sandbox, request: &Incoming<'_>) -> String {
    let host = if request.host == LogicalHost::MemberApi { "api" } else { "pub" };
    format!("{}/{host}", sandbox.settings().issuer)
}

/// A path without a version means today's, or leads to RDF. The query is lost on the way.
pub(super) fn to_latest(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    let latest = || format!("{}/v{}{}", base(sandbox, request), Version::V3_0, request.path);
    Reply::redirect(&linked_data::instead(sandbox, request).unwrap_or_else(latest))
}

/// Versions that lead to another one: release candidates, and whatever never was.
pub(super) fn to_successor(sandbox: &Sandbox, request: &Incoming<'_>, version: Version, below: &str) -> Reply {
    // ORCID has these texts for two versions only, and in JSON the developer's is that of the wrong one.
    let named = match version {
        Version::V2_0 => version,
        Version::V2_1 | Version::V3_0 => Version::V3_0,
    };
    let error = ApiError::new(Problem::VersionGone).fill("version", &named.to_string());
    let for_developers = |version: Version| error.clone().fill("developerVersion", &version.to_string());
    let (format, error) = match format(request) {
        // The number in the JSON body is another one than the status.
        Format::Compact => (Format::Compact, for_developers(Version::V2_0).status(301)),
        format @ (Format::Xml(_) | Format::Pretty(_) | Format::JsonLd) => (format, for_developers(named)),
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

/// Filters write before anybody negotiates.
pub(super) fn format(request: &Incoming<'_>) -> Format {
    if negotiate::accept(request).to_ascii_lowercase().contains("json") {
        Format::Compact
    } else {
        Format::Xml("application/xml;charset=UTF-8")
    }
}
