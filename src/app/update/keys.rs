//! Keys, pastes and clicks: whose they are, and what they mean there.

use super::Turn;
use crate::{
    app::{
        Command, Key, KeyCode,
        control::{Control, Pane},
        field::{Motion, TextField},
        keymap::{Context, KEYMAP, Lookup},
        layout, pane,
    },
    oauth::redact,
    orcid::paste::{self, Pasted},
};

impl Turn<'_> {
    pub(super) fn key(&mut self, key: Key) {
        // Bad news stay until they were seen: any key says so.
        self.model.notice.take_if(|notice| notice.until.is_none());
        let context = self.model.context();
        let prefix = std::mem::take(&mut self.model.prefix);
        if !prefix.is_empty() && key.code == KeyCode::Esc {
            return;
        }
        match KEYMAP.lookup(context, &prefix, key) {
            Lookup::Prefix => {
                self.model.prefix = prefix;
                self.model.prefix.push(key);
            }
            Lookup::Command(command) => self.command(command),
            Lookup::Unbound if context == Context::Dialog => self.type_into_dialog(key),
            Lookup::Unbound if context == Context::Text => self.type_into_field(key),
            Lookup::Unbound => {}
        }
    }

    fn type_into_field(&mut self, key: Key) {
        if let Some(field) = self.model.viewer.typed() {
            if edit(field, key) {
                self.viewer_edited();
            }
            return;
        }
        let in_box = self.model.focus == Control::Paste;
        if let Some(field) = self.focused_field()
            && edit(field, key)
            && in_box
        {
            self.model.paste_untouched = false;
            // A part of a secret may have come back, in which no secret is seen.
            let holds_secret = |text: &str| !redact::in_any(text).is_empty();
            self.model.paste_secret |= undoes(key) && self.model.paste.remembers(holds_secret);
        }
    }

    /// The text field that has the focus.
    pub(super) fn focused_field(&mut self) -> Option<&mut TextField> {
        let focus = self.model.focus;
        let form = &mut self.model.forms[0];
        match focus {
            Control::ClientId => Some(&mut form.client_id),
            Control::ClientSecret => Some(&mut form.client_secret),
            Control::RedirectUri => Some(&mut form.redirect_uri),
            Control::Scope => Some(&mut form.scope),
            Control::ResponseType => Some(&mut form.response_type),
            Control::Parameter(parameter) => Some(form.parameter_mut(parameter)),
            Control::Paste => Some(&mut self.model.paste),
            Control::Environment
            | Control::Advanced
            | Control::UseState
            | Control::UseNonce
            | Control::Pkce
            | Control::AuthMethod
            | Control::Url
            | Control::Finding(_)
            | Control::Button(_)
            | Control::Viewer => None,
        }
    }

    /// A bracketed paste: into the field that has the focus, else into the paste box, and taken there at once. A token
    /// response is taken wherever the focus is. In the paste box it takes the place of an earlier one, and is added to
    /// what was typed there.
    pub(super) fn paste(&mut self, text: &str) {
        self.model.prefix.clear();
        self.model.notice.take_if(|notice| notice.until.is_none());
        let added = self.model.focus != Control::Paste || !(self.model.paste.is_empty() || self.model.paste_untouched);
        if let Some(dialog) = self.model.dialogs.last_mut() {
            if dialog.verbs_mut().takes_paste() {
                self.ask(|dialog| dialog.paste(text));
            } else {
                self.plain("What you pasted has no place in this dialog: Esc closes it, then paste again.");
            }
        } else if let Some(field) = self.model.viewer.typed() {
            field.insert(text.trim());
            self.viewer_edited();
        } else if matches!(paste::recognise(text), Pasted::TokenResponse(_)) {
            // It fits no field, and is worth too much to be lost in one.
            self.take_paste(text);
        } else if let Some(field) = self.focused_field().filter(|_| added) {
            field.insert(text.trim());
        } else {
            // What was shown was another text.
            self.model.revealed.take_if(|(control, _)| *control == Control::Paste);
            self.model.paste.set(text.trim());
            self.model.paste_untouched = true;
            // What was known of the earlier one is not of this one.
            self.model.paste_secret = false;
            self.take_paste(text);
        }
    }

    pub(super) fn click(&mut self, x: u16, y: u16) {
        let Some(areas) = layout::areas(self.model, self.now) else { return };
        let at = ratatui::layout::Position { x, y };
        if !self.model.dialogs.is_empty() {
            return self.click_dialog(at);
        }
        if let Some(bar) = areas.tabs.filter(|bar| bar.contains(at)) {
            let tabs = layout::tabs(self.model, bar);
            match tabs.into_iter().find(|(_, tab, _)| tab.contains(at)).map(|(pane, _, _)| pane) {
                Some(Pane::Configure) => self.command(Command::ShowConfigure),
                Some(Pane::Authorize) => self.command(Command::ShowAuthorize),
                Some(Pane::Messages) => self.command(Command::ShowMessages),
                None => {}
            }
            return;
        }
        let Some((pane, frame)) = areas.panes.into_iter().find(|(_, frame)| frame.contains(at)) else { return };
        let inside = layout::inside(frame);
        if pane == Pane::Messages {
            let list = layout::message_areas(inside, self.model.exchanges.len(), &[]).list;
            if list.contains(at) {
                let first = pane::first_listed(self.model, list.height);
                self.model.viewer.select(first + usize::from(y - list.y), &self.model.exchanges);
            }
            if !self.model.exchanges.is_empty() {
                self.model.focus = Control::Viewer;
            }
            return;
        }
        if let Some(control) = pane::control_at(self.model, pane, inside, at, self.now) {
            self.model.focus = control;
            if !control.is_text() {
                self.command(Command::Activate);
            }
        }
    }
}

