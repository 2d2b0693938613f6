//! The protocol, without any input or output: requests are built, responses are read, nothing is sent.
//!
//! Names are those of RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 8414 (metadata) and OpenID Connect Core 1.0, as they
//! stand on the wire. Wrong requests can be built: validation lives elsewhere and never forbids.

mod authorization;
pub mod authorization_header;
mod client;
pub mod clock;
mod error;
mod exchange;
pub mod export;
pub mod form;
pub mod har;
pub mod id_token;
pub mod implicit;
mod loopback;
mod metadata;
pub mod pkce;
pub mod placeholder;
mod post;
pub mod redact;
pub mod request;
mod revocation;
mod scope;
mod secret;
pub mod session;
mod standing;
mod token;
mod token_exchange;
pub mod wire;

pub use authorization::{AuthorizationRequest, AuthorizationResponse, ForeignState, StateCheck};
pub use client::{Client, TokenEndpointAuthMethod, is_profile_name};
pub use error::ErrorResponse;
pub use exchange::{
    Arrived, Captured, Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose, TransportError,
    TransportErrorKind,
};
pub use loopback::{is_loopback_host, is_loopback_url};
pub use metadata::ProviderMetadata;
pub use placeholder::Placeholders;
pub use revocation::RevocationRequest;
pub use scope::{Scope, ScopeSet};
pub use secret::{Secret, beginning, mask};
pub use session::Session;
pub use standing::{Record, Seen, Standing};
pub use token::{MalformedTokenResponse, TokenAnswer, TokenRequest, TokenResponse, bearer_request};
pub use token_exchange::{TOKEN_EXCHANGE, TokenType};

/// What stands for the grant type of tokens that were pasted: how they were got is not known.
pub const PASTED: &str = "pasted";

/// What this program calls itself in the `User-Agent` header.
pub const USER_AGENT: &str = concat!("orcid-playground/", env!("CARGO_PKG_VERSION"));
