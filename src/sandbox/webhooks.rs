//! Which calls a change of a record causes (guide `orcid-wire`, "Webhooks"). The calls are data: what holds the socket
//! makes them, and says what came of them.

use std::time::Duration;

use jiff::Timestamp;
use url::{Host, Url};

use super::{
    Sandbox,
    clients::ClientStatus,
    features::{CallOutcome, Webhook},
    journal::{Event, JournalEntry},
};
use crate::orcid::OrcidId;

/// After so many failures a call is given up until the record changes again. ORCID tries 25 times.
const MOST_ATTEMPTS: u32 = 3;
/// Before the second attempt; before the third twice as long, and so on. ORCID waits ten minutes.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// A `POST` without a body that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookCall {
    /// The record that changed.
    pub orcid: OrcidId,
    /// The URI as it was registered.
    pub registered: String,
    /// Where it leads: a URL of this computer.
    pub url: String,
    /// How long to wait first.
    pub after: Duration,
    /// The first one is 1.
    pub attempt: u32,
}

/// Why a webhook is not called although the record changed; `None` when it is.
pub(super) fn not_called_because(sandbox: &Sandbox, uri: &str, webhook: &Webhook) -> Option<&'static str> {
    if url(uri).is_none() {
        return Some("The simulated ORCID calls this computer only: 127.0.0.1, [::1] and localhost.");
    }
    let active = |client: &super::RegisteredClient| client.status == ClientStatus::Active;
    if !sandbox.clients().find(&webhook.client_id).is_some_and(|client| active(client)) {
        return Some("The client that registered it is not active.");
    }
    None
}

/// The URL that ORCID would call, if it is one of this computer. ORCID adds a missing scheme.
fn url(registered: &str) -> Option<Url> {
    let has_scheme = registered.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    let text = if has_scheme { registered.to_owned() } else { format!("http://{registered}") };
    let url = Url::parse(&text).ok()?;
    let is_here = match url.host()? {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    (is_here && matches!(url.scheme(), "http" | "https")).then_some(url)
}

/// The calls that follow from what happened.
pub(super) fn calls(sandbox: &Sandbox, journal: &[JournalEntry]) -> Vec<WebhookCall> {
    let mut changed: Vec<&OrcidId> = journal.iter().filter_map(|entry| changed_record(&entry.event)).collect();
    changed.dedup();
    let mut calls = Vec::new();
    for orcid in changed {
        for (uri, webhook) in sandbox.state.features().webhooks_of(orcid) {
            if not_called_because(sandbox, uri, webhook).is_none() {
                calls.extend(call(orcid, uri, 1));
            }
        }
    }
    calls
}

fn call(orcid: &OrcidId, registered: &str, attempt: u32) -> Option<WebhookCall> {
    let url = url(registered)?.into();
    let after = RETRY_AFTER * attempt.saturating_sub(1);
    Some(WebhookCall { orcid: orcid.clone(), registered: registered.to_owned(), url, after, attempt })
}

/// The record that an event changed.
fn changed_record(event: &Event) -> Option<&OrcidId> {
    match event {
        Event::ItemAdded(item) | Event::ItemChanged(item) => Some(&item.orcid),
        Event::ItemDeleted { orcid, .. } => Some(orcid),
        Event::SessionOpened { .. }
        | Event::SessionClosed { .. }
        | Event::CodeIssued { .. }
        | Event::ConsentDenied { .. }
        | Event::TokensIssued { .. }
        | Event::ImplicitTokenIssued { .. }
        | Event::ClientTokensIssued { .. }
        | Event::TokensRefreshed { .. }
        | Event::TokenExchanged { .. }
        | Event::TokenRevoked { .. }
        | Event::ClientAccessRevoked { .. }
        | Event::NextConsentGiven(_)
        | Event::NextConsentUsed
        | Event::ClockMoved { .. }
        | Event::FaultsSet { .. }
        | Event::FaultUsed { .. }
        | Event::GroupIdWritten(_)
        | Event::GroupIdDeleted { .. }
        | Event::NotificationSent(_)
        | Event::NotificationArchived { .. }
        | Event::WebhookRegistered { .. }
        | Event::WebhookUnregistered { .. }
        | Event::WebhookCalled { .. }
        | Event::RecordStatusSet { .. }
        | Event::Reset
        | Event::PairDisabled { .. } => None,
    }
}

impl Sandbox {
    /// Notes what came of a call, and says whether to try again. Already applied; a caller that keeps a journal writes
    /// the entry.
    pub fn webhook_called(
        &mut self,
        call: &WebhookCall,
        outcome: CallOutcome,
        now: Timestamp,
    ) -> (JournalEntry, Option<WebhookCall>) {
        let failed = !outcome.is_success();
        let event = Event::WebhookCalled { orcid: call.orcid.clone(), uri: call.registered.clone(), outcome };
        let entry = JournalEntry::new(now, event);
        self.state.apply(&entry);
        // Unregistered meanwhile, it is called no more.
        let known = self.state.features().webhook(&call.orcid, &call.registered).is_some();
        let again = failed && known && call.attempt < MOST_ATTEMPTS;
        (entry, again.then(|| self::call(&call.orcid, &call.registered, call.attempt + 1)).flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_called() {
        for (registered, expected) in [
            ("http://127.0.0.1:9/hook", Some("http://127.0.0.1:9/hook")),
            ("127.0.0.1:9/hook", Some("http://127.0.0.1:9/hook")),
            ("https://localhost/hook?x=1", Some("https://localhost/hook?x=1")),
            ("http://[::1]:9", Some("http://[::1]:9/")),
            ("HTTP://app.localhost:9/", Some("http://app.localhost:9/")),
            ("https://example.org/hook", None),
            ("http://127.0.0.1.example.org/", None),
            ("http://127.0.0.1@example.org/", None),
            ("http://10.0.0.1/", None),
            ("http://0.0.0.0/", None),
            ("ftp://127.0.0.1/", None),
            ("httpd", None),
            ("", None),
        ] {
            assert_eq!(url(registered).map(String::from).as_deref(), expected, "{registered}");
        }
    }
}
