//! Keys in dialogs. The top one hears them first; Ctrl-C and Ctrl-Z pass through.

use super::{Turn, call::operation_rows, configure::ENVIRONMENTS, keys::edit, palette};
use crate::app::{
    Command, Key, KeyCode,
    dance::Step,
    dialog::{Confirmed, Dialog, Help, SecretChoice, Text},
    export, fault,
    field::{Motion, TextField},
    history, layout,
    msg::Effect,
    refreshing::RefreshDialog,
    researcher::Part,
    sequence,
    token_exchange::TokenExchange,
};

impl Turn<'_> {
    /// Tells whether the open dialog took the command.
    pub(super) fn dialog_command(&mut self, command: Command) -> bool {
        if matches!(self.model.dialogs.last(), Some(Dialog::Call(_))) && self.call_command(command) {
            return true;
        }
        match command {
            Command::Quit | Command::Suspend => return false,
            Command::Back => self.close_dialog(),
            Command::Activate => self.dialog_activate(),
            Command::FocusNext if matches!(self.model.dialogs.last(), Some(Dialog::History(_))) => {
                self.mark_for_comparison();
            }
            Command::Down | Command::FocusNext => self.dialog_step(1),
            Command::Up | Command::FocusPrevious => self.dialog_step(-1),
            Command::PageDown => self.dialog_step(10),
            Command::PageUp => self.dialog_step(-10),
            Command::Top => self.dialog_step(isize::MIN / 2),
            Command::Bottom => self.dialog_step(isize::MAX / 2),
            Command::Left => self.dialog_sideways(-1),
            Command::Right => self.dialog_sideways(1),
            // Confirmed dialogs carry their command out after they are closed, so none comes here while one is open.
            _ => return false,
        }
        true
    }

    fn close_dialog(&mut self) {
        match self.model.dialogs.pop() {
            Some(Dialog::Researcher(researcher)) => {
                if let Some(id) = researcher.loading {
                    self.effects.push(Effect::Cancel(id));
                    if let Some(exchange) = self.model.exchanges.iter_mut().find(|exchange| exchange.id == id) {
                        exchange.outcome = crate::oauth::Outcome::Cancelled;
                    }
                }
                self.plain("The researcher has closed the page: nothing was sent back.");
            }
            Some(Dialog::CustomEnvironment(dialog)) => {
                if dialog.fetching.is_some() {
                    self.cancel_newest();
                }
            }
            Some(Dialog::IdToken(card)) => {
                if card.loading.is_some() {
                    self.cancel_newest();
                }
            }
            Some(Dialog::Shelf(shelf)) => {
                if shelf.probing.is_some() {
                    self.cancel_newest();
                }
            }
            Some(
                Dialog::Environment(_)
                | Dialog::Refresh(_)
                | Dialog::TokenExchange(_)
                | Dialog::Scopes(_)
                | Dialog::Palette(_)
                | Dialog::Help(_)
                | Dialog::Profiles(_)
                | Dialog::SaveProfile(_)
                | Dialog::ClientCredentials(_)
                | Dialog::Operations(_)
                | Dialog::Call(_)
                | Dialog::Choice(_)
                | Dialog::Confirm(_)
                | Dialog::SaveFile(_)
                | Dialog::Text(_)
                | Dialog::Sequence(_)
                | Dialog::History(_)
                | Dialog::Difference(_)
                | Dialog::Export(_)
                | Dialog::Keep(_)
                | Dialog::Qr(_)
                | Dialog::Faults(_)
                | Dialog::Lessons(_)
                | Dialog::Doctor { .. },
            )
            | None => {}
        }
    }

    fn dialog_activate(&mut self) {
        let Some(dialog) = self.model.dialogs.last().cloned() else { return };
        match dialog {
            Dialog::Environment(selection) => self.environment_chosen(selection.row),
            Dialog::CustomEnvironment(_) => self.custom_environment_typed(),
            Dialog::Scopes(_) => self.tick_scope(),
            Dialog::Researcher(_) => self.researcher_pressed(),
            Dialog::Palette(open) => {
                if let Some(row) = palette::palette_rows(self.model, &open).get(open.selection.row) {
                    self.model.dialogs.pop();
                    self.command(row.entry.command);
                }
            }
            Dialog::Help(_) | Dialog::Text(_) | Dialog::Qr(_) | Dialog::IdToken(_) => self.close_dialog(),
            Dialog::Shelf(_) => self.use_chosen(),
            Dialog::Refresh(_) => self.refresh_chosen(),
            Dialog::TokenExchange(_) => self.token_exchange_typed(),
            Dialog::Sequence(selection) => self.show_arrow(selection.row),
            Dialog::History(history) => self.history_chosen(&history),
            Dialog::Difference(_) => self.close_dialog(),
            Dialog::Export(open) => self.copy_export(&open),
            Dialog::Keep(dialog) => self.file_named(&dialog),
            Dialog::Doctor { .. } => self.examine_again(),
            Dialog::Faults(selection) => self.turn_fault(selection.row),
            Dialog::Lessons(selection) => self.lesson_chosen(selection.row),
            Dialog::Profiles(selection) => self.use_profile(selection.row),
            Dialog::SaveProfile(_) => self.save_profile(),
            Dialog::SaveFile(dialog) => self.save_file(&dialog),
            Dialog::ClientCredentials(_) => self.client_credentials_typed(),
            Dialog::Operations(_) => self.operation_chosen(),
            Dialog::Choice(choice) => self.chosen(choice),
            // Its own commands are taken before.
            Dialog::Call(_) => {}
            Dialog::Confirm(confirm) => {
                self.model.dialogs.pop();
                if !confirm.on_no {
                    self.confirmed(confirm.then);
                }
            }
        }
    }

    /// Shows the message that an arrow of the diagram stands for.
    fn show_arrow(&mut self, row: usize) {
        self.model.dialogs.pop();
        if let Some(arrow) = sequence::arrows(&self.model.exchanges).get(row) {
            let count = self.model.exchanges.len();
            self.model.viewer.select(arrow.exchange, count);
            self.command(Command::ShowMessages);
        }
    }

    fn confirmed(&mut self, then: Confirmed) {
        match then {
            Confirmed::Command(command) => self.command(command),
            Confirmed::Revoke => self.begin(Step::Revoke),
            Confirmed::SendCall => self.send_call_now(),
            Confirmed::Resend(id) => self.resend(id),
            Confirmed::ForgetToken(id) => self.effects.push(Effect::ForgetToken(id)),
            Confirmed::DeleteProfile(name) => {
                self.model.dialogs.pop();
                self.effects.push(Effect::DeleteProfile(name));
            }
        }
    }

    fn dialog_step(&mut self, by: isize) {
        let rows = self.dialog_rows();
        match self.model.dialogs.last_mut() {
            Some(
                Dialog::Environment(selection)
                | Dialog::Profiles(selection)
                | Dialog::Sequence(selection)
                | Dialog::Faults(selection)
                | Dialog::Lessons(selection),
            ) => {
                selection.step(by, rows);
            }
            Some(Dialog::Scopes(dialog)) => dialog.selection.step(by, rows),
            Some(Dialog::History(dialog)) => dialog.selection.step(by, rows),
            // A page is one of the preview.
            Some(Dialog::Export(dialog)) if by.unsigned_abs() == 10 => {
                dialog.scroll = dialog.scroll.saturating_add_signed(by);
            }
            Some(Dialog::Export(dialog)) => {
                dialog.selection.step(by, rows);
                dialog.scroll = 0;
            }
            Some(Dialog::Difference(open)) => open.scroll = open.scroll.saturating_add_signed(by).min(rows),
            Some(Dialog::Keep(dialog)) => dialog.row = dialog.row.saturating_add_signed(by).min(rows - 1),
            Some(Dialog::Palette(dialog)) => dialog.selection.step(by, rows),
            Some(Dialog::Choice(dialog)) => dialog.selection.step(by, rows),
            Some(Dialog::Operations(_)) => self.operations_step(by),
            Some(Dialog::Help(Help { scroll, .. }) | Dialog::Text(Text { scroll, .. }) | Dialog::Doctor { scroll }) => {
                *scroll = scroll.saturating_add_signed(by).min(rows);
            }
            Some(Dialog::IdToken(card)) => card.scroll = card.scroll.saturating_add_signed(by).min(rows),
            Some(Dialog::Shelf(shelf)) => shelf.selection.step(by, rows),
            Some(Dialog::Refresh(dialog)) => {
                dialog.row = dialog.row.saturating_add_signed(by).min(rows.saturating_sub(1));
            }
            Some(Dialog::TokenExchange(dialog)) => {
                dialog.row = dialog.row.saturating_add_signed(by).min(rows.saturating_sub(1));
            }
            Some(Dialog::SaveProfile(dialog)) => {
                dialog.row = dialog.row.saturating_add_signed(by).min(rows.saturating_sub(1));
                if dialog.row == 2 && dialog.secret != SecretChoice::Command {
                    dialog.row = if by > 0 { 3 } else { 1 };
                }
            }
            Some(Dialog::Confirm(confirm)) => confirm.on_no = by > 0,
            Some(Dialog::Researcher(researcher)) => {
                let parts = [Part::Person, Part::Approve, Part::Deny];
                let here = parts.iter().position(|part| *part == researcher.part).unwrap_or(0);
                researcher.part = parts[here.saturating_add_signed(by.clamp(-1, 1)).min(2)];
            }
            Some(Dialog::CustomEnvironment(dialog)) => {
                dialog.row = dialog.row.saturating_add_signed(by).min(rows.saturating_sub(1));
            }
            Some(Dialog::ClientCredentials(_) | Dialog::Call(_) | Dialog::Qr(_) | Dialog::SaveFile(_)) | None => {}
        }
    }

    /// How many rows the open dialog has; how far it can be scrolled when it shows a text.
    fn dialog_rows(&self) -> usize {
        match self.model.dialogs.last() {
            Some(Dialog::Environment(_)) => ENVIRONMENTS.len(),
            Some(Dialog::Profiles(_)) => self.model.profiles.len(),
            Some(Dialog::Scopes(dialog)) => palette::scope_rows(self.model, dialog).len(),
            Some(Dialog::Palette(dialog)) => palette::palette_rows(self.model, dialog).len(),
            Some(dialog @ (Dialog::Help(_) | Dialog::Text(_) | Dialog::IdToken(_) | Dialog::Difference(_))) => {
                layout::dialog_last_top(self.model.size, dialog)
            }
            Some(Dialog::Shelf(shelf)) => shelf.len(),
            Some(Dialog::Refresh(_)) => RefreshDialog::ROWS,
            Some(Dialog::TokenExchange(_)) => TokenExchange::ROWS,
            Some(Dialog::History(open)) => history::rows(self.model, open).len(),
            Some(Dialog::Export(_)) => export::kinds(self.model).len(),
            Some(Dialog::Keep(dialog)) => dialog.rows(),
            Some(Dialog::SaveProfile(_)) => 4,
            Some(Dialog::Confirm(_)) => 2,
            Some(Dialog::Researcher(_)) => 3,
            Some(Dialog::CustomEnvironment(dialog)) => dialog.fields.len(),
            Some(Dialog::Faults(_)) => fault::faults().len(),
            Some(Dialog::Lessons(_)) => self.model.lessons.len(),
            Some(Dialog::Doctor { .. }) => {
                let lines = self.model.doctor.as_ref().map(|doctor| doctor.checkup.document()).unwrap_or_default();
                layout::last_top(&lines, layout::doctor_size(self.model.size))
            }
            Some(Dialog::Sequence(_)) => sequence::arrows(&self.model.exchanges).len(),
            Some(Dialog::Choice(dialog)) => dialog.rows.len(),
            Some(Dialog::Operations(dialog)) => operation_rows(self.model, dialog).len(),
            Some(Dialog::ClientCredentials(_) | Dialog::Call(_) | Dialog::Qr(_) | Dialog::SaveFile(_)) | None => 1,
        }
    }

    fn dialog_sideways(&mut self, by: isize) {
        if let Some(field) = self.dialog_field() {
            field.go(if by < 0 { Motion::Left } else { Motion::Right });
            return;
        }
        match self.model.dialogs.last_mut() {
            Some(Dialog::Researcher(researcher)) => match (researcher.part, by) {
                (Part::Person, _) => self.other_person(by),
                (Part::Approve | Part::Deny, ..0) => researcher.part = Part::Approve,
                (Part::Approve | Part::Deny, _) => researcher.part = Part::Deny,
            },
            Some(Dialog::SaveProfile(dialog)) if dialog.row == 1 => {
                let all = [SecretChoice::Ask, SecretChoice::Remember, SecretChoice::Command];
                let here = all.iter().position(|choice| *choice == dialog.secret).unwrap_or(0);
                dialog.secret = all[here.saturating_add_signed(by).min(all.len() - 1)];
            }
            Some(Dialog::Confirm(confirm)) => confirm.on_no = by > 0,
            Some(Dialog::Refresh(_)) => self.refresh_sideways(by),
            Some(Dialog::TokenExchange(dialog)) if dialog.row == 0 => dialog.turn(),
            Some(Dialog::Export(dialog)) => dialog.real = !dialog.real,
            Some(Dialog::Keep(dialog)) if dialog.row == 1 => dialog.real = !dialog.real,
            _ => {}
        }
    }

    /// The text field of the open dialog that has the focus.
    pub(super) fn dialog_field(&mut self) -> Option<&mut TextField> {
        match self.model.dialogs.last_mut()? {
            Dialog::CustomEnvironment(dialog) => dialog.fields.get_mut(dialog.row),
            Dialog::Scopes(dialog) => Some(&mut dialog.filter),
            Dialog::Palette(dialog) => Some(&mut dialog.filter),
            Dialog::History(dialog) => Some(&mut dialog.filter),
            Dialog::Keep(dialog) if dialog.row == 0 => Some(&mut dialog.path),
            Dialog::Keep(_) | Dialog::Difference(_) | Dialog::Export(_) => None,
            Dialog::ClientCredentials(dialog) => Some(&mut dialog.scope),
            Dialog::Operations(dialog) => Some(&mut dialog.filter),
            Dialog::Call(call) => call.field_mut(),
            Dialog::SaveFile(dialog) => Some(&mut dialog.path),
            Dialog::SaveProfile(dialog) => match dialog.row {
                0 => Some(&mut dialog.name),
                2 => Some(&mut dialog.command),
                _ => None,
            },
            Dialog::Refresh(dialog) => match dialog.row {
                0 => Some(&mut dialog.scope),
                2 => Some(&mut dialog.expires_in),
                _ => None,
            },
            Dialog::TokenExchange(dialog) => match dialog.row {
                1 => Some(&mut dialog.subject),
                2 => Some(&mut dialog.scope),
                _ => None,
            },
            Dialog::Environment(_)
            | Dialog::IdToken(_)
            | Dialog::Shelf(_)
            | Dialog::Researcher(_)
            | Dialog::Help(_)
            | Dialog::Profiles(_)
            | Dialog::Choice(_)
            | Dialog::Confirm(_)
            | Dialog::Text(_)
            | Dialog::Sequence(_)
            | Dialog::Qr(_)
            | Dialog::Faults(_)
            | Dialog::Lessons(_)
            | Dialog::Doctor { .. } => None,
        }
    }

    pub(super) fn type_into_dialog(&mut self, key: Key) {
        if self.type_into_call(key) {
            return;
        }
        if let Some(Dialog::Keep(_)) = self.model.dialogs.last() {
            return self.type_into_keep(key);
        }
        if let Some(Dialog::Export(_)) = self.model.dialogs.last() {
            return self.export_key(key);
        }
        if let Some(field) = self.dialog_field() {
            if edit(field, key) {
                self.dialog_edited();
            }
            return;
        }
        match (self.model.dialogs.last(), key.code) {
            (Some(Dialog::Profiles(selection)), KeyCode::Char('d') | KeyCode::Delete) => {
                self.ask_delete_profile(selection.row);
            }
            (Some(Dialog::Shelf(_)), KeyCode::Char('d') | KeyCode::Delete) => self.ask_forget_chosen(),
            (Some(Dialog::Shelf(_)), KeyCode::Char('p')) => self.probe_chosen(),
            (Some(Dialog::Refresh(dialog)), KeyCode::Char(' ')) if dialog.row == 3 => self.refresh_sideways(1),
            (Some(Dialog::Confirm(confirm)), KeyCode::Char('y')) => {
                let then = confirm.then.clone();
                self.model.dialogs.pop();
                self.confirmed(then);
            }
            (
                Some(
                    Dialog::Confirm(_)
                    | Dialog::Help(_)
                    | Dialog::Text(_)
                    | Dialog::Sequence(_)
                    | Dialog::Difference(_)
                    | Dialog::Qr(_)
                    | Dialog::IdToken(_)
                    | Dialog::Shelf(_)
                    | Dialog::Faults(_)
                    | Dialog::Lessons(_)
                    | Dialog::Doctor { .. },
                ),
                KeyCode::Char('n' | 'q'),
            ) => self.close_dialog(),
            _ => {}
        }
    }

    /// After typing: a filtered list begins at its top, an old complaint goes.
    pub(super) fn dialog_edited(&mut self) {
        match self.model.dialogs.last_mut() {
            Some(Dialog::Scopes(dialog)) => dialog.selection.row = 0,
            Some(Dialog::Palette(dialog)) => dialog.selection.row = 0,
            Some(Dialog::Operations(dialog)) => {
                dialog.selection.row = 0;
                self.operations_step(0);
            }
            Some(Dialog::Call(_)) => self.call_edited(),
            Some(Dialog::History(dialog)) => dialog.selection.row = 0,
            Some(Dialog::Keep(dialog)) => dialog.error = None,
            Some(Dialog::SaveProfile(dialog)) => dialog.error = None,
            Some(Dialog::CustomEnvironment(dialog)) => dialog.error = None,
            Some(Dialog::SaveFile(dialog)) => dialog.error = None,
            _ => {}
        }
    }

    /// Ticks or unticks the chosen scope, or opens the list of the older ones.
    fn tick_scope(&mut self) {
        let Some(Dialog::Scopes(dialog)) = self.model.dialogs.last() else { return };
        let rows = palette::scope_rows(self.model, dialog);
        let toggle = match rows.get(dialog.selection.row) {
            Some(palette::ScopeRow::Scope { info, .. }) => info.value.clone(),
            Some(palette::ScopeRow::Own { text, .. }) => text.clone(),
            Some(palette::ScopeRow::More { .. }) => {
                if let Some(Dialog::Scopes(dialog)) = self.model.dialogs.last_mut() {
                    dialog.all = !dialog.all;
                }
                return;
            }
            None => return,
        };
        let mut scopes = self.model.form().scopes();
        scopes.toggle(&toggle);
        self.model.form_mut().scope = TextField::new(&scopes.to_string());
    }
}
