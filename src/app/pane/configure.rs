//! Pane 1: who asks, whom, for what.

use jiff::Timestamp;

use super::{Button, Hidden, Row, Value, hidden};
use crate::app::{
    Command, Model,
    control::Control,
    document::{Line, Role},
    finding::{self, Severity},
    form::Parameter,
};

pub(super) fn rows(model: &Model, now: Timestamp) -> Vec<Row<'_>> {
    let form = model.form();
    let edit = |control, label, field, placeholder, note| Row::Field {
        control,
        label,
        value: Value::Edit { field, hidden: Hidden::Nothing, placeholder },
        note: Some(note),
    };
    let mut rows = vec![
        Row::Field {
            control: Control::Environment,
            label: "Environment",
            value: Value::Choice(model.environment().title),
            note: Some("Enter chooses: the simulated ORCID, the ORCID Sandbox, ORCID, or another issuer"),
        },
        edit(
            Control::ClientId,
            "Client ID",
            &form.client_id,
            "APP-…",
            if model.is_local() {
                "must be one that the simulated ORCID knows; ^P lists commands, among them «Choose a demo client»"
            } else {
                "from ORCID's developer tools: APP- and 16 characters"
            },
        ),
        Row::Field {
            control: Control::ClientSecret,
            label: "Client secret",
            value: Value::Edit {
                field: &form.client_secret,
                hidden: hidden::of_client_secret(model),
                placeholder: if form.secret_command.is_some() { "from the profile's command" } else { "a UUID" },
            },
            note: Some("sent to the token endpoint only; Ctrl-R shows it for 10 seconds"),
        },
        edit(
            Control::RedirectUri,
            "Redirect URI",
            &form.redirect_uri,
            "http://127.0.0.1:18801/callback",
            "must be registered with the client, to the letter up to its path",
        ),
        edit(Control::Scope, "Scopes", &form.scope, "/authenticate", "blank separated; Enter opens the list"),
        Row::Field {
            control: Control::Advanced,
            label: if model.advanced { "▾ Advanced" } else { "▸ Advanced" },
            value: Value::Shown(Line::of(Role::Comment, &advanced_summary(model))),
            note: None,
        },
    ];
    if model.advanced {
        rows.extend(advanced(model));
    }
    let mut buttons = vec![
        Button { control: Control::Button(Command::SaveProfile), label: "Save profile", primary: false },
        Button { control: Control::Button(Command::Doctor), label: "Doctor", primary: false },
    ];
    if !model.profiles.is_empty() {
        buttons.push(Button { control: Control::Button(Command::Profiles), label: "Profiles", primary: false });
    }
    rows.extend([Row::Gap, Row::Buttons(buttons), Row::Gap]);
    rows.extend(findings(model, now));
    rows
}

fn advanced_summary(model: &Model) -> String {
    if model.advanced {
        return String::new();
    }
    let form = model.form();
    let mut on = Vec::new();
    if form.use_state {
        on.push("state".to_owned());
    }
    if form.use_nonce {
        on.push("nonce".to_owned());
    }
    if form.pkce {
        on.push("PKCE".to_owned());
    }
    if form.response_type.text() != "code" {
        on.push(format!("response_type {}", form.response_type.text()));
    }
    on.extend(form.extra().into_iter().map(|(name, _)| name));
    if on.is_empty() { "nothing set".to_owned() } else { on.join(", ") }
}

fn advanced(model: &Model) -> Vec<Row<'_>> {
    let form = model.form();
    let toggle = |control, label, on, note| Row::Field { control, label, value: Value::Toggle(on), note: Some(note) };
    let mut rows = vec![
        toggle(
            Control::UseState,
            "state",
            form.use_state,
            "random, comes back unchanged: the guard against forged callbacks",
        ),
        toggle(
            Control::UseNonce,
            "nonce",
            form.use_nonce,
            "random, comes back in the ID token; response_type id_token demands it",
        ),
        toggle(Control::Pkce, "PKCE", form.pkce, "code_challenge (RFC 7636): ORCID documents none, and ignores it"),
        Row::Field {
            control: Control::AuthMethod,
            label: "Client auth",
            value: Value::Choice(form.token_endpoint_auth_method.to_string()),
            note: Some("client_secret_post is what ORCID documents; Basic works too"),
        },
        Row::Field {
            control: Control::ResponseType,
            label: "response_type",
            value: Value::Edit { field: &form.response_type, hidden: Hidden::Nothing, placeholder: "code" },
            note: Some("code; ORCID also knows token, id_token, id_token token (implicit flow)"),
        },
    ];
    rows.extend(Parameter::ALL.iter().map(|parameter| Row::Field {
        control: Control::Parameter(*parameter),
        label: parameter.name(),
        value: Value::Edit { field: form.parameter(*parameter), hidden: Hidden::Nothing, placeholder: "" },
        note: Some(parameter.note()),
    }));
    rows
}

fn findings(model: &Model, now: Timestamp) -> Vec<Row<'_>> {
    let found = finding::findings(model, now);
    if found.is_empty() {
        return vec![Row::Text(Line::of(Role::Good, "✓ nothing to fix"))];
    }
    let fixes = found.iter().filter_map(|finding| {
        let control = Control::Finding(finding.code);
        finding.fix.as_ref().map(|_| Button { control, label: finding.label(), primary: false })
    });
    let mut fixes: Vec<Button> = fixes.collect();
    // Two of a kind are put right one after the other.
    fixes.dedup_by_key(|button| button.control);
    let mut rows: Vec<Row<'_>> = found
        .into_iter()
        .map(|finding| {
            let (mark, role) = match finding.severity {
                Severity::Error => ("✗ ", Role::Bad),
                Severity::Warning => ("! ", Role::Warning),
                Severity::Note => ("· ", Role::Comment),
            };
            let code = format!(" ({})", finding.code);
            Row::Text(Line::of(role, mark).with(Role::Plain, &finding.message).with(Role::Comment, &code))
        })
        .collect();
    if !fixes.is_empty() {
        rows.push(Row::Buttons(fixes));
    }
    rows
}
