//! Refusals of the token endpoint in both eras (guide `orcid-wire`, "Token errors", "Token errors of the former server").

use http::{HeaderName, header};

use super::{reply::Reply, settings::Era};

/// Today's front end marks what the authorization server answered.
pub(super) const EXCHANGE_HEADER: HeaderName = HeaderName::from_static("oauth_authorization_code_exchange");

const LONG_TEXT: &str = "One of the provided parameters is invalid, or, the provided token/code is invalid or expired";

const SCOPE_TEXT: &str = "One of the provided scopes is not allowed. Please refer to the list of allowed scopes at: \
    https://github.com/ORCID/ORCID-Source/tree/master/orcid-model/src/main/resources/record_2.0#scopes.";

/// What is wrong with a token request. Texts in the variants are quoted from the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenError {
    MethodNotAllowed(String),
    GrantTypeMissing,
    GrantTypeUnsupported(String),
    /// A field that today's front end looks for.
    FieldMissing(&'static str),
    /// No credentials, or a wrong secret.
    BadCredentials,
    ClientUnknown(String),
    ClientLocked,
    ClientDeactivated(String),
    PublicClientOnMemberApi,
    /// The researcher's record is not what it was; in the exception's words.
    RecordInactive(String),
    CodeMissing,
    CodeUnknown(String),
    CodeReused(String),
    CodeExpired,
    CodeOfAnotherClient(String),
    RedirectUriDiffers,
    /// The scope, and those of the code in lexical order.
    ScopeNotInCode(String, String),
    /// ORCID has no such scope, or keeps it to itself.
    ScopeUnknown(String),
    /// Nothing is left of what was asked.
    ScopeNone,
    ScopeNotAllowed(String),
    GrantNotAllowed(String),
    /// The client id.
    RefreshNotAllowed(String),
    RefreshTokenUnknown,
    RefreshTokenOfAnotherClient,
    ParentDisabled,
    /// What the `Authorization` header says, if there is one.
    ParentExpired(Option<String>),
    ScopeWider(String),
    ExpiresInNotANumber(String),
    /// The parent's end, as Java writes a date.
    ExpiresInBeyondParent(String),
    /// Something in a token exchange.
    ExchangeInvalid(String),
    /// Its scopes.
    ExchangeScope(&'static str),
    Unsigned,
}

/// Who answers: the two halves of today's ORCID write their keys in different order, and so did the former server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The former server, or today's registry in front: `error` first.
    Registry,
    /// The authorization server behind it: `error_description` first.
    AuthorizationServer,
}

struct Row {
    status: u16,
    error: &'static str,
    text: String,
    origin: Origin,
}

fn row(status: u16, error: &'static str, text: impl Into<String>) -> Row {
    Row { status, error, text: text.into(), origin: Origin::AuthorizationServer }
}

fn registry(status: u16, error: &'static str, text: impl Into<String>) -> Row {
    Row { origin: Origin::Registry, ..row(status, error, text) }
}

impl TokenError {
    /// The answer of an era.
    pub fn reply(&self, era: Era) -> Reply {
        self.reply_marked(era, EXCHANGE_HEADER)
    }

