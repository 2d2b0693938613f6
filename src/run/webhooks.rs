//! Makes the calls that a change of a record causes, and tells the simulated ORCID what came of them.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, header};
use tokio::sync::Semaphore;

use crate::{
    net::{HttpClient, Settings},
    oauth::{HttpRequest, Outcome, request},
    sandbox::{CallOutcome, WebhookCall},
};

/// How long a call may take, as at ORCID.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// Nobody reads what is answered.
const BODY_LIMIT: usize = 64 << 10;
/// Calls at the same time; further ones wait.
const AT_ONCE: usize = 16;

/// What calls with.
pub(super) struct Caller {
    client: HttpClient,
    slots: Semaphore,
}

impl Default for Caller {
    fn default() -> Self {
        let settings = Settings { time_limit: TIME_LIMIT, body_limit: BODY_LIMIT, ..Settings::default() };
        Self { client: HttpClient::new(settings), slots: Semaphore::new(AT_ONCE) }
    }
}

/// Makes these calls beside everything else, each as often as `report` says when it is told what came of it. They end with
/// their caller.
pub(super) fn make<R>(
    caller: &Arc<Caller>,
    calls: Vec<WebhookCall>,
    report: impl Fn(WebhookCall, CallOutcome) -> R + Clone + Send + 'static,
) where
    R: Future<Output = Option<WebhookCall>> + Send,
{
    for call in calls {
        let (caller, report) = (Arc::downgrade(caller), report.clone());
        tokio::spawn(async move {
            let mut next = Some(call);
            while let Some(call) = next {
                tokio::time::sleep(call.after).await;
                let Some(caller) = caller.upgrade() else { return };
                let outcome = caller.call(&call).await;
                next = report(call, outcome).await;
            }
        });
    }
}

impl Caller {
    async fn call(&self, call: &WebhookCall) -> CallOutcome {
        // The semaphore is never closed.
        let _slot = self.slots.acquire().await;
        match post(&call.url) {
            Ok(request) => match self.client.send(request).await {
                Outcome::Answered { response, .. } => CallOutcome::Answered(response.status().as_u16()),
                Outcome::Failed { error, .. } => CallOutcome::Failed(error.message),
                Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => CallOutcome::Failed("no answer".to_owned()),
            },
            Err(error) => CallOutcome::Failed(error.to_string()),
        }
    }
}

/// A `POST` without a body.
fn post(url: &str) -> http::Result<HttpRequest> {
    request::builder(Method::POST, url, "*/*").header(header::CONTENT_LENGTH, 0).body(Bytes::new())
}
