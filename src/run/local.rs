//! The simulated ORCID of the `local` environment: one process of the user serves it, the others find it.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::Method;
use rand::{SeedableRng, rngs::StdRng};
use tokio::{net::TcpListener, sync::oneshot, task::spawn_blocking};

use super::{
    service::{Service, Watch},
    signing_key,
};
use crate::{
    net::{self, HttpClient, serve},
    oauth::request,
    sandbox::{JournalEntry, Sandbox, Settings},
    store::{Claim, Journal, Serving, Store, StoreError},
};

/// The port that it listens on when nobody else does.
pub const PORT: u16 = 18800;

/// How long another process gets between taking the lock and listening, and for an answer of its own: one that was stopped
/// (Ctrl-Z) holds the lock and the port and says nothing.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why the simulated ORCID is not to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unserved {
    /// Another process holds its lock, and does not answer as it should.
    #[error("{0}")]
    Elsewhere(String),
    /// This one cannot serve it: files, ports.
    #[error("{0}")]
    Here(String),
}

impl From<String> for Unserved {
    fn from(why: String) -> Self {
        Self::Here(why)
    }
}

/// The simulated ORCID, for as long as this value lives.
pub struct LocalOrcid {
    /// Where it listens, without a trailing slash.
    pub issuer: String,
    /// Whether this process serves it.
    pub own: bool,
    /// The ids of the clients that it knows; none when it did not tell.
    pub clients: Vec<String>,
    /// What went wrong beside it: its journal, say.
    pub trouble: Option<String>,
    served: Option<Served>,
}

/// What this process holds while it serves. Dropped, it tells the listener to end, and gives the lock back at once; the listener
/// ends an instant later, when its last answers are out.
struct Served {
    sandbox: Arc<Mutex<Sandbox>>,
    _stop: oneshot::Sender<()>,
    _serving: Serving,
}

