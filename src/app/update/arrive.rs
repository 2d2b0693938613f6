//! What comes back to the redirect URI, captured or pasted.

use std::time::Duration;

use super::{Turn, authorize::begin_anew};
use crate::{
    app::{
        Command, Tone,
        control::Control,
        dance::{Arrived, Capture, Code, Fresh, Sent},
        diagnosis::{Diagnosed, situation},
        failure,
        field::TextField,
    },
    oauth::{
        AuthorizationResponse, Captured, Exchange, ExchangeId, ForeignState, Outcome, Purpose, StateCheck, TokenAnswer,
        form,
    },
    orcid::{
        diagnosis::Dressed,
        explain::{self, Explanation},
        paste::{self, Pasted, address},
        shape,
    },
};

/// Said of `undefined`, `null` and the like.
const EMPTY_VARIABLE: &str = "That is what a program prints for a variable that holds nothing: it did not find the code. In the callback, the code is the parameter «code» of the query.";

/// Said of a word that could be a code by its characters only.
const NO_CODE: &str = "That is not taken for a code: ORCID's have six letters and digits, such as eUeiz2. If it is one all the same, paste it with code= in front.";

impl Turn<'_> {
    /// A callback reached the listener.
    pub(super) fn captured(&mut self, captured: Captured) {
        let astray = captured.astray;
        let query = captured.request.uri().query().map(str::to_owned);
        let outcome =
            Outcome::Answered { response: captured.response, head_after: Duration::ZERO, done_after: Duration::ZERO };
        let id = self.record(Purpose::Callback, captured.request, outcome);
        if let Some(exchange) = self.model.exchanges.last_mut() {
            exchange.fragment = captured.fragment.clone();
        }
        if astray {
            self.model.dance.astray = Some(id);
            self.bad(
                "An answer came to this port, but not to the redirect URI. It is not used; pane 2 says what to change.",
            );
            return;
        }
        match AuthorizationResponse::parse(query.as_deref(), captured.fragment.as_deref()) {
            Some(response) => self.arrive(response, false, Some(id)),
            None => self.plain("Somebody opened the redirect URI without a code and without an error. Still waiting."),
        }
    }

    /// An authorization response is there. One whose state differs is shown, and not used.
    pub(super) fn arrive(&mut self, response: AuthorizationResponse, pasted: bool, exchange: Option<ExchangeId>) {
        self.follow_handed_out(&response);
        let sent = self.model.dance.sent.clone().unwrap_or_else(|| self.model.to_send(self.now));
        let waited_for = self.model.dance.sent.is_some();
        let check = match response.check_state(sent.request.state.as_deref()) {
            // Pasted from elsewhere, with nothing sent from here to compare it with.
            StateCheck::Missing if !waited_for => StateCheck::NotUsed,
            StateCheck::Differs if !waited_for => StateCheck::NothingToCompare,
            check => check,
        };
        let foreign = check.rejects(&response);
        if let Some(foreign) = foreign
            && let Some(kept) = self.right_answer()
        {
            self.model.dance.dropped = exchange;
            let how = match foreign {
                ForeignState::Other => "State mismatch: another answer came, with another state.",
                ForeignState::Missing => "State missing: another answer came, without the state.",
            };
            self.bad(format!("{how} It is dropped (pane 3 shows it). {kept}"));
            return;
        }
        if pasted && foreign.is_none() {
            self.model.dance.code = None;
        }
        if !pasted && foreign.is_none() && self.model.dance.code.is_some() {
            self.plain("The callback was opened once more (a reload, perhaps). The first code stays.");
            return;
        }
        let arrived =
            Arrived { response: response.clone(), check: check.clone(), at: self.now, pasted, landed: None, exchange };
        self.model.dance.arrived = Some(arrived);
        self.model.dance.dropped = None;
        self.model.dance.dead_end = None;
        self.model.dance.astray = None;
        if let Some(foreign) = foreign {
            self.bad(match foreign {
                ForeignState::Other => "State mismatch: the answer is shown, and not used. Still waiting for the right one.",
                ForeignState::Missing => {
                    "State missing: the answer is shown, and not used. Still waiting for one with the state that was sent."
                }
            });
            return;
        }
        match response {
            AuthorizationResponse::Code { code, .. } => {
                self.model.dance.code = Some(self.code_that_came(code, sent));
                self.model.dance.refused = None;
                self.model.dance.ask_again = false;
                self.good("The authorization code is here. Next: exchange it for tokens.");
                self.focus_next_step();
            }
            AuthorizationResponse::Tokens { parameters, .. } => self.keep_fragment(&sent, parameters),
            AuthorizationResponse::Error { error, .. } => {
                self.bad(format!("The answer was {}.", error.error));
                self.focus_next_step();
            }
        }
        // A state is good for one answer.
        self.model.dance.fresh = Fresh::draw(&mut self.model.random);
    }

    /// The answer that had come before one that must be dropped, in words: it stays what it was.
    fn right_answer(&self) -> Option<String> {
        let dance = &self.model.dance;
        if let Some(code) = &dance.code {
            let used = if code.spent.is_some() { "" } else { " and can be exchanged" };
            return Some(format!("The code {} that came before it stays{used}.", code.value));
        }
        let arrived = dance.arrived.as_ref().filter(|arrived| arrived.foreign().is_none())?;
        Some(match &arrived.response {
            AuthorizationResponse::Error { error, .. } => {
                format!("The answer before it was {}, and stays.", error.error)
            }
            AuthorizationResponse::Code { .. } | AuthorizationResponse::Tokens { .. } => {
                "What came before it stays.".to_owned()
            }
        })
    }

    /// When a response answers the request whose URL was handed out last, that one is the dance from now on.
    fn follow_handed_out(&mut self, response: &AuthorizationResponse) {
        let dance = &mut self.model.dance;
        let answers = |next: &mut Sent| match response.check_state(next.request.state.as_deref()) {
            StateCheck::Matches | StateCheck::NotUsed => true,
            // ORCID leaves the state out of errors in the fragment.
            StateCheck::Missing => matches!(response, AuthorizationResponse::Error { .. }),
            StateCheck::Differs | StateCheck::NothingToCompare => false,
        };
        if let Some(next) = dance.next.take_if(answers) {
            begin_anew(dance, next);
        }
    }

    /// Takes what was pasted, and says what it was.
    pub(super) fn take_paste(&mut self, text: &str) {
        let pasted = paste::recognise(text);
        let explained = explain::of(&pasted, text.trim(), &situation(self.model), self.now);
        self.model.pasted = None;
        let taken = self.take_pasted(pasted, text.trim(), &explained);
        if taken {
            self.model.paste.field = TextField::default();
        } else if self.model.pasted.is_none() {
            self.model.focus = Control::Paste;
        }
    }

    /// Tells whether the text was of use.
    fn take_pasted(&mut self, pasted: Pasted, text: &str, explained: &Explanation) -> bool {
        match pasted {
            Pasted::Code(word) if shape::is_empty_variable(&word) => {
                self.bad(EMPTY_VARIABLE);
                false
            }
            Pasted::Code(word) if !shape::is_bare_code(&word) => {
                self.bad(NO_CODE);
                false
            }
            Pasted::Code(code) => self.take_code(code),
            // The word alone, not an address that somebody else made: whoever types it says where it came from.
            Pasted::Redirect { response: AuthorizationResponse::Code { code, state: None, .. }, url }
                if url.starts_with("code=") && !url.contains('&') && !shape::is_empty_variable(&code) =>
            {
                self.take_code(code)
            }
            Pasted::Redirect { response, url } => {
                let whole = url.starts_with("http");
                let landed = whole.then(|| address::landing(&url));
                let shown = if whole {
                    url
                } else {
                    let base = self.model.form().redirect_uri.text();
                    let mark = if url.starts_with(['?', '#', '&']) { "" } else { "?" };
                    format!("{base}{mark}{url}")
                };
                let id = self.record_front(Purpose::Callback, &shown, Outcome::Unseen);
                self.arrive(response, true, id);
                if let Some(arrived) = self.model.dance.arrived.as_mut().filter(|arrived| arrived.exchange == id) {
                    arrived.landed = landed.as_ref().map(|(landed, _)| landed.clone());
                }
                let is_good = self.model.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Good);
                if let Some((_, mistyped)) = landed.filter(|_| is_good) {
                    let what = if mistyped {
                        "An address with a code in its path: a slash stands where ?code= begins elsewhere."
                    } else {
                        "The address of a redirect."
                    };
                    self.reword(|said| format!("{what} {said}"));
                }
                true
            }
            Pasted::Configuration(import) => {
                self.import(*import);
                true
            }
            Pasted::Profile(read) => match *read {
                Ok(taken) => {
                    self.ask_profile(taken);
                    true
                }
                Err(why) => {
                    self.bad(format!("That is the link of a profile, and it is not taken: {why}."));
                    false
                }
            },
            Pasted::ErrorPage(sentence) => {
                self.model.error_page = Some(sentence);
                self.diagnosed(explained);
                true
            }
            Pasted::Error(_) | Pasted::Words(_) => {
                self.diagnosed(explained);
                true
            }
            Pasted::IdToken(text) => self.open_foreign_id_token(&text),
            Pasted::TokenResponse(_) => {
                // As a program printed it, it is no JSON.
                let json = Dressed::of(text).filter(Dressed::is_usable).map(|found| found.json.to_string());
                self.keep_pasted(json.unwrap_or_else(|| text.to_owned()).into());
                true
            }
            Pasted::Uuid(uuid) => {
                // What each of the answers is for stands in the question.
                self.plain(explained.what.clone());
                self.ask_uuid(uuid);
                false
            }
            Pasted::ClientId(id) if id != self.model.form().client_id.text() => {
                self.ask_client_id(id, explained.brief());
                false
            }
            Pasted::OrcidId(_) | Pasted::ClientId(_) | Pasted::Scopes(_) | Pasted::Request(_) => {
                self.plain(explained.brief());
                false
            }
            Pasted::Response(_) | Pasted::Exchange { .. } | Pasted::Session(_) | Pasted::Body(_) => {
                self.diagnosed(explained);
                false
            }
            Pasted::Unknown => {
                self.bad("Not recognized. What belongs here: the six characters of a code, the whole address that you landed on, an authorization URL, a Google Playground link, or a curl command.");
                false
            }
        }
    }

    /// A code that came. Where it came before, and was sent to the token endpoint, that is so still.
    fn code_that_came(&self, value: String, sent: Sent) -> Code {
        let sends = |exchange: &&Exchange| {
            let fields = || form::parse_form(exchange.request.body());
            exchange.purpose == Purpose::Token && form::first(&fields(), "code") == Some(value.as_str())
        };
        let (mut spent, mut sent_off, mut gave) = (None, false, None);
        for exchange in self.model.exchanges.iter().filter(sends) {
            match &exchange.outcome {
                Outcome::Answered { response, .. } => {
                    if let TokenAnswer::Granted(token) = TokenAnswer::read(response) {
                        spent = spent.or(Some(exchange.started));
                        gave = gave.or(Some(token.access_token));
                    }
                }
                Outcome::Failed { error, .. } => sent_off |= !failure::never_arrived(error.kind),
                Outcome::Cancelled | Outcome::Pending => sent_off = true,
                Outcome::Unseen => {}
            }
        }
        Code { value, at: self.now, spent, sent_off, sent: Box::new(sent), gave }
    }

    /// A code without an address, and so without a state.
    pub(super) fn take_code(&mut self, code: String) -> bool {
        let sent = self.model.dance.sent.clone().unwrap_or_else(|| self.model.to_send(self.now));
        self.model.dance.code = Some(self.code_that_came(code, sent));
        let dance = &mut self.model.dance;
        (dance.arrived, dance.dead_end, dance.refused, dance.dropped, dance.astray) = (None, None, None, None, None);
        self.good("That is an authorization code. It came without a state, so where it came from is not checked.");
        self.focus_next_step();
        true
    }

    /// Says what a copied answer is, and shows the card of what went wrong in it, as after an answer of one's own.
    fn diagnosed(&mut self, explained: &Explanation) {
        let failed = explained.diagnoses.iter().any(|diagnosis| !diagnosis.odd);
        self.notice(explained.brief(), if failed { Tone::Bad } else { Tone::Plain });
        if !explained.diagnoses.is_empty() {
            let (found, situation) = (explained.diagnoses.clone(), situation(self.model));
            self.model.pasted = Some(Diagnosed { found, situation });
            self.model.focus = Control::Button(Command::Diagnosis);
        }
    }

    /// Whether the listener waits for the callback.
    pub(super) fn is_listening(&self) -> bool {
        matches!(self.model.dance.capture, Capture::On(_))
    }
}
