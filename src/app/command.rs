//! What the user can mean. Keys, buttons and the palette all speak of these.

/// An intention of the user. Titles, help and keys of each are in `assets/keymap.toml`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Command {
    /// Press the focused button, open the focused choice.
    Activate,
    /// The next field or button.
    FocusNext,
    /// The one before.
    FocusPrevious,
    /// The control below, or one line down in the viewer.
    Down,
    /// The control above, or one line up in the viewer.
    Up,
    /// The control to the left, or scroll left.
    Left,
    /// The control to the right, or scroll right.
    Right,
    /// One page down.
    PageDown,
    /// One page up.
    PageUp,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// Close the dialog, leave the field, stop waiting: whatever is innermost.
    Back,
    /// Go to pane 1.
    ShowConfigure,
    /// Go to pane 2.
    ShowAuthorize,
    /// Go to pane 3.
    ShowMessages,
    /// Choose the environment.
    ChooseEnvironment,
    /// Choose scopes from the list.
    ChooseScopes,
    /// Show or hide the advanced parameters.
    ToggleAdvanced,
    /// Profiles: switch or delete.
    Profiles,
    /// Save what pane 1 holds as a profile.
    SaveProfile,
    /// Lessons: begin, go on, leave.
    Lessons,
    /// How to do what the lesson says.
    Hint,
    /// Predict what the lesson is about to show.
    Predict,
    /// Choose what the simulated ORCID shall do wrong.
    Faults,
    /// Predict what a fault leads to, run it, compare.
    FaultLab,
    /// Find out what is wrong with the credentials and with this computer.
    Doctor,
    /// Show the focused secret for a while.
    Reveal,
    /// Send the browser to ORCID.
    OpenBrowser,
    /// Play the researcher in the terminal (`local` only).
    ActAsResearcher,
    /// Make ORCID ask for consent although it was granted before.
    AskAgain,
    /// End the researcher's session at the simulated ORCID.
    SignOut,
    /// Listen on a free port where the one of the redirect URI is taken.
    UseFreePort,
    /// Stop listening for the callback.
    StopWaiting,
    /// Forget code and tokens on the screen and begin a new request.
    NewRequest,
    /// Take what stands in the paste box.
    TakePaste,
    /// Exchange the code for tokens.
    Exchange,
    /// GET the record with the token.
    ReadRecord,
    /// GET userinfo with the token.
    ReadUserinfo,
    /// New tokens for the refresh token.
    Refresh,
    /// New tokens for the refresh token, with a choice.
    RefreshWith,
    /// Revoke the tokens, after a question.
    Revoke,
    /// Fill pane 1 with a demo client of the simulated ORCID.
    DemoClients,
    /// Get a token that the client has for itself.
    ClientCredentials,
    /// Choose an operation of the API, and prepare the call.
    CallApi,
    /// Send the call that is being prepared.
    SendCall,
    /// Open the body of the call in the user's own editor.
    EditBody,
    /// Send the selected message once more.
    Resend,
    /// Change the selected message and send it.
    EditAndResend,
    /// Follow a link of the selected answer.
    FollowLink,
    /// A token for one of the other kind.
    TokenExchange,
    /// Show and check the ID token.
    ShowIdToken,
    /// Every stored token.
    TokenShelf,
    /// Stop the exchange under way.
    CancelSend,
    /// Show the whole authorization URL.
    ShowUrl,
    /// Show the authorization URL as a QR code.
    ShowQr,
    /// Copy the authorization URL.
    CopyUrl,
    /// Copy the `ssh -L` line that brings the browser of one's own computer here.
    CopyTunnel,
    /// Copy what pane 1 holds as a link, without its secret.
    CopyProfile,
    /// Copy the authorization code.
    CopyCode,
    /// Copy the access token.
    CopyAccessToken,
    /// Copy the refresh token.
    CopyRefreshToken,
    /// Copy the ID token.
    CopyIdToken,
    /// Copy the whole token response.
    CopyTokenResponse,
    /// Copy the researcher's iD.
    CopyOrcid,
    /// Copy the selected message as curl, secrets as shell variables.
    CopyCurl,
    /// Copy the selected message as curl, with the real secrets.
    CopyCurlReal,
    /// Copy the body of the selected response.
    CopyBody,
    /// Copy or save the selected message as code, or the client for another tool.
    CopyAs,
    /// Copy the session as Markdown.
    CopyTranscript,
    /// Every message, to be filtered and compared.
    History,
    /// Take the messages out of the list.
    ClearMessages,
    /// Save the messages as a session.
    SaveSession,
    /// Open a session, or any HAR file.
    OpenSession,
    /// Save the session as Markdown.
    SaveTranscript,
    /// Copy the path of the value at the cursor.
    CopyPath,
    /// Copy the value at the cursor.
    CopyValue,
    /// Do what the diagnosis proposes.
    Remedy,
    /// All that is known of the failure.
    Diagnosis,
    /// Do what the worst finding of pane 1 proposes.
    FixFinding,
    /// The next message.
    NextMessage,
    /// The message before.
    PreviousMessage,
    /// The messages as a sequence diagram.
    ShowSequence,
    /// Raw or pretty.
    ToggleRaw,
    /// The body byte by byte.
    ToggleHex,
    /// Fold or unfold at the cursor.
    Fold,
    /// Fold all but the outermost.
    FoldAll,
    /// Unfold everything.
    UnfoldAll,
    /// Fold one level more.
    FoldMore,
    /// Fold one level less.
    FoldLess,
    /// Run a jq filter over the body.
    Filter,
    /// Save the body in a file.
    SaveBody,
    /// Wrap long lines or not.
    ToggleWrap,
    /// Search in the message.
    Search,
    /// The next match.
    NextMatch,
    /// The match before.
    PreviousMatch,
    /// Every command, searchable.
    Palette,
    /// What the thing under the cursor means.
    Explain,
    /// Help for the focused thing, and all keys.
    Help,
    /// What was said above the footer.
    Notices,
    /// Mouse on or off.
    ToggleMouse,
    /// Leave the lesson or the experiment under way.
    LeaveLesson,
    /// Draw the whole screen anew (Ctrl-L).
    Redraw,
    /// Stop the program and leave it in the background (Ctrl-Z).
    Suspend,
    /// Leave.
    Quit,
}

impl Command {
    /// Whether it moves focus, cursor or sight, and does nothing else.
    pub fn only_moves(self) -> bool {
        use Command::{Bottom, Down, FocusNext, FocusPrevious, Left, PageDown, PageUp, Right, Top, Up};
        matches!(self, FocusNext | FocusPrevious | Down | Up | Left | Right | PageDown | PageUp | Top | Bottom)
    }

    /// Whether it only moves about, or acts on what has the focus: as a key it has a meaning, in a list of commands none.
    pub fn moves_about(self) -> bool {
        self.only_moves() || matches!(self, Self::Activate | Self::Back)
    }
}
