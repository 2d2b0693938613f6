//! `update`: what happened goes in, the model changes, what is to be done comes out.

mod arrive;
mod authorize;
mod call;
mod commands;
mod configure;
mod copying;
mod demo;
mod dialogs;
mod doctor;
mod exchange;
mod faults;
mod focus;
mod giving_up;
mod history;
mod id_token;
mod in_hand;
mod keys;
mod lab;
mod lessons;
mod mouse;
mod notices;
mod profiles;
mod refreshing;
mod remedy;
mod researcher;
mod resend;
mod sharing;
mod shelf;
mod token_exchange;
mod tokens;
mod viewing;

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use ratatui::layout::Position;

use super::{
    Local, Model, Msg, availability,
    control::Pane,
    dance::Dance,
    document::Done,
    msg::{Effect, TokenContext},
    pane, viewer,
};
pub use call::lacks_scope;

use crate::oauth::{Exchange, ExchangeId, HttpRequest, Outcome, Purpose};

/// How long a secret stays visible.
const REVEAL: Duration = Duration::from_secs(10);

/// Takes one message. Whatever the message is, time has gone by, and that alone may ask for something.
#[must_use = "the model counts on its effects: what it asks for and nobody does, it waits for"]
pub fn update(model: &mut Model, msg: Msg, now: Timestamp) -> Vec<Effect> {
    let mut turn = Turn { model, now, effects: Vec::new() };
    let (dialogs, notice) = (turn.model.dialogs.len(), turn.model.notice.clone());
    let codes = turn.model.dear_codes();
    turn.model.awaited.came(&msg);
    turn.take(msg);
    turn.say_dropped(&codes);
    // Keys that a notice names mean something else in a dialog that opened since.
    let opened = turn.model.dialogs.len() > dialogs;
    turn.model.notice.take_if(|now| opened && now.until.is_some() && notice.as_ref() == Some(now));
    turn.settle();
    turn.model.awaited.asked(&turn.effects);
    turn.effects
}

