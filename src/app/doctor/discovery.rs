//! What the discovery document, or what came in its place, tells of server, name, certificate and clock, and what is asked next.

use jiff::Timestamp;

use super::{
    Checkup, Line, Probe,
    reading::{advice, of_refusal},
    standing::is_page,
};
use crate::oauth::{HttpResponse, ProviderMetadata, clock, is_loopback_url};

pub(super) fn discovery(checkup: &mut Checkup, answer: &HttpResponse, now: Timestamp) {
    let metadata = &checkup.subject.environment.metadata;
    let ours = metadata.issuer.trim_end_matches('/').to_owned();
    let unencrypted = ours.starts_with("http://") && !is_loopback_url(&ours);
    let line = match ProviderMetadata::read(answer.body()) {
        Ok(theirs) if theirs.issuer.trim_end_matches('/') == ours => {
            Line::passed("server", format!("{ours} answers, and says that it is an OpenID provider."))
        }
        Ok(theirs) => Line::failed(
            "server",
            format!("{ours} answers, but calls itself {}.", theirs.issuer),
            "Use the issuer as the server writes it: ID tokens are checked against that text.",
        ),
        Err(_) => Line::failed(
            "server",
            format!("{ours} answers HTTP {} without a discovery document.", answer.status().as_u16()),
            match of_refusal(answer) {
                Some((_, fix)) => fix,
                None if is_page(answer) => {
                    "A page came in place of JSON: a wrong address, a captive portal, a proxy, or a challenge that only browsers pass.".to_owned()
                }
                None => "Check the Environment: is that the issuer?".to_owned(),
            },
        ),
    };
    checkup.add(line);
    if unencrypted {
        checkup.add(Line::failed(
            "TLS",
            format!("{ours} is plain http: everyone on the way can read the client secret and the tokens."),
            "Use https.",
        ));
    } else if ours.starts_with("https://") {
        checkup.add(Line::passed("TLS", "The certificate is one that this computer trusts."));
    }
    checkup.add(same_time(answer, now));
    if let Some(host) = url::Url::parse(&ours).ok().as_ref().and_then(url::Url::domain) {
        checkup.add(Line::passed("DNS", format!("{host} was found, by this computer or the proxy that it uses.")));
    }
    if checkup.subject.is_barred() {
        let why = "Not asked as long as the client id or the secret looks wrong: such a value goes to no server.";
        return checkup.add(Line::not_testable("client id and secret", why, None));
    }
    let client = &checkup.subject.client;
    let secret = client.client_secret.as_ref().is_some_and(|secret| !secret.is_empty());
    let next = match (client.client_id.is_empty(), secret) {
        (true, _) => {
            let advice = advice(&checkup.subject.environment, "Copy it from ORCID's developer tools (APP-…).");
            let line = Line::failed("client id", "It is empty.", advice);
            return checkup.add(line);
        }
        (false, false) => {
            const WHAT: &str = "client id and secret";
            let line = match &checkup.subject.no_secret {
                Some(why) => Line::failed(
                    WHAT,
                    format!("The profile's command for the client secret failed: {why}."),
                    "Run that command in a shell; it must print the secret, end well, and ask nothing in this terminal. Correct it with W, or type the secret into pane 1.",
                ),
                None => Line::not_testable(
                    WHAT,
                    "No secret was given.",
                    Some("Give the client secret; it goes to this environment's token endpoint only."),
                ),
            };
            checkup.add(line);
            Probe::ClientId
        }
        (false, true) => Probe::Credentials,
    };
    checkup.waiting.push_front(next);
}

/// How far this computer's clock is from the server's, whose `Date` has whole seconds (RFC 9110 §6.6.1).
fn same_time(answer: &HttpResponse, now: Timestamp) -> Line {
    const WHAT: &str = "clock";
    let Some(ahead) = clock::ahead(answer, now) else {
        return Line::not_testable(WHAT, "The server does not say what time it has.", None);
    };
    match clock::wrong(ahead) {
        None => Line::passed(WHAT, "It agrees with the server's."),
        Some(sentence) => Line::failed(
            WHAT,
            format!("{sentence}."),
            "Set the clock (NTP): otherwise ID tokens look expired or not yet valid, and certificates may fail.",
        ),
    }
}
