//! Moving the focus.

use super::Turn;
use crate::app::{
    control::{Control, Pane},
    layout, pane,
};

impl Turn<'_> {
    /// The controls of a pane, row by row. Pane 3 has one, when it has something to show.
    fn rows(&self, of: Pane) -> Vec<Vec<Control>> {
        match of {
            Pane::Configure | Pane::Authorize => pane::controls(&pane::rows(self.model, of, self.now)),
            Pane::Messages if self.model.exchanges.is_empty() => Vec::new(),
            Pane::Messages => vec![vec![Control::Viewer]],
        }
    }

    /// The next or the previous control in reading order, through all panes and around the end.
    pub(super) fn focus_step(&mut self, by: isize) {
        let all: Vec<Control> = [Pane::Configure, Pane::Authorize, Pane::Messages]
            .into_iter()
            .flat_map(|p| self.rows(p))
            .flatten()
            .collect();
        let here = all.iter().position(|control| *control == self.model.focus).unwrap_or(0);
        let count = isize::try_from(all.len()).unwrap_or(1).max(1);
        let next = (isize::try_from(here).unwrap_or(0) + by).rem_euclid(count);
        if let Some(control) = usize::try_from(next).ok().and_then(|next| all.get(next)) {
            self.model.focus = *control;
        }
    }

    /// The row below or above, in this pane and the one after it on the left side.
    pub(super) fn focus_row(&mut self, by: isize) {
        let mut rows = self.rows(Pane::Configure);
        rows.extend(self.rows(Pane::Authorize));
        let focus = self.model.focus;
        let Some((row, column)) = rows
            .iter()
            .enumerate()
            .find_map(|(row, controls)| controls.iter().position(|c| *c == focus).map(|column| (row, column)))
        else {
            return;
        };
        let target = row.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        if let Some(control) = rows[target].get(column).or_else(|| rows[target].last()) {
            self.model.focus = *control;
        }
    }

    /// The button to the left or to the right.
    pub(super) fn focus_column(&mut self, by: isize) {
        let focus = self.model.focus;
        let rows = self.rows(pane::pane_of(focus));
        let Some(row) = rows.iter().find(|row| row.contains(&focus)) else { return };
        let here = row.iter().position(|control| *control == focus).unwrap_or(0);
        if let Some(control) = row.get(here.saturating_add_signed(by)) {
            self.model.focus = *control;
        }
    }

    /// Goes to a pane: to the control that is the next step there, else to its first.
    pub(super) fn show(&mut self, pane: Pane) {
        let controls: Vec<Control> = self.rows(pane).into_iter().flatten().collect();
        let next = self.model.next_step().map(Control::Button);
        let there = |wanted: Option<Control>| controls.iter().copied().find(|control| Some(*control) == wanted);
        // Whoever comes back to pane 2 finds the button that was pressed.
        let left = self.model.left_at.filter(|_| pane == Pane::Authorize);
        let target = there(next).or_else(|| there(left)).or(controls.first().copied());
        if let Some(control) = target {
            self.model.focus = control;
        }
    }

    /// Goes from a text field to where letters are keys: to the next step of the dance, else to what stands behind the field
    /// in its pane. Where one pane is shown at a time it stays in the same one, for there stands what is said of what was
    /// typed.
    pub(super) fn leave_field(&mut self) {
        let focus = self.model.focus;
        let pane = pane::pane_of(focus);
        let is_narrow = self.model.size.width < layout::WIDE;
        if !is_narrow || pane != Pane::Configure {
            let next = self.model.next_step().map(Control::Button);
            let there = |control: &Control| self.rows(Pane::Authorize).iter().flatten().any(|other| other == control);
            if let Some(next) = next.filter(there) {
                self.model.focus = next;
                return;
            }
        }
        let controls: Vec<Control> = self.rows(pane).into_iter().flatten().collect();
        let fix = controls.iter().find(|control| matches!(control, Control::Finding(_)));
        let at = controls.iter().position(|control| *control == focus).unwrap_or(0);
        let is_button = |control: &&Control| matches!(control, Control::Button(_));
        let behind = controls[at..].iter().find(is_button);
        let button = behind.or_else(|| controls[..at].iter().rev().find(is_button));
        if let Some(control) = fix.or(button) {
            self.model.focus = *control;
        }
    }

    /// Puts the focus on the next step of the dance.
    pub(super) fn focus_next_step(&mut self) {
        self.show(Pane::Authorize);
    }

    /// When the focused control has gone, the next step of its pane takes over.
    pub(super) fn keep_focus(&mut self) {
        // The button of an exchange under way is gone for a moment; who presses it again is told why.
        if self.waits_on_a_button() {
            return;
        }
        let pane = pane::pane_of(self.model.focus);
        if self.rows(pane).iter().flatten().any(|control| *control == self.model.focus) {
            return;
        }
        match pane {
            Pane::Configure | Pane::Authorize => self.show(pane),
            Pane::Messages => self.show(Pane::Authorize),
        }
    }
}
