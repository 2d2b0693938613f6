//! Dialogs: a stack, the top one hears keys first.

use super::{
    Command,
    call::Call,
    control::Control,
    export::Export,
    field::TextField,
    history::{Difference, History},
    id_token::IdTokenCard,
    keep::Keep,
    refreshing::RefreshDialog,
    researcher::Researcher,
    shelf::Shelf,
    token_exchange::TokenExchange,
};
use crate::{
    oauth::{ExchangeId, ScopeSet},
    orcid::{
        links::Target,
        scopes::{self, Legs},
    },
};

/// A list with one row chosen; texts and rows are derived from the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The chosen row.
    pub row: usize,
}

impl Selection {
    /// Moves by some rows within a list of `len`, stopping at its ends.
    pub fn step(&mut self, by: isize, len: usize) {
        self.row = self.row.saturating_add_signed(by).min(len.saturating_sub(1));
    }
}

/// The columns that the help would like to have.
pub const HELP_COLUMNS: u16 = 74;
/// The lines that the help would like to have.
pub const HELP_ROWS: u16 = 34;
/// The columns that a longer text would like to have.
pub const TEXT_COLUMNS: u16 = 100;

/// An open dialog.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Choose the environment.
    Environment(Selection),
    /// Type an issuer, or the URL of its discovery document.
    CustomEnvironment(CustomEnvironment),
    /// Choose scopes.
    Scopes(Scopes),
    /// Play the researcher.
    Researcher(Box<Researcher>),
    /// Every command.
    Palette(Palette),
    /// What the focused thing is, and the keys.
    Help(Help),
    /// Saved profiles.
    Profiles(Selection),
    /// Save as a profile.
    SaveProfile(SaveProfile),
    /// Ask for a token of the client's own.
    ClientCredentials(ClientCredentials),
    /// Choose an operation of the API.
    Operations(Operations),
    /// Prepare a call of the API.
    Call(Box<Call>),
    /// Choose one of several.
    Choice(Choice),
    /// Say yes or no before something that cannot be undone.
    Confirm(Confirm),
    /// A longer text.
    Text(Text),
    /// An ID token, checked.
    IdToken(Box<IdTokenCard>),
    /// Every stored token.
    Shelf(Box<Shelf>),
    /// Refresh with a choice.
    Refresh(Box<RefreshDialog>),
    /// Exchange a token for one of the other kind.
    TokenExchange(Box<TokenExchange>),
    /// Every message, to be filtered and compared.
    History(History),
    /// What two messages differ in.
    Difference(Difference),
    /// A message as code, or the client for another tool.
    Export(Export),
    /// A file to save something in, or to open.
    Keep(Keep),
    /// Say where to save a body.
    SaveFile(SaveFile),
    /// The messages as a sequence diagram; its arrows.
    Sequence(Selection),
    /// The authorization URL as a QR code.
    Qr(Qr),
    /// The lessons.
    Lessons(Selection),
    /// What the simulated ORCID shall do wrong.
    Faults(Selection),
    /// What the doctor finds.
    Doctor {
        /// The first line shown.
        scroll: usize,
    },
}

/// Saving a body.
#[derive(Clone, Debug, Default)]
pub struct SaveFile {
    /// Where.
    pub path: TextField,
    /// What.
    pub bytes: bytes::Bytes,
    /// Why it could not be saved there.
    pub error: Option<String>,
}

