//! Choosing the environment.

use super::{Selection, Then, Verbs, then};
use crate::app::Model;

/// The rows of the environment dialog.
pub const ENVIRONMENTS: [(&str, &str); 4] = [
    ("local (simulated ORCID)", "inside this program: no account, no network; a demo client is set"),
    ("ORCID Sandbox", "ORCID's test server: needs a sandbox client and a sandbox account"),
    ("ORCID (production)", "the real thing: real records, not a playground"),
    ("another issuer …", "an issuer's URL, or its discovery document"),
];

/// Choose the environment.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The chosen row of [`ENVIRONMENTS`].
    pub selection: Selection,
}

impl Verbs for Environment {
    fn rows(&self, _model: &Model) -> usize {
        ENVIRONMENTS.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.environment_chosen(row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("choose".to_owned())
    }
}
