//! The token shelf.

use ratatui::layout::Rect;

use super::{below, list, open};
use crate::{
    app::{
        Model,
        dialog::Verbs,
        document::Role,
        shelf::{Shelf, ShelvedToken},
    },
    oauth::Standing,
    text,
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ Stored tokens ───────────────────────────── p probes · d forgets ┐
/// │ ✓ local    0000-0002-4456-8947  5 min ago   APP-PLAYGROUND000001 │
/// │ · local    0000-0002-4456-8947  1 day ago   APP-PLAYGROUND000001 │
/// │                                                                  │
/// │ · unknown: nobody has asked the server; p asks                   │
/// │ /authenticate /read-limited · for about 20 years                 │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, shelf: &Shelf) {
    let places = shelf.places(model, canvas.now);
    let right = if shelf.is_empty() { "" } else { "p probes · d forgets" };
    let inside = open(canvas, "Stored tokens", right, &places);
    let (area, tokens) = (places.list, shelf.tokens.as_deref().unwrap_or_default());
    let columns = columns_of_places(tokens, area.width);
    list(canvas, area, tokens.len(), shelf.selection.row, |canvas, index, place| {
        if let Some(token) = tokens.get(index) {
            let before = index.checked_sub(1).filter(|_| place.y > area.y).and_then(|index| tokens.get(index));
            row(canvas, place, token, before, columns);
        }
    });
    let mut rest = below(inside, area.height + u16::from(area.height > 0));
    for line in &shelf.about(canvas.now) {
        let used = canvas.prose_cut(rest, line);
        rest = below(rest, used);
    }
}

/// The columns that the environments take: those of the longest name, as far as there is room for it.
fn columns_of_places(tokens: &[ShelvedToken], room: u16) -> u16 {
    let longest = tokens.iter().map(|token| text::width(&token.place())).max().unwrap_or_default();
    let most = if room < 84 { 17 } else { 24 };
    u16::try_from(longest + 1).unwrap_or(most).clamp(11, most)
}

/// One token; what is the same as in the row above steps back.
fn row(canvas: &mut Canvas<'_>, place: Rect, token: &ShelvedToken, before: Option<&ShelvedToken>, places: u16) {
    let now = canvas.now;
    let (mark, role) = mark(token.record.standing(now));
    let style = canvas.theme.role(role);
    canvas.put(place.x, place.y, 1, mark, style);
    let same = |what: fn(&ShelvedToken) -> String| before.is_some_and(|before| what(before) == what(token));
    let same_place = same(|token| token.environment.to_string());
    let same_client = same_place && same(|token| token.client_id.clone());
    let same_person = same_client && same(|token| token.whose());
    let environment = (text::sanitize(&token.place()).into_owned(), same_place);
    let client = (text::sanitize(&token.client_id).into_owned(), same_client);
    let person = (text::sanitize(&token.whose()).into_owned(), same_person);
    let age = (text::age(token.record.received_at, now), false);
    // From the most to the least telling, as far as there is room.
    let cells: Vec<(u16, (String, bool))> = match place.width {
        ..44 => vec![(20, person), (12, age)],
        44..68 => vec![(places, environment), (20, person), (12, age)],
        68..84 => vec![(places, environment), (22, client), (20, person), (12, age)],
        84.. => vec![(places, environment), (22, client), (20, person), (12, age), (60, (token.ends(now), false))],
    };
    let mut x = place.x + 2;
    for (width, (words, same)) in cells {
        let room = (width - 1).min(place.right().saturating_sub(x));
        let style = if same { canvas.theme.role(Role::Comment) } else { canvas.theme.part(Part::Value) };
        canvas.put(x, place.y, room, &words, style);
        x = x.saturating_add(width);
    }
}

fn mark(standing: Standing) -> (&'static str, Role) {
    match standing {
        Standing::Live => ("✓", Role::Good),
        Standing::Refused | Standing::SpentCode => ("✗", Role::Bad),
        Standing::Revoked | Standing::Expired => ("!", Role::Warning),
        Standing::Unknown => ("·", Role::Comment),
    }
}
