//! The line of keys at the bottom: which of them fit, and where each stands. Drawn there, and clicked there.

use ratatui::layout::{Position, Rect};

use super::{Hint, Key, Model, hints, layout::WIDE};
use crate::text;

/// How many of the last hints stay when there is no room for all: the ways to help, to every command, and out.
const KEPT: usize = 3;

/// How many stay when help and every command stand in the first line: the way to the messages or back, and out.
const KEPT_BELOW_GUIDES: usize = 2;

/// Whether the ways to help and to every command stand in the first line instead: in a narrow terminal, where they
/// would leave little room for the keys of the moment, unless it is too narrow for them there.
pub fn guides_above(width: u16) -> bool {
    (60..WIDE).contains(&width)
}

/// Lines of hints, the lowest last, each with its place: one line, or as many as the second of two keys takes, over what
/// stands above.
pub fn lines(model: &Model, area: Rect) -> Vec<(Rect, Vec<Hint>)> {
    let above = guides_above(area.width);
    let all: Vec<Hint> = hints(model).into_iter().filter(|hint| !(above && hint.guide)).collect();
    if model.prefix.is_empty() {
        let kept = if above { KEPT_BELOW_GUIDES } else { KEPT };
        return vec![(area, fitting(&all, area.width, kept))];
    }
    let lines = broken(&all, area.width);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.bottom());
    let top = area.bottom() - height;
    let place = |y| Rect { y, height: 1, ..area };
    (top..area.bottom()).map(place).zip(lines.into_iter().map(<[Hint]>::to_vec)).collect()
}

/// The keys for help and for every command, while they stand in the first line, with their place at its right end.
pub fn guides(model: &Model, area: Rect) -> (Rect, Vec<Hint>) {
    let shown = guides_above(area.width);
    let guides: Vec<Hint> = hints(model).into_iter().filter(|hint| shown && hint.guide).collect();
    let words: u16 = guides.iter().map(|hint| width(hint) + 2).sum();
    // A column before them, and one behind.
    let width = if guides.is_empty() { 0 } else { words };
    (Rect { x: area.right().saturating_sub(width), width, ..area }, guides)
}

/// The key whose hint stands at a place of the screen.
pub(super) fn key_at(model: &Model, first: Rect, last: Rect, at: Position) -> Option<Key> {
    let lines = std::iter::once(guides(model, first)).chain(lines(model, last));
    lines.into_iter().filter(|(line, _)| line.contains(at)).find_map(|(line, hints)| {
        let mut x = line.x.saturating_add(1);
        hints.iter().find_map(|hint| {
            let own = x..x.saturating_add(width(hint));
            x = own.end.saturating_add(2);
            own.contains(&at.x).then(|| Key::on_screen(hint.key.split(' ').next()?)).flatten()
        })
    })
}

/// The columns of a hint: key, blank, label.
fn width(hint: &Hint) -> u16 {
    u16::try_from(text::width(&hint.key) + 1 + text::width(&hint.label)).unwrap_or(u16::MAX)
}

/// Hints broken into lines.
fn broken(hints: &[Hint], columns: u16) -> Vec<&[Hint]> {
    let mut lines = Vec::new();
    let (mut from, mut room) = (0, columns.saturating_sub(1));
    for (index, hint) in hints.iter().enumerate() {
        let needed = width(hint);
        if needed > room && index > from {
            lines.push(&hints[from..index]);
            (from, room) = (index, columns.saturating_sub(1));
        }
        room = room.saturating_sub(needed.saturating_add(2));
    }
    lines.push(&hints[from..]);
    lines
}

/// The hints that fit: the first, the last ones, then the others from the left.
fn fitting(hints: &[Hint], columns: u16, kept: usize) -> Vec<Hint> {
    let last = hints.len().saturating_sub(kept).max(1);
    let order = (0..hints.len().min(1)).chain((last..hints.len()).rev()).chain(1..last.min(hints.len()));
    let mut room = columns.saturating_sub(1);
    let mut fits = vec![false; hints.len()];
    for index in order {
        let needed = width(&hints[index]).saturating_add(2);
        // The two columns behind the last one may be missing.
        if needed <= room.saturating_add(2) {
            room = room.saturating_sub(needed);
            fits[index] = true;
        }
    }
    hints.iter().zip(fits).filter(|(_, fits)| *fits).map(|(hint, _)| hint.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(hints: &[(&str, &str)]) -> Vec<Hint> {
        hints.iter().map(|(key, label)| Hint::new(*key, *label)).collect()
    }

    #[test]
    fn choices_take_as_many_lines_as_they_need() {
        let hints = all(&[("u", "URL"), ("c", "code"), ("a", "access token"), ("Esc", "back")]);
        let keys = |columns| {
            let lines = broken(&hints, columns);
            lines.iter().map(|line| line.iter().map(|hint| hint.key.as_str()).collect::<String>()).collect::<Vec<_>>()
        };
        assert_eq!(keys(80), ["ucaEsc"]);
        assert_eq!(keys(24), ["uc", "a", "Esc"]);
        assert_eq!(keys(0), ["u", "c", "a", "Esc"]);
    }

    #[test]
    fn the_ends_stay_when_the_middle_does_not_fit() {
        let hints = [("⏎", "press"), ("Tab", "next"), ("y", "copy…"), ("?", "help"), ("^P", "all"), ("q", "quit")];
        let hints = all(&hints);
        let keys =
            |columns, kept| -> String { fitting(&hints, columns, kept).iter().map(|hint| hint.key.as_str()).collect() };
        assert_eq!(keys(200, KEPT), "⏎Tab\u{79}?^Pq");
        assert_eq!(keys(32, KEPT), "⏎?^Pq");
        assert_eq!(keys(18, KEPT), "⏎q");
        assert_eq!(keys(0, KEPT), "");
        assert_eq!(keys(36, KEPT_BELOW_GUIDES), "⏎Tab^Pq");
        assert!(fitting(&[], 80, KEPT).is_empty());
    }
}
