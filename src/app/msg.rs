//! What happened, and what is to be done: the two sides of `update`.

use std::{borrow::Cow, net::SocketAddr};

use bytes::Bytes;

use super::{
    Key, Size,
    copy::Copied,
    document::{Ticket, Work, Worked},
};
use crate::{
    oauth::{Arrived, Captured, ExchangeId, HttpRequest, HttpResponse, Outcome, Secret},
    orcid::EnvironmentKey,
};

/// Something that happened.
#[derive(Debug)]
// Messages are handed over once and taken apart at once; boxing the larger ones would only cost an allocation.
#[allow(clippy::large_enum_variant)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A command by its name, from where there are no keys.
    Command(super::Command),
    /// A field or button was chosen by its number, from where there is no cursor.
    Focus(super::control::Control),
    /// A message was chosen by its place in pane 3, from where there is no cursor.
    Select(usize),
    /// A bracketed paste arrived.
    Paste(String),
    /// The left button of the mouse was pressed at a column and a row.
    Click(u16, u16),
    /// It was moved to there, the button still down.
    Drag(u16, u16),
    /// The wheel was turned: lines down (positive) or up, at a column and a row.
    Wheel(i16, u16, u16),
    /// The terminal has a new size.
    Resize(Size),
    /// The instant that [`super::next_wake`] named has come.
    Woke,
    /// The simulated ORCID of `local` is there, or cannot be.
    Local(Result<LocalServing, String>),
    /// The answer to [`Effect::Listen`].
    Listening(Result<Listening, ListenFailure>),
    /// Something arrived at the redirect URI.
    Captured(Captured),
    /// [`Effect::Visit`] came to nothing: what happened, what to do.
    NotVisited(String),
    /// A request goes elsewhere than it was sent: the simulated ORCID listens there now.
    Readdressed(ExchangeId, HttpRequest),
    /// The simulated ORCID answered a browser with the page of an error: what was asked, and that page.
    BrowserShown(Box<(HttpRequest, HttpResponse)>),
    /// A request ended. For a token request: also where the answer was stored, before anything read it.
    Received(ExchangeId, Outcome, Option<Stored>),
    /// The answer to [`Effect::Copy`].
    Copied(Copied),
    /// The answer to [`Effect::OpenBrowser`]: nothing, or why it could not be opened.
    BrowserOpened(Result<(), String>),
    /// The answer to [`Effect::SaveProfile`], [`Effect::DeleteProfile`]: what was to be done, and the profiles that there are
    /// now, or why it was not done.
    Profiles(super::profile::Change, Result<Vec<super::profile::SavedProfile>, String>),
    /// The answer to [`Effect::RunSecretCommand`], with the command.
    SecretCommand(String, Result<Secret, String>),
    /// The answer to [`Effect::EditText`]: the text as it is now, or why there is none.
    TextEdited(Result<String, String>),
    /// The answer to [`Effect::KeepTokens`]: what was kept, and where.
    TokensKept {
        /// What it answers to.
        context: Box<TokenContext>,
        /// As they came: the fragment, or the body.
        body: Secret,
        /// Where it is, or why it is not.
        stored: Stored,
    },
    /// The answer to [`Effect::ListTokens`] and [`Effect::ForgetToken`]: what is stored now.
    Stock(Result<super::shelf::Stock, String>),
    /// A part of an answer is there; after a cancel or a failure, all that came of it.
    Arriving(ExchangeId, Box<Arrived>),
    /// The answer to [`Effect::Work`].
    Worked(Worked),
    /// The answer to [`Effect::SaveFile`]: where the file is, or why it is not.
    FileSaved(Result<String, NotSaved>),
    /// The answer to [`Effect::Examine`]: what was found on this computer.
    Examined(Vec<super::doctor::Line>),
    /// The answer to [`Effect::Compare`].
    Compared(super::history::Difference),
    /// The answer to [`Effect::SaveContent`]: what was saved and where, or why not.
    Kept(Result<(&'static str, String), NotSaved>),
    /// The answer to [`Effect::OpenSession`], or why it cannot be opened.
    Opened(Result<super::keep::Opened, String>),
    /// Something went wrong beside the flow (a file, the terminal) that the user should know.
    Trouble(String),
}

/// Where the simulated ORCID of `local` listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalServing {
    /// Its issuer.
    pub issuer: String,
    /// Whether this process serves it; else another one that was there first.
    pub own: bool,
    /// The ids of the clients that it knows; none when it did not tell.
    pub clients: Vec<String>,
}

/// The capture listener is up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listening {
    /// The redirect URI that it answers for; another port than asked when that was allowed.
    pub redirect_uri: String,
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    /// SHA-256 of its certificate when the redirect URI is https.
    pub fingerprint: Option<String>,
}

/// The capture listener is not up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenFailure {
    /// What happened, why, what to do.
    pub message: String,
    /// Whether the redirect URI is one that nobody here can listen on, so that pasting is the way.
    pub paste_instead: bool,
    /// Whether another port would do: the address is taken.
    pub port_in_use: bool,
}

/// Whether a token response is safe on disk.
pub type Stored = Result<String, String>;

