//! What happened, as data. The sandbox changes its state through these entries and through nothing else, so a file of
//! them rebuilds it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    features::{CallOutcome, GroupIdRecord, Notification},
    record::Section,
    researchers::{RecordStatus, Visibility},
};
use crate::{
    oauth::{ScopeSet, Secret},
    orcid::OrcidId,
};

/// The version of the format that this program writes.
pub const JOURNAL_VERSION: u32 = 1;

/// One change, one line of JSON in a journal. Holds tokens: a journal belongs in a file that only its owner reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// [`JOURNAL_VERSION`].
    pub version: u32,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A researcher was chosen on the sign-in page.
    SessionOpened {
        /// The value of the cookie.
        session: Secret,
        /// Who.
        orcid: OrcidId,
        /// What a consent form of this session must carry.
        csrf_token: Secret,
        /// The authorization request that sent the browser to the sign-in page: it satisfies `prompt=login`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed_in_for: Option<String>,
    },
    /// The researcher signed out.
    SessionClosed {
        /// The value of the cookie.
        session: Secret,
    },
    /// The researcher authorized, or had done so before.
    CodeIssued {
        /// The session that authorized; none when it was decided ahead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<Secret>,
        /// The new code.
        code: Secret,
        /// What it stands for.
        grant: Grant,
        /// As sent in the authorization request; an exchange that names one must name the same.
        redirect_uri: String,
        /// From then on it is refused.
        expires_at: Timestamp,
    },
    /// The researcher denied.
    ConsentDenied {
        /// The session that denied; none when it was decided ahead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<Secret>,
        /// The client that was denied.
        client_id: String,
    },
    /// A code was exchanged: it is spent now.
    TokensIssued {
        /// The spent code.
        code: Secret,
        /// A UUID.
        access_token: Secret,
        /// A UUID.
        refresh_token: Secret,
        /// What they stand for.
        grant: Grant,
        /// The access token works until then.
        expires_at: Timestamp,
    },
    /// The implicit flow gave out a token, without a code and without a refresh token.
    ImplicitTokenIssued {
        /// The session that authorized; none when it was decided ahead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<Secret>,
        /// A UUID.
        access_token: Secret,
        /// What it stands for.
        grant: Grant,
        /// The token works until then.
        expires_at: Timestamp,
    },
    /// A client obtained tokens for itself.
    ClientTokensIssued {
        /// A UUID.
        access_token: Secret,
        /// A UUID.
        refresh_token: Secret,
        /// What they stand for: no researcher.
        grant: Grant,
        /// The access token works until then.
        expires_at: Timestamp,
    },
    /// A refresh token gave a further pair; the earlier one works on.
    TokensRefreshed {
        /// The refresh token that was presented.
        parent: Secret,
        /// A UUID.
        access_token: Secret,
        /// A UUID.
        refresh_token: Secret,
        /// What they stand for: the parent's, or less.
        grant: Grant,
        /// The access token works until then.
        expires_at: Timestamp,
    },
    /// A client exchanged another client's ID token for an access token.
    TokenExchanged {
        /// A UUID.
        access_token: Secret,
        /// What it stands for; the client is the one that exchanged.
        grant: Grant,
        /// It works until then.
        expires_at: Timestamp,
    },
    /// An access token and its refresh token no longer work.
    TokenRevoked {
        /// Either of the two.
        token: Secret,
        /// Why.
        reason: RevokeReason,
    },
    /// A researcher took a client off the list of trusted parties: none of its tokens for this record works.
    ClientAccessRevoked {
        /// The client.
        client_id: String,
        /// The researcher.
        orcid: OrcidId,
    },
    /// Somebody said how the next authorization request is to be answered.
    NextConsentGiven(NextConsent),
    /// The oldest of these answers was used.
    NextConsentUsed,
    /// The sandbox's clock goes ahead of the caller's by so much, or behind.
    ClockMoved {
        /// Zero: it goes with the caller's.
        offset: SignedDuration,
    },
    /// These faults act from now on, and no others.
    FaultsSet {
        /// In the order in which they act.
        faults: Vec<ActiveFault>,
    },
    /// A fault acted.
    FaultUsed {
        /// Its name.
        name: String,
    },
    /// A client added or changed a group of reviews, or ORCID added one for a journal.
    GroupIdWritten(GroupIdRecord),
    /// A client deleted a group of reviews.
    GroupIdDeleted {
        /// Which it was.
        put_code: u64,
    },
    /// A client put a notification into an inbox.
    NotificationSent(Notification),
    /// A client put a notification of its own away.
    NotificationArchived {
        /// Which it is.
        put_code: u64,
    },
    /// A client wants to be called when a record changes.
    WebhookRegistered {
        /// The record.
        orcid: OrcidId,
        /// As it was registered.
        uri: String,
        /// Who.
        client_id: String,
    },
    /// A client wants to be called no more.
    WebhookUnregistered {
        /// The record.
        orcid: OrcidId,
        /// As it was registered.
        uri: String,
    },
    /// A webhook was called.
    WebhookCalled {
        /// The record.
        orcid: OrcidId,
        /// As it was registered.
        uri: String,
        /// What came of it.
        outcome: CallOutcome,
    },
    /// A client added an item to a record.
    ItemAdded(ItemWritten),
    /// A client changed an item that it had added.
    ItemChanged(ItemWritten),
    /// A client deleted an item that it had added.
    ItemDeleted {
        /// The record.
        orcid: OrcidId,
        /// Where it stood.
        section: Section,
        /// Which it was.
        put_code: u64,
    },
    /// A record was locked, deactivated, merged into another or made active again.
    RecordStatusSet {
        /// The record.
        orcid: OrcidId,
        /// What it is from now on.
        status: RecordStatus,
        /// What took the place of a deprecated one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deprecated_by: Option<OrcidId>,
    },
    /// Everything before this is forgotten.
    Reset,
    /// The tokens that came from a code no longer work.
    PairDisabled {
        /// The code.
        code: Secret,
        /// Why.
        reason: RevokeReason,
    },
}

