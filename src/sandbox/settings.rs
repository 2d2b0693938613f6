//! What can be chosen when a sandbox is made.

use serde::{Deserialize, Serialize};

use super::ActiveFault;
use crate::orcid::OrcidId;

/// How a sandbox behaves, beside the state that its journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The URL under which it is reached, without a trailing slash: `http://127.0.0.1:18800`.
    pub issuer: String,
    /// Registered for the demo clients, beside [`GOOGLE_PLAYGROUND`](crate::orcid::GOOGLE_PLAYGROUND).
    pub redirect_uris: Vec<String>,
    /// Which of ORCID's two authorization servers is imitated.
    pub era: Era,
    /// This researcher authorizes every valid request at once: no page, no cookie, and `prompt` means nothing.
    pub auto_approve: Option<OrcidId>,
    /// The faults that act until others are set through the control interface.
    pub faults: Vec<ActiveFault>,
    /// Where the certificate is (a path to a PEM file) that whoever serves this over TLS made itself.
    pub certificate: Option<String>,
}

/// ORCID replaced its authorization server in spring 2026; the two differ in texts, statuses and what they honour (guide
/// `orcid-wire`, "Two authorization servers").
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Era {
    /// What a client meets today.
    #[default]
    Current,
    /// What it met before.
    Classic,
}
