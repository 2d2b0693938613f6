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
    /// Its text.
    pub line: Line,
}

/// The columns and the rows that its text can have: up to a quarter of the screen.
pub fn room(screen: Size) -> (u16, u16) {
    (screen.width.saturating_sub(2), (screen.height / 4).max(2))
}

/// What to do, and behind it how; where there is no room for both, the way alone stands there: it was asked for.
pub(super) fn with_hint(line: Line, hint: &str, screen: Size) -> Line {
    let hint = format!("→ {hint}");
    let whole = line.with(Role::Warning, &format!("  {hint}"));
    let (columns, rows) = room(screen);
    if rows_of(whole.text(), columns) <= rows { whole } else { Line::of(Role::Warning, &hint) }
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
        line: Line::of(
            Role::Plain,
            "L, then Enter, starts a tour of the dance: a few minutes, and nothing leaves this computer.",
        ),
    }
}
