//! What a text tells of the configuration: in an authorization URL, in the form of a token request, in a file of settings,
//! in words. It counts as the reader's own configuration does, and before it: the text is what happened.

use serde_json::Value;

use super::{dressed::member::value, listed, scopes};
use crate::{
    oauth::{ScopeSet, Secret, form},
    orcid::{Environment, diagnosis::Situation, shape},
    text,
};

/// How long a form or an address can be that is read.
const MOST: usize = 1 << 12;

/// How often a name of a parameter is looked at.
pub(super) const TRIES: usize = 64;

/// What a text tells of the configuration. What it does not tell is empty.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// `client_id`.
    pub client_id: Option<String>,
    /// `client_secret`, unless it is masked.
    pub client_secret: Option<Secret>,
    /// The redirect URI of the authorization request, or the one that is set.
    pub redirect_uri: Option<String>,
    /// The redirect URI of the token request.
    pub exchanged_redirect_uri: Option<String>,
    /// The scopes that were asked for, as they are written.
    pub scope: ScopeSet,
    /// `response_type`.
    pub response_type: Option<String>,
    /// `prompt`.
    pub prompt: Option<String>,
    /// The `state` of the authorization request.
    pub state: Option<String>,
    /// `grant_type` of a token request.
    pub grant: Option<String>,
    /// The code of a token request.
    pub code: Option<String>,
    /// Whether the token request was sent as JSON.
    pub is_json: bool,
    /// The iD that signed in before.
    pub orcid_before: Option<String>,
    /// The parameters of an authorization URL, as they stand there.
    pub authorization: Vec<(String, String)>,
}

impl Told {
    /// Reads a text. Of one that holds a token response no scopes are read in passing: those may be what was granted.
    pub(super) fn of(plain: &str, has_success: bool) -> Self {
        let asked = authorization_url(plain);
        let sent = token_form(plain);
        let of = |fields: &[(String, String)], name: &str| {
            form::first(fields, name).filter(|value| !value.is_empty() && !is_masked(value)).map(str::to_owned)
        };
        let lower = plain.to_ascii_lowercase();
        let set = |names: &[&str], is: fn(&str) -> bool| setting(plain, &lower, names, is);
        let url_scope = of(&asked, "scope").or_else(|| of(&sent, "scope")).map(|scope| ScopeSet::parse(&scope));
        let said = || (!has_success).then(|| scopes::asked(plain)).flatten();
        Self {
            client_id: of(&sent, "client_id").or_else(|| of(&asked, "client_id")).or_else(|| {
                set(&["client_id", "client-id", "clientid", "client id"], |value| is_id(value) || shape::is_uuid(value))
            }),
            client_secret: of(&sent, "client_secret")
                .or_else(|| {
                    set(&["client_secret", "client-secret", "clientsecret", "client secret"], |value| {
                        is_id(value) || shape::is_uuid(&shape::without_strays(value))
                    })
                })
                .map(Secret::from),
            redirect_uri: of(&asked, "redirect_uri").or_else(|| {
                set(&["redirect_uri", "redirect-uri", "redirecturi", "redirect_url"], |value| value.contains("://"))
            }),
            exchanged_redirect_uri: of(&sent, "redirect_uri"),
            scope: url_scope.or_else(said).unwrap_or_default(),
            response_type: of(&asked, "response_type"),
            prompt: of(&asked, "prompt"),
            state: of(&asked, "state"),
            grant: of(&sent, "grant_type"),
            code: of(&sent, "code"),
            is_json: is_json(&lower),
            orcid_before: None,
            authorization: asked,
        }
    }

    /// Whether it is another client than the one that is configured.
    pub(in crate::orcid::diagnosis) fn is_of_other(&self, configured: &Situation) -> bool {
        let other = |id: &String| !configured.client_id.is_empty() && *id != configured.client_id;
        self.client_id.as_ref().is_some_and(other)
    }

