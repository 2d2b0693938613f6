//! A longer text.

use super::{Page, TEXT_COLUMNS, Then, Verbs, copying_letter};
use crate::app::{
    Hint, Key, Model,
    document::{Line, Role},
};

/// A longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The authorization URL, when it shows that: its parts and parameters can be explained.
    pub url: Option<String>,
    /// The first line shown.
    pub scroll: usize,
}

impl Verbs for Text {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        let lines: Vec<Line> = self.lines.iter().map(|line| Line::of(Role::Plain, line)).collect();
        Some(Page::new(lines, TEXT_COLUMNS))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        copying_letter(key, self.url.as_deref())
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let scrolls = self.page(model).is_some_and(|page| page.last_top(model.size) > 0);
        let mut moves: Vec<Hint> = scrolls.then(|| Hint::vertical("scroll")).into_iter().collect();
        moves.extend(self.url.as_ref().map(|_| Hint::new("y", "copy URL")));
        moves
    }
}
