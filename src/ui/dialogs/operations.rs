//! The operations of the API, and whether the token may do them.

use ratatui::layout::Rect;

use super::{below, list, nth, open};
use crate::{
    app::{
        Model, OperationRow,
        dialog::{Operations, Verbs},
        document::{Line, Role},
        operation_rows,
    },
    orcid::operations::{Api, Operation, Verdict},
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// ```text
/// ┌ Call the API ───────────────────────────────── type to filter ┐
/// │ > work▏                                                       │
/// │ Works                                                         │
/// │ ✓ read-works          GET    /{orcid}/works            both   │
/// │ ✗ add-work            POST   /{orcid}/work             member │
/// │ ───────────────────────────────────────────────────────────── │
/// │ Adds a work. 201; the Location ends with the put-code.        │
/// │ Needs /activities/update.                                     │
/// │ ✗ the token lacks /activities/update: authorize again with it │
/// └───────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Operations) {
    let rows = operation_rows(model, dialog);
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Call the API", "type to filter", &places);
    canvas.filter(nth(inside, 0), &dialog.filter);
    let area = places.list;
    if rows.is_empty() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put(area.x, area.y, area.width, "No operation is called that.", style);
        return;
    }
    let widest = rows.iter().map(|row| cells(name(row))).max().unwrap_or(0).min(inside.width / 2);
    list(canvas, area, rows.len(), dialog.selection.row, |canvas, index, place| match rows.get(index) {
        Some(OperationRow::Group(group)) => {
            let style = canvas.theme.part(Part::Label);
            canvas.put(place.x, place.y, place.width, group, style);
        }
        Some(OperationRow::Operation(operation, verdict)) => draw_row(canvas, operation, verdict, widest, place),
        None => {}
    });
    let mut rest = below(inside, 1 + area.height);
    if rest.height > 1 {
        let style = canvas.theme.part(Part::Border);
        let rule = "─".repeat(usize::from(rest.width));
        canvas.put(rest.x, rest.y, rest.width, &rule, style);
        rest = below(rest, 1);
    }
    if let Some(OperationRow::Operation(operation, verdict)) = rows.get(dialog.selection.row) {
        for line in explain(operation, verdict) {
            let used = canvas.prose_cut(rest, &line);
            rest = below(rest, used);
        }
    }
}

fn name(row: &OperationRow) -> &str {
    match row {
        OperationRow::Operation(operation, _) => &operation.name,
        OperationRow::Group(_) => "",
    }
}

fn draw_row(canvas: &mut Canvas<'_>, operation: &Operation, verdict: &Verdict, widest: u16, place: Rect) {
    let (sign, role) = if verdict.is_yes() { ("✓", Role::Good) } else { ("✗", Role::Comment) };
    let style = canvas.theme.role(role);
    canvas.put(place.x, place.y, 1, sign, style);
    let part = if verdict.is_yes() { Part::Value } else { Part::ButtonDisabled };
    let style = canvas.theme.part(part);
    let x = place.x + 2;
    canvas.put(x, place.y, widest.min(place.right().saturating_sub(x)), &operation.name, style);
    let style = canvas.theme.role(Role::Comment);
    let host = if place.width >= 70 { 8 } else { 0 };
    if host > 0 {
        let words = match operation.api {
            Api::Both => "both",
            Api::Member => "member",
            Api::Public => "public",
        };
        canvas.put_right(place.right(), place.y, words, style);
    }
    let x = x + widest + 2;
    let words = format!("{:<6} {}", operation.method.as_str(), operation.path);
    canvas.put(x, place.y, place.right().saturating_sub(x + host), &words, style);
}

/// The verdict first: on a low screen there is room for little else.
fn explain(operation: &Operation, verdict: &Verdict) -> Vec<Line> {
    let mut lines = vec![match verdict {
        Verdict::No(why) => Line::of(Role::Bad, &format!("✗ {why}")),
        Verdict::Yes(Some(remark)) => Line::of(Role::Good, "✓ ").with(Role::Plain, remark),
        Verdict::Yes(None) if operation.scope.is_none() => Line::of(Role::Good, "✓ it needs no token"),
        Verdict::Yes(None) => Line::of(Role::Good, "✓ this token may do it"),
    }];
    lines.push(Line::of(Role::Plain, &operation.about));
    let scope = match (&operation.scope, operation.two_legged) {
        (Some(scope), true) => format!("Needs {scope}, two-legged."),
        (Some(scope), false) => format!("Needs {scope}."),
        (None, _) => "Needs no token.".to_owned(),
    };
    lines.push(Line::of(Role::Comment, &format!("{} {}   {scope}", operation.method, operation.path)));
    lines
}