    /// The situation, with what the text tells in place of what is configured. Of another client nothing is known but that.
    pub(in crate::orcid::diagnosis) fn situation(&self, configured: &Situation) -> Situation {
        let mut situation = if self.is_of_other(configured) {
            let Situation { environment, now, clock_skew, .. } = configured.clone();
            Situation { environment, now, clock_skew, ..Situation::default() }
        } else {
            configured.clone()
        };
        let Self { client_id, client_secret, redirect_uri, exchanged_redirect_uri, scope, .. } = self;
        situation.client_id = client_id.clone().unwrap_or(situation.client_id);
        situation.client_secret = client_secret.clone().or(situation.client_secret);
        situation.redirect_uri = redirect_uri.clone().unwrap_or(situation.redirect_uri);
        if let Some(sent) = exchanged_redirect_uri {
            situation.authorized_redirect_uri = redirect_uri.clone().or(situation.authorized_redirect_uri);
            situation.redirect_uri.clone_from(sent);
        }
        if !scope.is_empty() {
            situation.scope = scope.clone();
        }
        situation.response_type = self.response_type.clone().or(situation.response_type);
        situation.prompt = self.prompt.clone().or(situation.prompt);
        situation.state = self.state.clone().or(situation.state);
        situation.code = self.code.clone().or(situation.code);
        situation.orcid_before = self.orcid_before.clone().or(situation.orcid_before);
        situation
    }
}

fn is_id(value: &str) -> bool {
    value.starts_with("APP-")
}

/// Whether a value is no value: masked, or a place where one belongs.
fn is_masked(value: &str) -> bool {
    let signs = ['*', '<', '{', '[', '…', '•', '$', '%', '('];
    let lower = value.to_ascii_lowercase();
    value.contains(signs) || lower.contains("xxx") || lower.contains("...") || lower.contains("redacted")
}

