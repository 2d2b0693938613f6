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
/// │ ·                               1 day ago                        │
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
    list(canvas, area, tokens.len(), shelf.selection.row, |canvas, index, place| {
        if let Some(token) = tokens.get(index) {
            let before = index.checked_sub(1).filter(|_| place.y > area.y).and_then(|index| tokens.get(index));
            row(canvas, place, token, before);
        }
    });
    let mut rest = below(inside, area.height + u16::from(area.height > 0));
    for line in &shelf.about(canvas.now) {
        let used = canvas.prose_cut(rest, line);
        rest = below(rest, used);
    }
}

/// One token; what is the same as in the row above is left out.
fn row(canvas: &mut Canvas<'_>, place: Rect, token: &ShelvedToken, before: Option<&ShelvedToken>) {
    let now = canvas.now;
    let (mark, role) = mark(token.record.standing(now));
    let style = canvas.theme.role(role);
    canvas.put(place.x, place.y, 1, mark, style);
    let same = |what: fn(&ShelvedToken) -> String| before.is_some_and(|before| what(before) == what(token));
    let environment = |token: &ShelvedToken| text::sanitize(&token.environment.to_string()).into_owned();
    let same_place = same(|token| token.environment.to_string());
    let same_client = same_place && same(|token| token.client_id.clone());
    let same_person = same_client && same(|token| token.whose());
    let shown = |hide: bool, words: String| if hide { String::new() } else { words };
    let client = || text::sanitize(&token.client_id).into_owned();
    let person = shown(same_person, text::sanitize(&token.whose()).into_owned());
    let age = text::age(token.record.received_at, now);
    // From the most to the least telling, as far as there is room.
    let cells: Vec<(u16, String)> = match place.width {
        ..44 => vec![(20, person), (12, age)],
        44..68 => vec![(11, shown(same_place, environment(token))), (20, person), (12, age)],
        68..84 => vec![
            (11, shown(same_place, environment(token))),
            (22, shown(same_client, client())),
            (20, person),
            (12, age),
        ],
        84.. => vec![
            (11, shown(same_place, environment(token))),
            (22, shown(same_client, client())),
            (20, person),
            (12, age),
            (60, token.ends(now)),
        ],
    };
    let mut x = place.x + 2;
    for (width, words) in cells {
        let room = (width - 1).min(place.right().saturating_sub(x));
        let style = canvas.theme.part(Part::Value);
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
