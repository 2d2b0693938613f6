//! The state of a one-line text field: its text, its cursor, and what can be undone. Keys and drawing lie elsewhere.

mod past;

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use self::past::{Edit, Past, Was};
use crate::{oauth::Secret, text};

/// Where an edit or a move goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// To the grapheme on the left.
    Left,
    /// To the grapheme on the right.
    Right,
    /// To the beginning of the word on the left.
    WordLeft,
    /// To the end of the word on the right.
    WordRight,
    /// To the beginning of the text.
    Start,
    /// To the end of the text.
    End,
}

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

    /// Types or pastes at the cursor. Line breaks, tabs and other control characters are left out: people paste them
    /// by accident, and none belongs in a value of OAuth. Tells whether anything changed.
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
        grown.extend(text.chars().filter(|c| !c.is_control()));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Motion, TextField, Window};
    use unicode_segmentation::UnicodeSegmentation;

    fn at(text: &str, cursor: usize) -> TextField {
        let mut field = TextField::new(text);
        field.cursor = cursor;
        field
    }

    #[test]
    fn typing_and_pasting() {
        let mut field = at("ac", 1);
        assert!(field.insert("b"));
        assert_eq!((field.text(), field.cursor()), ("abc", 2));
        assert!(field.insert("1\r\n2\t3\x1b"));
        assert_eq!((field.text(), field.cursor()), ("ab123c", 5));
        assert!(!field.insert("\n"));
    }

    #[test]
    fn the_cursor_goes_by_graphemes() {
        let mut field = TextField::new("e\u{301}👩‍🔬x");
        assert!(field.go(Motion::Left) && field.go(Motion::Left));
        assert_eq!(field.cursor(), "e\u{301}".len());
        assert!(field.delete(Motion::Left));
        assert_eq!((field.text(), field.cursor()), ("👩‍🔬x", 0));
        assert!(field.delete(Motion::Right));
        assert_eq!(field.text(), "x");
        assert!(!field.go(Motion::Left) && !field.delete(Motion::Left));
    }

    #[test]
    fn a_typed_letter_joins_the_mark_behind_it() {
        let mut field = at("\u{301}x", 0);
        field.insert("e");
        assert_eq!(field.cursor(), "e\u{301}".len());
    }

    #[test]
    fn words() {
        let mut field = TextField::new("http://127.0.0.1/callback read limited");
        field.go(Motion::WordLeft);
        assert_eq!(&field.text()[field.cursor()..], "limited");
        field.go(Motion::WordLeft);
        assert!(field.delete(Motion::WordLeft));
        assert_eq!(field.text(), "http://127.0.0.1/read limited");
        field.go(Motion::WordRight);
        assert_eq!(&field.text()[field.cursor()..], " limited");
        assert!(field.delete(Motion::Start));
        assert_eq!((field.text(), field.cursor()), (" limited", 0));
        assert!(field.delete(Motion::End));
        assert!(field.is_empty());
    }

    #[test]
    fn the_window_follows_the_cursor() {
        let mut field = TextField::new("abcdefghij");
        assert_eq!(field.window(20), Window { text: "abcdefghij".into(), cursor: 10 });
        assert_eq!(field.window(6), Window { text: "…ghij".into(), cursor: 5 });
        field.go(Motion::Start);
        assert_eq!(field.window(6), Window { text: "abcdef".into(), cursor: 0 });
        assert_eq!(field.masked_window(6).text, "••••••");
        assert_eq!(field.window(0), Window { text: "".into(), cursor: 0 });
    }

    #[test]
    fn a_suggestion_is_replaced_or_edited() {
        let mut field = TextField::suggested("demo");
        assert!(!field.insert("\n") && field.is_selected());
        assert!(field.insert("m") && field.insert("y"));
        assert_eq!((field.text(), field.is_selected()), ("my", false));
        let mut field = TextField::suggested("demo");
        assert!(field.go(Motion::End) && field.insert("2"));
        assert_eq!(field.text(), "demo2");
        let mut field = TextField::suggested("demo");
        assert!(field.delete(Motion::Left));
        assert!(field.is_empty());
        assert!(!TextField::suggested("").is_selected());
    }

    #[test]
    fn edits_are_undone_and_redone() {
        let mut field = TextField::new("a");
        assert!(!field.undo() && !field.redo(), "what it began with is no edit");
        for letter in ["b", "c"] {
            field.insert(letter);
        }
        field.go(Motion::Start);
        field.insert("pasted ");
        field.delete(Motion::Left);
        field.delete(Motion::Left);
        field.set("other");
        let mut seen = Vec::new();
        while field.undo() {
            seen.push(field.text().to_owned());
        }
        assert_eq!(seen, ["pasteabc", "pasted abc", "abc", "a"]);
        assert_eq!(field.cursor(), 1);
        while field.redo() {}
        assert_eq!((field.text(), field.cursor()), ("other", 5));
        field.undo();
        field.insert("x");
        assert!(!field.redo(), "another edit, another future");
    }

    #[test]
    fn a_suggestion_that_was_replaced_comes_back() {
        let mut field = TextField::suggested("demo");
        field.insert("m");
        field.insert("y");
        assert!(field.undo());
        assert_eq!(field.text(), "demo");
        assert!(field.remembers(|text| text == "my") && !TextField::new("demo").remembers(|_| true));
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", TextField::new("s3cret")), "TextField(6 bytes, cursor at 6)");
    }

    fn motion() -> impl Strategy<Value = Motion> {
        prop::sample::select(vec![
            Motion::Left,
            Motion::Right,
            Motion::WordLeft,
            Motion::WordRight,
            Motion::Start,
            Motion::End,
        ])
    }

    #[derive(Clone, Debug)]
    enum Edit {
        Insert(String),
        Go(Motion),
        Delete(Motion),
        Undo,
        Redo,
    }

    proptest! {
        #[test]
        fn no_edit_breaks_it(
            edits in prop::collection::vec(
                prop_oneof![
                    "(?s).{0,5}|[e\u{301}👩\u{200d}🔬🇩🇪 a]{0,4}".prop_map(Edit::Insert),
                    motion().prop_map(Edit::Go),
                    motion().prop_map(Edit::Delete),
                    Just(Edit::Undo),
                    Just(Edit::Redo),
                ],
                0..20,
            ),
            width in 0u16..12,
        ) {
            let mut field = TextField::default();
            for edit in edits {
                match edit {
                    Edit::Insert(text) => { field.insert(&text); }
                    Edit::Go(motion) => { field.go(motion); }
                    Edit::Delete(motion) => { field.delete(motion); }
                    Edit::Undo => { field.undo(); }
                    Edit::Redo => { field.redo(); }
                }
                let boundaries: Vec<usize> = field.text().grapheme_indices(true).map(|(at, _)| at).chain([field.text().len()]).collect();
                prop_assert!(boundaries.contains(&field.cursor()), "{:?} {}", field.text(), field.cursor());
                for window in [field.window(width), field.masked_window(width), field.window_hiding(width, |at| at > 3)] {
                    prop_assert!(crate::text::width(&window.text) <= usize::from(width));
                    prop_assert!(window.cursor < width.max(1));
                }
            }
        }
    }
}
