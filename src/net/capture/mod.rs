//! The listener behind a loopback redirect URI (RFC 8252 §7.3), and the page that the person sees there.
//!
//! It answers only its own path and only to its own name, takes any number of callbacks, tells of each, and leaves it to
//! the program which one counts. What comes to another path with a code or an error in it is told too, as astray.

mod bind;
mod error;
mod page;
mod verdict;

use std::{
    future::Future,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{FutureExt, future::join_all};
use http::Method;
use jiff::Timestamp;
use tokio::{net::TcpListener, sync::mpsc::UnboundedSender};

use self::verdict::{Own, Verdict};
pub use self::{
    bind::{bind, bind_any_port},
    error::{CaptureError, CaptureErrorKind},
};
use super::{HttpClient, Settings, serve, tls::SelfSigned};
use crate::oauth::{Captured, HttpRequest, HttpResponse, request};

/// A listener that waits for the redirect. Dropping it closes the port.
#[derive(Debug)]
pub struct Capture {
    /// The redirect URI it answers, with the port it listens on.
    pub redirect_uri: String,
    /// Where it listens: two addresses for `localhost` on a machine with IPv6.
    pub addresses: Vec<SocketAddr>,
    /// SHA-256 of the certificate of an https twin, as browsers show it: `AB:CD:…`.
    pub fingerprint: Option<String>,
    /// That certificate in PEM, for clients that are to trust exactly this one.
    pub certificate: Option<String>,
    own: Own,
    listeners: Vec<TcpListener>,
    twin: Option<SelfSigned>,
}

/// Whether a listener of this program, in whatever process, is at an `http` redirect URI that is taken. It is told by its
/// answer to a path that is not its own, which nobody hears of.
pub async fn is_waited_at(redirect_uri: &str) -> bool {
    const LIMIT: Duration = Duration::from_secs(2);
    let Ok(uri) = redirect_uri.parse::<http::Uri>() else { return false };
    let (Some("http"), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
    let Ok(request) = request::get(&format!("http://{authority}{ELSEWHERE}"), "text/plain") else { return false };
    let client = HttpClient::new(Settings { time_limit: LIMIT, ..Settings::default() });
    let outcome = client.send(request).await;
    outcome.response().is_some_and(verdict::is_from_elsewhere)
}

/// A path that no redirect URI is likely to have.
const ELSEWHERE: &str = "/.well-known/orcid-playground";

/// What has happened at this listener.
#[derive(Default)]
struct Seen {
    /// A code or tokens for the awaited request have arrived.
    answered: bool,
    /// The visit whose page may yet relay a fragment.
    visit: Option<HttpRequest>,
}

impl Capture {
    /// Serves until `shutdown` is ready. `expected_state` is the state that was sent; it decides what the page says. Each
    /// callback is told to `events`, those with a wrong state and repeated ones, too.
    pub async fn run(self, expected_state: Option<String>, events: UnboundedSender<Captured>, shutdown: impl Future) {
        let callback = Arc::new(Callback { own: self.own, expected_state, events, seen: Mutex::default() });
        let handler = move |request| {
            let callback = Arc::clone(&callback);
            async move { callback.answer(request, Timestamp::now()) }
        };
        let stop = shutdown.map(|_| ()).shared();
        let tls = self.twin.map(|twin| twin.acceptor);
        let serve_one = |listener| serve::serve_with(listener, tls.clone(), handler.clone(), stop.clone());
        join_all(self.listeners.into_iter().map(serve_one)).await;
    }
}

/// The redirect URI as a service.
struct Callback {
    own: Own,
    expected_state: Option<String>,
    events: UnboundedSender<Captured>,
    seen: Mutex<Seen>,
}

impl Callback {
    fn answer(&self, request: HttpRequest, at: Timestamp) -> HttpResponse {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let verdict = verdict::judge(&request, &self.own, self.expected_state.as_deref(), seen.answered);
        let response = page::render(&verdict);
        let astray = matches!(&verdict, Verdict::Callback { page: verdict::Page::Astray, .. });
        let relayed = match verdict {
            Verdict::Visit => {
                if request.method() == Method::GET {
                    seen.visit = Some(request);
                }
                return response;
            }
            Verdict::Rejected(_) => return response,
            Verdict::Callback { .. } if request.method() == Method::HEAD => return response,
            Verdict::Callback { page, fragment } => {
                seen.answered |= page.settles();
                fragment
            }
        };
        // What the browser saw is the visit; the relay is between the page and this program.
        let visit = relayed.as_ref().and_then(|_| seen.visit.take()).filter(|visit| visit.uri() == request.uri());
        let captured =
            Captured { request: visit.unwrap_or(request), fragment: relayed, response: response.clone(), astray, at };
        // Nobody listens any more when the program is about to end: the person still gets the page.
        let _ = self.events.send(captured);
        response
    }
}
