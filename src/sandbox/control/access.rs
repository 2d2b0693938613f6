//! `POST /_sandbox/revoke-access` with `{"client_id": "APP-…", "orcid": "0000-…"}`: what a researcher does who takes a
//! client off the list of trusted parties (guide `orcid-wire`, "Revocation").

use serde::Deserialize;
use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::{
    orcid::OrcidId,
    sandbox::{Sandbox, incoming::Incoming, journal::Event, reply::Reply},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    client_id: String,
    orcid: OrcidId,
}

pub(super) fn revoke(sandbox: &Sandbox, request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let Revocation { client_id, orcid } = body(request, r#"{"client_id": "…", "orcid": "…"}"#)?;
    if sandbox.clients().find(&client_id).is_none() {
        return Err(bad_request("There is no client with this client_id."));
    }
    if sandbox.researchers().find(orcid.as_str()).is_none() {
        return Err(bad_request("There is no researcher with this orcid."));
    }
    Ok(Reply::json(200, &json!({})).event(Event::ClientAccessRevoked { client_id, orcid }))
}
