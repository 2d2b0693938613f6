//! Which commands work now, and why the others don't. Footer, buttons and palette all ask here.

use super::{
    Command, Local, Model, control::Control, dance::Capture, dialog::Dialog, document, finding::findings, meaning,
    strip,
};
use crate::oauth::{Outcome, Purpose, form};
use jiff::Timestamp;

type Availability = Result<(), &'static str>;

fn when(condition: bool, otherwise: &'static str) -> Availability {
    if condition { Ok(()) } else { Err(otherwise) }
}

/// Whether the server that would be asked is there, as far as it is ours to know. The usual address of a simulated ORCID
/// that did not start may be another program's, and that one must not be sent anything.
pub(super) fn local_serves(model: &Model) -> Availability {
    match model.local {
        Local::Failed(_) => when(!model.is_local(), "the simulated ORCID did not start"),
        Local::Starting | Local::Serving(_) => Ok(()),
    }
}

/// Whether a researcher said yes to a request of this session.
fn granted_before(model: &Model) -> bool {
    let is_code = |fragment: &str| form::first(&form::parse_form(fragment.as_bytes()), "code").is_some();
    let callbacks = model.exchanges.iter().filter(|exchange| exchange.purpose == Purpose::Callback);
    callbacks.filter_map(|exchange| exchange.request.uri().query()).any(is_code)
}

/// Whether the text of the strip has no room.
fn reads_on(model: &Model) -> bool {
    strip::strip(model).is_some_and(|strip| model.next_row(&strip).is_some() || model.first_row(&strip) > 0)
}

