//! What the program starts with, and the model that it makes of it.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::{
    Command, Effect, Model, Notice, Said, Size, Tone,
    awaited::AllAwaited,
    control::Control,
    dance::Dance,
    demo::DemoClient,
    field::TextField,
    form::Form,
    lesson::{Lessons, Progress},
    local::Local,
    paste_box::PasteBox,
    profile::SavedProfile,
    remote::Remote,
    viewer::{self, Viewer},
};
use crate::{
    oauth::{ProviderMetadata, Secret},
    orcid::{Environment, EnvironmentKey, LOCAL_SCOPES},
};

/// What the program starts with.
#[derive(Debug)]
pub struct Start {
    /// The terminal's size.
    pub size: Size,
    /// The demo clients of the simulated ORCID, the default one first.
    pub demo_clients: Vec<DemoClient>,
    /// Saved profiles.
    pub profiles: Vec<SavedProfile>,
    /// The profile to begin with; unnamed when it was made from environment variables and options.
    pub profile: Option<SavedProfile>,
    /// The secret that came with it from the environment, if any.
    pub client_secret: Option<Secret>,
    /// A generator seeded by the system (by a constant in tests).
    pub random: StdRng,
    /// Something to tell at once: an unreadable file, say.
    pub trouble: Option<String>,
    /// Whether the program speaks in lines (`--plain`).
    pub is_plain: bool,
    /// Whether nothing is written to disk.
    pub ephemeral: bool,
    /// The endpoints of a custom environment, when the profile names them.
    pub endpoints: Option<ProviderMetadata>,
    /// Whether the mouse is on from the start.
    pub mouse: bool,
    /// The built-in lessons, or a teacher's.
    pub lessons: Lessons,
    /// How far one has come with them.
    pub progress: Progress,
    /// Whether to offer the tour: nobody was here before, and that it was offered can be kept.
    pub offer_tour: bool,
    /// The far end of the SSH session that the program runs in, if it does.
    pub remote: Option<Remote>,
    /// The folder that the program was started in, where file names begin; unknown when it is empty.
    pub folder: PathBuf,
}

impl Model {
    /// The model at the start of the program, and what is to be done first.
    pub fn new(start: Start, now: Timestamp) -> (Self, Vec<Effect>) {
        let Start { size, demo_clients, profiles, profile, client_secret, mut random, .. } = start;
        let Start {
            trouble,
            ephemeral,
            endpoints,
            mouse,
            lessons,
            mut progress,
            offer_tour,
            remote,
            folder,
            is_plain,
            ..
        } = start;
        progress.tour_offered |= offer_tour;
        let demo = demo_clients.first().map(|demo| demo.client.clone()).unwrap_or_default();
        let demo = Form::of_client(EnvironmentKey::Local, &demo, LOCAL_SCOPES);
        let mut forms = vec![demo];
        let mut name = None;
        if let Some(profile) = profile {
            let mut form = Form::of_profile(&profile);
            if let Some(secret) = client_secret {
                form.client_secret = TextField::new(secret.expose());
            }
            if form.environment == EnvironmentKey::Local {
                forms.clear();
            }
            forms.insert(0, form);
            name = Some(profile.name).filter(|name| !name.is_empty());
        }
        let custom = endpoints
            .map(|metadata| Environment { metadata, ..Environment::custom(&forms[0].environment.to_string()) });
        let dance = Dance::new(&mut random);
        let mut model = Self {
            size,
            local: Local::default(),
            former_local: Vec::new(),
            when_local: None,
            forms: forms.clone(),
            customs: custom.into_iter().collect(),
            advanced: false,
            dance,
            parked: Vec::new(),
            paste: PasteBox::default(),
            session_file: None,
            exchanges: Vec::new(),
            awaited: AllAwaited::default(),
            diagnoses: BTreeMap::new(),
            pasted: None,
            drafts: BTreeMap::new(),
            sent_drafts: BTreeMap::new(),
            calls: Vec::new(),
            loaded: BTreeMap::new(),
            viewer: Viewer::default(),
            focus: Control::Environment,
            left_at: None,
            dialogs: Vec::new(),
            prefix: Vec::new(),
            said: trouble.iter().map(|text| Said { text: text.clone(), tone: Tone::Bad, at: now }).collect(),
            notice: trouble.map(|text| Notice { text, tone: Tone::Bad, until: None, refuses: None }),
            revealed: None,
            profiles,
            profile: name,
            demo_clients,
            session: None,
            last_person: None,
            lessons,
            progress,
            course: None,
            trial: None,
            leaving: None,
            tour: offer_tour,
            remote,
            folder,
            faults: Vec::new(),
            doctor: None,
            error_page: None,
            read_on: None,
            left_lessons: BTreeMap::new(),
            is_plain,
            aside: None,
            began_with: forms,
            mouse,
            held: None,
            cleared: 0,
            ephemeral,
            random,
        };
        // The dance can begin at once where the client is complete; else the first empty field is the next step.
        model.focus = if model.form().client_id.is_empty() {
            Control::ClientId
        } else {
            Control::Button(model.next_step().unwrap_or(Command::OpenBrowser))
        };
        let mut effects = vec![Effect::StartLocal];
        effects.extend(viewer::refresh(&mut model, now));
        effects.extend(offer_tour.then(|| Effect::SaveProgress(model.progress.clone())));
        effects.extend(mouse.then_some(Effect::Mouse(true)));
        model.awaited.asked(&effects);
        (model, effects)
    }
}
