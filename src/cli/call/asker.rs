//! With which token, at which server: the newest stored token that may do what is asked, unless one is named.

use super::{CliError, target::Target};
use crate::{
    cli::{
        args::CallArgs,
        context::Context,
        holder::{self, is_dead},
        output::note,
        server::Server,
        token,
    },
    oauth::Secret,
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URI, operations::Holder},
    store::StoredToken,
};

/// Who asks, and whom.
pub(super) struct Asker {
    /// The server.
    pub server: Server,
    /// What the token allows.
    pub holder: Holder,
    /// The token.
    pub token: Option<Secret>,
}

impl Asker {
    /// Finds both.
    ///
    /// # Errors
    /// When a token is needed and there is none, or the server cannot be reached.
    pub async fn find(cx: &Context, args: &CallArgs, target: &Target) -> Result<Self, CliError> {
        if args.anonymous {
            return Self::nobody(cx).await;
        }
        let id = match &args.token {
            Some(id) => Some(id.clone()),
            None => fitting(cx, target)?,
        };
        if id.is_none() && target.is_public() && !target.needs_orcid() {
            note("note: no token is stored; what is public is asked for without one.");
            return Self::nobody(cx).await;
        }
        let found = holder::Holder::find(cx, id.as_deref())?;
        let holder = Holder::of(&found.response, &found.stored.token.client_id, is_dead(&found.stored));
        let server = found.server(cx).await?;
        Ok(Self { server, holder, token: Some(found.response.access_token.clone()) })
    }

    /// Without a token, at the configured server.
    async fn nobody(cx: &Context) -> Result<Self, CliError> {
        let resolved = cx.resolve()?;
        let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), LOCAL_REDIRECT_URI).await?;
        let holder = Holder { client_id: resolved.client_id.clone(), ..Holder::default() };
        Ok(Self { server, holder, token: None })
    }

    /// Takes over where another process served the simulated ORCID, and has ended.
    ///
    /// # Errors
    /// When it cannot be served here.
    pub async fn take_over(&mut self, cx: &Context) -> Result<bool, CliError> {
        self.server.take_over(cx, LOCAL_REDIRECT_URI).await
    }

    /// Whether the token is of use there: some things are for everybody.
    pub fn with_token(&self, target: &Target) -> bool {
        target.operation.is_none_or(|operation| operation.scope.is_some())
    }
}

/// The newest token that may do it; else the newest of all.
fn fitting(cx: &Context, target: &Target) -> Result<Option<String>, CliError> {
    let tokens = token::stored(cx)?.tokens;
    let may = |stored: &&StoredToken| {
        let Some(response) = stored.response() else { return false };
        let holder = Holder::of(&response, &stored.token.client_id, is_dead(stored));
        let whose = !target.needs_orcid() || holder.orcid.is_some();
        whose && !holder.dead && target.operation.is_none_or(|operation| holder.may(operation).is_yes())
    };
    let best = tokens.iter().find(may).or_else(|| tokens.first());
    Ok(best.map(|stored| stored.id.clone()))
}

/// Every environment that a token is stored for is known by its key.
pub(super) fn newest(cx: &Context) -> Result<Holder, CliError> {
    let tokens = token::stored(cx)?.tokens;
    let newest = tokens.iter().find_map(|stored| {
        let response = stored.response()?;
        Some((Holder::of(&response, &stored.token.client_id, is_dead(stored)), stored.token.environment.clone()))
    });
    if let Some((_, environment)) = &newest {
        note(&format!("note: judged by the newest token, of {}.", EnvironmentKey::from(environment.as_str())));
    }
    Ok(newest.map(|(holder, _)| holder).unwrap_or_default())
}
