//! What the doctor finds.

use super::text::page;
use crate::{
    app::{
        Model,
        dialog::{Doctor, Verbs},
    },
    ui::canvas::Canvas,
};

/// ```text
/// ┌ Doctor ────────────────────────────────── asking: client id ┐
/// │ ✓ server   http://127.0.0.1:18800 answers, and says that …  │
/// │ ✗ client id and secret   The id or the secret is wrong; …   │
/// │   → Copy both again from the developer tools …              │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Doctor) {
    let asking = model.doctor.as_ref().and_then(|doctor| doctor.asking.as_ref());
    let waits = model.doctor.as_ref().is_some_and(|doctor| doctor.asks_secret.is_some());
    let state = match asking {
        None if waits => format!("{} asking: the profile's command", canvas.spinner()),
        Some((_, probe)) => format!("{} asking: {}", canvas.spinner(), probe.what()),
        None => model.doctor.as_ref().map_or_else(String::new, |doctor| doctor.checkup.outcome()),
    };
    page(canvas, "Doctor", &state, dialog.page(model), dialog.scroll);
}
