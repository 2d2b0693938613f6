//! Lessons: files in `assets/lessons/`, or in a folder of a teacher's own. A step is over when something has really
//! happened: the conditions look at the messages of pane 3, at what pane 1 holds, and at what came back.
//!
//! ```toml
//! title = "A code works once"
//! about = "What ORCID does when a code is used again."
//! end = "What to take home."
//!
//! [[step]]
//! say = "What to do, and why."
//! hint = "Which key it is."
//! until = [{ seen = { to = "token", status = 400, answer = "Reused authorization code" } }]
//! ```

mod condition;

use std::sync::LazyLock;

use serde::Deserialize;

pub use condition::{Condition, FieldName, Seen};

use super::{
    document::{Line, Role},
    form::Form,
};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The name of its file, without the number in front: `a-code-works-once`. Progress is kept under it.
    #[serde(skip)]
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub about: String,
    /// What to take home; shown when it is over.
    pub end: String,
    /// Its steps, at least one.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do, and why.
    pub say: String,
    /// How to do it, for whoever asks.
    pub hint: String,
    /// What must have happened since the step began; all of it.
    pub until: Vec<Condition>,
}

/// A lesson file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LessonError {
    /// The file's name.
    pub file: String,
    /// What is wrong, with the line.
    pub message: String,
}

/// Reads a lesson from the text of a file named like `07-a-code-works-once.toml`.
///
/// # Errors
/// When it is not the TOML that a lesson is made of, or has no step or a step without a condition.
pub fn parse(file: &str, text: &str) -> Result<Lesson, LessonError> {
    let error = |message: String| LessonError { file: file.to_owned(), message };
    let mut lesson: Lesson = toml::from_str(text).map_err(|why| error(why.to_string()))?;
    if lesson.steps.is_empty() || lesson.steps.iter().any(|step| step.until.is_empty()) {
        return Err(error("a lesson has at least one step, and each step at least one condition (until)".to_owned()));
    }
    let name = file.strip_suffix(".toml").unwrap_or(file);
    lesson.id = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned();
    Ok(lesson)
}

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../assets/lessons/", $name)))),*]
    };
}

static LESSONS: LazyLock<Vec<Lesson>> = LazyLock::new(|| {
    let files = built_in!(
        "01-the-dance.toml",
        "02-the-client.toml",
        "03-the-redirect-uri.toml",
        "04-scopes.toml",
        "05-state-and-the-attack-it-stops.toml",
        "06-the-researcher-says-no.toml",
        "07-a-code-works-once.toml",
        "08-a-code-grows-old.toml",
        "09-refresh.toml",
        "10-revoke.toml",
        "11-openid-connect.toml",
        "12-implicit-and-why-not.toml",
        "13-client-credentials.toml",
        "14-limited-data.toml",
        "15-real-credentials.toml",
    );
    files.iter().map(|(name, text)| parse(name, text).expect("the built-in lessons are valid (tested)")).collect()
});

/// The built-in lessons, in their order.
pub fn lessons() -> &'static [Lesson] {
    &LESSONS
}

/// A lesson under way.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its index among the lessons that there are.
    pub lesson: usize,
    /// The step, from 0 on; the number of steps when it is over.
    pub step: usize,
    /// The messages that there were when the step began: earlier ones do not count.
    pub since: usize,
    /// Whether the hint is shown.
    pub hint: bool,
    /// What pane 1 held before, to be put back.
    pub before: Box<Form>,
}

/// How far one has come with the lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The lessons that were played to their end.
    pub done: Vec<String>,
    /// The steps at which lessons were left, by lesson.
    pub left_at: std::collections::BTreeMap<String, usize>,
}

/// The keys of the strip.
pub const KEYS: &str = "K how?  L lessons";

/// What the strip above the panes says: its title, and its text. `None` when no lesson runs.
pub fn strip(model: &super::Model) -> Option<(String, Line)> {
    let course = model.course.as_ref()?;
    let lesson = model.lessons.get(course.lesson)?;
    let place = format!("Lesson {} of {} · {}", course.lesson + 1, model.lessons.len(), lesson.title);
    let Some(step) = lesson.steps.get(course.step) else {
        return Some((format!("{place} · ✓ done"), Line::of(Role::Good, &lesson.end)));
    };
    let title = format!("{place} · step {} of {}", course.step + 1, lesson.steps.len());
    let line = Line::of(Role::Plain, &step.say);
    Some((title, if course.hint { line.with(Role::Warning, &format!("  → {}", step.hint)) } else { line }))
}
