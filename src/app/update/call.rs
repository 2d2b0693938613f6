//! Calls of the API: choosing an operation, preparing the call, sending it, and what its answer means.

use super::Turn;
use crate::{
    app::{
        call::{Call, Surroundings},
        control::Control,
        diagnosis,
        dialog::{Choice, Choosing, Confirm, Confirmed, Dialog, OperationRow, Operations, Selection, operation_rows},
        failure, layout,
        msg::Effect,
    },
    oauth::{ExchangeId, HttpRequest, HttpResponse, Outcome},
    orcid::{
        api_errors::ApiError,
        operations::{self, Operation},
    },
};

impl Turn<'_> {
    pub(super) fn open_operations(&mut self) {
        self.model.dialogs.push(Dialog::Operations(Operations::default()));
        self.operations_step(0);
    }

    /// Moves in the list of operations, over the headings.
    pub(in crate::app) fn operations_step(&mut self, by: isize) {
        let Some(Dialog::Operations(dialog)) = self.model.dialogs.last() else { return };
        let rows = operation_rows(self.model, dialog);
        let mut selection = Selection { row: dialog.selection.row };
        selection.step(by, rows.len());
        let chosen = |row: usize| matches!(rows.get(row), Some(OperationRow::Operation(..)));
        if !chosen(selection.row) {
            // A heading stands before its operations, so there is one below; above the first there is none.
            let above = (by < 0 && selection.row > 0 && chosen(selection.row - 1)).then(|| selection.row - 1);
            selection.row = above.unwrap_or(selection.row + 1).min(rows.len().saturating_sub(1));
        }
        if let Some(Dialog::Operations(dialog)) = self.model.dialogs.last_mut() {
            dialog.selection = selection;
        }
    }

    /// Prepares the chosen operation.
    pub(in crate::app) fn operation_chosen(&mut self) {
        let Some(Dialog::Operations(dialog)) = self.model.dialogs.last() else { return };
        let rows = operation_rows(self.model, dialog);
        let Some(OperationRow::Operation(operation, _)) = rows.get(dialog.selection.row) else { return };
        let call = Call::of(operation, &Surroundings::of(self.model));
        self.open_call(call);
    }

    /// Opens a call with what was typed into it before it was left.
    pub(super) fn open_call(&mut self, mut call: Call) {
        let around = Surroundings::of(self.model);
        if let Some(draft) = self.model.drafts.get(&call.draft_key(&around)) {
            call.resume(draft, &around);
            call.told = Some("What you typed before is still here. Begin anew drops it.".to_owned());
        }
        self.model.dialogs.push(Dialog::Call(Box::new(call)));
    }

    /// The call as it begins.
    fn begun(&self, call: &Call) -> Option<Call> {
        let around = Surroundings::of(self.model);
        match call.made_of {
            Some(id) => {
                let mut begun = Call::of_exchange(self.model.exchange(id)?, &around);
                if let Some(put_code) = &call.put_code {
                    begun.update(put_code, &around);
                }
                Some(begun)
            }
            None => call.operation.map(|operation| Call::of(operation, &around)),
        }
    }

    /// The call was left without sending it: what was typed is kept.
    pub(in crate::app) fn call_left(&mut self, call: Call) {
        let around = Surroundings::of(self.model);
        let key = call.draft_key(&around);
        let draft = self.begun(&call).and_then(|begun| call.draft(begun, &around));
        match draft {
            Some(draft) => {
                self.model.drafts.insert(key, draft);
                self.plain("Not sent. What you typed is kept until you open this call again.");
            }
            None => drop(self.model.drafts.remove(&key)),
        }
    }

    /// Drops what was typed.
    pub(in crate::app) fn begin_call_anew(&mut self) {
        let Some(Dialog::Call(call)) = self.model.dialogs.last() else { return };
        let key = call.draft_key(&Surroundings::of(self.model));
        if let Some(begun) = self.begun(call) {
            self.model.drafts.remove(&key);
            self.model.dialogs.pop();
            self.model.dialogs.push(Dialog::Call(Box::new(begun)));
        }
    }

    /// Does something with the call that is being prepared.
    pub(in crate::app) fn with_call(&mut self, work: impl FnOnce(&mut Call, &Surroundings<'_>)) {
        let Some(index) = self.model.dialogs.iter().rposition(|dialog| matches!(dialog, Dialog::Call(_))) else {
            return;
        };
        let Dialog::Call(mut call) = self.model.dialogs.remove(index) else { return };
        work(&mut call, &Surroundings::of(self.model));
        self.model.dialogs.insert(index, Dialog::Call(call));
    }

    /// The put-codes that are known, to choose from.
    pub(in crate::app) fn open_offers(&mut self, index: usize) {
        let Some(Dialog::Call(call)) = self.model.dialogs.last() else { return };
        let rows = call.offers(index, &Surroundings::of(self.model));
        if rows.is_empty() {
            self.tell_call("No answer of this session names one: read the list of the section first.".to_owned());
            return;
        }
        self.model.dialogs.push(Dialog::Choice(Choice {
            title: "Put-codes of earlier answers".to_owned(),
            rows: rows.into_iter().map(|offer| (offer.code, offer.about)).collect(),
            selection: Selection::default(),
            what: Choosing::PutCode,
        }));
    }

    /// One of several was chosen.
    pub(in crate::app) fn chosen(&mut self, choice: Choice) {
        self.model.dialogs.pop();
        let row = choice.selection.row;
        match choice.what {
            Choosing::PutCode => {
                if let Some((code, _)) = choice.rows.get(row) {
                    self.with_call(|call, around| call.take_offer(code, around));
                }
            }
            Choosing::Uuid(uuid) => self.uuid_is(uuid, row),
            Choosing::Link(targets) => match targets.into_iter().nth(row) {
                Some(Ok(target)) => self.follow(&target),
                Some(Err(why)) => self.plain(format!("This link is not followed: {why}.")),
                None => {}
            },
            Choosing::DemoClient => self.take_demo_client(row),
            Choosing::Prediction => self.lesson_predicted(row),
        }
    }

    /// Gives the body to the user's own editor.
    pub(in crate::app) fn edit_body(&mut self) {
        let Some(Dialog::Call(call)) = self.model.dialogs.last() else { return };
        self.effects.push(Effect::EditText { text: call.body.text(), extension: call.format.extension() });
    }

    /// The editor has ended.
    pub(super) fn body_edited(&mut self, answer: Result<String, String>) {
        match answer {
            Ok(text) => self.with_call(|call, around| call.set_body(&text, around)),
            Err(why) => self.tell_call(format!("The editor changed nothing: {why}")),
        }
    }

    /// Sends the call; what changes production only after a question.
    pub(in crate::app) fn send_call(&mut self) {
        let Some(Dialog::Call(call)) = self.model.dialogs.last() else { return };
        match call.question(&Surroundings::of(self.model)) {
            None => self.send_call_now(),
            Some(text) => self.model.dialogs.push(Dialog::Confirm(Confirm {
                title: "Send this to production?".to_owned(),
                text,
                yes: "Send".to_owned(),
                then: Confirmed::SendCall,
                on_no: true,
            })),
        }
    }

    /// Sends the call that is being prepared.
    pub(super) fn send_call_now(&mut self) {
        let Some(Dialog::Call(call)) = self.model.dialogs.last() else { return };
        let purpose = call.purpose;
        let around = Surroundings::of(self.model);
        let key = call.draft_key(&around);
        match call.request(&around.environment) {
            Ok(request) => {
                let draft = self.begun(call).and_then(|begun| call.draft(begun, &around));
                self.model.drafts.remove(&key);
                self.model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Call(_) | Dialog::Operations(_)));
                let under_way = self.model.calls.len();
                self.dispatch(purpose, request);
                if let Some((id, draft)) = self.model.calls.get(under_way).copied().zip(draft) {
                    self.model.sent_drafts.insert(id, (key, draft));
                }
            }
            Err(why) => self.tell_call(format!("Not sent: {why}.")),
        }
    }

    /// Says something in the dialog itself, which may cover the line of the news.
    fn tell_call(&mut self, words: String) {
        self.with_call(|call, _| call.told = Some(words));
    }

    /// Sends a request of the API's kind.
    pub(super) fn send_api(&mut self, purpose: crate::oauth::Purpose, request: HttpRequest) {
        self.model.viewer.follow = true;
        let id = self.send(purpose, request, None);
        self.model.calls.push(id);
    }

    /// A refusal in a line: the card of the message explains it. Only the scope to ask for stands here, by its name.
    fn refusal_of_call(&mut self, id: ExchangeId, response: &HttpResponse) -> String {
        diagnosis::refresh(self.model);
        let status = response.status().as_u16();
        let code = ApiError::parse(response.body()).map(|error| error.code);
        let request = self.model.exchange(id).map(|exchange| &exchange.request);
        if let (Some(code), Some(request)) = (code, request)
            && let Some(words) = lacks_scope(request, status, code)
        {
            return words;
        }
        let error = code.map_or_else(String::new, |code| format!(", error {code}"));
        if self.model.diagnoses_of(id).is_empty() {
            return format!("The server refused: HTTP {status}{error}. Its answer says more.");
        }
        format!("HTTP {status}{error}: pane 3 says above the answer what it means; d says all.")
    }

    /// Takes the answer to a call. `false` when it was none.
    pub(super) fn call_answered(&mut self, id: ExchangeId, outcome: &Outcome) -> bool {
        let Some(place) = self.model.calls.iter().position(|call| *call == id) else { return false };
        self.model.calls.remove(place);
        let is_done = |status: http::StatusCode| status.is_success();
        let failed = outcome.response().is_none_or(|response| !is_done(response.status()));
        let sent = self.model.sent_drafts.remove(&id).filter(|_| failed);
        let is_kept = sent.is_some();
        self.model.drafts.extend(sent);
        match outcome {
            Outcome::Answered { response, .. } if response.status().is_success() => {
                self.model.dance.used = true;
                let request = self.model.exchange(id).map(|exchange| exchange.request.clone());
                self.good(request.map_or_else(String::new, |request| news(&request, response)));
            }
            Outcome::Answered { response, .. } if response.status().is_redirection() && !is_error(response) => {
                self.plain(format!("HTTP {}: it leads elsewhere; f follows it.", response.status().as_u16()));
            }
            Outcome::Answered { response, .. } => {
                let words = self.refusal_of_call(id, response);
                let kept = if is_kept { " What you sent is kept in the call: o opens it again." } else { "" };
                self.bad(format!("{words}{kept}"));
            }
            Outcome::Failed { error, .. } => {
                self.bad(format!("No answer: {}. {}", failure::what(error.kind), failure::advice(error.kind)));
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => return true,
        }
        // In a narrow terminal the answer would stay behind another pane.
        if self.model.size.width < layout::WIDE {
            self.model.focus = Control::Viewer;
        }
        true
    }
}