/// Starts the simulated ORCID, or finds the process that serves it, with these redirect URIs registered for the demo
/// clients. It listens at the issuer where it was last, if that is told and free: what was sent there can be sent again.
///
/// # Errors
/// What happened and why, when neither can be done.
pub async fn start(
    store: &Arc<Store>,
    redirect_uris: &[String],
    last: Option<&str>,
    watch: Option<Watch>,
) -> Result<LocalOrcid, Unserved> {
    let give_up = tokio::time::Instant::now() + PATIENCE;
    loop {
        let claiming = Arc::clone(store);
        let claim = blocking(move || claiming.try_serve()).await?.map_err(|error| error.to_string())?;
        match claim {
            Claim::Serving(serving) => return Ok(serve_here(store, serving, redirect_uris, last, watch).await?),
            Claim::ServedBy { address } => {
                let why = match find(address, redirect_uris).await {
                    Ok(local) => return Ok(local),
                    Err(why) => why,
                };
                if tokio::time::Instant::now() >= give_up {
                    return Err(Unserved::Elsewhere(why));
                }
                // It may begin to listen in this moment, or have ended; its place is free then.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// The simulated ORCID of another process, which has named this address.
async fn find(address: Option<String>, redirect_uris: &[String]) -> Result<LocalOrcid, String> {
    let Some(issuer) = address else {
        return Err("Another process holds its lock and has not begun to listen.".to_owned());
    };
    let Some(clients) = clients_at(&issuer).await else {
        return Err(format!("Another process holds its lock and does not answer at {issuer}."));
    };
    let local = LocalOrcid { issuer, own: false, clients, trouble: None, served: None };
    local.register_all(redirect_uris).await?;
    Ok(local)
}

/// Whether another process serves the simulated ORCID at this issuer: who has ended holds no lock any more.
pub async fn is_served_at(store: &Arc<Store>, issuer: &str) -> bool {
    let asking = Arc::clone(store);
    match blocking(move || asking.try_serve()).await {
        Ok(Ok(Claim::ServedBy { address })) => address.as_deref() == Some(issuer),
        Ok(Ok(Claim::Serving(_))) => false,
        // What the files do not tell, the network will.
        Ok(Err(_)) | Err(_) => true,
    }
}

impl LocalOrcid {
    async fn register_all(&self, redirect_uris: &[String]) -> Result<(), String> {
        for uri in redirect_uris {
            self.register(uri).await?;
        }
        Ok(())
    }

    /// Registers a redirect URI for the demo clients.
    ///
    /// # Errors
    /// When another process serves, and does not take it.
    pub async fn register(&self, redirect_uri: &str) -> Result<(), String> {
        if let Some(served) = &self.served {
            let (sandbox, uri) = (Arc::clone(&served.sandbox), redirect_uri.to_owned());
            // It may be busy with a signing key.
            return blocking(move || {
                sandbox.lock().unwrap_or_else(PoisonError::into_inner).register_redirect_uri(&uri);
            })
            .await;
        }
        let body = serde_json::json!({ "redirect_uri": redirect_uri }).to_string();
        let url = format!("{}/_sandbox/redirect-uris", self.issuer);
        let json = "application/json";
        let request = request::with_body(request::builder(Method::POST, &url, json), json, body)
            .map_err(|error| error.to_string())?;
        match client().send(request).await.response() {
            Some(response) if response.status().is_success() => Ok(()),
            Some(response) => Err(format!("{} did not register the redirect URI: {}", self.issuer, response.status())),
            None => Err(format!("{} does not answer any more.", self.issuer)),
        }
    }
}

/// What asks the process that serves.
fn client() -> HttpClient {
    HttpClient::new(net::Settings { time_limit: PATIENCE, ..net::Settings::default() })
}

/// The clients of the simulated ORCID that listens there, as far as it tells them; `None` when none listens: a lock can
/// outlive its address by an instant.
async fn clients_at(issuer: &str) -> Option<Vec<String>> {
    let request = request::get(&format!("{issuer}/_sandbox/ready"), "application/json").ok()?;
    let outcome = client().send(request).await;
    let ready = outcome.response().filter(|response| response.status().is_success())?.body();
    let ready: serde_json::Value = serde_json::from_slice(ready).unwrap_or_default();
    let clients = ready["clients"].as_array().into_iter().flatten();
    Some(clients.filter_map(|client| client["client_id"].as_str()).map(str::to_owned).collect())
}

async fn serve_here(
    store: &Arc<Store>,
    serving: Serving,
    redirect_uris: &[String],
    last: Option<&str>,
    watch: Option<Watch>,
) -> Result<LocalOrcid, String> {
    let listener = listen(last.and_then(port_of)).await.map_err(|error| format!("no port could be opened: {error}"))?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let issuer = format!("http://127.0.0.1:{port}");
    let settings = Settings { issuer: issuer.clone(), redirect_uris: redirect_uris.to_vec(), ..Settings::default() };
    let sandbox = Sandbox::new(settings, signing_key::of_store(Arc::clone(store)), StdRng::from_rng(&mut rand::rng()));
    let address = issuer.clone();
    let (serving, announced) = blocking(move || {
        let announced = serving.announce(&address);
        (serving, announced)
    })
    .await?;
    let opened = match announced {
        Ok(()) => open_journal(store).await?,
        Err(error) => Err(error),
    };
    let (journal, trouble) = match opened {
        Ok((journal, entries)) => (Some((journal, entries)), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let (sandbox, journal) = replay(sandbox, journal);
    let clients = sandbox.client_ids().map(str::to_owned).collect();
    let sandbox = Arc::new(Mutex::new(sandbox));
    let service = Service::new(Arc::clone(&sandbox), journal, |_| ()).watched(watch);
    let (stop, stopped) = oneshot::channel::<()>();
    let answer = move |request| service.clone().answer_beside(request);
    tokio::spawn(serve::serve(listener, answer, async move { drop(stopped.await) }));
    let served = Served { sandbox, _stop: stop, _serving: serving };
    Ok(LocalOrcid { issuer, own: true, clients, trouble, served: Some(served) })
}

/// Opens the journal. The process that served before gives the lock back first and its journal an instant later, when its
/// last answers are out: what they say belongs here.
async fn open_journal(
    store: &Arc<Store>,
) -> Result<Result<(Journal<JournalEntry>, Vec<JournalEntry>), StoreError>, String> {
    let give_up = tokio::time::Instant::now() + PATIENCE;
    loop {
        let opening = Arc::clone(store);
        match blocking(move || opening.open_journal::<JournalEntry>()).await? {
            Err(StoreError::InUse { .. }) if tokio::time::Instant::now() < give_up => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return Ok(opened),
        }
    }
}

fn port_of(issuer: &str) -> Option<u16> {
    url::Url::parse(issuer).ok()?.port()
}

async fn listen(last: Option<u16>) -> std::io::Result<TcpListener> {
    for port in last.into_iter().chain([PORT]) {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

type OpenJournal = Option<(Journal<JournalEntry>, Vec<JournalEntry>)>;

/// Repeats what the journal holds.
fn replay(mut sandbox: Sandbox, journal: OpenJournal) -> (Sandbox, Option<Journal<JournalEntry>>) {
    let Some((journal, entries)) = journal else { return (sandbox, None) };
    for entry in &entries {
        // An entry of a later version says nothing to this one; what follows from the others still holds.
        let _ = sandbox.replay(entry);
    }
    (sandbox, Some(journal))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    spawn_blocking(work).await.map_err(|error| error.to_string())
}
