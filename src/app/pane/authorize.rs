//! Pane 2: send the researcher, take what comes back, exchange it, use the token.

use jiff::Timestamp;

use super::{
    Button, Row, Value,
    arrived::{arrived_rows, astray_row, card_rows, code_row, dead_end_rows, dropped_row, refused_rows},
    hidden, tokens,
};
use crate::{
    app::{
        Command, Local, Model, availability,
        control::Control,
        dance::{Capture, Granted, Step},
        document::{Line, Role},
        layout, spinner,
    },
    oauth::{AuthorizationResponse, Purpose},
    orcid::shape,
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
            field: &model.paste.field,
            hidden: hidden::of_paste(model),
            placeholder: "the address you landed on, a code, anything",
        },
        note: Some(if model.paste.is_secret {
            "Enter takes it; a secret in it is hidden, Ctrl-R shows it for 10 seconds"
        } else if model.paste.is_untouched && model.paste.field.remembers(|text| !text.is_empty()) {
            "Enter takes it; Alt-U brings back what stood here before"
        } else {
            "Enter takes it; a paste anywhere outside a field comes here too"
        }),
    });
    if let Some(pasted) = model.pasted.as_ref().and_then(|pasted| pasted.found.first()) {
        rows.extend(card_rows(model, pasted));
    }
    if model.dance.arrived.is_some() || model.dance.code.is_some() {
        rows.push(Row::Gap);
    }
    if let Some(arrived) = &model.dance.arrived {
        rows.extend(arrived_rows(model, arrived));
    }
    rows.extend(dropped_row(model));
    rows.extend(dead_end_rows(model));
    rows.extend(astray_row(model));
    if model.dance.consent_skipped && !model.dance.ask_again {
        rows.push(text_row(
            Role::Comment,
            "· No consent page: the same scopes were granted before, so ORCID skipped it. «Ask me again» sends prompt=login; another scope brings the page back too.",
        ));
    }
    if let Some(landed) = model.dance.landed_elsewhere(model.form().redirect_uri.text()) {
        let landed = text::sanitize(landed);
        rows.push(text_row(
            Role::Warning,
            &if model.form().redirect_uri.is_empty() {
                format!(
                    "! It landed at {landed}, and pane 1 holds no redirect URI: the exchange has to name the one of the request that it answers. Put it into pane 1."
                )
            } else {
                format!(
                "! It landed at {landed}, and pane 1 holds another redirect URI: the exchange would name that one, and be refused. Put the redirect URI of the request that it answers into pane 1."
                )
            },
        ));
    }
    if let Some(code) = &model.dance.code {
        rows.push(code_row(&model.dance, code, now));
        if shape::is_empty_variable(&code.value) {
            rows.push(text_row(
                Role::Warning,
                "! That is what a program prints for a variable that holds nothing: whatever made this address did not have the code.",
            ));
        }
        rows.push(buttons(
            model,
            &[
                (Command::Exchange, if code.was_sent() { "Exchange it again" } else { "Exchange code for tokens" }),
                (Command::CopyCode, "Copy code"),
            ],
        ));
    }
    if model.dance.asks_secret.is_some() {
        rows.push(under_way("Waiting for the profile's command, which prints the client secret", now));
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
        if is_of_before(model, granted) {
            rows.push(text_row(Role::Comment, "· Tokens of an earlier request:"));
        }
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
            (Command::CopyIdToken, "Copy ID token"),
        ]);
        rows.push(buttons(model, &offered));
        if model.dance.reading.is_some() {
            rows.push(under_way("Waiting for the answer", now));
        }
    }
    // Once an answer has arrived, the list of every command is place enough for the end of listening.
    let stop = model.dance.is_awaited().then_some((Command::StopWaiting, "Stop listening"));
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
pub(super) fn buttons(model: &Model, all: &[(Command, &'static str)]) -> Row<'static> {
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

pub(super) fn shown(label: &'static str, line: Line) -> Row<'static> {
    // Only read, never focused: the control says which pane it is in.
    Row::Field { control: Control::Button(Command::CopyCode), label, value: Value::Shown(line), note: None }
}

/// Whether tokens are not those of the request that pane 2 shows: a newer one brought a code, an error or a dead end.
fn is_of_before(model: &Model, granted: &Granted) -> bool {
    let dance = &model.dance;
    let refused =
        || matches!(&dance.arrived, Some(arrived) if matches!(arrived.response, AuthorizationResponse::Error { .. }));
    let newer = || dance.code.as_ref().is_some_and(|code| !granted.code.is_empty() && code.value != granted.code);
    dance.dead_end.is_some() || refused() || newer()
}
