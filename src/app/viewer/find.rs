//! Searching in the message.

use std::sync::Arc;

use super::{Position, Viewer};
use crate::app::{
    document::{Done, Hit, Hits, Job, Options, Place, SMALL, Ticket, rows},
    field::TextField,
    layout,
};

/// A search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub needle: TextField,
    /// Whether it is being typed.
    pub typing: bool,
    /// Where it stands.
    pub hits: Hits,
    /// Which of them is shown.
    pub current: usize,
    /// Where it began: there one is again when what is typed is nowhere, or it is given up while it is typed.
    pub(in crate::app) from: Position,
    /// Where it looks from.
    begin: Option<Hit>,
    /// The search under way.
    pub waits: Option<Ticket>,
}

impl Viewer {
    /// Begins to type what is looked for.
    pub fn begin_search(&mut self) {
        let begin = Some(self.document.place_of(self.cursor.line));
        self.search = Some(Search { typing: true, from: self.here(), begin, ..Search::default() });
    }

    /// What was typed is looked for; from now on keys go from match to match. `false` when it is nowhere: then one is
    /// where it began.
    pub fn end_typing(&mut self) -> bool {
        let Some(search) = self.search.as_mut().filter(|search| search.typing) else { return true };
        let nothing = search.needle.is_empty();
        if nothing || (search.hits.is_empty() && search.waits.is_none()) {
            self.leave_search();
            return nothing;
        }
        search.typing = false;
        self.looked_for = search.needle.text().to_owned();
        true
    }

    /// Gives up a search: while it is typed, one is where it began. `false` when there was none.
    pub fn leave_search(&mut self) -> bool {
        let Some(search) = self.search.take() else { return false };
        self.stop(search.waits);
        if search.typing {
            self.go_back(search.from);
        }
        true
    }

    /// Looks once more for what was looked for last.
    pub fn look_again(&mut self) {
        self.begin_search();
        if let Some(search) = &mut self.search {
            (search.needle, search.typing) = (TextField::new(&self.looked_for), false);
        }
        self.find();
    }

    /// Looks for what was typed, from where one was.
    pub fn find(&mut self) {
        self.find_again();
        self.go_on_from_begin();
    }

    /// The match that is shown is the first one from where the search began.
    pub(super) fn go_on_from_begin(&mut self) {
        if let Some(search) = &mut self.search {
            search.current = search.begin.map_or(0, |begin| search.hits.first_from(begin));
        }
    }

    pub(super) fn find_again(&mut self) {
        let Options { mode, secrets } = self.options();
        let Some(search) = &mut self.search else { return };
        let stopped = search.waits.take();
        let needle = search.needle.text().to_owned();
        let job = self.document.body().filter(|_| !needle.is_empty()).map(|body| {
            let large = body.source().len() > SMALL;
            (large, Job::Find { body: Arc::clone(body), needle: needle.clone(), mode, secrets })
        });
        let (hits, waits) = match job {
            Some((true, job)) => (Hits::default(), Some(job)),
            Some((false, job)) => match job.perform(&|| true) {
                Done::Found(found) => (self.document.find(&needle, found), None),
                Done::Laid(_) | Done::Folded(..) | Done::Filtered(_) => (Hits::default(), None),
            },
            None => (self.document.find(&needle, Hits::default()), None),
        };
        self.stop(stopped);
        let waits = waits.map(|job| self.work(job));
        if let Some(search) = &mut self.search {
            search.current = search.current.min(hits.len().saturating_sub(1));
            (search.hits, search.waits) = (hits, waits);
        }
    }

    /// Goes to the match that is `by` further, around the end.
    pub fn go_to_match(&mut self, by: isize, size: layout::Size) {
        let width = self.width(size);
        let Some(search) = &mut self.search else { return };
        let count = search.hits.len();
        if count == 0 {
            if search.typing && search.waits.is_none() {
                let from = search.from.clone();
                self.go_back(from);
            }
            return;
        }
        let count_signed = isize::try_from(count).unwrap_or(isize::MAX);
        let current = isize::try_from(search.current).unwrap_or(0);
        search.current = usize::try_from((current + by).rem_euclid(count_signed)).unwrap_or(0);
        if by != 0 {
            // Searched again, because the text has changed, it goes on from here.
            search.begin = search.hits.get(search.current);
        }
        let Some((line, at)) = self.document.show_hit(&search.hits, search.current, search.needle.text()) else {
            return;
        };
        let text = self.document.line(line);
        let row = rows(&text, width).iter().rposition(|row| row.start <= at).unwrap_or(0);
        if !self.wrap {
            self.side = crate::text::width(text.text().get(..at).unwrap_or_default()).saturating_sub(10);
        }
        drop(text);
        self.cursor = Place { line, row };
        if self.cursor < self.top
            || self.document.distance(self.top, self.cursor, usize::from(size.height), width)
                >= usize::from(size.height)
        {
            self.top = self.document.walk(self.cursor, -isize::try_from(size.height / 2).unwrap_or(0), width);
        }
    }
}
