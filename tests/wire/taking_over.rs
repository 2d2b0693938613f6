//! The process that served `local` has ended, or will not answer: what is sent to the simulated ORCID arrives at the right one.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use orcid_playground::{
    app::{Effect, Msg, msg::LocalServing},
    net::{HttpClient, serve},
    oauth::{ExchangeId, HttpRequest, HttpResponse, Outcome, USER_AGENT},
    run::World,
    sandbox::demo_clients,
    store::{Claim, Paths, Serving, Store},
};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    sync::{
        mpsc::{self, UnboundedReceiver},
        oneshot,
    },
    task::JoinHandle,
};

use crate::support::{answered, get, soon};

/// A playground, and what it is told.
struct Playground {
    world: World,
    told: UnboundedReceiver<Msg>,
}

/// What became of a request.
struct Sent {
    outcome: Outcome,
    /// Where it went, if not to where it was addressed.
    readdressed: Option<String>,
    /// Where the simulated ORCID is, if that was told meanwhile.
    local: Option<Result<LocalServing, String>>,
}

impl Playground {
    fn at(home: &TempDir) -> Self {
        let (messages, told) = mpsc::unbounded_channel();
        let (osc_52, _) = mpsc::unbounded_channel();
        let store = Arc::new(Store::at(Paths::at(home.path())));
        Self { world: World::new(store, HttpClient::default(), Default::default(), messages, osc_52), told }
    }

    async fn start(&mut self) -> Result<LocalServing, String> {
        self.world.perform(Effect::StartLocal);
        match soon(self.told.recv()).await.unwrap() {
            Msg::Local(serving) => serving,
            other => panic!("{other:?}"),
        }
    }

    async fn send(&mut self, number: u64, url: &str, local: bool) -> Sent {
        let (id, request) = (ExchangeId(number), get(url));
        self.world.perform(Effect::Send { id, request, store: None, local });
        let (mut told, mut readdressed) = (None, None);
        loop {
            match soon(self.told.recv()).await.unwrap() {
                Msg::Local(serving) => told = Some(serving),
                Msg::Readdressed(of, request) => {
                    assert_eq!(of, id);
                    readdressed = Some(request.uri().to_string());
                }
                Msg::Received(of, outcome, None) => {
                    assert_eq!(of, id);
                    return Sent { outcome, readdressed, local: told };
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Something that listens at an address that no playground takes by itself, and counts what comes.
struct Listening {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Listening {
    async fn at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let yes = move |_: HttpRequest| {
            count.fetch_add(1, Ordering::SeqCst);
            async { HttpResponse::new(Bytes::from_static(b"{}")) }
        };
        let served = tokio::spawn(serve::serve(listener, yes, stopped));
        Self { address, asked, stop, served }
    }

    async fn anywhere() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 2], 0))).await
    }

    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        soon(self.served).await.unwrap();
    }
}

/// Another process of the same user serves at an issuer, as long as the value lives.
fn another_process(home: &TempDir, issuer: &str) -> Serving {
    let Claim::Serving(serving) = Store::at(Paths::at(home.path())).try_serve().unwrap() else {
        panic!("nobody else serves here")
    };
    serving.announce(issuer).unwrap();
    serving
}

/// Whose discovery document it is.
fn issuer_of(outcome: Outcome) -> String {
    let document: serde_json::Value = serde_json::from_slice(answered(outcome).body()).unwrap();
    document["issuer"].as_str().unwrap_or("a stranger").to_owned()
}

fn discovery(issuer: &str) -> String {
    format!("{issuer}/.well-known/openid-configuration")
}

