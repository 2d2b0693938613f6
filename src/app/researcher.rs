//! The researcher's part, played in the terminal: who signs in, and what they answer.

use std::ops::Range;

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{
    Hint, Model,
    browser::{AskedScope, Consent, Person},
    dialog::{Places, Spot, Then, Verbs, then},
    document::{Line, Role},
    layout::{below, dialog_width, rows_of, total},
};
use crate::{oauth::ExchangeId, text};

/// What has the focus in the dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The researcher's name, changed with the arrows.
    Person,
    /// The Authorize button.
    #[default]
    Approve,
    /// The Deny button.
    Deny,
}

/// What its buttons say.
pub const BUTTONS: [&str; 2] = ["Authorize access", "Deny access"];

/// The dialog's state.
#[derive(Clone, Debug, Default)]
pub struct Researcher {
    /// The request that the dialog waits for.
    pub loading: Option<ExchangeId>,
    /// Where that request went, for redirects relative to it.
    pub at: String,
    /// Everybody who can sign in, once the sign-in page was seen.
    pub people: Vec<Person>,
    /// Whom the user chose.
    pub chosen: usize,
    /// How many after that one are wanted, until the sign-in page names everybody.
    pub wanted: isize,
    /// The consent page, once it is there.
    pub consent: Option<Consent>,
    /// What has the focus.
    pub part: Part,
    /// The first scope shown, when there are more than fit.
    pub first: usize,
    /// ORCID's error sentence, or why a page could not be had.
    pub error: Option<String>,
}

impl AskedScope {
    /// Its value as it is shown, and the rows that its words take before it.
    pub fn shown(&self, columns: u16) -> (String, u16) {
        // The longest of ORCID's are whole where there is room for their words beside them.
        let most = if columns < 60 { columns / 2 } else { columns * 3 / 5 };
        let scope = text::truncate(&text::sanitize(&self.scope), usize::from(most)).into_owned();
        let taken = u16::try_from(text::width(&scope)).unwrap_or(u16::MAX).saturating_add(4);
        let rows = rows_of(&self.text, columns.saturating_sub(taken));
        (scope, rows)
    }
}

impl Consent {
    /// Who asks.
    pub fn question(&self) -> Line {
        Line::of(Role::Title, &self.client_name)
            .with(Role::Plain, " has asked for the following access to your ORCID record:")
    }

    /// The scopes in sight from `first` on, in so much room, with `gap` rows between question and scopes. Where some come
    /// before or after them, a line above or below says how many; the question is there as long as nothing was scrolled.
    pub fn in_sight(&self, room: Rect, gap: u16, first: usize) -> Range<usize> {
        let first = first.min(self.scopes.len().saturating_sub(1));
        let question = || rows_of(self.question().text(), room.width);
        let left = room.height.saturating_sub(if first > 0 { 1 } else { question().saturating_add(gap) });
        let fitting = |mut left: u16| {
            let fits = self.scopes[first..].iter().take_while(|asked| {
                let rows = asked.shown(room.width).1;
                let fits = rows <= left;
                left = left.saturating_sub(rows);
                fits
            });
            first + fits.count()
        };
        let end = fitting(left);
        // One is shown whatever the room, as far as it goes: else nobody could come to see it.
        let end = if end < self.scopes.len() { fitting(left.saturating_sub(1)).max(first + 1) } else { end };
        first..end
    }
}

impl Researcher {
    /// What stands in front of who is signed in, where there is room.
    pub fn label(width: u16) -> &'static str {
        if width >= 58 { "Signed in as  " } else { "" }
    }

    /// The rows between the question and the scopes, which are those below the list, too.
    pub fn gap(places: &Places) -> u16 {
        places.row(0).y.saturating_sub(places.list.bottom())
    }

    /// The scopes in sight.
    pub fn in_sight(&self, places: &Places) -> Option<Range<usize>> {
        self.consent.as_ref().map(|consent| consent.in_sight(places.list, Self::gap(places), self.first))
    }

    /// Scrolls the scopes by a page, or to an end.
    pub fn scroll(&mut self, by: isize, places: &Places) {
        let Some((consent, seen)) = self.consent.as_ref().zip(self.in_sight(places)) else { return };
        let (page, all) = (seen.len().max(1), consent.scopes.len());
        let last = all.saturating_sub(1);
        let here = |first: usize| consent.in_sight(places.list, Self::gap(places), first);
        match by {
            // No further than needed to see the last.
            1.. if seen.end == all => {}
            1.. => {
                let wanted = if by > 10 { last } else { self.first.saturating_add(page) };
                let enough = (self.first..=wanted).find(|first| here(*first).end == all);
                self.first = enough.unwrap_or(wanted).min(last);
            }
            _ => self.first = if by < -10 { 0 } else { self.first.saturating_sub(page) },
        }
    }
}

