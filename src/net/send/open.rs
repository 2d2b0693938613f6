//! An answer whose body is read while it arrives, for bodies of any size.

use http_body_util::BodyExt;
use url::Url;

use super::{HttpClient, Proxy, client::Route, failure, on_the_wire, sendable};
use crate::oauth::{HttpRequest, TransportError, TransportErrorKind};

/// An answer whose body has not been read yet.
pub struct Opened {
    /// Status and headers.
    pub head: http::response::Parts,
    body: reqwest::Body,
    url: Url,
    proxy: Proxy,
    patience: std::time::Duration,
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
        let url = sendable::url(&request)?;
        let settings = &self.0.settings;
        let client = self.client(Route::to(&url)).await?;
        let sending = client.execute(on_the_wire(request, url.clone()));
        let response = tokio::time::timeout(settings.time_limit, sending)
            .await
            .map_err(|_| late(settings.time_limit, "no answer"))?
            .map_err(|error| failure::of(error, &url, &settings.proxy))?;
        let (mut head, body) = http::Response::<reqwest::Body>::from(response).into_parts();
        head.extensions.clear();
        Ok(Opened { head, body, url, proxy: settings.proxy.clone(), patience: settings.time_limit })
    }
}

impl Opened {
    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// When the connection fails in the middle.
    pub async fn next(&mut self) -> Result<Option<bytes::Bytes>, TransportError> {
        loop {
            let frame = tokio::time::timeout(self.patience, self.body.frame())
                .await
                .map_err(|_| late(self.patience, "nothing more of the answer came"))?;
            match frame {
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

fn late(limit: std::time::Duration, what: &str) -> TransportError {
    let message = format!("{what} within {} s", limit.as_secs_f32());
    TransportError { kind: TransportErrorKind::Timeout, message }
}
