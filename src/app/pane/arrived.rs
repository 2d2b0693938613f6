//! What came back, in pane 2: the answer and its state, the error page, the code, and why nothing came of it.

use jiff::Timestamp;

use super::{
    Row,
    authorize::{buttons, shown, text_row},
};
use crate::{
    app::{
        Command, Model, card,
        dance::{Arrived, Code, Dance, Refused},
        diagnosis::label,
        document::{Line, Role},
        failure,
    },
    oauth::{AuthorizationResponse, Purpose, StateCheck, TokenAnswer, form},
    orcid::diagnosis::Diagnosis,
    text,
};

/// That an answer was dropped, while the right one stands here.
pub(super) fn dropped_row(model: &Model) -> Option<Row<'static>> {
    let id = model.dance.dropped?;
    let number = model.exchanges.iter().position(|exchange| exchange.id == id)? + 1;
    let words = format!(
        "✗ State mismatch: another answer (message {number}) belongs to another request, or is forged. It is dropped, as an application must; what came before it stays."
    );
    Some(text_row(Role::Bad, &words))
}

pub(super) fn arrived_rows(model: &Model, arrived: &Arrived) -> Vec<Row<'static>> {
    let mut rows = Vec::new();
    let sent_state = model.dance.sent.as_ref().and_then(|sent| sent.request.state.as_deref()).unwrap_or("");
    match &arrived.check {
        StateCheck::Matches => {
            rows.push(text_row(Role::Good, &format!("✓ state matches ({}…)", text::truncate(sent_state, 5).trim_end_matches('…'))));
        }
        StateCheck::NotUsed if model.dance.sent.is_none() => {
            rows.push(text_row(Role::Comment, "· no state came back, and nothing was sent from here"));
        }
        StateCheck::NotUsed => rows.push(text_row(Role::Comment, "· no state was sent, none came back")),
        StateCheck::NothingToCompare => rows.push(match &arrived.response {
            AuthorizationResponse::Error { .. } => {
                text_row(Role::Comment, "· a state came back, but nothing was sent from here to compare it with")
            }
            AuthorizationResponse::Code { .. } => text_row(
                Role::Warning,
                "! A state came back, but nothing was sent from here to compare it with: use this code only if you know where it came from.",
            ),
            AuthorizationResponse::Tokens { .. } => text_row(
                Role::Warning,
                "! A state came back, but nothing was sent from here to compare it with: use these tokens only if you know where they came from.",
            ),
        }),
        StateCheck::Missing => match &arrived.response {
            AuthorizationResponse::Error { .. } => {
                rows.push(text_row(Role::Comment, "· no state came back: ORCID leaves it out of errors in the fragment"));
            }
            AuthorizationResponse::Code { .. } | AuthorizationResponse::Tokens { .. } => rows.push(text_row(
                Role::Bad,
                "✗ No state came back, though one was sent: this answer belongs to another request, or is forged. An application must drop it; so does this one. Authorize again. (A code that you know can be pasted alone.)",
            )),
        },
        StateCheck::Differs => rows.push(text_row(
            Role::Bad,
            "✗ State mismatch: this answer belongs to another request, or is forged. An application must drop it; so does this one. Authorize again.",
        )),
    }
    match &arrived.response {
        AuthorizationResponse::Code { .. } => {}
        AuthorizationResponse::Tokens { .. } if arrived.foreign().is_some() => {}
        AuthorizationResponse::Tokens { .. } => rows.push(text_row(
            Role::Good,
            "✓ Tokens arrived in the fragment: the implicit flow, with nothing to exchange. They end in ten minutes and cannot be refreshed; the code flow is the better one.",
        )),
        AuthorizationResponse::Error { error, .. } if asks_otherwise(model) => {
            rows.push(text_row(Role::Comment, &format!("· The answer was {}. {}", text::sanitize(&error.error), past(model))));
        }
        AuthorizationResponse::Error { error, .. } => {
            rows.extend(card_rows(model, &model.redirect_error(arrived.exchange, error)));
        }
    }
    rows
}

/// ORCID's error page, which the researcher was shown.
pub(super) fn dead_end_rows(model: &Model) -> Vec<Row<'static>> {
    let Some(diagnosis) = model.dance.dead_end.and_then(|id| model.diagnoses_of(id).first()) else { return Vec::new() };
    let mut rows = vec![Row::Gap];
    if asks_otherwise(model) {
        rows.push(text_row(Role::Comment, &format!("· ORCID showed an error page. {}", past(model))));
        return rows;
    }
    rows.extend(card_rows(model, diagnosis));
    rows.push(text_row(Role::Comment, "· ORCID shows this on a page of its own and sends nobody back."));
    rows
}

/// An answer that came to another path than the redirect URI's.
pub(super) fn astray_row(model: &Model) -> Option<Row<'static>> {
    let exchange = model.exchange(model.dance.astray?)?;
    let landed = exchange.request.uri().to_string();
    let landed = text::sanitize(landed.split('?').next().unwrap_or_default());
    let expected = model.form().redirect_uri.text();
    Some(text_row(
        Role::Warning,
        &format!(
            "! An answer came to {landed}, not to {expected}, and is not used: the request that it answers named another redirect URI. Pane 1, the registration of the client and the application that made the URL must say the same, to the character; then authorize again."
        ),
    ))
}

