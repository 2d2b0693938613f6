//! Facts of scopes.

use crate::{
    oauth::ScopeSet,
    orcid::scopes::{self, Legs, OPENID_DROPPED, ScopeInfo, Who},
};

/// The sentence about those scopes that `is` holds for.
fn those(scopes: &ScopeSet, words: &str, is: impl Fn(&str) -> bool) -> Option<String> {
    let found: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).filter(|scope| is(scope)).collect();
    (!found.is_empty()).then(|| format!("{} {words}.", found.join(" ")))
}

fn known(scopes: &ScopeSet, words: &str, is: impl Fn(&ScopeInfo) -> bool) -> Option<String> {
    those(scopes, words, |scope| scopes::find(scope).is_some_and(&is))
}

pub(super) fn two_legged(scopes: &ScopeSet) -> Option<String> {
    known(scopes, "is two-legged: a client gets it for itself, with client credentials", |info| info.legs == Legs::Two)
}

pub(super) fn three_legged(scopes: &ScopeSet) -> Option<String> {
    known(scopes, "needs a researcher who authorizes", |info| info.legs == Legs::Three)
}

pub(super) fn without_slash(scopes: &ScopeSet) -> Option<String> {
    those(scopes, "lacks its slash", lacks_slash)
}

/// Whether a slash in front makes it a scope of ORCID's.
pub fn lacks_slash(scope: &str) -> bool {
    scopes::find(scope).is_none() && scopes::find(&format!("/{scope}")).is_some()
}

/// Whether ORCID drops it.
pub fn is_habit(scope: &str) -> bool {
    OPENID_DROPPED.contains(&scope)
}

pub(super) fn unknown(scopes: &ScopeSet) -> Option<String> {
    those(scopes, "is no scope of ORCID's", |scope| {
        scopes::find(scope).is_none() && !is_habit(scope) && !lacks_slash(scope)
    })
}

pub(super) fn member(scopes: &ScopeSet) -> Option<String> {
    known(scopes, "is for clients of ORCID members only", |info| info.who == Who::Member)
}

pub(super) fn premium(scopes: &ScopeSet) -> Option<String> {
    known(scopes, "is for clients of premium members only", |info| info.who == Who::PremiumMember)
}

pub(super) fn special(scopes: &ScopeSet) -> Option<String> {
    known(scopes, "is given by ORCID to single clients, by hand or not at all", |info| {
        matches!(info.who, Who::ByHand | Who::Creator | Who::Internal)
    })
}

pub(super) fn habit(scopes: &ScopeSet) -> Option<String> {
    those(scopes, "is OpenID Connect's, and ORCID drops it without a word", is_habit)
}

pub(super) fn separator(scopes: &ScopeSet) -> Option<String> {
    those(scopes, "holds something other than blanks between scopes", |scope| scope.contains([',', ';', '+', '%', '|']))
}
