//! A listener and a function from request to response, until told to stop.
//!
//! Clients are not trusted: they may connect and say nothing, say it slowly, say too much, or say something that is not
//! HTTP. None of that ends the server or holds up another client, and what they may take up has [`Limits`].

mod crowd;
mod limits;
mod patience;
mod receive;

use std::{
    future::Future,
    io,
    pin::pin,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header, uri::Scheme};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

pub use limits::{BODY_LIMIT, Limits};

use crowd::{Crowd, Seat};
use patience::Patience;
use receive::{Origin, receive};

use super::Delivery;
use crate::oauth::{HttpRequest, HttpResponse};

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
    serve_within(Limits::default(), listener, tls, handler, shutdown).await;
}

/// [`serve_with`], and how much clients may take up.
pub async fn serve_within<H, F, R>(
    limits: Limits,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    handler: H,
    shutdown: impl Future,
) where
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    let crowd = Crowd::new(limits.connections);
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let stream = tokio::select! {
            _ = &mut shutdown => break,
            Some(ended) = connections.join_next() => {
                propagate(ended);
                continue;
            }
            stream = accept(&listener, &crowd) => stream,
        };
        let seat = tokio::select! {
            _ = &mut shutdown => break,
            seat = crowd.seat() => seat,
        };
        let (tls, handler, stopped, seat) = (tls.clone(), handler.clone(), stopped.clone(), Arc::new(seat));
        connections.spawn(async move {
            tokio::select! {
                () = connection(stream, tls, limits, handler, Arc::clone(&seat), stopped) => {}
                () = seat.must_leave() => {}
            }
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

/// The next connection.
async fn accept(listener: &TcpListener, crowd: &Crowd) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                // The client is gone already, or the system has nothing left for one more; then somebody has to go. Both pass.
                if is_full(&error) {
                    crowd.make_room();
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

/// Whether a connection is refused because there are too many files, or too little memory for one more.
fn is_full(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let full = [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM];
        full.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
    }
    // WSAEMFILE and WSAENOBUFS.
    #[cfg(not(unix))]
    matches!(error.raw_os_error(), Some(10_024 | 10_055))
}

async fn connection<H, F, R>(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    limits: Limits,
    handler: H,
    seat: Arc<Seat>,
    mut stopped: watch::Receiver<()>,
) where
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    // Small answers go out at once; if the option is refused they are only slower.
    let _ = stream.set_nodelay(true);
    let (peer, here) = (stream.peer_addr().ok(), stream.local_addr().ok());
    // Whoever says nothing gets no buffer either.
    let speaks = tokio::select! {
        _ = stopped.changed() => return,
        speaks = timeout(limits.time, stream.readable()) => speaks,
    };
    if !matches!(speaks, Ok(Ok(()))) {
        return;
    }
    let handler = move |mut request: HttpRequest| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        handler(request)
    };
    match tls {
        None => Box::pin(talk(stream, Origin { scheme: Scheme::HTTP, here }, limits, handler, seat, stopped)).await,
        Some(acceptor) => {
            let stream = tokio::select! {
                _ = stopped.changed() => return,
                stream = timeout(limits.time, acceptor.accept(stream)) => stream,
            };
            // A handshake that fails is the client's choice: most browsers do so before the person trusts.
            if let Ok(Ok(stream)) = stream {
                Box::pin(talk(stream, Origin { scheme: Scheme::HTTPS, here }, limits, handler, seat, stopped)).await;
            }
        }
    }
}

async fn talk<S, H, F, R>(
    stream: S,
    origin: Origin,
    limits: Limits,
    handler: H,
    seat: Arc<Seat>,
    mut stopped: watch::Receiver<()>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    H: Fn(HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = R> + Send,
    R: Into<Delivery> + Send,
{
    let unread = Arc::new(AtomicBool::new(false));
    let stream = Patience::new(stream, limits.time, Arc::clone(&unread));
    let service = service_fn(move |request| {
        let (handler, origin, seat) = (handler.clone(), origin.clone(), Arc::clone(&seat));
        let unread = Arc::clone(&unread);
        async move {
            let delivery = match receive(request, origin, limits, &unread).await {
                Ok(request) => {
                    seat.answering();
                    handler(request).await.into()
                }
                Err(refusal) => refusal.into(),
            };
            let pausing = Arc::clone(&seat);
            let response = delivery.start(move |pause| pausing.pause(pause)).await;
            seat.waiting();
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.time)
            .max_header_size(limits.head)
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

/// A short answer in plain text that ends the connection.
fn refusal(status: StatusCode, text: &'static str) -> HttpResponse {
    let mut response = HttpResponse::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain;charset=UTF-8"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::io::Errno;

    use super::*;

    #[test]
    fn a_client_that_has_gone_is_no_reason_to_close_another() {
        for (errno, full) in [(Errno::MFILE, true), (Errno::NFILE, true), (Errno::CONNABORTED, false)] {
            assert_eq!(is_full(&io::Error::from(errno)), full, "{errno:?}");
        }
    }
}
