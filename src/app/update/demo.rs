//! The demo clients of the simulated ORCID in pane 1.

use super::Turn;
use crate::{
    app::{
        dialog::{Choice, Choosing, Dialog, Selection},
        field::TextField,
    },
    oauth::Secret,
};

impl Turn<'_> {
    /// Lists them.
    pub(super) fn open_demo_clients(&mut self) {
        let clients = &self.model.demo_clients;
        let here = self.model.form().client_id.text();
        let row = clients.iter().position(|demo| demo.client.client_id == here).unwrap_or(0);
        let rows = clients.iter().map(|demo| (demo.client.client_id.clone(), format!("{} ({})", demo.name, demo.kind)));
        self.model.dialogs.push(Dialog::Choice(Choice {
            title: "Demo clients of the simulated ORCID".to_owned(),
            rows: rows.collect(),
            selection: Selection { row },
            what: Choosing::DemoClient,
        }));
    }

    /// Puts id and secret of one into pane 1; the redirect URI is registered for all of them.
    pub(super) fn take_demo_client(&mut self, row: usize) {
        let Some(demo) = self.model.demo_clients.get(row).cloned() else { return };
        if demo.client.client_id != self.model.form().client_id.text() {
            self.another_client();
        }
        let form = self.model.form_mut();
        form.client_id = TextField::new(&demo.client.client_id);
        form.client_secret = TextField::new(demo.client.client_secret.as_ref().map_or("", Secret::expose));
        form.secret_command = None;
        self.focus_next_step();
        self.good(format!("Pane 1 holds the {} ({}), with its secret.", demo.name, demo.kind));
    }

    /// Types the secret of a demo client where nobody else could know it.
    pub(super) fn fill_demo_secret(&mut self) {
        let form = self.model.form();
        if !form.client_secret.is_empty() || form.secret_command.is_some() {
            return;
        }
        if let Some(secret) = self.model.demo_secret(&form.environment, form.client_id.text()).cloned() {
            self.model.form_mut().client_secret = TextField::new(secret.expose());
        }
    }
}
