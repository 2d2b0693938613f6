//! Environment, endpoints, and the clock.

use url::Url;

use super::{Code, Fix, Found, Plan};
use crate::{
    app::Command,
    oauth::clock,
    orcid::{Environment, EnvironmentKey},
    text::sanitize,
};

pub(super) fn look(plan: &Plan, found: &mut Found) {
    if let EnvironmentKey::Custom(asked) = &plan.environment.key {
        issuer(asked, &plan.environment.metadata.issuer, found);
        endpoints(plan.environment, found);
    }
    if let Some(sentence) = plan.clock_skew.and_then(clock::wrong) {
        found.warning(Code::ClockSkew, format!("{sentence}: ID tokens seem wrong then. Set it by the network."), None);
    }
}

/// A discovery document has to name the issuer that was asked for it: else one server could speak for another (RFC 8414 §3.3).
fn issuer(asked: &str, named: &str, found: &mut Found) {
    if named.trim_end_matches('/') != asked.trim_end_matches('/') {
        let named = sanitize(named);
        found.warning(
            Code::IssuerDiffers,
            format!(
                "The endpoints are those of the issuer {named}, not of {asked}: they are not to be used for it (RFC 8414 §3.3). Type the issuer as the server writes it."
            ),
            Some(Fix::Command(Command::ChooseEnvironment)),
        );
    }
}

/// Another issuer's endpoints, when they are ORCID's after all.
fn endpoints(environment: &Environment, found: &mut Found) {
    let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let (authorization, token) = (&environment.metadata.authorization_endpoint, &environment.metadata.token_endpoint);
    let token_host = host(token);
    let (asks, gives) = (Environment::of_url(authorization), Environment::of_url(token));
    let go = |key: &Option<EnvironmentKey>| {
        Some(key.clone().map_or(Fix::Command(Command::ChooseEnvironment), Fix::Environment))
    };
    if gives.is_some() && ["api.", "pub.", "www."].iter().any(|label| token_host.starts_with(label)) {
        found.error(
            Code::TokenHost,
            format!(
                "The token endpoint is at {token_host}: ORCID's is at the root host, and this one redirects or refuses."
            ),
            go(&gives),
        );
    } else if asks != gives && (asks.is_some() || gives.is_some()) {
        found.error(
            Code::MixedEndpoints,
            "Authorization and token endpoint are of different servers: a code works only where it was issued.",
            go(if asks.is_some() { &asks } else { &gives }),
        );
    } else if gives.is_some() {
        found.note(
            Code::WrongEnvironment,
            "These endpoints are ORCID's own: that environment knows more of them.",
            go(&gives),
        );
    }
}
