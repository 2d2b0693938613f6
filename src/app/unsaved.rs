//! What is saved nowhere: typed clients and codes that were not exchanged, and what would end with the program.

use super::{
    Model,
    dance::{Code, Dance},
    demo::DemoClient,
    form::Form,
};
use crate::orcid::EnvironmentKey;

impl Model {
    /// The issuer beside the known ones that was used last, in this session or in a profile.
    pub fn known_issuer(&self) -> Option<&str> {
        let forms = self.forms.iter().map(|form| &form.environment);
        forms.chain(self.profiles.iter().map(|profile| &profile.environment)).find_map(|key| match key {
            EnvironmentKey::Custom(issuer) => Some(issuer.as_str()),
            EnvironmentKey::Local | EnvironmentKey::Sandbox | EnvironmentKey::Production => None,
        })
    }

    /// Whether pane 1 holds something else than the profile whose name is shown.
    pub fn profile_is_edited(&self) -> bool {
        let used = self.profiles.iter().find(|profile| self.profile.as_ref() == Some(&profile.name));
        used.is_some_and(|profile| !self.form().holds(profile))
    }

    /// Whether the form of an environment holds something that was typed and not saved, which another form in its place
    /// would end.
    pub fn is_unsaved(&self, environment: &EnvironmentKey) -> bool {
        self.forms.iter().any(|form| form.environment == *environment && self.form_is_unsaved(form))
    }

    fn form_is_unsaved(&self, form: &Form) -> bool {
        let demo = || self.demo_clients.iter().any(|demo| demo.client.client_id == form.client_id.text());
        let given = self.profile.is_none() && form.environment == EnvironmentKey::Local && demo();
        !form.client_id.is_empty() && !given && !self.profiles.iter().any(|profile| form.holds(profile))
    }

    /// The code of a dance that somebody went to ORCID for, and that was not exchanged.
    fn dear_code<'a>(&self, dance: &'a Dance) -> Option<&'a Code> {
        let code = dance.code.as_ref().filter(|it| it.spent.is_none() && !dance.code_is_useless())?;
        let demo = |demo: &DemoClient| demo.client.client_id == code.sent.client.client_id;
        let is_dear = code.sent.environment.key != EnvironmentKey::Local || !self.demo_clients.iter().any(demo);
        is_dear.then_some(code)
    }

    /// That code, in a sentence.
    pub fn lost_code(&self, dance: &Dance) -> Option<String> {
        let code = self.dear_code(dance)?;
        Some(format!("The code {} of {} was not exchanged: x does it.", code.value, code.sent.environment.title))
    }

    /// All such codes.
    pub fn dear_codes(&self) -> Vec<Code> {
        self.dances().filter_map(|dance| self.dear_code(dance)).cloned().collect()
    }

    /// Whether a dance has this code, exchanged or not.
    pub fn holds_code(&self, value: &str) -> bool {
        self.dances().any(|dance| dance.code.as_ref().is_some_and(|code| code.value == value))
    }

    /// The dance of the screen, and those that wait for their environment or for a lesson's end.
    fn dances(&self) -> impl Iterator<Item = &Dance> {
        let parked = self.parked.iter().map(|(_, dance)| dance);
        let aside = self.aside.iter().filter_map(|aside| aside.dance.as_deref());
        std::iter::once(&self.dance).chain(parked).chain(aside)
    }

    /// What would end with the program, a sentence each: codes that were not exchanged, and clients that were typed. What
    /// the simulated ORCID gave to its demo clients can be had again at any time.
    pub fn would_be_lost(&self) -> Vec<String> {
        let mut lost: Vec<String> = self.dances().filter_map(|dance| self.lost_code(dance)).collect();
        // During a lesson or an experiment, what pane 1 held before it.
        let before = self.trial.as_ref().map(|trial| &trial.before);
        let before = before.or(self.course.as_ref().map(|course| &course.before));
        for form in &self.forms {
            let form = before.filter(|_| form.environment == EnvironmentKey::Local).map_or(form, |before| before);
            let began = self.began_with.iter().any(|began| {
                // What a command printed it prints again.
                let secret = form.secret_command.is_some() || began.client_secret.text() == form.client_secret.text();
                secret && began.profile("") == form.profile("")
            });
            let place = || self.environment_of(&form.environment).title;
            // What is saved is what pane 1 holds.
            let keep = if form.environment == self.form().environment {
                "To keep it: No, and W saves it."
            } else {
                "To keep it: No, go to that environment with E, and W saves it."
            };
            if !began && self.form_is_unsaved(form) {
                lost.push(format!("The client {} of {} is saved nowhere. {keep}", form.client_id.text(), place()));
            } else if !began && form.client_id.is_empty() && !form.client_secret.is_empty() {
                lost.push(format!("The client secret that was typed for {} is saved nowhere. {keep}", place()));
            }
        }
        lost
    }
}