/// Whether a command works now; else why not, in a few words.
pub fn availability(model: &Model, command: Command) -> Availability {
    let dance = &model.dance;
    let code = || when(dance.code.is_some(), "no code yet");
    let token = || when(dance.granted.is_some(), "no token yet");
    let message = || when(!model.exchanges.is_empty(), "no message yet");
    let idle = || {
        when(dance.exchanging.is_none(), "an exchange is under way")
            .and(when(dance.asks_secret.is_none(), "the client secret is still asked for"))
    };
    match command {
        Command::Lessons => when(!matches!(model.local, Local::Failed(_)), "the simulated ORCID did not start"),
        Command::Hint => when(model.course.is_some() || model.trial.is_some(), "no lesson runs")
            .and(when(!model.lesson_waits(), "the lesson waits for the environment local"))
            .and(when(model.current_step().is_some() || reads_on(model), "no step is left"))
            .and(when(
                model.current_step().is_some_and(|step| step.hint.is_some()) || reads_on(model),
                "this step has no hint",
            )),
        Command::Predict => when(model.open_prediction().is_some(), "nothing is to be predicted now"),
        Command::CopyTunnel => when(model.tunnel().is_some(), "nothing has to come over SSH"),
        Command::Faults | Command::FaultLab => {
            when(model.is_local(), "only the simulated ORCID misbehaves on request").and(local_serves(model))
        }
        Command::ActAsResearcher => when(model.is_local(), "only in the local environment").and(local_serves(model)),
        Command::OpenBrowser | Command::ShowQr | Command::Doctor => local_serves(model),
        Command::Exchange => code().and(idle()),
        Command::ReadRecord => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.researcher().is_some()),
            "the token names no iD",
        )),
        Command::ReadUserinfo => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.environment.metadata.userinfo_endpoint.is_some()),
            "this server has no userinfo endpoint",
        )),
        Command::Refresh | Command::RefreshWith => token()
            .and(when(
                dance.granted.as_ref().is_some_and(|g| g.response.refresh_token.is_some()),
                "the response has no refresh token",
            ))
            .and(local_serves(model))
            .and(idle()),
        Command::Revoke => token()
            .and(when(dance.granted.as_ref().is_some_and(|g| g.revoked.is_none()), "the tokens are revoked already"))
            .and(when(
                model.environment().metadata.revocation_endpoint.is_some(),
                "this server names no revocation endpoint",
            ))
            .and(local_serves(model))
            .and(idle()),
        Command::DemoClients => when(model.is_local(), "only the simulated ORCID (local) has them"),
        Command::ClientCredentials | Command::TokenExchange => local_serves(model).and(idle()),
        Command::ShowIdToken => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.any_id_token().is_some()),
            "the response has no ID token; the scope openid brings one",
        )),
        Command::AskAgain => when(
            dance.granted.as_ref().is_some_and(|g| !g.response.is_two_legged())
                || dance.consent_skipped
                || (dance.sent.is_none() && dance.code.is_none() && granted_before(model)),
            "nothing was granted yet",
        )
        .and(when(!dance.ask_again, "the next request asks again already")),
        Command::SignOut => when(model.is_local() && model.session.is_some(), "nobody is signed in here"),
        Command::UseFreePort => when(
            matches!(dance.capture, Capture::Failed { port_in_use: true, .. }),
            "the port of the redirect URI is not taken",
        ),
        Command::StopWaiting => when(matches!(dance.capture, Capture::On(_)), "not listening"),
        Command::NewRequest => {
            when(dance.sent.is_some() || dance.code.is_some() || dance.arrived.is_some(), "no request yet")
        }
        Command::TakePaste => when(!model.paste.field.is_empty(), "the paste box is empty"),
        Command::CallApi => local_serves(model),
        Command::SendCall => when(matches!(model.dialogs.last(), Some(Dialog::Call(_))), "no call is being prepared"),
        Command::EditBody => when(
            matches!(model.dialogs.last(), Some(Dialog::Call(call)) if call.takes_body()),
            "no call with a body is being prepared",
        ),
        Command::Resend | Command::EditAndResend => message()
            .and(when(
                model.selected_exchange().is_some_and(|e| !e.purpose.is_front_channel()),
                "the browser carried this message",
            ))
            .and(local_serves(model)),
        Command::FollowLink => message()
            .and(when(model.selected_exchange().is_some_and(|e| e.outcome.response().is_some()), "there is no answer")),
        Command::CancelSend => when(model.awaited.to_give_up().is_some(), "nothing is under way"),
        Command::CopyCode => code(),
        Command::CopyAccessToken | Command::CopyTokenResponse => token(),
        Command::CopyRefreshToken => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.refresh_token.is_some()),
            "the response has no refresh token",
        )),
        Command::CopyIdToken => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.any_id_token().is_some()),
            "the response has no ID token",
        )),
        Command::CopyOrcid => token().and(when(
            dance.granted.as_ref().is_some_and(|g| g.response.researcher().is_some()),
            "the token names no iD",
        )),
        Command::Remedy => when(model.remedy().is_some(), "no diagnosis proposes anything"),
        Command::Diagnosis => when(model.diagnosis().is_some(), undiagnosed(model)),
        Command::FixFinding => {
            // What time alone brings about does not count: the code's age has its own finding, and its own button.
            let found = findings(model, Timestamp::UNIX_EPOCH);
            when(found.iter().any(|finding| finding.fix.is_some()), "nothing in pane 1 can be put right at once")
        }
        Command::CopyCurl
        | Command::CopyCurlReal
        | Command::CopyTranscript
        | Command::History
        | Command::SaveSession
        | Command::SaveTranscript => message(),
        Command::LeaveLesson => {
            when(model.course.is_some() || model.trial.is_some(), "no lesson and no experiment is under way")
        }
        Command::Notices => when(!model.said.is_empty(), "nothing was said yet"),
        Command::ClearMessages => message()
            .and(when(model.course.is_none(), "the lesson looks at the messages; leave it first"))
            .and(when(model.trial.is_none(), "the experiment looks at the messages; end it first")),
        Command::NextMessage => {
            message().and(when(model.viewer.selected + 1 < model.exchanges.len(), "this is the newest message"))
        }
        Command::PreviousMessage => message().and(when(model.viewer.selected > 0, "this is the first message")),
        Command::CopyBody => message().and(when(
            model.selected_exchange().is_some_and(|e| e.outcome.response().is_some_and(|r| !r.body().is_empty())),
            "the answer has no body",
        )),
        Command::ToggleRaw
        | Command::ToggleHex
        | Command::ToggleWrap
        | Command::Search
        | Command::ShowSequence
        | Command::ShowMessages => message(),
        Command::Fold => message()
            .and(when(model.viewer.document.folds_at(model.viewer.cursor.line), "nothing folds where the cursor is")),
        Command::FoldAll | Command::UnfoldAll | Command::FoldMore | Command::FoldLess => {
            message().and(when(model.viewer.document.is_tree(), "there is nothing to fold"))
        }
        Command::Filter => message().and(match model.viewer.is_laying() {
            true => Err("the body is not laid out yet"),
            false => when(model.viewer.is_json(), "only JSON can be filtered, and only when it is shown pretty"),
        }),
        Command::CopyPath => message().and(when(
            model.viewer.document.path_of(model.viewer.cursor.line).is_some(),
            "the cursor is at no value of JSON or XML",
        )),
        Command::CopyValue => message().and(when(
            model.viewer.document.value_size(model.viewer.cursor.line).is_some(),
            "the cursor is not in the body",
        )),
        // Into a file that the user names, as sessions and transcripts: with --ephemeral too.
        Command::SaveBody => message().and(when(
            model.selected_exchange().is_some_and(|e| document::answer(e).is_some()),
            "the answer has no body",
        )),
        Command::NextMatch | Command::PreviousMatch => {
            let found = model.viewer.search.as_ref().map(|search| !search.hits.is_empty());
            when(found.unwrap_or(!model.viewer.looked_for.is_empty()), "nothing was found")
        }
        Command::Reveal => {
            let in_paste = model.focus == Control::Paste && model.paste.is_secret;
            let in_field = model.focus == Control::ClientSecret || in_paste;
            when(in_field || !model.exchanges.is_empty(), "nothing is hidden here")
        }
        Command::Profiles => when(!model.profiles.is_empty(), "no profile is saved"),
        Command::SaveProfile => when(!model.ephemeral, "nothing is written with --ephemeral"),
        Command::Explain => explains(model.dialogs.last()),
        Command::Activate
        | Command::FocusNext
        | Command::FocusPrevious
        | Command::Down
        | Command::Up
        | Command::Left
        | Command::Right
        | Command::PageDown
        | Command::PageUp
        | Command::Top
        | Command::Bottom
        | Command::Back
        | Command::ShowConfigure
        | Command::ShowAuthorize
        | Command::ChooseEnvironment
        | Command::ChooseScopes
        | Command::ToggleAdvanced
        | Command::ShowUrl
        | Command::TokenShelf
        | Command::CopyAs
        | Command::OpenSession
        | Command::CopyUrl
        | Command::CopyProfile
        | Command::Palette
        | Command::Help
        | Command::ToggleMouse
        | Command::Redraw
        | Command::Suspend
        | Command::Quit => Ok(()),
    }
}

