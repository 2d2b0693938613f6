//! Dialogs: a stack, the top one hears keys first. Each is a type that says how it answers what every dialog is asked
//! ([`Verbs`]): most of them have a file here, those with more to them stand with what they are about. What they leave
//! to do for the whole model ([`Then`]) is done by the turn.

mod choice;
mod client_credentials;
mod confirm;
mod custom_environment;
mod doctor;
mod environment;
mod faults;
mod help;
mod lessons;
mod operations;
mod palette;
mod places;
mod profiles;
mod qr;
mod save_file;
mod save_profile;
mod scopes;
mod sequence;
mod text;
mod verbs;

pub use choice::{Choice, Choosing};
pub use client_credentials::ClientCredentials;
pub use confirm::{Confirm, Confirmed, QUOTE};
pub use custom_environment::CustomEnvironment;
pub use doctor::Doctor;
pub use environment::{ENVIRONMENTS, Environment};
pub use faults::Faults;
pub use help::Help;
pub use lessons::Lessons;
pub use operations::{OperationRow, Operations, operation_rows};
pub use palette::{Palette, PaletteRow, palette_rows};
pub use places::{Places, Spot, first_line};
pub use profiles::Profiles;
pub use qr::Qr;
pub use save_file::SaveFile;
pub use save_profile::{SaveProfile, SecretChoice};
pub use scopes::{ScopeRow, Scopes, scope_rows};
pub use sequence::Sequence;
pub use text::Text;
pub use verbs::{Page, Then, Verbs};
pub(super) use verbs::{cancel, closing_letter, copying_letter, then};

use super::{
    call::Call,
    export::Export,
    history::{Difference, History},
    id_token::IdTokenCard,
    keep::Keep,
    lab::{Asking, Verdict},
    meaning::Meaning,
    refreshing::RefreshDialog,
    researcher::Researcher,
    shelf::Shelf,
    token_exchange::TokenExchange,
};

/// An open dialog.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Choose the environment.
    Environment(Environment),
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
    Profiles(Profiles),
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
    /// The messages as a sequence diagram.
    Sequence(Sequence),
    /// The authorization URL as a QR code.
    Qr(Qr),
    /// The lessons.
    Lessons(Lessons),
    /// What the simulated ORCID shall do wrong.
    Faults(Faults),
    /// Predict what a fault will lead to.
    Asking(Asking),
    /// What it led to, held against the prediction.
    Verdict(Verdict),
    /// What the doctor finds.
    Doctor(Doctor),
    /// What the things under the cursor mean.
    Meaning(Meaning),
}

impl Dialog {
    /// How it answers.
    pub fn verbs(&self) -> &dyn Verbs {
        match self {
            Self::Environment(dialog) => dialog,
            Self::CustomEnvironment(dialog) => dialog,
            Self::Scopes(dialog) => dialog,
            Self::Researcher(dialog) => &**dialog,
            Self::Palette(dialog) => dialog,
            Self::Help(dialog) => dialog,
            Self::Profiles(dialog) => dialog,
            Self::SaveProfile(dialog) => dialog,
            Self::ClientCredentials(dialog) => dialog,
            Self::Operations(dialog) => dialog,
            Self::Call(dialog) => &**dialog,
            Self::Choice(dialog) => dialog,
            Self::Confirm(dialog) => dialog,
            Self::Text(dialog) => dialog,
            Self::IdToken(dialog) => &**dialog,
            Self::Shelf(dialog) => &**dialog,
            Self::Refresh(dialog) => &**dialog,
            Self::TokenExchange(dialog) => &**dialog,
            Self::History(dialog) => dialog,
            Self::Difference(dialog) => dialog,
            Self::Export(dialog) => dialog,
            Self::Keep(dialog) => dialog,
            Self::SaveFile(dialog) => dialog,
            Self::Sequence(dialog) => dialog,
            Self::Qr(dialog) => dialog,
            Self::Lessons(dialog) => dialog,
            Self::Faults(dialog) => dialog,
            Self::Asking(dialog) => dialog,
            Self::Verdict(dialog) => dialog,
            Self::Doctor(dialog) => dialog,
            Self::Meaning(dialog) => dialog,
        }
    }

    /// How it answers what may change it.
    pub fn verbs_mut(&mut self) -> &mut dyn Verbs {
        match self {
            Self::Environment(dialog) => dialog,
            Self::CustomEnvironment(dialog) => dialog,
            Self::Scopes(dialog) => dialog,
            Self::Researcher(dialog) => &mut **dialog,
            Self::Palette(dialog) => dialog,
            Self::Help(dialog) => dialog,
            Self::Profiles(dialog) => dialog,
            Self::SaveProfile(dialog) => dialog,
            Self::ClientCredentials(dialog) => dialog,
            Self::Operations(dialog) => dialog,
            Self::Call(dialog) => &mut **dialog,
            Self::Choice(dialog) => dialog,
            Self::Confirm(dialog) => dialog,
            Self::Text(dialog) => dialog,
            Self::IdToken(dialog) => &mut **dialog,
            Self::Shelf(dialog) => &mut **dialog,
            Self::Refresh(dialog) => &mut **dialog,
            Self::TokenExchange(dialog) => &mut **dialog,
            Self::History(dialog) => dialog,
            Self::Difference(dialog) => dialog,
            Self::Export(dialog) => dialog,
            Self::Keep(dialog) => dialog,
            Self::SaveFile(dialog) => dialog,
            Self::Sequence(dialog) => dialog,
            Self::Qr(dialog) => dialog,
            Self::Lessons(dialog) => dialog,
            Self::Faults(dialog) => dialog,
            Self::Asking(dialog) => dialog,
            Self::Verdict(dialog) => dialog,
            Self::Doctor(dialog) => dialog,
            Self::Meaning(dialog) => dialog,
        }
    }
}

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

/// The columns that a longer text would like to have.
pub const TEXT_COLUMNS: u16 = 100;
