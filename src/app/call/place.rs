//! Where the parts of the call stand in its dialog.
//!
//! ```text
//! Put-code    1523 ▾
//! Method      PUT
//! URL         http://127.0.0.1:18800/api/v3.0/0000-…/work/1523
//! Format      ‹ JSON ›  XML
//! Headers     accept: application/json
//!             authorization: Bearer {token}
//! ── Body ─────────────────────────────────────────────────
//! {
//!   "put-code": 1523,
//! …
//! ─────────────────────────────────────────────────────────
//! ✗ Line 3, column 7 of the body: expected `,` or `}`.
//! [ Send ] [ Open the body in an editor ]
//! ```

use ratatui::layout::Rect;

use super::{Call, Part};
use crate::app::layout::total;

/// The columns of the labels.
pub const LABEL: u16 = 13;
/// The lines that the headers take at most while something else has the focus.
const HEADERS: usize = 6;
/// The lines that the findings take at most.
const FINDINGS: u16 = 5;
/// The lines of the body that are there at least, with its heading.
const BODY: u16 = 4;

/// A part and its place; parts out of sight are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The parts, from top to bottom. What is cut off at the top or the bottom has its visible rows.
    pub parts: Vec<(Part, Rect)>,
    /// Where the findings stand.
    pub findings: Rect,
    /// Where the buttons stand.
    pub buttons: Rect,
}

/// The rows that the dialog would like to have, with so many for the findings.
pub fn wanted(call: &Call, findings: u16) -> u16 {
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let parts = call.parts();
    let single = rows(parts.iter().filter(|part| !matches!(part, Part::Headers | Part::Body | Part::Buttons)).count());
    let headers = rows(call.headers.lines().len().clamp(1, HEADERS));
    let body = if call.takes_body() { rows(call.body.lines().len() + 1).max(2 * BODY) } else { 0 };
    // A rule, the findings, the buttons.
    total([single, headers, body, 1, findings.clamp(1, FINDINGS), 1])
}

/// Divides the inside of the dialog. `findings` is the number of rows that they would like to have.
pub fn place(call: &Call, inside: Rect, findings: u16) -> Placed {
    let buttons = Rect { y: inside.bottom().saturating_sub(1), height: inside.height.min(1), ..inside };
    let most = if inside.height < 14 { 2 } else { FINDINGS };
    let findings = findings.clamp(1, most).min(inside.height.saturating_sub(3));
    let below = Rect { y: buttons.y.saturating_sub(findings), height: findings, ..inside };
    let form = Rect { height: inside.height.saturating_sub(findings + 2), ..inside };

    let parts: Vec<Part> = call.parts().into_iter().filter(|part| *part != Part::Buttons).collect();
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let headers = rows(call.headers.lines().len().clamp(1, HEADERS));
    let single = rows(parts.iter().filter(|part| !matches!(part, Part::Headers | Part::Body)).count());
    // What is left is the body's; when it has the focus, a low screen is all its own.
    let left = form.height.saturating_sub(single + headers);
    let body = match call.part {
        Part::Body if left < BODY => form.height,
        _ => left.max(BODY),
    };
    let height = |part: Part| match part {
        Part::Headers => headers.min(form.height.max(1)),
        Part::Body => body,
        Part::Field(_) | Part::Host | Part::Method | Part::Url | Part::Format | Part::Buttons => 1,
    };
    let (mut top, mut focus) = (0u16, 0..0u16);
    let mut tops = Vec::new();
    for part in &parts {
        tops.push(top);
        if *part == call.part {
            focus = top..top + height(*part);
        }
        top += height(*part);
    }
    if call.part == Part::Buttons {
        focus = top.saturating_sub(1)..top;
    }
    let scroll = if top <= form.height || focus.end <= form.height { 0 } else { focus.end - form.height };
    let placed = parts.iter().zip(tops).filter_map(|(part, top)| {
        let from = top.max(scroll);
        let to = (top + height(*part)).min(scroll + form.height);
        (from < to).then(|| (*part, Rect { y: form.y + from - scroll, height: to - from, ..form }))
    });
    Placed { parts: placed.collect(), findings: below, buttons }
}
