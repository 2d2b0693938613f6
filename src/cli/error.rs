//! How a command ends when it does not end well: exit code, what happened, what to do.

use std::{io, process::ExitCode};

use crate::{
    net::CaptureError,
    oauth::{ErrorResponse, MalformedTokenResponse, TransportError, TransportErrorKind},
    orcid::errors,
    store::StoreError,
};

/// Why a command ends, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Exit {
    /// Whoever reads the output has seen enough: that is no failure.
    ReaderGone,
    /// The server (or the researcher) said no.
    Refused,
    /// The command line or the configuration cannot work.
    Usage,
    /// No answer.
    Network,
    /// A browser or a person is needed, and there is none.
    NeedsPerson,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Network => 3,
            Self::NeedsPerson => 4,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    /// The exit code.
    pub exit: Exit,
    /// What happened, and why. Holds no secret. Empty when there is nothing to say.
    pub message: String,
    /// What to do.
    pub advice: String,
}

impl CliError {
    fn new(exit: Exit, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { exit, message: message.into(), advice: advice.into() }
    }

    /// The command line or the configuration cannot work.
    pub fn usage(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message, advice)
    }

    /// A browser or a person is needed.
    pub fn needs_person(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::NeedsPerson, message, advice)
    }

    /// The server said no.
    pub fn refused(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Refused, message, advice)
    }

    /// Ctrl-C.
    pub fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "", "")
    }

    /// An OAuth error of the server (RFC 6749 §4.1.2.1, §5.2), explained.
    pub fn oauth(error: &ErrorResponse) -> Self {
        let words = error.error_description.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
        let said = format!("The server refused: {}{words}.", error.error);
        match errors::explain(error) {
            Some(info) => Self::refused(format!("{said} {}", info.cause), &info.fix),
            None => {
                Self::refused(said, "No explanation is known for this error; look it up in the server's documentation.")
            }
        }
    }

    /// The token endpoint answered something that is no answer.
    pub fn malformed(error: &MalformedTokenResponse) -> Self {
        Self::refused(
            format!("The answer of the token endpoint cannot be read: {error}."),
            "Check that the environment is right: a page in place of JSON often comes from a wrong address or a proxy.",
        )
    }

    /// No answer came.
    pub fn transport(url: &str, error: &TransportError) -> Self {
        use TransportErrorKind as Kind;
        let advice = match error.kind {
            Kind::Dns => "Check the host name and the connection to the network.",
            Kind::Refused => "Check the address; nobody listens there now.",
            Kind::Tls => "Check the clock and the address; --ca-file trusts a certificate of your own.",
            Kind::Proxy => "Check HTTPS_PROXY and NO_PROXY.",
            Kind::Timeout => "Try again; if it stays so, check the network.",
            Kind::Reset => "Try again.",
            Kind::NotHttp => "Check the address: something other than a web server listens there.",
            Kind::TooLarge => "Check the address: this is no answer of an authorization server.",
            Kind::Unsendable => "Check the address and the client's values.",
            Kind::Other => "Try again; if it stays so, check the network.",
        };
        let exit = match error.kind {
            Kind::Unsendable => Exit::Usage,
            Kind::Dns
            | Kind::Refused
            | Kind::Tls
            | Kind::Proxy
            | Kind::Timeout
            | Kind::Reset
            | Kind::NotHttp
            | Kind::TooLarge
            | Kind::Other => Exit::Network,
        };
        Self::new(exit, format!("No answer from {url}: {error}."), advice)
    }

    /// Standard output or input failed.
    pub fn io(what: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::ReaderGone, "", "");
        }
        Self::usage(format!("Could not {what}: {error}."), "")
    }

    /// Tells what happened on stderr and gives the exit code.
    pub fn report(&self) -> ExitCode {
        if !self.message.is_empty() {
            super::output::note(&format!("error: {}", self.message));
        }
        if !self.advice.is_empty() {
            super::output::note(&format!("  {}", self.advice));
        }
        ExitCode::from(self.exit.code())
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        // Its message ends with what to do.
        Self::usage(error.to_string(), "")
    }
}

impl From<CaptureError> for CliError {
    fn from(error: CaptureError) -> Self {
        Self::usage(error.message, "")
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn the_codes_are_those_of_the_contract() {
        assert_eq!(Exit::iter().map(Exit::code).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 130]);
    }

    #[test]
    fn an_unknown_error_is_told_all_the_same() {
        let error = ErrorResponse { error: "teapot".into(), error_description: Some("short".into()), error_uri: None };
        let told = CliError::oauth(&error);
        assert_eq!((told.exit, told.message.as_str()), (Exit::Refused, "The server refused: teapot: short."));
    }
}
