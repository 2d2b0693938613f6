//! The keys that work now.

use ratatui::{layout::Rect, widgets::Clear};

use super::{
    canvas::{Canvas, cells},
    widgets::Footer,
};
use crate::app::{self, Model, layout::WIDE};

/// How many of the last hints stay when there is no room for all: the ways to help, to every command, and out.
const KEPT: usize = 3;

/// How many stay when help and every command stand in the first line: the way to the messages or back, and out.
const KEPT_BELOW_GUIDES: usize = 2;

/// Whether the ways to help and to every command stand in the first line instead: in a narrow terminal, where they
/// would leave little room for the keys of the moment, unless it is too narrow for them there.
pub(super) fn guides_above(width: u16) -> bool {
    (60..WIDE).contains(&width)
}

/// ```text
///  ⏎ exchange  Tab next  y copy…  c curl…  / search  ? help  ^P commands  q quit
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let above = guides_above(area.width);
    let hints = app::hints(model);
    let here = hints.iter().filter(|hint| !(above && hint.guide));
    let hints: Vec<(&str, &str)> = here.map(|hint| (hint.key.as_str(), hint.label.as_str())).collect();
    if !model.prefix.is_empty() {
        return choices(canvas, &hints, area);
    }
    let kept = if above { KEPT_BELOW_GUIDES } else { KEPT };
    let theme = canvas.theme;
    canvas.widget(area, Footer { hints: &fitting(&hints, area.width, kept), theme });
}

/// What can follow the first of two keys: all of it, in as many lines as it takes, over what stands above.
fn choices(canvas: &mut Canvas<'_>, hints: &[(&str, &str)], area: Rect) {
    let lines = lines(hints, area.width);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.bottom());
    let place = Rect { y: area.bottom() - height, height, ..area };
    canvas.widget(place, Clear);
    let theme = canvas.theme;
    for (y, hints) in (place.y..place.bottom()).zip(lines) {
        canvas.widget(Rect { y, height: 1, ..place }, Footer { hints, theme });
    }
}

/// Hints broken into lines.
fn lines<'a, 'b>(hints: &'a [(&'b str, &'b str)], width: u16) -> Vec<&'a [(&'b str, &'b str)]> {
    let mut lines = Vec::new();
    let (mut from, mut room) = (0, width.saturating_sub(1));
    for (index, (key, label)) in hints.iter().enumerate() {
        let needed = cells(key) + 1 + cells(label);
        if needed > room && index > from {
            lines.push(&hints[from..index]);
            (from, room) = (index, width.saturating_sub(1));
        }
        room = room.saturating_sub(needed + 2);
    }
    lines.push(&hints[from..]);
    lines
}

/// The hints that fit: the first, the last ones, then the others from the left.
fn fitting<'a>(hints: &[(&'a str, &'a str)], width: u16, kept: usize) -> Vec<(&'a str, &'a str)> {
    let last = hints.len().saturating_sub(kept).max(1);
    let order = (0..hints.len().min(1)).chain((last..hints.len()).rev()).chain(1..last.min(hints.len()));
    let mut room = width.saturating_sub(1);
    let mut fits = vec![false; hints.len()];
    for index in order {
        let (key, label) = hints[index];
        let needed = cells(key) + cells(label) + 3;
        // The two columns behind the last one may be missing.
        if needed <= room + 2 {
            room = room.saturating_sub(needed);
            fits[index] = true;
        }
    }
    hints.iter().zip(fits).filter_map(|(hint, fits)| fits.then_some(*hint)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_take_as_many_lines_as_they_need() {
        let hints = [("u", "URL"), ("c", "code"), ("a", "access token"), ("Esc", "back")];
        let keys = |width| {
            let lines = lines(&hints, width);
            lines.iter().map(|line| line.iter().map(|(key, _)| *key).collect::<String>()).collect::<Vec<_>>()
        };
        assert_eq!(keys(80), ["ucaEsc"]);
        assert_eq!(keys(24), ["uc", "a", "Esc"]);
        assert_eq!(keys(0), ["u", "c", "a", "Esc"]);
    }

    #[test]
    fn the_ends_stay_when_the_middle_does_not_fit() {
        let hints = [("⏎", "press"), ("Tab", "next"), ("y", "copy…"), ("?", "help"), ("^P", "all"), ("q", "quit")];
        let keys = |width| fitting(&hints, width, KEPT).iter().map(|(key, _)| *key).collect::<String>();
        assert_eq!(keys(200), "⏎Tab\u{79}?^Pq");
        assert_eq!(keys(32), "⏎?^Pq");
        assert_eq!(keys(18), "⏎q");
        assert_eq!(keys(0), "");
        let below = fitting(&hints, 36, KEPT_BELOW_GUIDES);
        assert_eq!(below.iter().map(|(key, _)| *key).collect::<String>(), "⏎Tab^Pq");
        assert!(fitting(&[], 80, KEPT).is_empty());
    }
}
