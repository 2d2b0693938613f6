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
    pub(super) fn refresh_chosen(&mut self) {
        let Some(Dialog::Refresh(dialog)) = self.model.dialogs.last() else { return };
        if dialog.row == 3 {
            self.model.form_mut().refresh_automatically ^= true;
            return;
        }
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

    /// Changes the row that has the focus.
    pub(super) fn refresh_sideways(&mut self, by: isize) {
        let Some(Dialog::Refresh(dialog)) = self.model.dialogs.last_mut() else { return };
        match dialog.row {
            1 => {
                let all = [None, Some(true), Some(false)];
                let here = all.iter().position(|choice| *choice == dialog.revoke_old).unwrap_or(0);
                dialog.revoke_old = all[here.saturating_add_signed(by).min(all.len() - 1)];
            }
            3 => self.model.form_mut().refresh_automatically ^= true,
            _ => {}
        }
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
