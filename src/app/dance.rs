//! The state of the dance: what was sent, what arrived, what was granted.

use jiff::Timestamp;
use rand::Rng;

use super::{
    msg::{Listening, Stored},
    refreshing::RefreshOptions,
    token_exchange::ExchangeRequest,
};
use crate::{
    oauth::{
        AuthorizationRequest, AuthorizationResponse, Client, ExchangeId, ForeignState, ScopeSet, Secret, StateCheck,
        TokenAnswer, TokenResponse, TransportError, id_token::Nonce, pkce::random_text,
    },
    orcid::Environment,
};

/// The values that make one authorization request unlike any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// 128 random bits (RFC 6749 §10.10 asks for enough not to be guessed).
    pub state: String,
    /// 128 random bits.
    pub nonce: String,
    /// RFC 7636 §4.1.
    pub code_verifier: Secret,
}

impl Fresh {
    /// Draws new ones.
    pub fn draw(random: &mut impl Rng) -> Self {
        Self {
            state: random_text(random, 16),
            nonce: random_text(random, 16),
            code_verifier: random_text(random, 32).into(),
        }
    }
}

/// An authorization request that went out, with all that its answer will need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The request.
    pub request: AuthorizationRequest,
    /// Its URL.
    pub url: String,
    /// To which server.
    pub environment: Environment,
    /// By which client.
    pub client: Client,
    /// When PKCE is tried.
    pub code_verifier: Option<Secret>,
    /// When.
    pub at: Timestamp,
}

/// Why the capture listener was asked for: done once it listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Open the browser.
    OpenBrowser,
    /// Copy the URL.
    CopyUrl,
    /// Show it as a QR code.
    ShowQr,
    /// Play the researcher.
    ActAsResearcher,
}

/// The capture listener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Capture {
    /// Not listening.
    #[default]
    Off,
    /// Being set up.
    Starting(Intent),
    /// Listening.
    On(Listening),
    /// Could not listen.
    Failed {
        /// What happened, why, what to do.
        message: String,
        /// What was to be done once it listened.
        intent: Intent,
        /// Whether another port would do.
        port_in_use: bool,
    },
}

/// What came back to the redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// What it says.
    pub response: AuthorizationResponse,
    /// Whether it belongs to the request.
    pub check: StateCheck,
    /// When.
    pub at: Timestamp,
    /// Whether it was pasted rather than captured.
    pub pasted: bool,
    /// Where the browser landed, when the whole address was pasted: the redirect URI of the request that it answers, unless
    /// that page sent the browser on.
    pub landed: Option<String>,
    /// The message of pane 3.
    pub exchange: Option<ExchangeId>,
}

impl Arrived {
    /// How its state tells that it answers another request, when it does.
    pub fn foreign(&self) -> Option<ForeignState> {
        self.check.rejects(&self.response)
    }
}

/// An authorization code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Six base62 characters at ORCID.
    pub value: String,
    /// When it arrived.
    pub at: Timestamp,
    /// When the token endpoint was first seen to have taken it.
    pub spent: Option<Timestamp>,
    /// Whether it was sent to the token endpoint, and no answer tells what became of it.
    pub sent_off: bool,
    /// The request that it answers.
    pub sent: Box<Sent>,
    /// The access token that it gave: a second use kills it, whatever is in hand by then.
    pub gave: Option<Secret>,
}

impl Code {
    /// Whether the token endpoint has it already, as far as that is known.
    pub fn was_sent(&self) -> bool {
        self.spent.is_some() || self.sent_off
    }
}

/// What is asked of the token endpoint, or of the revocation endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Tokens for the code.
    #[default]
    Exchange,
    /// New tokens for the refresh token.
    Refresh,
    /// That the tokens stop working.
    Revoke,
    /// A token that the client has for itself, with these scopes.
    ClientCredentials(ScopeSet),
    /// A token for one of the other kind.
    TokenExchange(Box<ExchangeRequest>),
}

impl Step {
    /// Who is asked, in words.
    pub fn endpoint(&self) -> &'static str {
        match self {
            Self::Exchange | Self::Refresh | Self::ClientCredentials(_) | Self::TokenExchange(_) => "token endpoint",
            Self::Revoke => "revocation endpoint",
        }
    }
}

/// Why tokens work no more, as far as it is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// Their code was used again (guide `orcid-wire`, "Code reuse").
    CodeReuse,
    /// The revocation endpoint was asked to (RFC 7009).
    Request,
}

/// Tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The response.
    pub response: TokenResponse,
    /// Its bytes as received.
    pub body: Secret,
    /// When.
    pub at: Timestamp,
    /// What was asked.
    pub requested: ScopeSet,
    /// Where it is stored, or why it is not.
    pub stored: Stored,
    /// Where the token is good.
    pub environment: Environment,
    /// The issuer that gave it, where it listened then.
    pub issuer: String,
    /// Who got it.
    pub client_id: String,
    /// The nonce of the authorization request.
    pub nonce: Nonce,
    /// `max_age` of the authorization request, in seconds.
    pub max_age: Option<i64>,
    /// Whether it came in the fragment of the redirect.
    pub front_channel: bool,
    /// Whether it was pasted: neither its age nor what was asked for is known then.
    pub pasted: bool,
    /// The code that it was exchanged for; empty when it came another way.
    pub code: String,
    /// Whether it works no more, and why.
    pub revoked: Option<Revoked>,
    /// Whether a refresh by itself was tried.
    pub refresh_tried: bool,
}

