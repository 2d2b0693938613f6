//! What looks wrong before anything is sent. It never forbids: a wrong request can be sent all the same.
//!
//! | file | what it looks at |
//! |---|---|
//! | `client` | id and secret |
//! | `server` | environment and endpoints, the clock |
//! | `redirect` | the redirect URI |
//! | `scope` | the scopes, and what is missing for what is wanted |
//! | `request` | the other parameters, and the code |
//! | `plan` | what all of them look at, made of the model or of a command's options |

mod client;
mod plan;
mod redirect;
mod request;
mod scope;
mod server;

use jiff::Timestamp;

use super::{Command, Model, control::Control};
use crate::{oauth::Secret, orcid::EnvironmentKey};

pub use plan::{KnownCode, Plan};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The request will fail.
    Error,
    /// The request may fail, or do something unexpected.
    Warning,
    /// Good to know.
    Note,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Code {
    /// No client id.
    ClientIdMissing,
    /// A text like `[APP-…]` stands there.
    ClientIdPlaceholder,
    /// Id and secret are swapped, or one of them stands in both places.
    Swapped,
    /// Blanks, quotes or invisible characters in a value.
    Strays,
    /// Not `APP-` and sixteen capital letters and digits.
    ClientIdMalformed,
    /// A client of the simulated ORCID elsewhere, or another one in it.
    ForeignClient,
    /// No client secret.
    SecretMissing,
    /// The secret is no UUID.
    SecretMalformed,
    /// The endpoints are ORCID's, and the environment is another.
    WrongEnvironment,
    /// The token endpoint is at `api.`, `pub.` or `www.`.
    TokenHost,
    /// The discovery document is of another issuer.
    IssuerDiffers,
    /// The endpoints are of different servers.
    MixedEndpoints,
    /// The clock differs from the server's.
    ClockSkew,
    /// No redirect URI.
    RedirectMissing,
    /// It is no URL.
    RedirectMalformed,
    /// It leads to another machine.
    RedirectElsewhere,
    /// `localhost` where `127.0.0.1` is registered, most likely.
    RedirectLocalhost,
    /// No port.
    RedirectPort,
    /// A fragment.
    RedirectFragment,
    /// Plain http in production.
    RedirectHttp,
    /// No path, where a slash may be registered.
    RedirectSlash,
    /// `.`, `..` or `//` in the path.
    RedirectPath,
    /// Encoded already.
    RedirectEncoded,
    /// The simulated ORCID knows no such client.
    ClientIdUnknown,
    /// It is not the published secret of this demo client.
    DemoSecret,
    /// The code landed elsewhere.
    RedirectLanded,
    /// Does not begin with one that the demo clients have.
    RedirectUnregistered,
    /// No scope.
    ScopeMissing,
    /// Separated by something else than blanks.
    ScopeSeparator,
    /// A slash is missing.
    ScopeSlash,
    /// A two-legged scope.
    ScopeTwoLegged,
    /// A three-legged scope, asked for without a researcher.
    ScopeThreeLegged,
    /// Unknown to ORCID.
    ScopeUnknown,
    /// Dropped by ORCID.
    ScopeHabit,
    /// For members' clients.
    ScopeMember,
    /// Given by ORCID by hand.
    ScopeSpecial,
    /// Writing without reading.
    ReadMissing,
    /// Userinfo or an ID token wants more.
    OpenidMissing,
    /// `state` is off.
    StateOff,
    /// A nonce is demanded.
    NonceMissing,
    /// A `response_type` that ORCID does not know.
    ResponseType,
    /// `prompt` says none, or something unknown.
    Prompt,
    /// `max_age` is no number.
    MaxAge,
    /// The iD of the parameter `orcid` is none.
    OrcidParameter,
    /// A value is percent-encoded already.
    EncodedTwice,
    /// The code was exchanged.
    CodeSpent,
    /// The code is old.
    CodeOld,
    /// Something about an API call; see [`super::call`].
    Call,
}

/// What puts a finding right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Id and secret change places.
    Swap,
    /// A field gets another text.
    Set(Control, Secret),
    /// `state` is switched on.
    State,
    /// The nonce is switched on.
    Nonce,
    /// Another environment.
    Environment(EnvironmentKey),
    /// A command.
    Command(Command),
}

