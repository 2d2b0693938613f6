//! What is said of an open dialog: all of it when it opens, then what has changed.

use std::mem::{Discriminant, discriminant};

use jiff::Timestamp;

use crate::{
    app::{Model, dialog::Dialog},
    ui::plain::{self, DialogLine},
};

/// The open dialog as it was said last; empty without one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Which one of those that lie on one another, and its kind.
    place: Option<(usize, Discriminant<Dialog>)>,
    pub lines: Vec<DialogLine>,
}

impl Spoken {
    pub fn of(model: &Model, now: Timestamp) -> Self {
        let place = model.dialogs.last().map(|dialog| (model.dialogs.len(), discriminant(dialog)));
        Self { place, lines: plain::dialog(model, now) }
    }

    /// What has to be said when `before` was said: what is new, and where one is now. What the choice has left is known.
    pub fn after(&self, before: &Self) -> Vec<&str> {
        let says =
            |line: &&DialogLine| !before.lines.contains(line) && (line.is_marked() || !before.holds(&line.words));
        let all = self.place != before.place || self.is_another_page(before) || self.is_narrower(before);
        self.lines.iter().filter(|line| all && self != before || says(line)).map(|line| line.marked.as_str()).collect()
    }

    fn holds(&self, words: &str) -> bool {
        self.lines.iter().any(|line| line.words == words)
    }

    /// So many of its lines are not in the other.
    fn unknown_to(&self, other: &Self) -> usize {
        self.lines.iter().filter(|line| !other.holds(&line.words)).count()
    }

    /// Most of it reads differently.
    fn is_another_page(&self, before: &Self) -> bool {
        self.unknown_to(before) * 2 > self.lines.len()
    }

    /// What was typed has left fewer rows: nobody can tell which of those that were said.
    fn is_narrower(&self, before: &Self) -> bool {
        let typed = |it: &Self| it.lines.iter().find(|line| line.is_typed_into()).map(|line| line.words.clone());
        let (now, then) = (typed(self), typed(before));
        now.is_some()
            && then.is_some_and(|then| !self.holds(&then))
            && before.unknown_to(self) > self.unknown_to(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dialog whose chosen line begins with `>`, and which is typed into at `_`.
    fn spoken(lines: &[&str]) -> Spoken {
        let line = |marked: &&str| DialogLine {
            words: marked.replace("> ", "").replace('_', ""),
            marked: (*marked).to_owned(),
        };
        Spoken { place: None, lines: lines.iter().map(line).collect() }
    }

    #[test]
    fn a_step_says_where_one_is_and_what_else_changed() {
        let before = spoken(&["Scopes:", "> [ ] /one", "[ ] /two", "[ ] /three", "It reads."]);
        assert!(before.after(&before).is_empty());
        let stepped = spoken(&["Scopes:", "[ ] /one", "> [ ] /two", "[ ] /three", "It writes."]);
        assert_eq!(stepped.after(&before), ["> [ ] /two", "It writes."]);
        let switched = spoken(&["Scopes:", "[ ] /one", "> [x] /two", "[ ] /three", "It writes."]);
        assert_eq!(switched.after(&stepped), ["> [x] /two"]);
        assert_eq!(switched.after(&Spoken::default()).len(), 5);
    }

    #[test]
    fn what_was_typed_is_said_and_the_rows_that_it_leaves() {
        let before = spoken(&["Commands:", "_", "one", "two", "> three", "four"]);
        let typed = spoken(&["Commands:", "o_", "one", "> two", "four"]);
        assert_eq!(typed.after(&before).len(), 5);
        let form = spoken(&["Save:", "File a.har_", "Secrets", "[ Save ]"]);
        let renamed = spoken(&["Save:", "File b.har_", "Secrets", "[ Save ]"]);
        assert_eq!(renamed.after(&form), ["File b.har_"]);
    }
}
