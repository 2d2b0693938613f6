//! The things on the screen that can have the focus.

use super::{Command, finding::Code, form::Parameter};

/// The three panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Pane {
    /// 1 Configure.
    Configure,
    /// 2 Authorize.
    Authorize,
    /// 3 Request / Response.
    Messages,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// Pane 1: which server.
    Environment,
    /// Pane 1, a text field.
    ClientId,
    /// Pane 1, a text field, masked.
    ClientSecret,
    /// Pane 1, a text field.
    RedirectUri,
    /// Pane 1, a text field with a picker.
    Scope,
    /// Pane 1: opens and closes the advanced part.
    Advanced,
    /// Pane 1, advanced: `state` on or off.
    UseState,
    /// Pane 1, advanced: `nonce` on or off.
    UseNonce,
    /// Pane 1, advanced: PKCE on or off.
    Pkce,
    /// Pane 1, advanced: how the client authenticates.
    AuthMethod,
    /// Pane 1, advanced, a text field.
    ResponseType,
    /// Pane 1, advanced, a text field.
    Parameter(Parameter),
    /// Pane 2: the authorization URL.
    Url,
    /// Pane 2, a text field: the paste box.
    Paste,
    /// Pane 1: the button that puts a finding right.
    Finding(Code),
    /// A button; `Enter` means its command.
    Button(Command),
    /// Pane 3: the message.
    Viewer,
}

impl Control {
    /// Whether letters belong to it.
    pub fn is_text(self) -> bool {
        match self {
            Self::ClientId
            | Self::ClientSecret
            | Self::RedirectUri
            | Self::Scope
            | Self::ResponseType
            | Self::Parameter(_)
            | Self::Paste => true,
            Self::Environment
            | Self::Advanced
            | Self::UseState
            | Self::UseNonce
            | Self::Pkce
            | Self::AuthMethod
            | Self::Url
            | Self::Finding(_)
            | Self::Button(_)
            | Self::Viewer => false,
        }
    }
}
