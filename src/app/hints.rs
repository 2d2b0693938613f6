//! The keys that work right now, for the footer: derived from the key map and from what is available.

use super::{
    Command, Key, Model, availability,
    control::Control,
    diagnosis,
    keymap::{Context, KEYMAP},
};

/// A key that works now, with what it does in a word or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key as the screen writes it.
    pub key: String,
    /// What it does.
    pub label: String,
    /// Whether it leads to help or to every command: in a narrow terminal these stand above, not among the others.
    pub guide: bool,
}

impl Hint {
    pub(super) fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), guide: false }
    }

    fn of(commands: &[Command], label: &str) -> Self {
        let keys: Vec<String> = commands.iter().filter_map(|command| KEYMAP.keys(*command)).collect();
        Self::new(keys.join(" "), label)
    }

    /// Up and down.
    pub(super) fn vertical(label: &str) -> Self {
        Self::of(&[Command::Up, Command::Down], label)
    }

    /// Left and right.
    pub(super) fn sideways(label: &str) -> Self {
        Self::of(&[Command::Left, Command::Right], label)
    }

    /// A page down and up.
    pub(super) fn pages(label: &str) -> Self {
        Self::of(&[Command::PageDown, Command::PageUp], label)
    }

    /// Tab.
    pub(super) fn next() -> Self {
        Self::of(&[Command::FocusNext], "next")
    }
}

/// The keys that work right now, the most useful first.
pub fn hints(model: &Model) -> Vec<Hint> {
    let context = model.context();
    let text = |keys: &[Key]| keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
    if !model.prefix.is_empty() {
        let choices = KEYMAP.continuations(context, &model.prefix);
        let works = choices.filter(|b| availability(model, b.command).is_ok());
        let mut hints: Vec<_> = works
            .map(|b| Hint::new(text(&b.keys[model.prefix.len()..]), b.hint.clone().unwrap_or_else(|| title(b.command))))
            .collect();
        hints.push(Hint::new("Esc", "back"));
        return hints;
    }
    let mut hints = Vec::new();
    for binding in KEYMAP.here(context) {
        let Some(label) = &binding.hint else { continue };
        if availability(model, binding.command).is_err() {
            continue;
        }
        if let [key, _] = binding.keys[..] {
            // The first of two keys stands once, for all that follow it.
            let key = text(&[key]);
            if !hints.iter().any(|known: &Hint| known.key == key) {
                hints.push(Hint::new(key, prefix_label(binding.command)));
            }
            continue;
        }
        let label = match binding.command {
            Command::Activate => match activation(model) {
                Some(label) => label,
                None => continue,
            },
            Command::Remedy => match model.remedy() {
                Some(remedy) => uncapitalized(diagnosis::label(remedy)),
                None => continue,
            },
            // One of the two is enough to tell that messages are walked through.
            Command::PreviousMessage if availability(model, Command::NextMessage).is_ok() => continue,
            Command::Back if model.esc_stops_waiting() => "stop waiting".to_owned(),
            // Elsewhere in a list it does nothing.
            Command::Back if context == Context::List => continue,
            Command::Back if model.viewer.filter.is_some() && context != Context::Dialog => "end the filter".to_owned(),
            Command::Back if model.viewer.is_typing() => "give it up".to_owned(),
            Command::Back if context == Context::Found => "end the search".to_owned(),
            // In a dialog Tab does what the arrows do; where they say it better, they stand there.
            Command::FocusNext if !model.dialogs.is_empty() => {
                hints.extend(model.dialogs.last().into_iter().flat_map(|dialog| dialog.verbs().moves(model)));
                continue;
            }
            _ => label.clone(),
        };
        let guide = matches!(binding.command, Command::Help | Command::Palette);
        let hint = Hint { guide, ..Hint::new(text(&binding.keys), label) };
        if binding.command == Command::Back && model.esc_stops_waiting() {
            // Pane 2 speaks of it, so it stands where the footer has room in any terminal.
            hints.insert(hints.len().min(1), hint);
        } else {
            hints.push(hint);
        }
    }
    if let Some(hint) = next_step(model, context) {
        // Behind what Enter does, and what a diagnosis proposes.
        let remedy = KEYMAP.keys(Command::Remedy).unwrap_or_default();
        let behind = hints.iter().position(|known| known.key == remedy).map(|at| at + 1);
        let at = behind.unwrap_or_else(|| usize::from(activation(model).is_some()));
        hints.insert(at.min(hints.len()), hint);
    }
    hints
}

