//! Requests: where they go, and what ORCID would say to them. Nothing is sent.
//!
//! Sources are sections of the guide `orcid-wire`: "Hosts and endpoints", "Token endpoint", "Token errors", "Revocation",
//! "Userinfo", "Record reads", "Record writes" and "Formats".

mod api;
mod token;

use super::{Explanation, authorization};
use crate::{
    oauth::{Secret, form, mask, redact, wire},
    orcid::{
        EnvironmentKey,
        diagnosis::{Request, Situation},
        operations,
    },
};

/// Fields that must not stand in a URL: it ends in logs and histories.
const NOT_IN_A_URL: [&str; 5] = ["client_secret", "code", "refresh_token", "access_token", "token"];

/// What a path belongs to.
enum Endpoint {
    Authorization,
    Token,
    Revocation,
    Userinfo,
    Api,
    /// Nothing that ORCID is known for.
    Other,
}

impl Endpoint {
    fn of(request: &Request) -> Self {
        let path = request.path.trim_end_matches('/');
        match path {
            path if path.ends_with("/oauth/authorize") || path.ends_with("/oauth2/authorize") => Self::Authorization,
            path if path.ends_with("/oauth/token") || path.ends_with("/oauth2/token") => Self::Token,
            path if path.ends_with("/oauth/revoke") || path.ends_with("/oauth2/revoke") => Self::Revocation,
            path if path.ends_with("/oauth/userinfo") => Self::Userinfo,
            path if path.contains("/v1.") || path.contains("/v2.") || path.contains("/v3.") => Self::Api,
            path if path.starts_with("/oauth") || path.starts_with("/.well-known") => Self::Other,
            _ if host_label(request).is_some() => Self::Api,
            _ => Self::Other,
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Authorization => "to the authorization endpoint",
            Self::Token => "to the token endpoint (RFC 6749 §3.2)",
            Self::Revocation => "to the revocation endpoint (RFC 7009)",
            Self::Userinfo => "to the userinfo endpoint (OpenID Connect Core 1.0 §5.3)",
            Self::Api => "to the API",
            Self::Other => "to no endpoint that is known here",
        }
    }
}

/// The first label of one of ORCID's hosts that is no web host.
fn host_label(request: &Request) -> Option<&'static str> {
    request.environment()?;
    ["api.", "pub.", "www."].into_iter().find(|label| request.host.starts_with(label))
}

/// The web host of the same environment.
fn root(request: &Request) -> &str {
    if request.host.ends_with("sandbox.orcid.org") { "sandbox.orcid.org" } else { "orcid.org" }
}

/// A request with no client in it.
pub(super) fn alone(message: &Secret, situation: &Situation) -> Explanation {
    let Some(request) = wire::read_request(message.expose()) else {
        return Explanation::new("unknown", "Nothing is known here of this text.");
    };
    let read = Request::of(&request);
    let endpoint = Endpoint::of(&read);
    let mut explanation = Explanation::new("http-request", format!("An HTTP request {}.", endpoint.what()))
        .part("environment", read.environment().as_ref().map(EnvironmentKey::to_string).unwrap_or_default());
    if let Some(operation) = operations::recognise(request.method(), &read.path) {
        explanation = explanation.part("operation", operation.name.as_str());
    }
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let shown = redact::replace(&value, &redact::in_header(name.as_str(), &value), |_, secret| mask(secret));
        explanation = explanation.part(name.as_str(), shown);
    }
    let judged = judged(explanation, message, situation);
    if judged.odd.is_empty() { judged.then("Nothing is wrong with it, as far as it tells.") } else { judged }
}

/// Adds what is odd about a request.
pub(super) fn judged(explanation: Explanation, message: &Secret, situation: &Situation) -> Explanation {
    let Some(sent) = wire::read_request(message.expose()) else { return explanation };
    let request = Request::of(&sent);
    let endpoint = Endpoint::of(&request);
    let query = form::parse_form(sent.uri().query().unwrap_or_default().as_bytes());
    let mut odd = place(&request, situation);
    odd.extend(match endpoint {
        Endpoint::Token => token::of_token(&request),
        Endpoint::Revocation => token::of_revocation(&request),
        Endpoint::Userinfo => token::of_userinfo(&request),
        Endpoint::Api => api::odd(&request),
        Endpoint::Authorization => {
            let page = "The authorization endpoint is a page for a browser: a program gets HTML with status 200, whatever it asks.";
            let odd = std::iter::once(page.to_owned()).chain(authorization::at_host(&request.host));
            odd.chain(authorization::parameters(&query)).collect()
        }
        Endpoint::Other => Vec::new(),
    });
    // Of the authorization endpoint it is told with the other parameters.
    if !matches!(endpoint, Endpoint::Authorization) {
        let told = query.iter().filter(|(name, value)| NOT_IN_A_URL.contains(&name.as_str()) && !value.is_empty());
        odd.extend(told.map(|(name, _)| {
            format!("{name} stands in the URL, which ends in logs and histories: send it in the body or in a header.")
        }));
    }
    odd.into_iter().fold(explanation, |all, sentence| all.odd_if(true, sentence))
}

/// Where it goes.
pub(super) fn place(request: &Request, situation: &Situation) -> Vec<String> {
    let mut odd = Vec::new();
    let Some(asked) = request.environment() else { return odd };
    if request.scheme == "http" {
        odd.push(format!("It goes to {} by plain http: everybody on the way reads along. Write https.", request.host));
    }
    let configured = &situation.environment;
    let real = matches!(configured, EnvironmentKey::Sandbox | EnvironmentKey::Production);
    if real && asked != *configured {
        odd.push(format!(
            "It goes to {}, and the configuration is of {configured}: each has its own clients, codes and tokens.",
            request.host
        ));
    }
    odd
}
