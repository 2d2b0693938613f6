//! What of a field is in sight: the part around the cursor, and dots for what is hidden.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::TextField;
use crate::text;

impl TextField {
    /// What of the field is visible in `width` cells, and where the cursor stands in it. The cursor is always visible,
    /// also behind the last character, and the text does not scroll while it fits.
    pub fn window(&self, width: u16) -> Window {
        window(&self.text, self.cursor, usize::from(width))
    }

    /// As [`TextField::window`], with a dot for each grapheme of what is hidden.
    pub fn window_hiding(&self, width: u16, hidden: impl Fn(usize) -> bool) -> Window {
        let (mut shown, mut cursor) = (String::with_capacity(self.text.len()), 0);
        for (at, grapheme) in self.text.grapheme_indices(true) {
            shown.push_str(if hidden(at) { "•" } else { grapheme });
            if at < self.cursor {
                cursor = shown.len();
            }
        }
        window(&shown, cursor, usize::from(width))
    }

    /// As [`TextField::window`], with a dot for each grapheme.
    pub fn masked_window(&self, width: u16) -> Window {
        self.window_hiding(width, |_| true)
    }
}

/// The visible part of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The visible text, sanitised, at most as wide as asked.
    pub text: String,
    /// The column of the cursor, from the left end of the visible text.
    pub cursor: u16,
}

fn window(value: &str, cursor: usize, width: usize) -> Window {
    let before = text::sanitize(&value[..cursor]).into_owned();
    let after = text::sanitize(&value[cursor..]).into_owned();
    // One cell is kept for the cursor, which may stand behind the last character.
    let room = width.saturating_sub(1);
    let column = text::width(&before);
    let Range { start, end } = visible(column, text::width(&after), room);
    let (from, skipped) = text::byte_at_column(&before, start);
    // A wide character that is cut on the left is left out as a whole.
    let from = from + if skipped < start { first_grapheme(&before[from..]) } else { 0 };
    let head_width = text::width(&before[from..]);
    // What looks whole must be whole.
    let head = match first_grapheme(&before[from..]) {
        first if from > 0 && head_width > 1 => {
            let blanks = " ".repeat(text::width(&before[from..from + first]).saturating_sub(1));
            format!("…{blanks}{}", &before[from + first..])
        }
        _ => before[from..].to_owned(),
    };
    // With the cursor on a character, that character takes the cell that is kept for the cursor.
    let behind = (end + usize::from(width > 0)).saturating_sub(column).min(width.saturating_sub(head_width));
    let (to, _) = text::byte_at_column(&after, behind);
    Window { text: format!("{head}{}", &after[..to]), cursor: u16::try_from(head_width).unwrap_or(u16::MAX) }
}

fn first_grapheme(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

/// The columns of the text that are shown when `room` cells are there beside the cursor's own.
fn visible(column: usize, behind: usize, room: usize) -> Range<usize> {
    let all = column + behind;
    if all <= room {
        return 0..all;
    }
    // The cursor keeps a third of the room in sight behind it, as far as there is text.
    let ahead = behind.min(room / 3);
    let start = (column + ahead).saturating_sub(room);
    start..start + room
}
