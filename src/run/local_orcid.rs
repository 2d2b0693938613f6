//! The simulated ORCID as the interface uses it: started once, and still there when the process that served it has ended.

use std::sync::Arc;

use http::header;
use tokio::sync::{Mutex, mpsc::UnboundedSender};

use super::{
    local::{self, LocalOrcid},
    service::Watch,
};
use crate::{
    app::{
        Msg,
        browser::{self, Page},
        local::is_below,
        msg::LocalServing,
    },
    oauth::{HttpRequest, USER_AGENT},
    orcid::LOCAL_REDIRECT_URIS,
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
    /// Where it was before: the issuers of processes that have ended.
    former: Vec<String>,
}

impl SharedOrcid {
    /// Nothing is started by this.
    pub fn new(store: Arc<Store>, messages: UnboundedSender<Msg>) -> Self {
        let redirect_uris = LOCAL_REDIRECT_URIS.map(str::to_owned).to_vec();
        Self { store, messages, found: Mutex::new(Found { orcid: None, redirect_uris, former: Vec::new() }) }
    }

    /// Starts it unless it is there, and tells where it is.
    pub async fn start(&self) {
        let mut found = self.found.lock().await;
        if found.orcid.is_none() {
            self.find(&mut found, None).await;
        }
    }

    /// Where it is, for what is about to be sent there: it is waited for while it starts. `None` when there is none.
    pub async fn whereabouts(&self) -> Option<String> {
        let mut found = self.found.lock().await;
        if found.orcid.is_none() {
            self.find(&mut found, None).await;
        }
        self.follow(&mut found).await;
        found.orcid.as_ref().map(|orcid| orcid.issuer.clone())
    }

    /// Takes over when the process that served has ended. Whoever listens at its port then is a stranger, and a simulated
    /// ORCID too, maybe: its answers would tell nothing.
    async fn follow(&self, found: &mut Found) {
        let Some(orcid) = found.orcid.as_ref().filter(|orcid| !orcid.own) else { return };
        let issuer = orcid.issuer.clone();
        if !local::is_served_at(&self.store, &issuer).await {
            self.find(found, Some(&issuer)).await;
        }
    }

    /// Registers a redirect URI for the demo clients. `None` when there is no simulated ORCID.
    pub async fn register(&self, redirect_uri: &str) -> Option<Result<(), String>> {
        let mut found = self.found.lock().await;
        if !found.redirect_uris.iter().any(|known| known == redirect_uri) {
            found.redirect_uris.push(redirect_uri.to_owned());
        }
        self.follow(&mut found).await;
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
    /// takes over. Tells at which issuer it is worth trying again: the same, or another when that port was no longer free.
    pub async fn takes_over(&self, address: &str) -> Option<String> {
        let mut found = self.found.lock().await;
        let orcid = found.orcid.as_ref()?;
        // One that this process serves was taken over a moment ago, for another request.
        if is_below(address, &orcid.issuer) && !orcid.own {
            let issuer = orcid.issuer.clone();
            self.find(&mut found, Some(&issuer)).await;
        } else if !is_below(address, &orcid.issuer) && !found.former.iter().any(|former| is_below(address, former)) {
            return None;
        }
        found.orcid.as_ref().map(|orcid| orcid.issuer.clone())
    }

    /// Tells of the error pages that a browser is shown: no redirect comes after them.
    fn watch(&self) -> Watch {
        let messages = self.messages.clone();
        Arc::new(move |request, response| {
            let own = request.headers().get(header::USER_AGENT).is_some_and(|agent| agent == USER_AGENT);
            let authorization = request.uri().path().ends_with("/oauth/authorize");
            if authorization && !own && matches!(browser::page(response), Some(Page::Error { .. })) {
                let shown = Box::new((request.clone(), response.clone()));
                drop(messages.send(Msg::BrowserShown(shown)));
            }
        })
    }

    async fn find(&self, found: &mut Found, last: Option<&str>) {
        if let Some(before) = found.orcid.take() {
            found.former.push(before.issuer.clone());
        }
        let told = match local::start(&self.store, &found.redirect_uris, last, Some(self.watch())).await {
            Ok(orcid) => {
                let serving =
                    LocalServing { issuer: orcid.issuer.clone(), own: orcid.own, clients: orcid.clients.clone() };
                if let Some(trouble) = &orcid.trouble {
                    drop(self.messages.send(Msg::Trouble(trouble.clone())));
                }
                found.orcid = Some(orcid);
                Ok(serving)
            }
            Err(why) => Err(why.to_string()),
        };
        drop(self.messages.send(Msg::Local(told)));
    }
}

/// The same request at another issuer.
pub fn readdressed(request: &HttpRequest, issuer: &str) -> Option<HttpRequest> {
    let uri: http::Uri = issuer.parse().ok()?;
    let mut moved = http::uri::Parts::from(request.uri().clone());
    moved.scheme = uri.scheme().cloned();
    moved.authority = uri.authority().cloned();
    let mut request = request.clone();
    for (name, value) in [(header::HOST, uri.authority()?.as_str()), (header::ORIGIN, issuer)] {
        if let Some(header) = request.headers_mut().get_mut(name) {
            *header = http::HeaderValue::from_str(value).ok()?;
        }
    }
    *request.uri_mut() = http::Uri::from_parts(moved).ok()?;
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_the_same_but_for_where_it_goes() {
        let request = http::Request::post("http://127.0.0.1:18800/oauth/token?a=b")
            .header("host", "127.0.0.1:18800")
            .header("origin", "http://127.0.0.1:18800")
            .body(bytes::Bytes::from_static(b"code=abc123"))
            .unwrap();
        let moved = readdressed(&request, "http://127.0.0.1:41234").unwrap();
        assert_eq!(moved.uri(), "http://127.0.0.1:41234/oauth/token?a=b");
        assert_eq!(moved.headers()["host"], "127.0.0.1:41234");
        assert_eq!(moved.headers()["origin"], "http://127.0.0.1:41234");
        assert_eq!((moved.method(), moved.body()), (request.method(), request.body()));
    }
}