/// The dialog that asks for another server: by its issuer, whose discovery document is fetched, or endpoint by endpoint.
#[derive(Clone, Debug, Default)]
pub struct CustomEnvironment {
    /// What was typed, in the order of [`CustomEnvironment::LABELS`].
    pub fields: [TextField; 5],
    /// Which of them has the focus.
    pub row: usize,
    /// The discovery document under way.
    pub fetching: Option<ExchangeId>,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl CustomEnvironment {
    /// What the fields are for. The first one is enough where there is a discovery document.
    pub const LABELS: [&str; 5] = ["Issuer", "Authorization", "Token", "Userinfo", "API"];

    /// What was typed into a field, without blanks and closing slashes.
    pub fn typed(&self, field: usize) -> &str {
        self.fields[field].text().trim().trim_end_matches('/')
    }
}

/// The scope picker.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Filters the rows; taken as a scope of its own when nothing matches.
    pub filter: TextField,
    /// The chosen row.
    pub selection: Selection,
    /// Whether the older and special scopes are listed too.
    pub all: bool,
}

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Filters the rows.
    pub filter: TextField,
    /// The chosen row.
    pub selection: Selection,
}

/// The operations of the API.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// Filters the rows.
    pub filter: TextField,
    /// The chosen row; headings cannot be chosen.
    pub selection: Selection,
}

/// One of several.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its title.
    pub title: String,
    /// What can be chosen, with what is said of it.
    pub rows: Vec<(String, String)>,
    /// The chosen row.
    pub selection: Selection,
    /// What it is for.
    pub what: Choosing,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// A put-code for the call that is being prepared.
    PutCode,
    /// A link of an answer, to be followed: where each leads, or why it cannot be followed.
    Link(Vec<Result<Target, &'static str>>),
}

/// Help.
#[derive(Clone, Debug)]
pub struct Help {
    /// What had the focus when it was asked for.
    pub about: Control,
    /// The first line shown.
    pub scroll: usize,
}

/// Saving a profile.
#[derive(Clone, Debug, Default)]
pub struct SaveProfile {
    /// Its name.
    pub name: TextField,
    /// Where its secret will come from.
    pub secret: SecretChoice,
    /// The command, when the secret comes from one.
    pub command: TextField,
    /// Which of its rows has the focus: name, secret, command, save.
    pub row: usize,
    /// Why it cannot be saved so.
    pub error: Option<String>,
}

/// Where a profile's secret shall come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum SecretChoice {
    /// Typed each time, or from the environment variable.
    #[default]
    Ask,
    /// Remembered in the secrets file.
    Remember,
    /// Printed by a command.
    Command,
}

/// Asking for a token of the client's own.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    /// What is asked for.
    pub scope: TextField,
}

impl Default for ClientCredentials {
    /// What every client may have.
    fn default() -> Self {
        Self { scope: TextField::new("/read-public") }
    }
}

impl ClientCredentials {
    /// What ORCID will make of the scopes, when it is not what one expects. Nothing is forbidden.
    pub fn remark(&self) -> Option<String> {
        let asked = ScopeSet::parse(self.scope.text());
        if asked.is_empty() {
            return Some("! Without a scope ORCID answers invalid_scope.".to_owned());
        }
        asked.iter().find_map(|scope| match scopes::find(scope.as_str()) {
            None => Some(format!("! ORCID knows no scope {scope}; the answer will be invalid_scope.")),
            Some(known) if known.legs == Legs::Three => {
                Some(format!("! {scope} comes from a researcher: ORCID drops it here without a word."))
            }
            Some(_) => None,
        })
    }
}

/// How a line of a question begins that is quoted: the body that would be sent.
pub const QUOTE: &str = "  ";

/// A question before something that cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// Its title.
    pub title: String,
    /// What will happen; lines that begin with [`QUOTE`] stand together.
    pub text: Vec<String>,
    /// What the button says.
    pub yes: String,
    /// What it does.
    pub then: Confirmed,
    /// Whether the button that says no has the focus.
    pub on_no: bool,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// A command.
    Command(Command),
    /// Delete a profile.
    DeleteProfile(String),
    /// Revoke the tokens.
    Revoke,
    /// Send the call that is being prepared.
    SendCall,
    /// Send a message once more.
    Resend(ExchangeId),
    /// Remove a stored token response.
    ForgetToken(String),
}

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The URL that it holds.
    pub url: String,
    /// What to know about opening it on another device.
    pub remark: String,
}

/// A longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The first line shown.
    pub scroll: usize,
}