impl Verbs for Researcher {
    fn step(&mut self, by: isize, _rows: usize) -> Then {
        if by.abs() > 1 {
            return then(move |turn| turn.scroll_consent(by));
        }
        let parts = [Part::Person, Part::Approve, Part::Deny];
        let here = parts.iter().position(|part| *part == self.part).unwrap_or(0);
        // Around the end, as between the buttons of a question.
        self.part = parts[(here + parts.len()).saturating_add_signed(by.clamp(-1, 1)) % parts.len()];
        None
    }

    fn sideways(&mut self, by: isize) -> Then {
        match (self.part, by) {
            (Part::Person, _) => return then(move |turn| turn.other_person(by)),
            (Part::Approve | Part::Deny, ..0) => self.part = Part::Approve,
            (Part::Approve | Part::Deny, _) => self.part = Part::Deny,
        }
        None
    }

    fn choose(&mut self, row: usize) -> Then {
        self.part = [Part::Person, Part::Approve, Part::Deny][row.min(2)];
        None
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let Some(consent) = self.consent.as_ref().filter(|_| self.error.is_none()) else { return Places::default() };
        let (screen, columns) = (model.size.height, dialog_width(model.size, 68));
        let listed = total(consent.scopes.iter().map(|asked| asked.shown(columns).1));
        // Who, and the two buttons, stay whatever the height; on a low screen the empty lines go first.
        let lines = 2 + u16::from(columns < 36);
        let needed = total([rows_of(consent.question().text(), columns), listed, lines]);
        let gap = u16::from(total([needed, 3 + 3]) <= screen);
        // What comes next takes the last line where there is one to spare.
        let outlook = u16::from(total([needed, 3 * gap, 1 + 3]) <= screen && columns >= 56);
        let mut places = Places::new(model.size, columns, total([needed, 3 * gap, outlook]));
        let inside = places.inside;
        let foot = lines + gap + outlook;
        places.list = Rect { height: inside.height.saturating_sub(foot + gap), ..inside };
        let row = below(inside, inside.height.saturating_sub(lines - 1 + outlook));
        let row = Rect { height: row.height.saturating_sub(outlook), ..row };
        let mut places = places.line(Spot::Value(0), inside.height.saturating_sub(foot)).buttons(row, &BUTTONS, 1);
        let line = places.row(0);
        let label = u16::try_from(Self::label(line.width).len()).unwrap_or(0);
        places.back = Rect { x: line.x + label, width: 2, ..line }.intersection(line);
        places
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.researcher_pressed())
    }

    fn closed(&mut self) -> Then {
        let loading = self.loading;
        then(move |turn| turn.researcher_left(loading))
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let Some(consent) = &self.consent else { return Vec::new() };
        let mut moves = match self.part {
            Part::Person => vec![Hint::sideways("another researcher"), Hint::next()],
            Part::Approve | Part::Deny => vec![Hint::next()],
        };
        // The geometry knows no time.
        let seen = self.in_sight(&self.places(model, Timestamp::UNIX_EPOCH));
        if seen.is_some_and(|seen| seen.len() < consent.scopes.len()) {
            moves.insert(0, Hint::pages("all scopes"));
        }
        moves
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        self.consent.as_ref()?;
        let words = match self.part {
            Part::Person => "next researcher",
            Part::Approve => "authorize",
            Part::Deny => "deny",
        };
        Some(words.to_owned())
    }
}
