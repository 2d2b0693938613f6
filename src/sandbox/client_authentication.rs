//! Which client sends a form, and whether it is the one (guide `orcid-wire`, "Token endpoint"). The token and the
//! revocation endpoint share this.

use std::sync::Arc;

use http::header;

use super::{
    Sandbox,
    clients::{ClientStatus, RegisteredClient},
    incoming::Incoming,
    settings::Era,
    token_error::TokenError,
};
use crate::oauth::{authorization_header::decode_client, form};

/// The fields of a form; those of the query count as well.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub fn of(request: &Incoming<'_>) -> Self {
        let mut parameters = form::parse_form(request.query.as_bytes());
        if request.is_form() {
            parameters.extend(request.form());
        }
        Self(parameters)
    }

    /// A field that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        form::first(&self.0, name).filter(|value| !value.trim().is_empty())
    }
}

/// Credentials as today's front end reads them: a header wins over the form, whatever its scheme; without one, `required`
/// names the fields that must be there, in the order in which they are missed.
pub(super) fn current(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    parameters: &Parameters,
    required: &[&'static str],
) -> Result<Arc<RegisteredClient>, TokenError> {
    let authorization = request.header(header::AUTHORIZATION);
    let credentials = if authorization.trim().is_empty() {
        if let Some(missing) = required.iter().find(|name| parameters.get(name).is_none()) {
            return Err(TokenError::FieldMissing(missing));
        }
        posted(parameters)
    } else {
        decode_client(authorization)
    };
    let (id, secret) = credentials.ok_or(TokenError::BadCredentials)?;
    known(sandbox, &id, &secret)
}

/// Credentials as the former server read them: HTTP Basic, else the form. A bearer token is none, and no harm.
pub(super) fn classic(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    parameters: &Parameters,
) -> Result<Arc<RegisteredClient>, TokenError> {
    let credentials = decode_client(request.header(header::AUTHORIZATION)).or_else(|| posted(parameters));
    let (id, secret) = credentials.ok_or(TokenError::BadCredentials)?;
    known(sandbox, &id, &secret)
}

/// That ORCID lets it work.
pub(super) fn enabled(client: &RegisteredClient) -> Result<(), TokenError> {
    match client.status {
        ClientStatus::Active => Ok(()),
        ClientStatus::Locked => Err(TokenError::ClientLocked),
        ClientStatus::Deactivated => Err(TokenError::ClientDeactivated(client.client_id.clone())),
    }
}

/// [`current`] or [`classic`].
pub(super) fn authenticate(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    parameters: &Parameters,
    required: &[&'static str],
) -> Result<Arc<RegisteredClient>, TokenError> {
    match sandbox.settings.era {
        Era::Current => current(sandbox, request, parameters, required),
        Era::Classic => classic(sandbox, request, parameters),
    }
}

fn known(sandbox: &Sandbox, id: &str, secret: &str) -> Result<Arc<RegisteredClient>, TokenError> {
    let client = sandbox.clients().find(id).ok_or_else(|| TokenError::ClientUnknown(id.to_owned()))?;
    if client.client_secret.expose() == secret { Ok(Arc::clone(client)) } else { Err(TokenError::BadCredentials) }
}

fn posted(parameters: &Parameters) -> Option<(String, String)> {
    let id = parameters.get("client_id")?.to_owned();
    Some((id, parameters.get("client_secret").unwrap_or_default().to_owned()))
}
