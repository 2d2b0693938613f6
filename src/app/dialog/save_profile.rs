//! Saving a profile: its name, and what becomes of its secret.

use jiff::Timestamp;

use super::{Places, Spot, Then, Verbs, then};
use crate::app::{
    Hint, Model,
    field::TextField,
    layout::{dialog_width, nth, rows_of},
};

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

impl SaveProfile {
    /// The column behind the labels.
    pub const LABEL: u16 = 9;
}

impl SecretChoice {
    /// Its name, and what it means.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Ask => ("Ask each time", "Nothing is kept: type it after each start, or set ORCID_CLIENT_SECRET."),
            Self::Remember => {
                ("Remember it", "In secrets.toml, apart from the configuration, readable by you alone (mode 0600).")
            }
            Self::Command => (
                "From a command",
                "The command runs when the secret is needed; the first line that it prints is the secret.",
            ),
        }
    }
}

impl Verbs for SaveProfile {
    fn rows(&self, _model: &Model) -> usize {
        4
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
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

    fn next_value(&mut self) -> Then {
        // The last one is followed by the first.
        self.sideways(if self.secret == SecretChoice::Command { -2 } else { 1 })
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

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 68);
        let explained = rows_of(self.secret.words().1, columns.saturating_sub(Self::LABEL));
        let has_command = self.secret == SecretChoice::Command;
        let complaint = self.error.as_ref().map_or(0, |why| rows_of(&format!("✗ {why}"), columns));
        let places = Places::new(model.size, columns, 4 + explained + u16::from(has_command) + complaint);
        let mut places = places.line(Spot::Field(0), 0).line(Spot::Value(1), 1);
        let mut line = 2 + explained;
        if has_command {
            places = places.line(Spot::Field(2), line);
            line += 1;
        }
        line += complaint.min(places.inside.height.saturating_sub(line));
        let area = nth(places.inside, line + 1);
        places.buttons(area, &["Save"], 3)
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
