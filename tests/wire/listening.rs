//! The listener behind a redirect URI, as effects start and end it: one at a time, and only the one that is wanted tells of
//! itself.

use std::sync::Arc;

use orcid_playground::{
    app::{Effect, Msg},
    net::HttpClient,
    run::World,
    store::{Paths, Store},
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::support::soon;

fn world() -> (World, UnboundedReceiver<Msg>) {
    let (messages, told) = unbounded_channel();
    let (osc_52, _copies) = unbounded_channel();
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::at(Paths::at(home.path())));
    (World::new(store, HttpClient::default(), Default::default(), messages, osc_52), told)
}

fn listen(redirect_uri: &str) -> Effect {
    Effect::Listen { redirect_uri: redirect_uri.to_owned(), state: None, any_port: false, register: false }
}

/// Addresses that nobody listens at.
fn free<const N: usize>() -> [String; N] {
    let taken = std::array::from_fn::<_, N, _>(|_| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    taken.map(|listener| format!("http://{}/callback", listener.local_addr().unwrap()))
}

async fn told(messages: &mut UnboundedReceiver<Msg>) -> String {
    match soon(messages.recv()).await.unwrap() {
        Msg::Listening(Ok(listening)) => listening.redirect_uri,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_that_is_not_wanted_any_more_says_nothing() {
    let (mut world, mut messages) = world();
    let [first, second] = free();
    world.perform(listen(&first));
    world.perform(listen(&second));
    assert_eq!(told(&mut messages).await, second);
    assert!(messages.try_recv().is_err());
}

#[tokio::test]
async fn one_that_ends_gives_its_port_to_the_next() {
    let (mut world, mut messages) = world();
    let [uri] = free();
    for _ in 0..20 {
        world.perform(listen(&uri));
        assert_eq!(told(&mut messages).await, uri);
        world.perform(Effect::StopListening);
    }
}
