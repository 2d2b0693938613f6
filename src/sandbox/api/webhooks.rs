//! `/{orcid}/webhook/{uri}` on the member host, without a version (guide `orcid-wire`, "Webhooks").

use http::{Method, header};
use percent_encoding::percent_decode_str;

use super::{Caller, version};
use crate::{
    orcid::OrcidId,
    sandbox::{
        java_uri::is_uri,
        journal::Event,
        record::{ApiError, Problem},
        reply::Reply,
    },
};

/// Record and URI of a path that registers or unregisters.
pub(super) fn place(path: &str) -> Option<(&str, String)> {
    let (orcid, uri) = path.strip_prefix('/')?.split_once("/webhook/")?;
    let uri = percent_decode_str(uri).decode_utf8_lossy().into_owned();
    (super::is_orcid(orcid) && !uri.is_empty()).then_some((orcid, uri))
}

pub(super) fn answer(caller: &Caller<'_>, orcid: &str, uri: String) -> Result<Reply, ApiError> {
    let Caller { sandbox, request, .. } = caller;
    let client_id = caller.must_have("/webhook")?;
    let registers = match *request.method {
        Method::PUT => true,
        Method::DELETE => false,
        _ => return Err(caller.method_not_allowed("PUT, DELETE")),
    };
    if registers && !is_uri(&uri) {
        let why = format!("Webhook uri: {uri} is syntactically incorrect");
        return Err(ApiError::new(Problem::Search).because(&why));
    }
    let unknown = || ApiError::new(Problem::NoRecord);
    sandbox.researchers().find(orcid).ok_or_else(unknown)?;
    let orcid: OrcidId = orcid.parse().map_err(|_| unknown())?;
    let known = sandbox.state.features().webhook(&orcid, &uri);
    if registers {
        if known.is_some() {
            return Ok(Reply::new(204, "", ""));
        }
        let location = format!("{}{}", version::base(sandbox, request), request.path);
        let event = Event::WebhookRegistered { orcid, uri, client_id: client_id.to_owned() };
        return Ok(Reply::new(201, "", "").header(header::LOCATION, &location).event(event));
    }
    match known {
        None => Err(ApiError::new(Problem::NoWebhook).fill("orcid", orcid.as_str()).fill("uri", &uri)),
        Some(webhook) if webhook.client_id != client_id => {
            let why = "Unable to unregister webhook: Only the client that register the webhook can unregister it.";
            Err(ApiError::new(Problem::Forbidden).because(why))
        }
        Some(_) => Ok(Reply::new(204, "", "").event(Event::WebhookUnregistered { orcid, uri })),
    }
}
