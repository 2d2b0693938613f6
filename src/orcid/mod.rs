//! What ORCID is: data and lookups.

pub mod api_errors;
pub mod claims;
mod environment;
pub mod errors;
pub mod links;
pub mod operations;
mod orcid_id;
pub mod paste;
pub mod probe;
pub mod scopes;

pub use environment::{Environment, EnvironmentKey, LOCAL_ISSUER, LOCAL_REDIRECT_URI, LOCAL_TITLE};
pub use orcid_id::{InvalidOrcidId, OrcidId};