/// What the store must know of a token response beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenContext {
    /// Which environment.
    pub environment: EnvironmentKey,
    /// Its issuer.
    pub issuer: String,
    /// Who asked.
    pub client_id: String,
    /// With which grant, as on the wire.
    pub grant_type: Cow<'static, str>,
    /// With which redirect URI, when the grant has one.
    pub redirect_uri: Option<String>,
    /// For which scopes.
    pub requested_scope: String,
    /// With which nonce in the authorization request.
    pub nonce: Option<String>,
}

/// Why a file was not saved that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// There is one already, at this place.
    Exists(String),
    /// Something else stands in the way: in words.
    Failed(String),
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Start (or find) the simulated ORCID; register the redirect URI with its demo clients.
    StartLocal,
    /// Send a request. With a token context the body of a successful answer is stored before anything reads it.
    Send {
        /// Its number.
        id: ExchangeId,
        /// The request.
        request: HttpRequest,
        /// For token requests.
        store: Option<Box<TokenContext>>,
        /// Whether it is for the simulated ORCID of `local`: it goes to where that is by then, and to nobody else.
        local: bool,
    },
    /// Open the redirect URI as the researcher's browser would; what arrives there, the listener tells.
    Visit(HttpRequest),
    /// Stop waiting for an answer.
    Cancel(ExchangeId),
    /// Listen on the redirect URI.
    Listen {
        /// Where.
        redirect_uri: String,
        /// The state that the callback should bring, for the page that the person sees.
        state: Option<String>,
        /// Whether another port may be taken when this one is.
        any_port: bool,
        /// Whether it is to be registered with the demo clients (`local` only).
        register: bool,
    },
    /// Stop listening.
    StopListening,
    /// Open a URL in the system's browser.
    OpenBrowser(String),
    /// Copy a text.
    Copy {
        /// What it is, for the notice.
        what: &'static str,
        /// The text.
        text: Secret,
    },
    /// Keep the authorization request for other processes (`exchange` finds it by its state).
    SavePending(Box<super::dance::Sent>),
    /// Remember that the pair of this access token was revoked.
    NoteRevoked(Secret),
    /// Store tokens that came in the fragment of a redirect, or were pasted.
    KeepTokens {
        /// What they answer to.
        context: Box<TokenContext>,
        /// Where the server's token endpoint is.
        token_endpoint: String,
        /// As they came: the fragment, or the body.
        body: Secret,
    },
    /// Remember what the server thinks of this access token.
    NoteSeen(Secret, crate::oauth::Seen),
    /// Read every stored token response.
    ListTokens,
    /// Remove a stored token response from this machine.
    ForgetToken(String),
    /// Save a profile, and its secret when that was asked for.
    SaveProfile {
        /// The profile.
        profile: Box<super::profile::SavedProfile>,
        /// The secret to remember; `None` forgets a remembered one.
        secret: Option<Secret>,
    },
    /// Delete a profile and its remembered secret.
    DeleteProfile(String),
    /// Make this profile the one that the next start begins with.
    UseProfile(String),
    /// Run the command of a profile that prints the client secret.
    RunSecretCommand(String),
    /// Stop it: nobody waits for the secret any more.
    StopSecretCommand(String),
    /// Give the terminal to the user's own editor, with a text; take it back when that ends.
    EditText {
        /// The text.
        text: String,
        /// The ending of the file, without the dot, by which editors choose their colours.
        extension: &'static str,
    },
    /// Do what takes long: lay a large body out, search in it, filter it.
    Work(Work),
    /// Stop that: nobody waits for the result any more.
    StopWork(Ticket),
    /// Save bytes in a file of the user's choice. It may hold secrets: 0600.
    SaveFile {
        /// Where: as it was typed, `~` and relative paths included.
        path: String,
        /// What.
        bytes: Bytes,
        /// Whether one that is there is replaced; else it stays.
        replace: bool,
    },
    /// Look at everything on this computer that the doctor asks about.
    Examine {
        /// Whose port is to be tried.
        redirect_uri: String,
        /// The server, for the proxy.
        issuer: String,
        /// Whether this program itself listens at the redirect URI.
        listening: bool,
        /// Whether another port would do as well.
        any_port: bool,
    },
    /// Compare two messages: [`super::history::difference`].
    Compare(Box<(crate::oauth::Exchange, crate::oauth::Exchange)>),
    /// Make a text and copy it.
    CopyContent(super::keep::Content),
    /// Make a text and save it in a file, mode 0600.
    SaveContent {
        /// As typed: `~/` and relative paths included.
        path: String,
        /// What is saved.
        content: super::keep::Content,
        /// Whether one that is there is replaced; else it stays.
        replace: bool,
    },
    /// Read a session, or any HAR file, and diagnose what is in it.
    OpenSession {
        /// As typed.
        path: String,
        /// What is configured.
        situation: Box<crate::orcid::diagnosis::Situation>,
    },
    /// Keep how far one has come with the lessons.
    SaveProgress(super::lesson::Progress),
    /// Draw the whole screen: something else has written on it.
    Redraw,
    /// Mouse capture on or off.
    Mouse(bool),
    /// Stop the process as Ctrl-Z does.
    Suspend,
    /// Leave.
    Quit,
}
