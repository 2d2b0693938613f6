//! Saved profiles.

use super::{list, open, width};
use crate::{
    app::{Model, dialog::Profiles, document::Role, profile::SecretSource},
    text,
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ Profiles ──────────────────────────────────────── d deletes ┐
/// │ ✓ demo        local        APP-PLAYGROUND000001   asks      │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Profiles) {
    let columns = width(canvas, 74);
    let rows = u16::try_from(model.profiles.len().clamp(1, 14)).unwrap_or(14);
    let inside = open(canvas, "Profiles", "d deletes", columns, rows);
    if model.profiles.is_empty() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put(inside.x, inside.y, inside.width, "No profile is saved.", style);
        return;
    }
    let names = model.profiles.iter().map(|profile| text::width(&text::sanitize(&profile.name))).max().unwrap_or(0);
    let names = u16::try_from(names).unwrap_or(u16::MAX).min(inside.width / 3);
    list(canvas, inside, model.profiles.len(), dialog.selection.row, |canvas, index, place| {
        let Some(profile) = model.profiles.get(index) else { return };
        let used = model.profile.as_deref() == Some(&profile.name);
        let good = canvas.theme.role(Role::Good);
        canvas.put(place.x, place.y, 1, if used { "✓" } else { "" }, good);
        let style = canvas.theme.part(Part::Value);
        canvas.put(place.x + 2, place.y, names, &text::sanitize(&profile.name), style);
        let secret = match &profile.secret {
            SecretSource::Ask => "secret asked each time",
            SecretSource::Remembered(_) => "secret remembered",
            SecretSource::Command(_) => "secret from a command",
        };
        let x = place.x + 2 + names + 2;
        let environment = text::sanitize(&profile.environment.to_string()).into_owned();
        let environment = text::truncate(&environment, 24);
        let words = format!("{environment:<10}  {}  {secret}", text::sanitize(&profile.client_id));
        let style = canvas.theme.role(Role::Comment);
        canvas.put(x, place.y, place.right().saturating_sub(x), &words, style);
    });
}
