//! Configurations of a client: authorization URLs, links to Google's playground, requests with a client in them.

use super::Explanation;
use crate::{
    oauth::{ScopeSet, Secret, is_loopback_host, mask, redact},
    orcid::{
        EnvironmentKey,
        paste::{self, Import},
        scopes, shape,
    },
};

pub(super) fn of(import: &Import) -> Explanation {
    let kind = match import.source {
        paste::AUTHORIZATION_URL => "authorization-url",
        "a curl command" => "curl",
        paste::SETTINGS => "settings",
        _ if import.request.is_some() => "http-request",
        _ => "playground-link",
    };
    let mut explanation = parts(kind, import);
    if import.client_id.as_deref().is_some_and(shape::is_uuid) {
        explanation.odd.push("The client id is a UUID, as secrets and tokens are: it is no client id.".to_owned());
    } else if import.client_id.as_deref().is_some_and(|id| !shape::is_client_id(id)) {
        explanation.odd.push("The client id is not APP- and sixteen capital letters and digits.".to_owned());
    }
    explanation =
        explanation.odd_if(import.environment.is_none() && kind != "settings", "The address is none of ORCID's.");
    explanation = explanation.odd_if(
        import.are_apart,
        "The authorization endpoint is of one environment, the token endpoint of another: a code of one is unknown to the other.",
    );
    if kind == "authorization-url" {
        explanation.odd.extend(missing(import));
    }
    if kind == "playground-link" && import.client_secret.is_some() {
        explanation
            .odd
            .push("It holds the client secret: whoever gets the link has it. Google's server sees it, too.".to_owned());
    }
    explanation.odd.extend(redirect_uri(import.redirect_uri.as_deref().unwrap_or_default()));
    explanation.odd.extend(super::value::scopes(&judged_scopes(import)).odd);
    explanation.then("Paste it into the playground (outside a field): pane 1 is filled from it.")
}

/// Its parts; secrets masked, wherever they stand.
fn parts(kind: &'static str, import: &Import) -> Explanation {
    let source = import.source;
    let id = import.client_id.as_deref().unwrap_or_default();
    let redirect_uri = import.redirect_uri.as_deref().unwrap_or_default();
    let mut explanation = Explanation::new(
        kind,
        format!("{}{}: the configuration of a client.", source[..1].to_uppercase(), &source[1..]),
    )
    .part("environment", import.environment.as_ref().map(EnvironmentKey::to_string).unwrap_or_default())
    .part("client_id", if shape::is_uuid(id) { mask(id) } else { id.to_owned() })
    .part("client_secret", import.client_secret.as_ref().map(Secret::masked).unwrap_or_default())
    .part("redirect_uri", redact::replace(redirect_uri, &redact::in_url(redirect_uri), |_, secret| mask(secret)))
    .part("scope", import.scope.as_ref().map(ToString::to_string).unwrap_or_default());
    for (name, value) in &import.parameters {
        explanation = explanation.part(name, value.as_str());
    }
    for (name, secret) in &import.left_out {
        explanation = explanation.part(name, secret.masked());
    }
    explanation.part("code", import.code.clone().unwrap_or_default())
}

/// The scopes that can be wrong here.
fn judged_scopes(import: &Import) -> ScopeSet {
    let Some(asked) = &import.scope else { return ScopeSet::default() };
    let written = asked.to_string();
    // That they are encoded once too often is told of the address.
    let encoded = scopes::misread(&written).filter(|_| !written.contains(scopes::WRONG_SEPARATORS));
    let asked = encoded.as_ref().unwrap_or(asked);
    // What a client gets for itself is wrong only where a researcher is asked.
    let asks_nobody = import.request.is_some();
    asked.iter().filter(|scope| !asks_nobody || scopes::find(scope.as_str()).is_none()).cloned().collect()
}

/// What ORCID demands and the request does not have.
fn missing(import: &Import) -> Vec<String> {
    let lacking = [
        ("client_id", import.client_id.is_none()),
        ("redirect_uri", import.redirect_uri.is_none()),
        ("scope", import.scope.is_none()),
        ("response_type", !import.parameters.iter().any(|(name, _)| name == "response_type")),
    ];
    let lacking = lacking.into_iter().filter(|(_, lacks)| *lacks);
    lacking.map(|(name, _)| format!("{name} is missing: ORCID demands it, and answers with an error page.")).collect()
}

fn redirect_uri(uri: &str) -> Vec<String> {
    let mut odd = Vec::new();
    let host = url::Url::parse(uri).ok().and_then(|uri| uri.host_str().map(str::to_owned)).unwrap_or_default();
    if host == "localhost" {
        odd.push(
            "The redirect URI says localhost; ORCID's form registers 127.0.0.1 only, and compares hosts as text."
                .to_owned(),
        );
    }
    if uri.starts_with("http:") && !is_loopback_host(&host) {
        odd.push("The redirect URI is plain http: production registers https only.".to_owned());
    }
    odd
}
