//! What the doctor examines, and what looks wrong about it before anybody is asked.

use crate::{
    app::{
        control::Control,
        finding::{Code, Finding, Fix},
    },
    oauth::{Client, ScopeSet},
    orcid::{Environment, EnvironmentKey},
};

/// What is examined.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The server that the client is used with.
    pub environment: Environment,
    /// The client as it is configured.
    pub client: Client,
    /// A sentence of ORCID's error page, or the page's text, when somebody has it.
    pub page: Option<String>,
    /// Why there is no client secret though the profile says where it comes from.
    pub no_secret: Option<String>,
    /// The scopes that are asked for.
    pub scope: ScopeSet,
    /// What looks wrong before anything is sent.
    pub findings: Vec<Finding>,
}

impl Subject {
    /// Whether the client must not be asked about: a secret may stand in the place of the id, which goes into addresses, or
    /// what would be asked about is not what was meant.
    pub(super) fn is_barred(&self) -> bool {
        // At other providers ids may be UUIDs.
        let is_ours = !matches!(self.environment.key, EnvironmentKey::Custom(_));
        self.findings.iter().any(|finding| match finding.code {
            Code::Swapped => is_ours,
            Code::ClientIdPlaceholder => true,
            Code::Strays => matches!(finding.fix, Some(Fix::Set(Control::ClientId | Control::ClientSecret, _)) | None),
            _ => false,
        })
    }
}

/// What a finding is about, as the doctor calls it; `None` for what the doctor has no say in.
pub(super) fn about(finding: &Finding) -> Option<&'static str> {
    match finding.code {
        Code::Swapped => Some("client id and secret"),
        Code::Strays => match finding.fix {
            Some(Fix::Set(Control::ClientSecret, _)) => Some("client secret"),
            Some(Fix::Set(Control::RedirectUri, _)) => Some("redirect URI"),
            Some(Fix::Set(Control::ClientId, _)) => Some("client id"),
            Some(Fix::Set(Control::Scope, _)) => Some("scopes"),
            _ => Some("values"),
        },
        Code::ClientIdPlaceholder | Code::ClientIdMalformed | Code::ForeignClient => Some("client id"),
        Code::SecretMalformed | Code::DemoSecret => Some("client secret"),
        Code::WrongEnvironment | Code::IssuerDiffers | Code::TokenHost | Code::MixedEndpoints => Some("endpoints"),
        Code::RedirectMalformed | Code::RedirectFragment | Code::RedirectHttp | Code::RedirectEncoded => {
            Some("redirect URI")
        }
        Code::ScopeSeparator | Code::ScopeSlash | Code::ScopeTwoLegged | Code::ScopeUnknown => Some("scopes"),
        _ => None,
    }
}
