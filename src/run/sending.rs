//! A request on its way, and the token that comes back.

use std::{sync::Arc, time::Duration};

use tokio::{sync::oneshot, task::spawn_blocking};

use super::{
    local_orcid::{SharedOrcid, readdressed},
    shelf,
};
use crate::{
    app::msg::{Stored, TokenContext},
    net::HttpClient,
    oauth::{Arrived, HttpRequest, Outcome, TransportError, TransportErrorKind},
    store::Store,
};

/// What is to be sent.
pub(super) struct Letter {
    pub request: HttpRequest,
    /// Whether it is for the simulated ORCID, wherever that is, and for nobody else.
    pub for_local: bool,
}

/// Sends a request. One that is for the simulated ORCID waits until that is there and goes to where it is; when the process
/// that serves it ends in that moment, this one takes over and sends it once more. Gives the request that was sent last.
pub(super) async fn send(
    client: &HttpClient,
    local: &SharedOrcid,
    Letter { request, for_local }: Letter,
    mut moved: impl FnMut(&HttpRequest),
    watch: impl FnMut(Arrived) + Clone + Send,
    mut stopped: oneshot::Receiver<()>,
) -> (HttpRequest, Outcome) {
    let there = async { if for_local { placed(local, &request).await } else { Ok(None) } };
    let there = tokio::select! {
        there = there => there,
        () = stop(&mut stopped) => return (request, Outcome::Cancelled),
    };
    let request = match there {
        Ok(None) => request,
        Ok(Some(there)) => {
            moved(&there);
            there
        }
        Err(error) => return (request, Outcome::Failed { error, after: Duration::ZERO }),
    };
    let outcome = client.send_watched(request.clone(), watch.clone(), stop(&mut stopped)).await;
    let refused = matches!(&outcome, Outcome::Failed { error, .. } if error.kind == TransportErrorKind::Refused);
    if !refused {
        return (request, outcome);
    }
    let Some(issuer) = local.takes_over(&request.uri().to_string()).await else { return (request, outcome) };
    let Some(again) = readdressed(&request, &issuer) else { return (request, outcome) };
    if again.uri() != request.uri() {
        moved(&again);
    }
    let outcome = client.send_watched(again.clone(), watch, stop(&mut stopped)).await;
    (again, outcome)
}

/// The same request where the simulated ORCID is now, if that is elsewhere.
async fn placed(local: &SharedOrcid, request: &HttpRequest) -> Result<Option<HttpRequest>, TransportError> {
    let issuer = local.whereabouts().await.ok_or_else(|| TransportError {
        kind: TransportErrorKind::Refused,
        message: "the simulated ORCID is not there".to_owned(),
    })?;
    Ok(readdressed(request, &issuer).filter(|there| there.uri() != request.uri()))
}

/// Done when somebody said so; not when there is nobody any more who could. It can be asked again then.
async fn stop(stopped: &mut oneshot::Receiver<()>) {
    if stopped.is_terminated() || stopped.await.is_err() {
        std::future::pending().await
    }
}

/// Stores the answer of a token endpoint before anything reads it. Refusals hold nothing that could be lost.
pub(super) async fn keep(
    store: &Arc<Store>,
    context: TokenContext,
    request: &HttpRequest,
    outcome: &Outcome,
) -> Option<Stored> {
    let response = outcome.response().filter(|response| response.status().is_success())?.clone();
    let token = shelf::new_token(&context, request.uri().to_string(), response);
    let store = Arc::clone(store);
    let saved = spawn_blocking(move || shelf::keep(&store, &token));
    Some(saved.await.unwrap_or_else(|panicked| Err(panicked.to_string())))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_request_that_nobody_can_stop_any_more_goes_on() {
        let (teller, mut stopped) = oneshot::channel();
        drop(teller);
        assert!(stop(&mut stopped).now_or_never().is_none());
        assert!(stop(&mut stopped).now_or_never().is_none());
        let (teller, mut stopped) = oneshot::channel();
        teller.send(()).unwrap();
        assert!(stop(&mut stopped).now_or_never().is_some());
    }
}
