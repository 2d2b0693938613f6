//! The v3.0 API: who may read, in which format, and the bodies of its refusals (guide `orcid-wire`, "Record reads").

use http::{Method, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Sandbox,
    incoming::{Incoming, LogicalHost},
    jackson,
    record::{self, Reader},
    reply::{JSON, Reply},
    state::Pair,
};
use crate::{
    oauth::Scope,
    orcid::scopes::{self, ClientType},
};

/// How a body is written.
#[derive(Clone, Copy)]
enum Format {
    /// `application/json`: compact.
    Compact,
    /// ORCID's own JSON types: pretty printed.
    Pretty(&'static str),
}

/// Answers both API hosts.
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let pair = match request.bearer_token() {
        None if request.host == LogicalHost::MemberApi => {
            let text = "Forbidden: The server understood the request but refuses to authorize it.";
            return Reply::json(403, &json!({"error": "forbidden", "error_description": text}));
        }
        None => None,
        Some(token) => match sandbox.state.live_access_token(&token, now) {
            Some(pair) => Some(pair),
            // Also on the public API, where no token at all would be fine.
            None => {
                let text = format!("Invalid access token: {token}");
                return Reply::json(401, &json!({"error": "invalid_token", "error_description": text}));
            }
        },
    };
    let Some(orcid) = record_path(request.path) else {
        return error(404, 9001, "404 Not Found: This path is not served by the simulated ORCID.", NOT_PROCESSED);
    };
    if !matches!(*request.method, Method::GET | Method::HEAD) {
        let text = "405 Method Not Allowed: Endpoint and method mismatch.";
        return error(405, 9001, text, NOT_PROCESSED).header(header::ALLOW, "GET, HEAD");
    }
    let Some(format) = negotiate(request.header(header::ACCEPT)) else {
        let text = "406 Not Acceptable: the simulated ORCID answers this in JSON only. Send Accept: application/json; \
                    ORCID itself answers XML when no Accept header asks for JSON.";
        return error(406, 9001, text, NOT_PROCESSED);
    };
    let Some(researcher) = sandbox.researchers().find(orcid) else {
        return error(404, 9016, "404 Not Found: The resource was not found.", "The resource was not found.");
    };
    let reader = match (request.host, pair) {
        (LogicalHost::MemberApi, Some(pair)) => match member_reader(sandbox, pair, orcid) {
            Ok(reader) => reader,
            Err(reason) => return unauthorized(reason),
        },
        // The public host shows what is public, whatever the token.
        (LogicalHost::MemberApi | LogicalHost::PublicApi | LogicalHost::Web, _) => Reader::public(),
    };
    let value = record::record(sandbox, researcher, &reader);
    match format {
        Format::Compact => Reply::json(200, &value),
        Format::Pretty(content_type) => Reply::new(200, content_type, jackson::pretty(&value)),
    }
}

fn member_reader(sandbox: &Sandbox, pair: &Pair, orcid: &str) -> Result<Reader, &'static str> {
    let client = sandbox.clients().find(&pair.grant.client_id);
    if client.is_none_or(|client| client.client_type == ClientType::Public) {
        return Err("The client application is forbidden to perform the action.");
    }
    let allowed = scopes::closure(pair.grant.scope.iter().map(Scope::as_str));
    // What a client has for itself opens nothing that is limited, but every record.
    let own = pair.grant.orcid.is_none() && allowed.contains("/read-public");
    if !own && pair.grant.orcid.as_ref().is_none_or(|of| of.as_str() != orcid) {
        return Err("Access token is for a different record");
    }
    Ok(Reader::trusted(allowed, pair.grant.client_id.clone()))
}

/// `/v3.0/{orcid}/record`, or without `record`. The check digit is not looked at, as at ORCID.
fn record_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/v3.0/")?;
    let orcid = rest.strip_suffix("/record").or_else(|| rest.strip_suffix('/')).unwrap_or(rest);
    let shaped = orcid.len() == 19 && orcid.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'X');
    shaped.then_some(orcid)
}

/// The first JSON type that the client takes, by quality, then by place. `None`: it takes none, or prefers XML.
fn negotiate(accept: &str) -> Option<Format> {
    let mut ranges: Vec<(f32, Option<Format>)> = Vec::new();
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
        let format = match media_type.as_str() {
            "application/json" => Some(Format::Compact),
            "application/vnd.orcid+json" => Some(Format::Pretty("application/vnd.orcid+json;charset=UTF-8")),
            "application/orcid+json" => Some(Format::Pretty("application/orcid+json;charset=UTF-8")),
            "*/*" | "application/*" | "application/xml" | "application/vnd.orcid+xml" | "application/orcid+xml" => None,
            _ => continue,
        };
        if quality > 0.0 {
            ranges.push((quality, format));
        }
    }
    // Stable: of equal qualities the first one stays first.
    ranges.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    ranges.first().and_then(|(_, format)| *format)
}

const NOT_PROCESSED: &str = "ORCID could not process the data, because they were invalid.";

fn unauthorized(reason: &str) -> Reply {
    let text =
        "401 Unauthorized: The client application is not authorized for this ORCID record. Full validation error: ";
    error(401, 9017, &format!("{text}{reason}"), "The client application is not authorized.")
}

/// The five keys of an API error, in ORCID's order.
fn error(status: u16, code: u16, developer_message: &str, user_message: &str) -> Reply {
    let body: Value = json!({
        "response-code": status,
        "developer-message": developer_message,
        "user-message": user_message,
        "error-code": code,
        "more-info": "https://members.orcid.org/api/resources/troubleshooting",
    });
    // ORCID's 406 has no Content-Type: there is none that the client would take.
    let content_type = if status == 406 { "" } else { JSON };
    Reply::new(status, content_type, body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_answered_to_those_who_ask_for_it() {
        let kind = |accept| match negotiate(accept) {
            Some(Format::Compact) => "compact",
            Some(Format::Pretty(_)) => "pretty",
            None => "none",
        };
        assert_eq!(kind("application/json"), "compact");
        assert_eq!(kind("application/vnd.orcid+json; q=0.5, application/xml;q=0.4"), "pretty");
        assert_eq!(kind("application/xml, application/json;q=0.9"), "none");
        assert_eq!(kind("text/html, application/orcid+json"), "pretty");
        assert_eq!(kind("application/json;q=0"), "none");
        for none in ["", "*/*", "text/html", ";;;", "application/xml"] {
            assert_eq!(kind(none), "none", "{none}");
        }
    }

    #[test]
    fn only_record_paths_are_served() {
        assert_eq!(record_path("/v3.0/0000-0002-4456-8947/record"), Some("0000-0002-4456-8947"));
        assert_eq!(record_path("/v3.0/0000-0002-4456-8947"), Some("0000-0002-4456-8947"));
        for other in ["/", "/v3.0/", "/v3.0/0000-0002-4456-8947/works", "/v2.1/0000-0002-4456-8947/record", "/v3.0/é"]
        {
            assert_eq!(record_path(other), None, "{other}");
        }
    }
}
