//! `POST /oauth/token` (guide `orcid-wire`, "Token endpoint"): the checks that come before the grant, in each era's order.

mod authorization_code;
mod client_credentials;
mod exchange;
mod refresh;
mod success;

use std::sync::Arc;

use http::{Method, header};
use jiff::Timestamp;

use super::{
    Sandbox,
    client_authentication::{self, Parameters},
    clients::{GrantType, RegisteredClient},
    incoming::{Incoming, LogicalHost},
    pages,
    reply::Reply,
    researchers::{RecordStatus, Researcher},
    settings::Era,
    token_error::TokenError,
};
use crate::{
    oauth::{ScopeSet, authorization_header},
    orcid::{
        OrcidId,
        scopes::{self, ClientType, Legs, Who},
    },
};

/// A request whose client is known.
struct Call<'a> {
    sandbox: &'a mut Sandbox,
    client: Arc<RegisteredClient>,
    parameters: Parameters,
    /// What the `Authorization` header holds as a bearer token.
    bearer: Option<String>,
    now: Timestamp,
}

/// Answers the token endpoint.
pub(super) fn answer(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let era = sandbox.settings.era;
    let reply = match era {
        Era::Current => current(sandbox, request, now),
        Era::Classic => classic(sandbox, request, now),
    };
    reply.unwrap_or_else(|error| error.reply(era))
}

/// The public API's host sends everyone to the web host; the member API's forwards, after a look of its own (guide
/// `orcid-wire`, "Hosts and endpoints").
pub(super) fn on_api_host(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    if request.host == LogicalHost::PublicApi {
        let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
        let location = format!("{}/oauth/token{query}", sandbox.settings.issuer);
        return Reply::new(307, "", "").header(header::LOCATION, &location);
    }
    match sandbox.settings.era {
        Era::Current => {
            let parameters = Parameters::of(request);
            let invalid = |name, longest| parameters.get(name).is_none_or(|value| value.len() > longest);
            let by_form = request.header(header::AUTHORIZATION).trim().is_empty();
            let text = if parameters.get("grant_type").is_none() {
                "grant_type is missing"
            } else if by_form && invalid("client_id", 50) {
                "client_id is missing or invalid"
            } else if by_form && invalid("client_secret", 100) {
                "client_secret is missing or invalid"
            } else {
                return answer(sandbox, request, now);
            };
            Reply::json(400, &serde_json::json!({"error": "invalid_request", "error_description": text})).no_store()
        }
        Era::Classic => match client_authentication::classic(sandbox, request, &Parameters::of(request)) {
            Ok(client) if client.client_type == ClientType::Public => {
                TokenError::PublicClientOnMemberApi.reply(Era::Classic)
            }
            Ok(_) | Err(_) => answer(sandbox, request, now),
        },
    }
}

/// Content type, grant type, fields, client, grant.
fn current(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Result<Reply, TokenError> {
    if *request.method != Method::POST || !request.is_form() {
        return Ok(pages::unsupported_media_type(request));
    }
    let parameters = Parameters::of(request);
    let grant_type = parameters.get("grant_type").ok_or(TokenError::GrantTypeMissing)?.to_owned();
    let grant = grant_type.parse::<GrantType>().ok();
    let required: &[&'static str] = match grant {
        Some(GrantType::RefreshToken) => &["client_id", "client_secret", "refresh_token"],
        Some(GrantType::TokenExchange) => {
            &["client_id", "client_secret", "subject_token", "subject_token_type", "requested_token_type"]
        }
        Some(GrantType::AuthorizationCode | GrantType::ClientCredentials | GrantType::Implicit) | None => {
            &["client_id", "client_secret"]
        }
    };
    let client = client_authentication::current(sandbox, request, &parameters, required)?;
    client_authentication::enabled(&client)?;
    Call { sandbox, client, parameters, bearer: None, now }.dispatch(&grant_type, grant)
}

/// Client, content type, scopes, grant type, whether the client works, grant.
fn classic(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Result<Reply, TokenError> {
    let parameters = Parameters::of(request);
    let client = client_authentication::classic(sandbox, request, &parameters)?;
    if *request.method != Method::POST {
        return Err(TokenError::MethodNotAllowed(request.method.to_string()));
    }
    if !request.is_form() {
        return Ok(pages::unsupported_media_type(request));
    }
    for scope in asked_scopes(&parameters, Era::Classic).iter() {
        if scopes::find(scope.as_str()).is_none_or(|info| info.who == Who::Internal) {
            return Err(TokenError::ScopeUnknown(scope.to_string()));
        }
    }
    let grant_type = parameters.get("grant_type").ok_or(TokenError::GrantTypeMissing)?.to_owned();
    let grant = grant_type.parse::<GrantType>().ok();
    let bearer = authorization_header::bearer(request.header(header::AUTHORIZATION)).map(str::to_owned);
    Call { sandbox, client, parameters, bearer, now }.dispatch(&grant_type, grant)
}

/// The scopes of a token request. The former server still understood a name from its first years.
fn asked_scopes(parameters: &Parameters, era: Era) -> ScopeSet {
    let text = parameters.get("scope").unwrap_or_default();
    match era {
        Era::Current => ScopeSet::parse(text),
        Era::Classic => ScopeSet::parse(&text.replace("orcid-grants", "funding")),
    }
}

impl Call<'_> {
    fn dispatch(self, grant_type: &str, grant: Option<GrantType>) -> Result<Reply, TokenError> {
        match grant {
            Some(GrantType::AuthorizationCode) => self.authorization_code(),
            Some(GrantType::ClientCredentials) => self.client_credentials(),
            Some(GrantType::RefreshToken) => self.refresh(),
            Some(GrantType::TokenExchange) => self.exchange(),
            Some(GrantType::Implicit) | None => Err(TokenError::GrantTypeUnsupported(grant_type.to_owned())),
        }
    }

    /// The researcher of a grant, if the record still is what it was.
    fn researcher(&self, orcid: &OrcidId, unknown: impl FnOnce() -> TokenError) -> Result<Arc<Researcher>, TokenError> {
        let researcher = self.sandbox.researchers().find(orcid.as_str()).ok_or_else(unknown)?;
        let is = match self.sandbox.standing(researcher).0 {
            RecordStatus::Active => return Ok(Arc::clone(researcher)),
            RecordStatus::Deprecated => "deprecated",
            RecordStatus::Unclaimed => "not claimed",
            RecordStatus::Locked => "locked",
            RecordStatus::Deactivated => "deactivated",
        };
        Err(TokenError::RecordInactive(format!("{orcid} is {is}")))
    }

    fn era(&self) -> Era {
        self.sandbox.settings.era
    }

    fn asked_scopes(&self) -> ScopeSet {
        asked_scopes(&self.parameters, self.era())
    }
}

/// Whether a client obtains a scope for itself.
fn two_legged(scope: &str) -> bool {
    scopes::find(scope).is_some_and(|info| info.legs == Legs::Two)
}
