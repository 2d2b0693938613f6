//! The researcher's part in the terminal: follows redirects, signs in, consents or denies, and lands on the redirect URI.

use super::{Turn, authorize::begin_anew};
use crate::{
    app::{
        browser::{self, Consent, Page},
        dialog::{Dialog, Verbs},
        msg::Effect,
        researcher::{Part, Researcher},
    },
    oauth::{AuthorizationResponse, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose, form},
};

impl Turn<'_> {
    /// The dialog, when it is open.
    fn researcher(&mut self) -> Option<&mut Researcher> {
        self.model.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Researcher(researcher) => Some(researcher.as_mut()),
            _ => None,
        })
    }

    /// Opens a page as the researcher's browser would.
    pub(super) fn visit(&mut self, url: &str) {
        let request = browser::get(url, self.model.session.as_deref());
        self.browse(url, request);
    }

    fn submit(&mut self, action: &str, fields: &[(&str, &str)]) {
        let at = self.researcher().map(|r| r.at.clone()).unwrap_or_default();
        let Ok(url) = url::Url::parse(&at).and_then(|at| at.join(action)) else { return };
        let request = browser::post(url.as_str(), self.model.session.as_deref(), fields);
        self.browse(url.as_str(), request);
    }

    fn browse(&mut self, url: &str, request: Result<HttpRequest, http::Error>) {
        match request {
            Ok(request) => {
                let id = self.send(Purpose::Researcher, request, None);
                if let Some(researcher) = self.researcher() {
                    researcher.loading = Some(id);
                    url.clone_into(&mut researcher.at);
                }
            }
            Err(error) => {
                if let Some(researcher) = self.researcher() {
                    researcher.error = Some(format!("The page's address cannot be opened: {error}"));
                }
            }
        }
    }

    /// The page is read elsewhere than it was asked for: what it links to is there, too.
    pub(super) fn researcher_moved(&mut self, id: ExchangeId, request: &HttpRequest) {
        if let Some(researcher) = self.researcher().filter(|r| r.loading == Some(id)) {
            researcher.at = request.uri().to_string();
        }
    }

    /// A page, or a redirect, arrived.
    pub(super) fn researcher_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        if let Outcome::Answered { response, .. } = outcome
            && let Some(session) = browser::session(response)
        {
            self.model.session = session;
        }
        let Some(researcher) = self.researcher().filter(|r| r.loading == Some(id)) else { return };
        researcher.loading = None;
        let at = researcher.at.clone();
        match outcome {
            Outcome::Answered { response, .. } => match browser::location(response, &at) {
                Some(target) => self.redirected(&target, &at),
                None => self.page(id, response),
            },
            Outcome::Failed { error, .. } => {
                researcher.error = Some(format!("The simulated ORCID did not answer: {error}"))
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => researcher.error = Some("Canceled.".to_owned()),
        }
    }

    /// A browser goes where it is sent: within ORCID it goes on, at the redirect URI its part is over.
    fn redirected(&mut self, target: &str, from: &str) {
        let origin = |url: &str| url::Url::parse(url).ok().map(|url| url.origin());
        if origin(target) == origin(from) {
            self.visit(target);
            return;
        }
        let consent_was_shown = self.researcher().is_some_and(|researcher| researcher.consent.is_some());
        self.model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Researcher(_)));
        // The listener sees what a browser would bring it. A fragment never leaves a browser, another host is not asked by
        // a simulation, and the certificate of an https listener is one that a person has to accept: there the address
        // itself is what came back.
        if self.is_listening() && target.starts_with("http://") && !target.contains('#') {
            if let Ok(request) = browser::get(target, None) {
                self.effects.push(Effect::Visit(request));
            }
        } else {
            let id = self.record_front(Purpose::Callback, target, Outcome::Unseen);
            match AuthorizationResponse::parse_url(target) {
                Some(response) => self.arrive(response, false, id),
                None => self.plain("The researcher landed on the redirect URI with nothing."),
            }
        }
        self.model.dance.consent_skipped = !consent_was_shown
            && matches!(AuthorizationResponse::parse_url(target), Some(AuthorizationResponse::Code { .. }));
    }

    fn page(&mut self, id: ExchangeId, response: &HttpResponse) {
        let last = self.model.last_person.clone();
        let page = browser::page(response);
        self.model.dance.dead_end = matches!(page, Some(Page::Error { .. })).then_some(id);
        let Some(researcher) = self.researcher() else { return };
        match page {
            Some(Page::SignIn { action, fields, researchers }) => {
                researcher.people = researchers;
                if let Some(last) = last {
                    researcher.chosen = researcher.people.iter().position(|p| p.orcid == last).unwrap_or(0);
                }
                if !researcher.people.is_empty() {
                    let count = researcher.people.len();
                    let by = std::mem::take(&mut researcher.wanted).rem_euclid(count.cast_signed());
                    researcher.chosen = (researcher.chosen + by.unsigned_abs()) % count;
                }
                let Some(person) = researcher.people.get(researcher.chosen).cloned() else {
                    researcher.error = Some("The sign-in page offers nobody.".to_owned());
                    return;
                };
                let mut form: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
                form.push(("orcid", &person.orcid));
                self.submit(&action, &form);
                self.model.last_person = Some(person.orcid);
            }
            Some(Page::Consent(consent)) => {
                if researcher.people.is_empty() {
                    researcher.people.push(consent.signed_in_as.clone());
                }
                researcher.chosen =
                    researcher.people.iter().position(|p| p.orcid == consent.signed_in_as.orcid).unwrap_or(0);
                researcher.error = None;
                researcher.consent = Some(consent);
                researcher.first = 0;
            }
            Some(Page::Error { message }) => {
                researcher.error = Some(format!(
                    "{message} ORCID shows this on a page of its own and sends nobody back. Esc closes the page: pane 2 says why it came, and what to do."
                ));
            }
            None => {
                let status = response.status().as_u16();
                researcher.error =
                    Some(format!("The page (HTTP {status}) is not one that can be played here; see pane 3."));
            }
        }
    }

    /// The simulated ORCID has shown the browser a page of an error. What the browser was sent to becomes its message.
    pub(super) fn browser_was_shown(&mut self, request: &HttpRequest, response: HttpResponse) {
        let parameters = |request: &HttpRequest| form::parse_form(request.uri().query().unwrap_or_default().as_bytes());
        let asked = parameters(request);
        let shown = self.model.exchanges.iter().rposition(|exchange| {
            exchange.purpose == Purpose::AuthorizationRequest && parameters(&exchange.request) == asked
        });
        let Some(exchange) = shown.and_then(|index| self.model.exchanges.get_mut(index)) else { return };
        let dance = &mut self.model.dance;
        if let Some(next) = dance.next.take_if(|next| exchange.request.uri() == next.url.as_str()) {
            begin_anew(dance, next);
        }
        if !dance.is_awaited() {
            return;
        }
        let nothing = std::time::Duration::ZERO;
        exchange.outcome = Outcome::Answered { response, head_after: nothing, done_after: nothing };
        let id = exchange.id;
        self.model.diagnoses.remove(&id);
        self.model.dance.dead_end = Some(id);
        self.bad("ORCID shows the browser an error on a page of its own, and sends nobody back.");
        self.focus_next_step();
    }

    /// Scrolls the scopes of the consent page.
    pub(in crate::app) fn scroll_consent(&mut self, by: isize) {
        let Some(Dialog::Researcher(dialog)) = self.model.dialogs.last() else { return };
        let places = dialog.places(self.model, self.now);
        if let Some(researcher) = self.researcher() {
            researcher.scroll(by, &places);
        }
    }

    /// Presses what has the focus in the dialog.
    pub(in crate::app) fn researcher_pressed(&mut self) {
        let Some(researcher) = self.researcher() else { return };
        if researcher.loading.is_some() {
            return;
        }
        let Some(consent) = researcher.consent.clone() else { return };
        match researcher.part {
            Part::Approve => self.answer_consent(&consent, true),
            Part::Deny => self.answer_consent(&consent, false),
            Part::Person => self.other_person(1),
        }
    }

    /// The page was closed instead.
    pub(in crate::app) fn researcher_left(&mut self, loading: Option<ExchangeId>) {
        if let Some(id) = loading {
            self.effects.push(Effect::Cancel(id));
            if let Some(exchange) = self.model.exchanges.iter_mut().find(|exchange| exchange.id == id) {
                exchange.outcome = Outcome::Cancelled;
            }
        }
        self.plain("The researcher has closed the page: nothing was sent back.");
    }

    fn answer_consent(&mut self, consent: &Consent, approve: bool) {
        let button = if approve { &consent.approve } else { &consent.deny };
        let fields: Vec<(&str, &str)> =
            consent.fields.iter().chain(button).map(|(k, v)| (k.as_str(), v.as_str())).collect();
        self.submit(&consent.action, &fields);
    }

    /// Signs in as the next or the previous researcher.
    pub(in crate::app) fn other_person(&mut self, by: isize) {
        let Some(researcher) = self.researcher() else { return };
        if researcher.loading.is_some() {
            return;
        }
        let count = researcher.people.len();
        if count < 2 {
            // Signed in from before: the sign-in page knows everybody.
            researcher.wanted = by;
            let signed_in = researcher.people.first().map(|person| person.orcid.clone());
            self.model.last_person = signed_in;
            self.model.session = None;
            if let Some(url) = self.model.dance.sent.as_ref().map(|sent| sent.url.clone()) {
                self.visit(&url);
            }
            return;
        }
        let signed = isize::try_from(researcher.chosen).unwrap_or(0) + by;
        let count = isize::try_from(count).unwrap_or(1);
        let chosen = usize::try_from(signed.rem_euclid(count)).unwrap_or(0);
        let person = researcher.people[chosen].orcid.clone();
        researcher.chosen = chosen;
        researcher.consent = None;
        self.model.last_person = Some(person);
        // A browser would sign out first; a fresh one has no session.
        self.model.session = None;
        if let Some(url) = self.model.dance.sent.as_ref().map(|sent| sent.url.clone()) {
            self.visit(&url);
        }
    }
}
