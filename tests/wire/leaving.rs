//! Whoever leaves at once loses nothing that is on its way to the disk.

use std::sync::{Arc, mpsc};

use futures_util::FutureExt;
use orcid_playground::{
    app::{Effect, lesson::Progress, msg::TokenContext},
    net::HttpClient,
    oauth::ExchangeId,
    orcid::EnvironmentKey,
    run::World,
    store::{Paths, Store},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc::unbounded_channel,
    task::spawn_blocking,
};

use crate::support::{request, soon};

#[test]
fn what_is_being_written_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::at(Paths::at(home.path())));
    // One thread for all that blocks, and something that keeps it busy.
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (go_on, waits) = mpsc::channel::<()>();
        spawn_blocking(move || waits.recv());
        let ((messages, _told), (osc_52, _copies)) = (unbounded_channel(), unbounded_channel());
        let mut world = World::new(Arc::clone(&store), HttpClient::default(), Default::default(), messages, osc_52);
        let progress = Progress { tour_offered: true, ..Progress::default() };
        world.perform(Effect::SaveProgress(progress));
        let mut leaving = Box::pin(world.leave());
        assert!(leaving.as_mut().now_or_never().is_none(), "it is not written yet");
        go_on.send(()).unwrap();
        soon(leaving).await;
    });
    runtime.shutdown_background();
    assert!(store.progress::<Progress>().unwrap().tour_offered);
}

/// A code works once: its answer is not to be had again.
#[tokio::test]
async fn tokens_that_are_under_way_are_waited_for_and_stored() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::at(Paths::at(home.path())));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/oauth/token", listener.local_addr().unwrap());
    let ((messages, _told), (osc_52, _copies)) = (unbounded_channel(), unbounded_channel());
    let mut world = World::new(Arc::clone(&store), HttpClient::default(), Default::default(), messages, osc_52);
    let context = TokenContext {
        environment: EnvironmentKey::Custom("http://127.0.0.1".to_owned()),
        issuer: "http://127.0.0.1".to_owned(),
        client_id: "APP-1".to_owned(),
        grant_type: "authorization_code".into(),
        redirect_uri: None,
        requested_scope: String::new(),
        nonce: None,
    };
    world.perform(Effect::Send {
        id: ExchangeId(1),
        request: request("POST", &url, "grant_type=authorization_code&code=abc123"),
        store: Some(Box::new(context)),
        local: false,
    });
    let (mut stream, _) = soon(listener.accept()).await.unwrap();
    let mut asked = [0; 4096];
    assert_ne!(stream.read(&mut asked).await.unwrap(), 0);
    let mut leaving = Box::pin(world.leave());
    assert!(leaving.as_mut().now_or_never().is_none(), "its answer is not here yet");
    let body = r#"{"access_token":"first","token_type":"bearer"}"#;
    let answer =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).await.unwrap();
    soon(leaving).await;
    assert_eq!(store.tokens().unwrap().tokens.len(), 1);
}
