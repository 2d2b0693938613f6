//! What members keep at ORCID beside records: groups of reviews, notifications, webhooks. Each is changed by the journal's
//! entries only.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::orcid::OrcidId;

/// A group that reviews belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupIdRecord {
    /// Its number.
    pub put_code: u64,
    /// The client that added it; none when ORCID did, for a journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// `publons:…`, `issn:…` and so on.
    pub group_id: String,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `journal`, `publisher` and so on.
    pub kind: String,
    /// When it was written last.
    pub modified: Timestamp,
}

/// What a member asks a researcher for, in their inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Its number.
    pub put_code: u64,
    /// Whose inbox.
    pub orcid: OrcidId,
    /// Who sent it.
    pub client_id: String,
    /// The body as JSON, without what ORCID adds itself.
    pub body: Value,
    /// When it was sent.
    pub created: Timestamp,
    /// When it was put away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Timestamp>,
}

/// A URL that is called when a record changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Who registered it; the only one that may unregister it.
    pub client_id: String,
    /// Since when.
    pub registered: Timestamp,
    /// How often it was called, repetitions included.
    pub calls: u32,
    /// What came of the last call.
    pub last: Option<CallOutcome>,
}

/// What came of calling a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// A response with this status.
    Answered(u16),
    /// None; why.
    Failed(String),
}

impl CallOutcome {
    /// Whether ORCID would be content: any status that begins with 2.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }
}

/// All of it.
#[derive(Default, PartialEq)]
pub(super) struct Features {
    group_ids: BTreeMap<u64, GroupIdRecord>,
    notifications: BTreeMap<u64, Notification>,
    webhooks: BTreeMap<(OrcidId, String), Webhook>,
    /// The highest numbers that were ever given.
    last_group_id: u64,
    last_notification: u64,
}

impl Features {
    pub fn next_group_id(&self) -> u64 {
        self.last_group_id + 1
    }

    pub fn next_notification(&self) -> u64 {
        self.last_notification + 1
    }

    pub fn group_id(&self, put_code: u64) -> Option<&GroupIdRecord> {
        self.group_ids.get(&put_code)
    }

    /// In the order in which they were added.
    pub fn group_ids(&self) -> impl Iterator<Item = &GroupIdRecord> {
        self.group_ids.values()
    }

    /// In the order in which they were sent.
    pub fn notifications(&self) -> impl Iterator<Item = &Notification> {
        self.notifications.values()
    }

    pub fn webhook(&self, orcid: &OrcidId, uri: &str) -> Option<&Webhook> {
        self.webhooks.get(&(orcid.clone(), uri.to_owned()))
    }

    pub fn webhooks(&self) -> impl Iterator<Item = (&OrcidId, &str, &Webhook)> {
        self.webhooks.iter().map(|((orcid, uri), webhook)| (orcid, uri.as_str(), webhook))
    }

    /// Those of a record.
    pub fn webhooks_of<'a>(&'a self, orcid: &'a OrcidId) -> impl Iterator<Item = (&'a str, &'a Webhook)> {
        let first = (orcid.clone(), String::new());
        let of_record = self.webhooks.range(first..).take_while(move |((of, _), _)| of == orcid);
        of_record.map(|((_, uri), webhook)| (uri.as_str(), webhook))
    }

    pub fn write_group_id(&mut self, record: GroupIdRecord) {
        self.last_group_id = self.last_group_id.max(record.put_code);
        self.group_ids.insert(record.put_code, record);
    }

    pub fn delete_group_id(&mut self, put_code: u64) {
        self.group_ids.remove(&put_code);
    }

    pub fn add_notification(&mut self, notification: Notification) {
        self.last_notification = self.last_notification.max(notification.put_code);
        self.notifications.insert(notification.put_code, notification);
    }

    pub fn archive_notification(&mut self, put_code: u64, at: Timestamp) {
        if let Some(notification) = self.notifications.get_mut(&put_code) {
            notification.archived.get_or_insert(at);
        }
    }

    pub fn register_webhook(&mut self, orcid: &OrcidId, uri: &str, client_id: &str, at: Timestamp) {
        let webhook = Webhook { client_id: client_id.to_owned(), registered: at, calls: 0, last: None };
        self.webhooks.entry((orcid.clone(), uri.to_owned())).or_insert(webhook);
    }

    pub fn unregister_webhook(&mut self, orcid: &OrcidId, uri: &str) {
        self.webhooks.remove(&(orcid.clone(), uri.to_owned()));
    }

    pub fn webhook_called(&mut self, orcid: &OrcidId, uri: &str, outcome: &CallOutcome) {
        if let Some(webhook) = self.webhooks.get_mut(&(orcid.clone(), uri.to_owned())) {
            webhook.calls += 1;
            webhook.last = Some(outcome.clone());
        }
    }
}
