//! What the answers to the doctor's questions mean.

use jiff::Timestamp;

use super::{
    Checkup, Line, Probe,
    discovery::discovery,
    standing::{Standing, is_page, page, signs_in, standing},
};
use crate::{
    app::failure,
    oauth::{ErrorResponse, HttpResponse, Outcome, Scope, ScopeSet, TokenResponse, TransportError, TransportErrorKind},
    orcid::{
        Environment, EnvironmentKey,
        diagnosis::{self, Reading, Situation},
        scopes::{ClientType, only_members_ask},
    },
};

const COPY_BOTH: &str = "Copy both again from the developer tools of this environment; a secret that was reset is another one. Each environment has clients of its own.";

pub(super) fn read(checkup: &mut Checkup, probe: &Probe, outcome: &Outcome, now: Timestamp) {
    let answer = match outcome {
        Outcome::Answered { response, .. } => response,
        Outcome::Failed { error, .. } => {
            let found = format!("No answer: {} ({error}).", failure::what(error.kind));
            return match probe {
                // The client is judged by this environment alone.
                Probe::Elsewhere(_) => checkup.add(Line::not_testable(probe.what(), found, None)),
                Probe::Discovery => {
                    checkup.waiting.clear();
                    let what = match error.kind {
                        TransportErrorKind::Dns => "DNS",
                        TransportErrorKind::Tls => "TLS",
                        TransportErrorKind::Proxy => "proxy",
                        _ => probe.what(),
                    };
                    checkup.add(Line::failed(what, found, advice_on(error)));
                    checkup.add(Line::not_testable("client id and secret", "The server does not answer.", None));
                }
                Probe::Revoke => not_revoked(checkup, &found),
                // It is asked at a host of its own.
                Probe::ClientId => checkup.add(Line::not_testable(probe.what(), found, None)),
                Probe::Credentials | Probe::Member | Probe::RedirectUri => {
                    checkup.add(Line::failed(probe.what(), found, advice_on(error)));
                }
            };
        }
        Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => {
            checkup.tokens.clear();
            return checkup.add(Line::not_testable(probe.what(), "Nobody waited for the answer.", None));
        }
    };
    match probe {
        Probe::Discovery => discovery(checkup, answer, now),
        Probe::Credentials => credentials(checkup, answer),
        Probe::Member => member(checkup, answer),
        Probe::Revoke => revoked(checkup, answer),
        Probe::ClientId => client_id(checkup, answer),
        Probe::Elsewhere(key) => elsewhere(checkup, key, answer),
        Probe::RedirectUri => redirect_uri(checkup, answer),
    }
}

/// What to do where no answer came; a proxy that wants a password says so.
fn advice_on(error: &TransportError) -> String {
    let reading = Reading::of_failure(error.kind, &error.message);
    let all = diagnosis::diagnose(&reading, None, &Situation::default());
    let known = all.iter().find_map(|it| it.first()).filter(|_| error.kind == TransportErrorKind::Proxy);
    known.map_or_else(|| failure::advice(error.kind).to_owned(), |cause| cause.fix.clone().into_owned())
}

fn credentials(checkup: &mut Checkup, answer: &HttpResponse) {
    const WHAT: &str = "client id and secret";
    if keep_token(checkup, answer) {
        let title = checkup.subject.environment.title.clone();
        checkup.values_are_taken();
        checkup.add(Line::passed(WHAT, format!("They belong together, and to {title}: it gave a token for them.")));
        checkup.waiting.push_front(Probe::Member);
        return;
    }
    let Some(error) = ErrorResponse::parse(answer.body()) else {
        checkup.add(unreadable(WHAT, answer));
        return;
    };
    let said = said(&error);
    let description = error.error_description.as_deref().unwrap_or_default();
    let line = match error.error.as_str() {
        _ if description.contains("is locked") => Line::failed(
            WHAT,
            format!("ORCID has locked this client or its member. {said}"),
            "Ask ORCID's support why; nothing in the configuration can change it.",
        ),
        _ if description.contains("is deactivated") => Line::failed(
            WHAT,
            format!("This client was deactivated. {said}"),
            "Use another client, or ask ORCID's support to activate it again.",
        ),
        _ if description.contains("Client not found") => {
            unknown_here(checkup, &said);
            return;
        }
        // Whoever is told that the scope or the grant is not theirs has proved who they are.
        "invalid_scope" | "invalid_grant" | "unsupported_grant_type" => {
            checkup.values_are_taken();
            checkup.waiting.push_front(Probe::Member);
            Line::passed(WHAT, format!("They are taken, though the client may not have /read-public by itself. {said}"))
        }
        _ if description.contains("Bad client credentials") => Line::failed(
            WHAT,
            format!("The id is known here, the secret is not its. {said}"),
            advice(
                &checkup.subject.environment,
                "Copy the client secret again from the developer tools; one that was reset is another one.",
            ),
        ),
        "invalid_client" => {
            checkup.waiting.push_front(Probe::ClientId);
            Line::failed(
                WHAT,
                format!("The id or the secret is wrong; the answer does not say which. {said}"),
                advice(&checkup.subject.environment, COPY_BOTH),
            )
        }
        _ => Line::failed(WHAT, format!("Not taken. {said}"), advice(&checkup.subject.environment, COPY_BOTH)),
    };
    checkup.add(line);
}