fn is_error(response: &HttpResponse) -> bool {
    ApiError::parse(response.body()).is_some()
}

/// What a success means.
fn news(request: &HttpRequest, response: &HttpResponse) -> String {
    let status = response.status().as_u16();
    let code = response
        .headers()
        .get(http::header::LOCATION)
        .and_then(|place| place.to_str().ok()?.rsplit('/').next().map(str::to_owned))
        .filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()));
    match (request.method().as_str(), code) {
        ("POST", Some(code)) => format!("HTTP {status}: added, put-code {code}. o reads, updates or deletes it."),
        ("POST" | "PUT", _) => format!("HTTP {status}: done. Pane 3 shows the answer."),
        ("DELETE", _) => format!("HTTP {status}: deleted."),
        _ => format!("HTTP {status}: the answer is in pane 3."),
    }
}

/// A refusal for want of a scope, when what was asked for tells which.
pub fn lacks_scope(request: &HttpRequest, status: u16, code: u32) -> Option<String> {
    // The same codes speak of what cannot be seen; what was asked for says which is meant.
    let written = operations::recognise(request.method(), request.uri().path()).filter(|it| it.writes())?;
    let (9004 | 9005 | 9015 | 9038, Operation { scope: Some(scope), two_legged, .. }) = (code, written) else {
        return None;
    };
    let fix = match two_legged {
        true => format!("Get a two-legged token with {scope} (client credentials)."),
        false => format!("Authorize again with {scope}."),
    };
    Some(format!("HTTP {status}, error {code}: The token's scopes do not allow this. {fix}"))
}
