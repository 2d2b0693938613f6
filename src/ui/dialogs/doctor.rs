//! What the doctor finds.

use super::{open, text::scrolled, width};
use crate::{
    app::{Model, layout},
    text,
    ui::canvas::Canvas,
};

/// ```text
/// ┌ Doctor ────────────────────────────────── asking: client id ┐
/// │ ✓ server   http://127.0.0.1:18800 answers, and says that …  │
/// │ ✗ client id and secret   The id or the secret is wrong; …   │
/// │   → Copy both again from the developer tools …              │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, scroll: usize) {
    let columns = width(canvas, layout::DOCTOR_COLUMNS);
    let lines = model.doctor.as_ref().map(|doctor| doctor.checkup.document()).unwrap_or_default();
    let asking = model.doctor.as_ref().and_then(|doctor| doctor.asking.as_ref());
    let state = asking.map(|(_, probe)| format!("{} asking: {}", canvas.spinner(), probe.what()));
    let rows: usize = lines.iter().map(|line| text::wrap_words(line.text(), usize::from(columns)).len()).sum();
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let inside = open(canvas, "Doctor", state.as_deref().unwrap_or("over"), columns, rows);
    scrolled(canvas, inside, &lines, scroll);
}
