//! The text of the help dialog: what the focused thing is, then every key.

use super::{
    control::Control,
    document::{Line, Role},
    keymap::KEYMAP,
};

/// The lines of the help, for what had the focus.
pub fn lines(about: Control) -> Vec<Line> {
    let (title, text) = topic(about);
    let mut lines = vec![Line::of(Role::Title, &title), Line::of(Role::Plain, &text), Line::new()];
    lines.push(Line::of(Role::Title, "Keys (letters work outside text fields)"));
    for entry in &KEYMAP.entries {
        let mut keys: Vec<String> = Vec::new();
        for binding in KEYMAP.bindings.iter().filter(|binding| binding.command == entry.command) {
            let key = binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            // A key that works in several places is bound in each.
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if !keys.is_empty() {
            let keys = format!("{:<14}", keys.join(", "));
            lines.push(Line::of(Role::FormName, &keys).with(Role::Plain, &entry.title));
        }
    }
    lines.push(Line::new());
    lines.push(Line::of(Role::Comment, "Every command, also those without a key, is in the palette: Ctrl-P."));
    lines
}

fn topic(about: Control) -> (String, String) {
    let words = |title: &str, text: &str| (title.to_owned(), text.to_owned());
    match about {
        Control::Environment => words(
            "Environment",
            "Which server: the simulated ORCID inside this program, ORCID's sandbox, ORCID itself, or another issuer. Each has clients, accounts and iDs of its own, and pane 1 keeps what you typed for each apart.",
        ),
        Control::ClientId => words(
            "Client ID",
            "Names your application to ORCID: APP- and 16 characters, from the developer tools of the environment. It is public (RFC 6749 §2.2).",
        ),
        Control::ClientSecret => words(
            "Client secret",
            "Proves your application at the token endpoint. A UUID, never in a URL, never in a browser. ORCID has no clients without one. Ctrl-R shows it for ten seconds.",
        ),
        Control::RedirectUri => words(
            "Redirect URI",
            "Where ORCID sends the browser with the code. It must begin with a registered one: same scheme, host and port as text, and a path that starts with the registered path (RFC 6749 §3.1.2). When it is on this computer, this program listens there; else you paste the address that you land on.",
        ),
        Control::Scope => words(
            "Scopes",
            "What the researcher is asked to allow (RFC 6749 §3.3). /authenticate gets the iD; /read-limited reads what is visible to trusted parties; /activities/update and /person/update write. Enter opens the list with what each allows and who may ask for it.",
        ),
        Control::Advanced => words(
            "Advanced parameters",
            "Everything else that ORCID reads from the authorization URL, and how the client authenticates.",
        ),
        Control::UseState => words(
            "state",
            "A random value that comes back unchanged. When it differs, the answer belongs to another request or is forged, and must be dropped (RFC 6749 §10.12). Leave it on.",
        ),
        Control::UseNonce => words(
            "nonce",
            "A random value that comes back inside the ID token and ties it to this request (OpenID Connect Core 1.0 §3.1.2.1). ORCID demands it for response_type id_token.",
        ),
        Control::Pkce => words(
            "PKCE",
            "A proof that the one who exchanges the code is the one who asked for it (RFC 7636). ORCID documents none and ignores it; here it can be tried.",
        ),
        Control::AuthMethod => words(
            "Client authentication",
            "client_secret_post sends id and secret as form fields, as ORCID documents. client_secret_basic sends them in the Authorization header; ORCID takes it too.",
        ),
        Control::ResponseType => words(
            "response_type",
            "code is the flow to use. token, id_token and «id_token token» make the implicit flow, whose answer comes in the fragment, which no server sees.",
        ),
        Control::Parameter(parameter) => (parameter.name().to_owned(), format!("{}.", parameter.note())),
        Control::Finding(code) => words(
            "A finding",
            &format!(
                "Puts right what pane 1 says above ({code}). It never forbids anything: a request that looks wrong can be sent all the same."
            ),
        ),
        Control::Url => words(
            "Authorization URL",
            "The address that the researcher's browser is sent to. Enter shows it whole, y u copies it.",
        ),
        Control::Paste => words(
            "Paste box",
            "Takes what you got: the code, the whole address that you landed on (also from Google's playground), a fragment, ORCID's error sentence. It also imports a configuration from an authorization URL, a Google Playground link, or a curl command, and checks an ID token. A paste anywhere outside a field comes here.",
        ),
        Control::Button(command) => {
            let entry = KEYMAP.entry(command);
            (entry.title.clone(), entry.help.clone())
        }
        Control::Viewer => words(
            "Request / Response",
            "Every message of the dance, in order: what the browser carries, and what this program sends and gets. [ and ] go from message to message, t switches between raw and pretty, w wraps, H shows the bytes. / searches, for text or for a key path such as .person.name; | filters with jq. Enter, Left and Right fold, z folds levels or all. y p and y v copy path and value at the cursor, O b saves the body, v shows secrets for ten seconds, c copies as code. s sends the message again, i opens it to be changed, f follows a link of the answer.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_there_once() {
        let lines = lines(Control::Viewer);
        let of =
            |title: &str| lines.iter().find(|line| line.text().ends_with(title)).map(|line| line.text().to_owned());
        assert_eq!(of(" Quit").as_deref(), Some("q, ^C         Quit"));
        assert_eq!(of(" Back").as_deref(), Some("Esc           Back"));
    }
}