/// The whole of it.
#[derive(Clone, Debug)]
pub struct Dance {
    /// For the next request.
    pub fresh: Fresh,
    /// The last message before it began: what failed until then is over.
    pub began_after: Option<ExchangeId>,
    /// The request that is waited for, or that was answered last.
    pub sent: Option<Sent>,
    /// The request whose URL was handed out while the outcome of the one before stays in sight: its answer takes that place.
    pub next: Option<Sent>,
    /// The listener.
    pub capture: Capture,
    /// The answer.
    pub arrived: Option<Arrived>,
    /// The message of the last answer that had to be dropped, because its state was another one, when the right answer had
    /// come before it.
    pub dropped: Option<ExchangeId>,
    /// The message with ORCID's error page, where it showed one and sent nobody back (guide `orcid-wire`, "Errors of the
    /// front channel").
    pub dead_end: Option<ExchangeId>,
    /// The message that came to the listener, but to another path than the redirect URI's.
    pub astray: Option<ExchangeId>,
    /// The code.
    pub code: Option<Code>,
    /// What is under way at the token or revocation endpoint, or was last: `exchanging` and `refused` are about it.
    pub step: Step,
    /// The client that asks for tokens in that step.
    pub step_client: String,
    /// With what a refresh is asked.
    pub refreshing: RefreshOptions,
    /// The command that was asked for the client secret, which that step waits for.
    pub asks_secret: Option<String>,
    /// The token or revocation request under way.
    pub exchanging: Option<ExchangeId>,
    /// How the last of these requests ended, when it did not end well.
    pub refused: Option<Refused>,
    /// The tokens.
    pub granted: Option<Granted>,
    /// The tokens that they were refreshed from.
    pub earlier: Option<Granted>,
    /// An API call under way.
    pub reading: Option<ExchangeId>,
    /// Whether the record was read with the token.
    pub used: bool,
    /// Whether the next request goes out with `prompt=login`.
    pub ask_again: bool,
    /// Whether the code came without a consent page, because the same scopes were granted before (guide `orcid-wire`,
    /// "Consent"). Only known when the researcher is played in the terminal.
    pub consent_skipped: bool,
    /// Whether it belongs to a lesson or an experiment that has ended: pane 1 holds again what it held before.
    pub put_back: bool,
}

/// A token request that brought no tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The server's answer.
    Answer(TokenAnswer, u16),
    /// No answer.
    Transport(TransportError),
    /// It could not be built.
    Unsendable(String),
    /// The user stopped waiting.
    Cancelled,
}

impl Dance {
    /// Whether the server has refused the code itself (RFC 6749 §5.2): another try with it brings nothing.
    pub fn code_is_useless(&self) -> bool {
        match &self.refused {
            Some(Refused::Answer(TokenAnswer::Refused(error), _)) => {
                self.step == Step::Exchange && error.error == "invalid_grant"
            }
            Some(
                Refused::Answer(TokenAnswer::Granted(_) | TokenAnswer::Malformed(_), _)
                | Refused::Transport(_)
                | Refused::Unsendable(_)
                | Refused::Cancelled,
            )
            | None => false,
        }
    }

    /// Whether an answer of the researcher is still waited for: none came, or one that belongs to another request.
    pub fn is_awaited(&self) -> bool {
        let answered = self.arrived.as_ref().is_some_and(|arrived| arrived.foreign().is_none());
        self.sent.is_some() && !answered && self.code.is_none()
    }

    /// The request that was made last.
    pub fn newest(&self) -> Option<&Sent> {
        self.next.as_ref().or(self.sent.as_ref())
    }

    /// Whether there is an outcome in sight that a URL which is only handed out must not take away.
    pub fn has_outcome(&self) -> bool {
        let code = self.code.is_some() && !self.code_is_useless();
        !self.is_awaited() && (code || self.granted.is_some())
    }

    /// Where the code landed that waits to be exchanged, when that is known and is another place than this redirect URI.
    pub fn landed_elsewhere(&self, redirect_uri: &str) -> Option<&str> {
        let waits = self.code.as_ref().is_some_and(|code| code.spent.is_none()) && !self.code_is_useless();
        let landed = self.arrived.as_ref().filter(|_| waits)?.landed.as_deref()?;
        // A page may add the slash itself.
        let bare = |uri: &str| uri.trim_end_matches('/').to_owned();
        let known = redirect_uri.split(['?', '#']).next().unwrap_or_default();
        (bare(landed) != bare(known)).then_some(landed)
    }

    /// A copy in which nothing is under way, to be gone on with later.
    pub fn at_rest(&self) -> Self {
        Self {
            capture: Capture::Off,
            exchanging: None,
            reading: None,
            asks_secret: None,
            put_back: false,
            ..self.clone()
        }
    }

    /// Nothing has happened yet.
    pub fn new(random: &mut impl Rng) -> Self {
        Self {
            fresh: Fresh::draw(random),
            began_after: None,
            sent: None,
            next: None,
            capture: Capture::Off,
            arrived: None,
            dropped: None,
            dead_end: None,
            astray: None,
            code: None,
            step: Step::default(),
            step_client: String::new(),
            refreshing: RefreshOptions::default(),
            asks_secret: None,
            exchanging: None,
            refused: None,
            granted: None,
            earlier: None,
            reading: None,
            used: false,
            ask_again: false,
            consent_skipped: false,
            put_back: false,
        }
    }
}
