//! Asking for a token of the client's own.

use super::{Then, Verbs, then};
use crate::{
    app::{Hint, Model, field::TextField},
    oauth::ScopeSet,
    orcid::scopes::{self, Legs},
};

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

impl Verbs for ClientCredentials {
    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.scope)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.client_credentials_typed())
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        Vec::new()
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("get the token".to_owned())
    }
}
