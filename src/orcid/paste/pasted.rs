//! What a pasted text can be.

use crate::{
    oauth::{AuthorizationResponse, ErrorResponse, ScopeSet, Secret, TokenResponse},
    orcid::{
        EnvironmentKey,
        shared_profile::{Refused, Taken},
    },
};

/// What a pasted text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// A bare authorization code.
    Code(String),
    /// A redirect as it stood in the address bar (or its query, or its fragment): a code, an error or tokens.
    Redirect {
        /// What it says.
        response: AuthorizationResponse,
        /// The text, to be shown as the callback message.
        url: String,
    },
    /// A client configuration: an authorization URL, a Google Playground link, a request with a client in it.
    Configuration(Box<Import>),
    /// A link that holds a profile, or one that is not taken and why.
    Profile(Box<Result<Taken, Refused>>),
    /// The body of a successful token response.
    TokenResponse(Box<TokenResponse>),
    /// The body of an OAuth error.
    Error(ErrorResponse),
    /// A sentence of ORCID's error page.
    ErrorPage(String),
    /// A UUID: an access token, a refresh token or a client secret; which one, it does not say.
    Uuid(Secret),
    /// A signed JWT.
    IdToken(Secret),
    /// An ORCID iD.
    OrcidId(String),
    /// A client id.
    ClientId(String),
    /// One scope of ORCID's or several.
    Scopes(ScopeSet),
    /// A request as a message, or that of a command or a piece of code, with no client in it.
    Request(Secret),
    /// A whole HTTP response, or its first line, as a message.
    Response(String),
    /// A request and its answer, one below the other: each as a message.
    Exchange {
        /// The request; it may hold secrets.
        request: Secret,
        /// The response, or its body alone.
        answer: String,
    },
    /// Several such requests with their answers, in their order.
    Session(Vec<(Secret, String)>),
    /// The body of an error of ORCID's API, as JSON or XML, or a page.
    Body(String),
    /// Words that the table of failures knows.
    Words(String),
    /// Nothing that is known here.
    Unknown,
}

/// The parts of a configuration that a pasted text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// What it was read from, for the notice.
    pub source: &'static str,
    /// The environment that the endpoint belongs to.
    pub environment: Option<EnvironmentKey>,
    /// The client id, as it stands there; it may be malformed.
    pub client_id: Option<String>,
    /// The client secret, as it stands there.
    pub client_secret: Option<Secret>,
    /// The redirect URI, decoded once.
    pub redirect_uri: Option<String>,
    /// The scopes that are asked for.
    pub scope: Option<ScopeSet>,
    /// `response_type`, `state`, `nonce` and the rest of an authorization URL, as found.
    pub parameters: Vec<(String, String)>,
    /// Tokens that stand in an authorization URL, where none belongs: they are taken nowhere.
    pub left_out: Vec<(String, Secret)>,
    /// Whether its authorization endpoint and its token endpoint are of different environments.
    pub are_apart: bool,
    /// An authorization code that the text holds too.
    pub code: Option<String>,
    /// The request that the text is, as a message with an absolute target; it may hold secrets.
    pub request: Option<Secret>,
}
