//! The mouse: what is clicked, where the wheel turns, and the scroll bar that is dragged.

use ratatui::layout::{Position, Rect};

use super::Turn;
use crate::app::{
    Command,
    control::{Control, Pane},
    dialog::Spot,
    keys_line,
    layout::{self, Track},
    pane, viewer,
};

/// Where pane 3 has its scroll bar: the last column of the document.
fn right_column(area: Rect) -> Rect {
    Rect { x: area.right().saturating_sub(1), width: area.width.min(1), ..area }
}

impl Turn<'_> {
    /// A press of the left button.
    pub(super) fn click(&mut self, x: u16, y: u16) {
        let Some(areas) = layout::areas(self.model, self.now) else { return };
        let at = Position { x, y };
        let key = keys_line::key_at(self.model, areas.header, areas.footer, at);
        if key.is_none() && !self.model.prefix.is_empty() {
            // The second keys cover what is under them; a click beside them takes none.
            self.model.prefix.clear();
            return;
        }
        self.model.held = self.track_at(at).filter(|_| key.is_none());
        if self.model.held.is_some() {
            return self.drag(at);
        }
        if let Some(key) = key {
            return self.key(key);
        }
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
            let layout::MessageAreas { list, document, .. } = self.message_areas().unwrap_or_default();
            if document.contains(at) {
                let size = viewer::document_size(self.model, self.now);
                self.model.viewer.to_row(y - document.y, size);
            }
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

    /// A click into the open dialog; beside what can be clicked it does nothing.
    fn click_dialog(&mut self, at: Position) {
        let Some(dialog) = self.model.dialogs.last() else { return };
        let places = dialog.verbs().places(self.model, self.now);
        let Some(spot) = places.at(at) else { return };
        match spot {
            Spot::Row(row) => {
                let chosen = self.model.dialogs.last_mut().and_then(|dialog| dialog.verbs_mut().row().copied());
                if chosen == Some(row) {
                    self.command(Command::Activate);
                } else {
                    self.ask(|dialog| dialog.choose(row));
                }
            }
            Spot::Field(row) => self.ask(|dialog| dialog.choose(row)),
            Spot::Value(row) => {
                self.ask(|dialog| dialog.choose(row));
                if places.back.contains(at) {
                    self.ask(|dialog| dialog.sideways(-1));
                } else {
                    self.ask(|dialog| dialog.next_value());
                }
            }
            Spot::Button(row) => {
                self.ask(|dialog| dialog.choose(row));
                self.command(Command::Activate);
            }
        }
    }

    /// In a dialog the wheel scrolls a text, and steps through a list row by row.
    fn wheel_dialog(&mut self, lines: isize) {
        let Some(dialog) = self.model.dialogs.last() else { return };
        if dialog.verbs().page(self.model).is_some() {
            self.dialog_step(lines);
        } else if dialog.verbs().places(self.model, self.now).spots.iter().any(|(spot, _)| matches!(spot, Spot::Row(_)))
        {
            self.dialog_step(lines.signum());
        }
    }

    /// The wheel: what is under it scrolls. Panes 1 and 2 follow the focus, so there it moves that.
    pub(super) fn wheel(&mut self, lines: isize, at: Position) {
        if !self.model.dialogs.is_empty() {
            return self.wheel_dialog(lines);
        }
        let Some(areas) = layout::areas(self.model, self.now) else { return };
        let Some((over, frame)) = areas.panes.into_iter().find(|(_, frame)| frame.contains(at)) else { return };
        match over {
            Pane::Configure | Pane::Authorize => {
                let inside = layout::inside(frame);
                let rows = pane::rows(self.model, over, self.now);
                let total = pane::place(&rows, inside.width, inside.height, self.model.focus).total;
                if total <= usize::from(inside.height) {
                    return;
                }
                if pane::pane_of(self.model.focus) == over { self.focus_row(lines.signum()) } else { self.show(over) }
            }
            Pane::Messages => {
                let Some(parts) = self.message_areas() else { return };
                let model = &mut *self.model;
                if parts.list.contains(at) {
                    let last = model.exchanges.len().saturating_sub(1);
                    let next = model.viewer.selected.saturating_add_signed(lines.signum()).min(last);
                    model.viewer.select(next, &model.exchanges);
                } else {
                    let size = viewer::document_size(model, self.now);
                    model.viewer.scroll_by(lines, size);
                }
            }
        }
    }

    /// The left button is down and moves: the scroll bar that it was pressed on follows it.
    pub(super) fn drag(&mut self, at: Position) {
        match self.model.held {
            None => {}
            Some(Track::Document) => {
                let Some(area) = self.message_areas().map(|areas| areas.document) else { return };
                let size = viewer::document_size(self.model, self.now);
                let last = self.model.viewer.extent(size).last_top;
                self.model.viewer.scroll_to(layout::share(area, at.y, last), size);
            }
            Some(Track::Dialog) => self.drag_dialog(at),
        }
    }

    fn drag_dialog(&mut self, at: Position) {
        let Some(dialog) = self.model.dialogs.last() else { return };
        let verbs = dialog.verbs();
        let (area, last, is_page) = match verbs.page(self.model) {
            Some(page) => (page.places(self.model.size).inside, page.last_top(self.model.size), true),
            None => (verbs.places(self.model, self.now).list, verbs.rows(self.model).saturating_sub(1), false),
        };
        let wanted = layout::share(area, at.y, last);
        self.ask(|dialog| {
            if !is_page {
                return dialog.choose(wanted);
            }
            if let Some(place) = dialog.scroll() {
                *place = wanted;
            }
            None
        });
    }

    /// The scroll bar at a place of the screen.
    fn track_at(&self, at: Position) -> Option<Track> {
        if let Some(dialog) = self.model.dialogs.last() {
            let verbs = dialog.verbs();
            let (area, overflows) = match verbs.page(self.model) {
                Some(page) => (page.places(self.model.size).inside, page.last_top(self.model.size) > 0),
                None => {
                    let list = verbs.places(self.model, self.now).list;
                    (list, verbs.rows(self.model) > usize::from(list.height))
                }
            };
            let track = Rect { x: area.right(), width: 1, ..area };
            return (overflows && track.contains(at)).then_some(Track::Dialog);
        }
        let track = right_column(self.message_areas()?.document);
        let overflows = || self.model.viewer.extent(viewer::document_size(self.model, self.now)).last_top > 0;
        (track.contains(at) && overflows()).then_some(Track::Document)
    }

    /// The parts of pane 3, when it is on the screen.
    fn message_areas(&self) -> Option<layout::MessageAreas> {
        let frame = layout::areas(self.model, self.now)?.pane(Pane::Messages)?;
        let card = self.model.card();
        Some(layout::message_areas(layout::inside(frame), self.model.exchanges.len(), &card))
    }
}
