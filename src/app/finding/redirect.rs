//! The redirect URI (guide `orcid-wire`, "Redirect URI matching").

use url::Url;

use super::{Code, Found, Plan, set};
use crate::{
    app::control::Control,
    oauth::is_loopback_host,
    orcid::{EnvironmentKey, GOOGLE_PLAYGROUND, LOCAL_REDIRECT_URI, LOCAL_REDIRECT_URIS, redirect_uri, shape},
};

const HERE: Control = Control::RedirectUri;

pub(super) fn look(plan: &Plan, found: &mut Found) {
    let form = plan.form;
    let text = form.redirect_uri.text();
    if text.is_empty() {
        let fix = plan.is_local().then(|| set(HERE, LOCAL_REDIRECT_URI)).flatten();
        found.error(
            Code::RedirectMissing,
            "Redirect URI is empty: ORCID demands it, even when a single one is registered.",
            fix,
        );
        return;
    }
    let bare = shape::without_strays(text);
    if bare != text {
        found.error(
            Code::Strays,
            "Redirect URI has a blank, a quote or something invisible in it; ORCID would compare another text than you see.",
            set(HERE, &bare),
        );
    } else if shape::is_encoded_uri(text) {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        found.error(
            Code::RedirectEncoded,
            "Redirect URI is percent-encoded already: write it plainly, it is encoded once on its way.",
            set(HERE, &decoded),
        );
        return;
    }
    let Ok(uri) = Url::parse(&bare) else {
        found.error(Code::RedirectMalformed, "Redirect URI is not a URL: it begins with https:// or http://.", None);
        return;
    };
    if let Some(landed) = plan.landed {
        found.warning(
            Code::RedirectLanded,
            "The code landed at another address: the exchange must name the redirect URI of its request, to the character.",
            set(HERE, registered_twin(landed)),
        );
    }
    place(plan, &uri, found);
    form_of(&bare, &uri, found);
    if form.environment == EnvironmentKey::Production && uri.scheme() == "http" {
        found.warning(
            Code::RedirectHttp,
            "ORCID registers only https redirect URIs in production: https://127.0.0.1:PORT works here too.",
            set(HERE, &bare.replacen("http:", "https:", 1)),
        );
    }
}

/// A page's address as it is registered: Google's playground adds a slash.
fn registered_twin(landed: &str) -> &str {
    if landed.trim_end_matches('/') == GOOGLE_PLAYGROUND { GOOGLE_PLAYGROUND } else { landed }
}

/// Where it leads.
fn place(plan: &Plan, uri: &Url, found: &mut Found) {
    let host = uri.host_str().unwrap_or_default();
    if !is_loopback_host(host) {
        found.note(
            Code::RedirectElsewhere,
            format!("The answer goes to {host}, not to this program: paste the address that you land on."),
            None,
        );
    } else if uri.port().is_none() {
        found.warning(
            Code::RedirectPort,
            "Redirect URI has no port: nothing here can listen on it without special rights.",
            None,
        );
    }
    if host == "localhost" && !plan.is_local() {
        found.note(
            Code::RedirectLocalhost,
            "ORCID compares hosts as text: localhost and 127.0.0.1 are two; its form takes only 127.0.0.1.",
            set(HERE, &uri.as_str().replacen("localhost", "127.0.0.1", 1)),
        );
    }
    let of_demo_client = plan.is_local() && plan.form.client_id.text().starts_with("APP-PLAYGROUND");
    if of_demo_client && uri.as_str() != LOCAL_REDIRECT_URI {
        unregistered(uri, found);
    }
}

/// The demo clients' redirect URIs are known here: whatever port they listen at is registered on the way.
fn unregistered(uri: &Url, found: &mut Found) {
    let mut plain = uri.clone();
    let own = Url::parse(LOCAL_REDIRECT_URI).ok().and_then(|own| own.port());
    let own_port = uri.host_str() == Some("127.0.0.1") && plain.set_port(own).is_ok();
    let sent = if own_port { plain.as_str() } else { uri.as_str() };
    let mut registered = LOCAL_REDIRECT_URIS.into_iter().chain([GOOGLE_PLAYGROUND]);
    if registered.all(|known| redirect_uri::difference(known, sent).is_some()) {
        found.warning(
            Code::RedirectUnregistered,
            "Does not begin with a redirect URI of the demo clients: the simulated ORCID will refuse it, as ORCID would.",
            set(HERE, LOCAL_REDIRECT_URI),
        );
    }
}

/// How it is written.
fn form_of(text: &str, uri: &Url, found: &mut Found) {
    if uri.fragment().is_some() {
        let without = text.split('#').next().unwrap_or_default();
        found.warning(
            Code::RedirectFragment,
            "Redirect URI has a fragment, which RFC 6749 §3.1.2 forbids.",
            set(HERE, without),
        );
    }
    let path = text.split_once("://").map_or("", |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() && !text.contains('?') {
        found.note(
            Code::RedirectSlash,
            "No path: if it is registered with a slash at its end, ORCID refuses it without. With the slash it matches both.",
            set(HERE, &format!("{text}/")),
        );
    } else if path.contains("//") || path.split('/').any(|segment| segment == "." || segment == "..") {
        found.warning(
            Code::RedirectPath,
            "The path has an empty segment, . or ..: ORCID resolves these before it compares, your server may not.",
            set(HERE, uri.as_str()),
        );
    } else if path.len() > 1 && path.ends_with('/') {
        found.note(
            Code::RedirectSlash,
            "A slash at the end: matches one that is registered with or without it; send the same text in the exchange.",
            None,
        );
    }
}
