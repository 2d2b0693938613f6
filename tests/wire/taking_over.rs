//! The process that served `local` has ended, and its place is not to be had again: what was sent there arrives all the same.

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use orcid_playground::{
    app::{Effect, Msg},
    net::{HttpClient, serve},
    oauth::{ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose},
    run::World,
    store::{Claim, Paths, Store},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
};

use crate::support::{answered, get, soon};

async fn yes(_: HttpRequest) -> HttpResponse {
    HttpResponse::new(Bytes::from_static(b"{}"))
}

#[tokio::test]
async fn the_first_request_after_it_is_answered_too() {
    let home = tempfile::tempdir().unwrap();
    // Another process serves. It listens at an address that no playground takes by itself.
    let first = Store::at(Paths::at(home.path()));
    let Claim::Serving(serving) = first.try_serve().unwrap() else { panic!("nobody else serves here") };
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 2], 0))).await.unwrap();
    let there = format!("http://{}", listener.local_addr().unwrap());
    serving.announce(&there).unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(serve::serve(listener, yes, stopped));

    let (messages, mut told) = mpsc::unbounded_channel();
    let (osc_52, _) = mpsc::unbounded_channel();
    let store = Arc::new(Store::at(Paths::at(home.path())));
    let mut world = World::new(store, HttpClient::default(), Default::default(), messages, osc_52);
    world.perform(Effect::StartLocal);
    match soon(told.recv()).await.unwrap() {
        Msg::Local(Ok(serving)) => assert_eq!((serving.issuer.as_str(), serving.own), (there.as_str(), false)),
        other => panic!("{other:?}"),
    }

    // It ends.
    stop.send(()).unwrap();
    soon(served).await.unwrap();
    drop(serving);
    let configuration = format!("{there}/.well-known/openid-configuration");
    for number in [1, 2] {
        // The second one was made with the old address too.
        let (id, request) = (ExchangeId(number), get(&configuration));
        world.perform(Effect::Send { id, purpose: Purpose::Discovery, request, store: None });
        let (mut here, mut sent_to) = (None, None);
        let outcome: Outcome = loop {
            match soon(told.recv()).await.unwrap() {
                Msg::Local(Ok(serving)) => here = Some(serving),
                Msg::Readdressed(of, request) => {
                    assert_eq!(of, id);
                    sent_to = Some(request.uri().to_string());
                }
                Msg::Received(of, outcome, None) => {
                    assert_eq!(of, id);
                    break outcome;
                }
                other => panic!("{other:?}"),
            }
        };
        let document: serde_json::Value = serde_json::from_slice(answered(outcome).body()).unwrap();
        let issuer = document["issuer"].as_str().unwrap();
        assert_ne!(issuer, there);
        assert_eq!(sent_to.unwrap(), format!("{issuer}/.well-known/openid-configuration"), "it is shown where it went");
        if number == 1 {
            let here = here.expect("who serves now is told");
            assert!(here.own && here.issuer == issuer, "{here:?}");
        }
    }
}
