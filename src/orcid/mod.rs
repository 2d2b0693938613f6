//! What ORCID is: data and lookups.

mod environment;
pub mod paste;

pub use environment::{Environment, EnvironmentKey, LOCAL_ISSUER, LOCAL_REDIRECT_URI, LOCAL_TITLE};
