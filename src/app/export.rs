//! The selected message as code, or the client's set-up for another tool.

use strum::IntoEnumIterator;

use super::{
    Hint, Key, KeyCode, Model,
    dialog::{Selection, Then, Verbs, then},
};
use crate::oauth::export::{self, Format, Secrets, Setup};

/// Choosing what to copy or save.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// The chosen kind.
    pub selection: Selection,
    /// Whether the copy holds real secrets. What is shown never does.
    pub real: bool,
    /// The first line of the preview shown.
    pub scroll: usize,
}

impl Verbs for Export {
    fn rows(&self, model: &Model) -> usize {
        kinds(model).len()
    }

    fn step(&mut self, by: isize, rows: usize) -> Then {
        // A page is one of the preview.
        if by.unsigned_abs() == 10 {
            self.scroll = self.scroll.saturating_add_signed(by);
        } else {
            self.selection.step(by, rows);
            self.scroll = 0;
        }
        None
    }

    fn sideways(&mut self, _by: isize) -> Then {
        self.real = !self.real;
        None
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code == KeyCode::Char('s') { then(|turn| turn.save_export()) } else { None }
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.copy_export())
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::vertical("format"), Hint::sideways("secrets"), Hint::new("s", "save to a file")]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("copy".to_owned())
    }
}

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The selected request as code.
    Code(Format),
    /// The client as assignments.
    Env,
    /// The client as an environment of Postman.
    Postman,
    /// The client as a link to Google's OAuth 2.0 Playground.
    Playground,
}

impl Kind {
    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Code(format) => format.title(),
            Self::Env => "client: .env file",
            Self::Postman => "client: Postman environment",
            Self::Playground => "client: Google Playground link",
        }
    }

    /// What a file of it is called.
    pub fn file_name(self) -> String {
        match self {
            Self::Code(format) => format!("request.{}", format.extension()),
            Self::Env => ".env".to_owned(),
            Self::Postman => "orcid.postman_environment.json".to_owned(),
            Self::Playground => "playground-link.txt".to_owned(),
        }
    }
}

/// What can be made now: code needs a message.
pub fn kinds(model: &Model) -> Vec<Kind> {
    let code = Format::iter().map(Kind::Code).filter(|_| model.selected_exchange().is_some());
    code.chain([Kind::Env, Kind::Postman, Kind::Playground]).collect()
}

/// The chosen kind.
pub fn chosen(model: &Model, export: &Export) -> Kind {
    kinds(model).get(export.selection.row).copied().unwrap_or(Kind::Env)
}

/// The text of a kind.
///
/// # Errors
/// Why it cannot be made.
pub fn text(model: &Model, kind: Kind, secrets: Secrets) -> Result<String, String> {
    let form = model.form();
    let (environment, client, scope) = (model.environment(), form.client(), form.scopes());
    let key = form.environment.to_string();
    let setup = Setup {
        environment: &key,
        client: &client,
        scope: &scope,
        provider: &environment.metadata,
        api: environment.record_api(&scope),
    };
    match kind {
        Kind::Code(format) => {
            let exchange = model.selected_exchange().ok_or("There is no message yet.")?;
            export::snippet(&exchange.request, format, secrets)
                .map_err(|why| format!("It cannot be written so: {why}."))
        }
        Kind::Env => Ok(setup.env_file(secrets)),
        Kind::Postman => Ok(setup.postman(secrets)),
        Kind::Playground => Ok(setup.playground_link()),
    }
}
