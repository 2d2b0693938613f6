//! Commands: one arm for each.

use std::collections::VecDeque;

use super::{REVEAL, Turn};
use crate::app::{
    Command, availability,
    control::{Control, Pane},
    dance::Intent,
    dialog::{Confirm, Confirmed, Dialog, Help, Palette, Profiles, Selection, Sequence, Text},
    document::{FoldWish, Mode},
    keymap::KEYMAP,
    meaning::{self, Meaning},
    msg::Effect,
    refreshing::RefreshOptions,
    sequence, viewer,
};

impl Turn<'_> {
    /// Carries a command out, or says why it cannot be.
    pub(super) fn command(&mut self, command: Command) {
        if let Err(why) = availability(self.model, command) {
            self.plain(match command {
                Command::Explain => "Nothing to explain here.".to_owned(),
                _ => format!("{}: {why}.", KEYMAP.entry(command).title),
            });
            if let Some(notice) = &mut self.model.notice {
                notice.refuses = Some(command);
            }
            return;
        }
        if !self.model.dialogs.is_empty() && self.dialog_command(command) {
            return;
        }
        let begins =
            [Command::NewRequest, Command::OpenBrowser, Command::ActAsResearcher, Command::AskAgain].contains(&command);
        if begins && let Some(lost) = self.model.lost_code(&self.model.dance) {
            return self.ask_to_drop_code(command, lost);
        }
        match command {
            Command::Activate => self.activate(),
            Command::FocusNext => self.focus_step(1),
            Command::FocusPrevious => self.focus_step(-1),
            Command::Down => self.vertical(1),
            Command::Up => self.vertical(-1),
            Command::Left => self.horizontal(-1),
            Command::Right => self.horizontal(1),
            Command::PageDown => self.page_by(1),
            Command::PageUp => self.page_by(-1),
            Command::Top => self.model.viewer.to_top(),
            Command::Bottom => self.model.viewer.to_end(),
            Command::Back => self.back(),
            Command::ShowConfigure => self.show(Pane::Configure),
            Command::ShowAuthorize => self.show(Pane::Authorize),
            Command::ShowMessages => self.show(Pane::Messages),
            Command::ChooseEnvironment => self.choose_environment(),
            Command::ChooseScopes => self.model.dialogs.push(Dialog::Scopes(Default::default())),
            Command::ToggleAdvanced => {
                self.model.advanced = !self.model.advanced;
                self.model.focus = Control::Advanced;
            }
            Command::Profiles => self.model.dialogs.push(Dialog::Profiles(Profiles::default())),
            Command::SaveProfile => self.open_save_profile(),
            Command::Lessons => self.open_lessons(),
            Command::Hint => self.toggle_hint(),
            Command::Predict => self.open_prediction(),
            Command::Faults => self.open_faults(false),
            Command::FaultLab => self.open_faults(true),
            Command::Doctor => self.examine(),
            Command::Reveal => self.reveal(),
            Command::OpenBrowser => self.authorize(Intent::OpenBrowser),
            Command::ActAsResearcher => self.authorize(Intent::ActAsResearcher),
            Command::CopyTunnel => self.copy_tunnel(),
            Command::CopyUrl => self.authorize(Intent::CopyUrl),
            Command::CopyProfile => self.copy_profile(),
            Command::ShowQr => self.authorize(Intent::ShowQr),
            Command::AskAgain => self.ask_again(),
            Command::SignOut => self.sign_out(),
            Command::UseFreePort => self.use_free_port(),
            Command::StopWaiting => {
                self.stop_listening();
                self.plain("Stopped listening. What you got can still be pasted.");
            }
            Command::NewRequest => self.new_request(),
            Command::TakePaste => {
                let text = self.model.paste.field.secret();
                self.take_paste(text.expose());
            }
            Command::Exchange => self.exchange(),
            Command::ReadRecord => self.read_record(),
            Command::ReadUserinfo => self.read_userinfo(),
            Command::Refresh => self.refresh(RefreshOptions::default()),
            Command::RefreshWith => self.open_refresh(),
            Command::TokenExchange => self.open_token_exchange(),
            Command::ShowIdToken => self.show_id_token(),
            Command::TokenShelf => self.open_shelf(),
            Command::Revoke => self.ask_revoke(),
            Command::DemoClients => self.open_demo_clients(),
            Command::ClientCredentials => self.open_client_credentials(),
            Command::CallApi => self.open_operations(),
            Command::SendCall => self.send_call(),
            Command::EditBody => self.edit_body(),
            Command::Resend => self.ask_resend(),
            Command::EditAndResend => self.edit_and_resend(),
            Command::FollowLink => self.open_links(),
            Command::CancelSend => self.cancel_newest(),
            Command::ShowUrl => self.show_url(),
            Command::CopyCode
            | Command::CopyAccessToken
            | Command::CopyRefreshToken
            | Command::CopyIdToken
            | Command::CopyTokenResponse
            | Command::CopyOrcid
            | Command::CopyCurl
            | Command::CopyCurlReal
            | Command::CopyPath
            | Command::CopyValue
            | Command::CopyBody => self.copy(command),
            Command::CopyAs => self.open_export(),
            Command::CopyTranscript => self.copy_transcript(),
            Command::History => self.open_history(),
            Command::ClearMessages => self.ask_clear_messages(),
            Command::SaveSession => self.ask_session_to_save(),
            Command::OpenSession => self.ask_session_to_open(),
            Command::SaveTranscript => self.ask_transcript_to_save(),
            Command::Remedy => self.remedy(),
            Command::Diagnosis => self.show_diagnosis(),
            Command::FixFinding => self.fix_finding(),
            Command::NextMessage => self.message_step(1),
            Command::PreviousMessage => self.message_step(-1),
            Command::ShowSequence => self.show_sequence(),
            Command::ToggleRaw => {
                let other = if self.model.viewer.mode == Mode::Pretty { Mode::Raw } else { Mode::Pretty };
                self.show_as(other);
            }
            Command::ToggleHex => {
                let other = if self.model.viewer.mode == Mode::Hex { Mode::Pretty } else { Mode::Hex };
                self.show_as(other);
            }
            Command::ToggleWrap => {
                self.model.viewer.wrap = !self.model.viewer.wrap;
                self.model.viewer.side = 0;
            }
            Command::Search => {
                self.model.focus = Control::Viewer;
                self.model.viewer.begin_search();
            }
            Command::Filter => self.open_filter(),
            Command::Fold => self.in_viewer(|viewer| viewer.fold(None)),
            Command::FoldAll => self.in_viewer(|viewer| viewer.fold_everywhere(FoldWish::All)),
            Command::UnfoldAll => self.in_viewer(|viewer| viewer.fold_everywhere(FoldWish::Nothing)),
            Command::FoldMore => self.in_viewer(|viewer| viewer.fold_everywhere(FoldWish::More)),
            Command::FoldLess => self.in_viewer(|viewer| viewer.fold_everywhere(FoldWish::Less)),
            Command::SaveBody => self.open_save_body(),
            Command::NextMatch => self.go_to_match(1),
            Command::PreviousMatch => self.go_to_match(-1),
            Command::Palette => self.model.dialogs.push(Dialog::Palette(Palette::default())),
            Command::Explain => self.explain_cursor(),
            Command::Help => {
                self.model.dialogs.push(Dialog::Help(Help { about: self.model.focus, scroll: 0 }));
            }
            Command::Notices => self.show_notices(),
            Command::ToggleMouse => {
                self.model.mouse = !self.model.mouse;
                self.effects.push(Effect::Mouse(self.model.mouse));
                self.plain(if self.model.mouse {
                    "Mouse on. To select text, hold Shift (Option on a Mac)."
                } else {
                    "Mouse off: the terminal selects text again."
                });
            }
            Command::LeaveLesson if self.model.trial.is_some() => drop(self.leave_trial()),
            Command::LeaveLesson => self.leave_lesson(),
            Command::Redraw => self.effects.push(Effect::Redraw),
            Command::Suspend => self.effects.push(Effect::Suspend),
            Command::Quit => self.quit(),
        }
    }

    fn activate(&mut self) {
        if self.model.viewer.is_typing_filter() {
            self.model.viewer.run_filter();
            return;
        }
        if self.model.viewer.is_typing() {
            if !self.model.viewer.end_typing() {
                self.plain("Nothing was found in this message.");
            }
            return;
        }
        match self.model.focus {
            Control::Environment => self.choose_environment(),
            Control::Scope => self.command(Command::ChooseScopes),
            Control::Advanced => self.command(Command::ToggleAdvanced),
            Control::UseState => self.model.form_mut().use_state ^= true,
            Control::UseNonce => self.model.form_mut().use_nonce ^= true,
            Control::Pkce => self.model.form_mut().pkce ^= true,
            Control::AuthMethod => self.switch_auth_method(),
            Control::Url => self.show_url(),
            Control::Paste => self.command(Command::TakePaste),
            Control::Button(command) => self.command(command),
            Control::Finding(code) => self.fix_of(code),
            Control::ClientId
            | Control::ClientSecret
            | Control::RedirectUri
            | Control::ResponseType
            | Control::Parameter(_) => self.focus_step(1),
            Control::Viewer => {}
        }
    }

    fn vertical(&mut self, by: isize) {
        if !self.model.viewer.is_typing_filter() {
            self.model.viewer.end_typing();
        }
        if self.model.focus == Control::Viewer {
            let size = viewer::document_size(self.model, self.now);
            self.model.viewer.move_by(by, size);
        } else {
            self.focus_row(by);
        }
    }

    fn horizontal(&mut self, by: isize) {
        if self.model.focus == Control::Viewer {
            if !self.model.viewer.wrap {
                self.model.viewer.side_by(by * 8, self.model.size.height);
            } else if self.model.viewer.document.is_tree() {
                self.model.viewer.fold(Some(by < 0));
            }
        } else {
            self.focus_column(by);
        }
    }

    fn page_by(&mut self, by: isize) {
        let size = viewer::document_size(self.model, self.now);
        self.model.viewer.page_by(by * isize::try_from(size.height.saturating_sub(2).max(1)).unwrap_or(1), size);
    }

    /// Whatever is innermost: the search, a request under way, the text field.
    fn back(&mut self) {
        self.model.tour = false;
        if !self.model.viewer.is_typing_filter() && self.model.viewer.leave_search() {
            return;
        }
        if self.model.viewer.leave_filter() {
            return;
        }
        if self.model.awaited.to_give_up().is_some() {
            self.cancel_newest();
        } else if self.model.focus == Control::Viewer {
            self.focus_next_step();
        } else if self.model.focus.is_text() {
            self.leave_field();
        }
    }

    fn reveal(&mut self) {
        let until = self.now + REVEAL;
        let focus = self.model.focus;
        if focus == Control::ClientSecret || (focus == Control::Paste && self.model.paste.is_secret) {
            self.model.revealed = match self.model.revealed {
                Some((shown, _)) if shown == focus => None,
                Some(_) | None => Some((focus, until)),
            };
        } else {
            let shown = &mut self.model.viewer.shown_until;
            *shown = if shown.is_some() { None } else { Some(until) };
        }
    }

    fn message_step(&mut self, by: isize) {
        let index = self.model.viewer.selected.saturating_add_signed(by);
        self.model.viewer.select(index, &self.model.exchanges);
    }

    pub(super) fn go_to_match(&mut self, by: isize) {
        let size = viewer::document_size(self.model, self.now);
        if self.model.viewer.search.is_none() {
            // What was looked for last, once more: from its first match on.
            self.model.viewer.look_again();
            return self.model.viewer.go_to_match(0, size);
        }
        self.model.viewer.go_to_match(by, size);
    }

    fn show_url(&mut self) {
        let request = self.model.authorization_request();
        let endpoint = self.model.environment().metadata.authorization_endpoint;
        let mut lines: VecDeque<String> =
            request.parameters().iter().map(|(name, value)| format!("  {name} = {value}")).collect();
        lines.push_front(endpoint);
        lines.push_back(String::new());
        let url = self.model.authorization_url();
        lines.push_back(url.clone());
        self.model.dialogs.push(Dialog::Text(Text {
            title: "Authorization URL".to_owned(),
            lines: lines.into(),
            url: Some(url),
            scroll: 0,
        }));
    }

    /// What stands under the cursor: in the open dialog, else at the focus.
    fn explain_cursor(&mut self) {
        let things = match self.model.dialogs.last() {
            Some(dialog) => meaning::things_of_dialog(self.model, dialog),
            None => meaning::things_of_control(self.model, self.model.focus),
        };
        let meaning = match meaning::cursor_row(self.model, self.now) {
            Some(row) => Meaning::on_row(things, &row),
            None => Meaning::of(things),
        };
        match meaning {
            Some(meaning) => self.model.dialogs.push(Dialog::Meaning(meaning)),
            None => self
                .plain("Nothing under the cursor has a name of its own. Move it to a header, a parameter or a member."),
        }
    }

    /// The diagram, at the first arrow of the message that pane 3 shows.
    fn show_sequence(&mut self) {
        let here = self.model.viewer.selected;
        let row = sequence::arrows(&self.model.exchanges).iter().position(|arrow| arrow.exchange == here).unwrap_or(0);
        self.model.dialogs.push(Dialog::Sequence(Sequence { selection: Selection { row } }));
    }

    /// Asks before another request takes the place of one whose code was not exchanged.
    fn ask_to_drop_code(&mut self, command: Command, lost: String) {
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Begin anew, without this code?".to_owned(),
            text: vec![lost, "Another request brings another code; this one is not shown any more then.".to_owned()],
            yes: "Drop it".to_owned(),
            then: Confirmed::DropCode(command),
            on_no: true,
        }));
    }

    /// The code is given up.
    pub(super) fn drop_code(&mut self, command: Command) {
        self.model.dance.code = None;
        self.command(command);
    }

    pub(super) fn new_request(&mut self) {
        self.stop_listening();
        self.model.dance = self.new_dance();
        self.model.pasted = None;
        self.focus_next_step();
        self.plain("A new request, with a new state. Tokens that you got stay stored.");
    }
}
