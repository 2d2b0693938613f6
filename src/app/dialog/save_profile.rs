//! Saving a profile: its name, and what becomes of its secret.

use super::{Then, Verbs, then};
use crate::app::{Hint, Model, field::TextField};

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

impl Verbs for SaveProfile {
    fn rows(&self, _model: &Model) -> usize {
        4
    }

    fn step(&mut self, by: isize, rows: usize) -> Then {
        self.row = self.row.saturating_add_signed(by).min(rows.saturating_sub(1));
        if self.row == 2 && self.secret != SecretChoice::Command {
            self.row = if by > 0 { 3 } else { 1 };
        }
        None
    }

    fn sideways(&mut self, by: isize) -> Then {
        if self.row == 1 {
            let all = [SecretChoice::Ask, SecretChoice::Remember, SecretChoice::Command];
            let here = all.iter().position(|choice| *choice == self.secret).unwrap_or(0);
            self.secret = all[here.saturating_add_signed(by).min(all.len() - 1)];
        }
        None
    }

    fn field(&mut self) -> Option<&mut TextField> {
        match self.row {
            0 => Some(&mut self.name),
            2 => Some(&mut self.command),
            _ => None,
        }
    }

    fn edited(&mut self) -> Then {
        self.error = None;
        None
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.save_profile())
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        if self.row == 1 { vec![Hint::sideways("change"), Hint::next()] } else { vec![Hint::next()] }
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("save".to_owned())
    }
}
