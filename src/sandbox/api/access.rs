//! Who may come in: what a token opens on either host, and which records answer at all.

use jiff::Timestamp;

use super::{negotiate::Format, version, write};
use crate::{
    oauth::ScopeSet,
    orcid::scopes::{self, ClientType},
    sandbox::{
        Sandbox,
        incoming::Incoming,
        record::{ApiError, HOST, Problem, Reader},
        researchers::{RecordStatus, Researcher},
        state::Pair,
    },
};

/// A member that asks for what is not in a record.
pub(super) struct Caller<'a> {
    pub sandbox: &'a Sandbox,
    pub request: &'a Incoming<'a>,
    pub pair: &'a Pair,
    pub format: Format,
    pub now: Timestamp,
}

impl<'a> Caller<'a> {
    /// The client, if it is a member's and its token has the scope.
    pub fn must_have(&self, scope: &str) -> Result<&'a str, ApiError> {
        refuse_public_client(self.sandbox, self.pair)?;
        if scopes::closure(&self.pair.grant.scope).contains(scope) {
            return Ok(&self.pair.grant.client_id);
        }
        Err(ApiError::new(Problem::AccessControl))
    }

    pub fn client_name(&self) -> String {
        client_name(self.sandbox, Some(self.pair))
    }

    pub fn method_not_allowed(&self, allowed: &'static str) -> ApiError {
        ApiError::no_such_method().allow(allowed)
    }
}

/// Whom the texts for people tell them to ask.
pub(super) fn client_name(sandbox: &Sandbox, pair: Option<&Pair>) -> String {
    let client = pair.and_then(|pair| sandbox.clients().find(&pair.grant.client_id));
    client.map_or_else(|| "the client".to_owned(), |client| client.name.clone())
}

/// What a client that has a token must be able to do where nobody needs one.
pub(super) fn read_public(pair: Option<&Pair>) -> Result<(), ApiError> {
    match pair {
        Some(pair) if !scopes::closure(&pair.grant.scope).contains("/read-public") => {
            Err(ApiError::new(Problem::Scope))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether the record can be read at all, before anybody asks by whom.
pub(super) fn check_status(sandbox: &Sandbox, request: &Incoming<'_>, researcher: &Researcher) -> Result<(), ApiError> {
    let uri = |orcid: &str| format!("https://{HOST}/{orcid}");
    let orcid = researcher.orcid.as_str();
    let (status, deprecated_by) = sandbox.standing(researcher);
    Err(match status {
        RecordStatus::Active => return Ok(()),
        RecordStatus::Deprecated => {
            let primary = deprecated_by.map_or(orcid, |primary| primary.as_str());
            let mut error = ApiError::new(Problem::Deprecated).fill("orcid", &uri(primary));
            error = error.fill("deprecated_orcid", &uri(orcid));
            if write::writes(request.method) {
                return Err(error.status(409));
            }
            let path = request.path.replace(orcid, primary);
            error.location = Some(format!("{}{path}", version::base(sandbox, request)));
            error
        }
        RecordStatus::Unclaimed => ApiError::new(Problem::Unclaimed),
        RecordStatus::Locked => ApiError::new(Problem::Locked).fill("orcid", &uri(orcid)),
        RecordStatus::Deactivated => ApiError::new(Problem::Deactivated),
    })
}

/// The member API is for members only.
pub(super) fn refuse_public_client(sandbox: &Sandbox, pair: &Pair) -> Result<(), ApiError> {
    let client = sandbox.clients().find(&pair.grant.client_id);
    if client.is_none_or(|client| client.client_type == ClientType::Public) {
        let reason = "The client application is forbidden to perform the action.";
        return Err(ApiError::new(Problem::Unauthorized).because(reason));
    }
    Ok(())
}

/// What a token opens on the member API.
pub(super) fn member(sandbox: &Sandbox, pair: &Pair, orcid: &str) -> Result<Reader, ApiError> {
    refuse_public_client(sandbox, pair)?;
    let refused = |reason| Err(ApiError::new(Problem::Unauthorized).because(reason));
    let allowed = scopes::closure(&pair.grant.scope);
    match &pair.grant.orcid {
        Some(of) if of.as_str() == orcid => Ok(Reader::trusted(allowed, pair.grant.client_id.clone())),
        // What a client has for itself opens every record, and nothing that is limited in it.
        None if allowed.contains("/read-public") => {
            Ok(Reader::trusted(scopes::closure(&ScopeSet::parse("/read-public")), pair.grant.client_id.clone()))
        }
        Some(_) | None => refused("Access token is for a different record"),
    }
}
