//! The server that a command talks to, with its addresses; on `local` it is started when nobody serves it.

use std::time::SystemTime;

use bytes::Bytes;

use super::{configuration, context::Context, error::CliError, output::note};
use crate::{
    oauth::{HttpRequest, Outcome, ProviderMetadata, is_loopback_url},
    orcid::{Environment, EnvironmentKey, LOCAL_REDIRECT_URIS},
    run::local::{self, LocalOrcid, Unserved},
};

/// An authorization server within reach. The simulated ORCID is served for as long as the value lives.
pub struct Server {
    /// Its addresses.
    pub environment: Environment,
    /// The simulated ORCID.
    local: Option<LocalOrcid>,
    /// Since when it is served.
    since: Option<SystemTime>,
    /// How often the process that served it has ended under this one's hands.
    takeovers: u32,
}

/// More would be no coincidence.
const TAKEOVERS: u32 = 3;

impl Server {
    /// Finds the addresses of an environment; on `local` starts it or finds who serves it, and registers the redirect
    /// URI with the demo clients when it is one of this machine.
    ///
    /// # Errors
    /// When `local` cannot be served, or a custom environment is no URL.
    pub async fn reach(
        cx: &Context,
        key: &EnvironmentKey,
        endpoints: Option<&ProviderMetadata>,
        redirect_uri: &str,
    ) -> Result<Self, CliError> {
        match key {
            EnvironmentKey::Local => Self::local(cx, redirect_uri).await,
            EnvironmentKey::Sandbox | EnvironmentKey::Production => {
                let environment = Environment::real(key).cloned().ok_or_else(|| unknown(key))?;
                Ok(Self { environment, local: None, since: None, takeovers: 0 })
            }
            EnvironmentKey::Custom(issuer) => {
                let mut environment = Environment::custom(issuer);
                environment.metadata = match endpoints {
                    Some(endpoints) => endpoints.clone(),
                    None => discover(cx, issuer, environment.metadata).await?,
                };
                Ok(Self { environment, local: None, since: None, takeovers: 0 })
            }
        }
    }

    async fn local(cx: &Context, redirect_uri: &str) -> Result<Self, CliError> {
        let mut redirect_uris = LOCAL_REDIRECT_URIS.map(str::to_owned).to_vec();
        // Only a redirect URI of this machine is registered with the demo clients on the way.
        if is_loopback_url(redirect_uri) && !redirect_uris.iter().any(|uri| uri == redirect_uri) {
            redirect_uris.push(redirect_uri.to_owned());
        }
        let local = local::start(&cx.store, &redirect_uris, None, None).await.map_err(|why| {
            let advice = match &why {
                Unserved::Elsewhere(_) => {
                    "End the other orcid-playground, or use --ephemeral, which starts one of its own."
                }
                Unserved::Here(_) => "With --ephemeral it needs no files; what happens in it is forgotten then.",
            };
            CliError::usage(format!("The simulated ORCID cannot be served: {why}"), advice)
        })?;
        if let Some(trouble) = &local.trouble {
            note(&format!("warning: what happens in the simulated ORCID is not kept: {trouble}"));
        }
        let since = cx.store.served_since();
        Ok(Self { environment: Environment::local(&local.issuer), local: Some(local), since, takeovers: 0 })
    }

    /// The ids of the clients that it knows, where it has told.
    pub fn clients(&self) -> &[String] {
        self.local.as_ref().map_or(&[], |local| &local.clients)
    }

    /// Says that the simulated ORCID ends with this process, when it does: other programs will find nobody there. `to` is
    /// what they would do.
    pub fn tell_end(&self, to: &str) {
        if self.local.as_ref().is_some_and(|local| local.own) {
            note(&format!(
                "note: the simulated ORCID ended with this command. To {to}, have it served: run `orcid-playground` in \
                 another terminal first."
            ));
        }
    }

    /// Takes over when the simulated ORCID was served by another process, and that has ended. Tells whether it was so; what
    /// happened there is known here too.
    ///
    /// # Errors
    /// When it cannot be served.
    pub async fn take_over(&mut self, cx: &Context, redirect_uri: &str) -> Result<bool, CliError> {
        let Some(other) = self.local.as_ref().filter(|local| !local.own && self.takeovers < TAKEOVERS) else {
            return Ok(false);
        };
        if local::is_served_at(&cx.store, &other.issuer).await && cx.store.served_since() == self.since {
            return Ok(false);
        }
        *self = Self { takeovers: self.takeovers + 1, ..Self::local(cx, redirect_uri).await? };
        Ok(true)
    }

    /// Sends the request that `build` makes for this server's addresses. Once more only where whoever should have answered
    /// has ended: a code works once, and what was done with it there is known here.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn send(
        &mut self,
        cx: &Context,
        redirect_uri: &str,
        build: impl Fn(&ProviderMetadata) -> Result<HttpRequest, http::Error>,
    ) -> Result<http::Response<Bytes>, CliError> {
        loop {
            let request = build(&self.environment.metadata).map_err(unsendable)?;
            match answered(&request, cx.client.send(request.clone()).await) {
                Err(error) if error.lost_its_server() && self.take_over(cx, redirect_uri).await? => {}
                ended => return ended,
            }
        }
    }
}

/// The answer, or why there is none.
pub fn answered(request: &HttpRequest, outcome: Outcome) -> Result<http::Response<Bytes>, CliError> {
    match outcome {
        Outcome::Answered { response, .. } => Ok(response),
        Outcome::Failed { error, .. } => {
            let uri = request.uri();
            let place = format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.host().unwrap_or_default());
            let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
            Err(CliError::transport(&format!("{place}{port}{}", uri.path()), &error))
        }
        Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => Err(CliError::interrupted()),
    }
}

/// That a server has no endpoint for revocation (RFC 7009), as far as is known.
pub fn no_revocation(provider: &ProviderMetadata) -> CliError {
    CliError::usage(
        format!("{} names no revocation endpoint.", provider.issuer),
        "Its tokens can only be waited out, or be taken back where the researcher granted them.",
    )
}

/// A request that cannot be built.
pub fn unsendable(error: http::Error) -> CliError {
    CliError::usage(
        format!("The request cannot be sent: {error}."),
        "Check the environment's addresses, and that no value holds a line break.",
    )
}

fn unknown(key: &EnvironmentKey) -> CliError {
    CliError::usage(format!("There is no environment {key}."), "Use local, sandbox, production or an issuer's URL.")
}

/// What the discovery document of an issuer says (OpenID Connect Discovery 1.0 §4); without one ORCID's layout, and a
/// word about it.
async fn discover(cx: &Context, issuer: &str, layout: ProviderMetadata) -> Result<ProviderMetadata, CliError> {
    // A profile may hold what is none.
    configuration::environment_key(issuer)?;
    let request = ProviderMetadata::request(issuer).map_err(unsendable)?;
    let why = match cx.client.send(request).await {
        Outcome::Answered { response, .. } => match ProviderMetadata::read(response.body()) {
            Ok(metadata) => return Ok(metadata),
            Err(_) => format!("HTTP {} without the endpoints", response.status().as_u16()),
        },
        Outcome::Failed { error, .. } => error.to_string(),
        Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => "no answer".to_owned(),
    };
    let url = ProviderMetadata::address(issuer);
    note(&format!("note: {url} does not tell the endpoints ({why}); they are guessed to be laid out as ORCID's."));
    Ok(layout)
}
