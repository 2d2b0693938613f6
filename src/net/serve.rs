//! A listener and a function from request to response, until told to stop.
//!
//! Clients are not trusted: they may connect and say nothing, say it slowly, say too much, or say something that is not
//! HTTP. None of that ends the server or holds up another client.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, StatusCode, Uri, header, uri::Scheme};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    body::{Body as _, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::Delivery;
use crate::oauth::{HttpRequest, HttpResponse};

/// The largest request body, in bytes; more is answered with 413.
pub const BODY_LIMIT: usize = 4 << 20;
/// How long a client may take for its TLS handshake, for each head and for each body.
const READ_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections at the same time; further ones wait in the system's queue.
const MAX_CONNECTIONS: usize = 256;
/// How long answers under way may go on after the end was announced.
const GRACE: Duration = Duration::from_millis(500);

/// Serves HTTP/1.1 until `shutdown` is ready. The handler sees absolute URIs (`http://` and the `Host` header in front of
/// the path) and whole bodies, and among the extensions the client's
/// [`SocketAddr`](std::net::SocketAddr); what it yields is a response, or a [`Delivery`] that says how it travels.
pub async fn serve<H, F, R>(listener: TcpListener, handler: H, shutdown: impl Future)
where
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    serve_with(listener, None, handler, shutdown).await;
}

/// [`serve`], over TLS when there is an acceptor.
pub async fn serve_with<H, F, R>(listener: TcpListener, tls: Option<TlsAcceptor>, handler: H, shutdown: impl Future)
where
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            _ = &mut shutdown => break,
            Some(ended) = connections.join_next() => {
                propagate(ended);
                continue;
            }
            accepted = accept(&listener, &slots) => accepted,
        };
        let (stream, slot) = accepted;
        let (tls, handler, stopped) = (tls.clone(), handler.clone(), stopped.clone());
        connections.spawn(async move {
            connection(stream, tls, handler, stopped).await;
            drop(slot);
        });
    }
    drop(listener);
    drop(stop);
    let all_ended = async {
        while let Some(ended) = connections.join_next().await {
            propagate(ended);
        }
    };
    // What has not ended by then ends when the set is dropped.
    let _ = timeout(GRACE, all_ended).await;
}

/// A panic in a handler is a panic of the program, not of one connection.
fn propagate(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// The next connection, once there is a slot for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a slot in the end.
    let slot = slots.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, slot),
            // The client is gone already, or the process has no file descriptor left: both pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection<H, F, R>(stream: TcpStream, tls: Option<TlsAcceptor>, handler: H, stopped: watch::Receiver<()>)
where
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    // Small answers go out at once; if the option is refused they are only slower.
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().ok();
    let handler = move |mut request: HttpRequest| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        handler(request)
    };
    match tls {
        None => talk(stream, Scheme::HTTP, handler, stopped).await,
        Some(acceptor) => {
            let mut stopped_early = stopped.clone();
            let stream = tokio::select! {
                _ = stopped_early.changed() => return,
                stream = timeout(READ_TIMEOUT, acceptor.accept(stream)) => stream,
            };
            // A handshake that fails is the client's choice: most browsers do so before the person trusts.
            if let Ok(Ok(stream)) = stream {
                talk(stream, Scheme::HTTPS, handler, stopped).await;
            }
        }
    }
}

async fn talk<S, H, F, R>(stream: S, scheme: Scheme, handler: H, mut stopped: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    let service = service_fn(move |request| {
        let (handler, scheme) = (handler.clone(), scheme.clone());
        async move {
            let delivery = match receive(request, scheme).await {
                Ok(request) => handler(request).await.into(),
                Err(refusal) => refusal.into(),
            };
            Ok::<_, std::convert::Infallible>(delivery.start().await)
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(READ_TIMEOUT)
            .serve_connection(TokioIo::new(stream), service)
    );
    // Errors are those of a client that left or spoke something else; hyper has answered 400 where that made sense.
    let ended = tokio::select! {
        _ = connection.as_mut() => true,
        _ = stopped.changed() => false,
    };
    if !ended {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// The whole request with an absolute URI, or the refusal.
async fn receive(request: http::Request<Incoming>, scheme: Scheme) -> Result<HttpRequest, HttpResponse> {
    let (mut head, body) = request.into_parts();
    head.uri = absolute(&head.uri, head.headers.get(header::HOST), scheme)
        .ok_or_else(|| refusal(StatusCode::BAD_REQUEST, "The Host header is missing or wrong."))?;
    let too_large = || refusal(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.");
    // One that is announced is not waited for.
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(too_large());
    }
    match timeout(READ_TIMEOUT, Limited::new(body, BODY_LIMIT).collect()).await {
        Ok(Ok(body)) => Ok(HttpRequest::from_parts(head, body.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(refusal(StatusCode::BAD_REQUEST, "The body ended too early.")),
        Err(_) => Err(refusal(StatusCode::REQUEST_TIMEOUT, "The body took too long.")),
    }
}

/// The URI as the client meant it (RFC 9112 §3.3). A target in absolute form speaks for itself.
fn absolute(uri: &Uri, host: Option<&HeaderValue>, scheme: Scheme) -> Option<Uri> {
    if uri.authority().is_some() {
        return uri.scheme().is_some().then(|| uri.clone());
    }
    Uri::builder().scheme(scheme).authority(host?.as_bytes()).path_and_query(uri.path_and_query()?.clone()).build().ok()
}

/// A short answer in plain text that ends the connection.
fn refusal(status: StatusCode, text: &'static str) -> HttpResponse {
    let mut response = HttpResponse::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain;charset=UTF-8"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
