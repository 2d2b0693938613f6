//! Pane 3: which message, how it is shown, where in it one is.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Model,
    control::Pane,
    document::{
        self, Body, Document, Done, Hits, Job, Mode, Options, Place, SMALL, Secrets, Ticket, Whole, Width, Work,
        Worked, rows,
    },
    field::TextField,
    layout,
    msg::Effect,
};
use crate::oauth::{Exchange, ExchangeId, Outcome};

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
    /// The search under way.
    pub waits: Option<Ticket>,
}

/// A jq filter over the body.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The filter.
    pub code: TextField,
    /// Whether it is being typed.
    pub typing: bool,
    /// The run under way.
    pub running: Option<Ticket>,
    /// What it gave.
    pub result: Option<Arc<Body>>,
    /// Why it gave nothing.
    pub error: Option<String>,
}

/// What the head of a document was made of; when it changes, it is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    id: ExchangeId,
    outcome: std::mem::Discriminant<Outcome>,
    received: Option<usize>,
    options: Options,
}

/// What a body was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MadeBody {
    id: ExchangeId,
    mode: Mode,
    bytes: usize,
    whole: Whole,
}

/// The state of pane 3.
#[derive(Debug)]
pub struct Viewer {
    /// The index of the chosen message.
    pub selected: usize,
    /// Whether a new message is chosen when it comes.
    pub follow: bool,
    /// Raw, pretty or bytes.
    pub mode: Mode,
    /// Whether long lines are wrapped.
    pub wrap: bool,
    /// The first row shown.
    pub top: Place,
    /// The row that one is at: what is folded, and whose path and value are copied.
    pub cursor: Place,
    /// The first column shown, when lines are not wrapped.
    pub side: usize,
    /// Until when secrets are shown.
    pub shown_until: Option<Timestamp>,
    /// The search, when there is one.
    pub search: Option<Search>,
    /// The filter, when there is one.
    pub filter: Option<Filter>,
    /// The chosen message as lines.
    pub document: Document,
    /// The body of the chosen message, filtered or not.
    base: Option<Arc<Body>>,
    made: Option<Made>,
    made_body: Option<MadeBody>,
    laying: Option<Ticket>,
    tickets: u64,
    /// What is to be done outside.
    effects: Vec<Effect>,
}

impl Default for Viewer {
    fn default() -> Self {
        Self {
            selected: 0,
            follow: true,
            mode: Mode::default(),
            wrap: true,
            top: Place::default(),
            cursor: Place::default(),
            side: 0,
            shown_until: None,
            search: None,
            filter: None,
            document: Document::default(),
            base: None,
            made: None,
            made_body: None,
            laying: None,
            tickets: 0,
            effects: Vec::new(),
        }
    }
}

/// Makes the document anew where it is out of date, and keeps place and search within it. Called at the end of every
/// update, so that `view` only reads. What takes long comes back as work to be done.
pub fn refresh(model: &mut Model, now: Timestamp) -> Vec<Effect> {
    let size = document_size(model, now);
    if let Some(exchange) = model.exchanges.get(model.viewer.selected) {
        model.viewer.take(exchange);
        model.viewer.keep_in_sight(size);
    }
    std::mem::take(&mut model.viewer.effects)
}

/// Columns and rows that the chosen message has on the screen (the last column is the scroll bar's).
pub fn document_size(model: &Model, now: Timestamp) -> layout::Size {
    let frame = layout::areas(model, now).and_then(|areas| areas.pane(Pane::Messages)).unwrap_or_default();
    let inside = layout::inside(frame);
    let area = layout::message_areas(inside, model.exchanges.len(), &model.card()).document;
    layout::Size { width: area.width.saturating_sub(1), height: area.height }
}

impl Viewer {
    /// Chooses a message.
    pub fn select(&mut self, index: usize, count: usize) {
        self.selected = index.min(count.saturating_sub(1));
        self.follow = self.selected + 1 >= count;
    }

    /// How rows are broken in a document of that size.
    pub fn width(&self, size: layout::Size) -> Width {
        Width { cells: size.width, wrap: self.wrap }
    }

    fn options(&self) -> Options {
        let secrets = if self.shown_until.is_some() { Secrets::Shown } else { Secrets::Masked };
        Options { mode: self.mode, secrets }
    }

    /// Whether something is worked on that a spinner shows.
    pub fn is_working(&self) -> bool {
        self.laying.is_some() || self.filter.as_ref().is_some_and(|filter| filter.running.is_some())
    }

    /// Whether the body of a large message is being laid out.
    pub fn is_laying(&self) -> bool {
        self.laying.is_some()
    }

    /// The text field of this pane that is typed into.
    pub fn typed(&mut self) -> Option<&mut TextField> {
        let filter = self.filter.as_mut().filter(|filter| filter.typing).map(|filter| &mut filter.code);
        filter.or(self.search.as_mut().filter(|search| search.typing).map(|search| &mut search.needle))
    }

