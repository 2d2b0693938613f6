//! From a request to its answer: what is changed is written down first, and which path leads where.

use std::time::Duration;

use http::{Method, header};
use jiff::Timestamp;

use super::{
    Era, Sandbox, api, authorize, control, discovery, faults,
    incoming::{self, Incoming, LogicalHost},
    journal::{Event, JournalEntry},
    pages,
    reply::Reply,
    revoke, sign_in, token, userinfo,
    webhooks::{self, WebhookCall},
};
use crate::oauth::{HttpRequest, HttpResponse};

/// What the sandbox has to say to one request.
#[derive(Debug)]
pub struct Answer {
    /// The response.
    pub response: HttpResponse,
    /// How it is delivered.
    pub delivery: Delivery,
    /// What changed. Already applied; a caller that keeps a journal uses [`respond_if_kept`].
    pub journal: Vec<JournalEntry>,
    /// Whom to call because of it; what comes of it goes to [`Sandbox::webhook_called`].
    pub calls: Vec<WebhookCall>,
}

/// How a response is delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// At once and whole.
    #[default]
    Immediate,
    /// Nothing is sent for so long; then all of it.
    Late(Duration),
    /// The body in pieces.
    Pieces {
        /// The size of each.
        bytes: usize,
        /// Before each.
        pause: Duration,
    },
    /// The connection ends in the body.
    Cut {
        /// Behind so many of its bytes.
        after: usize,
    },
}

/// Answers one request. The URI may be absolute or in origin form with a `Host` header; a
/// [`SocketAddr`](std::net::SocketAddr) among its extensions says where it came from.
///
/// ```
/// use std::sync::Arc;
///
/// use orcid_playground::sandbox::{Sandbox, Settings, SigningKey, respond};
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let settings = Settings { issuer: "http://127.0.0.1:18800".into(), ..Settings::default() };
/// let key = || Arc::new(SigningKey::generate().expect("randomness"));
/// let mut sandbox = Sandbox::new(settings, Arc::new(key), StdRng::seed_from_u64(1));
///
/// let discovery = "http://127.0.0.1:18800/.well-known/openid-configuration";
/// let request = http::Request::get(discovery).body(Default::default())?;
/// let answer = respond(&mut sandbox, &request, "2026-03-01T09:00:00Z".parse()?);
/// assert_eq!(answer.response.status(), 200);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn respond(sandbox: &mut Sandbox, request: &HttpRequest, now: Timestamp) -> Answer {
    respond_if_kept(sandbox, request, now, |_| Ok(()))
}

/// Like [`respond`], for a caller that keeps a journal: `keep` writes down what is about to change. When it cannot, nothing
/// changes, and its words are in the answer, whose status is 500.
pub fn respond_if_kept(
    sandbox: &mut Sandbox,
    request: &HttpRequest,
    now: Timestamp,
    keep: impl FnOnce(&[JournalEntry]) -> Result<(), String>,
) -> Answer {
    let now = now.checked_add(sandbox.state.clock_offset()).unwrap_or(now);
    let plain = incoming::with_plain_path(request);
    let (mut reply, mut delivery, faults, recorded) = match Incoming::read(&plain, &sandbox.settings.issuer) {
        Ok(incoming) if incoming.host == LogicalHost::Web && control::owns(incoming.path) => {
            (control::answer(sandbox, &incoming, now), Delivery::Immediate, Vec::new(), false)
        }
        Ok(incoming) => {
            let (reply, delivery, faults) = faults::through(sandbox, &incoming, now);
            (reply, delivery, faults, true)
        }
        Err(refusal) => (*refusal, Delivery::Immediate, Vec::new(), true),
    };
    let events = std::mem::take(&mut reply.events);
    let mut journal: Vec<_> = events.into_iter().map(|event| JournalEntry::new(now, event)).collect();
    if !journal.is_empty()
        && let Err(why) = keep(&journal)
    {
        let text = format!("The simulated ORCID changed nothing, because it could not write that down: {why}\n");
        (reply, delivery) = (Reply::new(500, "text/plain;charset=UTF-8", text), Delivery::Immediate);
        journal.clear();
    }
    let mut response = reply.response;
    if request.method() == Method::HEAD {
        response.body_mut().clear();
    }
    for entry in &journal {
        sandbox.state.apply(entry);
        if matches!(entry.event, Event::Reset) {
            sandbox.exchanges.clear();
        }
    }
    if recorded {
        sandbox.exchanges.push(now, request, &response, faults);
    }
    let calls = webhooks::calls(sandbox, &journal);
    Answer { response, delivery, journal, calls }
}

pub(super) fn route(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    match request.host {
        LogicalHost::PublicApi | LogicalHost::MemberApi if request.path == "/oauth/token" => {
            return token::on_api_host(sandbox, request, now);
        }
        LogicalHost::PublicApi | LogicalHost::MemberApi => return api::answer(sandbox, request, now),
        LogicalHost::Web => {}
    }
    // A HEAD is answered as a GET; its body is taken away at the end.
    let get = matches!(*request.method, Method::GET | Method::HEAD);
    let post = request.method == Method::POST;
    match request.path {
        "/" if get => pages::index(sandbox),
        "/.well-known/openid-configuration" => discovery::configuration(sandbox, request),
        "/oauth/jwks" => discovery::jwks(sandbox, request),
        "/oauth/userinfo" => userinfo::answer(sandbox, request, now),
        "/oauth/token" => token::answer(sandbox, request, now),
        "/oauth/revoke" => revoke::answer(sandbox, request),
        "/oauth/authorize" if get => authorize::show(sandbox, request, now),
        "/oauth/authorize" if post => authorize::decide(sandbox, request, now),
        "/oauth/error/redirect-uri-mismatch" if get && sandbox.settings.era == Era::Classic => {
            authorize::mismatch(sandbox, request)
        }
        // Registration is not simulated: its page lets one choose, too.
        "/signin" | "/register" if get => sign_in::show(sandbox, request, now),
        "/signin" if post => sign_in::choose(sandbox, request),
        "/userStatus.json" => sign_in::status(sandbox, request),
        "/lang.json" => sign_in::language(request),
        "/signout" if get || post => sign_in::out(sandbox, request),
        path if get && api::is_orcid(path.trim_matches('/')) => api::from_web(sandbox, request),
        "/" | "/register" => not_allowed(request, "GET, HEAD"),
        "/oauth/authorize" | "/signin" | "/signout" => not_allowed(request, "GET, HEAD, POST"),
        path if api::is_orcid(path.trim_matches('/')) => not_allowed(request, "GET, HEAD"),
        _ => pages::message(404, "Not found", &format!("The simulated ORCID has no page {}.", request.path)),
    }
}

/// A page that has no use for the method. What it has is said (RFC 9110 §15.5.6).
fn not_allowed(request: &Incoming<'_>, allowed: &str) -> Reply {
    let text = format!("The simulated ORCID does not know {} for {}.", request.method, request.path);
    pages::message(405, "Method not allowed", &text).header(header::ALLOW, allowed)
}