/// One call of [`update`]: the model, the time, and what is to be done.
pub struct Turn<'a> {
    model: &'a mut Model,
    now: Timestamp,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn take(&mut self, msg: Msg) {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::Command(command) => {
                self.model.notice = None;
                self.command(command);
            }
            Msg::Focus(control) => self.model.focus = control,
            Msg::Select(index) => self.model.viewer.select(index, &self.model.exchanges),
            Msg::Paste(text) => self.paste(&text),
            Msg::Click(x, y) => {
                // What is under the mouse was drawn above the notice, so that one goes last.
                let notice = self.model.notice.clone();
                self.click(x, y);
                self.model.notice.take_if(|now| notice.as_ref() == Some(now));
            }
            Msg::Drag(x, y) => self.drag(Position { x, y }),
            Msg::Wheel(lines, x, y) => self.wheel(isize::from(lines), Position { x, y }),
            Msg::Resize(size) => self.model.size = size,
            Msg::Woke => {}
            Msg::Local(Ok(serving)) => {
                self.model.local_serves(serving);
                if let Some(intent) = self.model.when_local.take() {
                    self.authorize(intent);
                }
            }
            Msg::Local(Err(why)) => {
                self.bad(format!("The simulated ORCID could not start: {why}"));
                self.model.local = Local::Failed(why);
                self.model.when_local = None;
            }
            Msg::Listening(answer) => self.listening(answer),
            Msg::Captured(captured) => self.captured(captured),
            Msg::Readdressed(id, request) => {
                self.researcher_moved(id, &request);
                if let Some(exchange) = self.model.exchanges.iter_mut().find(|exchange| exchange.id == id) {
                    exchange.request = request;
                }
            }
            Msg::BrowserShown(shown) => {
                let (request, response) = *shown;
                self.browser_was_shown(&request, response);
            }
            Msg::Received(id, outcome, stored) => self.received(id, outcome, stored),
            Msg::Arriving(id, arrived) => self.arriving(id, arrived),
            Msg::Worked(worked) => {
                let size = viewer::document_size(self.model, self.now);
                let failed = matches!(&worked.done, Done::Filtered(Err(_)));
                self.model.viewer.worked(worked, size);
                if failed && let Some(why) = self.model.viewer.filter.as_ref().and_then(|filter| filter.error.clone()) {
                    self.bad(format!("The filter failed: {why}."));
                }
            }
            Msg::FileSaved(answer) => self.file_saved(answer),
            Msg::Copied(copied) => {
                let notice = copied.notice();
                if copied.via.is_ok() { self.good(notice) } else { self.bad(notice) }
            }
            Msg::BrowserOpened(Ok(())) => {}
            Msg::BrowserOpened(Err(why)) => {
                let moved = self.model.form().moved_to();
                let moved = moved.map(|uri| format!(" The usual port is taken, so the callback comes to {uri}."));
                let moved = moved.unwrap_or_default();
                self.bad(format!(
                    "No browser could be opened ({why}). Copy the URL with y u and open it yourself.{moved}"
                ));
            }
            Msg::Profiles(change, answer) => self.profiles_changed(change, answer),
            Msg::SecretCommand(command, answer) => self.secret_arrived(&command, answer),
            Msg::TextEdited(answer) => self.body_edited(answer),
            Msg::TokensKept { context, body, stored } => self.tokens_kept(&context, &body, stored),
            Msg::Stock(answer) => self.stock_arrived(answer),
            Msg::Examined(lines) => self.examined(lines),
            Msg::Compared(difference) => self.compared(difference),
            Msg::Kept(answer) => self.kept(answer),
            Msg::Opened(answer) => self.opened(answer),
            Msg::Trouble(text) | Msg::NotVisited(text) => self.bad(text),
        }
    }

    /// What holds after every message: nothing is shown longer than it should be, the focus is on something that is
    /// there, pane 3 is up to date.
    fn settle(&mut self) {
        let now = self.now;
        let model = &mut *self.model;
        let over = |until: Timestamp| until <= now;
        model.notice.take_if(|notice| notice.until.is_some_and(over));
        model.revealed.take_if(|(_, until)| over(*until));
        model.viewer.shown_until.take_if(|until| over(*until));
        model.paste.settle();
        self.refresh_by_itself();
        super::diagnosis::refresh(self.model);
        self.follow_lesson();
        self.follow_trial();
        // Whoever has danced needs no tour.
        self.model.tour &= self.model.dance.granted.is_none();
        self.keep_focus();
        if pane::pane_of(self.model.focus) == Pane::Authorize {
            self.model.left_at = Some(self.model.focus);
        }
        super::history::refresh(self.model);
        self.effects.extend(viewer::refresh(self.model, now));
        let refused = self.model.notice.as_ref().and_then(|notice| notice.refuses);
        if refused.is_some_and(|command| availability(self.model, command).is_ok()) {
            self.model.notice = None;
        }
    }

    /// A dance in which nothing has happened yet.
    fn new_dance(&mut self) -> Dance {
        let began_after = self.model.last_exchange_id();
        Dance { began_after, ..Dance::new(&mut self.model.random) }
    }

    /// Adds a message to pane 3, and shows it when pane 3 follows the dance.
    fn record(&mut self, purpose: Purpose, request: HttpRequest, outcome: Outcome) -> ExchangeId {
        let id = self.model.next_exchange_id();
        let exchange = Exchange { id, purpose, request, fragment: None, outcome, arrived: None, started: self.now };
        self.model.exchanges.push(exchange);
        self.model.pasted = None;
        // What is asked of the control interface is no part of the dance: it takes nobody away from what is studied.
        if self.model.viewer.follow && (purpose != Purpose::Control || self.model.exchanges.len() == 1) {
            self.model.viewer.select(usize::MAX, &self.model.exchanges);
        }
        id
    }

    /// Sends a request.
    fn send(&mut self, purpose: Purpose, request: HttpRequest, store: Option<Box<TokenContext>>) -> ExchangeId {
        let id = self.record(purpose, request.clone(), Outcome::Pending);
        let local = purpose != Purpose::Discovery && self.model.is_at_local(&request.uri().to_string());
        self.effects.push(Effect::Send { id, request, store, local });
        id
    }

    /// Adds a message of the front channel, which the browser carries.
    fn record_front(&mut self, purpose: Purpose, url: &str, outcome: Outcome) -> Option<ExchangeId> {
        let (target, fragment) = url.split_once('#').map_or((url, None), |(target, fragment)| (target, Some(fragment)));
        let request = http::Request::get(target).body(Bytes::new()).ok()?;
        let id = self.record(purpose, request, outcome);
        if let Some(exchange) = self.model.exchanges.last_mut() {
            exchange.fragment = fragment.map(str::to_owned);
        }
        Some(id)
    }
}
