//! A question before something that cannot be undone.

use super::{Then, Verbs, closing_letter, then};
use crate::{
    app::{Command, Hint, Key, KeyCode, Model},
    oauth::ExchangeId,
    orcid::shared_profile::Taken,
};

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
    /// Take a profile that names a server of its own.
    TakeProfile(Box<Taken>),
    /// Revoke the tokens.
    Revoke,
    /// Send the call that is being prepared.
    SendCall,
    /// Send a message once more.
    Resend(ExchangeId),
    /// Remove a stored token response.
    ForgetToken(String),
}

impl Confirm {
    fn answered(&self, yes: bool) -> Then {
        let confirmed = yes.then(|| self.then.clone());
        then(move |turn| turn.answered(confirmed))
    }
}

impl Verbs for Confirm {
    fn step(&mut self, by: isize, _rows: usize) -> Then {
        self.sideways(by)
    }

    fn sideways(&mut self, by: isize) -> Then {
        self.on_no = by > 0;
        None
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code == KeyCode::Char('y') { self.answered(true) } else { closing_letter(key) }
    }

    fn activate(&mut self) -> Then {
        self.answered(!self.on_no)
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::next()]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some(if self.on_no { "no".to_owned() } else { self.yes.clone() })
    }
}
