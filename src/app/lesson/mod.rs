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
mod strip;
mod written;

use std::{borrow::Cow, ops::Deref, sync::LazyLock};

use serde::Deserialize;

pub use condition::{Condition, FieldName, Seen};
pub use prediction::{Actual, Answer, Prediction};
pub use strip::strip;
pub(super) use written::some;

use super::{
    dance::Dance,
    document::{Line, Role},
    form::Form,
};
use crate::{oauth::ExchangeId, orcid::EnvironmentKey};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The name of its file, without the number in front: `a-code-works-once`. Progress is kept under it.
    #[serde(skip)]
    pub id: String,
    /// Its title.
    #[serde(deserialize_with = "written::line")]
    pub title: String,
    /// What it is about, in a sentence.
    #[serde(deserialize_with = "written::line")]
    pub about: String,
    /// What to take home, a paragraph a line; shown when it is over.
    #[serde(deserialize_with = "written::paragraphs")]
    pub end: String,
    /// Its steps, at least one.
    #[serde(rename = "step", deserialize_with = "written::some")]
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do, and why, a paragraph a line.
    #[serde(deserialize_with = "written::paragraphs")]
    pub say: String,
    /// How to do it, for whoever asks.
    #[serde(default, deserialize_with = "written::optional_line")]
    pub hint: Option<String>,
    /// The same for `--plain`, which is used otherwise: `{Scopes}` is the number of the field that is called so.
    #[serde(default, deserialize_with = "written::optional_line")]
    pub plain: Option<String>,
    /// What has to be there for it; what is not is said.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What must have happened since the step began; all of it.
    #[serde(deserialize_with = "written::some")]
    pub until: Vec<Condition>,
    /// What one may predict before it; told at the end of the step that shows it, be it this one or a later one.
    pub predict: Option<Prediction>,
}

/// Something that a step cannot do without, and that may be lost on the way.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What.
    pub that: Condition,
    /// What is said when it is missing, with how to get it.
    #[serde(deserialize_with = "written::line")]
    pub otherwise: String,
}

impl Step {
    /// How to do it: with the keys of the screen, or in lines.
    pub fn way(&self, is_plain: bool) -> Option<&str> {
        let plain = self.plain.as_deref().filter(|_| is_plain);
        plain.or(self.hint.as_deref())
    }

    /// What is said of the first thing that it needs and that is not there.
    pub fn missing(&self, model: &super::Model) -> Option<&str> {
        // What is under way may bring it, or take it away.
        let is_still = !model.is_busy() && model.dance.exchanging.is_none() && model.dialogs.is_empty();
        let missing = self.needs.iter().filter(|_| is_still).find(|need| !need.that.holds(model, 0))?;
        Some(&missing.otherwise)
    }

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
/// When it is not the TOML that a lesson is made of: a step without a condition, a condition that can never be true.
pub fn parse(file: &str, text: &str) -> Result<Lesson, LessonError> {
    let error = |message: String| LessonError { file: file.to_owned(), message };
    let mut lesson: Lesson = toml::from_str(text).map_err(|why| error(why.to_string()))?;
    let name = file.strip_suffix(".toml").unwrap_or(file);
    let id = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    lesson.id = if id.is_empty() { name } else { id }.to_owned();
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
    /// The redirect URI that the program listens at: `{redirect_uri}` in the lesson's texts.
    pub redirect_uri: String,
    /// The question that waits for what happens.
    pub guess: Option<Guess>,
    /// What became of the last one.
    pub told: Option<Line>,
}

/// A lesson that was left: what it has to find again where it goes on.
#[derive(Clone, Debug)]
pub struct LeftLesson {
    /// Pane 1.
    pub form: Box<Form>,
    /// Pane 2.
    pub dance: Box<Dance>,
    /// The last message that there was then.
    pub since: Option<ExchangeId>,
}

/// What a lesson or an experiment found in its place, and gives back at its end.
#[derive(Clone, Debug)]
pub struct Aside {
    /// The environment that was chosen.
    pub environment: EnvironmentKey,
    /// The profile that was in use.
    pub profile: Option<String>,
    /// What somebody had in pane 2 of the simulated ORCID: a code, or tokens.
    pub dance: Option<Box<Dance>>,
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
    /// The mark in front of an answer: full for the chosen one.
    pub fn mark(&self, answer: usize) -> char {
        if self.chosen == Some(answer) { '●' } else { '○' }
    }

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
    /// The lesson that was left last, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_last: Option<String>,
    /// Whether the tour was offered.
    pub tour_offered: bool,
}

impl Progress {
    /// A lesson does not wait any more.
    pub(super) fn forget(&mut self, id: &str) {
        self.left_at.remove(id);
        self.left_last.take_if(|left| left == id);
    }
}

impl super::Model {
    /// A text of a lesson with what it leaves open.
    pub fn filled<'a>(&self, words: &'a str) -> Cow<'a, str> {
        const REDIRECT_URI: &str = "{redirect_uri}";
        if !words.contains(REDIRECT_URI) {
            return Cow::Borrowed(words);
        }
        let course = self.course.as_ref().map(|course| course.redirect_uri.as_str());
        Cow::Owned(words.replace(REDIRECT_URI, course.unwrap_or(self.form().redirect_uri.text())))
    }

    /// Whether the lesson under way waits for the simulated ORCID to be chosen again. A lesson that leads to other
    /// environments says so in a step.
    pub fn lesson_waits(&self) -> bool {
        let Some(lesson) = self.course.as_ref().and_then(|course| self.lessons.get(course.lesson)) else {
            return false;
        };
        let leads_away =
            |step: &Step| step.until.iter().any(|condition| matches!(condition, Condition::Environment(_)));
        self.form().environment != EnvironmentKey::Local && !lesson.steps.iter().any(leads_away)
    }

    /// The step of the lesson or the experiment that runs.
    pub fn current_step(&self) -> Option<&Step> {
        match (&self.trial, &self.course) {
            (Some(trial), _) => trial.experiment.steps.get(trial.step),
            (None, Some(course)) => self.lessons.get(course.lesson)?.steps.get(course.step),
            (None, None) => None,
        }
    }

    /// The question of the lesson that is not decided yet, with what was chosen.
    pub fn open_prediction(&self) -> Option<(&Prediction, Guess)> {
        self.prediction()
            .filter(|(_, guess)| guess.chosen.is_some() || self.course.as_ref().is_some_and(|it| it.step == guess.step))
    }

    /// The prediction that will be told about, asked about still or not.
    pub(super) fn prediction(&self) -> Option<(&Prediction, Guess)> {
        let course = self.course.as_ref()?;
        let guess = course.guess?;
        let step = self.lessons.get(course.lesson)?.steps.get(guess.step)?;
        Some((step.predict.as_ref()?, guess))
    }
}
