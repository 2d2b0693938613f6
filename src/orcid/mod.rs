//! What ORCID is: data and lookups.

pub mod claims;
mod environment;
pub mod errors;
mod orcid_id;
pub mod paste;
pub mod probe;
pub mod scopes;

pub use environment::{Environment, EnvironmentKey, LOCAL_ISSUER, LOCAL_REDIRECT_URI, LOCAL_TITLE};
pub use orcid_id::{InvalidOrcidId, OrcidId};
