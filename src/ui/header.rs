//! The first line, and the banner of production below it.

use ratatui::{layout::Rect, widgets::Clear};

use super::{
    canvas::{Canvas, cells},
    footer,
    theme::Part,
};
use crate::{
    app::{Local, Model, StepState, document::Role, keys_line, layout::WIDE, steps},
    text,
};

/// ```text
///  orcid-playground   ● local (simulated ORCID)   profile demo       Configure ✓ · Authorize ● · Token ○ · Use ○
///  ● local (simulated ORCID)   profile demo                     ? help  ^P commands      (under 110 columns)
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let wide = area.width >= WIDE;
    let (guided, guides) = keys_line::guides(model, area);
    let steps = steps(model);
    let right = if wide { step_width(&steps) } else { guided.width.saturating_sub(2) };
    let end = area.right().saturating_sub(right + 3);
    let mut x = area.x + 1;
    let title = canvas.theme.role(Role::Title);
    if wide {
        x += canvas.put(x, area.y, end.saturating_sub(x), "orcid-playground", title) + 3;
    }
    let (mark, role) = place(model);
    x += canvas.put(x, area.y, end.saturating_sub(x), mark, canvas.theme.role(role)) + 1;
    let environment = model.environment().title;
    let plain = canvas.theme.role(Role::Plain);
    x += canvas.put(x, area.y, end.saturating_sub(x), &text::sanitize(&environment), plain) + 3;
    if let Some(profile) = &model.profile {
        let edited = if model.profile_is_edited() { ", changed" } else { "" };
        let words = format!("profile {}{edited}", text::sanitize(profile));
        x += canvas.put(x, area.y, end.saturating_sub(x), &words, canvas.theme.role(Role::Comment)) + 3;
    }
    // Those that act once are over before anybody tells.
    let lasting: Vec<_> = model.faults.iter().filter(|fault| fault.times.is_none()).collect();
    if model.is_local() && !lasting.is_empty() {
        let words = match lasting[..] {
            [fault] => format!("fault {}", fault.name),
            _ => format!("{} faults", lasting.len()),
        };
        canvas.put(x, area.y, end.saturating_sub(x), &words, canvas.theme.role(Role::Warning));
        x += cells(&words) + 3;
    }
    if wide {
        progress(canvas, &steps, area.right().saturating_sub(right + 1), area.y);
    } else if !guides.is_empty() {
        footer::line(canvas, &guides, guided);
    } else if x + cells("orcid-playground") < area.right() {
        canvas.put_right(area.right() - 1, area.y, "orcid-playground", title);
    }
}

/// The state of the server that is talked to.
fn place(model: &Model) -> (&'static str, Role) {
    match &model.local {
        Local::Starting if model.is_local() => ("○", Role::Comment),
        Local::Failed(_) if model.is_local() => ("✗", Role::Bad),
        Local::Serving(_) if model.is_local() => ("●", Role::Good),
        Local::Starting | Local::Serving(_) | Local::Failed(_) if model.environment().is_production() => {
            ("●", Role::Bad)
        }
        Local::Starting | Local::Serving(_) | Local::Failed(_) => ("●", Role::Warning),
    }
}

/// The role in which a step is drawn.
pub(super) fn step_role(state: StepState) -> Role {
    match state {
        StepState::Open => Role::Comment,
        StepState::Now => Role::Title,
        StepState::Done => Role::Good,
        StepState::Doubtful => Role::Warning,
        StepState::Failed => Role::Bad,
    }
}

/// The steps of the dance and how far each is.
type Steps = [(&'static str, StepState); 4];

const BETWEEN: &str = " · ";

fn step_width(steps: &Steps) -> u16 {
    let words: u16 = steps.iter().map(|(name, state)| cells(name) + 1 + cells(state.mark())).sum();
    words + 3 * cells(BETWEEN)
}

fn progress(canvas: &mut Canvas<'_>, steps: &Steps, mut x: u16, y: u16) {
    for (index, (name, state)) in steps.iter().enumerate() {
        if index > 0 {
            x += canvas.put(x, y, 3, BETWEEN, canvas.theme.role(Role::Comment));
        }
        let style = canvas.theme.role(step_role(*state));
        x += canvas.put(x, y, u16::MAX, &format!("{name} {}", state.mark()), style);
    }
}

/// Production is not a playground.
///
/// ```text
///  PRODUCTION · real records · every write is real
/// ```
pub(super) fn banner(canvas: &mut Canvas<'_>, area: Rect) {
    let style = canvas.theme.part(Part::Banner);
    canvas.widget(area, Clear);
    canvas.buffer.set_style(area.intersection(canvas.buffer.area), style);
    let words = "PRODUCTION · real records · every write is real";
    let x = area.x + area.width.saturating_sub(cells(words)) / 2;
    canvas.put(x, area.y, area.right().saturating_sub(x), words, style);
}