fn member(checkup: &mut Checkup, answer: &HttpResponse) {
    let what = Probe::Member.what();
    if keep_token(checkup, answer) {
        checkup.kind = Some(ClientType::Member);
        checkup
            .add(Line::passed(what, "A member's: it may use the member API, and ask for /read-limited and to update."));
        return;
    }
    let line = match ErrorResponse::parse(answer.body()) {
        Some(error) if error.error == "invalid_scope" => {
            checkup.kind = Some(ClientType::Public);
            let only = |scope: &&Scope| only_members_ask(&ScopeSet::parse(scope.as_str()));
            let beyond: Vec<&str> = checkup.subject.scope.iter().filter(only).map(Scope::as_str).collect();
            if !beyond.is_empty() {
                let found = format!("{} is asked for, and only members' clients may.", beyond.join(" "));
                checkup.add(Line::failed(
                    "scopes",
                    found,
                    "Ask for /authenticate, openid or /read-public, or use a member's client.",
                ));
            }
            Line::passed(
                what,
                "A public one: /authenticate, openid and /read-public are all that it may ask for, and the public API is what it can read.",
            )
        }
        Some(error) => Line::not_testable(what, said(&error), None),
        None => unreadable(what, answer),
    };
    checkup.add(line);
}

fn client_id(checkup: &mut Checkup, answer: &HttpResponse) {
    let what = Probe::ClientId.what();
    match standing(answer) {
        Standing::Unknown => unknown_here(checkup, ""),
        Standing::Barred(words) => {
            checkup.add(Line::failed(what, words, "Ask ORCID's support; nothing in the configuration can change it."));
        }
        Standing::NotTold(why) => checkup.add(Line::not_testable(what, why, None)),
        Standing::Known => {
            let has_secret = checkup.subject.client.client_secret.as_ref().is_some_and(|secret| !secret.is_empty());
            let title = &checkup.subject.environment.title;
            let line = if has_secret {
                Line::passed(what, format!("{title} knows it, so it is the secret that is wrong."))
            } else {
                Line::passed(what, format!("{title} knows it."))
            };
            checkup.add(line);
        }
    }
}