    /// The answer of an era, where today's front end marks the authorization server's answers with another header.
    pub fn reply_marked(&self, era: Era, mark: HeaderName) -> Reply {
        let Row { status, error, text, origin } = match era {
            Era::Current => self.current(),
            Era::Classic => Row { origin: Origin::Registry, ..self.classic() },
        };
        let pair = [("error", error), ("error_description", text.as_str())];
        let body: serde_json::Map<String, serde_json::Value> = match origin {
            Origin::Registry => pair,
            Origin::AuthorizationServer => [pair[1], pair[0]],
        }
        .map(|(key, value)| (key.to_owned(), value.into()))
        .into_iter()
        .collect();
        let reply = Reply::json(status, &body).no_store();
        match (era, origin) {
            (Era::Current, Origin::AuthorizationServer) => reply.header(mark, "ON"),
            (Era::Current, Origin::Registry) => reply,
            // Only what the filter in front of the former endpoint refused; that is where clients are authenticated.
            (Era::Classic, _) if error == "invalid_client" => {
                let challenge = format!(r#"Form realm="ORCID", error="{error}", error_description="{text}""#);
                reply.header(header::WWW_AUTHENTICATE, &challenge)
            }
            (Era::Classic, _) if status == 405 => reply.header(header::ALLOW, "POST"),
            (Era::Classic, _) => reply,
        }
    }

    fn classic(&self) -> Row {
        match self {
            Self::MethodNotAllowed(method) => row(
                405,
                "invalid_request",
                format!(
                    "Method {method} is not supported for token requests. POST IS supported, but BASIC authentication \
                     is the preferred method of authenticating clients."
                ),
            ),
            Self::GrantTypeMissing => row(400, "unsupported_grant_type", "Unsupported grant type: null"),
            Self::GrantTypeUnsupported(grant) => {
                row(400, "unsupported_grant_type", format!("Unsupported grant type: {grant}"))
            }
            Self::BadCredentials => row(401, "invalid_client", "Bad client credentials"),
            Self::ClientUnknown(id) => row(401, "invalid_client", format!("Client not found: {id}")),
            Self::ClientLocked => row(400, "unauthorized_client", "The client is locked"),
            Self::ClientDeactivated(id) => row(400, "unauthorized_client", format!("Client {id} is deactivated")),
            Self::RecordInactive(text) => row(400, "unauthorized_client", text.as_str()),
            Self::PublicClientOnMemberApi => {
                row(400, "invalid_request", "Public members are not allowed to use the Members API")
            }
            // The front end of today looks for these; the former server found them missing one by one.
            Self::FieldMissing(field) => row(400, "invalid_request", format!("{field} is required")),
            Self::CodeMissing => row(500, "server_error", "An authorization code must be supplied."),
            Self::CodeUnknown(code) => row(400, "invalid_grant", format!("Invalid authorization code: {code}")),
            Self::CodeReused(code) => row(400, "invalid_grant", format!("Reused authorization code: {code}")),
            Self::CodeExpired => row(400, "invalid_request", "Authorization code has expired"),
            Self::CodeOfAnotherClient(_) => row(500, "server_error", "Client ID mismatch"),
            Self::RedirectUriDiffers => row(500, "server_error", "Redirect URI mismatch."),
            Self::ScopeNotInCode(scope, available) => row(
                400,
                "invalid_scope",
                format!("Invalid scopes: {scope} available scopes for this code are: [{available}]"),
            ),
            Self::ScopeUnknown(_) => row(401, "invalid_scope", SCOPE_TEXT),
            Self::ScopeNone => row(400, "invalid_scope", "Invalid scope (none)"),
            Self::ScopeNotAllowed(scope) => row(400, "invalid_scope", format!("Invalid scope: {scope}")),
            Self::GrantNotAllowed(grant) => row(400, "invalid_grant", format!("Unauthorized grant type: {grant}")),
            Self::RefreshNotAllowed(id) => {
                row(400, "invalid_grant", format!("Client {id} doesnt have refresh token enabled"))
            }
            Self::RefreshTokenUnknown => row(400, "unauthorized_client", "Unable to find refresh token"),
            Self::RefreshTokenOfAnotherClient => {
                row(400, "invalid_request", "This token does not belong to the given client")
            }
            Self::ParentDisabled => row(400, "unauthorized_client", "Parent token is disabled"),
            Self::ParentExpired(bearer) => {
                let bearer = bearer.as_deref().unwrap_or("null");
                row(400, "unauthorized_client", format!("Access token expired: {bearer}"))
            }
            Self::ScopeWider(scope) => {
                row(400, "invalid_scope", format!("The given scope '{scope}' is not allowed for the parent token"))
            }
            Self::ExpiresInNotANumber(text) => row(400, "invalid_request", format!("{text} is not a number")),
            Self::ExpiresInBeyondParent(end) => {
                row(400, "invalid_request", format!("Token expiration can't be after {end}"))
            }
            Self::ExchangeInvalid(text) => row(400, "invalid_request", text.as_str()),
            Self::ExchangeScope(text) => row(401, "invalid_scope", *text),
            Self::Unsigned => row(500, "server_error", "Could not sign ID token"),
        }
    }

    /// Where today's server was never seen, the former one's row with its odd 500s as 400.
    fn current(&self) -> Row {
        match self {
            Self::GrantTypeMissing => registry(400, "unsupported_grant_type", "grant_type is missing"),
            Self::FieldMissing(field) => registry(401, "invalid_request", format!("{field} is required")),
            Self::BadCredentials | Self::ClientUnknown(_) => row(401, "invalid_client", "Client authentication failed"),
            Self::ClientDeactivated(id) => row(401, "unauthorized_client", format!("Client ({id}) is deactivated")),
            Self::CodeOfAnotherClient(code) => row(400, "invalid_grant", format!("Invalid authorization code: {code}")),
            Self::CodeExpired | Self::RedirectUriDiffers => row(400, "invalid_grant", LONG_TEXT),
            Self::ScopeNotInCode(scope, _) | Self::ScopeUnknown(scope) => {
                row(400, "invalid_scope", format!("Invalid scope: {scope}"))
            }
            Self::PublicClientOnMemberApi => {
                registry(400, "invalid_request", "Public members are not allowed to use the Members API")
            }
            Self::Unsigned => registry(401, "server_error", "The ID token could not be signed"),
            Self::MethodNotAllowed(_)
            | Self::GrantTypeUnsupported(_)
            | Self::ClientLocked
            | Self::RecordInactive(_)
            | Self::CodeMissing
            | Self::CodeUnknown(_)
            | Self::CodeReused(_)
            | Self::ScopeNone
            | Self::ScopeNotAllowed(_)
            | Self::GrantNotAllowed(_)
            | Self::RefreshNotAllowed(_)
            | Self::RefreshTokenUnknown
            | Self::RefreshTokenOfAnotherClient
            | Self::ParentDisabled
            | Self::ParentExpired(_)
            | Self::ScopeWider(_)
            | Self::ExpiresInNotANumber(_)
            | Self::ExpiresInBeyondParent(_)
            | Self::ExchangeInvalid(_)
            | Self::ExchangeScope(_) => {
                let former = self.classic();
                Row { status: if former.status == 500 { 400 } else { former.status }, ..former }
            }
        }
    }
}