/// Said in the place of a card about a request that would not go out like this any more.
pub(super) fn past(model: &Model) -> &'static str {
    if model.dance.put_back {
        "That is over, and pane 1 holds again what it held before; pane 3 keeps the message and what was wrong with it."
    } else {
        "Pane 1 has changed since; pane 3 keeps the message and what was wrong with it."
    }
}

/// Whether pane 1 asks for something else than the request that was sent.
pub(super) fn asks_otherwise(model: &Model) -> bool {
    let now = model.authorization_request();
    model.dance.sent.as_ref().is_some_and(|sent| {
        let before = &sent.request;
        (&before.client_id, &before.redirect_uri, &before.scope, &before.response_type)
            != (&now.client_id, &now.redirect_uri, &now.scope, &now.response_type)
    })
}

/// Whether the token request that was refused would go out with another client or redirect URI now. With HTTP Basic the
/// client is not in the form, and is not compared.
pub(super) fn exchanges_otherwise(model: &Model) -> bool {
    let Some(exchange) = model.newest(Purpose::Token) else { return false };
    let client = model.form().client();
    let fields = form::parse_form(exchange.request.body());
    let differs = |name: &str, now: &str| form::first(&fields, name).is_some_and(|before| before != now);
    let secret = client.client_secret.as_ref().map_or("", |secret| secret.expose());
    differs("redirect_uri", &client.redirect_uri)
        || differs("client_id", &client.client_id)
        || differs("client_secret", secret)
}

/// A diagnosis as rows, with what one key does about it.
pub(super) fn card_rows(model: &Model, diagnosis: &Diagnosis) -> Vec<Row<'static>> {
    let mut rows: Vec<Row<'static>> = card::lines(diagnosis).into_iter().map(Row::Text).collect();
    let is_current = model.diagnosis() == Some(diagnosis);
    let remedy = diagnosis.first().and_then(|cause| cause.remedy).filter(|_| is_current);
    let mut offered = Vec::new();
    offered.extend(remedy.map(|remedy| (Command::Remedy, label(remedy))));
    offered.extend(is_current.then_some((Command::Diagnosis, "All causes")));
    rows.push(buttons(model, &offered));
    rows
}

pub(super) fn code_row(dance: &Dance, code: &Code, now: Timestamp) -> Row<'static> {
    let lost = code.sent_off && dance.exchanging.is_none();
    let (role, state) = match code.spent {
        Some(at) => (Role::Warning, format!("spent {}", text::age(at, now))),
        None if lost => (Role::Warning, "sent, and perhaps spent".to_owned()),
        None if dance.code_is_useless() => (Role::Warning, "refused".to_owned()),
        None => (Role::Good, format!("{}, not used yet", text::age(code.at, now))),
    };
    shown("Code", Line::of(Role::FormValue, &code.value).with(Role::Plain, "   ").with(role, &state))
}

/// Why the exchange came to nothing.
pub(super) fn refused_rows(model: &Model, refused: &Refused) -> Vec<Row<'static>> {
    match refused {
        Refused::Answer(TokenAnswer::Granted(_), _) => Vec::new(),
        Refused::Answer(TokenAnswer::Refused(error), _) if exchanges_otherwise(model) => {
            vec![text_row(
                Role::Comment,
                &format!("· The answer was {}. {}", text::sanitize(&error.error), past(model)),
            )]
        }
        Refused::Answer(TokenAnswer::Refused(_), _) => model.refusal().map_or_else(Vec::new, |it| card_rows(model, it)),
        Refused::Answer(TokenAnswer::Malformed(malformed), _) => {
            // A refusal without an error code is told by its card.
            let is_success = (200..300).contains(&malformed.status);
            let unread = || text_row(Role::Bad, &format!("✗ The answer cannot be read. {malformed}."));
            let mut rows: Vec<Row<'static>> = is_success.then(unread).into_iter().collect();
            rows.extend(model.refusal().map_or_else(Vec::new, |it| card_rows(model, it)));
            rows
        }
        Refused::Transport(error) => {
            let mut rows = model.refusal().map_or_else(Vec::new, |it| card_rows(model, it));
            rows.push(text_row(
                Role::Plain,
                if failure::never_arrived(error.kind) {
                    "The code did not reach the server, so it is not spent: exchange it again while it is fresh."
                } else {
                    "The code may be spent. If it is, to use it once more revokes the tokens that it brought: better authorize again."
                },
            ));
            rows
        }
        Refused::Unsendable(message) => vec![
            text_row(Role::Bad, &format!("✗ The token request could not be built: {message}.")),
            text_row(
                Role::Plain,
                "Nothing was sent, and the code is not spent. The token endpoint's address comes from the Environment in pane 1: choose another there, or correct its address.",
            ),
        ],
        Refused::Cancelled => {
            vec![text_row(Role::Warning, "! Canceled. The server may have spent the code all the same.")]
        }
    }
}
