//! How a response travels: at once, or late, in pieces, cut off.

use std::{convert::Infallible, future::Future, io, time::Duration};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::Frame;

use crate::oauth::HttpResponse;

/// A response and the way in which it is delivered. Made from a response, it is delivered whole and at once.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What is answered.
    pub response: HttpResponse,
    /// How long nothing at all is sent.
    pub head_after: Duration,
    /// The body in pieces of so many bytes, each after a pause. `None`: in one piece.
    pub pieces: Option<(usize, Duration)>,
    /// The connection ends after so many bytes of the body. `None`: when all is said.
    pub cut_after: Option<usize>,
}

impl From<HttpResponse> for Delivery {
    fn from(response: HttpResponse) -> Self {
        Self { response, head_after: Duration::ZERO, pieces: None, cut_after: None }
    }
}

/// The body that hyper sends; its error ends the connection in the middle.
pub(super) type Body = UnsyncBoxBody<Bytes, io::Error>;

impl Delivery {
    /// Waits as told, then gives hyper what it is to send. `wait` lets the time pass between two pieces.
    pub(super) async fn start<F>(self, wait: impl Fn(Duration) -> F + Send + 'static) -> http::Response<Body>
    where
        F: Future<Output = ()> + Send,
    {
        if !self.head_after.is_zero() {
            tokio::time::sleep(self.head_after).await;
        }
        let (mut head, body) = self.response.into_parts();
        if self.pieces.is_none() && self.cut_after.is_none() {
            let whole = http_body_util::Full::new(body).map_err(|never: Infallible| match never {});
            return http::Response::from_parts(head, whole.boxed_unsync());
        }
        // The length is announced, or the receiver could not tell a cut from an end.
        if !head.headers.contains_key(http::header::TRANSFER_ENCODING) {
            head.headers.entry(http::header::CONTENT_LENGTH).or_insert_with(|| body.len().into());
        }
        let (size, pause) = self.pieces.unwrap_or((usize::MAX, Duration::ZERO));
        let left = self.cut_after.map_or(body.clone(), |cut| body.slice(..cut.min(body.len())));
        let state = (left, self.cut_after.is_some(), wait);
        let frames = stream::unfold(state, move |(mut left, cut, wait)| async move {
            if left.is_empty() && cut {
                // hyper writes when a body is not ready, and forgets what it has not written when a body fails.
                tokio::task::yield_now().await;
                return Some((Err(io::ErrorKind::ConnectionAborted.into()), (left, false, wait)));
            }
            if left.is_empty() {
                return None;
            }
            if !pause.is_zero() {
                wait(pause).await;
            }
            let piece = left.split_to(size.max(1).min(left.len()));
            Some((Ok(Frame::data(piece)), (left, cut, wait)))
        });
        http::Response::from_parts(head, StreamBody::new(frames).boxed_unsync())
    }
}
