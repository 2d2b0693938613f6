//! What every command works with.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::{
    args::Global,
    configuration::{self, Resolved, Variables},
    error::CliError,
    output::note,
    recording::Recording,
};
use crate::{
    net::{HttpClient, Settings},
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URIS},
    store::{Paths, Profile, Store, check_folder_of},
};

/// What every command works with.
pub struct Context {
    /// The options that every command takes.
    pub global: Global,
    /// The environment variables that count.
    pub variables: Variables,
    /// The files.
    pub store: Arc<Store>,
    /// Sends requests.
    pub client: HttpClient,
    /// Keeps what is sent, when that was asked for.
    pub(super) recording: Recording,
    /// How many answers may hold a token and are not stored yet.
    pub(super) under_way: Arc<AtomicUsize>,
}

/// The environment that counts.
pub(super) struct Counts {
    /// Which one.
    pub environment: EnvironmentKey,
    /// The profile that counts there, under its name.
    pub profile: Option<(String, Profile)>,
}

/// An answer that may hold a token is under way until this is dropped.
pub(super) struct UnderWay<'a>(&'a AtomicUsize);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Context {
    /// Opens the store; with `--ephemeral` one that writes nothing.
    ///
    /// # Errors
    /// When the home folder is unknown, or a file cannot be read; that of `--ca-file` too.
    pub fn open(global: &Global) -> Result<Self, CliError> {
        let paths = Paths::discover()?;
        let store = if global.ephemeral { Store::ephemeral_over(&paths)? } else { Store::at(paths) };
        // Before anything is sent that would then not be written down.
        for path in [&global.transcript, &global.save_session].into_iter().flatten() {
            check_folder_of(path)?;
        }
        let recording = Recording::of(global);
        let mut settings = Settings { ca_file: global.ca_file.clone(), ..Settings::default() };
        if let Some(megabytes) = global.body_limit {
            settings.body_limit = usize::from(megabytes) * 1_000_000;
        }
        settings.check().map_err(|error| {
            let message = format!("--ca-file: {}.", error.message);
            CliError::usage(message, "Name a file with certificates in PEM (-----BEGIN CERTIFICATE-----).")
        })?;
        let client = recording.client(settings);
        let variables = Variables::of_process();
        let store = Arc::new(store);
        Ok(Self { global: global.clone(), variables, store, client, recording, under_way: Arc::default() })
    }

    /// The client and its request, from everywhere.
    ///
    /// # Errors
    /// See [`configuration::resolve`].
    pub fn resolve(&self) -> Result<Resolved, CliError> {
        configuration::resolve(&self.global, &self.variables, &self.store)
    }

    /// The same for a command that goes to a server with it: a profile that nobody named is said.
    ///
    /// # Errors
    /// See [`configuration::resolve`].
    pub fn resolve_and_tell(&self) -> Result<Resolved, CliError> {
        let resolved = self.resolve()?;
        if let Some(name) = resolved.profile.as_deref().filter(|_| self.global.profile.is_none()) {
            note(&format!(
                "note: the profile {name}, which was used last, is taken: {}. --env, --client-id or --profile names \
                 something else.",
                resolved.environment
            ));
        }
        Ok(resolved)
    }

    /// The environment that `--env`, the variable or `--profile` names.
    pub(super) fn asked_environment(&self) -> Result<Option<EnvironmentKey>, CliError> {
        let word = self.global.env.as_deref().or(self.variables.env.as_deref());
        match word.map(configuration::environment_key).transpose()? {
            None => Ok(self.asked_by_option()?.map(|(_, environment)| environment)),
            asked => Ok(asked),
        }
    }

    /// The environment that an option names, and the option.
    pub(super) fn asked_by_option(&self) -> Result<Option<(&'static str, EnvironmentKey)>, CliError> {
        if let Some(word) = &self.global.env {
            return Ok(Some(("--env", configuration::environment_key(word)?)));
        }
        if self.global.profile.is_none() {
            return Ok(None);
        }
        let (_, profile) = configuration::profile(&self.global, None, &self.store)?;
        Ok(Some(("--profile", EnvironmentKey::from(profile.environment.as_str()))))
    }

    /// The environment that counts for stored tokens, as for everything else: the one that is named, else that of the
    /// profile which was used last. `None` when nothing says, and every token counts.
    pub(super) fn counting_environment(&self) -> Result<Option<Counts>, CliError> {
        let asked = self.asked_environment()?;
        let (name, profile) = configuration::profile(&self.global, asked.as_ref(), &self.store)?;
        let environment = asked.or_else(|| name.is_some().then(|| EnvironmentKey::from(profile.environment.as_str())));
        let profile = name.map(|name| (name, profile));
        Ok(environment.map(|environment| Counts { environment, profile }))
    }

    /// What `sandbox` registers for the demo clients: `--redirect-uri`, else the variable, beside the usual ones.
    pub(super) fn redirect_uris(&self) -> Vec<String> {
        let mut all = LOCAL_REDIRECT_URIS.map(str::to_owned).to_vec();
        let variable = || self.variables.redirect_uri.as_slice();
        let asked = &self.global.redirect_uri;
        let more = if asked.is_empty() { variable() } else { asked };
        for uri in more {
            if !all.contains(uri) {
                all.push(uri.clone());
            }
        }
        all
    }

    /// Says that an answer is under way that may hold a token: whatever ends the command waits until it is stored.
    pub(super) fn answer_under_way(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(&self.under_way)
    }

    /// Whether one is.
    pub(super) fn is_answer_under_way(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) > 0
    }

    /// Runs a command, then tells what the store has to say.
    pub(super) fn told(&self, command: impl FnOnce(&Self) -> Result<(), CliError>) -> Result<(), CliError> {
        let ended = command(self);
        // What failed is what a ticket is written about.
        let kept = self.recording.keep(&self.global, || self.resolve().ok());
        for notice in self.store.take_notices() {
            note(&format!("note: {notice}"));
        }
        match (ended, kept) {
            (Err(error), Err(also)) => {
                note(&format!("error: {}", also.message));
                Err(error)
            }
            (ended, kept) => ended.and(kept),
        }
    }
}
