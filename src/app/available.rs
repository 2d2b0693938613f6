//! Which commands work now, and why the others don't. Footer, buttons and palette all ask here.

use super::{
    Command, Key, Model,
    control::Control,
    dance::Capture,
    dialog::Dialog,
    keymap::{Context, KEYMAP},
};
use crate::oauth::Outcome;

type Availability = Result<(), &'static str>;

fn when(condition: bool, otherwise: &'static str) -> Availability {
    if condition { Ok(()) } else { Err(otherwise) }
}

/// Whether a command works now; else why not, in a few words.
pub fn availability(model: &Model, command: Command) -> Availability {
    let dance = &model.dance;
    let code = || when(dance.code.is_some(), "no code yet");
    let token = || when(dance.granted.is_some(), "no token yet");
    let message = || when(!model.exchanges.is_empty(), "no message yet");
    let idle = || when(dance.exchanging.is_none(), "an exchange is under way");
    match command {
        Command::ActAsResearcher => when(model.is_local(), "only in the local environment"),
        Command::Exchange => code().and(idle()),
        Command::ExchangeAgain => {
            code().and(when(dance.code.as_ref().is_some_and(|c| c.spent.is_some()), "the code is not spent"))
        }
        Command::ReadRecord => token()
            .and(when(dance.granted.as_ref().is_some_and(|g| g.response.orcid().is_some()), "the token names no iD")),
        Command::ReadUserinfo => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.environment.metadata.userinfo_endpoint.is_some()),
            "this server has no userinfo endpoint",
        )),
        Command::AskAgain => when(dance.granted.is_some() && !dance.ask_again, "nothing was granted yet"),
        Command::SignOut => when(model.is_local() && model.session.is_some(), "nobody is signed in here"),
        Command::UseFreePort => when(
            matches!(dance.capture, Capture::Failed { port_in_use: true, .. }),
            "the port of the redirect URI is not taken",
        ),
        Command::StopWaiting => when(matches!(dance.capture, Capture::On(_)), "not listening"),
        Command::NewRequest => when(dance.sent.is_some(), "no request yet"),
        Command::TakePaste => when(!model.paste.is_empty(), "the paste box is empty"),
        Command::CancelSend => {
            when(model.exchanges.iter().any(|e| matches!(e.outcome, Outcome::Pending)), "nothing is under way")
        }
        Command::CopyCode => code(),
        Command::CopyAccessToken | Command::CopyTokenResponse => token(),
        Command::CopyRefreshToken => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.refresh_token.is_some()),
            "the response has no refresh token",
        )),
        Command::CopyOrcid => token()
            .and(when(dance.granted.as_ref().is_some_and(|g| g.response.orcid().is_some()), "the token names no iD")),
        Command::CopyCurl | Command::CopyCurlReal | Command::NextMessage | Command::PreviousMessage => message(),
        Command::CopyBody => message().and(when(
            model.selected_exchange().is_some_and(|e| e.outcome.response().is_some_and(|r| !r.body().is_empty())),
            "the answer has no body",
        )),
        Command::ToggleRaw | Command::ToggleWrap | Command::Search | Command::ShowMessages => message(),
        Command::NextMatch | Command::PreviousMatch => {
            when(model.viewer.search.as_ref().is_some_and(|s| !s.matches.is_empty()), "nothing was found")
        }
        Command::Reveal => {
            when(model.focus == Control::ClientSecret || !model.exchanges.is_empty(), "nothing is hidden here")
        }
        Command::Profiles => when(!model.profiles.is_empty(), "no profile is saved"),
        Command::SaveProfile => when(!model.ephemeral, "nothing is written with --ephemeral"),
        Command::Activate
        | Command::FocusNext
        | Command::FocusPrevious
        | Command::Down
        | Command::Up
        | Command::Left
        | Command::Right
        | Command::PageDown
        | Command::PageUp
        | Command::Top
        | Command::Bottom
        | Command::Back
        | Command::ShowConfigure
        | Command::ShowAuthorize
        | Command::ChooseEnvironment
        | Command::ChooseScopes
        | Command::ToggleAdvanced
        | Command::OpenBrowser
        | Command::ShowUrl
        | Command::CopyUrl
        | Command::Palette
        | Command::Help
        | Command::ToggleMouse
        | Command::Suspend
        | Command::Quit => Ok(()),
    }
}

