//! Pane 2: send the researcher, take what comes back, exchange it, use the token.

use jiff::Timestamp;

use super::{Button, Row, Value, hidden, tokens};
use crate::{
    app::{
        Command, Local, Model, availability, card,
        control::Control,
        dance::{Arrived, Capture, Code, Refused, Step},
        diagnosis::label,
        document::{Line, Role},
        failure, layout, spinner,
    },
    oauth::{AuthorizationResponse, Purpose, StateCheck, TokenAnswer, form},
    orcid::{diagnosis::Diagnosis, shape},
    text,
};

pub(super) fn rows(model: &Model, now: Timestamp) -> Vec<Row<'_>> {
    let mut rows = vec![Row::Field {
        control: Control::Url,
        label: "Send to",
        value: Value::Shown(Line::of(Role::Target, &model.authorization_url())),
        note: Some("the authorization URL; Enter shows it whole, y u copies it"),
    }];
    let untouched = model.dance.sent.is_none() && model.dance.granted.is_none() && model.dance.code.is_none();
    if untouched && model.size.height >= 20 {
        let mut welcome = vec![text_row(Role::Plain, intro(model)), Row::Gap];
        if model.size.width < layout::WIDE {
            welcome.extend([text_row(Role::Comment, OTHER_PANES), Row::Gap]);
        }
        rows.splice(0..0, welcome);
    }
    rows.push(buttons(
        model,
        &[
            (Command::ActAsResearcher, "Act as researcher"),
            (Command::OpenBrowser, "Authorize in browser"),
            (Command::CopyUrl, "Copy URL"),
            (Command::CopyTunnel, "Copy ssh -L"),
        ],
    ));
    rows.extend(tunnel_rows(model));
    if let Local::Failed(why) = &model.local
        && model.is_local()
    {
        rows.push(text_row(Role::Bad, &format!("✗ The simulated ORCID did not start. {why}")));
        rows.push(text_row(Role::Plain, "To try again, choose the environment local once more (E, then Enter)."));
    }
    rows.extend(waiting(model));
    rows.push(Row::Gap);
    rows.push(Row::Field {
        control: Control::Paste,
        label: "Paste",
        value: Value::Edit {
            field: &model.paste,
            hidden: hidden::of_paste(model),
            placeholder: "the address you landed on, a code, anything",
        },
        note: Some(if model.paste_secret {
            "Enter takes it; a secret in it is hidden, Ctrl-R shows it for 10 seconds"
        } else if model.paste_untouched && model.paste.remembers(|text| !text.is_empty()) {
            "Enter takes it; Alt-U brings back what stood here before"
        } else {
            "Enter takes it; a paste anywhere outside a field comes here too"
        }),
    });
    if let Some(pasted) = model.pasted.first() {
        rows.extend(card_rows(model, pasted));
    }
    if model.dance.arrived.is_some() || model.dance.code.is_some() {
        rows.push(Row::Gap);
    }
    if let Some(arrived) = &model.dance.arrived {
        rows.extend(arrived_rows(model, arrived));
    }
    rows.extend(dead_end_rows(model));
    rows.extend(astray_row(model));
    if model.dance.consent_skipped {
        rows.push(text_row(
            Role::Comment,
            "· No consent page: the same scopes were granted before, so ORCID skipped it. «Ask me again» sends prompt=login; another scope brings the page back too.",
        ));
    }
    if let Some(landed) = model.dance.landed_elsewhere(model.form().redirect_uri.text()) {
        let landed = text::sanitize(landed);
        rows.push(text_row(
            Role::Warning,
            &format!(
                "! It landed at {landed}, and pane 1 holds another redirect URI: the exchange would name that one, and be refused. Put the redirect URI of the request that it answers into pane 1."
            ),
        ));
    }
    if let Some(code) = &model.dance.code {
        rows.push(code_row(code, now));
        if shape::is_empty_variable(&code.value) {
            rows.push(text_row(
                Role::Warning,
                "! That is what a program prints for a variable that holds nothing: whatever made this address did not have the code.",
            ));
        }
        rows.push(buttons(
            model,
            &[
                (
                    Command::Exchange,
                    if code.spent.is_some() { "Exchange it again" } else { "Exchange code for tokens" },
                ),
                (Command::CopyCode, "Copy code"),
            ],
        ));
    }
    if model.dance.exchanging.is_some() {
        rows.push(under_way(&format!("Waiting for the {}", model.dance.step.endpoint()), now));
    }
    if let Some(refused) = &model.dance.refused {
        rows.push(Row::Gap);
        rows.extend(match &model.dance.step {
            Step::Exchange => refused_rows(model, refused),
            step @ (Step::Refresh | Step::Revoke | Step::ClientCredentials(_) | Step::TokenExchange(_)) => {
                tokens::refused_rows(model, refused, step)
            }
        });
    }
    if let Some(granted) = &model.dance.granted {
        rows.push(Row::Gap);
        rows.extend(tokens::granted_rows(&model.dance, granted, model.refreshes_at(), now));
        // A key copies the token; the button is there when nothing else is next.
        let copied = model.next_step() == Some(Command::CopyAccessToken);
        let mut offered = vec![(Command::ReadRecord, "Read the record")];
        offered.extend(copied.then_some((Command::CopyAccessToken, "Copy token")));
        offered.extend([
            (Command::CallApi, "Call the API"),
            (Command::ReadUserinfo, "Userinfo"),
            (Command::Refresh, "Refresh"),
            (Command::Revoke, "Revoke"),
            (Command::ShowIdToken, "ID token"),
        ]);
        rows.push(buttons(model, &offered));
        if model.dance.reading.is_some() {
            rows.push(under_way("Waiting for the answer", now));
        }
    }
    // Once an answer has arrived, the list of every command is place enough for the end of listening.
    let stop = model.dance.is_awaited().then_some((Command::StopWaiting, "Stop waiting"));
    let mut others = vec![(Command::CancelSend, "Cancel"), (Command::UseFreePort, "Use a free port")];
    others.extend(stop);
    others.extend([
        (Command::NewRequest, "New request"),
        (Command::AskAgain, "Ask me again"),
        (Command::SignOut, "Sign out"),
    ]);
    let rest = buttons(model, &others);
    if matches!(&rest, Row::Buttons(buttons) if !buttons.is_empty()) {
        rows.extend([Row::Gap, rest]);
    }
    rows.retain(|row| !matches!(row, Row::Buttons(buttons) if buttons.is_empty()));
    rows
}

