//! ORCID as a function: [`respond()`] takes a request and answers as ORCID answers.
//!
//! No socket, clock, thread or file: the caller hands in the time, a random number generator and where the RSA key comes
//! from. The state changes through [`JournalEntry`] values only; each answer carries the entries that it caused, and
//! [`Sandbox::replay`] takes them back. Which facts stand behind it, and how sure they are: guide `orcid-wire`.
//!
//! | file | what lives there |
//! |---|---|
//! | `mod`, `settings` | the sandbox, what can be chosen |
//! | `respond` | the way of a request |
//! | `incoming`, `reply` | what endpoints are given and what they return |
//! | `journal`, `state`, `index`, `written` | what happened; what follows from it; where a token is; what clients wrote into records |
//! | `clients`, `researchers`, `seed`, `registry` | who exists: `assets/clients.toml`, `assets/researchers.toml`, a file |
//! | `authorization_request`, `redirect` | the checks of the front channel |
//! | `authorize`, `ahead`, `implicit`, `sign_in`, `pages` | the front channel: sign-in, consent, answers, errors |
//! | `token` | the token endpoint, one file for each grant; `token_error` has its refusals in both eras |
//! | `client_authentication`, `revoke`, `id_token`, `key`, `discovery`, `userinfo` | the rest of the back channel |
//! | `api`, `record`, `activities`, `jackson` | the API, what a record looks like and what a researcher has done, ORCID's pretty printing |
//! | `java_uri` | what Java takes for a URI |
//! | `features`, `webhooks` | what members keep beside records; the calls that a change causes |
//! | `words` | which words occur where, for searches |
//! | `ready`, `control` | what the sandbox tells about itself; the control interface |
//! | `faults` | what goes wrong on purpose: `assets/faults.toml` |

mod activities;
mod ahead;
mod api;
mod authorization_request;
mod authorize;
mod client_authentication;
mod clients;
mod control;
mod discovery;
mod faults;
mod features;
mod id_token;
mod implicit;
mod incoming;
mod index;
mod jackson;
mod java_uri;
mod journal;
mod key;
mod pages;
mod ready;
mod record;
mod redirect;
mod registry;
mod reply;
mod researchers;
mod respond;
mod revoke;
mod seed;
mod settings;
mod sign_in;
mod state;
mod token;
mod token_error;
mod userinfo;
mod webhooks;
mod words;
mod written;

use std::sync::OnceLock;

use rand::{Rng, RngExt, rngs::StdRng};

pub use activities::{
    Affiliation, Amount, Citation, Contributor, ExternalId, Funding, FuzzyDate, Organization, PeerReview,
    ResearchResource, ResourceItem, Work,
};
pub use clients::{ClientStatus, GrantType, RegisteredClient, demo_clients};
pub use faults::{Fault, faults};
pub use features::{CallOutcome, GroupIdRecord, Notification, Webhook};
pub use journal::{
    ActiveFault, Decision, Event, Grant, ItemWritten, JOURNAL_VERSION, JournalEntry, JournalError, NextConsent,
    RevokeReason,
};
pub use key::{KeySource, SigningKey};
pub use ready::ready;
pub use record::Section;
pub use redirect::redirect_uri_problem;
pub use researchers::{RecordStatus, Researcher, Visibility, demo_researchers};
pub use respond::{Answer, Delivery, respond, respond_if_kept};
pub use seed::{Seed, SeedError};
pub use settings::{Era, Settings};
pub use webhooks::WebhookCall;

use control::Exchanges;
use registry::Registry;
use state::State;
use words::WordIndex;

use crate::orcid::{GOOGLE_PLAYGROUND, OrcidId};

/// What stands in the way of a request is decided here, what it may find is in the state.
pub struct Sandbox {
    settings: Settings,
    key: KeySource,
    random: StdRng,
    state: State,
    exchanges: Exchanges,
    seed: Option<Seed>,
}

impl Sandbox {
    /// A sandbox in which nothing has happened yet. Reads nothing and makes no key: all of that waits for a request.
    pub fn new(settings: Settings, key: KeySource, random: StdRng) -> Self {
        let mut sandbox =
            Self { settings, key, random, state: State::default(), exchanges: Exchanges::default(), seed: None };
        let issuer = std::mem::take(&mut sandbox.settings.issuer);
        sandbox.set_issuer(issuer);
        sandbox
    }

    /// Its settings as they are now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Adds clients and researchers to the built-in ones, in place of those of an earlier seed.
    pub fn set_seed(&mut self, seed: Seed) {
        self.seed = Some(seed);
    }

    /// Whether there is such a researcher, built-in or seeded: `auto_approve` must name one.
    pub fn knows_researcher(&self, orcid: &OrcidId) -> bool {
        self.researchers().find(orcid.as_str()).is_some()
    }

    /// Whether this researcher can sign in and authorize: the record is active. `false` also when there is none.
    pub fn lets_in(&self, orcid: &OrcidId) -> bool {
        self.researchers().find(orcid.as_str()).is_some_and(|researcher| self.is_active(researcher))
    }

