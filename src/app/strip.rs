//! The strip above the panes: a lesson or an experiment under way, or the offer of the tour.

use super::{
    Model,
    document::{Line, Role},
    lab, lesson,
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
