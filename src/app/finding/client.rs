//! Id and secret.

use super::{Code, Fix, Found, Plan, set};
use crate::{
    app::{Command, control::Control},
    orcid::{EnvironmentKey, shape},
};

pub(super) fn look(plan: &Plan, found: &mut Found) {
    id(plan, found);
    secret(plan, found);
    let form = plan.form;
    let demo = form.client_id.text().starts_with("APP-PLAYGROUND");
    if demo && matches!(form.environment, EnvironmentKey::Sandbox | EnvironmentKey::Production) {
        found.error(
            Code::ForeignClient,
            "This is the demo client of the simulated ORCID; ORCID itself does not know it.",
            Some(Fix::Environment(EnvironmentKey::Local)),
        );
    }
}

fn id(plan: &Plan, found: &mut Found) {
    let form = plan.form;
    let id = form.client_id.text();
    let bare = shape::without_strays(id);
    if id.is_empty() && plan.is_local() {
        let choose = Some(Fix::Command(Command::DemoClients));
        found.error(Code::ClientIdMissing, "Client ID is empty: choose a demo client of the simulated ORCID.", choose);
    } else if id.is_empty() {
        found.error(Code::ClientIdMissing, "Client ID is empty: copy it from ORCID's developer tools (APP-…).", None);
    } else if shape::is_placeholder(id) {
        found.error(Code::ClientIdPlaceholder, "Client ID is a placeholder: type your own over it (APP-…).", None);
    } else if shape::is_uuid(&bare) && !plan.clients.contains(&bare) {
        let both = shape::is_uuid(&shape::without_strays(form.client_secret.text()));
        found.error(
            Code::Swapped,
            "Client ID looks like a secret (a UUID): are the two swapped?",
            (!both).then_some(Fix::Swap),
        );
    } else if bare != id {
        found.error(
            Code::Strays,
            "Client ID has a blank, a quote or something invisible in it.",
            set(Control::ClientId, &bare),
        );
    } else if !shape::is_client_id(id) && (orcids_own(plan) || is_strange_to_local(plan, id)) {
        let upper = id.to_ascii_uppercase();
        let fix = shape::is_client_id(&upper).then(|| set(Control::ClientId, &upper)).flatten();
        found.warning(
            Code::ClientIdMalformed,
            "Client ID is not APP- and sixteen capital letters and digits, as ORCID's are: mistyped or cut off?",
            fix,
        );
    } else if is_strange_to_local(plan, id) {
        found.warning(
            Code::ClientIdUnknown,
            "The simulated ORCID knows no client of this id.",
            Some(Fix::Command(Command::DemoClients)),
        );
    }
}

fn secret(plan: &Plan, found: &mut Found) {
    let form = plan.form;
    let secret = form.client_secret.text();
    let bare = shape::without_strays(secret);
    if secret.is_empty() {
        if form.secret_command.is_none() {
            found.warning(
                Code::SecretMissing,
                "Client secret is empty: the authorization works without, the exchange does not.",
                plan.demo_secret.and_then(|known| set(Control::ClientSecret, known.expose())),
            );
        }
    } else if secret.starts_with("APP-") {
        // Said once, when the id shows it too.
        if !shape::is_uuid(&shape::without_strays(form.client_id.text())) {
            let empty = form.client_id.is_empty();
            found.error(
                Code::Swapped,
                "Client secret looks like a client ID: are the two swapped?",
                empty.then_some(Fix::Swap),
            );
        }
    } else if bare != secret {
        found.error(
            Code::Strays,
            "Client secret has a blank, a quote or something invisible in it.",
            set(Control::ClientSecret, &bare),
        );
    } else if let Some(known) = plan.demo_secret.filter(|known| known.expose() != secret) {
        found.warning(
            Code::DemoSecret,
            "Client secret is not the one of this demo client: the exchange will be refused.",
            set(Control::ClientSecret, known.expose()),
        );
    } else if !shape::is_uuid(secret) && orcids_own(plan) {
        found.warning(
            Code::SecretMalformed,
            "Client secret is no UUID of 36 characters, as ORCID's are: cut off, or another value?",
            None,
        );
    }
}

/// Whether the environment is one of ORCID's, whose ids and secrets have a known shape.
pub(super) fn orcids_own(plan: &Plan) -> bool {
    matches!(plan.form.environment, EnvironmentKey::Sandbox | EnvironmentKey::Production)
}

/// Whether the simulated ORCID knows no such client. Those of a seed may have ids of any shape.
fn is_strange_to_local(plan: &Plan, id: &str) -> bool {
    !plan.clients.is_empty() && plan.clients.iter().all(|known| known != id)
}

/// The command that begins a new authorization.
pub(super) fn authorize(plan: &Plan) -> Option<Fix> {
    Some(Fix::Command(if plan.is_local() { Command::ActAsResearcher } else { Command::OpenBrowser }))
}
