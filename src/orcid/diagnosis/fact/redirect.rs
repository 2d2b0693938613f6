//! Facts of the redirect URI: what lies in it, and how it differs from others.

use super::{Fact, named, tell::say};
use crate::{
    oauth::is_loopback_host,
    orcid::{
        diagnosis::case::Case,
        redirect_uri::{Difference, difference},
        shape,
    },
};

/// The facts that lie in the URI itself.
pub(super) fn shape_of(fact: Fact, case: &Case<'_>) -> Option<String> {
    let text = named::redirect_uri(case).unwrap_or_else(|| case.situation.redirect_uri.clone());
    if fact == Fact::RedirectEncoded {
        let odd = text.contains(shape::is_stray) || text.to_lowercase().contains("%3a%2f%2f");
        return say(odd, "The redirect URI has a blank in it, or is encoded already.");
    }
    let uri = url::Url::parse(&text).ok()?;
    let host = uri.host_str()?;
    let loopback = is_loopback_host(host);
    let authority = text.split("://").nth(1).unwrap_or_default();
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    if fact == Fact::RedirectLocalhost {
        say(host == "localhost", "The redirect URI says localhost.")
    } else if fact == Fact::RedirectLoopback {
        say(loopback, format!("The redirect URI is on this computer: {authority}."))
    } else if fact == Fact::RedirectHttp {
        say(!loopback && uri.scheme() == "http", "The redirect URI is plain http.")
    } else if fact == Fact::RedirectWww {
        say(host.starts_with("www."), format!("The host of the redirect URI is {host}."))
    } else if fact == Fact::RedirectDefaultPort {
        let port = authority.ends_with(":443") && uri.scheme() == "https"
            || authority.ends_with(":80") && uri.scheme() == "http";
        say(port, format!("The redirect URI names the port: {authority}."))
    } else {
        let path = text.split(authority).nth(1).unwrap_or_default();
        say(!path.starts_with('/'), "The redirect URI has no path.")
    }
}

/// Whether that is all that differs from one of the registered URIs.
pub(super) fn registered(case: &Case<'_>, only: Difference) -> Option<String> {
    let sent = named::redirect_uri(case).unwrap_or_else(|| case.situation.redirect_uri.clone());
    let mut all = case.situation.registered.iter().chain(&case.reading.clues.registered);
    if let Some(near) = all.find(|registered| difference(registered, &sent) == Some(only)) {
        return Some(format!("Registered is {near}."));
    }
    // A slash at the end is lost easily.
    configured(case, only).filter(|_| only == Difference::Slash)
}

/// Whether that is all that differs from the configured URI, which was registered, most likely.
pub(super) fn configured(case: &Case<'_>, only: Difference) -> Option<String> {
    let own = &case.situation.redirect_uri;
    let near = !own.is_empty() && difference(own, &named::redirect_uri(case)?) == Some(only);
    near.then(|| format!("The configuration says {own}."))
}
