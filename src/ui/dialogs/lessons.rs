//! The lessons.

use super::{below, list, open};
use crate::{
    app::{
        Model,
        dialog::{Lessons, Verbs},
        document::{Line, Role},
    },
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ Lessons ──────────────────────────────────────────── 3 of 15 done ┐
/// │ ✓  1 The dance                                                    │
/// │ ●  2 What a client is                                 step 2 of 5 │
/// │    3 The redirect URI                                             │
/// │                                                                   │
/// │ What an id and a secret are good for, and when each is looked at. │
/// └───────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Lessons) {
    let done = model.lessons.iter().filter(|lesson| model.progress.done.contains(&lesson.id)).count();
    let right = format!("{done} of {} done", model.lessons.len());
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Lessons", &right, &places);
    list(canvas, places.list, model.lessons.len(), dialog.selection.row, |canvas, index, place| {
        let Some(lesson) = model.lessons.get(index) else { return };
        let running = model.course.as_ref().filter(|course| course.lesson == index && !model.is_over(course));
        let left_at = model.progress.left_at.get(&lesson.id).copied();
        let (sign, role) = match running {
            Some(_) => ("●", Role::Warning),
            None if model.progress.done.contains(&lesson.id) => ("✓", Role::Good),
            None => (" ", Role::Plain),
        };
        let style = canvas.theme.role(role);
        canvas.put(place.x, place.y, 1, sign, style);
        let step = running.map(|course| course.step).or(left_at).map(|step| (step + 1).min(lesson.steps.len()));
        let right = step.map(|step| format!("step {step} of {}", lesson.steps.len())).unwrap_or_default();
        let style = canvas.theme.part(Part::Value);
        let room = place.width.saturating_sub(2 + crate::ui::canvas::cells(&right) + 2);
        canvas.put(place.x + 2, place.y, room, &format!("{:>2} {}", index + 1, lesson.title), style);
        let style = canvas.theme.role(Role::Comment);
        canvas.put_right(place.right(), place.y, &right, style);
    });
    canvas.prose(below(inside, places.list.height + 1), &Line::of(Role::Comment, dialog.about(model)), 0);
}
