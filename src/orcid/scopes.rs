//! ORCID's scopes: who may ask for them, what they allow, what the consent page says (guide `orcid-wire`, "Scopes").
//!
//! The table is `assets/scopes.toml`, read when it is first needed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use serde::{Deserialize, Serialize};

use crate::oauth::ScopeSet;

/// OpenID Connect's own scopes, which libraries send and ORCID drops without a word (guide `orcid-wire`, "Scopes").
pub const OPENID_DROPPED: [&str; 5] = ["profile", "email", "address", "phone", "offline_access"];

/// Which clients may ask for a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Who {
    /// Every client, public ones included.
    All,
    /// Clients of ORCID members.
    Member,
    /// Clients of premium members.
    PremiumMember,
    /// Clients that may create records, a kind that ORCID no longer hands out.
    Creator,
    /// Nobody by type: ORCID adds it to a client on request.
    ByHand,
    /// ORCID's own services.
    Internal,
}

/// What a client was registered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ClientType {
    /// Made by anyone in the developer tools.
    Public,
    /// Of an ORCID member.
    Member,
    /// Of a premium member.
    PremiumMember,
}

/// How a scope is obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legs {
    /// By the client for itself, with `client_credentials`. Asked at `/oauth/authorize` it is an invalid scope.
    Two,
    /// From a researcher, at `/oauth/authorize`.
    Three,
}

impl<'de> Deserialize<'de> for Legs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            other => Err(serde::de::Error::custom(format!("a scope has 2 or 3 legs, not {other}"))),
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeInfo {
    /// As on the wire.
    pub value: String,
    /// Which clients may ask for it.
    pub who: Who,
    /// How it is obtained.
    pub legs: Legs,
    /// What it allows besides, directly; [`closure`] follows these to the end.
    #[serde(default)]
    pub implies: Vec<String>,
    /// What ORCID's consent page says of it.
    pub consent: Option<String>,
    /// What it allows, in our words.
    pub summary: String,
    /// Whether ORCID's documentation of today names it.
    #[serde(default)]
    pub current: bool,
}

impl ScopeInfo {
    /// Whether a client of this type may ask for it without a special agreement with ORCID.
    pub fn allowed_for(&self, client_type: ClientType) -> bool {
        match self.who {
            Who::All => true,
            Who::Member => matches!(client_type, ClientType::Member | ClientType::PremiumMember),
            Who::PremiumMember => client_type == ClientType::PremiumMember,
            Who::Creator | Who::ByHand | Who::Internal => false,
        }
    }
}

struct Table {
    scopes: Vec<ScopeInfo>,
    by_value: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        scope: Vec<ScopeInfo>,
    }
    // The file is part of the program; that it can be read is held by the tests below.
    let file: File =
        toml::from_str(include_str!("../../assets/scopes.toml")).expect("assets/scopes.toml is well-formed");
    let by_value = file.scope.iter().enumerate().map(|(i, scope)| (scope.value.clone(), i)).collect();
    Table { scopes: file.scope, by_value }
});

/// All of them, the ones that people need first at the top.
pub fn all() -> &'static [ScopeInfo] {
    &TABLE.scopes
}

/// The row of one value; `None` when ORCID knows no such scope.
pub fn find(value: &str) -> Option<&'static ScopeInfo> {
    TABLE.by_value.get(value).and_then(|&i| TABLE.scopes.get(i))
}

/// How many letters may be wrong, missing or exchanged in a scope that is still told from its neighbours.
const MISTYPED: usize = 2;

/// The scope that was meant by one that ORCID does not know: the nearest, when hardly anything in it is mistyped.
pub fn meant(value: &str) -> Option<&'static ScopeInfo> {
    let longest = all().iter().map(|scope| scope.value.len()).max().unwrap_or_default();
    if value.len() > longest + MISTYPED + 1 || find(value).is_some() {
        return None;
    }
    let lower = value.to_lowercase();
    // /openid is the one that has no slash.
    let bare = lower.trim_start_matches('/');
    let distance = |scope: &ScopeInfo| strsim::osa_distance(bare, scope.value.trim_start_matches('/'));
    let nearest = all().iter().min_by_key(|scope| distance(scope))?;
    (distance(nearest) <= MISTYPED.min(bare.chars().count() / 4)).then_some(nearest)
}

/// Everything that these scopes allow: themselves and what they imply, in lexical order. Unknown ones allow nothing.
pub fn closure(scopes: &ScopeSet) -> BTreeSet<&'static str> {
    let mut allowed = BTreeSet::new();
    let mut open: Vec<&ScopeInfo> = scopes.iter().filter_map(|scope| find(scope.as_str())).collect();
    while let Some(scope) = open.pop() {
        if allowed.insert(scope.value.as_str()) {
            open.extend(scope.implies.iter().filter_map(|value| find(value)));
        }
    }
    allowed
}

