//! Refreshing with a choice, and by itself.

use super::Turn;
use crate::{
    app::{
        Command, availability,
        control::Pane,
        dance::Step,
        dialog::Dialog,
        field::TextField,
        refreshing::{MARGIN, RefreshDialog, RefreshOptions},
    },
    oauth::ScopeSet,
};

impl Turn<'_> {
    pub(super) fn open_refresh(&mut self) {
        let Some(granted) = &self.model.dance.granted else { return };
        let parent: ScopeSet = granted.response.scopes().unwrap_or_else(|| granted.requested.clone());
        self.model.dialogs.push(Dialog::Refresh(Box::new(RefreshDialog {
            scope: TextField::new(&parent.to_string()),
            parent,
            ..RefreshDialog::default()
        })));
    }

    /// Sends what was chosen, unless it cannot be sent.
    pub(in crate::app) fn refresh_chosen(&mut self) {
        let Some(Dialog::Refresh(dialog)) = self.model.dialogs.last() else { return };
        let Some(options) = dialog.options() else {
            self.bad("expires_in is a number of seconds; leave it empty to send none.");
            return;
        };
        self.model.dialogs.pop();
        self.show(Pane::Authorize);
        self.refresh(options);
    }

    pub(super) fn refresh(&mut self, options: RefreshOptions) {
        self.model.dance.refreshing = options;
        self.begin(Step::Refresh);
    }

    /// Switches refreshing by itself on or off.
    pub(in crate::app) fn switch_refreshing(&mut self) {
        self.model.form_mut().refresh_automatically ^= true;
    }

    /// Refreshes the tokens before they end, when that is switched on and the time has come.
    pub(super) fn refresh_by_itself(&mut self) {
        let due = self.model.refreshes_at().is_some_and(|at| at <= self.now);
        if !due || availability(self.model, Command::Refresh).is_err() {
            return;
        }
        if let Some(granted) = &mut self.model.dance.granted {
            granted.refresh_tried = true;
        }
        self.refresh(RefreshOptions { by_itself: true, ..RefreshOptions::default() });
        if self.model.dance.exchanging.is_some() {
            self.plain(format!("Refreshing by itself: the access token ends within {MARGIN} s."));
        }
    }
}
