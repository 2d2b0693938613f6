//! The state of the sandbox: what its journal says, indexed for the questions that requests ask.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::{
    features::Features,
    index::Index,
    journal::{ActiveFault, Event, Grant, ItemWritten, JournalEntry, NextConsent, RevokeReason},
    researchers::RecordStatus,
    written::{Item, Written},
};
use crate::{
    oauth::{ScopeSet, Secret},
    orcid::OrcidId,
};

/// Everything that changes. No `Debug`: nearly all of it is secret.
#[derive(Default, PartialEq)]
pub(super) struct State {
    sessions: HashMap<String, Session>,
    codes: HashMap<String, Code>,
    pairs: Vec<Pair>,
    by_code: HashMap<String, usize>,
    by_access_token: Index,
    by_refresh_token: Index,
    by_grantee: HashMap<(String, OrcidId), Vec<usize>>,
    next_consents: VecDeque<NextConsent>,
    clock_offset: SignedDuration,
    faults: Option<Vec<ActiveFault>>,
    features: Features,
    statuses: HashMap<OrcidId, Standing>,
    written: Written,
}

/// What a record is, and what took its place if it is deprecated.
pub(super) type Standing = (RecordStatus, Option<OrcidId>);

/// A browser in which a researcher signed in.
#[derive(Clone, PartialEq)]
pub(super) struct Session {
    pub orcid: OrcidId,
    pub csrf_token: String,
    pub auth_time: Timestamp,
    pub signed_in_for: Option<String>,
}

/// A code that nobody exchanged yet.
#[derive(Clone, PartialEq)]
pub(super) struct Code {
    pub grant: Grant,
    pub redirect_uri: String,
    pub expires_at: Timestamp,
}

/// An access token with its refresh token, if it has one.
#[derive(Clone, PartialEq)]
pub(super) struct Pair {
    pub access_token: Box<str>,
    /// The implicit flow gives none.
    pub refresh_token: Option<Box<str>>,
    pub grant: Grant,
    pub expires_at: Timestamp,
    pub disabled: Option<RevokeReason>,
}

impl Pair {
    /// Whether the access token works.
    pub fn alive(&self, now: Timestamp) -> bool {
        self.disabled.is_none() && now < self.expires_at
    }
}

