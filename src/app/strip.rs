//! The strip above the panes: a lesson or an experiment under way, or the offer of the tour.

use super::{
    Model, Size,
    document::{Line, Role},
    lab,
    layout::rows_of,
    lesson,
};

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// Its title.
    pub title: String,
    /// The keys that belong to it, on the right of the title where there is room.
    pub keys: String,
    /// Its text, a paragraph each.
    pub lines: Vec<Line>,
}

impl Strip {
    /// The rows that its text needs in so many columns.
    pub fn rows(&self, columns: u16) -> u16 {
        rows(&self.lines, columns)
    }

    /// Its text in one line.
    pub fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }
}

fn rows(lines: &[Line], columns: u16) -> u16 {
    lines.iter().fold(0, |rows: u16, line| rows.saturating_add(rows_of(line.text(), columns)))
}

/// What is said in one or more paragraphs, a line each.
pub(super) fn paragraphs(role: Role, words: &str) -> Vec<Line> {
    words.lines().map(|words| Line::of(role, words)).collect()
}

/// The columns and the rows that its text can have: up to a quarter of the screen.
pub fn room(screen: Size) -> (u16, u16) {
    (screen.width.saturating_sub(2), (screen.height / 4).max(2))
}

/// What to do, and behind it how; where there is no room for both, the way alone stands there: it was asked for.
pub(super) fn with_hint(lines: Vec<Line>, hint: &str, screen: Size) -> Vec<Line> {
    let hint = format!("→ {hint}");
    let mut whole = lines;
    let last = whole.pop().unwrap_or_default();
    whole.push(last.with(Role::Warning, &format!("  {hint}")));
    let (columns, most) = room(screen);
    if rows(&whole, columns) <= most { whole } else { vec![Line::of(Role::Warning, &hint)] }
}

/// The strip, when there is something to say.
pub fn strip(model: &Model) -> Option<Strip> {
    lab::strip(model).or_else(|| lesson::strip(model)).or_else(|| model.tour.then(offer))
}

/// The offer of the tour, made once to somebody who was never here.
fn offer() -> Strip {
    Strip {
        title: "New here?".to_owned(),
        keys: "L tour  Esc no, thanks".to_owned(),
        lines: vec![Line::of(
            Role::Plain,
            "L, then Enter, starts a tour of the dance: a few minutes, and nothing leaves this computer.",
        )],
    }
}