/// The key that takes the dance one step further, where another button has the focus.
fn next_step(model: &Model, context: Context) -> Option<Hint> {
    let next = model.next_step().filter(|next| context == Context::List && model.focus != Control::Button(*next))?;
    let label = match next {
        Command::Exchange => "exchange",
        Command::ReadRecord => "read record",
        Command::ActAsResearcher => "act as researcher",
        Command::OpenBrowser => "authorize in browser",
        Command::CopyAccessToken => "copy token",
        _ => return None,
    };
    availability(model, next).ok().map(|()| Hint::of(&[next], label))
}

/// What the first of two keys leads to.
fn prefix_label(command: Command) -> &'static str {
    match command {
        Command::CopyCurl | Command::CopyCurlReal | Command::CopyAs => "code…",
        Command::SaveSession | Command::OpenSession | Command::SaveTranscript | Command::SaveBody => "file…",
        Command::Fold | Command::FoldAll | Command::UnfoldAll | Command::FoldMore | Command::FoldLess => "fold…",
        _ => "copy…",
    }
}

/// The words of a button as a hint, which begins with a small letter; «URI» stays what it is.
pub(super) fn uncapitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn title(command: Command) -> String {
    KEYMAP.entry(command).title.clone()
}

/// What Enter does now, in a word or two; `None` when it does nothing.
fn activation(model: &Model) -> Option<String> {
    if let Some(dialog) = model.dialogs.last() {
        return dialog.verbs().enter(model);
    }
    if model.viewer.is_typing_filter() {
        return Some("filter".to_owned());
    }
    if model.viewer.is_typing() {
        return Some("go to it".to_owned());
    }
    Some(match model.focus {
        Control::Environment => "choose".to_owned(),
        Control::Scope => "list of scopes".to_owned(),
        Control::Advanced => if model.advanced { "hide" } else { "show" }.to_owned(),
        Control::UseState | Control::UseNonce | Control::Pkce | Control::AuthMethod => "switch".to_owned(),
        Control::Url => "show whole".to_owned(),
        Control::Paste if model.paste.field.is_empty() => return None,
        Control::Paste => "take it".to_owned(),
        Control::ClientId
        | Control::ClientSecret
        | Control::RedirectUri
        | Control::ResponseType
        // Enter goes on, as Tab does; once in the footer is enough.
        | Control::Parameter(_) => return None,
        Control::Button(command) if availability(model, command).is_err() => return None,
        Control::Button(Command::ActAsResearcher) => "act as researcher".to_owned(),
        Control::Button(Command::OpenBrowser) => "authorize in browser".to_owned(),
        Control::Button(Command::Exchange) => {
            let again = model.dance.code.as_ref().is_some_and(crate::app::dance::Code::was_sent);
            if again { "exchange it again" } else { "exchange" }.to_owned()
        }
        Control::Button(Command::ReadRecord) => "read record".to_owned(),
        Control::Button(Command::CallApi) => "call the API".to_owned(),
        Control::Button(Command::CopyAccessToken) => "copy token".to_owned(),
        Control::Button(Command::Refresh) => "refresh".to_owned(),
        Control::Button(Command::Revoke) => "revoke".to_owned(),
        Control::Button(Command::ShowIdToken) => "ID token".to_owned(),
        Control::Button(Command::Diagnosis) => "all causes".to_owned(),
        Control::Finding(_) => "put right".to_owned(),
        Control::Button(Command::CopyUrl) => "copy URL".to_owned(),
        Control::Button(Command::CopyCode) => "copy code".to_owned(),
        Control::Button(Command::NewRequest) => "new request".to_owned(),
        Control::Button(Command::AskAgain) => "ask me again".to_owned(),
        Control::Button(Command::SignOut) => "sign out".to_owned(),
        Control::Button(Command::SaveProfile) => "save profile".to_owned(),
        Control::Button(Command::StopWaiting) => "stop listening".to_owned(),
        Control::Button(Command::ReadUserinfo) => "userinfo".to_owned(),
        Control::Button(Command::Doctor) => "doctor".to_owned(),
        Control::Button(Command::Profiles) => "profiles".to_owned(),
        Control::Button(Command::ChooseScopes) => "choose scopes".to_owned(),
        Control::Button(Command::CancelSend) => "cancel".to_owned(),
        Control::Button(Command::UseFreePort) => "use a free port".to_owned(),
        Control::Button(_) => "press".to_owned(),
        Control::Viewer => return None,
    })
}
