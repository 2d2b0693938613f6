//! The selected message as code, or the client's set-up for another tool.

use strum::IntoEnumIterator;

use super::{Model, dialog::Selection};
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
