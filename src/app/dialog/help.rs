//! What the focused thing is, and the keys.

use super::{Page, Then, Verbs, closing_letter, then};
use crate::app::{Hint, Key, Model, Size, control::Control, help};

/// Help.
#[derive(Clone, Debug)]
pub struct Help {
    /// What had the focus when it was asked for.
    pub about: Control,
    /// The first line shown.
    pub scroll: usize,
}

/// The columns and the lines that it would like to have.
const WANTED: Size = Size { width: 74, height: 34 };

impl Verbs for Help {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        Some(Page { lines: help::lines(self.about).into(), wanted: WANTED })
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        match key.typed() {
            Some('/') => then(|turn| turn.search_commands()),
            _ => closing_letter(key),
        }
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::vertical("scroll"), Hint::new("/", "find a command")]
    }
}
