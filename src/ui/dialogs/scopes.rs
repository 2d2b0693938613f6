//! The scope picker.

use ratatui::layout::Rect;

use super::{below, list, nth, open};
use crate::{
    app::{
        Model, ScopeRow,
        dialog::{Scopes, Verbs},
        document::{Line, Role},
        scope_rows,
    },
    oauth::ScopeSet,
    orcid::scopes::{Legs, ScopeInfo, Who, closure},
    text,
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// ```text
/// ┌ Scopes ──────────────────────────────────── type to filter ┐
/// │ > ▏                                                        │
/// │ [x] /authenticate       Get your ORCID iD        everyone  │
/// │ [x] /read-limited       Read your information …  members   │
/// │  ▸  older and special scopes (30)                          │
/// │ ────────────────────────────────────────────────────────── │
/// │ Read everything that the researcher shows to …             │
/// │ Also allows /activities/read-limited, …                    │
/// └────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Scopes) {
    let rows = scope_rows(model, dialog);
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Scopes", "type to filter", &places);
    canvas.filter(nth(inside, 0), &dialog.filter);
    let area = places.list;
    let widest = rows.iter().map(|row| cells(value(row))).max().unwrap_or(0).min(inside.width / 2);
    list(canvas, area, rows.len(), dialog.selection.row, |canvas, index, place| {
        if let Some(row) = rows.get(index) {
            draw_row(canvas, row, widest, place);
        }
    });
    let rest = below(inside, 1 + area.height);
    if rest.height > 0 {
        let style = canvas.theme.part(Part::Border);
        let rule = "─".repeat(usize::from(rest.width));
        canvas.put(rest.x, rest.y, rest.width, &rule, style);
    }
    let mut rest = below(rest, 1);
    for line in rows.get(dialog.selection.row).map(explain).unwrap_or_default() {
        let used = canvas.prose_cut(rest, &line);
        rest = below(rest, used);
    }
}

fn value(row: &ScopeRow) -> &str {
    match row {
        ScopeRow::Scope { info, .. } => &info.value,
        ScopeRow::Own { text, .. } => text,
        ScopeRow::More { .. } => "",
    }
}

fn draw_row(canvas: &mut Canvas<'_>, row: &ScopeRow, widest: u16, place: Rect) {
    let (mark, words, who) = match row {
        ScopeRow::Scope { info, ticked } => (
            if row.can_be_ticked() { tick(*ticked) } else { " · " },
            info.consent.as_deref().unwrap_or(&info.summary),
            who(info),
        ),
        ScopeRow::Own { ticked, .. } => (tick(*ticked), "a scope that ORCID does not know", ""),
        ScopeRow::More { count, open } => {
            let words = format!("{}  older and special scopes ({count})", if *open { " ▾" } else { " ▸" });
            let style = canvas.theme.role(Role::Comment);
            canvas.put(place.x, place.y, place.width, &words, style);
            return;
        }
    };
    let style = canvas.theme.part(Part::Value);
    canvas.put(place.x, place.y, place.width, mark, style);
    let x = place.x + 4;
    canvas.put(x, place.y, widest.min(place.right().saturating_sub(x)), &text::sanitize(value(row)), style);
    let style = canvas.theme.role(Role::Comment);
    let who_width = if place.width >= 70 { 12 } else { 0 };
    if who_width > 0 {
        canvas.put_right(place.right(), place.y, who, style);
    }
    let x = x + widest + 2;
    canvas.put(x, place.y, place.right().saturating_sub(x + who_width), words, style);
}

fn tick(ticked: bool) -> &'static str {
    if ticked { "[x]" } else { "[ ]" }
}

/// Who may ask for it, in a word or two.
fn who(info: &ScopeInfo) -> &'static str {
    if info.legs == Legs::Two {
        return "two-legged";
    }
    match info.who {
        Who::All => "everyone",
        Who::Member => "members",
        Who::PremiumMember => "premium",
        Who::Creator => "creators",
        Who::ByHand => "on request",
        Who::Internal => "ORCID only",
    }
}

/// What is known of a row.
fn explain(row: &ScopeRow) -> Vec<Line> {
    match row {
        ScopeRow::Scope { info, .. } => {
            let mut lines = vec![Line::of(Role::Plain, &info.summary), Line::of(Role::Plain, asked_by(info))];
            let implied: Vec<_> =
                closure(&ScopeSet::parse(&info.value)).into_iter().filter(|one| *one != info.value).collect();
            if !implied.is_empty() {
                lines.push(Line::of(Role::Plain, "Also allows ").with(Role::Comment, &implied.join(", ")));
            }
            lines
        }
        ScopeRow::Own { .. } => vec![Line::of(
            Role::Plain,
            "Not in ORCID's list. It can be asked for all the same: the answer will be invalid_scope.",
        )],
        ScopeRow::More { .. } => {
            vec![Line::of(Role::Plain, "Scopes that ORCID's documentation no longer names, or that few clients get.")]
        }
    }
}

fn asked_by(info: &ScopeInfo) -> &'static str {
    match (info.legs, info.who) {
        (Legs::Two, _) => {
            "Two-legged: it comes by client credentials, without a researcher. In this dance it is an error."
        }
        (Legs::Three, Who::All) => "Every client may ask for it, public ones included.",
        (Legs::Three, Who::Member) => "Clients of ORCID members may ask for it.",
        (Legs::Three, Who::PremiumMember) => "Clients of premium members may ask for it.",
        (Legs::Three, Who::Creator) => "For clients that create records, a kind that ORCID no longer hands out.",
        (Legs::Three, Who::ByHand) => "ORCID adds it to a client on request.",
        (Legs::Three, Who::Internal) => "For ORCID's own services.",
    }
}