/// Where credentials are copied from; the simulated ORCID has no developer tools.
pub(super) fn advice(environment: &Environment, elsewhere: &'static str) -> &'static str {
    if environment.key == EnvironmentKey::Local {
        "Use a demo client: «Choose a demo client» among the playground's commands types id and secret, `orcid-playground sandbox --ready-json` prints them."
    } else {
        elsewhere
    }
}

/// The id is not of this environment: the other one may know it.
fn unknown_here(checkup: &mut Checkup, said: &str) {
    let environment = &checkup.subject.environment;
    let found = format!("{} does not know it. {said}", environment.title);
    let other = match environment.key {
        EnvironmentKey::Sandbox => Some(EnvironmentKey::Production),
        EnvironmentKey::Production => Some(EnvironmentKey::Sandbox),
        // What is tried on this machine, or with another server, stays there.
        EnvironmentKey::Local | EnvironmentKey::Custom(_) => None,
    };
    checkup.waiting.extend(other.map(Probe::Elsewhere));
    checkup.add(Line::failed(
        "client id",
        found.trim_end(),
        advice(
            environment,
            "Copy it again from the developer tools of this environment. The ORCID Sandbox and ORCID have separate clients.",
        ),
    ));
}

fn elsewhere(checkup: &mut Checkup, key: &EnvironmentKey, answer: &HttpResponse) {
    let what = "client id elsewhere";
    let title = Environment::real(key).map_or_else(|| key.to_string(), |other| other.title.clone());
    checkup.add(match standing(answer) {
        Standing::Known | Standing::Barred(_) => Line::failed(
            what,
            format!("{title} does not refuse it: the client seems to be of that environment."),
            format!("Choose {title} as the environment, or use a client of this one."),
        ),
        Standing::Unknown => {
            Line::passed(what, format!("{title} does not know it either: it is mistyped, or was deleted."))
        }
        Standing::NotTold(why) => Line::not_testable(what, why, None),
    });
}

fn redirect_uri(checkup: &mut Checkup, answer: &HttpResponse) {
    const WHAT: &str = "redirect URI";
    let uri = checkup.subject.client.redirect_uri.clone();
    let page = page(answer);
    let leads_to =
        answer.headers().get(http::header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let line = if answer.status().is_redirection() && leads_to.starts_with(&uri) && leads_to.len() > uri.len() {
        Line::passed(WHAT, format!("The server sends its answer to {uri}, without asking anybody."))
    } else if page.contains("does not match the redirect URIs registered") {
        Line::failed(
            WHAT,
            format!("{uri} is not registered with this client."),
            "Register it, or send the one that is: scheme, host and port must be the same text, and the path must begin as the registered one does.",
        )
    } else {
        match standing(answer) {
            Standing::Known if signs_in(answer) => {
                Line::passed(WHAT, format!("The server shows its sign-in page for {uri}."))
            }
            Standing::Known => Line::not_testable(
                WHAT,
                format!("The server answers HTTP {} with nothing about it.", answer.status().as_u16()),
                Some(super::PASTE_THE_SENTENCE),
            ),
            Standing::Unknown | Standing::Barred(_) => {
                Line::not_testable(WHAT, "The server refuses the client before it looks at it.", None)
            }
            Standing::NotTold(why) => Line::not_testable(WHAT, why, Some(super::PASTE_THE_SENTENCE)),
        }
    };
    checkup.add(line);
}

fn revoked(checkup: &mut Checkup, answer: &HttpResponse) {
    if !answer.status().is_success() {
        return not_revoked(checkup, &format!("The server answered HTTP {}.", answer.status().as_u16()));
    }
    checkup.tokens.pop();
    checkup.revoked += 1;
}

fn not_revoked(checkup: &mut Checkup, why: &str) {
    checkup.tokens.clear();
    checkup.add(Line::failed(
        Probe::Revoke.what(),
        format!("A token that was got on the way is not revoked. {why}"),
        "It reads public data only, and nobody else has it.",
    ));
}

/// Keeps the token of a successful answer, to be revoked. Tells whether there was one.
fn keep_token(checkup: &mut Checkup, answer: &HttpResponse) -> bool {
    if !answer.status().is_success() {
        return false;
    }
    let Ok(response) = serde_json::from_slice::<TokenResponse>(answer.body()) else { return false };
    if checkup.subject.environment.metadata.revocation_endpoint.is_some() {
        checkup.tokens.push(response.access_token);
    } else {
        checkup.living += 1;
    }
    true
}

/// What the playground knows of an answer that is none of the endpoint's: too many requests, a fault, a challenge. The
/// cause, and what to do.
pub(super) fn of_refusal(answer: &HttpResponse) -> Option<(String, String)> {
    let reading = Reading::of_response(Some(diagnosis::Place::Token), answer);
    let refuses = !answer.status().is_success() || reading.body == diagnosis::Body::BrokenJson;
    let all = diagnosis::diagnose(&reading, None, &Situation::default());
    let cause = all.iter().find_map(|it| it.first().cloned()).filter(|_| refuses)?;
    Some((cause.cause.to_owned(), cause.fix.into_owned()))
}

fn unreadable(what: &str, answer: &HttpResponse) -> Line {
    let status = answer.status().as_u16();
    if let Some((cause, fix)) = of_refusal(answer) {
        return Line::failed(what, format!("HTTP {status}: {cause}"), fix);
    }
    if is_page(answer) {
        Line::not_testable(
            what,
            format!("A page came in place of JSON (HTTP {status})."),
            Some("A proxy, or a challenge that only browsers pass, stands between. Try from another network."),
        )
    } else {
        Line::not_testable(what, format!("The answer (HTTP {status}) cannot be read."), None)
    }
}

fn said(error: &ErrorResponse) -> String {
    let words = error.error_description.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
    format!("({}{words})", error.error)
}
