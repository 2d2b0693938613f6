//! Requests on their way: sent, watched, cancelled, and token responses stored before anything is shown of them.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::{sync::oneshot, task::spawn_blocking};

use super::{
    local_orcid::{SharedOrcid, readdressed},
    world::World,
};
use crate::{
    app::{
        Msg,
        msg::{Stored, TokenContext},
    },
    net::HttpClient,
    oauth::{Arrived, ExchangeId, HttpRequest, Outcome, TransportErrorKind},
    store::{NewToken, Store, StoreError},
};

impl World {
    pub(super) fn send(&mut self, id: ExchangeId, request: HttpRequest, context: Option<Box<TokenContext>>) {
        let (client, store, local, messages) =
            (self.client.clone(), Arc::clone(&self.store), Arc::clone(&self.local), self.messages.clone());
        let moved = {
            let messages = messages.clone();
            move |request: &HttpRequest| drop(messages.send(Msg::Readdressed(id, request.clone())))
        };
        self.sending.retain(|_, stop| !stop.is_closed());
        let Some(context) = context else {
            let (stop, stopped) = oneshot::channel();
            self.sending.insert(id, stop);
            tokio::spawn(async move {
                let arriving = messages.clone();
                let watch = move |arrived| drop(arriving.send(Msg::Arriving(id, Box::new(arrived))));
                match send(&client, &local, request, moved, watch, stopped).await.1 {
                    // Who cancelled it knows.
                    Outcome::Cancelled => {}
                    outcome => drop(messages.send(Msg::Received(id, outcome, None))),
                }
            });
            return;
        };
        // Nothing of a token response is shown before it is stored, and what is cancelled on the screen is stored all
        // the same: a code works once.
        tokio::spawn(async move {
            let (_never, stopped) = oneshot::channel();
            let (request, outcome) = send(&client, &local, request, moved, |_| {}, stopped).await;
            let stored = keep(&store, *context, &request, &outcome).await;
            let _ = messages.send(Msg::Received(id, outcome, stored));
        });
    }
}

/// Sends a request. When it was for a simulated ORCID that another process served, and that process has ended, this one
/// takes over and sends it once more, to wherever it listens now. Gives the request that was sent last.
async fn send(
    client: &HttpClient,
    local: &SharedOrcid,
    request: HttpRequest,
    moved: impl FnOnce(&HttpRequest),
    watch: impl FnMut(Arrived) + Clone + Send,
    mut stopped: oneshot::Receiver<()>,
) -> (HttpRequest, Outcome) {
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

/// Done when somebody said so; not when there is nobody any more who could.
async fn stop(stopped: &mut oneshot::Receiver<()>) {
    if stopped.await.is_err() {
        std::future::pending().await
    }
}

/// Stores the answer of a token endpoint before anything reads it. Refusals hold nothing that could be lost.
async fn keep(store: &Arc<Store>, context: TokenContext, request: &HttpRequest, outcome: &Outcome) -> Option<Stored> {
    let response = outcome.response().filter(|response| response.status().is_success())?.clone();
    let token = NewToken {
        received_at: Timestamp::now(),
        environment: context.environment.to_string(),
        issuer: context.issuer,
        token_endpoint: request.uri().to_string(),
        client_id: context.client_id,
        grant_type: context.grant_type.to_owned(),
        requested_scope: Some(context.requested_scope),
        redirect_uri: context.redirect_uri,
        nonce: context.nonce,
        response,
    };
    let store = Arc::clone(store);
    let saved = spawn_blocking(move || {
        let kept = store.save_token(&token)?;
        Ok::<_, StoreError>(if store.is_ephemeral() { "not on disk (--ephemeral)".to_owned() } else { kept.id })
    });
    Some(match saved.await {
        Ok(Ok(place)) => Ok(place),
        Ok(Err(error)) => Err(error.to_string()),
        Err(panicked) => Err(panicked.to_string()),
    })
}