#[tokio::test]
async fn the_first_request_after_it_is_answered_too() {
    let home = tempfile::tempdir().unwrap();
    let first = Listening::anywhere().await;
    let there = first.issuer();
    let serving = another_process(&home, &there);
    let mut second = Playground::at(&home);
    assert_eq!(second.start().await, Ok(LocalServing { issuer: there.clone(), own: false, clients: Vec::new() }));
    first.end().await;
    drop(serving);
    for number in [1, 2] {
        // The second one was made with the old address too.
        let sent = second.send(number, &discovery(&there), false).await;
        let issuer = issuer_of(sent.outcome);
        assert_ne!(issuer, there);
        assert_eq!(sent.readdressed, Some(discovery(&issuer)), "it is shown where it went");
        if number == 1 {
            assert_eq!(
                sent.local,
                Some(Ok(LocalServing { issuer, own: true, clients: demo_ids() })),
                "who serves now is told"
            );
        }
    }
}

/// Its port is free for all: who listens there next may well be the simulated ORCID of somebody else.
#[tokio::test]
async fn a_stranger_at_its_port_is_not_taken_for_it() {
    let home = tempfile::tempdir().unwrap();
    let first = Listening::anywhere().await;
    let (address, there) = (first.address, first.issuer());
    let serving = another_process(&home, &there);
    let mut second = Playground::at(&home);
    second.start().await.unwrap();
    first.end().await;
    drop(serving);
    let stranger = Listening::at(address).await;
    let sent = second.send(1, &discovery(&there), true).await;
    let issuer = issuer_of(sent.outcome);
    assert_eq!(sent.local, Some(Ok(LocalServing { issuer: issuer.clone(), own: true, clients: demo_ids() })));
    assert_eq!(sent.readdressed, Some(discovery(&issuer)));
    assert_eq!(stranger.asked(), 0);
    // What is for the stranger comes there.
    second.send(2, &discovery(&there), false).await;
    assert_eq!(stranger.asked(), 1);
}

/// Until it is known where the simulated ORCID is, its usual address is a guess, and others may be there.
#[tokio::test]
async fn what_is_sent_while_it_starts_waits_for_it() {
    let home = tempfile::tempdir().unwrap();
    let stranger = Listening::anywhere().await;
    let mut playground = Playground::at(&home);
    playground.world.perform(Effect::StartLocal);
    let sent = playground.send(1, &discovery(&stranger.issuer()), true).await;
    let issuer = issuer_of(sent.outcome);
    assert_eq!(sent.local, Some(Ok(LocalServing { issuer: issuer.clone(), own: true, clients: demo_ids() })));
    assert_eq!(sent.readdressed, Some(discovery(&issuer)));
    assert_eq!(stranger.asked(), 0);
}

/// Ctrl-Z stops a process, with all that it holds.
#[tokio::test]
async fn a_process_that_was_stopped_is_not_waited_for_long() {
    let home = tempfile::tempdir().unwrap();
    // It is connected to, and says nothing.
    let silent = TcpListener::bind(SocketAddr::from(([127, 0, 0, 2], 0))).await.unwrap();
    let there = format!("http://{}", silent.local_addr().unwrap());
    let _serving = another_process(&home, &there);
    let why = Playground::at(&home).start().await.unwrap_err();
    assert!(why.contains(&there), "{why}");
}

/// The clients that every simulated ORCID has.
fn demo_ids() -> Vec<String> {
    demo_clients().iter().map(|client| client.client_id.clone()).collect()
}

#[tokio::test]
async fn the_error_page_that_a_browser_is_shown_is_told() {
    let home = tempfile::tempdir().unwrap();
    let mut playground = Playground::at(&home);
    let issuer = playground.start().await.unwrap().issuer;
    for (agent, client_id) in [(USER_AGENT, "mine"), ("Browser/1.0", "APP-XYZ")] {
        let url = format!("{issuer}/oauth/authorize?response_type=code&scope=openid&client_id={client_id}");
        let mut request = get(&url);
        request.headers_mut().insert("user-agent", agent.parse().unwrap());
        answered(HttpClient::default().send(request).await);
    }
    let Msg::BrowserShown(shown) = soon(playground.told.recv()).await.unwrap() else { panic!("no page was told") };
    assert!(shown.0.uri().query().unwrap().contains("APP-XYZ"), "what the program asks by itself is no browser's");
    assert!(String::from_utf8_lossy(shown.1.body()).contains("client id APP-XYZ is invalid"), "{:?}", shown.1);
}
