//! What every dialog is asked, with the answers of most of them.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{
    super::{Command, Hint, Key, KeyCode, Model, Size, document::Line, field::TextField, layout, pane, update::Turn},
    places::Places,
};
use crate::oauth::{ExchangeId, Secret};

/// What is left to do for the whole model, and with effects, after a dialog has answered.
pub type Then = Option<Box<dyn FnOnce(&mut Turn<'_>)>>;

/// Leaves something to the turn.
pub fn then(work: impl FnOnce(&mut Turn<'_>) + 'static) -> Then {
    Some(Box::new(work))
}

/// Leaves to the turn that the dialog is closed.
pub fn close() -> Then {
    then(|turn| turn.close_dialog())
}

/// Leaves to the turn that an answer is not waited for any more.
pub fn cancel(id: ExchangeId) -> Then {
    then(move |turn| turn.cancel(id))
}

/// Where nothing is typed, `n` (no) and `q` (quit) close as Esc does.
pub fn closing_letter(key: Key) -> Then {
    matches!(key.code, KeyCode::Char('n' | 'q')).then(close).flatten()
}

/// Where an authorization URL is shown, `y` copies it.
pub fn copying_letter(key: Key, url: Option<&str>) -> Then {
    match (key.code, url) {
        (KeyCode::Char('y'), Some(url)) => {
            let url = Secret::new(url);
            then(move |turn| turn.copy_shown_url(url))
        }
        _ => closing_letter(key),
    }
}

/// A text that can be scrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// Its lines, not wrapped.
    pub lines: Cow<'a, [Line]>,
    /// The columns and rows that it would like to have.
    pub wanted: Size,
}

impl<'a> Page<'a> {
    /// Lines that take as many rows as the screen has.
    pub fn new(lines: impl Into<Cow<'a, [Line]>>, columns: u16) -> Self {
        Self { lines: lines.into(), wanted: Size { width: columns, height: u16::MAX } }
    }

    /// Where it stands: a dialog as high as its lines need.
    pub fn places(&self, screen: Size) -> Places {
        let columns = layout::dialog_width(screen, self.wanted.width);
        let rows = layout::total(self.lines.iter().map(|line| pane::hanging_rows(line, columns)));
        Places::new(screen, columns, rows.min(self.wanted.height))
    }

    /// The first line from which on all the rest is in sight; 0 when all of it is.
    pub fn last_top(&self, screen: Size) -> usize {
        let Size { width, height } = self.wanted;
        let inside = Size { width: layout::dialog_width(screen, width), height: layout::dialog_height(screen, height) };
        layout::last_top(&self.lines, inside)
    }
}

/// How a dialog answers. One that changes says so in what it gives back only when the change reaches beyond it. The
/// defaults are those of a list that is read and closed again; a text gives its [`Page`] and where it is scrolled to.
pub trait Verbs {
    /// How many rows it has to choose from; how far it can be scrolled when it is a text.
    fn rows(&self, model: &Model) -> usize {
        self.page(model).map_or(1, |page| page.last_top(model.size))
    }

    /// The row that is chosen in a list, or has the focus in a form.
    fn row(&mut self) -> Option<&mut usize> {
        None
    }

    /// The text that it shows, when it is scrolled.
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        None
    }

    /// The first line shown.
    fn scroll(&mut self) -> Option<&mut usize> {
        None
    }

    /// Where its parts stand; nothing where nothing can be clicked.
    fn places(&self, _model: &Model, _now: Timestamp) -> Places {
        Places::default()
    }

    /// A row was clicked: it is chosen, or gets the focus.
    fn choose(&mut self, row: usize) -> Then {
        *self.row()? = row;
        None
    }

    /// A click on one of several values: the next one, around the end.
    fn next_value(&mut self) -> Then {
        self.sideways(1)
    }

    /// A command that means something of its own here.
    fn command(&mut self, _command: Command) -> Option<Then> {
        None
    }

    /// The arrows up and down, Tab, a page (ten), the ends; `rows` is what [`Verbs::rows`] says.
    fn step(&mut self, by: isize, rows: usize) -> Then {
        if let Some(row) = self.row() {
            *row = row.saturating_add_signed(by).min(rows.saturating_sub(1));
        } else if let Some(scroll) = self.scroll() {
            *scroll = scroll.saturating_add_signed(by).min(rows);
        }
        None
    }

    /// The arrows left and right, where no text field has the focus.
    fn sideways(&mut self, _by: isize) -> Then {
        None
    }

    /// The text field that has the focus.
    fn field(&mut self) -> Option<&mut TextField> {
        None
    }

    /// After typing: a filtered list begins at its top, an old complaint goes.
    fn edited(&mut self) -> Then {
        None
    }

    /// A key that the key map does not know.
    fn key(&mut self, key: Key) -> Then {
        match self.field() {
            Some(field) => field.key(key).then(|| self.edited()).flatten(),
            None => self.letter(key),
        }
    }

    /// Such a key where no text field has the focus.
    fn letter(&mut self, _key: Key) -> Then {
        None
    }

    /// Whether a paste has a place in it.
    fn takes_paste(&mut self) -> bool {
        self.field().is_some()
    }

    /// A bracketed paste.
    fn paste(&mut self, text: &str) -> Then {
        self.field()?.insert(text.trim());
        self.edited()
    }

    /// Enter.
    fn activate(&mut self) -> Then {
        close()
    }

    /// It was closed by Esc or the like.
    fn closed(&mut self) -> Then {
        None
    }

    /// For the footer: how one moves about in it.
    fn moves(&self, model: &Model) -> Vec<Hint> {
        match self.page(model) {
            None => vec![Hint::vertical("move")],
            Some(page) if page.last_top(model.size) > 0 => vec![Hint::vertical("scroll")],
            Some(_) => Vec::new(),
        }
    }

    /// For the footer: what Enter does; `None` when it says nothing of it.
    fn enter(&self, _model: &Model) -> Option<String> {
        None
    }

    /// When something on it reads differently without an event.
    fn changes_at(&self, _now: Timestamp) -> Option<Timestamp> {
        None
    }
}
