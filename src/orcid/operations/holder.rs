//! Who asks: whether a token may do an operation, and why not.

use super::{Api, ApiHost, Operation};
use crate::{
    oauth::{ScopeSet, TokenResponse},
    orcid::scopes::{closure, only_members_ask},
};

/// A token, as far as it decides what may be done with it. Nobody's when all is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Whether there is a token at all.
    pub token: bool,
    /// What was granted, when the response says so.
    pub scopes: Option<ScopeSet>,
    /// The researcher's iD; `None` for a token of the client's own.
    pub orcid: Option<String>,
    /// The client that got it.
    pub client_id: String,
    /// Whether it is known to work no more.
    pub dead: bool,
}

/// Whether an operation can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It can; with a remark where the answer may be less than expected.
    Yes(Option<String>),
    /// It cannot, and why.
    No(String),
}

impl Verdict {
    /// Whether it can.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes(_))
    }

    /// The words, when there are any.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Yes(remark) => remark.as_deref(),
            Self::No(why) => Some(why),
        }
    }
}

impl Holder {
    /// Who a token response speaks for.
    pub fn of(response: &TokenResponse, client_id: &str, dead: bool) -> Self {
        Self {
            token: true,
            scopes: response.scopes(),
            orcid: response.researcher(),
            client_id: client_id.to_owned(),
            dead,
        }
    }

    /// Whether the token allows a scope, itself or by one that includes it. Unknown scopes are given the benefit of the
    /// doubt.
    pub fn allows(&self, scope: &str) -> bool {
        let Some(scopes) = &self.scopes else { return self.token };
        closure(scopes).contains(scope)
    }

    /// Whether the member API is the better one to read with it: public clients' tokens are refused there.
    pub fn for_member_api(&self) -> bool {
        self.token && !self.dead && self.scopes.as_ref().is_none_or(only_members_ask)
    }

    /// Whether it may do an operation at the host that [`Operation::host`] names.
    pub fn may(&self, operation: &Operation) -> Verdict {
        self.may_at(operation, operation.host(self))
    }

    /// Whether it may do an operation at this host.
    pub fn may_at(&self, operation: &Operation, host: ApiHost) -> Verdict {
        let no = |why: String| Verdict::No(why);
        if !answers(operation.api, host) {
            return no(match operation.api {
                Api::Member if operation.writes() => "only the member API can be written to".to_owned(),
                Api::Member => "only the member API has it".to_owned(),
                Api::Public | Api::Both => "only the public API has it".to_owned(),
            });
        }
        let Some(scope) = &operation.scope else { return Verdict::Yes(None) };
        if !self.token {
            return match host {
                ApiHost::Public => Verdict::Yes(Some("without a token: what is public".to_owned())),
                ApiHost::Member => no(format!("no token yet: it takes one with {scope}")),
            };
        }
        if self.dead {
            return no("this token works no more".to_owned());
        }
        let allowed = self.allows(scope) || operation.instead.as_deref().is_some_and(|older| self.allows(older));
        if !allowed {
            return no(match operation.two_legged {
                true => format!("it takes a two-legged token with {scope} (client credentials)"),
                false if self.scopes.is_some() && self.orcid.is_none() => {
                    format!("the token is the client's own; {scope} comes from the researcher")
                }
                false => format!("the token lacks {scope}: authorize again with it"),
            });
        }
        match &operation.limited {
            Some(limited) if host == ApiHost::Public => {
                Verdict::Yes(Some(format!("what is public; {limited} shows more on the member API")))
            }
            Some(limited) if !self.allows(limited) => {
                Verdict::Yes(Some(format!("what is public, and what this client added; {limited} shows more")))
            }
            Some(_) | None => Verdict::Yes(None),
        }
    }
}

fn answers(api: Api, host: ApiHost) -> bool {
    match (api, host) {
        (Api::Both, _) | (Api::Member, ApiHost::Member) | (Api::Public, ApiHost::Public) => true,
        (Api::Member, ApiHost::Public) | (Api::Public, ApiHost::Member) => false,
    }
}