/// Whether a key brings back what a text field held.
fn undoes(key: Key) -> bool {
    matches!(
        (key.code, key.ctrl, key.alt),
        (KeyCode::Char('u' | 'r'), false, true) | (KeyCode::Char('_' | '7'), true, _)
    )
}

/// The editing keys of a text field, those of a shell; Alt-U undoes and Alt-R redoes, as in a body. Tells whether the text
/// changed.
pub(in crate::app) fn edit(field: &mut TextField, key: Key) -> bool {
    if let Some(c) = key.typed() {
        return field.insert(c.encode_utf8(&mut [0; 4]));
    }
    let word = key.ctrl || key.alt;
    let by = |one, whole| if word { whole } else { one };
    match (key.code, key.ctrl) {
        (KeyCode::Left, _) => drop(field.go(by(Motion::Left, Motion::WordLeft))),
        (KeyCode::Right, _) => drop(field.go(by(Motion::Right, Motion::WordRight))),
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => drop(field.go(Motion::Start)),
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => drop(field.go(Motion::End)),
        (KeyCode::Backspace, _) => return field.delete(by(Motion::Left, Motion::WordLeft)),
        (KeyCode::Delete, _) => return field.delete(by(Motion::Right, Motion::WordRight)),
        (KeyCode::Char('u'), false) if key.alt => return field.undo(),
        (KeyCode::Char('r'), false) if key.alt => return field.redo(),
        // The shell's undo, Ctrl-_, reaches many programs as Ctrl-7.
        (KeyCode::Char('_' | '7'), true) => return field.undo(),
        (KeyCode::Char('h'), true) => return field.delete(Motion::Left),
        (KeyCode::Char('d'), true) => return field.delete(Motion::Right),
        (KeyCode::Char('w'), true) => return field.delete(Motion::WordLeft),
        (KeyCode::Char('u'), true) => return field.delete(Motion::Start),
        (KeyCode::Char('k'), true) => return field.delete(Motion::End),
        _ => {}
    }
    false
}
