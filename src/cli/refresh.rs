//! `refresh`: new tokens for an old refresh token (guide `orcid-wire`, "Refreshing").

use super::{
    args::RefreshArgs, context::Context, error::CliError, findings, grant::Grant, holder::Holder, output::note,
};
use crate::{
    oauth::{ScopeSet, TokenRequest},
    text::lifetime,
};

/// Sends the stored refresh token, and prints what comes back.
pub async fn run(cx: &Context, args: &RefreshArgs) -> Result<(), CliError> {
    let holder = Holder::fitting(cx, args.id.as_deref(), |response| response.refresh_token.is_some())?;
    let Some(refresh_token) = holder.response.refresh_token.clone() else {
        return Err(CliError::usage(
            format!("The answer {} holds no refresh token.", holder.stored.id),
            "Authorize again: `orcid-playground authorize`. Tokens of the implicit flow cannot be refreshed.",
        ));
    };
    let client = holder.client(cx).await?;
    let mut server = holder.server(cx).await?;
    for ignored in ignored_today(args) {
        note(&format!("note: {ignored}"));
    }
    let scope = cx.global.scope.as_deref().map(ScopeSet::parse);
    findings::of_refresh(cx, &client, &server, holder.response.scopes().as_ref(), scope.as_ref());
    let requested_scope = scope.clone().or_else(|| holder.response.scopes());
    let request =
        TokenRequest::RefreshToken { refresh_token, scope, revoke_old: args.revoke_old, expires_in: args.expires_in };
    let token = Grant { request, client, requested_scope, nonce: None, pending: None }.obtain(cx, &mut server).await?;
    if let (Some(asked), Some(got)) = (args.expires_in, token.expires_in)
        && got > asked
    {
        let got = lifetime(u64::try_from(got).unwrap_or(0));
        note(&format!("note: expires_in={asked} changed nothing: the new pair lives for {got}, like the old one."));
    }
    note(&format!(
        "note: the old pair works on at today's ORCID. To end it: `orcid-playground revoke {}`",
        holder.stored.id
    ));
    Ok(())
}

/// What ORCID's server of today does not look at.
fn ignored_today(args: &RefreshArgs) -> Vec<&'static str> {
    let revoke_old = args.revoke_old.map(|revoke| {
        if revoke {
            "revoke_old=true is sent, but today's ORCID does not pass it on: the old pair works on. The former server \
             revoked the access token of the Authorization header."
        } else {
            "revoke_old=false is sent. Today's ORCID does not pass it on; the old pair works on in any case."
        }
    });
    let expires_in = args.expires_in.map(|_| {
        "expires_in is sent, but today's ORCID does not pass it on: the new pair ends when the old one does. The former \
         server took it for a shorter life."
    });
    revoke_old.into_iter().chain(expires_in).collect()
}
