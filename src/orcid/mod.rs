//! What ORCID is: data and lookups.

pub mod api_errors;
pub mod claims;
pub mod diagnosis;
mod environment;
pub mod explain;
pub mod links;
pub mod operations;
mod orcid_id;
pub mod paste;
pub mod probe;
pub mod redirect_uri;
pub mod response_type;
pub mod scopes;
pub mod shape;
pub mod shared_profile;
pub mod sources;
pub mod terms;

pub use environment::{
    Environment, EnvironmentKey, GOOGLE_PLAYGROUND, LOCAL_ISSUER, LOCAL_REDIRECT_URI, LOCAL_REDIRECT_URIS,
    LOCAL_SCOPES, LOCAL_TITLE,
};
pub use orcid_id::{InvalidOrcidId, OrcidId};