/// Where the other panes are, when only this one is in sight.
pub const OTHER_PANES: &str =
    "Pane 1 holds the application that asks, pane 3 every message: the keys 1, 2, 3 go there.";

/// What happens here, for those who see it for the first time.
fn intro(model: &Model) -> &'static str {
    if model.is_local() {
        "A simulated ORCID runs inside this program: nothing leaves this computer. First a researcher is sent to the address below and says yes; then a code comes back to the redirect URI. Act as that researcher, or let a browser do it."
    } else {
        "First a researcher is sent to the address below, signs in at ORCID and says yes. Then a code comes back to the redirect URI."
    }
}

/// Those of the buttons that work now.
fn buttons(model: &Model, all: &[(Command, &'static str)]) -> Row<'static> {
    let next = model.next_step();
    Row::Buttons(
        all.iter()
            .filter(|(command, _)| availability(model, *command).is_ok())
            .map(|(command, label)| Button {
                control: Control::Button(*command),
                label,
                primary: next == Some(*command),
            })
            .collect(),
    )
}

fn under_way(what: &str, now: Timestamp) -> Row<'static> {
    text_row(Role::Comment, &format!("{} {what} … Esc stops waiting", spinner(now)))
}

pub(super) fn text_row(role: Role, text: &str) -> Row<'static> {
    Row::Text(Line::of(role, text))
}

fn waiting(model: &Model) -> Vec<Row<'static>> {
    match &model.dance.capture {
        Capture::Off => Vec::new(),
        Capture::Starting(_) => vec![text_row(Role::Comment, "Getting ready to listen …")],
        Capture::On(listening) => {
            let place = listening.addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
            let mut rows = Vec::new();
            if model.dance.is_awaited() && model.dance.dead_end.is_none() {
                rows.push(text_row(
                    Role::Comment,
                    &format!("Waiting for the callback on {place} … (or paste what you got)"),
                ));
            } else if model.dance.next.is_some() {
                rows.push(text_row(Role::Comment, &format!("An answer to the URL that you took is heard on {place}.")));
            }
            if let Some(fingerprint) = &listening.fingerprint {
                rows.push(text_row(
                    Role::Comment,
                    "The browser will warn of the certificate: this program made it just now, for this computer alone. Go on past the warning (often under «Advanced»). Its SHA-256 fingerprint, to compare:",
                ));
                let bytes: Vec<&str> = fingerprint.split(':').collect();
                rows.extend(bytes.chunks(16).map(|half| text_row(Role::Comment, &half.join(":"))));
            }
            rows
        }
        Capture::Failed { message, .. } => vec![text_row(Role::Warning, message)],
    }
}

