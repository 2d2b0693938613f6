//! Pane 3: which message, how it is shown, where in it one is.

mod filter;
mod find;
mod motion;
mod place;

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

pub use filter::Filter;
pub use find::Search;
use place::Kept;
pub use place::Position;

use super::{
    Model,
    control::Pane,
    document::{
        self, Body, Document, Done, Job, Mode, Options, Place, SMALL, Secrets, Ticket, Whole, Width, Work, Worked,
    },
    field::TextField,
    layout,
    msg::Effect,
};
use crate::oauth::{Exchange, ExchangeId, Outcome, Purpose};

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
    /// What was looked for last.
    pub looked_for: String,
    /// The filter, when there is one.
    pub filter: Option<Filter>,
    /// What was filtered by last.
    pub filtered_by: String,
    /// The chosen message as lines.
    pub document: Document,
    /// The body of the chosen message, filtered or not.
    base: Option<Arc<Body>>,
    made: Option<Made>,
    made_body: Option<MadeBody>,
    /// Where one was in the messages that one has left, and in their other forms.
    kept: HashMap<(ExchangeId, Mode), Kept>,
    /// Whether bytes are shown in rows of eight, because sixteen do not fit.
    short_rows: bool,
    laying: Option<Ticket>,
    /// The folding of a whole tree that is under way.
    folding: Option<Ticket>,
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
            looked_for: String::new(),
            filter: None,
            filtered_by: ".".to_owned(),
            document: Document::default(),
            base: None,
            made: None,
            made_body: None,
            kept: HashMap::new(),
            short_rows: false,
            laying: None,
            folding: None,
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
        model.viewer.fit_bytes(size);
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
    /// Chooses a message. The newest one is followed by those that come; a request to the control interface behind it is no
    /// part of the dance, and makes no difference.
    pub fn select(&mut self, index: usize, messages: &[Exchange]) {
        self.selected = index.min(messages.len().saturating_sub(1));
        self.follow = messages.iter().skip(self.selected + 1).all(|newer| newer.purpose == Purpose::Control);
    }

    /// Begins anew with these messages, shown as the earlier ones were; what was looked for is proposed again.
    pub fn clear(&mut self, messages: &[Exchange]) {
        let filtering = self.filter.take().and_then(|filter| filter.running);
        let under_way = [self.laying.take(), self.folding.take(), filtering];
        under_way.into_iter().for_each(|ticket| self.stop(ticket));
        let effects = std::mem::take(&mut self.effects);
        let Self { mode, wrap, tickets, looked_for, filtered_by, .. } = std::mem::take(self);
        *self = Self { mode, wrap, tickets, looked_for, filtered_by, effects, ..Self::default() };
        self.select(messages.len(), messages);
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
        let before = self.made.as_ref().map(|made| (made.id, made.options.mode));
        let other = before != Some((exchange.id, options.mode));
        if other {
            self.keep_place();
        }
        let before = self.made.replace(made);
        if before.as_ref().is_none_or(|before| before.id != exchange.id) {
            let stopped = self.filter.take().and_then(|filter| filter.running);
            self.stop(stopped);
        }
        let unmasked = before.as_ref().is_some_and(|before| before.options.secrets != options.secrets);
        match before {
            Some(before) if (before.id, before.outcome, before.options) == (exchange.id, outcome, options) => {
                self.document.renew_answer(exchange);
            }
            Some(_) | None => self.document.set_head(Document::head(exchange, options)),
        }
        self.take_body(exchange, options.mode);
        if other {
            self.return_to_place();
        }
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
        let row = self.bytes_per_row();
        self.base = body.map(|body| match body.bytes_per_line() {
            Some(other) if other != row => Arc::new(body.with_bytes_per_line(row)),
            Some(_) | None => body,
        });
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
                self.return_to_kept();
                self.find_again();
            }
            Done::Found(found) => {
                let Some(search) = self.search.as_mut().filter(|search| search.waits == Some(ticket)) else { return };
                search.waits = None;
                search.hits = self.document.find(search.needle.text(), found);
                self.go_on_from_begin();
                self.go_to_match(0, size);
            }
            Done::Filtered(result) => {
                let here = self.here();
                let Some(filter) = self.filter.as_mut().filter(|filter| filter.running == Some(ticket)) else { return };
                filter.running = None;
                match result {
                    Ok(body) => {
                        filter.before.get_or_insert(here);
                        (filter.result, filter.error) = (Some(body), None);
                    }
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
            Done::Folded(body, folds) if self.folding == Some(ticket) => {
                self.folding = None;
                self.keep_cursor(|document| document.set_folds(&body, folds));
            }
            Done::Laid(_) | Done::Folded(..) => {}
        }
    }
}
