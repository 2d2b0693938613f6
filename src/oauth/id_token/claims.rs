//! The claims of an ID token (OpenID Connect Core 1.0 §3.1.3.7, §3.2.2.11).

use serde_json::Value;

use super::{
    Check, Checked, Nonce,
    verify::{NOT_OURS, Verifier},
    words::{date, half_hash, short, shown, span},
};
use crate::oauth::{Secret, clock::LEEWAY};

impl Verifier<'_> {
    pub(super) fn issuer(&self) -> Checked {
        let (check, wanted) = (Check::Issuer, self.expected.issuer);
        match self.token.claims.get("iss").map(shown) {
            Some(issuer) if issuer == wanted => Checked::holds(check, issuer),
            Some(issuer) => Checked::fails(
                check,
                format!("{} made it, and {wanted} was asked", short(&issuer)),
                "Refuse it. Compare the issuer to the character, and set it for each environment: production and Sandbox \
                 have each their own.",
            ),
            None => {
                Checked::fails(check, "missing: nobody says who made it", "Refuse it (OpenID Connect Core 1.0 §2).")
            }
        }
    }

    pub(super) fn audience(&self) -> Checked {
        let check = Check::Audience;
        let audience = self.token.audience();
        let all = short(&audience.join(", "));
        match self.expected.client_id {
            _ if audience.is_empty() => {
                Checked::fails(check, "missing: it is made for nobody", "Refuse it (OpenID Connect Core 1.0 §2).")
            }
            None => Checked::skipped(check, format!("for {all}; which client it should be for is not known here")),
            Some(client) if !audience.contains(&client) => Checked::fails(
                check,
                format!("made for {all}, and this client is {client}"),
                "Refuse it: a token for another client proves nothing to yours. Check the client id, if it should be yours.",
            ),
            Some(client) if audience.len() > 1 => Checked::fails(
                check,
                format!("made for {client} and for others: {all}"),
                "Refuse it, unless you trust all of them (OpenID Connect Core 1.0 §3.1.3.7, 3). ORCID names one.",
            ),
            Some(client) => Checked::holds(check, format!("made for {client}")),
        }
    }

    pub(super) fn authorized_party(&self) -> Checked {
        let check = Check::AuthorizedParty;
        match (self.token.claims.get("azp").map(|party| short(&shown(party))), self.expected.client_id) {
            (None, _) => Checked::skipped(check, "not in it; only needed beside several audiences"),
            (Some(party), Some(client)) if party != client => Checked::fails(
                check,
                format!("handed out to {party}, and this client is {client}"),
                "Refuse it: it was given to another client (OpenID Connect Core 1.0 §3.1.3.7, 5).",
            ),
            (Some(party), Some(_)) => Checked::holds(check, format!("handed out to {party}")),
            (Some(party), None) => {
                Checked::skipped(check, format!("handed out to {party}; whom to expect is not known here"))
            }
        }
    }

    pub(super) fn subject(&self) -> Checked {
        let check = Check::Subject;
        match (self.token.text("sub"), self.expected.orcid) {
            (None, _) => Checked::fails(check, "missing: it names nobody", "Refuse it (OpenID Connect Core 1.0 §2)."),
            (Some(sub), Some(orcid)) if sub != orcid => Checked::fails(
                check,
                format!("{} signed in, and the token response is for {orcid}", short(sub)),
                "Refuse both: they are not of one sign-in.",
            ),
            (Some(sub), Some(_)) => Checked::holds(check, format!("{sub}, as the token response says")),
            (Some(sub), None) => Checked::holds(check, short(sub)),
        }
    }

    pub(super) fn expiry(&self) -> Checked {
        let (check, now) = (Check::Expiry, self.expected.now.as_second());
        match self.token.seconds("exp") {
            None => Checked::fails(check, "missing: it would hold for ever", "Refuse it (OpenID Connect Core 1.0 §2)."),
            Some(exp) if exp.saturating_add(LEEWAY) <= now => Checked::fails(
                check,
                format!("expired at {}, {} ago", date(exp), span(now.saturating_sub(exp))),
                "Let the researcher sign in again. If it was made just now, compare the clocks of both machines.",
            ),
            Some(exp) if exp <= now => {
                Checked::holds(check, format!("expired at {}, within the {LEEWAY} s that clocks may differ", date(exp)))
            }
            Some(exp) => {
                Checked::holds(check, format!("until {}, {} from now", date(exp), span(exp.saturating_sub(now))))
            }
        }
    }

    pub(super) fn issued_at(&self) -> Checked {
        let (check, now) = (Check::IssuedAt, self.expected.now.as_second());
        match self.token.seconds("iat") {
            None => Checked::fails(
                check,
                "missing: nobody says when it was made",
                "Refuse it (OpenID Connect Core 1.0 §2).",
            ),
            Some(iat) if iat > now.saturating_add(LEEWAY) => Checked::fails(
                check,
                format!("made at {}, {} from now: the clocks disagree", date(iat), span(iat.saturating_sub(now))),
                "Set the clock of this computer (NTP). Between two machines allow for a minute, not for more.",
            ),
            Some(iat) => Checked::holds(check, format!("made at {} (clocks may differ by {LEEWAY} s)", date(iat))),
        }
    }

    pub(super) fn not_before(&self) -> Checked {
        let (check, now) = (Check::NotBefore, self.expected.now.as_second());
        match self.token.seconds("nbf") {
            None => Checked::skipped(check, "not in it; ORCID sends none"),
            Some(nbf) if nbf > now.saturating_add(LEEWAY) => Checked::fails(
                check,
                format!("holds from {} on, {} from now", date(nbf), span(nbf.saturating_sub(now))),
                "Wait, or set the clock of this computer (NTP).",
            ),
            Some(nbf) => Checked::holds(check, format!("since {}", date(nbf))),
        }
    }

    pub(super) fn nonce(&self) -> Checked {
        let check = Check::Nonce;
        match (self.token.claims.get("nonce").map(shown), &self.expected.nonce) {
            (Some(came), Nonce::Sent(sent)) if came == *sent => {
                Checked::holds(check, format!("{came}, as it was sent"))
            }
            (Some(came), Nonce::Sent(sent)) => Checked::fails(
                check,
                format!(
                    "{} came back, and {sent} was sent: it belongs to another sign-in, or is played again",
                    short(&came)
                ),
                NOT_OURS,
            ),
            (None, Nonce::Sent(sent)) => Checked::fails(
                check,
                format!("{sent} was sent, and none came back"),
                "Refuse it. ORCID keeps the nonce only when openid is among the scopes: is it?",
            ),
            (Some(came), Nonce::NotSent) => Checked::fails(
                check,
                format!("{} is in it, and none was sent: it belongs to another request", short(&came)),
                NOT_OURS,
            ),
            (None, Nonce::NotSent) => {
                Checked::skipped(check, "none was sent, none came; send one to tie the token to the request")
            }
            (Some(came), Nonce::Unknown) => Checked::skipped(
                check,
                format!("{}; what was sent is not known here, so compare it yourself", short(&came)),
            ),
            (None, Nonce::Unknown) => Checked::skipped(check, "not in it"),
        }
    }

    fn hash(&self, check: Check, of: Option<&str>, what: &str, must: bool) -> Checked {
        match (self.token.claims.get(check.label()).map(shown), of) {
            (Some(_), None) => Checked::skipped(check, format!("the {what} that it belongs to is not at hand")),
            (Some(hash), Some(text)) if hash == half_hash(text) => {
                Checked::holds(check, format!("belongs to this {what}"))
            }
            (Some(hash), Some(text)) => Checked::fails(
                check,
                format!(
                    "{}, and the {what} that came with it has {}: they do not belong together",
                    short(&hash),
                    half_hash(text)
                ),
                "Refuse both: one of them was exchanged for another on the way.",
            ),
            (None, Some(_)) if must => Checked::fails(
                check,
                format!("missing, though it came through the browser together with a {what}"),
                "Refuse both (OpenID Connect Core 1.0 §3.2.2.10): nothing ties them to each other.",
            ),
            (None, _) => Checked::skipped(check, "not in it; not needed in this flow"),
        }
    }

    pub(super) fn access_token_hash(&self) -> Checked {
        let token = self.expected.access_token.map(Secret::expose);
        self.hash(Check::AccessTokenHash, token, "access token", self.expected.front_channel)
    }

    pub(super) fn code_hash(&self) -> Checked {
        self.hash(Check::CodeHash, self.expected.code, "code", false)
    }

    pub(super) fn auth_time(&self) -> Checked {
        let (check, now) = (Check::AuthTime, self.expected.now.as_second());
        match (self.token.seconds("auth_time"), self.expected.max_age) {
            (Some(at), Some(most)) if now.saturating_sub(at) > most.saturating_add(LEEWAY) => Checked::fails(
                check,
                format!("signed in {} ago, and max_age={most} was asked", span(now.saturating_sub(at))),
                "Ask for a new sign-in with prompt=login: today's ORCID does not look at max_age.",
            ),
            (Some(at), Some(most)) => Checked::holds(
                check,
                format!("signed in {} ago; max_age={most} s", span(now.saturating_sub(at).max(0))),
            ),
            (Some(at), None) => Checked::holds(check, format!("signed in at {}", date(at))),
            (None, Some(most)) => Checked::fails(
                check,
                format!("missing, though max_age={most} was asked"),
                "Refuse it (OpenID Connect Core 1.0 §3.1.2.1): nothing says when the researcher signed in.",
            ),
            (None, None) => Checked::skipped(check, "not in it"),
        }
    }

    pub(super) fn methods(&self) -> Checked {
        let check = Check::Methods;
        match self.token.claims.get("amr") {
            None => Checked::skipped(check, "not in it; ORCID tells it to member clients only"),
            Some(Value::String(method)) => Checked::holds(
                check,
                format!(
                    "{method}, as a text: ORCID's way; the standard wants a list, and strict libraries stumble over it"
                ),
            ),
            Some(Value::Array(methods)) if methods.iter().all(Value::is_string) => {
                Checked::holds(check, short(&methods.iter().map(shown).collect::<Vec<_>>().join(", ")))
            }
            Some(other) => Checked::fails(
                check,
                format!("{} is neither a text nor a list of texts", short(&other.to_string())),
                NOT_OURS,
            ),
        }
    }
}
