//! Where one is in a message: kept when one leaves it for another message, another form of it, a search or a filter, and
//! found again on return.

use std::sync::Arc;

use super::{MadeBody, Viewer};
use crate::app::{
    document::{Body, Folds, Place},
    layout,
};

/// The columns of a row of sixteen bytes.
const SIXTEEN_BYTES: u16 = 10 + 3 * 16 + 1 + 16;

/// A place in a message, with what is folded around it.
#[derive(Clone, Debug, Default)]
pub struct Position {
    cursor: Place,
    top: Place,
    side: usize,
    /// What is folded, and of which body: another has other lines.
    folds: Folds,
    body: Option<Arc<Body>>,
}

/// Such a place in a message that one has left.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    position: Position,
    /// What its body was made of, once more when one returns.
    body: Option<MadeBody>,
    /// How many bytes stood in a row: in other rows it is another line.
    bytes_per_row: usize,
}

impl Viewer {
    /// Where one is.
    pub(super) fn here(&self) -> Position {
        let (folds, body) = (self.document.folds().clone(), self.document.body().cloned());
        Position { cursor: self.cursor, top: self.top, side: self.side, folds, body }
    }

    /// Goes back to a place in what is shown.
    pub(super) fn go_back(&mut self, position: Position) {
        let Position { cursor, top, side, folds, body } = position;
        if let Some(body) = body {
            self.document.set_folds(&body, folds);
        }
        (self.cursor, self.top, self.side) = (cursor, top, side);
    }

    /// Keeps the place in the message that is left: of the whole body, when its place was taken by what a filter gave.
    pub(super) fn keep_place(&mut self) {
        let Some(made) = &self.made else { return };
        let before = self.filter.as_ref().and_then(|filter| filter.before.clone());
        let position = Position { body: None, ..before.unwrap_or_else(|| self.here()) };
        let kept = Kept { position, body: self.made_body, bytes_per_row: self.bytes_per_row() };
        self.kept.insert((made.id, made.options.mode), kept);
    }

    /// Goes to where one was in the message that has come, else to its beginning. Of a large one only the beginning is
    /// there at first; then the place stays kept until it is laid out.
    pub(super) fn return_to_place(&mut self) {
        (self.cursor, self.top, self.side) = Default::default();
        if self.laying.is_none() {
            self.return_to_kept();
        }
    }

    /// Goes to where one was in this message, when one was in it.
    pub(super) fn return_to_kept(&mut self) {
        let Some(key) = self.made.as_ref().map(|made| (made.id, made.options.mode)) else { return };
        let (body, row) = (self.made_body, self.bytes_per_row());
        let is_same = |kept: &Kept| kept.body == body && kept.bytes_per_row == row;
        if let Some(Kept { position, .. }) = self.kept.remove(&key).filter(is_same) {
            self.go_back(Position { body: self.document.body().cloned(), ..position });
        }
    }

    /// How many bytes stand in a row.
    pub(super) fn bytes_per_row(&self) -> usize {
        if self.short_rows { 8 } else { 16 }
    }

    /// Shows bytes in rows that fit, where rows are not scrolled sideways.
    pub(super) fn fit_bytes(&mut self, size: layout::Size) {
        let short_rows = self.wrap && size.width < SIXTEEN_BYTES;
        if short_rows == self.short_rows {
            return;
        }
        self.short_rows = short_rows;
        let (head, cursor) = (self.document.head_len(), self.cursor.line);
        let base = self.base.clone();
        let bytes = base.as_ref().filter(|body| body.bytes_per_line().is_some());
        let offset = bytes.zip(cursor.checked_sub(head)).map(|(body, line)| body.range(line).start);
        self.set_base(base);
        if let Some((offset, body)) = offset.zip(self.base.as_ref()) {
            let line = head + body.line_at(offset);
            let on_screen = cursor.saturating_sub(self.top.line);
            self.cursor = Place { line, row: 0 };
            self.top = Place { line: line.saturating_sub(on_screen), row: 0 };
        }
    }
}
