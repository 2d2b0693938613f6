//! What is odd about an authorization URL, beyond what the configuration in it tells (guide `orcid-wire`, "The authorization
//! request and its checks", "Hosts and endpoints"; RFC 6749 §3.1).

use std::collections::HashMap;

use url::Url;

use super::request;
use crate::{
    oauth::{form, redact},
    orcid::{
        Environment,
        diagnosis::{Request, Situation},
        paste::address,
        response_type, shape,
    },
};

/// Parameters whose values are the application's own: nothing is said of how they are written.
const OWN: [&str; 5] = ["state", "nonce", "redirect_uri", "code_challenge", "client_id"];

/// What is odd about one as it was copied.
pub(super) fn odd(text: &str, situation: &Situation) -> Vec<String> {
    let mut odd: Vec<String> = copying(text).into_iter().collect();
    if address::has_blanks(text) {
        odd.push("There are blanks in the address: a blank is written %20 there (or +). Many programs end an address at the first one.".to_owned());
    }
    let Ok(url) = Url::parse(&address::meant(text)) else { return odd };
    let host = url.host_str().unwrap_or_default().to_owned();
    odd.extend(at_host(&host));
    odd.extend(request::place(&Request { host, scheme: url.scheme().to_owned(), ..Request::default() }, situation));
    let all = form::parse_form(url.query().unwrap_or_default().as_bytes());
    odd.extend(parameters(&all));
    let get = |name: &str| form::first(&all, name).unwrap_or_default();
    let (sent, configured) = (get("redirect_uri"), &situation.redirect_uri);
    if !sent.is_empty() && !configured.is_empty() && sent != configured {
        odd.push(format!(
            "redirect_uri is {sent}, and the configuration has {configured}: ORCID compares them as text."
        ));
    }
    odd
}

/// What would be better in one that is right.
pub(super) fn advice(text: &str) -> Vec<&'static str> {
    let Ok(url) = Url::parse(&address::meant(text)) else { return Vec::new() };
    let all = form::parse_form(url.query().unwrap_or_default().as_bytes());
    let get = |name: &str| form::first(&all, name).unwrap_or_default();
    let is_implicit = !get("response_type").is_empty() && get("response_type") != "code";
    let stateless = "Add a state: without one, whoever sends the researcher such an address can slip a code of another account into the application (RFC 6749 §10.12).";
    let implicit = "Ask for response_type=code: tokens in the fragment last ten minutes, and no server sees them.";
    [(get("state").is_empty(), stateless), (is_implicit, implicit)]
        .into_iter()
        .filter_map(|(holds, sentence)| holds.then_some(sentence))
        .collect()
}

/// What was copied out of HTML or JSON is read as it is meant, and does not work as it stands.
pub(super) fn copying(text: &str) -> Option<String> {
    address::escape(text).map(|(written, source)| {
        format!("It was copied out of {source}, where & is written {written}: it is read as & here. In a browser's address it must be &, or the names of the parameters are other ones.")
    })
}

/// The page where researchers are asked is at the web host only.
pub(super) fn at_host(host: &str) -> Option<String> {
    Environment::of_url(&format!("https://{host}/"))?;
    let (label, root) = ["api.", "pub.", "www."].iter().find_map(|label| Some((*label, host.strip_prefix(label)?)))?;
    let whose = match label {
        "api." => "the member API's",
        "pub." => "the public API's",
        _ => "not the one that ORCID names",
    };
    Some(format!("The host {host} is {whose}: researchers are sent to https://{root}/oauth/authorize."))
}

/// What is odd about its parameters.
pub(super) fn parameters(all: &[(String, String)]) -> Vec<String> {
    let mut odd = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (name, value) in all {
        let count = seen.entry(name).or_default();
        let earlier = *count;
        *count += 1;
        if earlier == 1 {
            odd.push(format!("{name} stands there more than once, which RFC 6749 §3.1 forbids: which of them counts is left to the server. The first one is read here."));
        }
        odd.extend(secret(name).filter(|_| earlier == 0 && !value.is_empty()));
        if name == "redirect_uri" && shape::is_encoded_uri(value) {
            odd.push(format!("redirect_uri is percent-encoded twice: ORCID reads {value}, which is no address and matches none that is registered. Encode it once."));
        } else if !OWN.contains(&name.as_str()) && shape::is_encoded(value) {
            odd.push(format!("{name} is percent-encoded twice: ORCID reads {}. Encode it once.", shown(name, value)));
        }
    }
    let get = |name: &str| form::first(all, name).unwrap_or_default();
    let asked = get("response_type");
    if !asked.is_empty() && !response_type::is_known(asked) {
        odd.push(format!("ORCID knows no response_type {asked}: code, token, id_token and «id_token token» are all."));
    } else if response_type::demands_nonce(asked) && get("nonce").is_empty() {
        odd.push("response_type asks for an ID token, and nonce is missing: ORCID answers «Implicit id_token requests must have nonce».".to_owned());
    }
    if all.iter().any(|(name, _)| name == "code_challenge" || name == "code_challenge_method") {
        odd.push("code_challenge is PKCE's (RFC 7636), and ORCID ignores it: certain for its former server, inferred for today's. The client secret protects the exchange.".to_owned());
    }
    odd
}

/// What to do about a secret that was in a browser's address.
fn secret(name: &str) -> Option<String> {
    let remedy = match name {
        "client_secret" => "make a new one in the developer tools, and send it in the token request only",
        "id_token_hint" => return None,
        name if redact::is_secret_name(name) => "revoke it, and send it in a header or a body only",
        _ => return None,
    };
    Some(format!(
        "{name} stands in the URL, and one that was opened is in the browser's history and in logs: {remedy}."
    ))
}

fn shown(name: &str, value: &str) -> String {
    if redact::is_secret_name(name) { crate::oauth::mask(value) } else { value.to_owned() }
}
