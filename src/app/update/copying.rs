//! Copying: which text goes out, and under which name the notice speaks of it.

use super::Turn;
use crate::{
    app::{Command, msg::Effect},
    oauth::{
        Secret,
        export::{self, Format, Secrets},
    },
};

impl Turn<'_> {
    /// Copies the `ssh -L` line for the computer where the browser is.
    pub(super) fn copy_tunnel(&mut self) {
        if let Some(tunnel) = self.model.tunnel() {
            self.effects.push(Effect::Copy { what: "the ssh command", text: Secret::new(tunnel.command) });
        }
    }

    /// Copies the ID token of a card.
    pub(in crate::app) fn copy_id_token(&mut self, text: Secret) {
        self.effects.push(Effect::Copy { what: "the ID token", text });
    }

    /// Copies what a command names. That it is there, `availability` has asked before.
    pub(super) fn copy(&mut self, command: Command) {
        if let Some((what, text)) = self.named(command) {
            self.effects.push(Effect::Copy { what, text });
        }
    }

    fn named(&mut self, command: Command) -> Option<(&'static str, Secret)> {
        let granted = self.model.dance.granted.as_ref();
        let token = granted.map(|granted| &granted.response);
        let exchange = self.model.selected_exchange();
        match command {
            Command::CopyCode => self.model.dance.code.as_ref().map(|c| ("the code", Secret::from(c.value.as_str()))),
            Command::CopyAccessToken => token.map(|t| ("the access token", t.access_token.clone())),
            Command::CopyRefreshToken => token.and_then(|t| Some(("the refresh token", t.refresh_token.clone()?))),
            Command::CopyIdToken => token.and_then(|t| Some(("the ID token", t.any_id_token()?.clone()))),
            Command::CopyTokenResponse => granted.map(|g| ("the token response", g.body.clone())),
            Command::CopyOrcid => token.and_then(|t| {
                let host = granted.map(|g| g.environment.display_issuer())?;
                Some(("the ORCID iD", Secret::new(format!("{host}/{}", t.researcher()?))))
            }),
            Command::CopyCurl => exchange.and_then(|e| {
                let text = export::snippet(&e.request, Format::Curl, Secrets::AsVariables).ok()?;
                Some(("the curl command (secrets as variables)", text.into()))
            }),
            Command::CopyCurlReal => exchange.and_then(|e| {
                let text = export::snippet(&e.request, Format::Curl, Secrets::Real).ok()?;
                Some(("the curl command (with its secrets)", text.into()))
            }),
            Command::CopyBody => exchange
                .and_then(|e| e.outcome.response())
                .map(|response| ("the body", Secret::new(String::from_utf8_lossy(response.body()).into_owned()))),
            Command::CopyPath => {
                let viewer = &self.model.viewer;
                viewer.document.path_of(viewer.cursor.line).map(|path| ("the path", Secret::new(path)))
            }
            Command::CopyValue => self.value_at_cursor(),
            _ => None,
        }
    }
}
