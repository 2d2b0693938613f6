//! With which token, at which server: the newest stored token that may do what is asked, unless one is named.

use crate::{
    app::call::Surroundings,
    cli::{
        args::CallArgs,
        context::Context,
        error::CliError,
        holder,
        output::note,
        server::Server,
        stored::{counting, holder_of, may_call, meant},
        target::Target,
    },
    oauth::Secret,
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URI, operations::Holder},
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
        let is_open = target.is_public() && !target.needs_orcid();
        if args.token.is_none() && is_open && counting(cx)?.is_empty() {
            note("note: no token is stored; what is public is asked for without one.");
            return Self::nobody(cx).await;
        }
        let stored = meant(cx, args.token.as_deref(), |stored| may_call(stored, target))?;
        let found = holder::Holder::of(cx, stored)?;
        let holder = holder_of(&found.stored, &found.response);
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

    /// What the call is judged by.
    pub fn surroundings(&self) -> Surroundings<'static> {
        Surroundings {
            environment: self.server.environment.clone(),
            holder: self.holder.clone(),
            token: self.token.clone(),
            exchanges: &[],
        }
    }

    /// Whether the token is of use there: some things are for everybody.
    pub fn with_token(&self, target: &Target) -> bool {
        target.operation.is_none_or(|operation| operation.scope.is_some())
    }
}

/// Every environment that a token is stored for is known by its key.
pub(super) fn newest(cx: &Context) -> Result<Holder, CliError> {
    let tokens = counting(cx)?;
    let newest = tokens.iter().find_map(|stored| {
        let response = stored.response()?;
        Some((holder_of(stored, &response), stored.token.environment.clone()))
    });
    if let Some((_, environment)) = &newest {
        note(&format!("note: judged by the newest token, of {}.", EnvironmentKey::from(environment.as_str())));
    }
    Ok(newest.map(|(holder, _)| holder).unwrap_or_default())
}
