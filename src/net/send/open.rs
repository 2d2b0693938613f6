//! An answer whose body is read while it arrives, for bodies of any size.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::BodyExt;
use jiff::Timestamp;
use url::Url;

use super::{
    HttpClient,
    failure::{self, within},
    settings::{Proxy, Recorder},
};
use crate::oauth::{HttpRequest, HttpResponse, Outcome, TransportError, TransportErrorKind};

/// An answer whose body has not been read yet.
pub struct Opened {
    /// Status and headers.
    pub head: http::response::Parts,
    body: reqwest::Body,
    url: Url,
    proxy: Proxy,
    patience: Duration,
    witness: Option<Witness>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("status", &self.head.status).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// Sends one request over HTTP/1.1 and gives the head of its answer. The time limit holds for the head, and for each
    /// piece of the body; there is no limit to the whole.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn open(&self, request: HttpRequest) -> Result<Opened, TransportError> {
        let recorder = self.0.recorder.clone();
        let mut witness = recorder.map(|recorder| Witness::of(recorder, &request, self.0.settings.body_limit));
        match self.head(request).await {
            Ok((head, body, url)) => {
                if let Some(witness) = &mut witness {
                    witness.answers(&head);
                }
                let settings = &self.0.settings;
                let (proxy, patience) = (settings.proxy.clone(), settings.time_limit);
                Ok(Opened { head, body, url, proxy, patience, witness })
            }
            Err(error) => {
                if let Some(witness) = &mut witness {
                    witness.failed(&error);
                }
                Err(error)
            }
        }
    }
}

impl Opened {
    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// When the connection fails in the middle.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        let piece = self.piece().await;
        if let Some(witness) = &mut self.witness {
            match &piece {
                Ok(Some(piece)) => witness.receives(piece),
                Ok(None) => witness.ended(),
                Err(error) => witness.failed(error),
            }
        }
        piece
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            match within(self.patience, "nothing more of the answer", self.body.frame()).await? {
                None => return Ok(None),
                Some(Err(error)) => return Err(failure::of(error, &self.url, &self.proxy)),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    /// The length that the head announces.
    pub fn length(&self) -> Option<u64> {
        self.head.headers.get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }
}

/// Keeps what goes by for the recorder, and tells it once: at the end, at a failure, or when nobody reads on.
struct Witness {
    recorder: Recorder,
    request: HttpRequest,
    sent: Timestamp,
    started: Instant,
    /// The head, and when it came.
    head: Option<(HttpResponse, Duration)>,
    body: Vec<u8>,
    /// The largest body that is kept.
    limit: usize,
    /// Whether more came than is kept.
    overflows: bool,
    told: bool,
}

impl Witness {
    fn of(recorder: Recorder, request: &HttpRequest, limit: usize) -> Self {
        Self {
            recorder,
            request: request.clone(),
            sent: Timestamp::now(),
            started: Instant::now(),
            head: None,
            body: Vec::new(),
            limit,
            overflows: false,
            told: false,
        }
    }

    fn answers(&mut self, head: &http::response::Parts) {
        let response = HttpResponse::from_parts(head.clone(), Bytes::new());
        self.head = Some((response, self.started.elapsed()));
    }

    fn receives(&mut self, piece: &[u8]) {
        self.overflows |= piece.len() > self.limit - self.body.len();
        if self.overflows {
            self.body = Vec::new();
        } else {
            self.body.extend_from_slice(piece);
        }
    }

    fn ended(&mut self) {
        if self.overflows {
            let message = format!("the body is larger than {} bytes, and was not recorded (--body-limit)", self.limit);
            return self.failed(&TransportError { kind: TransportErrorKind::TooLarge, message });
        }
        if let Some((mut response, head_after)) = self.head.take() {
            *response.body_mut() = std::mem::take(&mut self.body).into();
            self.tell(&Outcome::Answered { response, head_after, done_after: self.started.elapsed() });
        }
    }

    fn failed(&mut self, error: &TransportError) {
        self.tell(&Outcome::Failed { error: error.clone(), after: self.started.elapsed() });
    }

    fn tell(&mut self, outcome: &Outcome) {
        if !std::mem::replace(&mut self.told, true) {
            (self.recorder)(&self.request, outcome, self.sent);
        }
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.tell(&Outcome::Cancelled);
    }
}
