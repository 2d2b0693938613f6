//! The lessons.

use jiff::Timestamp;

use super::{Places, Selection, Then, Verbs, closing_letter, then};
use crate::{
    app::{Key, Model},
    text,
};

/// The lessons.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    /// The chosen row.
    pub selection: Selection,
}

impl Lessons {
    /// Whether the chosen one was left, and waits.
    fn waits(&self, model: &Model) -> bool {
        let lesson = model.lessons.get(self.selection.row);
        lesson.is_some_and(|lesson| model.progress.left_at.contains_key(&lesson.id))
    }

    /// What is said of the chosen one.
    pub fn about<'a>(&self, model: &'a Model) -> &'a str {
        model.lessons.get(self.selection.row).map_or("", |lesson| lesson.about.as_str())
    }
}

impl Verbs for Lessons {
    fn rows(&self, model: &Model) -> usize {
        model.lessons.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        // The list stays where it is, whichever is chosen.
        let abouts = model.lessons.iter().map(|lesson| lesson.about.as_str());
        let longest = abouts.max_by_key(|about| text::width(about)).unwrap_or_default();
        Places::explained_list(model.size, 72, self.rows(model), self.selection.row, longest)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.lesson_chosen(row))
    }

    fn enter(&self, model: &Model) -> Option<String> {
        let running = model.course.as_ref().filter(|course| course.lesson == self.selection.row);
        Some(
            match running {
                None if self.waits(model) => "go on",
                None => "begin",
                Some(course) if model.is_over(course) => "end the lesson",
                Some(_) => "leave",
            }
            .to_owned(),
        )
    }
}
