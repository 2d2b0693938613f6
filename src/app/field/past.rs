//! What a text field held before: steps that can be taken back, and taken again. All of it is wiped with the field.

use zeroize::Zeroizing;

/// So many steps are kept.
const MOST: usize = 100;

/// A text as it was, and where the cursor stood.
#[derive(Clone)]
pub(super) struct Was {
    pub text: Zeroizing<String>,
    pub cursor: usize,
}

/// What changed a text. Letters that are typed, or deleted, one after the other are one step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    Typing,
    Deleting,
    Paste,
}

/// The steps back and forth.
#[derive(Clone, Default)]
pub(super) struct Past {
    back: Vec<Was>,
    forth: Vec<Was>,
    /// The edit that goes on.
    going_on: Option<Edit>,
}

impl Past {
    /// Before an edit: the text that it changes.
    pub fn remember(&mut self, before: Was, edit: Edit) {
        self.forth.clear();
        if self.going_on != Some(edit) || edit == Edit::Paste {
            if self.back.len() == MOST {
                self.back.remove(0);
            }
            self.back.push(before);
        }
        self.going_on = Some(edit);
    }

    /// The cursor went elsewhere: what is typed there is another step.
    pub fn pause(&mut self) {
        self.going_on = None;
    }

    /// What was before the last edit.
    pub fn undo(&mut self, now: &Was) -> Option<Was> {
        self.pause();
        let was = self.back.pop()?;
        self.forth.push(now.clone());
        Some(was)
    }

    /// What the last undo took away.
    pub fn redo(&mut self, now: &Was) -> Option<Was> {
        self.pause();
        let was = self.forth.pop()?;
        self.back.push(now.clone());
        Some(was)
    }

    /// Every text of it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.back.iter().chain(&self.forth).map(|was| was.text.as_str())
    }
}
