//! The other two at the table: the simulated ORCID and the listener at the redirect URI, both on ports of the kernel.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use orcid_playground::{
    net::{Captured, HttpClient, capture, serve},
    oauth::{AuthorizationRequest, Client, HttpRequest, ProviderMetadata, ScopeSet, TokenRequest},
    sandbox::{Sandbox, Settings, SigningKey, demo_clients, respond},
};
use rand::{SeedableRng, rngs::StdRng};
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinSet,
};

/// The state that the listener expects; with signs that have to be encoded.
pub const STATE: &str = "right & +proper/=";

/// Ends with the test.
pub struct Stage {
    pub issuer: String,
    pub redirect_uri: String,
    sandbox: Arc<Mutex<Sandbox>>,
    events: UnboundedReceiver<Captured>,
    servers: JoinSet<()>,
}

impl Stage {
    /// A sandbox, and a listener at this redirect URI, on another port.
    pub async fn open(redirect_uri: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = Arc::new(|| Arc::new(SigningKey::generate().unwrap()));
        let settings = Settings { issuer: issuer.clone(), ..Settings::default() };
        let sandbox = Arc::new(Mutex::new(Sandbox::new(settings, key, StdRng::seed_from_u64(1))));
        let mut servers = JoinSet::new();
        let handler = {
            let sandbox = sandbox.clone();
            move |request: HttpRequest| {
                let answer = respond(&mut sandbox.lock().unwrap(), &request, Timestamp::now());
                async move { answer.response }
            }
        };
        servers.spawn(serve::serve(listener, handler, std::future::pending::<()>()));
        let (_, events) = unbounded_channel();
        let mut stage = Self { issuer, redirect_uri: String::new(), sandbox, events, servers };
        stage.listen(redirect_uri).await;
        stage
    }

    /// Listens at another redirect URI instead.
    pub async fn listen(&mut self, redirect_uri: &str) {
        let capture = capture::bind_any_port(redirect_uri).await.unwrap();
        self.redirect_uri.clone_from(&capture.redirect_uri);
        self.sandbox.lock().unwrap().register_redirect_uri(capture.redirect_uri.clone());
        let (sender, events) = unbounded_channel();
        self.events = events;
        self.servers.spawn(capture.run(Some(STATE.to_owned()), sender, std::future::pending::<()>()));
    }

    /// A request that ORCID grants.
    pub fn request(&self) -> AuthorizationRequest {
        AuthorizationRequest {
            client_id: demo_clients()[0].client_id.clone(),
            response_type: "code".into(),
            scope: ScopeSet::parse("/read-limited /activities/update"),
            redirect_uri: self.redirect_uri.clone(),
            state: Some(STATE.into()),
            ..Default::default()
        }
    }

    /// The authorization URL of a request.
    pub fn url(&self, request: &AuthorizationRequest) -> String {
        request.url(&ProviderMetadata::orcid_layout(&self.issuer))
    }

    /// Exchanges a code: from then on the researcher has granted what was asked for.
    pub async fn exchange(&self, code: &str) {
        let demo = &demo_clients()[0];
        let client = Client {
            client_id: demo.client_id.clone(),
            client_secret: Some(demo.client_secret.clone()),
            ..Default::default()
        };
        let redirect_uri = Some(self.redirect_uri.clone());
        let grant = TokenRequest::AuthorizationCode { code: code.into(), redirect_uri, code_verifier: None };
        let request = grant.request(&client, &ProviderMetadata::orcid_layout(&self.issuer)).unwrap();
        let outcome = HttpClient::default().send(request).await;
        assert_eq!(outcome.response().map(|response| response.status().as_u16()), Some(200), "{outcome:?}");
    }

    /// The next callback.
    pub async fn callback(&mut self) -> Captured {
        tokio::time::timeout(Duration::from_secs(10), self.events.recv()).await.expect("no callback came").unwrap()
    }

    /// Whether no callback came that was not asked for.
    pub fn nothing_came(&mut self) -> bool {
        self.events.try_recv().is_err()
    }
}