    /// Whether a text field of this pane is typed into.
    pub fn is_typing(&self) -> bool {
        self.is_typing_filter() || self.search.as_ref().is_some_and(|search| search.typing)
    }

    /// Whether it is the one of the filter.
    pub fn is_typing_filter(&self) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.typing)
    }

    /// Whether the body is one that a filter can work on.
    pub fn is_json(&self) -> bool {
        self.base.as_ref().is_some_and(|body| body.is_json() && !body.is_beginning())
    }

    /// The bytes of the body that is shown: those of the filter's results while there is a filter.
    pub fn shown_bytes(&self) -> Option<bytes::Bytes> {
        let result = self.filter.as_ref().and_then(|filter| filter.result.as_ref());
        result.map(|body| body.source().clone())
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    fn work(&mut self, job: Job) -> Ticket {
        let ticket = self.ticket();
        self.effects.push(Effect::Work(Work { ticket, job }));
        ticket
    }

    fn stop(&mut self, ticket: Option<Ticket>) {
        self.effects.extend(ticket.map(Effect::StopWork));
    }

    /// Takes in what has changed in the chosen message, or in how it is to be shown.
    fn take(&mut self, exchange: &Exchange) {
        let options = self.options();
        let received = exchange.arrived.as_ref().map(|arrived| arrived.received);
        let outcome = std::mem::discriminant(&exchange.outcome);
        let made = Made { id: exchange.id, outcome, received, options };
        if self.made.as_ref() == Some(&made) {
            return;
        }
        let before = self.made.replace(made);
        if before.as_ref().is_none_or(|before| before.id != exchange.id) {
            (self.top, self.cursor, self.side) = Default::default();
            let stopped = self.filter.take().and_then(|filter| filter.running);
            self.stop(stopped);
        }
        let unmasked = before.is_some_and(|before| before.options.secrets != options.secrets);
        self.document.set_head(Document::head(exchange, options));
        self.take_body(exchange, options.mode);
        if unmasked && self.filter.as_ref().is_some_and(|filter| filter.result.is_some()) {
            // A filter sees what the person sees.
            self.run_filter();
        }
        self.find_again();
    }

    fn take_body(&mut self, exchange: &Exchange, mode: Mode) {
        let answer = document::answer(exchange);
        let made_body =
            answer.map(|(answer, whole)| MadeBody { id: exchange.id, mode, bytes: answer.body().len(), whole });
        if self.made_body == made_body {
            return;
        }
        self.made_body = made_body;
        let laying = self.laying.take();
        self.stop(laying);
        let body = answer.map(|(answer, whole)| {
            let (headers, source) = (answer.headers(), answer.body());
            if source.len() <= SMALL {
                return Body::new(headers, source, mode, whole);
            }
            let job = Job::Lay { headers: headers.clone(), source: source.clone(), mode, whole };
            self.laying = Some(self.work(job));
            // Its beginning is there at once.
            Body::new(headers, &source.slice(..SMALL), mode, Whole::Beginning)
        });
        self.set_base(body.map(Arc::new));
    }

    fn set_base(&mut self, body: Option<Arc<Body>>) {
        self.base = body;
        let result = self.filter.as_ref().and_then(|filter| filter.result.clone());
        self.document.set_body(result.or_else(|| self.base.clone()));
    }

    /// A piece of work is done.
    pub fn worked(&mut self, worked: Worked, size: layout::Size) {
        let Worked { ticket, done } = worked;
        match done {
            Done::Laid(body) if self.laying == Some(ticket) => {
                self.laying = None;
                self.set_base(Some(body));
                self.find_again();
            }
            Done::Found(found) => {
                let Some(search) = self.search.as_mut().filter(|search| search.waits == Some(ticket)) else { return };
                search.waits = None;
                search.hits = self.document.find(search.needle.text(), found);
                self.go_to_match(0, size);
            }
            Done::Filtered(result) => {
                let Some(filter) = self.filter.as_mut().filter(|filter| filter.running == Some(ticket)) else { return };
                filter.running = None;
                match result {
                    Ok(body) => (filter.result, filter.error) = (Some(body), None),
                    // To be mended.
                    Err(error) => (filter.typing, filter.error) = (true, Some(error)),
                }
                let body = filter.result.clone();
                if filter.error.is_none() {
                    self.document.set_body(body);
                    let first = Place { line: self.document.head_len(), row: 0 };
                    (self.cursor, self.side) = (first, 0);
                    self.find_again();
                }
            }
            Done::Laid(_) => {}
        }
    }

    /// Looks for what was typed, from the top.
    pub fn find(&mut self) {
        if let Some(search) = &mut self.search {
            search.current = 0;
        }
        self.find_again();
    }

    fn find_again(&mut self) {
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
                Done::Laid(_) | Done::Filtered(_) => (Hits::default(), None),
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
            return;
        }
        let count_signed = isize::try_from(count).unwrap_or(isize::MAX);
        let current = isize::try_from(search.current).unwrap_or(0);
        search.current = usize::try_from((current + by).rem_euclid(count_signed)).unwrap_or(0);
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

    /// Runs the filter that was typed; an empty one is taken away.
    pub fn run_filter(&mut self) {
        let secrets = self.options().secrets;
        let Some(filter) = &mut self.filter else { return };
        filter.typing = false;
        filter.error = None;
        let code = filter.code.text().trim().to_owned();
        let running = filter.running.take();
        self.stop(running);
        match (&self.base, code.is_empty()) {
            (Some(body), false) => {
                let job = Job::Filter { code, body: Arc::clone(body), secrets };
                let ticket = self.work(job);
                if let Some(filter) = &mut self.filter {
                    filter.running = Some(ticket);
                }
            }
            _ => self.drop_filter(),
        }
    }

    /// Takes a step back from filtering: from typing, from a run, from its results. `false` when there was no filter.
    pub fn leave_filter(&mut self) -> bool {
        let Some(filter) = &mut self.filter else { return false };
        let running = filter.running.take();
        if running.is_some() {
            filter.error = Some("stopped".to_owned());
            self.stop(running);
        } else if filter.typing && filter.result.is_some() {
            filter.typing = false;
        } else {
            self.drop_filter();
        }
        true
    }

    fn drop_filter(&mut self) {
        if self.filter.take().is_some_and(|filter| filter.result.is_some()) {
            self.document.set_body(self.base.clone());
            self.find_again();
        }
    }

    /// Moves the cursor by rows.
    pub fn move_by(&mut self, by: isize, size: layout::Size) {
        self.cursor = self.document.walk(self.cursor, by, self.width(size));
    }

    /// Scrolls by rows; the cursor stays where it is on the screen.
    pub fn page_by(&mut self, by: isize, size: layout::Size) {
        let width = self.width(size);
        self.top = self.document.walk(self.top, by, width);
        self.cursor = self.document.walk(self.cursor, by, width);
    }

    /// Scrolls by rows; the cursor stays where it is in the message, as far as it stays in sight.
    pub fn scroll_by(&mut self, by: isize, size: layout::Size) {
        let width = self.width(size);
        self.top = self.document.walk(self.top, by, width).min(self.document.last_top(width, size.height));
        let last = self.document.walk(self.top, isize::try_from(size.height).unwrap_or(1) - 1, width);
        self.cursor = self.cursor.clamp(self.top, last.max(self.top));
    }

    /// Goes to the first row.
    pub fn to_top(&mut self) {
        self.cursor = Place::default();
    }

    /// Goes to the last row.
    pub fn to_end(&mut self) {
        self.cursor = Place { line: usize::MAX, row: usize::MAX };
    }

    /// Folds (`Some(true)`), unfolds, or whichever it is not, at the cursor.
    pub fn fold(&mut self, wish: Option<bool>) {
        let on_screen = self.cursor.line.saturating_sub(self.top.line);
        if let Some(line) = self.document.fold(self.cursor.line, wish) {
            if line < self.top.line {
                // What folds above the screen takes its place on it along.
                self.top = Place { line: line.saturating_sub(on_screen), row: 0 };
            }
            self.cursor = Place { line, row: 0 };
        } else if wish == Some(false) {
            // What is open is entered.
            self.cursor = Place { line: (self.cursor.line + 1).min(self.document.len().saturating_sub(1)), row: 0 };
        }
    }

    /// Changes folds all over the message; the cursor stays at what it is at.
    pub fn fold_with(&mut self, change: impl FnOnce(&mut Document)) {
        let on_screen = self.cursor.line.saturating_sub(self.top.line);
        let anchor = self.document.anchor(self.cursor.line);
        change(&mut self.document);
        let line = self.document.at_anchor(anchor);
        self.cursor = Place { line, row: 0 };
        self.top = Place { line: line.saturating_sub(on_screen), row: 0 };
    }

    /// Scrolls to the side, when lines are not wrapped.
    pub fn side_by(&mut self, by: isize, height: u16) {
        let lines = self.top.line..self.top.line.saturating_add(usize::from(height));
        let widest = self.document.width_of(lines);
        self.side = self.side.saturating_add_signed(by).min(widest.saturating_sub(8));
    }

    fn keep_in_sight(&mut self, size: layout::Size) {
        let width = self.width(size);
        let document = &self.document;
        self.cursor = document.clamp(self.cursor, width);
        self.top = document.clamp(self.top, width);
        let height = usize::from(size.height.max(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if document.distance(self.top, self.cursor, height, width) >= height {
            self.top = document.walk(self.cursor, 1 - isize::try_from(height).unwrap_or(1), width);
        }
        self.top = self.top.min(document.last_top(width, size.height));
    }
}
