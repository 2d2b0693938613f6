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
mod prediction;

use std::{ops::Deref, sync::LazyLock};

use serde::Deserialize;

pub use condition::{Condition, FieldName, Seen};
pub use prediction::{Actual, Answer, Prediction};

use super::{
    document::{Line, Role},
    form::Form,
    keymap::KEYMAP,
    strip::{Strip, with_hint},
};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do, and why.
    pub say: String,
    /// How to do it, for whoever asks.
    pub hint: String,
    /// What must have happened since the step began; all of it.
    pub until: Vec<Condition>,
    /// What one may predict before it; told at the end of the step that shows it, be it this one or a later one.
    pub predict: Option<Prediction>,
}

impl Step {
    /// Whether it is over. Messages before the number `since` do not count.
    pub fn is_over(&self, model: &super::Model, since: usize) -> bool {
        self.until.iter().all(|condition| condition.holds(model, since))
    }
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
        "15-writing-a-work.toml",
        "16-real-credentials.toml",
    );
    files.iter().map(|(name, text)| parse(name, text).expect("the built-in lessons are valid (tested)")).collect()
});

/// The built-in lessons, in their order.
pub fn lessons() -> &'static [Lesson] {
    &LESSONS
}

/// The lessons that there are. The built-in ones are not read before somebody looks at them: the first frame does not.
#[derive(Clone, Debug, Default)]
pub enum Lessons {
    /// The built-in ones.
    #[default]
    BuiltIn,
    /// A teacher's.
    Own(Vec<Lesson>),
}

impl Deref for Lessons {
    type Target = [Lesson];

    fn deref(&self) -> &[Lesson] {
        match self {
            Self::BuiltIn => lessons(),
            Self::Own(lessons) => lessons,
        }
    }
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
    /// The question that waits for what happens.
    pub guess: Option<Guess>,
    /// What became of the last one.
    pub told: Option<Line>,
}

/// A question of a lesson that waits for what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The step that asked it.
    pub step: usize,
    /// The messages that there were then.
    pub since: usize,
    /// The answer that was chosen.
    pub chosen: Option<usize>,
}

impl Guess {
    /// What happened, held against what was predicted.
    pub fn told(&self, prediction: &Prediction, actual: Actual) -> Line {
        let happened = prediction.happened(actual);
        match self.chosen {
            Some(chosen) if chosen == actual.answer => {
                Line::of(Role::Good, &format!("✓ As you predicted: {happened}."))
            }
            Some(chosen) => {
                Line::of(Role::Bad, &format!("✗ You predicted: {}. What happened: {happened}.", prediction.say(chosen)))
            }
            None => Line::of(Role::Comment, &format!("What happened: {happened}.")),
        }
    }
}

/// How far one has come with the lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The lessons that were played to their end.
    pub done: Vec<String>,
    /// The steps at which lessons were left, by lesson.
    pub left_at: std::collections::BTreeMap<String, usize>,
    /// Whether the tour was offered.
    pub tour_offered: bool,
}

impl super::Model {
    /// Whether the lesson or the experiment that runs has a step to be done.
    pub fn has_hint(&self) -> bool {
        let lesson = |course: &Course| self.lessons.get(course.lesson).is_some_and(|it| course.step < it.steps.len());
        self.trial.as_ref().is_some_and(|trial| trial.step < trial.experiment.steps.len())
            || self.course.as_ref().is_some_and(lesson)
    }

    /// The question of the lesson that is not decided yet, with what was chosen.
    pub fn open_prediction(&self) -> Option<(&Prediction, Guess)> {
        let course = self.course.as_ref()?;
        let guess = course.guess?;
        let step = self.lessons.get(course.lesson)?.steps.get(guess.step)?;
        Some((step.predict.as_ref()?, guess))
    }
}

/// What the strip above the panes says of the lesson that runs.
pub fn strip(model: &super::Model) -> Option<Strip> {
    let course = model.course.as_ref()?;
    let lesson = model.lessons.get(course.lesson)?;
    let place = format!("Lesson {} of {} · {}", course.lesson + 1, model.lessons.len(), lesson.title);
    let told = || {
        let told = course.told.iter().flat_map(Line::spans);
        told.fold(Line::new(), |line, (role, words)| line.with(role, words).with(role, "  "))
    };
    let Some(step) = lesson.steps.get(course.step) else {
        let line = told().with(Role::Good, &lesson.end);
        return Some(Strip { title: format!("{place} · ✓ done"), keys: "L lessons".to_owned(), line });
    };
    let title = format!("{place} · step {} of {}", course.step + 1, lesson.steps.len());
    let mut line = told().with(Role::Plain, &step.say);
    let mut keys = "K hint  L lessons".to_owned();
    if let Some((prediction, guess)) = model.open_prediction() {
        let key = KEYMAP.keys(super::Command::Predict).unwrap_or_default();
        line = asked(line, prediction, guess.chosen, &key);
        keys = format!("{key} predict  {keys}");
    }
    if course.hint {
        line = with_hint(line, &step.hint, model.size);
    }
    Some(Strip { title, keys, line })
}

/// The question with its answers, the chosen one marked; as long as there is none, with the key that chooses.
fn asked(line: Line, prediction: &Prediction, chosen: Option<usize>, key: &str) -> Line {
    let line = line.with(Role::Title, &format!("  {}", prediction.ask));
    let line = if chosen.is_none() { line.with(Role::Comment, &format!(" ({key} to predict)")) } else { line };
    let answers = prediction.answers.iter().enumerate();
    answers.fold(line, |line, (index, answer)| {
        let (mark, role) = if chosen == Some(index) { ('●', Role::Title) } else { ('○', Role::Comment) };
        // The mark stays with the first word.
        line.with(role, &format!("  {mark}\u{a0}{}", answer.say))
    })
}
