//! No command: the playground on the whole terminal.

use std::{fs, path::Path, process::ExitCode, sync::LazyLock};

use clap::ValueEnum;
use rand::{SeedableRng, rngs::StdRng};

use super::{args::ThemeName, configuration, context::Context, error::CliError};
use crate::{
    app::{
        Start,
        demo::DemoClient,
        keymap::KEYMAP,
        lesson::{self, Lesson, Lessons, Progress},
        profile::{SavedProfile, SecretSource},
    },
    oauth::Client,
    orcid::{LOCAL_REDIRECT_URI, scopes},
    run::{clipboard::Surroundings, profiles},
    sandbox::demo_clients,
    store::{Settings, Store},
    tui::{self, Beginning},
    ui::theme::{Background, Colours, TerminalEnv, Theme},
};

/// Reads the tables that the first frame needs.
pub fn read_tables() {
    LazyLock::force(&KEYMAP);
    scopes::all();
}

/// Opens it. A configuration file that cannot be read is told on the screen and left alone; the playground works
/// without it.
///
/// # Errors
/// When an option is wrong, or the terminal refuses.
pub fn run(cx: Context, lessons: Option<&Path>, theme: Option<ThemeName>) -> Result<ExitCode, CliError> {
    let ending = tui::run(beginning(cx, lessons, theme)?).map_err(|error| {
        CliError::usage(
            format!("The terminal failed: {error}."),
            "Try another terminal, or use a command: --help lists them.",
        )
    })?;
    Ok(ExitCode::from(ending.exit_code()))
}

/// Opens it as numbered lines.
///
/// # Errors
/// When an option is wrong, or nobody takes the lines.
pub fn plain(cx: Context, lessons: Option<&Path>) -> Result<ExitCode, CliError> {
    let beginning = beginning(cx, lessons, None)?;
    let ending = tui::plain::run(beginning).map_err(|error| CliError::io("write to standard output", &error))?;
    Ok(ExitCode::from(ending.exit_code()))
}

/// The lessons of a folder: its TOML files, in the order of their names.
fn of_folder(folder: &Path) -> Result<Vec<Lesson>, CliError> {
    let unreadable = |path: &Path, why: std::io::Error| {
        CliError::usage(
            format!("{} cannot be read: {why}.", path.display()),
            "--lessons takes a folder with lessons in TOML files; `orcid-playground guide lessons` says how to write them.",
        )
    };
    let entries = fs::read_dir(folder).map_err(|why| unreadable(folder, why))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let mut lessons: Vec<Lesson> = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).map_err(|why| unreadable(path, why))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lesson = lesson::parse(&name, &text).map_err(|error| {
            CliError::quoting(
                format!("The lesson {error}"),
                "`orcid-playground guide lessons` says what a lesson is made of.",
            )
        })?;
        if let Some(same) = lessons.iter().position(|known| known.id == lesson.id) {
            let other = files[same].file_name().unwrap_or_default().to_string_lossy();
            return Err(CliError::quoting(
                format!("The lesson {name} has the same id as {other}: {}.", lesson.id),
                "The id is the name of the file without the number in front, and progress is kept under it: rename one of them.",
            ));
        }
        lessons.push(lesson);
    }
    if lessons.is_empty() {
        return Err(CliError::usage(
            format!("{} holds no lesson: no file there ends in .toml.", folder.display()),
            "`orcid-playground guide lessons` says how to write one.",
        ));
    }
    Ok(lessons)
}

fn beginning(cx: Context, lessons: Option<&Path>, theme_name: Option<ThemeName>) -> Result<Beginning, CliError> {
    let (settings, profiles, trouble) = match (cx.store.config(), profiles::all(&cx.store)) {
        (Ok(config), Ok(profiles)) => (config.settings, profiles, None),
        (Err(error), _) | (_, Err(error)) => (Settings::default(), Vec::new(), Some(error.to_string())),
    };
    let resolved = if trouble.is_some() {
        configuration::resolve(&cx.global, &cx.variables, &Store::ephemeral())?
    } else {
        cx.resolve()?
    };
    let profile = SavedProfile {
        name: resolved.profile.unwrap_or_default(),
        environment: resolved.environment,
        client_id: resolved.client_id,
        redirect_uri: resolved.redirect_uri,
        scope: resolved.scope,
        token_endpoint_auth_method: resolved.token_endpoint_auth_method,
        response_type: resolved.response_type,
        parameters: resolved.parameters,
        use_state: resolved.use_state,
        use_nonce: resolved.use_nonce,
        pkce: resolved.pkce,
        refresh_automatically: resolved.refresh_automatically,
        secret: resolved.client_secret_command.map_or(SecretSource::Ask, SecretSource::Command),
        endpoints: resolved.endpoints.clone(),
    };
    let variable = |name: &str| std::env::var(name).ok();
    let own_lessons = lessons.is_some();
    let lessons = lessons.map(of_folder).transpose()?.map_or(Lessons::BuiltIn, Lessons::Own);
    let (progress, unread) = match cx.store.progress() {
        Ok(progress) => (progress, None),
        Err(error) => (Progress::default(), Some(error.to_string())),
    };
    let offer_tour = !cx.store.is_ephemeral() && unread.is_none() && !own_lessons && progress == Progress::default();
    let surroundings = Surroundings::read(variable);
    let trouble = trouble.or(unread);
    let start = Start {
        size: crate::app::Size::default(),
        demo_clients: known_clients(),
        profiles,
        profile: Some(profile),
        client_secret: resolved.client_secret,
        endpoints: resolved.endpoints,
        random: StdRng::from_rng(&mut rand::rng()),
        trouble,
        is_plain: false,
        ephemeral: cx.store.is_ephemeral(),
        mouse: settings.mouse,
        offer_tour,
        remote: surroundings.remote.clone(),
        folder: std::env::current_dir().unwrap_or_default(),
        lessons,
        progress,
    };
    Ok(Beginning {
        start,
        store: cx.store,
        client: cx.client,
        theme: theme(theme_name.or_else(|| named(settings.theme.as_deref()?)), variable),
        surroundings,
    })
}

/// The demo clients of the simulated ORCID, as pane 1 is filled with them.
fn known_clients() -> Vec<DemoClient> {
    let known = demo_clients().iter().map(|demo| DemoClient {
        client: Client {
            client_id: demo.client_id.clone(),
            client_secret: Some(demo.client_secret.clone()),
            redirect_uri: LOCAL_REDIRECT_URI.to_owned(),
            ..Client::default()
        },
        name: demo.name.clone(),
        kind: demo.kind(),
    });
    known.collect()
}

/// The theme that the settings name.
fn named(name: &str) -> Option<ThemeName> {
    ThemeName::from_str(name, false).ok()
}

/// A theme in the colours that the terminal has; without a name the terminal decides which.
fn theme(name: Option<ThemeName>, variable: impl Fn(&str) -> Option<String>) -> Theme {
    let read = |name: &str| variable(name).unwrap_or_default();
    let (colorterm, term, no_color, colorfgbg) = (read("COLORTERM"), read("TERM"), read("NO_COLOR"), read("COLORFGBG"));
    let env = TerminalEnv { colorterm: &colorterm, term: &term, no_color: &no_color, colorfgbg: &colorfgbg };
    match name {
        Some(ThemeName::Plain) => Theme::built_in(Colours::None, Background::Dark),
        Some(ThemeName::Dark) => Theme::built_in(env.colours(), Background::Dark),
        Some(ThemeName::Light) => Theme::built_in(env.colours(), Background::Light),
        None => Theme::for_terminal(env),
    }
}
