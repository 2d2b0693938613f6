//! Environment, endpoints, and the clock.

use url::Url;

use super::{Code, Fix, Found, Plan};
use crate::{
    app::Command,
    oauth::clock,
    orcid::{Environment, EnvironmentKey},
};

pub(super) fn look(plan: &Plan, found: &mut Found) {
    if matches!(plan.environment.key, EnvironmentKey::Custom(_)) {
        endpoints(plan.environment, found);
    }
    if let Some(sentence) = plan.clock_skew.and_then(clock::wrong) {
        found.warning(Code::ClockSkew, format!("{sentence}: ID tokens seem wrong then. Set it by the network."), None);
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
