//! What the top dialog hears, and what it leaves to the turn. Ctrl-C and Ctrl-Z pass through.

use super::Turn;
use crate::app::{
    Command, Key, KeyCode,
    dance::Step,
    dialog::{Confirmed, Dialog, ScopeRow, Then, Verbs, palette_rows, scope_rows},
    field::Motion,
    keymap::{Context, KEYMAP, Lookup},
    meaning,
    msg::Effect,
    sequence,
};

impl Turn<'_> {
    /// Asks the top dialog for something, and does what it leaves to do.
    pub(super) fn ask(&mut self, verb: impl FnOnce(&mut dyn Verbs) -> Then) {
        if let Some(then) = self.model.dialogs.last_mut().and_then(|dialog| verb(dialog.verbs_mut())) {
            then(self);
        }
    }

    /// Tells whether the open dialog took the command.
    pub(super) fn dialog_command(&mut self, command: Command) -> bool {
        if let Some(own) = self.model.dialogs.last_mut().and_then(|dialog| dialog.verbs_mut().command(command)) {
            own.into_iter().for_each(|then| then(self));
            return true;
        }
        match command {
            Command::Quit | Command::Suspend | Command::Redraw => return false,
            Command::Back => self.close_dialog(),
            Command::Activate => self.ask(|dialog| dialog.activate()),
            Command::FocusNext => self.dialog_around(1),
            Command::FocusPrevious => self.dialog_around(-1),
            Command::Down => self.dialog_step(1),
            Command::Up => self.dialog_step(-1),
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

    pub(in crate::app) fn close_dialog(&mut self) {
        if let Some(then) = self.model.dialogs.pop().and_then(|mut dialog| dialog.verbs_mut().closed()) {
            then(self);
        }
    }

    pub(super) fn dialog_step(&mut self, by: isize) {
        let rows = self.model.dialogs.last().map_or(0, |dialog| dialog.verbs().rows(self.model));
        self.ask(|dialog| dialog.step(by, rows));
    }

    /// Tab: at an end it goes on at the other one.
    fn dialog_around(&mut self, by: isize) {
        let row = |turn: &mut Self| turn.model.dialogs.last_mut().and_then(|dialog| dialog.verbs_mut().row().copied());
        let before = row(self);
        self.dialog_step(by);
        if before.is_some() && row(self) == before {
            self.dialog_step(if by > 0 { isize::MIN / 2 } else { isize::MAX / 2 });
        }
    }

    fn dialog_sideways(&mut self, by: isize) {
        self.ask(|dialog| match dialog.field() {
            Some(field) => {
                field.go(if by < 0 { Motion::Left } else { Motion::Right });
                None
            }
            None => dialog.sideways(by),
        });
    }

    pub(super) fn type_into_dialog(&mut self, key: Key) {
        // Where nothing is typed, the letter means what it means outside of dialogs.
        let typed = self.model.dialogs.last_mut().is_some_and(|dialog| dialog.verbs_mut().field().is_some());
        let editor = matches!(self.model.dialogs.last(), Some(Dialog::Call(_) | Dialog::Meaning(_)));
        let explains = self.model.dialogs.last().is_some_and(meaning::explains);
        if key == Key::plain(KeyCode::Char('e')) && explains && !typed && !editor {
            return self.command(Command::Explain);
        }
        // So do the letters that move; no dialog has another use for one of them.
        if !typed && !editor && self.letter_moves(key) {
            return;
        }
        self.ask(|dialog| dialog.key(key));
    }

    /// Moves in a dialog in which nothing is typed as the letter does in pane 3.
    fn letter_moves(&mut self, key: Key) -> bool {
        let Lookup::Command(command) = KEYMAP.lookup(Context::Viewer, &[], key) else { return false };
        // A question is left to the keys that its footer names.
        if matches!(self.model.dialogs.last(), Some(Dialog::Confirm(_))) {
            return false;
        }
        let text = self.model.dialogs.last().is_some_and(|dialog| dialog.verbs().page(self.model).is_some());
        // In a list or a form a page more would only be the other end.
        let moves = command.only_moves() && (text || !matches!(command, Command::PageDown));
        moves && key.typed().is_some() && self.dialog_command(command)
    }

    /// From the keys to the list of commands, which can be searched.
    pub(in crate::app) fn search_commands(&mut self) {
        self.close_dialog();
        self.command(Command::Palette);
    }

    /// Carries out the chosen command of the palette, which is closed before.
    pub(in crate::app) fn palette_chosen(&mut self) {
        let Some(Dialog::Palette(open)) = self.model.dialogs.last() else { return };
        if let Some(row) = palette_rows(self.model, open).get(open.selection.row) {
            let command = row.entry.command;
            self.model.dialogs.pop();
            self.command(command);
        }
    }

    /// Shows the message that an arrow of the diagram stands for.
    pub(in crate::app) fn show_arrow(&mut self, row: usize) {
        self.model.dialogs.pop();
        if let Some(arrow) = sequence::arrows(&self.model.exchanges).get(row) {
            self.model.viewer.select(arrow.exchange, &self.model.exchanges);
            self.command(Command::ShowMessages);
        }
    }

    /// A question was answered: with what was asked for, or with no.
    pub(in crate::app) fn answered(&mut self, confirmed: Option<Confirmed>) {
        self.model.dialogs.pop();
        if let Some(then) = confirmed {
            self.confirmed(then);
        }
    }

    fn confirmed(&mut self, then: Confirmed) {
        match then {
            Confirmed::ExchangeAgain => self.begin(Step::Exchange),
            Confirmed::TakeClientId(id) => self.take_client_id(&id),
            Confirmed::ReplaceFile => self.replace_file(),
            Confirmed::Leave => self.leave(),
            Confirmed::DropCode(command) => self.drop_code(command),
            Confirmed::ClearMessages => self.clear_messages(),
            Confirmed::Revoke => self.begin(Step::Revoke),
            Confirmed::SendCall => self.send_call_now(),
            Confirmed::Resend(id) => self.resend(id),
            Confirmed::ForgetToken(id) => self.effects.push(Effect::ForgetToken(id)),
            Confirmed::TakeProfile(profile) => self.take_profile(*profile),
            Confirmed::UseProfile(name) => self.use_profile(&name),
            Confirmed::DeleteProfile(name) => {
                self.model.dialogs.pop();
                self.effects.push(Effect::DeleteProfile(name));
            }
        }
    }

    /// Ticks or unticks the chosen scope, or opens the list of the older ones.
    pub(in crate::app) fn tick_scope(&mut self) {
        let Some(Dialog::Scopes(dialog)) = self.model.dialogs.last() else { return };
        let rows = scope_rows(self.model, dialog);
        let toggle = match rows.get(dialog.selection.row) {
            Some(row @ ScopeRow::Scope { info, .. }) if row.can_be_ticked() => info.value.clone(),
            Some(ScopeRow::Scope { .. }) => {
                return self
                    .plain("A two-legged scope is no part of this dance: the palette has client credentials for it.");
            }
            Some(ScopeRow::Own { text, .. }) => text.clone(),
            Some(ScopeRow::More { .. }) => {
                if let Some(Dialog::Scopes(dialog)) = self.model.dialogs.last_mut() {
                    dialog.all = !dialog.all;
                }
                return;
            }
            None => return,
        };
        let mut scopes = self.model.form().scopes();
        scopes.toggle(&toggle);
        self.model.form_mut().scope.set(&scopes.to_string());
    }
}