impl Model {
    /// The command that takes the dance one step further; `None` when it is over.
    pub fn next_step(&self) -> Option<Command> {
        let dance = &self.dance;
        match (&dance.code, &dance.granted) {
            _ if dance.exchanging.is_some() => None,
            (Some(code), _) if code.spent.is_none() => Some(Command::Exchange),
            (_, Some(granted)) if !dance.used && !granted.revoked => Some(Command::ReadRecord),
            (_, Some(granted)) if !granted.revoked => None,
            _ if self.is_local() => Some(Command::ActAsResearcher),
            _ => Some(Command::OpenBrowser),
        }
    }

    /// Where keys go now.
    pub fn context(&self) -> Context {
        let typing = self.viewer.search.as_ref().is_some_and(|search| search.typing);
        if !self.dialogs.is_empty() {
            Context::Dialog
        } else if typing || self.focus.is_text() {
            Context::Text
        } else if self.focus == Control::Viewer {
            Context::Viewer
        } else {
            Context::List
        }
    }
}

/// The keys of the footer with their labels: what works right now, the most useful first.
pub fn hints(model: &Model) -> Vec<(String, String)> {
    let context = model.context();
    let text = |keys: &[Key]| keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
    if !model.prefix.is_empty() {
        let choices = KEYMAP.continuations(context, &model.prefix);
        let works = choices.filter(|b| availability(model, b.command).is_ok());
        let mut hints: Vec<_> = works
            .map(|b| (text(&b.keys[model.prefix.len()..]), b.hint.clone().unwrap_or_else(|| title(b.command))))
            .collect();
        hints.push(("Esc".to_owned(), "back".to_owned()));
        return hints;
    }
    let mut hints = Vec::new();
    for binding in KEYMAP.bindings.iter().filter(|b| b.contexts.contains(&context)) {
        let Some(label) = &binding.hint else { continue };
        if availability(model, binding.command).is_err() {
            continue;
        }
        if let [key, _] = binding.keys[..] {
            // The first of two keys stands once, for all that follow it.
            let key = text(&[key]);
            if !hints.iter().any(|(known, _)| *known == key) {
                hints.push((key, if binding.command == Command::CopyCurl { "curl…" } else { "copy…" }.to_owned()));
            }
            continue;
        }
        let label = match binding.command {
            Command::Activate => match activation(model) {
                Some(label) => label,
                None => continue,
            },
            _ => label.clone(),
        };
        hints.push((text(&binding.keys), label));
    }
    hints
}

fn title(command: Command) -> String {
    KEYMAP.entry(command).title.clone()
}

/// What Enter does now, in a word or two; `None` when it does nothing.
fn activation(model: &Model) -> Option<String> {
    if let Some(dialog) = model.dialogs.last() {
        return match dialog {
            Dialog::Environment(_) | Dialog::Profiles(_) => Some("choose".to_owned()),
            Dialog::CustomEnvironment(dialog) => dialog.fetching.is_none().then(|| "use it".to_owned()),
            Dialog::Scopes(_) => Some("tick".to_owned()),
            Dialog::Researcher(dialog) => dialog.consent.as_ref().map(|_| {
                match dialog.part {
                    super::researcher::Part::Person => "next researcher",
                    super::researcher::Part::Approve => "authorize",
                    super::researcher::Part::Deny => "deny",
                }
                .to_owned()
            }),
            Dialog::Palette(_) => Some("do it".to_owned()),
            Dialog::Help(_) | Dialog::Text(_) => None,
            Dialog::SaveProfile(_) => Some("save".to_owned()),
            Dialog::Confirm(confirm) => Some(if confirm.on_no { "no".to_owned() } else { confirm.yes.clone() }),
        };
    }
    if model.viewer.search.as_ref().is_some_and(|search| search.typing) {
        return Some("next match".to_owned());
    }
    Some(match model.focus {
        Control::Environment => "choose".to_owned(),
        Control::Scope => "list of scopes".to_owned(),
        Control::Advanced => if model.advanced { "hide" } else { "show" }.to_owned(),
        Control::UseState | Control::UseNonce | Control::Pkce | Control::AuthMethod => "switch".to_owned(),
        Control::Url => "show whole".to_owned(),
        Control::Paste if model.paste.is_empty() => return None,
        Control::Paste => "take it".to_owned(),
        Control::ClientId
        | Control::ClientSecret
        | Control::RedirectUri
        | Control::ResponseType
        | Control::Parameter(_) => "next".to_owned(),
        Control::Button(Command::ActAsResearcher) => "act as researcher".to_owned(),
        Control::Button(Command::OpenBrowser) => "open browser".to_owned(),
        Control::Button(Command::Exchange) => "exchange".to_owned(),
        Control::Button(Command::ReadRecord) => "read record".to_owned(),
        Control::Button(_) => "press".to_owned(),
        Control::Viewer => return None,
    })
}
