//! Pane 2, below the code: the tokens, what became of them, and refusals of what was done with them.

use jiff::Timestamp;

use super::{
    Row,
    arrived::card_rows,
    authorize::{shown, text_row},
};
use crate::{
    app::{
        Model,
        dance::{Dance, Granted, Refused, Revoked, Step},
        document::{Line, Role},
    },
    oauth::{Secret, TokenAnswer},
    text,
};

/// The tokens that are there, and the pair that they were refreshed from.
pub(super) fn granted_rows(
    dance: &Dance,
    granted: &Granted,
    by_itself: Option<Timestamp>,
    now: Timestamp,
) -> Vec<Row<'static>> {
    let response = &granted.response;
    let mut rows = Vec::new();
    match granted.revoked {
        Some(Revoked::CodeReuse) => {
            rows.push(text_row(Role::Bad, "✗ Both tokens below were revoked when the code was used again."));
        }
        Some(Revoked::Request) => {
            rows.push(text_row(Role::Warning, "! These tokens are revoked: they work nowhere any more."));
        }
        None => {}
    }
    let secret = |label, secret: &Secret| shown(label, Line::of(Role::Secret, &secret.masked()));
    let lifetime = match (response.expires_in, granted.revoked) {
        (_, Some(_)) => "revoked".to_owned(),
        (Some(seconds), None) => expiry(seconds, granted.at, now),
        (None, None) => "no expiry given".to_owned(),
    };
    rows.push(shown(
        "Access token",
        Line::of(Role::Secret, &response.access_token.masked()).with(Role::Plain, "   ").with(Role::Comment, &lifetime),
    ));
    if let Some(token) = &response.refresh_token {
        let mut line = Line::of(Role::Secret, &token.masked());
        if let Some(at) = by_itself {
            line.push(Role::Comment, &at.strftime("   used automatically at %Y-%m-%d %H:%M UTC").to_string());
        }
        rows.push(shown("Refresh token", line));
    }
    if let Some(token) = &response.id_token {
        rows.push(secret("ID token", token));
    }
    rows.extend(whose(granted));
    if let Some(scopes) = response.scopes() {
        let mut line = Line::of(Role::FormValue, &scopes.to_string());
        let missing = granted.requested.without(&scopes);
        if scopes == granted.requested {
            line.push(Role::Good, " ✓");
        } else if !missing.is_empty() {
            line.push(Role::Warning, &format!("   not granted: {missing}"));
        }
        rows.push(shown("Scope", line));
    }
    if granted.pasted {
        rows.push(shown("Pasted", Line::of(Role::Comment, "its age is not known: an end is counted from the paste")));
    }
    rows.push(match &granted.stored {
        Ok(name) => shown("Stored as", Line::of(Role::Comment, name)),
        Err(why) => {
            text_row(Role::Bad, &format!("✗ NOT STORED: {why} Copy the token response now (y j): a code works once."))
        }
    });
    if let Some(earlier) = &dance.earlier {
        let state = if earlier.revoked.is_some() { "revoked" } else { "still works" };
        let token = Line::of(Role::Secret, &earlier.response.access_token.masked());
        rows.push(shown("Old token", token.with(Role::Plain, "   ").with(Role::Comment, state)));
    }
    rows
}

/// The researcher, or that there is none.
fn whose(granted: &Granted) -> Vec<Row<'static>> {
    let response = &granted.response;
    if response.is_two_legged() {
        return vec![shown("ORCID iD", Line::of(Role::Comment, "null: the client's own token, of no researcher"))];
    }
    let mut rows = Vec::new();
    if let Some(orcid) = response.researcher() {
        let line = Line::of(Role::FormValue, &orcid);
        let named = response.orcid().is_some();
        rows.push(shown("ORCID iD", if named { line } else { line.with(Role::Comment, "   said by the ID token") }));
    }
    match response.name() {
        Some(name) => rows.push(shown("Name", Line::of(Role::Plain, name))),
        // A bare token says nothing of anybody.
        None if granted.pasted && response.researcher().is_none() => {}
        None if !response.extra.contains_key("name") => {
            rows.push(shown("Name", Line::of(Role::Comment, "this answer has no member «name»")));
        }
        None => rows.push(shown("Name", Line::of(Role::Comment, "null: the researcher's name is not public"))),
    }
    rows
}

/// The rest of a token's life, coarsely.
fn expiry(seconds: i64, since: Timestamp, now: Timestamp) -> String {
    let left = since.as_second().saturating_add(seconds).saturating_sub(now.as_second());
    match u64::try_from(left) {
        Ok(0) | Err(_) => "expired".to_owned(),
        // Minutes are enough: a screen at rest is at rest.
        Ok(left) if left < 3600 => format!("for {}", text::lifetime(left.div_ceil(60) * 60)),
        Ok(left) => format!("for {}", text::lifetime(left)),
    }
}

/// Why a refresh, a revocation or client credentials came to nothing, and what holds now.
pub(super) fn refused_rows(model: &Model, refused: &Refused, step: &Step) -> Vec<Row<'static>> {
    let plain = |words: &str| text_row(Role::Plain, words);
    let card = || model.refusal().map_or_else(Vec::new, |it| card_rows(model, it));
    let mut rows = match refused {
        Refused::Answer(TokenAnswer::Granted(_), _) => Vec::new(),
        Refused::Answer(TokenAnswer::Refused(_) | TokenAnswer::Malformed(_), _) | Refused::Transport(_) => card(),
        Refused::Unsendable(message) => vec![
            text_row(Role::Bad, &format!("✗ The request could not be built: {message}.")),
            plain("Nothing was sent. The address comes from the Environment in pane 1: correct it there."),
        ],
        Refused::Cancelled => {
            vec![text_row(Role::Warning, "! Canceled. The server may have acted on it all the same.")]
        }
    };
    let holds = match step {
        Step::Refresh => Some("The tokens below are as they were before."),
        Step::Revoke => Some("Nothing says that the tokens below are revoked."),
        Step::Exchange | Step::ClientCredentials(_) | Step::TokenExchange(_) => None,
    };
    rows.extend(holds.map(plain));
    rows
}