impl State {
    pub fn session(&self, session: &str) -> Option<&Session> {
        self.sessions.get(session)
    }

    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.get(code)
    }

    /// The tokens that a spent code became.
    pub fn spent(&self, code: &str) -> Option<&Pair> {
        self.by_code.get(code).and_then(|&i| self.pairs.get(i))
    }

    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.values()
    }

    pub fn codes(&self) -> impl Iterator<Item = (&str, &Code)> {
        self.codes.iter().map(|(code, state)| (code.as_str(), state))
    }

    /// All pairs that there ever were, the oldest first.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The answers that were given ahead, the next one first.
    pub fn next_consents(&self) -> &VecDeque<NextConsent> {
        &self.next_consents
    }

    /// How far the sandbox's clock goes ahead of the caller's.
    pub fn clock_offset(&self) -> SignedDuration {
        self.clock_offset
    }

    /// The faults that somebody set; `None` when nobody did.
    pub fn faults(&self) -> Option<&[ActiveFault]> {
        self.faults.as_deref()
    }

    /// What somebody made of a record; `None`: it is what it was from the start.
    pub fn standing(&self, orcid: &OrcidId) -> Option<&Standing> {
        self.statuses.get(orcid)
    }

    /// What members keep beside records.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// What clients wrote into records.
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// The pair of an access or a refresh token, whether it works or not.
    pub fn pair(&self, token: &str) -> Option<&Pair> {
        let index = self.by_access_token.get(token).or_else(|| self.by_refresh_token.get(token));
        index.and_then(|i| self.pairs.get(i))
    }

    /// The pair of a refresh token, whether it works or not.
    pub fn refresh_token(&self, token: &str) -> Option<&Pair> {
        self.by_refresh_token.get(token).and_then(|i| self.pairs.get(i))
    }

    /// The pair of an access token, whether it works or not.
    pub fn access_token(&self, token: &str) -> Option<&Pair> {
        self.by_access_token.get(token).and_then(|i| self.pairs.get(i))
    }

    /// The pair of an access token that works.
    pub fn live_access_token(&self, token: &str, now: Timestamp) -> Option<&Pair> {
        self.access_token(token).filter(|pair| pair.alive(now))
    }

    /// Whether the researcher already granted this client exactly these scopes, and the tokens still work.
    pub fn already_granted(&self, client_id: &str, orcid: &OrcidId, scope: &ScopeSet, now: Timestamp) -> bool {
        let pairs = self.by_grantee.get(&(client_id.to_owned(), orcid.clone()));
        pairs.into_iter().flatten().filter_map(|&i| self.pairs.get(i)).any(|p| p.alive(now) && p.grant.scope == *scope)
    }

    /// The scopes of all pairs that the client has for this record, and whether they work.
    pub fn granted<'a>(
        &'a self,
        client_id: &str,
        orcid: &OrcidId,
        now: Timestamp,
    ) -> impl Iterator<Item = (&'a ScopeSet, bool)> {
        let pairs = self.by_grantee.get(&(client_id.to_owned(), orcid.clone()));
        let pairs = pairs.into_iter().flatten().filter_map(|&i| self.pairs.get(i));
        pairs.map(move |pair| (&pair.grant.scope, pair.alive(now)))
    }

    /// The only way in which the state changes.
    pub fn apply(&mut self, entry: &JournalEntry) {
        match &entry.event {
            Event::SessionOpened { session, orcid, csrf_token, signed_in_for } => {
                let opened = Session {
                    orcid: orcid.clone(),
                    csrf_token: csrf_token.expose().to_owned(),
                    auth_time: entry.at,
                    signed_in_for: signed_in_for.clone(),
                };
                self.sessions.insert(session.expose().to_owned(), opened);
            }
            Event::SessionClosed { session } => {
                self.sessions.remove(session.expose());
            }
            Event::CodeIssued { session, code, grant, redirect_uri, expires_at } => {
                self.answered(session.as_ref());
                let code_state =
                    Code { grant: grant.clone(), redirect_uri: redirect_uri.clone(), expires_at: *expires_at };
                self.codes.insert(code.expose().to_owned(), code_state);
            }
            Event::ConsentDenied { session, client_id: _ } => self.answered(session.as_ref()),
            Event::TokensIssued { code, access_token, refresh_token, grant, expires_at } => {
                self.codes.remove(code.expose());
                self.by_code.insert(code.expose().to_owned(), self.pairs.len());
                self.add(access_token, Some(refresh_token), grant, *expires_at);
            }
            Event::ClientTokensIssued { access_token, refresh_token, grant, expires_at }
            | Event::TokensRefreshed { parent: _, access_token, refresh_token, grant, expires_at } => {
                self.add(access_token, Some(refresh_token), grant, *expires_at);
            }
            Event::TokenExchanged { access_token, grant, expires_at } => {
                self.add(access_token, None, grant, *expires_at);
            }
            Event::ImplicitTokenIssued { session, access_token, grant, expires_at } => {
                self.answered(session.as_ref());
                self.add(access_token, None, grant, *expires_at);
            }
            Event::PairDisabled { code, reason } => {
                let index = self.by_code.get(code.expose()).copied();
                self.disable(index, *reason);
            }
            Event::TokenRevoked { token, reason } => {
                let token = token.expose();
                let index = self.by_access_token.get(token).or_else(|| self.by_refresh_token.get(token));
                self.disable(index, *reason);
            }
            Event::NextConsentGiven(consent) => self.next_consents.push_back(consent.clone()),
            Event::NextConsentUsed => {
                self.next_consents.pop_front();
            }
            Event::ClockMoved { offset } => self.clock_offset = *offset,
            Event::FaultsSet { faults } => self.faults = Some(faults.clone()),
            Event::FaultUsed { name } => self.fault_used(name),
            Event::GroupIdWritten(record) => self.features.write_group_id(record.clone()),
            Event::GroupIdDeleted { put_code } => self.features.delete_group_id(*put_code),
            Event::NotificationSent(notification) => self.features.add_notification(notification.clone()),
            Event::NotificationArchived { put_code } => self.features.archive_notification(*put_code, entry.at),
            Event::WebhookRegistered { orcid, uri, client_id } => {
                self.features.register_webhook(orcid, uri, client_id, entry.at);
            }
            Event::WebhookUnregistered { orcid, uri } => self.features.unregister_webhook(orcid, uri),
            Event::WebhookCalled { orcid, uri, outcome } => self.features.webhook_called(orcid, uri, outcome),
            Event::ItemAdded(item) => self.write(item, entry.at, true),
            Event::ItemChanged(item) => self.write(item, entry.at, false),
            Event::ItemDeleted { orcid, section, put_code } => {
                self.written.delete(orcid, *section, *put_code, entry.at)
            }
            Event::RecordStatusSet { orcid, status, deprecated_by } => {
                self.statuses.insert(orcid.clone(), (*status, deprecated_by.clone()));
                if *status == RecordStatus::Deactivated {
                    let of_record = |pair: &&mut Pair| pair.grant.orcid.as_ref() == Some(orcid);
                    for pair in self.pairs.iter_mut().filter(of_record).filter(|pair| pair.disabled.is_none()) {
                        pair.disabled = Some(RevokeReason::RecordDeactivated);
                    }
                }
            }
            Event::Reset => *self = Self::default(),
            Event::ClientAccessRevoked { client_id, orcid } => {
                let of_both =
                    |pair: &&mut Pair| pair.grant.client_id == *client_id && pair.grant.orcid.as_ref() == Some(orcid);
                for pair in self.pairs.iter_mut().filter(of_both).filter(|pair| pair.disabled.is_none()) {
                    pair.disabled = Some(RevokeReason::UserRevoked);
                }
            }
        }
    }

    fn add(&mut self, access_token: &Secret, refresh_token: Option<&Secret>, grant: &Grant, expires_at: Timestamp) {
        let index = self.pairs.len();
        let refresh_token: Option<Box<str>> = refresh_token.map(|token| token.expose().into());
        self.by_access_token.insert(access_token.expose(), index);
        if let Some(refresh_token) = &refresh_token {
            self.by_refresh_token.insert(refresh_token, index);
            // Only what lasts spares the next consent: neither implicit nor exchanged tokens, which cannot be refreshed.
            if let Some(orcid) = &grant.orcid {
                self.by_grantee.entry((grant.client_id.clone(), orcid.clone())).or_default().push(index);
            }
        }
        let access_token = access_token.expose().into();
        self.pairs.push(Pair { access_token, refresh_token, grant: grant.clone(), expires_at, disabled: None });
    }

    fn write(&mut self, written: &ItemWritten, at: Timestamp, added: bool) {
        let item = Item::of(written, at, added);
        self.written.put(&written.orcid, written.section, written.put_code, item);
    }

    fn fault_used(&mut self, name: &str) {
        let Some(faults) = &mut self.faults else { return };
        if let Some(times) = faults.iter_mut().find(|fault| fault.name == name).and_then(|fault| fault.times.as_mut()) {
            *times = times.saturating_sub(1);
        }
        faults.retain(|fault| fault.times != Some(0));
    }

    fn disable(&mut self, index: Option<usize>, reason: RevokeReason) {
        if let Some(pair) = index.and_then(|i| self.pairs.get_mut(i)) {
            pair.disabled = Some(reason);
        }
    }

    /// The sign-in that `prompt=login` asked for served one answer; the next one needs a new sign-in.
    fn answered(&mut self, session: Option<&Secret>) {
        if let Some(session) = session.and_then(|session| self.sessions.get_mut(session.expose())) {
            session.signed_in_for = None;
        }
    }
}