/// Something that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What, and what to do.
    pub message: String,
    /// What one key does about it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// What it says, with its code behind it: `explain` knows that.
    pub fn text(&self) -> String {
        format!("{} ({})", self.message, self.code)
    }

    /// What the button of the fix says. Never a value: it may be secret.
    pub fn label(&self) -> &'static str {
        match self.code {
            Code::Swapped => "Swap id and secret",
            Code::Strays => "Remove the blank",
            Code::ClientIdMalformed => "Use capitals",
            Code::ForeignClient => "Go to local",
            Code::IssuerDiffers => "Type the issuer",
            Code::WrongEnvironment | Code::TokenHost | Code::MixedEndpoints => "Go to that environment",
            Code::RedirectMissing | Code::RedirectUnregistered => "Use the demo's URI",
            Code::ClientIdUnknown => "Choose a demo client",
            Code::DemoSecret | Code::SecretMissing => "Type its secret",
            Code::RedirectLanded => "Use where it landed",
            Code::RedirectLocalhost => "Use 127.0.0.1",
            Code::RedirectFragment => "Drop the fragment",
            Code::RedirectHttp => "Use https",
            Code::RedirectSlash | Code::ScopeSlash => "Add the slash",
            Code::RedirectPath => "Resolve the path",
            Code::RedirectEncoded | Code::EncodedTwice => "Decode it",
            Code::ScopeMissing => "Ask for /authenticate",
            Code::ScopeSeparator => "Use blanks",
            Code::ScopeTwoLegged | Code::ScopeHabit | Code::ScopeSpecial => "Leave it out",
            Code::ScopeUnknown if matches!(self.fix, Some(Fix::Set(..))) => "Use the one that is meant",
            Code::ScopeUnknown => "Choose scopes",
            Code::ScopeMember => "Public scopes only",
            Code::ReadMissing => "Add /read-limited",
            Code::OpenidMissing => "Add openid",
            Code::StateOff => "Switch state on",
            Code::NonceMissing => "Switch the nonce on",
            Code::ResponseType => "Ask for a code",
            Code::Prompt | Code::MaxAge => "Empty it",
            Code::OrcidParameter => "Correct the digit",
            Code::CodeSpent | Code::CodeOld => "Authorize again",
            Code::ClientIdMissing
            | Code::ClientIdPlaceholder
            | Code::SecretMalformed
            | Code::ClockSkew
            | Code::RedirectMalformed
            | Code::RedirectElsewhere
            | Code::RedirectPort
            | Code::ScopeThreeLegged
            | Code::Call => "Correct it",
        }
    }
}

/// Everything that looks wrong in pane 1, the worst first.
pub fn findings(model: &Model, now: Timestamp) -> Vec<Finding> {
    let environment = model.environment();
    of_authorization(&Plan::of_model(model, &environment), now)
}

/// What looks wrong in an authorization request, and in what the exchange would send after it.
pub fn of_authorization(plan: &Plan, now: Timestamp) -> Vec<Finding> {
    let mut found = Found::default();
    client::look(plan, &mut found);
    server::look(plan, &mut found);
    redirect::look(plan, &mut found);
    scope::look(plan, &mut found);
    request::look(plan, now, &mut found);
    found.sorted()
}

/// What looks wrong in a request to the token endpoint, whatever its grant: the client, the server, the code.
pub fn of_token_request(plan: &Plan, now: Timestamp) -> Vec<Finding> {
    let mut found = Found::default();
    client::look(plan, &mut found);
    server::look(plan, &mut found);
    request::code(plan, now, &mut found);
    found.sorted()
}

/// What looks wrong in a client's request for a token of its own (guide `orcid-wire`, "Two-legged tokens").
pub fn of_client_credentials(plan: &Plan) -> Vec<Finding> {
    let mut found = Found::default();
    client::look(plan, &mut found);
    server::look(plan, &mut found);
    scope::look_two_legged(plan, &mut found);
    found.sorted()
}

/// Findings while they are gathered.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, severity: Severity, code: Code, message: impl Into<String>, fix: Option<Fix>) {
        self.0.push(Finding { code, severity, message: message.into(), fix });
    }

    fn sorted(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| finding.severity);
        self.0
    }

    fn error(&mut self, code: Code, message: impl Into<String>, fix: Option<Fix>) {
        self.add(Severity::Error, code, message, fix);
    }

    fn warning(&mut self, code: Code, message: impl Into<String>, fix: Option<Fix>) {
        self.add(Severity::Warning, code, message, fix);
    }

    fn note(&mut self, code: Code, message: impl Into<String>, fix: Option<Fix>) {
        self.add(Severity::Note, code, message, fix);
    }
}

/// A field gets this text.
fn set(control: Control, text: &str) -> Option<Fix> {
    Some(Fix::Set(control, text.into()))
}