/// Something that a client wrote into a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemWritten {
    /// The record.
    pub orcid: OrcidId,
    /// Where it stands.
    pub section: Section,
    /// Which it is.
    pub put_code: u64,
    /// The client.
    pub client_id: String,
    /// The client for which it acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// When it was added.
    pub created: Timestamp,
    /// The body as JSON, without what ORCID adds itself.
    pub item: Value,
}

/// An answer that is given ahead: no page is shown for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextConsent {
    /// The answer.
    pub decision: Decision,
    /// Who gives it; when left out, the researcher of `auto_approve`, or the first one there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<OrcidId>,
    /// What is granted of what is asked; when left out, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<ScopeSet>,
}

/// Authorize or deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Authorize access.
    Approve,
    /// Deny access.
    Deny,
}

/// A fault that acts, and how often it still will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActiveFault {
    /// One of `assets/faults.toml`.
    pub name: String,
    /// `None`: until it is taken away.
    #[serde(default)]
    pub times: Option<u32>,
}

/// What a researcher allowed a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The client.
    pub client_id: String,
    /// The researcher; none when the client has it for itself.
    #[serde(default)]
    pub orcid: Option<OrcidId>,
    /// What was granted.
    pub scope: ScopeSet,
    /// For the ID token; kept only when `openid` is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Box<str>>,
    /// When the researcher signed in, or the client obtained it for itself.
    pub auth_time: Timestamp,
    /// The client whose ID token was exchanged for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Box<str>>,
}

/// Why tokens were disabled, in the words of ORCID's `RevokeReason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RevokeReason {
    /// The client gave it back (guide `orcid-wire`, "Revocation").
    ClientRevoked,
    /// The researcher took the client off the list of trusted parties.
    UserRevoked,
    /// The researcher switched the record off.
    RecordDeactivated,
    /// The code was presented a second time (guide `orcid-wire`, "Code reuse").
    AuthCodeReused,
}

/// Why a line of a journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Not an entry. The text names keys and positions, no values.
    #[error("line {line}, column {column} of the entry is not what was expected")]
    Malformed {
        /// Within the entry.
        line: usize,
        /// Within the line.
        column: usize,
    },
    /// Written by a newer program.
    #[error("the entry has version {found}; this program reads version {JOURNAL_VERSION}")]
    Version {
        /// What the entry says.
        found: u32,
    },
}

impl JournalEntry {
    /// Something that happened now.
    pub fn new(at: Timestamp, event: Event) -> Self {
        Self { version: JOURNAL_VERSION, at, event }
    }

    /// One line of JSON, without the line break. Holds secrets.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts, numbers and lists always have a JSON form")
    }

    /// Reads a line back.
    ///
    /// # Errors
    /// When the line is no entry, or of another version.
    pub fn parse(line: &str) -> Result<Self, JournalError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        // serde_json's own message may quote a value, and values are secrets here.
        let malformed = |e: serde_json::Error| JournalError::Malformed { line: e.line(), column: e.column() };
        let head: Head = serde_json::from_str(line).map_err(malformed)?;
        if head.version != JOURNAL_VERSION {
            return Err(JournalError::Version { found: head.version });
        }
        serde_json::from_str(line).map_err(malformed)
    }
}
