//! How a command ends when it does not end well: exit code, what happened, what to do.

use std::io;

use crate::{
    net::CaptureError,
    oauth::{AuthorizationRequest, ErrorResponse, TransportError, TransportErrorKind, mask, redact},
    orcid::{
        EnvironmentKey,
        diagnosis::{self, Diagnosis, SUPPORT, Situation},
    },
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
    /// SIGHUP: the terminal is gone.
    HungUp,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
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
            // Those of signals are what a shell says of a program that one ended: 128 and its number.
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Terminated => 143,
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
    /// Whether the message quotes a file that is no place for secrets, and is shown as it is.
    quotes: bool,
    /// How the answer was lost, when there is none and nothing has been written of it.
    lost: Option<TransportErrorKind>,
}

impl CliError {
    pub(super) fn new(exit: Exit, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { exit, message: message.into(), advice: advice.into(), quotes: false, lost: None }
    }

    /// The command line or the configuration cannot work.
    pub fn usage(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message, advice)
    }

    /// The same, where the message quotes a line of a file that is no place for secrets: nothing of it is masked.
    pub fn quoting(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { quotes: true, ..Self::usage(message, advice) }
    }

    /// A browser or a person is needed.
    pub fn needs_person(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::NeedsPerson, message, advice)
    }

    /// The server said no.
    pub fn refused(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Refused, message, advice)
    }

    /// No answer came, and what that means is known without a diagnosis.
    pub fn unanswered(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Network, message, advice)
    }

    /// Ctrl-C.
    pub fn interrupted() -> Self {
        Self::silent(Exit::Interrupted)
    }

    /// An ending that needs no words.
    pub(super) fn silent(exit: Exit) -> Self {
        Self::new(exit, "", "")
    }

    /// Whether nobody listened there, so that nothing of the request has arrived anywhere.
    pub fn reached_nobody(&self) -> bool {
        self.lost == Some(TransportErrorKind::Refused)
    }

    /// Whether that was so, or the connection was cut: whoever has ended cuts those that wait in line.
    pub fn lost_its_server(&self) -> bool {
        matches!(self.lost, Some(TransportErrorKind::Refused | TransportErrorKind::Reset))
    }

    /// The same failure behind something that has been written: begun anew, it would be written twice.
    pub(super) fn behind_output(self) -> Self {
        Self { lost: None, ..self }
    }

    /// The message as it may be shown. ORCID repeats a bad token in its refusal, and stderr ends up in logs.
    pub(super) fn shown(&self) -> String {
        let secrets = if self.quotes { Vec::new() } else { redact::in_words(&self.message) };
        redact::replace(&self.message, &secrets, |_, secret| mask(secret))
    }

    /// An OAuth error of the server (RFC 6749 §4.1.2.1, §5.2), explained.
    pub fn oauth(error: &ErrorResponse) -> Self {
        Self::diagnosed(Exit::Refused, &said(error), &diagnosis::of_error(error, &Situation::default()))
    }

    /// The same of the answer to a request that is known: what it asked for tells the likeliest cause.
    pub fn refused_request(error: &ErrorResponse, request: &AuthorizationRequest, environment: EnvironmentKey) -> Self {
        let parameter =
            |name: &str| request.extra.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let situation = Situation {
            environment,
            client_id: request.client_id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            scope: request.scope.clone(),
            response_type: Some(request.response_type.clone()),
            prompt: parameter("prompt"),
            nonce: Some(request.nonce.is_some()),
            ..Situation::default()
        };
        Self::diagnosed(Exit::Refused, &said(error), &diagnosis::of_error(error, &situation))
    }

    /// A diagnosis told: what was seen, why, what speaks for it; then what to do.
    pub fn diagnosed(exit: Exit, said: &str, diagnosis: &Diagnosis) -> Self {
        match diagnosis.first() {
            Some(cause) => {
                let told = [said, cause.cause, cause.effect].into_iter().filter(|part| !part.is_empty());
                let seen = cause.evidence.iter().map(String::as_str);
                Self::new(exit, told.chain(seen).collect::<Vec<_>>().join(" "), cause.fix.as_ref())
            }
            None => Self::new(exit, said, SUPPORT),
        }
    }

    /// No answer came.
    pub fn transport(url: &str, error: &TransportError) -> Self {
        use TransportErrorKind as Kind;
        // Which environment it was, the address says.
        let elsewhere = Situation { environment: EnvironmentKey::Custom(url.to_owned()), ..Situation::default() };
        let found = diagnosis::of_failure(error, &elsewhere);
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
        let told = Self::diagnosed(exit, &format!("No answer from {url}: {error}."), &found);
        Self { lost: Some(error.kind), ..told }
    }

    /// Standard output, standard input or a file failed.
    pub fn io(what: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::silent(Exit::ReaderGone);
        }
        Self::usage(format!("Could not {what}: {error}."), "")
    }
}

/// An OAuth error in the server's words.
fn said(error: &ErrorResponse) -> String {
    let words = error.error_description.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
    format!("The server refused: {}{words}.", error.error)
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
        assert_eq!(Exit::iter().map(Exit::code).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 129, 130, 143]);
    }

    #[test]
    fn an_unknown_error_is_told_all_the_same() {
        let error = ErrorResponse { error: "teapot".into(), error_description: Some("short".into()), error_uri: None };
        let told = CliError::oauth(&error);
        assert_eq!((told.exit, told.message.as_str()), (Exit::Refused, "The server refused: teapot: short."));
    }
}
