//! Lessons: begun, followed, left. The panes stay live; a lesson only watches.

use super::Turn;
use crate::{
    app::{
        dance::Dance,
        dialog::{Choice, Choosing, Dialog, Lessons, Selection},
        field::TextField,
        form::Form,
        lesson::{Aside, Course, Guess, LeftLesson, Lesson},
        msg::Effect,
        strip,
    },
    oauth::{Exchange, Purpose},
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URI, LOCAL_SCOPES},
};

/// Whether it is the demo clients' redirect URI, at whatever port.
fn is_demo_but_for_port(redirect_uri: &str) -> bool {
    let Ok(mut url) = url::Url::parse(redirect_uri) else { return false };
    let usual = url::Url::parse(LOCAL_REDIRECT_URI);
    let port = usual.as_ref().ok().and_then(url::Url::port);
    url.port().is_some() && url.set_port(port).is_ok() && usual.is_ok_and(|usual| usual == url)
}

impl Turn<'_> {
    pub(super) fn open_lessons(&mut self) {
        let running = || self.model.course.as_ref().map(|course| course.lesson);
        let row = self.model.offered_lesson().or_else(running).unwrap_or(0);
        self.model.dialogs.push(Dialog::Lessons(Lessons { selection: Selection { row } }));
    }

    /// Enter in the list: begins a lesson, where it was left, or leaves the one that runs.
    pub(in crate::app) fn lesson_chosen(&mut self, row: usize) {
        self.model.dialogs.pop();
        if self.model.course.as_ref().is_some_and(|course| course.lesson == row) {
            self.leave_lesson();
            return;
        }
        let Some(lesson) = self.model.lessons.get(row).cloned() else { return };
        self.leave_lesson();
        self.leave_trial();
        self.begin_lesson(row, &lesson);
    }

    /// Every lesson and experiment begins in `local` with the demo client and a new request. Gives what was there, which
    /// comes back afterwards.
    pub(super) fn prepare_form(&mut self) -> Form {
        // Pane 3 shows what comes now, not what was looked at before.
        self.model.viewer.follow = true;
        let (environment, profile) = (self.model.form().environment.clone(), self.model.profile.clone());
        self.use_environment(EnvironmentKey::Local);
        // What is left of another lesson is nobody's.
        let own = Some(&self.model.dance).filter(|dance| dance.has_outcome() && !dance.put_back);
        let dance = own.map(|dance| Box::new(dance.at_rest()));
        self.model.aside = Some(Aside { environment, profile, dance });
        let demo = Form::of_client(EnvironmentKey::Local, &self.model.demo_client(), LOCAL_SCOPES);
        let redirect_uri = self.model.form().redirect_uri.text().to_owned();
        let before = std::mem::replace(self.model.form_mut(), demo);
        // The port may be another than the usual one, and nothing else.
        if is_demo_but_for_port(&redirect_uri) {
            self.model.form_mut().redirect_uri = TextField::new(&redirect_uri);
        }
        self.new_request();
        self.model.dance = self.new_dance();
        before
    }

    /// What was typed in for a lesson or an experiment goes; what was there before comes back.
    pub(super) fn put_form_back(&mut self, before: &mut Form) {
        if let Some(form) = self.model.forms.iter_mut().find(|form| form.environment == EnvironmentKey::Local) {
            std::mem::swap(form, before);
        }
        let aside = self.model.aside.take();
        if let Some(dance) = self.local_dance() {
            match aside.as_ref().and_then(|aside| aside.dance.as_deref()) {
                Some(own) => *dance = own.clone(),
                None => dance.put_back = true,
            }
        }
        if let Some(Aside { environment, profile, .. }) = aside
            && self.model.is_local()
            && environment != EnvironmentKey::Local
        {
            self.use_environment(environment);
            self.model.profile = profile;
        }
    }

    /// Pane 2 of the simulated ORCID, shown or not.
    fn local_dance(&mut self) -> Option<&mut Dance> {
        if self.model.is_local() {
            return Some(&mut self.model.dance);
        }
        let parked = self.model.parked.iter_mut().find(|(key, _)| *key == EnvironmentKey::Local);
        parked.map(|(_, dance)| dance)
    }

    fn begin_lesson(&mut self, index: usize, lesson: &Lesson) {
        let left = self.model.left_lessons.remove(&lesson.id);
        let found = self.local_dance().filter(|dance| dance.put_back).map(|dance| dance.at_rest());
        let before = Box::new(self.prepare_form());
        let redirect_uri = self.model.form().redirect_uri.text().to_owned();
        if let Some(left) = left {
            let same = found.filter(|found| found.began_after == left.dance.began_after);
            let goes_on = |exchange: &Exchange| !matches!(exchange.purpose, Purpose::Token | Purpose::Revocation);
            // Codes and tokens are what became of them since: those that were left are good only where nothing could. What
            // messages told that were cleared, nobody knows.
            let is_known = self.model.cleared <= left.since.map_or(0, |last| last.0);
            let mut since = self.model.exchanges.iter().filter(|exchange| Some(exchange.id) > left.since);
            match same {
                Some(same) => self.model.dance = same,
                None if is_known && since.all(goes_on) => self.model.dance = *left.dance,
                None => {}
            }
            *self.model.form_mut() = *left.form;
        }
        let step = self.model.progress.left_at.get(&lesson.id).copied().unwrap_or(0).min(lesson.steps.len() - 1);
        let since = self.model.exchanges.len();
        let guess = asks(lesson, step, since);
        self.model.tour = false;
        self.model.course =
            Some(Course { lesson: index, step, since, hint: false, before, redirect_uri, guess, told: None });
        self.focus_next_step();
        self.plain(format!("{}. {}", lesson.title, lesson.about));
    }

    /// Leaves the lesson; where one was is kept.
    pub(super) fn leave_lesson(&mut self) {
        let Some(mut course) = self.model.course.take() else { return };
        if !self.model.is_over(&course)
            && let Some(left) = self.as_left()
            && let Some(lesson) = self.model.lessons.get(course.lesson)
        {
            self.model.left_lessons.insert(lesson.id.clone(), left);
        }
        self.put_form_back(&mut course.before);
        let Some(lesson) = self.model.lessons.get(course.lesson) else { return };
        let (id, over) = (lesson.id.clone(), self.model.is_over(&course));
        let progress = &mut self.model.progress;
        if over {
            progress.forget(&id);
        } else {
            progress.left_last = Some(id.clone());
            progress.left_at.insert(id, course.step);
        }
        let saved = progress.clone();
        self.effects.push(Effect::SaveProgress(saved));
        if !over {
            self.plain("The lesson waits where you left it: L goes on.");
        }
    }

    /// What the lesson under way has made of panes 1 and 2. Nothing is under way in what is gone on with later.
    fn as_left(&self) -> Option<LeftLesson> {
        let local = |form: &&Form| form.environment == EnvironmentKey::Local;
        let form = Box::new(self.model.forms.iter().find(local)?.clone());
        let parked = || self.model.parked.iter().find(|(key, _)| *key == EnvironmentKey::Local).map(|(_, dance)| dance);
        let dance = if self.model.is_local() { &self.model.dance } else { parked()? };
        Some(LeftLesson { form, dance: Box::new(dance.at_rest()), since: self.model.last_exchange_id() })
    }

    /// The key of the hint: first the rest of a text that has no room, then how it is done.
    pub(super) fn toggle_hint(&mut self) {
        if let Some(strip) = strip::strip(self.model)
            && let Some(row) = self.model.next_row(&strip)
        {
            self.model.read_on = Some((strip.title, row));
            return;
        }
        self.model.read_on = None;
        if let Some(trial) = &mut self.model.trial {
            trial.hint = !trial.hint;
        } else if let Some(course) = &mut self.model.course {
            course.hint = !course.hint;
        }
    }

    /// Asks for a prediction of what the lesson is about to show.
    pub(super) fn open_prediction(&mut self) {
        let Some((prediction, guess)) = self.model.open_prediction() else { return };
        let answers = prediction.answers.iter().enumerate();
        let rows =
            answers.map(|(row, answer)| (format!("{} {}", guess.mark(row), answer.say), String::new())).collect();
        let selection = Selection { row: guess.chosen.unwrap_or(0) };
        let title = prediction.ask.clone();
        self.model.dialogs.push(Dialog::Choice(Choice { title, rows, selection, what: Choosing::Prediction }));
    }

    /// Looks whether the step is over. Called at the end of every turn.
    pub(super) fn follow_lesson(&mut self) {
        let Some(course) = &self.model.course else { return };
        let Some(lesson) = self.model.lessons.get(course.lesson) else { return };
        let Some(step) = lesson.steps.get(course.step) else { return };
        if self.model.lesson_waits() {
            // What happens meanwhile is not of the lesson.
            let count = self.model.exchanges.len();
            if let Some(course) = &mut self.model.course {
                course.since = count;
            }
            return;
        }
        if !step.is_over(self.model, course.since) {
            return;
        }
        let told = self.model.prediction().and_then(|(prediction, guess)| {
            let actual = prediction.actual(self.model, guess.since)?;
            Some(guess.told(prediction, actual))
        });
        let (id, last) = (lesson.id.clone(), course.step + 1 == lesson.steps.len());
        let since = self.model.exchanges.len();
        let next = asks(lesson, course.step + 1, since);
        let Some(course) = &mut self.model.course else { return };
        // A question that is not decided yet waits on, unless there is a new one.
        if told.is_some() || next.is_some() {
            course.guess = next;
        }
        course.told = told;
        course.step += 1;
        course.since = since;
        course.hint = false;
        if last {
            let progress = &mut self.model.progress;
            if !progress.done.contains(&id) {
                progress.done.push(id.clone());
            }
            progress.forget(&id);
            self.effects.push(Effect::SaveProgress(self.model.progress.clone()));
        }
    }
}

/// The question of a step, if it asks one.
fn asks(lesson: &Lesson, step: usize, since: usize) -> Option<Guess> {
    let asked = lesson.steps.get(step)?.predict.is_some();
    asked.then_some(Guess { step, since, chosen: None })
}