/// Whether one of these scopes is for members: with a token of those that a public client may ask for, the member API
/// answers nothing (guide `orcid-wire`, "Record reads").
pub fn only_members_ask(scopes: &ScopeSet) -> bool {
    scopes.iter().any(|scope| find(scope.as_str()).is_none_or(|known| known.who != Who::All))
}

/// What people put between scopes in place of blanks.
pub const WRONG_SEPARATORS: [char; 4] = [',', ';', '|', '+'];

/// The scopes that were meant by a text which separates them by something else than blanks, or is percent-encoded: to
/// ORCID it is one long scope. `None` for a text that ORCID reads as it is meant.
pub fn misread(text: &str) -> Option<ScopeSet> {
    let strange = text.contains(WRONG_SEPARATORS) || text.contains("%20") || text.to_lowercase().contains("%2f");
    strange.then(|| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        ScopeSet::parse(&decoded.replace(WRONG_SEPARATORS, " "))
    })
}

/// What the consent page lists for these scopes: value and text. Scopes with the same text are shown once (`openid` and
/// `/authenticate`), scopes without a text by their value.
pub fn consent_lines(scopes: &ScopeSet) -> Vec<(&str, &str)> {
    let mut lines: Vec<(&str, &str)> = Vec::new();
    for scope in scopes.iter().map(|scope| scope.as_str()) {
        let text = find(scope).and_then(|info| info.consent.as_deref()).unwrap_or(scope);
        if !lines.iter().any(|(_, shown)| *shown == text) {
            lines.push((scope, text));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(all().len(), 40);
        assert_eq!(TABLE.by_value.len(), 40, "no value stands twice");
        for scope in all() {
            assert!(scope.implies.iter().all(|value| find(value).is_some()), "{} implies only known ones", scope.value);
            assert!(scope.summary.ends_with('.'), "{}", scope.value);
        }
        let first: Vec<_> = all().iter().take(5).map(|scope| scope.value.as_str()).collect();
        assert_eq!(first, ["/authenticate", "openid", "/read-limited", "/activities/update", "/person/update"]);
        assert_eq!(all().iter().filter(|scope| scope.current).count(), 10);
    }

    #[test]
    fn implications_are_followed_to_the_end() {
        let read_limited = closure(&ScopeSet::parse("/read-limited"));
        assert_eq!(read_limited.len(), 10);
        assert!(read_limited.contains("/orcid-bio/read-limited") && read_limited.contains("/read-public"));
        // The surprise of the table: reading what is limited does not include learning the iD through userinfo.
        assert!(!read_limited.contains("/authenticate"));
        assert!(closure(&ScopeSet::parse("openid")).contains("/authenticate"));
        assert!(!closure(&ScopeSet::parse("/activities/update")).contains("/read-limited"));
        assert_eq!(closure(&ScopeSet::parse("/orcid-profile/create")).len(), 30);
        assert!(closure(&ScopeSet::parse("/no/such")).is_empty());
    }

    #[test]
    fn a_mistyped_scope_is_told_from_its_neighbours() {
        for (value, expected) in [
            ("/webhok", Some("/webhook")),
            ("/openid", Some("openid")),
            ("OPENID", Some("openid")),
            ("/read-limitd", Some("/read-limited")),
            ("/authenticat", Some("/authenticate")),
            ("/authorize", None),
            ("/read-limited", None),
            ("email", None),
        ] {
            assert_eq!(meant(value).map(|scope| scope.value.as_str()), expected, "{value}");
        }
    }

    #[test]
    fn what_is_joined_by_something_else_than_blanks_is_misread() {
        for text in
            ["/authenticate,openid", "/authenticate; openid", "/authenticate+openid", "%2Fauthenticate%20openid"]
        {
            assert_eq!(misread(text), Some(ScopeSet::parse("/authenticate openid")), "{text}");
        }
        assert_eq!(misread("/authenticate openid"), None);
    }

    #[test]
    fn client_types_decide_who_may_ask() {
        let count = |client_type| all().iter().filter(|scope| scope.allowed_for(client_type)).count();
        assert_eq!(count(ClientType::Public), 3);
        assert_eq!(count(ClientType::PremiumMember), count(ClientType::Member) + 1);
        assert!(!find("/email/read-private").unwrap().allowed_for(ClientType::PremiumMember));
    }

    #[test]
    fn the_consent_page_says_the_same_thing_once() {
        let lines =
            consent_lines(&crate::oauth::ScopeSet::parse("openid /authenticate /read-limited /orcid-patents/create"))
                .into_iter()
                .map(|(_, text)| text.to_owned())
                .collect::<Vec<_>>();
        assert_eq!(
            lines,
            [
                "Get your ORCID iD",
                "Read your information with visibility set to Trusted parties",
                "/orcid-patents/create"
            ]
        );
    }
}
