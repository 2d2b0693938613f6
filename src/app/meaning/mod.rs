//! What stands under the cursor: the things of the protocol there, and the dialog that explains them one by one.

mod control;
mod dialog;
mod message;
mod standing;

use std::{borrow::Cow, ops::Range};

pub use control::{cursor_row, term, things_of as things_of_control};
pub use dialog::{explains, things_of as things_of_dialog};
pub use message::things_at;

use super::{
    Hint, Key, KeyCode, Model,
    dialog::{Page, Then, Verbs, closing_letter, then},
    document::{Line, Role},
};
use crate::{
    oauth::{mask, redact},
    orcid::terms::{self, Place, Term},
};

/// Characters of a value that are shown; the rest of it stands where it came from.
const SHOWN: usize = 300;

/// A thing of the protocol, as it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its value here; secrets masked.
    pub value: String,
    /// What it means.
    pub term: Cow<'static, Term>,
    /// Where in the text of its line it begins.
    pub at: usize,
}

impl Thing {
    /// A thing with a value, when its name is explained. The value of a secret is masked.
    pub fn find(place: Place, name: &str, value: &str) -> Option<Self> {
        let term = terms::find(place, name)?;
        let last = name.rsplit('/').next().unwrap_or(name);
        let value = match place {
            Place::RequestHeader | Place::ResponseHeader => {
                redact::replace(value, &redact::in_header(name, value), |_, secret| mask(secret))
            }
            // The last part of /oauth/token is called as a secret is, and is none.
            _ if place != Place::Url && redact::is_secret_name(last) => mask(value),
            _ => redact::replace(value, &redact::in_words(value), |_, secret| mask(secret)),
        };
        let value = match value.char_indices().nth(SHOWN) {
            Some((at, _)) => format!("{}…", &value[..at]),
            None => value,
        };
        Some(Self { place, name: name.to_owned(), value, term: Cow::Borrowed(term), at: 0 })
    }

    /// The same, beginning there on its line.
    #[must_use]
    fn at(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// Whether both are one thing, wherever it was met.
    fn is(&self, other: &Self) -> bool {
        (self.place, &self.name, &self.value, &self.term) == (other.place, &other.name, &other.value, &other.term)
    }

    /// The same with what stands inside its value.
    pub fn with_inner(place: Place, name: &str, value: &str) -> Vec<Self> {
        let own = Self::find(place, name, value);
        let inner = terms::inside(place, name, value).into_iter();
        own.into_iter().chain(inner.filter_map(|inner| Self::find(inner.place, &inner.name, &inner.value))).collect()
    }

    /// What it is called.
    pub fn title(&self) -> String {
        let last =
            if self.place == Place::Scope { &self.name } else { self.name.rsplit('/').next().unwrap_or(&self.name) };
        match &self.term.title {
            Some(title) if self.place == Place::Url && *title != self.name => {
                format!("{} · {title}", self.shown_name())
            }
            Some(title) => title.clone(),
            None if matches!(self.place, Place::Url | Place::Value | Place::Method) => self.shown_name(),
            None => last.to_owned(),
        }
    }

    /// Its name in a list of several.
    fn shown_name(&self) -> String {
        match self.place {
            Place::Url if !self.value.is_empty() => self.value.clone(),
            Place::Screen | Place::Finding => self.term.title.clone().unwrap_or_else(|| self.name.clone()),
            Place::Value => self.name.split_once('=').map_or(self.name.as_str(), |(_, value)| value).to_owned(),
            _ => self.name.clone(),
        }
    }

    /// All that is told of it.
    fn lines(&self) -> Vec<Line> {
        let mut lines =
            vec![Line::of(Role::Title, &self.title()).with(Role::Comment, &format!("   {}", self.place.words()))];
        let stands_in_title = matches!(
            self.place,
            Place::Url | Place::Value | Place::Scope | Place::Method | Place::Screen | Place::Finding
        );
        if !self.value.is_empty() && !stands_in_title {
            lines.push(Line::of(Role::Comment, "Here  ").with(Role::FormValue, &self.value));
        }
        lines.extend(text(&self.term));
        lines
    }
}

/// The labelled sections of a term.
pub fn text(term: &Term) -> Vec<Line> {
    let mut lines = Vec::new();
    for (label, text) in term.sections() {
        lines.push(Line::new());
        lines.push(Line::of(Role::FormName, label).with(Role::Plain, "  ").with(Role::Plain, &text));
    }
    lines
}

/// The dialog: the things under the cursor, of which one is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// All of them.
    pub things: Vec<Thing>,
    /// The one that is explained.
    pub at: usize,
    /// The first line shown.
    pub scroll: usize,
}

/// The columns that it would like to have.
const COLUMNS: u16 = 84;

/// So many names are listed above the text; of more, those around the one that is explained.
const LISTED: usize = 9;

impl Meaning {
    /// Of things that were found; `None` when there are none. One that is met twice is told once.
    pub fn of(things: Vec<Thing>) -> Option<Self> {
        Self::on_row(things, &(0..usize::MAX))
    }

    /// The same of the things of a line: the first one is that at a row of it, given as a byte range of its text.
    pub fn on_row(things: Vec<Thing>, row: &Range<usize>) -> Option<Self> {
        let first = things.get(standing::first_on(&things, row)).cloned()?;
        let mut once: Vec<Thing> = Vec::with_capacity(things.len());
        for thing in things {
            if !once.iter().any(|known| known.is(&thing)) {
                once.push(thing);
            }
        }
        let at = once.iter().position(|thing| thing.is(&first)).unwrap_or(0);
        Some(Self { things: once, at, scroll: 0 })
    }

    /// What stands on it.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.things.len() > 1 {
            lines.extend([self.list(), Line::new()]);
        }
        if let Some(thing) = self.things.get(self.at) {
            lines.extend(thing.lines());
        }
        lines
    }

    /// The names of all things, the one that is explained in brackets.
    fn list(&self) -> Line {
        let mut line = Line::of(Role::Comment, &format!("{} of {}  ", self.at + 1, self.things.len()));
        let first = self.at.saturating_sub(LISTED / 2).min(self.things.len().saturating_sub(LISTED));
        if first > 0 {
            line.push(Role::Comment, "… ");
        }
        for (index, thing) in self.things.iter().enumerate().skip(first).take(LISTED) {
            if index > first {
                line.push(Role::Comment, " · ");
            }
            let name: String = thing.shown_name().chars().take(40).collect();
            if index == self.at {
                line.push(Role::FormName, &format!("[{name}]"));
            } else {
                line.push(Role::Comment, &name);
            }
        }
        if first + LISTED < self.things.len() {
            line.push(Role::Comment, " …");
        }
        line
    }
}

impl Verbs for Meaning {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        Some(Page::new(self.lines(), COLUMNS))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn sideways(&mut self, by: isize) -> Then {
        self.at = self.at.saturating_add_signed(by).min(self.things.len().saturating_sub(1));
        self.scroll = 0;
        None
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code == KeyCode::Char('e') { then(|turn| turn.close_dialog()) } else { closing_letter(key) }
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let mut hints = Vec::new();
        if self.things.len() > 1 {
            hints.push(Hint::sideways("the next thing"));
        }
        if self.page(model).is_some_and(|page| page.last_top(model.size) > 0) {
            hints.push(Hint::vertical("scroll"));
        }
        hints
    }
}
