//! The simulated ORCID as the interface uses it: started once, and still there when the process that served it has ended.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc::UnboundedSender};

use super::local::{self, LocalOrcid};
use crate::{
    app::{Msg, msg::LocalServing},
    orcid::LOCAL_REDIRECT_URI,
    store::Store,
};

/// The simulated ORCID, wherever it is served.
pub struct SharedOrcid {
    store: Arc<Store>,
    /// Where the news of it go.
    messages: UnboundedSender<Msg>,
    found: Mutex<Found>,
}

/// Where it is, if it was asked for yet, and the redirect URIs that are registered there.
struct Found {
    orcid: Option<LocalOrcid>,
    redirect_uris: Vec<String>,
}

impl SharedOrcid {
    /// Nothing is started by this.
    pub fn new(store: Arc<Store>, messages: UnboundedSender<Msg>) -> Self {
        let twin = LOCAL_REDIRECT_URI.replacen("http:", "https:", 1);
        let redirect_uris = vec![LOCAL_REDIRECT_URI.to_owned(), twin];
        Self { store, messages, found: Mutex::new(Found { orcid: None, redirect_uris }) }
    }

    /// Starts it unless it is there, and tells where it is.
    pub async fn start(&self) {
        let mut found = self.found.lock().await;
        if found.orcid.is_none() {
            self.find(&mut found, None).await;
        }
    }

    /// Registers a redirect URI for the demo clients. `None` when there is no simulated ORCID.
    pub async fn register(&self, redirect_uri: &str) -> Option<Result<(), String>> {
        let mut found = self.found.lock().await;
        if !found.redirect_uris.iter().any(|known| known == redirect_uri) {
            found.redirect_uris.push(redirect_uri.to_owned());
        }
        let orcid = found.orcid.as_ref()?;
        match orcid.register(redirect_uri).await {
            Err(_) if !orcid.own => {
                // The process that served has ended; who serves now registers all of them.
                let issuer = orcid.issuer.clone();
                self.find(&mut found, Some(&issuer)).await;
                found.orcid.is_some().then_some(Ok(()))
            }
            registered => Some(registered),
        }
    }

    /// Nobody listened at this address. When it was served there by another process, which must have ended, this one
    /// takes over. Tells whether it is worth trying again.
    pub async fn takes_over(&self, address: &str) -> bool {
        let mut found = self.found.lock().await;
        let Some(orcid) = found.orcid.as_ref().filter(|orcid| address.starts_with(&orcid.issuer)) else { return false };
        if orcid.own {
            // Another request has just been here.
            return true;
        }
        let issuer = orcid.issuer.clone();
        self.find(&mut found, Some(&issuer)).await;
        found.orcid.as_ref().is_some_and(|orcid| orcid.issuer == issuer)
    }

    async fn find(&self, found: &mut Found, last: Option<&str>) {
        found.orcid = None;
        let told = match local::start(&self.store, &found.redirect_uris, last).await {
            Ok(orcid) => {
                let serving = LocalServing { issuer: orcid.issuer.clone(), own: orcid.own };
                if let Some(trouble) = &orcid.trouble {
                    drop(self.messages.send(Msg::Trouble(trouble.clone())));
                }
                found.orcid = Some(orcid);
                Ok(serving)
            }
            Err(why) => Err(why),
        };
        drop(self.messages.send(Msg::Local(told)));
    }
}
