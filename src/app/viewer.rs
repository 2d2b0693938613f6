//! Pane 3: which message, how it is shown, where in it one is.

use jiff::Timestamp;

use super::{
    Model,
    control::Pane,
    document::{Document, Layout, Match, Mode, Options, Secrets},
    field::TextField,
    layout,
};
use crate::oauth::{ExchangeId, Outcome};

/// A search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub needle: TextField,
    /// Whether it is being typed.
    pub typing: bool,
    /// Where it stands.
    pub matches: Vec<Match>,
    /// Which of them is shown.
    pub current: usize,
}

/// What a made document was made of; when it changes, the document is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    id: ExchangeId,
    outcome: std::mem::Discriminant<Outcome>,
    options: Options,
}

/// The state of pane 3.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The index of the chosen message.
    pub selected: usize,
    /// Whether a new message is chosen when it comes.
    pub follow: bool,
    /// Raw or pretty.
    pub mode: Mode,
    /// Whether long lines are wrapped.
    pub wrap: bool,
    /// The first row shown.
    pub scroll: usize,
    /// The first column shown, when lines are not wrapped.
    pub side: usize,
    /// Until when secrets are shown.
    pub shown_until: Option<Timestamp>,
    /// The search, when there is one.
    pub search: Option<Search>,
    /// The chosen message as lines.
    pub document: Document,
    /// Those lines on the screen.
    pub rows: Layout,
    made: Option<Made>,
    laid: Option<(u16, bool)>,
}

impl Default for Viewer {
    fn default() -> Self {
        Self {
            selected: 0,
            follow: true,
            mode: Mode::default(),
            wrap: true,
            scroll: 0,
            side: 0,
            shown_until: None,
            search: None,
            document: Document::default(),
            rows: Layout::default(),
            made: None,
            laid: None,
        }
    }
}

/// Makes document and rows anew where they are out of date, and keeps scroll and search within them. Called at the end
/// of every update, so that `view` only reads.
pub fn refresh(model: &mut Model, now: Timestamp) {
    let size = document_size(model, now);
    let Some(exchange) = model.exchanges.get(model.viewer.selected) else { return };
    let viewer = &mut model.viewer;
    let secrets = if viewer.shown_until.is_some() { Secrets::Shown } else { Secrets::Masked };
    let options = Options { mode: viewer.mode, secrets };
    let made = Made { id: exchange.id, outcome: std::mem::discriminant(&exchange.outcome), options };
    let fresh = viewer.made.as_ref() != Some(&made);
    if fresh {
        if viewer.made.as_ref().is_none_or(|old| old.id != made.id) {
            viewer.scroll = 0;
            viewer.side = 0;
        }
        viewer.document = Document::new(exchange, options);
        viewer.made = Some(made);
        if let Some(search) = &mut viewer.search {
            search.matches = viewer.document.find(search.needle.text());
            search.current = search.current.min(search.matches.len().saturating_sub(1));
        }
    }
    if fresh || viewer.laid != Some((size.width, viewer.wrap)) {
        viewer.rows = Layout::new(&viewer.document, size.width, viewer.wrap);
        viewer.laid = Some((size.width, viewer.wrap));
    }
    viewer.scroll = viewer.scroll.min(viewer.rows.rows().saturating_sub(usize::from(size.height.max(1))));
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

    /// Scrolls by rows; `refresh` keeps it within the message.
    pub fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows);
    }

    /// Goes to the match that is `by` further, around the end.
    pub fn go_to_match(&mut self, by: isize, height: u16) {
        let Some(search) = &mut self.search else { return };
        let count = search.matches.len();
        if count == 0 {
            return;
        }
        let count_signed = isize::try_from(count).unwrap_or(isize::MAX);
        let current = isize::try_from(search.current).unwrap_or(0);
        search.current = usize::try_from((current + by).rem_euclid(count_signed)).unwrap_or(0);
        let hit = &search.matches[search.current];
        let row = self.rows.row_of_match(hit);
        let height = usize::from(height.max(1));
        if row < self.scroll || row >= self.scroll + height {
            self.scroll = row.saturating_sub(height / 2);
        }
        if !self.wrap {
            self.side = self.document.columns(hit).start.saturating_sub(10);
        }
    }

    /// Looks for what was typed, from the top.
    pub fn find(&mut self) {
        let document = &self.document;
        if let Some(search) = &mut self.search {
            search.matches = document.find(search.needle.text());
            search.current = 0;
        }
    }
}
