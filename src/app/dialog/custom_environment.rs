//! Typing another server.

use jiff::Timestamp;

use super::{Places, Spot, Then, Verbs, cancel, first_line, then};
use crate::{
    app::{
        Hint, Model,
        document::{Line, Role},
        field::TextField,
        layout::{dialog_width, rows_of},
        spinner,
    },
    oauth::{ExchangeId, is_loopback_url},
};

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

    /// What stands above them.
    pub const ABOUT: &str = "The URL of an issuer, or of its discovery document: it is fetched now, and tells the endpoints. Where \
        there is none, type the endpoints; what you leave out is where ORCID has it below the issuer.";

    /// What stands below them: that the document is fetched, or why the last try failed.
    pub fn status(&self, now: Timestamp) -> Option<Line> {
        if self.fetching.is_some() {
            return Some(
                Line::of(Role::Comment, spinner(now)).with(Role::Comment, " Fetching the discovery document …"),
            );
        }
        self.error.as_ref().map(|why| Line::of(Role::Bad, "✗ ").with(Role::Bad, why))
    }

    /// The dialog with an issuer that was used before as its proposal; empty where there is none.
    pub fn proposing(issuer: &str) -> Self {
        let mut dialog = Self::default();
        dialog.fields[0] = TextField::suggested(issuer);
        dialog
    }

    /// Puts a scheme before what was typed without one: `http` where it leads to this computer, else `https`.
    pub fn complete(&mut self) {
        for row in 0..self.fields.len() {
            let typed = self.typed(row);
            let is_host = typed.contains(['.', ':']) || typed == "localhost";
            if !is_host || typed.contains("://") || typed.contains(char::is_whitespace) {
                continue;
            }
            let http = format!("http://{typed}");
            let whole = if is_loopback_url(&http) { http } else { format!("https://{typed}") };
            self.fields[row] = TextField::new(&whole);
        }
    }

    /// What was typed into a field, without blanks and closing slashes.
    pub fn typed(&self, field: usize) -> &str {
        self.fields[field].text().trim().trim_end_matches('/')
    }
}

impl Verbs for CustomEnvironment {
    fn rows(&self, _model: &Model) -> usize {
        self.fields.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        self.fields.get_mut(self.row)
    }

    fn edited(&mut self) -> Then {
        self.error = None;
        None
    }

    fn places(&self, model: &Model, now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 70);
        let (words, status) =
            (rows_of(Self::ABOUT, columns), self.status(now).map_or(0, |line| rows_of(line.text(), columns)));
        let fields = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        let places = Places::new(model.size, columns, words + 1 + fields + status);
        let first = first_line(places.inside, words, fields + status);
        (0..fields).fold(places, |places, row| places.line(Spot::Field(row.into()), first + row))
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.custom_environment_typed())
    }

    fn closed(&mut self) -> Then {
        self.fetching.and_then(cancel)
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::next()]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        self.fetching.is_none().then(|| "use it".to_owned())
    }
}