    /// What the record of a researcher is: what it was from the start, or what somebody made of it.
    fn standing<'a>(&'a self, researcher: &'a Researcher) -> (RecordStatus, Option<&'a OrcidId>) {
        match self.state.standing(&researcher.orcid) {
            Some((status, deprecated_by)) => (*status, deprecated_by.as_ref()),
            None => (researcher.status, researcher.deprecated_by.as_ref()),
        }
    }

    fn is_active(&self, researcher: &Researcher) -> bool {
        self.standing(researcher).0 == RecordStatus::Active
    }

    /// Names the URL under which it is reached, for example when the kernel has chosen a port. A trailing slash goes.
    pub fn set_issuer(&mut self, issuer: impl Into<String>) {
        self.settings.issuer = issuer.into().trim_end_matches('/').to_owned();
    }

    /// Registers a redirect URI for the demo clients. One that is registered already is not added twice.
    pub fn register_redirect_uri(&mut self, uri: impl Into<String>) {
        let uri = uri.into();
        if !self.redirect_uris().any(|registered| registered == uri) {
            self.settings.redirect_uris.push(uri);
        }
    }

    /// The redirect URIs of the demo clients.
    pub fn redirect_uris(&self) -> impl Iterator<Item = &str> {
        self.settings.redirect_uris.iter().map(String::as_str).chain([GOOGLE_PLAYGROUND])
    }

    /// The redirect URIs of one client: its own, or those of the demo clients when it has none.
    fn redirect_uris_of<'a>(&'a self, client: &'a RegisteredClient) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        if client.redirect_uris.is_empty() {
            Box::new(self.redirect_uris())
        } else {
            Box::new(client.redirect_uris.iter().map(String::as_str))
        }
    }

    /// The ids of the clients that it knows.
    pub fn client_ids(&self) -> impl Iterator<Item = &str> {
        self.clients().all().iter().map(|client| client.client_id.as_str())
    }

    fn clients(&self) -> &Registry<RegisteredClient> {
        match &self.seed {
            Some(seed) => &seed.clients,
            None => clients::demo(),
        }
    }

    fn researchers(&self) -> &Registry<Researcher> {
        match &self.seed {
            Some(seed) => &seed.researchers,
            None => researchers::demo(),
        }
    }

    /// No put-code that anybody has from the start is higher.
    fn highest_put_code(&self) -> u64 {
        match &self.seed {
            Some(seed) => seed.highest_put_code,
            None => researchers::highest_demo_put_code(),
        }
    }

    /// Which researchers have a word in what they had from the start, by their places in the registry.
    fn word_index(&self) -> &WordIndex<usize> {
        static DEMO: OnceLock<WordIndex<usize>> = OnceLock::new();
        let index = self.seed.as_ref().map_or(&DEMO, |seed| &seed.words);
        index.get_or_init(|| api::index_words(self.researchers().all()))
    }

    /// Repeats what an earlier sandbox did.
    ///
    /// # Errors
    /// When the entry is of another version than [`JOURNAL_VERSION`].
    pub fn replay(&mut self, entry: &JournalEntry) -> Result<(), JournalError> {
        if entry.version != JOURNAL_VERSION {
            return Err(JournalError::Version { found: entry.version });
        }
        self.state.apply(entry);
        Ok(())
    }

    /// Why what clients wrote in an earlier run does not fit the researchers of this one, if it does not: a seed that was
    /// changed in between gives a put-code to something else, or has no more what a client changed. Names record and
    /// put-code.
    pub fn misfit(&self) -> Option<String> {
        self.state.written().records().find_map(|(orcid, changes)| {
            let researcher = self.researchers().find(orcid.as_str())?;
            record::misfit(researcher, changes).map(|(section, put_code, is_new)| {
                let item =
                    format!("the put-code {put_code} among the {} of researcher {orcid}", record::plural(section));
                if is_new {
                    format!("{item} is taken twice: by the seed, and by what a client added in an earlier run")
                } else {
                    format!("{item} is missing in the seed, and a client changed that item in an earlier run")
                }
            })
        })
    }

    /// Whether two sandboxes would answer alike but for random values: same settings, same state.
    pub fn same_state(&self, other: &Self) -> bool {
        self.settings == other.settings && self.state == other.state
    }

    /// A UUID v4, as ORCID's tokens are.
    fn uuid(&mut self) -> String {
        let mut bytes = [0; 16];
        self.random.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// Six characters of base62 that stand for no other code (guide `orcid-wire`, "Authorization code").
    fn code(&mut self) -> String {
        const ALPHABET: &[u8; 62] = b"1234567890abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        loop {
            let code: String = (0..6).map(|_| char::from(ALPHABET[self.random.random_range(0..62)])).collect();
            if self.state.code(&code).is_none() && self.state.spent(&code).is_none() {
                return code;
            }
        }
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("settings", &self.settings).finish_non_exhaustive()
    }
}
