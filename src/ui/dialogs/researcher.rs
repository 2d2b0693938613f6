//! Playing the researcher: the consent page, in the terminal.

use ratatui::layout::Rect;

use super::{below, buttons, nth, open, words};
use crate::{
    app::{
        Model,
        browser::{AskedScope, Consent},
        dialog::Verbs,
        document::{Line, Role},
        researcher::{BUTTONS, Part as Focus, Researcher},
    },
    text,
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

const TITLE: &str = "Simulated ORCID · you are the researcher";

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
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Researcher) {
    let busy = dialog.loading.map(|_| canvas.spinner()).unwrap_or_default();
    if let Some(error) = &dialog.error {
        words(canvas, TITLE, busy, &Line::of(Role::Bad, "✗ ").with(Role::Bad, error));
        return;
    }
    let Some(consent) = &dialog.consent else {
        words(canvas, TITLE, "", &Line::of(Role::Comment, busy).with(Role::Comment, " Opening the page …"));
        return;
    };
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, TITLE, busy, &places);
    let content = places.list;
    let seen = consent.in_sight(content, Researcher::gap(&places), dialog.first);
    let more = |count: usize, arrow: &str, key: &str| format!("{arrow} {count} more: {key}");
    let style = canvas.theme.part(Part::Key);
    let is_below = seen.end < consent.scopes.len();
    let mut used = if seen.start > 0 {
        canvas.put(content.x, content.y, content.width, &more(seen.start, "↑", "PgUp"), style);
        1
    } else {
        canvas.prose(content, &consent.question(), 0) + Researcher::gap(&places)
    };
    if is_below {
        let (line, rest) = (nth(content, content.height.saturating_sub(1)), consent.scopes.len() - seen.end);
        canvas.put(line.x, line.y, line.width, &more(rest, "↓", "PgDn"), style);
    }
    let content = Rect { height: content.height.saturating_sub(u16::from(is_below)), ..content };
    for asked in &consent.scopes[seen] {
        let place = below(content, used);
        if place.height == 0 {
            break;
        }
        let (scope, rows) = asked.shown(inside.width);
        canvas.put(place.x, place.y, 1, "•", canvas.theme.role(Role::Plain));
        let room = inside.width.saturating_sub(cells(&scope) + 4);
        let area = Rect { x: place.x + 2, width: room, height: rows.min(place.height), ..place };
        canvas.prose(area, &Line::of(Role::Plain, &asked.text), 0);
        let style = canvas.theme.role(Role::Comment);
        canvas.put_right(inside.right(), place.y, &scope, style);
        used += rows;
    }
    person(canvas, dialog, consent, places.row(0));
    let focused = match dialog.part {
        Focus::Person => None,
        Focus::Approve => Some(0),
        Focus::Deny => Some(1),
    };
    buttons(canvas, places.buttons, &BUTTONS, focused);
    if places.buttons.bottom() < inside.bottom() {
        let style = canvas.theme.role(Role::Comment);
        let last = nth(inside, inside.height.saturating_sub(1));
        canvas.put(last.x, last.y, last.width, what_next(dialog.part), style);
    }
}

/// The page in lines: nothing is cut, no scope stands in the middle of the words that explain it. What has the focus is marked
/// with `>`.
pub(in crate::ui) fn spoken(dialog: &Researcher) -> Option<Vec<String>> {
    let consent = dialog.consent.as_ref().filter(|_| dialog.error.is_none())?;
    let mark = |part: Focus| if dialog.part == part { "> " } else { "" };
    let mut lines = vec![format!("{TITLE}:"), format!("  {}", consent.question().text())];
    let scope = |asked: &AskedScope| format!("  • {} ({})", text::sanitize(&asked.text), text::sanitize(&asked.scope));
    lines.extend(consent.scopes.iter().map(scope));
    let who = &consent.signed_in_as;
    let (name, orcid) = (text::sanitize(&who.name), text::sanitize(&who.orcid));
    lines.push(format!("  Signed in as {}‹ {name} {orcid} ›", mark(Focus::Person)));
    lines.push(format!("  {}[ {} ] {}[ {} ]", mark(Focus::Approve), BUTTONS[0], mark(Focus::Deny), BUTTONS[1]));
    lines.push(format!("  {}", what_next(dialog.part)));
    Some(lines)
}

/// What follows when the part that has the focus is pressed.
fn what_next(part: Focus) -> &'static str {
    match part {
        Focus::Person => "Signs out, and another researcher signs in.",
        Focus::Approve => "A code goes to the redirect URI; exchange it for tokens next.",
        Focus::Deny => "The error access_denied goes to the redirect URI.",
    }
}

/// Who is signed in, with the arrows that change it.
fn person(canvas: &mut Canvas<'_>, dialog: &Researcher, consent: &Consent, area: Rect) {
    if area.is_empty() {
        return;
    }
    let focused = dialog.part == Focus::Person;
    let label = Researcher::label(area.width);
    let style = canvas.theme.part(if focused { Part::LabelFocused } else { Part::Label });
    let mut x = area.x + canvas.put(area.x, area.y, area.width, label, style);
    let who = &consent.signed_in_as;
    // A name of any length leaves room for the iD and the arrows.
    let orcid = text::sanitize(&who.orcid);
    let room =
        usize::from(area.right().saturating_sub(x)).saturating_sub(text::width(&orcid) + "‹   ›".chars().count() + 1);
    let who = format!("‹ {}  {orcid} ›", text::truncate(&text::sanitize(&who.name), room));
    let style = canvas.theme.part(if focused { Part::Selected } else { Part::Value });
    x += canvas.put(x, area.y, area.right().saturating_sub(x), &who, style);
    let others = match dialog.people.len() {
        0 | 1 if focused => "(others: ← →)".to_owned(),
        0 | 1 => "(there are others)".to_owned(),
        2 => "(1 other)".to_owned(),
        count => format!("({} others)", count - 1),
    };
    if x + 2 + cells(&others) <= area.right() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put_right(area.right(), area.y, &others, style);
    }
}