/// The piece of a text around a place, up to what no address and no form has in it.
pub(super) fn piece(text: &str, at: usize) -> &str {
    let apart = |c: char| c.is_whitespace() || "\"'<>`|\\".contains(c);
    let floor = text::floor(text, at.saturating_sub(MOST));
    let ceiling = text::floor(text, at.saturating_add(MOST));
    let from = text[floor..at].rfind(apart).map_or(floor, |end| floor + end + 1);
    let from = (from..=at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    let to = text[at..ceiling].find(apart).map_or(ceiling, |end| at + end);
    text[from..to].trim_end_matches([',', ';', ')', ']', '}', '.'])
}

/// The parameters of an authorization URL.
pub(super) fn authorization_url(text: &str) -> Vec<(String, String)> {
    let mut found = text.match_indices("/oauth/authorize?").take(TRIES).map(|(at, sign)| {
        let piece = piece(text, at + sign.len() - 1);
        let (_, query) = piece.split_once('?').unwrap_or_default();
        form::parse_form(query.split('#').next().unwrap_or_default().as_bytes())
    });
    found.find(|fields| fields.len() > 1).unwrap_or_default()
}

/// The fields of a token request's form.
fn token_form(text: &str) -> Vec<(String, String)> {
    let mut found = text.match_indices("grant_type=").take(TRIES).map(|(at, _)| {
        let piece = piece(text, at);
        let form = piece.rsplit_once('?').map_or(piece, |(_, query)| query);
        form::parse_form(form.as_bytes())
    });
    found.find(|fields| fields.len() > 1).unwrap_or_default()
}

/// Whether the fields of a token request stand there as JSON, and the text says that they were sent so. Programs write the
/// fields of a form in the same way.
fn is_json(lower: &str) -> bool {
    let is_member = |(at, sign): (usize, &str)| lower[at + sign.len()..].trim_start().starts_with(':');
    lower.match_indices("\"grant_type\"").take(TRIES).any(is_member)
        && listed::has(lower, "as-json")
        && !listed::has(lower, "as-form")
}

/// What a setting is set to, under any of these names, also with something before them (`ORCID_CLIENT_ID`).
fn setting(text: &str, lower: &str, names: &[&str], is: impl Fn(&str) -> bool) -> Option<String> {
    let found = names.iter().flat_map(|name| occurrences(lower, name)).take(TRIES);
    let mut values = found.filter_map(|(_, end)| {
        let of_form = text[end..].starts_with('=');
        let Value::String(value) = value(head(&text[end..]), of_form)? else { return None };
        let value = value.split_whitespace().next().unwrap_or_default();
        (is(value) && !is_masked(value)).then(|| value.to_owned())
    });
    values.next()
}

/// Not more of a text than a value can be.
pub(super) fn head(text: &str) -> &str {
    text::beginning(text, MOST)
}

/// Where a name stands: as a word of its own, or as the end of a longer name.
pub(super) fn occurrences<'a>(lower: &'a str, name: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let found = lower.match_indices(name).map(|(at, name)| (at, at + name.len()));
    found.filter(|(at, end)| {
        !lower[..*at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && !lower[*end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    })
}

/// The names of hosts in a text that look like ORCID's: each whether ORCID has it.
pub(in crate::orcid::diagnosis) fn hosts(lower: &str) -> impl Iterator<Item = (&str, bool)> {
    let words = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'));
    let words = words.map(|word| word.trim_matches(['.', '-']));
    let is_host = |word: &&str| {
        word.contains("orcid") && word.rsplit_once('.').is_some_and(|(_, end)| listed::is_one(end, "top-level-domain"))
    };
    words.filter(is_host).map(|host| (host, Environment::has_host(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_stand_in_many_ways() {
        for (text, asked) in [
            ("requested scope: \"read-limited openid\"", "read-limited openid"),
            ("ORCID_SCOPE=/authenticate,/read-limited", "/authenticate,/read-limited"),
            ("https://orcid.org/oauth/authorize?client_id=x&scope=/read-public&state=1", "/read-public"),
            ("scope=%2Fread-limited%20%2Factivities%2Fupdate", "/read-limited /activities/update"),
            ("scope: ['openid', '/read-limited'],", "openid /read-limited"),
            ("\"scope\": \"/authenticate, /read-limited\"", "/authenticate, /read-limited"),
            ("scopes: /authenticate, /read-limited and more", "/authenticate /read-limited"),
            ("SOCIAL_AUTH_ORCID_SCOPE = ['/read-limted']", "/read-limted"),
            ("we ask for /read-limited and /person/update, no more.", "/read-limited /person/update"),
        ] {
            assert_eq!(Told::of(text, false).scope.to_string(), asked, "{text}");
        }
        for text in
            ["Invalid scope: /read-limited", "scope of this work", "granted scope: /read-limited", "scopes_supported"]
        {
            assert!(Told::of(text, false).scope.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_request_is_told_apart_from_where_the_researcher_was_sent() {
        let text = "We open https://orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&redirect_uri=https%3A%2F%2Fa.example%2Fcb and post client_id=APP-1234567890ABCDEF&client_secret=***&grant_type=authorization_code&code=eUeiz2&redirect_uri=https://a.example/cb/";
        let told = Told::of(text, false);
        assert_eq!(told.redirect_uri.as_deref(), Some("https://a.example/cb"));
        assert_eq!(told.exchanged_redirect_uri.as_deref(), Some("https://a.example/cb/"));
        assert_eq!((told.client_id.as_deref(), told.client_secret), (Some("APP-1234567890ABCDEF"), None));
        assert_eq!((told.grant.as_deref(), told.code.as_deref()), (Some("authorization_code"), Some("eUeiz2")));
        let file = Told::of("ORCID_CLIENT_ID=APP-1234567890ABCDEF\nORCID_REDIRECT_URI=https://a.example/cb", false);
        assert_eq!(file.client_id.as_deref(), Some("APP-1234567890ABCDEF"));
        assert_eq!(file.redirect_uri.as_deref(), Some("https://a.example/cb"));
    }

    #[test]
    fn what_another_client_is_nobody_knows() {
        let configured = Situation {
            client_id: "APP-1111111111111111".into(),
            redirect_uri: "https://a.example/cb".into(),
            ..Situation::default()
        };
        let told = Told { client_id: Some("APP-2222222222222222".into()), ..Told::default() };
        let situation = told.situation(&configured);
        assert_eq!((situation.client_id.as_str(), situation.redirect_uri.as_str()), ("APP-2222222222222222", ""));
        assert_eq!(Told::default().situation(&configured), configured);
    }

    #[test]
    fn hosts_of_orcid_are_told_from_others() {
        let all: Vec<_> = hosts("getaddrinfo eai_again orcid.org, sandbox-orcid.org: orcid.py").collect();
        assert_eq!(all, [("orcid.org", true), ("sandbox-orcid.org", false)]);
    }
}
