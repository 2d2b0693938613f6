//! One request out, one outcome back.
//!
//! Each request has a connection of its own: what goes over a direct connection is byte for byte
//! [`crate::oauth::wire::request_bytes`], nothing is added, followed, repeated or unpacked, and the durations are those
//! of a first contact. What would not go out as it stands is not sent; the request has to have its `Host` and `Accept`,
//! the `Content-Length` of its body, and a path and query in the normal form of the URL Standard.

mod client;
mod failure;
mod incoming;
mod open;
mod sendable;
mod settings;

use std::sync::Arc;

use http_body_util::BodyExt;
use jiff::Timestamp;
use tokio::sync::OnceCell;
use url::Url;

use self::{client::Route, failure::within, incoming::Incoming};
use crate::oauth::{Arrived, HttpRequest, Outcome, TransportError, TransportErrorKind};
pub use open::Opened;
pub use settings::{Proxy, Recorder, Settings};

/// Sends requests. Cheap to make and to clone: certificates and proxy settings are read when the first request needs
/// them, off the async threads.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<Inner>);

#[derive(Default)]
struct Inner {
    settings: Settings,
    recorder: Option<Recorder>,
    /// By [`Route::index`].
    clients: [OnceCell<reqwest::Client>; Route::COUNT],
}

impl std::fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HttpClient").field(&self.0.settings).finish()
    }
}

impl HttpClient {
    /// A client that sends as told.
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(Inner { settings, ..Inner::default() }))
    }

    /// A client that sends as told, and tells of it.
    pub fn recording(settings: Settings, recorder: Recorder) -> Self {
        Self(Arc::new(Inner { settings, recorder: Some(recorder), ..Inner::default() }))
    }

    /// Sends one request over HTTP/1.1. Never [`Outcome::Pending`], [`Outcome::Unseen`] or [`Outcome::Cancelled`];
    /// dropping the future closes the connection.
    pub async fn send(&self, request: HttpRequest) -> Outcome {
        self.send_watched(request, |_| {}, std::future::pending()).await
    }

    /// Sends one request, and tells what arrives of the answer while it does: coarsely, and nothing of an answer that is
    /// there at once. When `stop` is done before the answer is whole, the connection is closed, and the outcome is
    /// [`Outcome::Cancelled`]. Of an answer that does not come whole, for that or another reason, all that came is told
    /// at the end.
    pub async fn send_watched(
        &self,
        request: HttpRequest,
        watch: impl FnMut(Arrived) + Send,
        stop: impl Future<Output = ()> + Send,
    ) -> Outcome {
        let Some(recorder) = &self.0.recorder else { return self.outcome(request, watch, stop).await };
        let (sent, at) = (request.clone(), Timestamp::now());
        let outcome = self.outcome(request, watch, stop).await;
        recorder(&sent, &outcome, at);
        outcome
    }

    async fn outcome(
        &self,
        request: HttpRequest,
        mut watch: impl FnMut(Arrived) + Send,
        stop: impl Future<Output = ()> + Send,
    ) -> Outcome {
        let mut incoming = Incoming::new();
        let outcome = tokio::select! {
            ended = self.exchange(request, &mut incoming, &mut watch) => match ended {
                Ok(()) => return incoming.answered(),
                Err(error) => Outcome::Failed { error, after: incoming.started.elapsed() },
            },
            () = stop => Outcome::Cancelled,
        };
        if let Some(arrived) = incoming.all() {
            watch(arrived);
        }
        outcome
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        incoming: &mut Incoming,
        watch: &mut (impl FnMut(Arrived) + Send),
    ) -> Result<(), TransportError> {
        let Settings { time_limit, body_limit, .. } = self.0.settings;
        let (head, mut body, url) = self.head(request).await?;
        let failed = |error| failure::of(error, &url, &self.0.settings.proxy);
        incoming.begin(head, body_limit);
        while let Some(frame) = within(time_limit, "nothing more of the answer", body.frame()).await? {
            let Ok(data) = frame.map_err(failed)?.into_data() else { continue };
            let room = body_limit - incoming.body.len();
            incoming.body.extend_from_slice(&data[..data.len().min(room)]);
            if data.len() > room {
                let message = format!(
                    "the body is larger than {body_limit} bytes, and the rest was not read: this limit (--body-limit) protects against endless answers"
                );
                return Err(TransportError { kind: TransportErrorKind::TooLarge, message });
            }
            if let Some(arrived) = incoming.news() {
                watch(arrived);
            }
        }
        Ok(())
    }

    /// Sends a request and waits for the head of its answer. The body comes with the URL that its failures are told with.
    async fn head(&self, request: HttpRequest) -> Result<(http::response::Parts, reqwest::Body, Url), TransportError> {
        let url = sendable::url(&request)?;
        let Settings { time_limit, proxy, .. } = &self.0.settings;
        let answered = async {
            let client = self.client(Route::to(&url)).await?;
            let sending = client.execute(on_the_wire(request, url.clone()));
            sending.await.map_err(|error| failure::of(error, &url, proxy))
        };
        let response = within(*time_limit, "no answer", answered).await??;
        let (mut head, body) = http::Response::<reqwest::Body>::from(response).into_parts();
        // What the library keeps there for itself.
        head.extensions.clear();
        Ok((head, body, url))
    }

    async fn client(&self, route: Route) -> Result<reqwest::Client, TransportError> {
        let make = || async {
            let settings = self.0.settings.clone();
            let made = tokio::task::spawn_blocking(move || route.client(&settings)).await;
            made.map_err(|e| failure::task(&e))?
        };
        self.0.clients[route.index()].get_or_try_init(make).await.cloned()
    }
}

fn on_the_wire(request: HttpRequest, url: Url) -> reqwest::Request {
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, url);
    *request.version_mut() = http::Version::HTTP_11;
    *request.headers_mut() = head.headers;
    if !body.is_empty() {
        *request.body_mut() = Some(body.into());
    }
    request
}
