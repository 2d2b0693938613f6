//! Playing the researcher: the consent page, in the terminal.

use ratatui::layout::Rect;

use super::{below, buttons, nth, open, width};
use crate::{
    app::{
        document::{Line, Role},
        researcher::{Consent, Part as Focus, Researcher},
    },
    text,
    ui::{
        canvas::{Canvas, cells, rows_of},
        theme::Part,
    },
};

/// ```text
/// ┌ Simulated ORCID · you are the researcher ─────────────────────────┐
/// │ Playground Demo Client has asked for the following access to      │
/// │ your ORCID record:                                                │
/// │                                                                   │
/// │ • Get your ORCID iD                                 /authenticate │
/// │ • Read your information with visibility set to      /read-limited │
/// │   Trusted parties                                                 │
/// │                                                                   │
/// │ Signed in as  ‹ Sophia Garcia  0000-0002-4456-8947 ›   (3 others) │
/// │                                                                   │
/// │ [ Authorize access ] [ Deny access ]                              │
/// │ A code goes to the redirect URI; exchange it for tokens next.     │
/// └───────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Researcher) {
    const TITLE: &str = "Simulated ORCID · you are the researcher";
    let columns = width(canvas, 68);
    let busy = dialog.loading.map(|_| canvas.spinner()).unwrap_or_default();
    if let Some(error) = &dialog.error {
        let line = Line::of(Role::Bad, "✗ ").with(Role::Bad, error);
        let rows = rows_of(&line, columns);
        let inside = open(canvas, TITLE, busy, columns, rows);
        canvas.prose(inside, &line, 0);
        return;
    }
    let Some(consent) = &dialog.consent else {
        let line = Line::of(Role::Comment, busy).with(Role::Comment, " Opening the page …");
        let inside = open(canvas, TITLE, "", columns, 1);
        canvas.prose(inside, &line, 0);
        return;
    };
    let asks = Line::of(Role::Title, &consent.client_name)
        .with(Role::Plain, " has asked for the following access to your ORCID record:");
    let asks_rows = rows_of(&asks, columns);
    let scopes = scope_rows(consent, columns);
    let listed: u16 = scopes.iter().map(|(_, rows, _)| rows).sum();
    // Who, and the two buttons, stay whatever the height; on a low screen the empty lines go first.
    let lines = 2 + u16::from(columns < 36);
    let needed = asks_rows + listed + lines;
    let gap = u16::from(needed + 3 + 3 <= canvas.buffer.area.height);
    // What comes next takes the last line where there is one to spare.
    let outlook = u16::from(needed + 3 * gap + 1 + 3 <= canvas.buffer.area.height && columns >= 56);
    let inside = open(canvas, TITLE, busy, columns, needed + 3 * gap + outlook);
    let foot = lines + gap + outlook;
    let content = Rect { height: inside.height.saturating_sub(foot + gap), ..inside };
    let mut used = canvas.prose(content, &asks, 0) + gap;
    for (line, rows, scope) in &scopes {
        let place = below(content, used);
        if place.height == 0 {
            break;
        }
        let scope_width = cells(scope);
        let words = Rect { width: inside.width.saturating_sub(scope_width + 2), ..place };
        canvas.put(place.x, place.y, 1, "•", canvas.theme.role(Role::Plain));
        let words = Rect { x: words.x + 2, width: words.width.saturating_sub(2), ..words };
        canvas.prose(Rect { height: (*rows).min(place.height), ..words }, line, 0);
        let style = canvas.theme.role(Role::Comment);
        canvas.put_right(inside.right(), place.y, scope, style);
        used += rows;
    }
    person(canvas, dialog, consent, nth(inside, inside.height.saturating_sub(foot)));
    let focused = match dialog.part {
        Focus::Person => None,
        Focus::Approve => Some(0),
        Focus::Deny => Some(1),
    };
    let row = below(inside, inside.height.saturating_sub(lines - 1 + outlook));
    buttons(canvas, row, &["Authorize access", "Deny access"], focused);
    if outlook > 0 {
        let style = canvas.theme.role(Role::Comment);
        let last = nth(inside, inside.height.saturating_sub(1));
        canvas.put(last.x, last.y, last.width, what_next(dialog.part), style);
    }
}

/// What follows when the part that has the focus is pressed.
fn what_next(part: Focus) -> &'static str {
    match part {
        Focus::Person => "Signs out, and another researcher signs in.",
        Focus::Approve => "A code goes to the redirect URI; exchange it for tokens next.",
        Focus::Deny => "The error access_denied goes to the redirect URI.",
    }
}

/// Each asked scope: its words, the rows they take, its value.
fn scope_rows(consent: &Consent, columns: u16) -> Vec<(Line, u16, String)> {
    let rows = consent.scopes.iter().map(|asked| {
        let scope = text::truncate(&text::sanitize(&asked.scope), usize::from(columns / 2)).into_owned();
        let line = Line::of(Role::Plain, &asked.text);
        let room = columns.saturating_sub(cells(&scope) + 4);
        let rows = rows_of(&line, room);
        (line, rows, scope)
    });
    rows.collect()
}

/// Who is signed in, with the arrows that change it.
fn person(canvas: &mut Canvas<'_>, dialog: &Researcher, consent: &Consent, area: Rect) {
    if area.is_empty() {
        return;
    }
    let focused = dialog.part == Focus::Person;
    let label = if area.width >= 58 { "Signed in as  " } else { "" };
    let style = canvas.theme.part(if focused { Part::LabelFocused } else { Part::Label });
    let mut x = area.x + canvas.put(area.x, area.y, area.width, label, style);
    let who = &consent.signed_in_as;
    let who = format!("‹ {}  {} ›", text::sanitize(&who.name), text::sanitize(&who.orcid));
    let style = canvas.theme.part(if focused { Part::Selected } else { Part::Value });
    x += canvas.put(x, area.y, area.right().saturating_sub(x), &who, style);
    let others = match dialog.people.len() {
        0 | 1 => "(others: ← →)".to_owned(),
        2 => "(1 other)".to_owned(),
        count => format!("({} others)", count - 1),
    };
    if x + 2 + cells(&others) <= area.right() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put_right(area.right(), area.y, &others, style);
    }
}
