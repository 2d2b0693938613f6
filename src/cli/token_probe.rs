//! `token probe`: does the stored token still work? The server is asked, and its answer remembered.

use jiff::Timestamp;
use serde_json::json;

use super::{
    context::Context,
    error::CliError,
    format::Format,
    holder::Holder,
    output::{self, note},
};
use crate::{
    oauth::{ScopeSet, Seen},
    orcid::probe::Probe,
};

/// Asks, and says what the answer means.
pub async fn run(cx: &Context, id: Option<&str>) -> Result<(), CliError> {
    let holder = Holder::find(cx, id)?;
    let mut server = holder.server(cx).await?;
    let requested = ScopeSet::parse(holder.stored.token.requested_scope.as_deref().unwrap_or_default());
    let redirect_uri = holder.stored.token.redirect_uri.clone().unwrap_or_default();
    // The address is that of the server as it is now; when it has moved meanwhile, the question moves with it.
    let environment = server.environment.clone();
    let probe = Probe::of(&environment, &holder.response, &requested);
    let answer = server.send(cx, &redirect_uri, |_| probe.request(&holder.response)).await?;
    let (at, status, id) = (Timestamp::now(), answer.status().as_u16(), &holder.stored.id);
    let Some(seen) = probe.read(&answer) else {
        return Err(CliError::refused(
            format!("{} answered HTTP {status}, which says nothing of the token {id}.", probe.url),
            "Try again later; `orcid-playground userinfo` shows the whole answer.",
        ));
    };
    if let Err(error) = cx.store.mark_seen(&holder.response.access_token, seen, at) {
        note(&format!("warning: the answer could not be written down: {error}"));
    }
    let live = seen == Seen::Live;
    match cx.global.format {
        Format::Text => output::text(if live { "live" } else { "refused" })?,
        Format::Json => output::json(&json!({"id": id, "live": live, "asked": probe.url, "status": status,
            "probed_at": at.to_string()}))?,
    }
    if live {
        note(&format!("{id}: {} answered HTTP {status} to it.", probe.url));
        return Ok(());
    }
    let why = if holder.stored.revoked_at.is_some() {
        "It was revoked from here."
    } else {
        "It was revoked, by the client or by the researcher, its code was used twice, or it has expired."
    };
    Err(CliError::refused(
        format!("{} answered HTTP {status}: the server does not take the token {id} any more. {why}", probe.url),
        "Get another: `orcid-playground refresh`, or `authorize`. To drop this one: `token forget`.",
    ))
}
