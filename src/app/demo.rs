//! The demo clients of the simulated ORCID: registered there from the start, with secrets that are published.

use super::Model;
use crate::{
    oauth::{Client, Secret},
    orcid::EnvironmentKey,
};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoClient {
    /// Its id and secret.
    pub client: Client,
    /// What the consent page calls it.
    pub name: String,
    /// One word: what it may ask for, or what keeps it from working.
    pub kind: String,
}

impl Model {
    /// The one that the program begins with.
    pub fn demo_client(&self) -> Client {
        self.demo_clients.first().map(|demo| demo.client.clone()).unwrap_or_default()
    }

    /// The published secret of a client of this environment, if it is a demo client of `local`.
    pub fn demo_secret(&self, environment: &EnvironmentKey, client_id: &str) -> Option<&Secret> {
        let known = self.demo_clients.iter().filter(|_| *environment == EnvironmentKey::Local);
        known.map(|demo| &demo.client).find(|client| client.client_id == client_id)?.client_secret.as_ref()
    }
}
