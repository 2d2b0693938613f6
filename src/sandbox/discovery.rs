//! `/.well-known/openid-configuration` and `/oauth/jwks` (guide `orcid-wire`, "Discovery", "Key set").

use http::{Method, header};
use serde::Serialize;
use serde_json::json;

use super::{
    Sandbox,
    incoming::Incoming,
    jackson,
    reply::{JSON, Reply},
};

/// serde writes the keys in this order, which is ORCID's.
#[derive(Serialize)]
struct Configuration<'a> {
    token_endpoint_auth_signing_alg_values_supported: [&'a str; 1],
    id_token_signing_alg_values_supported: [&'a str; 1],
    userinfo_endpoint: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    claims_supported: [&'a str; 6],
    scopes_supported: [&'a str; 1],
    subject_types_supported: [&'a str; 1],
    response_types_supported: [&'a str; 3],
    claims_parameter_supported: bool,
    token_endpoint_auth_methods_supported: [&'a str; 1],
    grant_types_supported: [&'a str; 3],
    issuer: &'a str,
}

impl<'a> Configuration<'a> {
    fn of(issuer: &'a str) -> Self {
        Self {
            token_endpoint_auth_signing_alg_values_supported: ["RS256"],
            id_token_signing_alg_values_supported: ["RS256"],
            userinfo_endpoint: format!("{issuer}/oauth/userinfo"),
            authorization_endpoint: format!("{issuer}/oauth/authorize"),
            token_endpoint: format!("{issuer}/oauth/token"),
            jwks_uri: format!("{issuer}/oauth/jwks"),
            claims_supported: ["family_name", "given_name", "name", "auth_time", "iss", "sub"],
            scopes_supported: ["openid"],
            subject_types_supported: ["public"],
            response_types_supported: ["code", "id_token", "id_token token"],
            claims_parameter_supported: false,
            token_endpoint_auth_methods_supported: ["client_secret_post"],
            grant_types_supported: ["authorization_code", "implicit", "refresh_token"],
            issuer,
        }
    }
}

/// ORCID's document, key for key and byte for byte but for the issuer. It leaves out what ORCID's leaves out.
pub(super) fn configuration(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    let document = Configuration::of(&sandbox.settings().issuer);
    read_only(request, || Reply::new(200, JSON, jackson::pretty(&document)))
}

/// One key, without `alg`.
pub(super) fn jwks(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    read_only(request, || {
        Reply::json(200, &json!({"keys": [(sandbox.key)().jwk()]}))
            .header(header::CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate")
            .header(header::PRAGMA, "no-cache")
    })
}

/// What is read and never changed, by scripts of any site.
pub(super) fn read_only(request: &Incoming<'_>, answer: impl FnOnce() -> Reply) -> Reply {
    match *request.method {
        Method::GET | Method::HEAD => cors(request, answer()),
        Method::OPTIONS => preflight(request),
        _ => Reply::new(405, "", "").header(header::ALLOW, "GET, HEAD, OPTIONS"),
    }
}

/// Lets scripts of any site read the answer, as ORCID does for these endpoints and no others.
pub(super) fn cors(request: &Incoming<'_>, reply: Reply) -> Reply {
    let origin = request.header(header::ORIGIN);
    if origin.is_empty() {
        return reply;
    }
    reply
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .header(header::VARY, "Origin")
}

/// The browser's question before such a request.
pub(super) fn preflight(request: &Incoming<'_>) -> Reply {
    let asked = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS);
    let reply =
        cors(request, Reply::new(200, "", "")).header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE");
    if asked.is_empty() { reply } else { reply.header(header::ACCESS_CONTROL_ALLOW_HEADERS, asked) }
}
