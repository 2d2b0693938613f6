//! Typing another server.

use super::{Then, Verbs, then};
use crate::{
    app::{Hint, Model, field::TextField},
    oauth::ExchangeId,
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

    fn activate(&mut self) -> Then {
        then(|turn| turn.custom_environment_typed())
    }

    fn closed(&mut self) -> Then {
        self.fetching.and_then(|_| then(|turn| turn.cancel_newest()))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::next()]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        self.fetching.is_none().then(|| "use it".to_owned())
    }
}