/// What the browser of another computer needs, while it is waited for.
fn tunnel_rows(model: &Model) -> Vec<Row<'static>> {
    let dance = &model.dance;
    let sent = dance.sent.as_ref().filter(|_| dance.arrived.is_none() && dance.code.is_none());
    let in_browser = sent.is_some_and(|sent| {
        model.newest(Purpose::AuthorizationRequest).is_some_and(|newest| newest.request.uri() == sent.url.as_str())
    });
    let Some(tunnel) = model.tunnel().filter(|_| in_browser) else { return Vec::new() };
    let mut rows = vec![
        text_row(
            Role::Plain,
            "You are here over SSH, and the browser is not. Run this on your own computer, leave it open, and open the URL in the browser there (y s copies the line, y u the URL):",
        ),
        text_row(Role::Target, &tunnel.command),
    ];
    rows.extend(tunnel.open.map(|open| text_row(Role::Comment, open)));
    rows
}

fn arrived_rows(model: &Model, arrived: &Arrived) -> Vec<Row<'static>> {
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
                Role::Warning,
                "! No state came back, though one was sent. An application must not use such an answer; check where it came from.",
            )),
        },
        StateCheck::Differs => rows.push(text_row(
            Role::Bad,
            "✗ State mismatch: this answer belongs to another request, or is forged. An application must drop it; so does this one. Authorize again.",
        )),
    }
    match &arrived.response {
        AuthorizationResponse::Code { .. } => {}
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
fn dead_end_rows(model: &Model) -> Vec<Row<'static>> {
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
fn astray_row(model: &Model) -> Option<Row<'static>> {
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
fn past(model: &Model) -> &'static str {
    if model.dance.put_back {
        "That is over, and pane 1 holds again what it held before; pane 3 keeps the message and what was wrong with it."
    } else {
        "Pane 1 has changed since; pane 3 keeps the message and what was wrong with it."
    }
}

/// Whether pane 1 asks for something else than the request that was sent.
fn asks_otherwise(model: &Model) -> bool {
    let now = model.authorization_request();
    model.dance.sent.as_ref().is_some_and(|sent| {
        let before = &sent.request;
        (&before.client_id, &before.redirect_uri, &before.scope, &before.response_type)
            != (&now.client_id, &now.redirect_uri, &now.scope, &now.response_type)
    })
}

/// Whether the token request that was refused would go out with another client or redirect URI now. With HTTP Basic the
/// client is not in the form, and is not compared.
fn exchanges_otherwise(model: &Model) -> bool {
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

fn code_row(code: &Code, now: Timestamp) -> Row<'static> {
    let state = match code.spent {
        Some(at) => format!("spent {}", text::age(at, now)),
        None => format!("{}, not used yet", text::age(code.at, now)),
    };
    let role = if code.spent.is_some() { Role::Warning } else { Role::Good };
    shown("Code", Line::of(Role::FormValue, &code.value).with(Role::Plain, "   ").with(role, &state))
}

pub(super) fn shown(label: &'static str, line: Line) -> Row<'static> {
    // Only read, never focused: the control says which pane it is in.
    Row::Field { control: Control::Button(Command::CopyCode), label, value: Value::Shown(line), note: None }
}

/// Why the exchange came to nothing.
fn refused_rows(model: &Model, refused: &Refused) -> Vec<Row<'static>> {
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
            let mut rows = vec![text_row(Role::Bad, &format!("✗ The answer cannot be read. {malformed}."))];
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
                    "The code may or may not be spent. Exchange it again: if it was, ORCID says «Reused authorization code»."
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
