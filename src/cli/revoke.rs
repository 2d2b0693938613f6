//! `revoke`: a pair of tokens stops working (RFC 7009; guide `orcid-wire`, "Revocation").

use jiff::Timestamp;
use serde_json::json;

use super::{
    args::RevokeArgs,
    ask,
    context::Context,
    diagnosed,
    error::CliError,
    format::Format,
    holder::Holder,
    output::{self, note},
    server::{no_revocation, unsendable},
};
use crate::{
    oauth::{ProviderMetadata, Purpose, RevocationRequest, mask},
    orcid::{Environment, EnvironmentKey, diagnosis::Situation},
};

/// Revokes a stored pair, and remembers that.
pub async fn run(cx: &Context, args: &RevokeArgs) -> Result<(), CliError> {
    let holder = Holder::find(cx, args.id.as_deref())?;
    if holder.environment == EnvironmentKey::Production && !args.yes {
        ask::agreed(question(&holder), "Revoke it? Type yes: ", "Nothing was revoked.").await?;
    }
    let client = holder.client(cx).await?;
    let mut server = holder.server(cx).await?;
    if server.environment.metadata.revocation_endpoint.is_none() {
        return Err(no_revocation(&server.environment.metadata));
    }
    let request = RevocationRequest { token: holder.response.access_token.clone() };
    let build = |provider: &ProviderMetadata| {
        request.request(&client, provider.revocation_endpoint.as_deref().unwrap_or_default())
    };
    let response = server.send(cx, &client.redirect_uri, build).await?;
    let status = response.status();
    if !status.is_success() {
        output::body(response.body())?;
        note("note: nothing is known to be revoked.");
        let sent = build(&server.environment.metadata).map_err(unsendable)?;
        let situation = Situation { environment: holder.environment, ..Situation::default() };
        return Err(diagnosed::refused(&sent, Purpose::Revocation, &response, &situation));
    }
    let id = &holder.stored.id;
    let at = Timestamp::now();
    if let Err(error) = cx.store.mark_revoked(&request.token, at) {
        note(&format!("warning: that it is revoked could not be written down: {error}"));
    }
    match cx.global.format {
        Format::Text => output::body(response.body())?,
        Format::Json => output::json(&json!({"id": id, "status": status.as_u16(), "revoked_at": at.to_string()}))?,
    }
    note(&format!(
        "revoked: {id}, the access token and its refresh token. Other tokens of this researcher are not touched.\n\
         note: HTTP {} without a body is the whole answer, also for a token that the server never knew. To see that it \
         is dead: `orcid-playground userinfo {id}`. The file stays until `token forget {id}`.",
        status.as_u16()
    ));
    Ok(())
}

/// What dies, in words that name server, record and token.
fn question(holder: &Holder) -> String {
    let issuer = Environment::real(&holder.environment).map_or("", |known| known.metadata.issuer.as_str());
    let whose = holder.response.researcher().map(|orcid| format!(" for {orcid}")).unwrap_or_default();
    format!(
        "At {issuer} (production) the access token {}{whose} and its refresh token stop working, for everyone who uses \
         them. It cannot be undone.",
        mask(holder.response.access_token.expose())
    )
}
