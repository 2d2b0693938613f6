//! What the strip above the panes says of the lesson that runs.

use jiff::Timestamp;

use super::{Condition, Course, Guess, Lesson, Prediction, Step};
use crate::{
    app::{
        Command, Model,
        document::{Line, Role},
        finding::{self, Code, Finding, Severity},
        strip::{Strip, keys, paragraphs, with_hint},
    },
    text,
};

impl Model {
    /// The lesson to offer: the one that runs; when it is over, the next one that was not played to its end, around the end
    /// of the list; without a lesson the one that was left last, or the first such one.
    pub fn offered_lesson(&self) -> Option<usize> {
        let running = self.course.as_ref();
        if let Some(course) = running.filter(|course| !self.is_over(course)) {
            return Some(course.lesson);
        }
        // One that was left waits.
        if running.is_none()
            && let Some(left) = &self.progress.left_last
            && let Some(row) = self.lessons.iter().position(|lesson| lesson.id == *left)
        {
            return Some(row);
        }
        let behind = running.map_or(0, |course| course.lesson + 1);
        let count = self.lessons.len();
        (behind..count).chain(0..behind.min(count)).find(|row| !self.progress.done.contains(&self.lessons[*row].id))
    }

    /// Whether the steps of the lesson were all taken.
    pub fn is_over(&self, course: &Course) -> bool {
        self.lessons.get(course.lesson).is_none_or(|lesson| course.step >= lesson.steps.len())
    }
}

/// Said of a lesson under way where another environment is chosen.
const WAITS: &str = "This lesson plays on local, the simulated ORCID, and waits: choose local again, or leave it.";

/// What it says.
pub fn strip(model: &Model) -> Option<Strip> {
    let course = model.course.as_ref()?;
    let lesson = model.lessons.get(course.lesson)?;
    let place = format!("Lesson {} of {} · {}", course.lesson + 1, model.lessons.len(), lesson.title);
    let Some(step) = lesson.steps.get(course.step) else {
        let title = format!("{place} · ✓ done");
        let keys = leading_on(model, &title);
        return Some(Strip { title, keys, lines: behind(course.told.as_ref(), paragraphs(Role::Good, &lesson.end)) });
    };
    let title = format!("{place} · step {} of {}", course.step + 1, lesson.steps.len());
    if model.lesson_waits() {
        let keys = keys(model, &[(Command::ChooseEnvironment, "environment"), (Command::Lessons, "lessons")]);
        return Some(Strip { title, keys, lines: vec![Line::of(Role::Warning, WAITS)] });
    }
    let mut lines = behind(course.told.as_ref(), paragraphs(Role::Plain, &model.filled(&step.say)));
    let mut offered = Vec::new();
    if let Some((prediction, guess)) = model.open_prediction() {
        let last = lines.pop().unwrap_or_default();
        lines.push(asked(last, prediction, guess, &keys(model, &[(Command::Predict, "to predict")])));
        offered.push((Command::Predict, "predict"));
    }
    if let Some((missing, last)) = step.missing(model).zip(lines.last_mut()) {
        last.push(Role::Warning, &format!("  ! {missing}"));
    }
    let wrong = wrong_before(model, lesson, course.step);
    if let Some((wrong, last)) = wrong.as_ref().zip(lines.last_mut()) {
        last.push(Role::Warning, &format!("  ! In pane 1 something is wrong: {}", wrong.message));
        offered.extend(wrong.fix.as_ref().map(|_| (Command::FixFinding, "put it right")));
    }
    // Until that is put right, no way leads on.
    let way = step.way(model.is_plain).filter(|_| wrong.is_none());
    offered.extend(way.map(|_| (Command::Hint, "hint")));
    offered.push((Command::Lessons, "lessons"));
    if let Some(hint) = way.filter(|_| course.hint) {
        lines = with_hint(lines, &model.filled(hint), model.size);
    }
    Some(Strip { title, keys: keys(model, &offered), lines })
}

/// What is wrong in pane 1, where the lesson has not asked yet for anything to be changed there: it was there before.
fn wrong_before(model: &Model, lesson: &Lesson, step: usize) -> Option<Finding> {
    let asks = |step: &Step| step.until.iter().any(|condition| matches!(condition, Condition::Field(_)));
    if lesson.steps.iter().take(step + 1).any(asks) {
        return None;
    }
    let of_dance = |finding: &Finding| matches!(finding.code, Code::CodeSpent | Code::CodeOld);
    // What time alone brings about does not count.
    let found = finding::findings(model, Timestamp::UNIX_EPOCH).into_iter();
    found.filter(|finding| finding.severity != Severity::Note).find(|finding| !of_dance(finding))
}

/// The key that leads on from a lesson that is over: with the title of the next one, where there is room for it.
fn leading_on(model: &Model, title: &str) -> String {
    let on = |label: &str| keys(model, &[(Command::Lessons, label)]);
    let next = |lesson: &Lesson| {
        let named = on(&format!("next: {}", lesson.title));
        let room = usize::from(model.size.width).saturating_sub(text::width(title) + 6);
        if text::width(&named) <= room { named } else { on("next") }
    };
    model.offered_lesson().map_or_else(|| on("lessons"), |row| next(&model.lessons[row]))
}

/// What became of the last prediction, in front of what is said now.
fn behind(told: Option<&Line>, mut lines: Vec<Line>) -> Vec<Line> {
    let Some(told) = told else { return lines };
    let begin = told.spans().fold(Line::new(), |line, (role, words)| line.with(role, words).with(role, "  "));
    match lines.first_mut() {
        Some(first) => *first = first.spans().fold(begin, |line, (role, words)| line.with(role, words)),
        None => lines.push(begin),
    }
    lines
}

/// The question with its answers, the chosen one marked; as long as there is none, with the key that chooses.
fn asked(line: Line, prediction: &Prediction, guess: Guess, key: &str) -> Line {
    let chosen = guess.chosen;
    let line = line.with(Role::Title, &format!("  {}", prediction.ask));
    let line = if chosen.is_none() { line.with(Role::Comment, &format!(" ({key})")) } else { line };
    let answers = prediction.answers.iter().enumerate();
    answers.fold(line, |line, (index, answer)| {
        let role = if chosen == Some(index) { Role::Title } else { Role::Comment };
        // The mark stays with the first word.
        line.with(role, &format!("  {}\u{a0}{}", guess.mark(index), answer.say))
    })
}
