//! What ORCID is: data from `assets/` and lookups.

mod orcid_id;
pub mod scopes;

pub use orcid_id::{InvalidOrcidId, OrcidId};
