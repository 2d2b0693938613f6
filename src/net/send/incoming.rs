//! An answer while it arrives.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};

use crate::oauth::{Arrived, HttpResponse, Outcome};

/// An answer that is there sooner is not told of in parts, and parts are told of no more often.
const PACE: Duration = Duration::from_millis(250);

/// So much of the body's beginning can be looked at while the rest arrives.
const BEGINNING: usize = 256 << 10;

/// So much room is made for a body because it is announced.
const ROOM: usize = 1 << 20;

/// What is there of an answer.
pub(super) struct Incoming {
    /// When the request was sent.
    pub started: Instant,
    head: Option<(http::response::Parts, Duration)>,
    total: Option<u64>,
    /// The body so far.
    pub body: BytesMut,
    beginning: Bytes,
    told: Instant,
}

impl Incoming {
    /// Nothing, at the moment of sending.
    pub fn new() -> Self {
        let now = Instant::now();
        Self { started: now, head: None, total: None, body: BytesMut::new(), beginning: Bytes::new(), told: now }
    }

    /// The head is there.
    pub fn begin(&mut self, head: http::response::Parts, limit: usize) {
        self.total = head.headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        // Room for what is announced, so that nothing is moved about while it comes; a liar gets no more than a bit.
        let announced = self.total.and_then(|total| usize::try_from(total).ok()).unwrap_or_default();
        self.body.reserve(announced.min(limit).min(ROOM));
        self.head = Some((head, self.started.elapsed()));
    }

    /// What there is to tell, when it is time to.
    pub fn news(&mut self) -> Option<Arrived> {
        if self.told.elapsed() < PACE {
            return None;
        }
        self.told = Instant::now();
        if self.beginning.len() < BEGINNING {
            self.beginning = Bytes::copy_from_slice(&self.body[..self.body.len().min(BEGINNING)]);
        }
        let (received, beginning) = (self.body.len(), self.beginning.clone());
        self.arrived(received, beginning)
    }

    /// All that came, when not even the head is missing.
    pub fn all(mut self) -> Option<Arrived> {
        let body = self.body.split().freeze();
        self.arrived(body.len(), body)
    }

    fn arrived(&self, received: usize, body: Bytes) -> Option<Arrived> {
        let (head, head_after) = self.head.clone()?;
        let response = HttpResponse::from_parts(head, body);
        Some(Arrived { response, received, total: self.total, head_after, after: self.started.elapsed() })
    }

    /// The whole answer.
    pub fn answered(self) -> Outcome {
        let done_after = self.started.elapsed();
        let (head, head_after) = self.head.unwrap_or_else(|| (HttpResponse::default().into_parts().0, done_after));
        Outcome::Answered { response: HttpResponse::from_parts(head, self.body.freeze()), head_after, done_after }
    }
}
