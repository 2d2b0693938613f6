//! A request as code that makes the same request: one file for each format. And a client's set-up for other tools.
//!
//! Secrets become variables ([`Secrets::AsVariables`]): then the code can be shown to others. What a tool sets by itself in
//! the same way (`Host`, `Content-Length`) is left out, and so is this program's own `User-Agent`.

mod curl;
mod httpie;
mod hurl;
mod javascript;
mod literal;
mod php;
mod python;
mod r;
mod rust;
mod setup;
mod template;

pub use setup::Setup;
pub use template::Variable;

use super::HttpRequest;
use template::Template;

/// What stands in the code where a secret was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// A variable of the environment, `ORCID_CLIENT_SECRET`: the code can be shown to others.
    #[default]
    AsVariables,
    /// The secret itself: the code runs as it is.
    Real,
}

/// A language or tool.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// A command for a POSIX shell.
    #[default]
    Curl,
    /// A command for a POSIX shell.
    Httpie,
    /// With `requests`.
    Python,
    /// With `httr2`.
    R,
    /// With `fetch`, for Node 18 and later, as a module.
    JavaScript,
    /// With `reqwest` and `tokio`.
    Rust,
    /// With its curl functions.
    Php,
    /// A file for `hurl`.
    Hurl,
}

impl Format {
    /// The name with what it needs.
    pub fn title(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Httpie => "HTTPie",
            Self::Python => "Python (requests)",
            Self::R => "R (httr2)",
            Self::JavaScript => "JavaScript (fetch, Node)",
            Self::Rust => "Rust (reqwest)",
            Self::Php => "PHP (curl)",
            Self::Hurl => "Hurl",
        }
    }

    /// What a file of it is usually called behind the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Curl | Self::Httpie => "sh",
            Self::Python => "py",
            Self::R => "R",
            Self::JavaScript => "mjs",
            Self::Rust => "rs",
            Self::Php => "php",
            Self::Hurl => "hurl",
        }
    }
}

/// Why a request cannot be written in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unexportable {
    /// The Fetch Standard forbids it.
    #[error("fetch sends no body with GET or HEAD, and this request has one")]
    FetchBody,
    /// HTTPie reads a backslash before a separator as an escape and has none for the backslash itself.
    #[error("HTTPie cannot send a header with a backslash before a : ; = or @")]
    HttpieBackslash,
    /// httr2 takes a header without a value for one that is not to be sent.
    #[error("httr2 sends no header without a value, and this request has one")]
    REmptyHeader,
    /// The grammar of Hurl knows capital letters only.
    #[error("Hurl knows only methods of capital letters")]
    HurlMethod,
}

/// The parameter that is a variable where secrets are: a code works once, so that the one in the request is of no use.
const CODE: &[&str] = &["code"];

/// The code, ended by a newline when it is a whole file. With variables in place of secrets, an authorization code is one
/// too.
///
/// # Errors
/// When the format has no way to say it.
pub fn snippet(request: &HttpRequest, format: Format, secrets: Secrets) -> Result<String, Unexportable> {
    let also = match secrets {
        Secrets::AsVariables => CODE,
        Secrets::Real => &[],
    };
    snippet_with(request, format, secrets, also)
}

/// The same, with these parameters as variables beside the secrets, and no others: a `code` that is yet to come, say.
///
/// # Errors
/// When the format has no way to say it.
pub fn snippet_with(
    request: &HttpRequest,
    format: Format,
    secrets: Secrets,
    also: &[&str],
) -> Result<String, Unexportable> {
    let template = Template::new(request, secrets, also);
    match format {
        Format::Curl => Ok(curl::write(&template)),
        Format::Httpie => httpie::write(&template),
        Format::Python => Ok(python::write(&template)),
        Format::R => r::write(&template),
        Format::JavaScript => javascript::write(&template),
        Format::Rust => Ok(rust::write(&template)),
        Format::Php => Ok(php::write(&template)),
        Format::Hurl => hurl::write(&template),
    }
}

/// The variables that the code of a request reads with [`Secrets::AsVariables`], each with its value here.
pub fn variables(request: &HttpRequest) -> Vec<Variable> {
    Template::new(request, Secrets::AsVariables, CODE).variables
}

#[cfg(test)]
mod tests;