fn explains(dialog: Option<&Dialog>) -> Availability {
    when(dialog.is_none_or(meaning::explains), "nothing to explain here")
}

/// The same for a command that the palette carries out: over what the palette was opened over.
pub(super) fn availability_below_palette(model: &Model, command: Command) -> Availability {
    match command {
        Command::Explain => explains(model.dialogs.iter().rev().find(|dialog| !matches!(dialog, Dialog::Palette(_)))),
        _ => availability(model, command),
    }
}

/// Why there is no diagnosis.
fn undiagnosed(model: &Model) -> &'static str {
    let Some(exchange) = model.selected_exchange() else { return "nothing went wrong" };
    match &exchange.outcome {
        Outcome::Answered { response, .. } if response.status().as_u16() < 400 => "nothing went wrong",
        Outcome::Unseen => "nothing went wrong",
        Outcome::Pending => "the answer is not there yet",
        Outcome::Cancelled => "you stopped waiting for the answer",
        Outcome::Answered { .. } | Outcome::Failed { .. } => match exchange.purpose {
            Purpose::Probe | Purpose::TokenProbe => "this was a probe; whoever sent it says what it means",
            Purpose::AuthorizationRequest
            | Purpose::Callback
            | Purpose::Researcher
            | Purpose::Token
            | Purpose::Revocation
            | Purpose::Userinfo
            | Purpose::Discovery
            | Purpose::KeySet
            | Purpose::Control
            | Purpose::Api => "nothing is known of this failure",
        },
    }
}
