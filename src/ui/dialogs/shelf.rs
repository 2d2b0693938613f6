//! The token shelf.

use ratatui::layout::Rect;

use super::{below, list, open, width};
use crate::{
    app::{
        document::{Line, Role},
        layout,
        shelf::{Shelf, ShelvedToken},
    },
    oauth::Standing,
    text,
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
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
pub(super) fn draw(canvas: &mut Canvas<'_>, shelf: &Shelf) {
    let columns = width(canvas, 96);
    let Some(tokens) = &shelf.tokens else {
        let inside = open(canvas, "Stored tokens", "", columns, 1);
        canvas.prose(inside, &Line::of(Role::Comment, "Reading the files …"), 0);
        return;
    };
    let mut about = shelf.chosen().map_or_else(
        || vec![Line::of(Role::Comment, "No token is stored yet. Each token response that arrives is stored here.")],
        |token| details(token, shelf, canvas),
    );
    for file in &shelf.unreadable {
        about.push(Line::of(Role::Warning, &format!("! Cannot be read, and stays as it is: {file}")));
    }
    let words: u16 = about.iter().map(|line| rows_of(line, columns)).sum();
    let rows = u16::try_from(tokens.len()).unwrap_or(u16::MAX);
    let most = layout::dialog_height(canvas.buffer.area.as_size(), u16::MAX);
    // The list keeps at least half of a low screen.
    let room = rows.min(most.saturating_sub(words + 1).max(most / 2)).min(16);
    let gap = u16::from(room > 0);
    let right = if tokens.is_empty() { "" } else { "p probes · d forgets" };
    let inside = open(canvas, "Stored tokens", right, columns, room + gap + words);
    let area = Rect { height: room.min(inside.height), ..inside };
    list(canvas, area, tokens.len(), shelf.selection.row, |canvas, index, place| {
        if let Some(token) = tokens.get(index) {
            let before = index.checked_sub(1).filter(|_| place.y > area.y).and_then(|index| tokens.get(index));
            row(canvas, place, token, before);
        }
    });
    let mut rest = below(inside, room + gap);
    for line in &about {
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
    let same_person = same_client && same(|token| token.whose().to_owned());
    let shown = |hide: bool, words: String| if hide { String::new() } else { words };
    let client = || text::sanitize(&token.client_id).into_owned();
    let person = shown(same_person, text::sanitize(token.whose()).into_owned());
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

/// All that is known of the chosen one.
fn details(token: &ShelvedToken, shelf: &Shelf, canvas: &Canvas<'_>) -> Vec<Line> {
    let now = canvas.now;
    let asking = shelf.probing.as_ref().is_some_and(|(_, id)| *id == token.id);
    let state = if asking {
        Line::of(Role::Comment, &format!("{} asking the server …", canvas.spinner()))
    } else {
        token.state(now)
    };
    let scopes = token.scopes().to_string();
    let scopes = if scopes.is_empty() { "no scope told".to_owned() } else { scopes };
    let secret = token.response.as_ref().map_or_else(String::new, |response| response.access_token.masked());
    vec![
        state,
        Line::of(Role::FormValue, &scopes).with(Role::Plain, &format!("   {}", token.ends(now))),
        Line::of(Role::Plain, &format!("{} · {}", token.environment, token.client_id)),
        Line::of(Role::Comment, &format!("{} · {} · ", token.id, token.grant_type)).with(Role::Secret, &secret),
    ]
}
