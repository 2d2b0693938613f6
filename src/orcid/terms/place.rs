//! Where a name stands: the same name means one thing in an authorization request and another in the answer to it.

/// Where in a message (or on the screen) a name stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Place {
    /// A parameter of the authorization URL (RFC 6749 §4.1.1).
    AuthorizationRequest,
    /// A parameter that comes back to the redirect URI, in the query or in the fragment (RFC 6749 §4.1.2, §4.2.2).
    Callback,
    /// A field of a token request (RFC 6749 §4.1.3).
    TokenRequest,
    /// A field of a revocation request (RFC 7009 §2.1).
    RevocationRequest,
    /// A parameter of an API call.
    ApiQuery,
    /// A field of the pages on which the researcher signs in and consents.
    PageForm,
    /// A header of a request.
    RequestHeader,
    /// A header of an answer.
    ResponseHeader,
    /// A member of the token endpoint's answer, good or bad, and of the revocation endpoint's (RFC 6749 §5).
    TokenResponse,
    /// A member of the userinfo answer (OpenID Connect Core 1.0 §5.3.2).
    Userinfo,
    /// A member of the discovery document (OpenID Connect Discovery 1.0 §3).
    Discovery,
    /// A member of the key set (RFC 7517).
    KeySet,
    /// A member, an element or an attribute of a body of ORCID's API, in JSON or XML.
    Record,
    /// A member of what the simulated ORCID's control interface takes and gives.
    Control,
    /// A member of the ID token's header (RFC 7515 §4.1).
    JoseHeader,
    /// A claim of the ID token (OpenID Connect Core 1.0 §2).
    Claim,
    /// A scope (RFC 6749 §3.3).
    Scope,
    /// A part of a URL.
    Url,
    /// A method of HTTP.
    Method,
    /// A status of HTTP.
    Status,
    /// A value that has a meaning of its own: `grant_type=refresh_token`.
    Value,
    /// A field or a button of this program.
    Screen,
    /// Something that looks wrong before it is sent, by its code.
    Finding,
}

impl Place {
    /// What it is called on the screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::AuthorizationRequest => "authorization request",
            Self::Callback => "callback",
            Self::TokenRequest => "token request",
            Self::RevocationRequest => "revocation request",
            Self::ApiQuery => "query of an API call",
            Self::PageForm => "form of a page",
            Self::RequestHeader => "request header",
            Self::ResponseHeader => "response header",
            Self::TokenResponse => "token response",
            Self::Userinfo => "userinfo",
            Self::Discovery => "discovery document",
            Self::KeySet => "key set",
            Self::Record => "body of the API",
            Self::Control => "control interface of the simulated ORCID",
            Self::JoseHeader => "header of the ID token",
            Self::Claim => "claim of the ID token",
            Self::Scope => "scope",
            Self::Url => "part of a URL",
            Self::Method => "HTTP method",
            Self::Status => "HTTP status",
            Self::Value => "value",
            Self::Screen => "this program",
            Self::Finding => "finding before sending",
        }
    }

    /// Whether names in it are key paths, of which the longest known end counts.
    pub(super) fn has_paths(self) -> bool {
        match self {
            Self::TokenResponse
            | Self::Userinfo
            | Self::Discovery
            | Self::KeySet
            | Self::Record
            | Self::Control
            | Self::Claim => true,
            Self::AuthorizationRequest
            | Self::Callback
            | Self::TokenRequest
            | Self::RevocationRequest
            | Self::ApiQuery
            | Self::PageForm
            | Self::RequestHeader
            | Self::ResponseHeader
            | Self::JoseHeader
            | Self::Scope
            | Self::Url
            | Self::Method
            | Self::Status
            | Self::Value
            | Self::Screen
            | Self::Finding => false,
        }
    }
}

/// What stands behind the last of these words in a path decides what its parameters and its bodies are.
fn ends(path: &str, words: &[&str]) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    words.iter().any(|word| path.ends_with(word))
}

/// What the parameters in the query of a request are, by its path or its URL.
pub fn query_place(path: &str) -> Place {
    if ends(path, &["/oauth/authorize", "/oauth2/authorize", "/signin", "/signout"]) {
        Place::AuthorizationRequest
    } else if ends(path, &["/oauth/token"]) {
        Place::TokenRequest
    } else if ends(path, &["/oauth/revoke"]) {
        Place::RevocationRequest
    } else {
        Place::ApiQuery
    }
}

/// What the fields of a form are that is sent to a path.
pub fn form_place(path: &str) -> Place {
    match query_place(path) {
        Place::AuthorizationRequest => Place::PageForm,
        other => other,
    }
}

/// What the members of a body are that is sent to a path, or comes from there.
pub fn body_place(path: &str) -> Place {
    if ends(path, &["/oauth/token", "/oauth/revoke"]) {
        Place::TokenResponse
    } else if ends(path, &["/oauth/userinfo"]) {
        Place::Userinfo
    } else if ends(path, &["/openid-configuration"]) {
        Place::Discovery
    } else if ends(path, &["/oauth/jwks"]) {
        Place::KeySet
    } else if path.contains("/_sandbox") {
        Place::Control
    } else {
        Place::Record
    }
}
