//! The state of a one-line text field: its text, its cursor, and what can be undone.
//!
//! | file | what it holds |
//! |---|---|
//! | `keys` | which key edits what, here and in a text of several lines |
//! | `past` | what can be undone |
//! | `window` | what of it is in sight |

mod keys;
mod past;
mod window;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use self::past::{Edit, Past, Was};
pub use self::{
    keys::{EDITING, Editing, Motion},
    window::Window,
};
use crate::oauth::Secret;

/// A one-line text field. It holds client secrets too: what it drops is wiped, and `Debug` shows no text. What it held can
/// be brought back as long as the field lives; a new field in its place knows nothing of it.
#[derive(Clone, Default)]
pub struct TextField {
    text: zeroize::Zeroizing<String>,
    cursor: usize,
    selected: bool,
    past: Box<Past>,
}

impl PartialEq for TextField {
    /// What is seen counts, and not how it came about.
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.cursor, self.selected) == (&other.text, other.cursor, other.selected)
    }
}

impl Eq for TextField {}

impl std::fmt::Debug for TextField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextField({} bytes, cursor at {})", self.text.len(), self.cursor)
    }
}

impl TextField {
    /// A field with a text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.put(text);
        field
    }

    /// A field with a suggestion: selected as a whole, so that typing replaces it, deleting empties it, and moving
    /// begins to edit it.
    pub fn suggested(text: &str) -> Self {
        let mut field = Self::new(text);
        field.selected = !text.is_empty();
        field
    }

    /// Whether the text as a whole is selected.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a secret.
    pub fn secret(&self) -> Secret {
        Secret::new(self.text.as_str())
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte offset of the cursor, always between graphemes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts another text in its place, the cursor behind it; it can be undone.
    pub fn set(&mut self, text: &str) {
        let before = self.was();
        self.empty();
        self.put(text);
        if *before.text != *self.text {
            self.past.remember(before, Edit::Paste);
        }
    }

    /// Brings back what was before the last edit. Tells whether anything changed.
    pub fn undo(&mut self) -> bool {
        let was = self.past.undo(&self.was());
        self.become_again(was)
    }

    /// Takes the last undo back. Tells whether anything changed.
    pub fn redo(&mut self) -> bool {
        let was = self.past.redo(&self.was());
        self.become_again(was)
    }

    /// Whether anything that can be brought back is so.
    pub fn remembers(&self, is: impl Fn(&str) -> bool) -> bool {
        self.past.texts().any(is)
    }

    fn was(&self) -> Was {
        Was { text: self.text.clone(), cursor: self.cursor }
    }

    fn become_again(&mut self, was: Option<Was>) -> bool {
        let Some(was) = was else { return false };
        (self.text, self.cursor, self.selected) = (was.text, was.cursor, false);
        true
    }

    fn empty(&mut self) {
        self.text = zeroize::Zeroizing::default();
        self.cursor = 0;
        self.selected = false;
    }

    /// Types or pastes at the cursor. Line breaks and tabs become a blank, so that words stay apart; other control characters
    /// are left out: people paste them by accident, and none belongs in a value of OAuth. Tells whether anything changed.
    pub fn insert(&mut self, text: &str) -> bool {
        if text.chars().all(char::is_control) {
            return false;
        }
        let typed = text.graphemes(true).nth(1).is_none();
        self.past.remember(self.was(), if typed { Edit::Typing } else { Edit::Paste });
        if self.selected {
            self.empty();
        }
        self.put(text);
        true
    }

    fn put(&mut self, text: &str) {
        let mut grown = zeroize::Zeroizing::new(String::with_capacity(self.text.len() + text.len()));
        grown.push_str(&self.text[..self.cursor]);
        push_in_one_line(&mut grown, text);
        let cursor = grown.len();
        grown.push_str(&self.text[self.cursor..]);
        self.text = grown;
        // What was typed may have joined with what follows, as a letter in front of a combining mark does.
        self.cursor = self.boundary_from(cursor);
    }

    /// Moves the cursor. Tells whether it moved.
    pub fn go(&mut self, motion: Motion) -> bool {
        let before = (self.cursor, self.selected);
        self.cursor = self.target(motion);
        self.selected = false;
        self.past.pause();
        before != (self.cursor, self.selected)
    }

    /// Deletes from the cursor to where the motion leads. Tells whether anything changed.
    pub fn delete(&mut self, motion: Motion) -> bool {
        if self.selected {
            self.past.remember(self.was(), Edit::Deleting);
            self.empty();
            return true;
        }
        let target = self.target(motion);
        let range = target.min(self.cursor)..target.max(self.cursor);
        if range.is_empty() {
            return false;
        }
        self.past.remember(self.was(), Edit::Deleting);
        let mut left = zeroize::Zeroizing::new(String::with_capacity(self.text.len() - range.len()));
        left.push_str(&self.text[..range.start]);
        left.push_str(&self.text[range.end..]);
        self.text = left;
        self.cursor = self.boundary_from(range.start);
        true
    }

    fn target(&self, motion: Motion) -> usize {
        let (before, after) = self.text.split_at(self.cursor);
        match motion {
            Motion::Left => before.grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
            Motion::Right => self.cursor + after.graphemes(true).next().map_or(0, str::len),
            Motion::WordLeft => before.unicode_word_indices().next_back().map_or(0, |(at, _)| self.boundary_from(at)),
            Motion::WordRight => {
                let end = after.unicode_word_indices().next().map_or(after.len(), |(at, word)| at + word.len());
                self.boundary_from(self.cursor + end)
            }
            Motion::Start => 0,
            Motion::End => self.text.len(),
        }
    }

    /// The first place between graphemes from an offset on.
    fn boundary_from(&self, offset: usize) -> usize {
        let mut cursor = GraphemeCursor::new(offset, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(true) => offset,
            Ok(false) | Err(_) => cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len()),
        }
    }
}

/// Adds a text to a line: line breaks and tabs, with the blanks around them, are one blank; at its ends they are nothing.
fn push_in_one_line(line: &mut String, text: &str) {
    let begin = line.len();
    for part in text.split(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}']) {
        let before = line.len();
        if before > begin && !line.ends_with(' ') {
            line.push(' ');
        }
        let apart = line.len();
        let part = if before > begin { part.trim_start_matches(' ') } else { part };
        line.extend(part.chars().filter(|c| !c.is_control()));
        if line.len() == apart {
            line.truncate(before);
        }
    }
}

#[cfg(test)]
mod tests;
