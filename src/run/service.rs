//! The simulated ORCID as a service behind a listener: a request is answered, and what it changes stands in the journal
//! first, then in the state, then in the answer.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::task::{JoinError, spawn_blocking};

use super::webhooks;
use crate::{
    net::Delivery,
    oauth::{HttpRequest, HttpResponse},
    sandbox::{self, CallOutcome, JournalEntry, Sandbox, WebhookCall},
    store::Journal,
};

/// Is told of every request that is answered, and of its answer.
pub type Watch = Arc<dyn Fn(&HttpRequest, &HttpResponse) + Send + Sync>;

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    sandbox: Arc<Mutex<Sandbox>>,
    journal: Mutex<Option<Kept>>,
    complain: fn(&str),
    caller: Arc<webhooks::Caller>,
    watch: Option<Watch>,
}

/// An open journal, and whether the last write to it failed.
struct Kept {
    journal: Journal<JournalEntry>,
    failing: bool,
}

impl Service {
    /// The service of a sandbox, and the journal that it keeps, if any. `complain` is told once when it can no longer be
    /// written, beside the clients, who get 500 for whatever would change something.
    pub fn new(sandbox: Arc<Mutex<Sandbox>>, journal: Option<Journal<JournalEntry>>, complain: fn(&str)) -> Self {
        let journal = journal.map(|journal| Kept { journal, failing: false });
        let journal = Mutex::new(journal);
        Self(Arc::new(Inner { sandbox, journal, complain, caller: Arc::default(), watch: None }))
    }

    /// The same, watched.
    pub fn watched(mut self, watch: Option<Watch>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.watch = watch;
        }
        self
    }

    /// Answers one request. What changed is in the journal before anybody is told, webhooks included. Blocks while the
    /// journal is written, and while a signing key is made.
    pub fn answer(&self, request: &HttpRequest) -> Delivery {
        let mut sandbox = self.0.sandbox.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = sandbox::respond_if_kept(&mut sandbox, request, Timestamp::now(), |entries| self.0.keep(entries));
        self.call(answer.calls);
        if let Some(watch) = &self.0.watch {
            watch(request, &answer.response);
        }
        deliver(answer.response, answer.delivery)
    }

    /// The same, beside everything else that the runtime does.
    pub async fn answer_beside(self, request: HttpRequest) -> Delivery {
        answered(spawn_blocking(move || self.answer(&request)).await)
    }

    fn call(&self, calls: Vec<WebhookCall>) {
        let inner = Arc::downgrade(&self.0);
        webhooks::make(&self.0.caller, calls, move |call, outcome| {
            let inner = inner.clone();
            async move {
                let inner = inner.upgrade()?;
                spawn_blocking(move || inner.called(&call, outcome)).await.ok()?
            }
        });
    }
}

impl Inner {
    /// Writes down what is about to change.
    fn keep(&self, entries: &[JournalEntry]) -> Result<(), String> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(kept) = journal.as_mut() else { return Ok(()) };
        let written = kept.journal.append(entries).map_err(|error| error.to_string());
        let first = !std::mem::replace(&mut kept.failing, written.is_err());
        if let Err(why) = &written
            && first
        {
            (self.complain)(why);
        }
        written
    }

    /// Notes what came of a call; whether to try again.
    fn called(&self, call: &WebhookCall, outcome: CallOutcome) -> Option<WebhookCall> {
        let mut sandbox = self.sandbox.lock().unwrap_or_else(PoisonError::into_inner);
        let (entry, again) = sandbox.webhook_called(call, outcome, Timestamp::now());
        // A call that nobody remembers is made again at the next change: no more is lost.
        let _ = self.keep(&[entry]);
        again
    }
}

/// What came of an answer. A panic in it is a panic of the program.
fn answered(answer: Result<Delivery, JoinError>) -> Delivery {
    match answer {
        Ok(delivery) => delivery,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The program is about to end.
        Err(_) => {
            let mut response = HttpResponse::default();
            *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
            response.into()
        }
    }
}

/// How the sandbox wants an answer to travel, in the terms of the listener.
fn deliver(response: HttpResponse, delivery: sandbox::Delivery) -> Delivery {
    let whole = Delivery::from(response);
    match delivery {
        sandbox::Delivery::Immediate => whole,
        sandbox::Delivery::Late(head_after) => Delivery { head_after, ..whole },
        sandbox::Delivery::Pieces { bytes, pause } => Delivery { pieces: Some((bytes, pause)), ..whole },
        sandbox::Delivery::Cut { after } => Delivery { cut_after: Some(after), ..whole },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn answers_travel_as_the_sandbox_wants() {
        let travels = |delivery| {
            let response = HttpResponse::default();
            let Delivery { response: _, head_after, pieces, cut_after } = deliver(response, delivery);
            (head_after, pieces, cut_after)
        };
        let (none, second) = (Duration::ZERO, Duration::from_secs(1));
        assert_eq!(travels(sandbox::Delivery::Immediate), (none, None, None));
        assert_eq!(travels(sandbox::Delivery::Late(second)), (second, None, None));
        assert_eq!(travels(sandbox::Delivery::Pieces { bytes: 8, pause: second }), (none, Some((8, second)), None));
        assert_eq!(travels(sandbox::Delivery::Cut { after: 20 }), (none, None, Some(20)));
    }
}
