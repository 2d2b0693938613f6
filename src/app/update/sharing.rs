//! Profiles from and for somebody else, as links.

use super::Turn;
use crate::app::{
    control::Control,
    dialog::{Confirm, Confirmed, Dialog},
    form::Form,
    msg::Effect,
    profile::SavedProfile,
};
use crate::oauth::Secret;
use crate::orcid::{
    Environment, EnvironmentKey,
    shared_profile::{SharedProfile, Taken},
};

impl Turn<'_> {
    /// Copies what pane 1 holds as a link, or says why it must not be shared.
    pub(super) fn copy_profile(&mut self) {
        let form = self.model.form();
        let mut profile = form.profile(self.model.profile.as_deref().unwrap_or_default());
        profile.endpoints = Some(self.model.environment().metadata);
        let shared = profile.shared();
        if shared.holds(&form.client_secret.secret()) {
            self.bad("Not copied: the client secret stands in another field of pane 1 too, and would be shared.");
            return;
        }
        match shared.to_link() {
            Ok(link) => {
                let what = "a link with this client (no secret in it)";
                self.effects.push(Effect::Copy { what, text: Secret::new(link) });
            }
            Err(why) => self.bad(format!("Not copied: {why}.")),
        }
    }

    /// Takes a profile over; one that names a server of its own only after a yes.
    pub(super) fn ask_profile(&mut self, taken: Taken) {
        let mut places = taken.profile.places();
        if places.is_empty() {
            self.fill_from(taken.profile, &taken.left_out);
            return;
        }
        // A small screen cuts the end off: where the secret goes stands first.
        places.sort_by_key(|(name, _)| *name != "token_endpoint");
        let mut text = vec![
            "This link is for a server that is none of ORCID's. With it, the client secret that you type, codes and \
             tokens go where the link says:"
                .to_owned(),
        ];
        text.extend(places.iter().map(|(name, address)| format!("{name}: {address}")));
        text.push("Go on only if you know this server.".to_owned());
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Take a profile with a server of its own?".to_owned(),
            text,
            yes: "Take it".to_owned(),
            then: Confirmed::TakeProfile(Box::new(taken)),
            on_no: true,
        }));
    }

    /// The profile that was asked about.
    pub(super) fn take_profile(&mut self, taken: Taken) {
        self.fill_from(taken.profile, &taken.left_out);
    }

    /// Fills pane 1. Nothing is saved, and no secret that was typed for another client or server stays in the form.
    fn fill_from(&mut self, shared: SharedProfile, left_out: &[String]) {
        let profile = SavedProfile::of_shared(shared);
        let asked = self.model.environment();
        if let EnvironmentKey::Custom(issuer) = &profile.environment {
            let known = Environment::custom(issuer);
            let metadata = profile.endpoints.clone().unwrap_or_else(|| known.metadata.clone());
            self.model.know_custom(Environment { metadata, ..known });
        }
        self.use_environment(profile.environment.clone());
        let environment = self.model.environment();
        let before = self.model.form().client_id.text().to_owned();
        if before != profile.client_id || environment != asked {
            self.another_client();
        }
        self.model.forms[0] = Form::of_profile(&profile);
        self.fill_demo_secret();
        self.model.profile = None;
        let named = if profile.name.is_empty() { String::new() } else { format!(" {}", profile.name) };
        let mut text = format!("Pane 1 holds the shared profile{named} ({}); it is not saved yet.", environment.title);
        if !left_out.is_empty() {
            text.push_str(&format!(" Not taken: {}.", left_out.join(", ")));
        }
        if self.model.form().client_secret.is_empty() {
            text.push_str(" The client secret is still to be typed.");
            self.model.focus = Control::ClientSecret;
        } else {
            self.focus_next_step();
        }
        self.good(text);
    }
}
