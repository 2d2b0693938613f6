//! Profiles: saved clients.

use super::Turn;
use crate::app::{
    control::Control,
    dialog::{Confirm, Confirmed, Dialog, SaveProfile, SecretChoice},
    field::TextField,
    form::Form,
    msg::Effect,
    profile::{Change, SavedProfile, SecretSource},
};
use crate::{
    oauth::is_profile_name,
    orcid::{Environment, EnvironmentKey},
};

impl Turn<'_> {
    pub(super) fn open_save_profile(&mut self) {
        let form = self.model.form();
        let dialog = SaveProfile {
            name: TextField::suggested(self.model.profile.as_deref().unwrap_or_default()),
            secret: if form.secret_command.is_some() { SecretChoice::Command } else { SecretChoice::Ask },
            command: TextField::new(form.secret_command.as_deref().unwrap_or_default()),
            ..SaveProfile::default()
        };
        self.model.dialogs.push(Dialog::SaveProfile(dialog));
    }

    /// Saves, or says what is missing.
    pub(in crate::app) fn save_profile(&mut self) {
        let secret = self.model.form().client_secret.secret();
        let Some(Dialog::SaveProfile(dialog)) = self.model.dialogs.last_mut() else { return };
        let name = dialog.name.text().trim().to_owned();
        if name.is_empty() {
            dialog.error = Some("Type a name.".to_owned());
            dialog.row = 0;
            return;
        }
        if !is_profile_name(&name) {
            dialog.error = Some("A name is made of visible characters.".to_owned());
            dialog.row = 0;
            return;
        }
        let command = dialog.command.text().trim().to_owned();
        if dialog.secret == SecretChoice::Command && command.is_empty() {
            dialog.error = Some("Type the command that prints the secret, for example: pass show orcid".to_owned());
            dialog.row = 2;
            return;
        }
        let choice = dialog.secret;
        self.model.dialogs.pop();
        let mut profile = self.model.form().profile(&name);
        let environment = self.model.environment();
        profile.endpoints = matches!(environment.key, EnvironmentKey::Custom(_)).then_some(environment.metadata);
        profile.secret = match choice {
            SecretChoice::Ask => SecretSource::Ask,
            SecretChoice::Remember => SecretSource::Remembered(secret.clone()),
            SecretChoice::Command => SecretSource::Command(command),
        };
        let secret = (choice == SecretChoice::Remember && !secret.is_empty()).then_some(secret);
        self.effects.push(Effect::SaveProfile { profile: Box::new(profile), secret });
    }

    /// A profile was saved or deleted, or was not; and the profiles that there are now.
    pub(super) fn profiles_changed(&mut self, change: Change, answer: Result<Vec<SavedProfile>, String>) {
        match (answer, change) {
            (Ok(profiles), change) => {
                self.model.profiles = profiles;
                match change {
                    Change::Save(name) => self.profile_saved(&name),
                    Change::Delete(name) => self.good(format!("Profile {name} is deleted.")),
                }
                let is_there = |name: &String| self.model.profiles.iter().any(|profile| profile.name == *name);
                if !self.model.profile.as_ref().is_some_and(is_there) {
                    self.model.profile = None;
                }
            }
            (Err(why), Change::Save(name)) => self.bad(format!("Profile {name} is not saved: {why}")),
            (Err(why), Change::Delete(name)) => self.bad(format!("Profile {name} is not deleted: {why}")),
        }
    }

    /// A profile that was saved is in use, unless pane 1 holds another client by now.
    fn profile_saved(&mut self, name: &str) {
        let saved = self.model.profiles.iter().find(|profile| profile.name == name);
        let form = self.model.form();
        let client = |profile: &&SavedProfile| {
            profile.environment == form.environment && profile.client_id == form.client().client_id
        };
        if let Some(profile) = saved.filter(client) {
            let command = match &profile.secret {
                SecretSource::Command(command) => Some(command.clone()),
                SecretSource::Ask | SecretSource::Remembered(_) => None,
            };
            self.model.form_mut().secret_command = command;
            self.model.profile = Some(name.to_owned());
        }
        self.good(format!("Profile {name} is saved."));
    }

    /// Switches to a profile, after a question when that drops what was typed.
    pub(in crate::app) fn profile_chosen(&mut self, row: usize) {
        let Some(profile) = self.model.profiles.get(row) else { return };
        if !self.model.is_unsaved(&profile.environment) {
            return self.use_profile(&profile.name.clone());
        }
        let edited = self.model.profile.as_ref().filter(|_| self.model.profile_is_edited());
        let text = if profile.environment == self.model.form().environment {
            let what = match edited {
                Some(name) => format!("What you changed in the profile {name} is not saved: it ends."),
                None => "Pane 1 holds a client that is saved nowhere: it ends.".to_owned(),
            };
            vec![what, "To keep it: Esc, and W saves it.".to_owned()]
        } else {
            let what = format!("What was typed for {} is saved nowhere: it ends.", profile.environment);
            vec![what, "To keep it: Esc, go to that environment with E, and W saves it.".to_owned()]
        };
        let name = profile.name.clone();
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: format!("Load the profile {name}?"),
            text,
            yes: "Load".to_owned(),
            then: Confirmed::UseProfile(name),
            on_no: true,
        }));
    }

    pub(in crate::app) fn use_profile(&mut self, name: &str) {
        self.model.dialogs.pop();
        let Some(profile) = self.model.profiles.iter().find(|profile| profile.name == name).cloned() else { return };
        if let Some(metadata) = profile.endpoints.clone() {
            let known = Environment::custom(&profile.environment.to_string());
            self.model.know_custom(Environment { metadata, ..known });
        }
        self.use_environment(profile.environment.clone());
        if self.model.form().client_id.text() != profile.client_id {
            self.another_client();
        }
        self.model.forms[0] = Form::of_profile(&profile);
        self.fill_demo_secret();
        self.model.profile = Some(profile.name.clone());
        self.effects.push(Effect::UseProfile(profile.name.clone()));
        if self.model.form().client_secret.is_empty() && self.model.form().secret_command.is_none() {
            self.model.focus = Control::ClientSecret;
        } else {
            self.focus_next_step();
        }
        self.good(format!("Profile {}.", profile.name));
    }

    /// Asks before a profile is deleted.
    pub(in crate::app) fn ask_delete_profile(&mut self, row: usize) {
        let Some(profile) = self.model.profiles.get(row) else { return };
        let name = profile.name.clone();
        let secret = match profile.secret {
            SecretSource::Remembered(_) => "Its remembered secret goes with it. ",
            SecretSource::Ask | SecretSource::Command(_) => "",
        };
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: format!("Delete the profile {name}?"),
            text: vec![format!("{secret}Tokens that were stored stay.")],
            yes: "Delete".to_owned(),
            then: Confirmed::DeleteProfile(name),
            on_no: true,
        }));
    }
}
