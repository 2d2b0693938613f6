//! Which key edits what in a text: those that a shell has (GNU Readline, its Emacs mode), and those of text editors.

use super::TextField;
use crate::app::{Key, KeyCode};

/// What edits a text, beside the arrows; for the key help.
pub const EDITING: [(&str, &str); 7] = [
    ("Alt-U, ^_", "Undo: typing, deleting, a paste"),
    ("Alt-R", "Redo"),
    ("^A, ^E", "To the beginning, to the end"),
    ("^B, ^F", "A character back, a character on"),
    ("Alt-B, Alt-F", "A word back, a word on"),
    ("^W, Alt-D", "Delete the word before, the word behind"),
    ("^U, ^K", "Delete all before, all behind"),
];

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

/// What a key does to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editing {
    /// Types a character.
    Type(char),
    /// Moves the cursor.
    Go(Motion),
    /// Deletes from the cursor to there.
    Delete(Motion),
    /// Takes the last edit back.
    Undo,
    /// Takes that back.
    Redo,
}

impl Editing {
    /// What `key` does; `None` when it edits nothing.
    pub fn of(key: Key) -> Option<Self> {
        if let Some(c) = key.typed() {
            return Some(Self::Type(c));
        }
        let by = |one, word| if key.ctrl || key.alt { word } else { one };
        let to_the_left = by(Motion::Left, Motion::WordLeft);
        let to_the_right = by(Motion::Right, Motion::WordRight);
        Some(match (key.code, key.ctrl) {
            (KeyCode::Left, _) => Self::Go(to_the_left),
            (KeyCode::Right, _) => Self::Go(to_the_right),
            (KeyCode::Backspace, _) => Self::Delete(to_the_left),
            (KeyCode::Delete, _) => Self::Delete(to_the_right),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => Self::Go(Motion::Start),
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => Self::Go(Motion::End),
            (KeyCode::Char('b'), true) => Self::Go(Motion::Left),
            (KeyCode::Char('f'), true) => Self::Go(Motion::Right),
            (KeyCode::Char('b'), false) => Self::Go(Motion::WordLeft),
            (KeyCode::Char('f'), false) => Self::Go(Motion::WordRight),
            (KeyCode::Char('d'), false) => Self::Delete(Motion::WordRight),
            (KeyCode::Char('u'), false) => Self::Undo,
            (KeyCode::Char('r'), false) => Self::Redo,
            // The shell's undo, Ctrl-_, reaches many programs as Ctrl-7.
            (KeyCode::Char('_' | '7'), true) => Self::Undo,
            (KeyCode::Char('h'), true) => Self::Delete(Motion::Left),
            (KeyCode::Char('d'), true) => Self::Delete(Motion::Right),
            (KeyCode::Char('w'), true) => Self::Delete(Motion::WordLeft),
            (KeyCode::Char('u'), true) => Self::Delete(Motion::Start),
            (KeyCode::Char('k'), true) => Self::Delete(Motion::End),
            _ => return None,
        })
    }

    /// Whether it brings back what a text held.
    pub fn restores(self) -> bool {
        matches!(self, Self::Undo | Self::Redo)
    }
}

impl TextField {
    /// Does what a key means in it. Tells whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        match Editing::of(key) {
            Some(Editing::Type(c)) => self.insert(c.encode_utf8(&mut [0; 4])),
            Some(Editing::Go(motion)) => {
                self.go(motion);
                false
            }
            Some(Editing::Delete(motion)) => self.delete(motion),
            Some(Editing::Undo) => self.undo(),
            Some(Editing::Redo) => self.redo(),
            None => false,
        }
    }
}
