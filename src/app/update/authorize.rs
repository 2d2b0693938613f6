//! The first leg: listen, then send the researcher.

use super::Turn;
use crate::{
    app::{
        Local, browser,
        control::Control,
        dance::{Capture, Dance, Fresh, Intent, Sent},
        dialog::{Dialog, Qr},
        msg::{Effect, ListenFailure, Listening},
    },
    oauth::{Outcome, Purpose, Secret, is_loopback_url},
    orcid::LOCAL_REDIRECT_URI,
};

/// Said of the QR code of a request whose answer is there.
const ANSWERED: &str = "This request was answered: its code is in pane 2 and not used yet. N begins a new one.";

impl Turn<'_> {
    /// Begins an authorization: listens on the redirect URI first where that can be, so that no callback is missed.
    pub(super) fn authorize(&mut self, intent: Intent) {
        if self.model.is_local() && self.model.local == Local::Starting {
            // Where it listens is not known yet; whoever is that quick does not have to press again.
            self.model.when_local = Some(intent);
            self.plain("The simulated ORCID is starting …");
            return;
        }
        if let Some(url) = self.waits_for_exchange()
            && matches!(intent, Intent::ShowQr | Intent::CopyUrl)
        {
            self.show_again(intent, url);
            return;
        }
        let mut sent = self.model.to_send(self.now);
        let of_other = |before: &Sent| {
            before.request.client_id != sent.request.client_id || before.environment.key != sent.environment.key
        };
        if self.model.dance.newest().is_some_and(of_other) {
            // What the answer to one client's request is told by must not fit another's.
            self.model.dance.fresh = Fresh::draw(&mut self.model.random);
            sent = self.model.to_send(self.now);
        }
        let dance = &mut self.model.dance;
        let only_handed_out = matches!(intent, Intent::ShowQr | Intent::CopyUrl) && dance.has_outcome();
        let before = dance.newest();
        let listens_already = match (&dance.capture, before) {
            (Capture::On(listening), Some(before)) => {
                listening.redirect_uri == sent.request.redirect_uri
                    && before.request.state == sent.request.state
                    && (only_handed_out || dance.arrived.is_none())
            }
            (Capture::Off | Capture::Starting(_) | Capture::On(_) | Capture::Failed { .. }, _) => false,
        };
        let gave_up = matches!(&dance.capture, Capture::Failed { .. })
            && before.is_some_and(|before| before.request.redirect_uri == sent.request.redirect_uri);
        if only_handed_out {
            dance.next = Some(sent);
        } else {
            begin_anew(dance, sent);
            self.model.dance.began_after = self.model.last_exchange_id();
        }
        // Whoever begins anew looks at what comes, not at an earlier message.
        self.model.viewer.follow |= !only_handed_out;
        if listens_already || gave_up {
            self.proceed(intent);
        } else {
            self.listen(intent);
        }
    }

    /// The authorization URL of the request whose code is there and was not used: showing that URL costs nothing, and a
    /// new request would throw the code away.
    fn waits_for_exchange(&self) -> Option<String> {
        let code = self.model.dance.code.as_ref().filter(|code| code.spent.is_none())?;
        (!self.model.dance.code_is_useless()).then(|| code.sent.url.clone())
    }

    /// Shows or copies the URL of the request that was answered.
    fn show_again(&mut self, intent: Intent, url: String) {
        match intent {
            Intent::ShowQr => self.show_qr(url, Some(ANSWERED)),
            Intent::CopyUrl => {
                self.effects.push(Effect::Copy { what: "the authorization URL", text: Secret::new(url) });
            }
            // Whoever authorizes anew wants another code.
            Intent::OpenBrowser | Intent::ActAsResearcher => {}
        }
    }

    /// Copies the URL that a dialog shows.
    pub(in crate::app) fn copy_shown_url(&mut self, text: Secret) {
        self.effects.push(Effect::Copy { what: "the authorization URL", text });
    }

    fn listen(&mut self, intent: Intent) {
        if self.model.form().redirect_uri.is_empty() {
            // Nothing to listen on; pane 1 says what is missing, and a request without it can be tried all the same.
            self.model.dance.capture = Capture::Off;
            self.proceed(intent);
            return;
        }
        // Only where the answer to another port is ours to give: the demo clients can be registered with it.
        self.listen_at(intent, self.is_registered_here());
    }

    fn listen_at(&mut self, intent: Intent, any_port: bool) {
        let request = self.model.authorization_request();
        self.model.dance.capture = Capture::Starting(intent);
        let register = self.is_registered_here();
        self.effects.push(Effect::Listen {
            redirect_uri: request.redirect_uri,
            state: request.state,
            any_port,
            register,
        });
    }

    /// Ends the listener, also one that is only about to listen.
    pub(super) fn stop_listening(&mut self) {
        if std::mem::take(&mut self.model.dance.capture) != Capture::Off {
            self.effects.push(Effect::StopListening);
        }
    }

    /// Whether the redirect URI is the demo clients' own, with which another port can be registered.
    pub(super) fn is_registered_here(&self) -> bool {
        self.model.is_local() && is_own_redirect_uri(self.model.form().redirect_uri.text())
    }

    /// Goes on with a port that the system chose, where the one of the redirect URI is taken.
    pub(super) fn use_free_port(&mut self) {
        if let Capture::Failed { intent, .. } = self.model.dance.capture {
            self.listen_at(intent, true);
        }
    }

    pub(super) fn listening(&mut self, answer: Result<Listening, ListenFailure>) {
        let Capture::Starting(intent) = self.model.dance.capture else { return };
        match answer {
            Ok(listening) => {
                if listening.redirect_uri != self.model.form().redirect_uri.text() {
                    self.plain(format!(
                        "The usual port is taken, so the callback comes to {}.",
                        listening.redirect_uri
                    ));
                    let usual = self.model.form().redirect_uri.text().to_owned();
                    self.model.form_mut().move_to(&listening.redirect_uri);
                    if let Some(course) = &mut self.model.course {
                        course.redirect_uri.clone_from(&listening.redirect_uri);
                    }
                    // What a lesson or an experiment puts back would only move there, too.
                    let kept = self.model.trial.as_mut().map(|trial| &mut trial.before);
                    let kept = kept.or(self.model.course.as_mut().map(|course| &mut course.before));
                    if let Some(form) = kept.filter(|form| form.redirect_uri.text() == usual) {
                        form.move_to(&listening.redirect_uri);
                    }
                    self.make_anew();
                }
                self.follow_local();
                self.model.dance.capture = Capture::On(listening);
                self.proceed(intent);
            }
            Err(failure) if failure.paste_instead => {
                self.model.dance.capture = Capture::Off;
                self.proceed(intent);
            }
            Err(failure) => {
                // In a narrow terminal pane 2 may not be in sight.
                self.bad(format!("Nothing listens for the callback: {}", failure.message));
                let way = "Press the button again to go on without listening.";
                self.model.dance.capture = Capture::Failed {
                    message: format!("{} {way}", failure.message),
                    intent,
                    port_in_use: failure.port_in_use,
                };
            }
        }
    }

    /// Makes the request anew when the simulated ORCID was found elsewhere while the listener started: a browser goes exactly
    /// where it is sent.
    fn follow_local(&mut self) {
        let moved = |issuer: &str| self.model.is_local() && issuer != self.model.local_issuer();
        if self.model.dance.newest().is_some_and(|sent| moved(&sent.environment.metadata.issuer)) {
            self.make_anew();
        }
    }

    /// The newest request, as it would be made now.
    fn make_anew(&mut self) {
        let sent = self.model.to_send(self.now);
        let dance = &mut self.model.dance;
        if dance.next.is_some() { dance.next = Some(sent) } else { dance.sent = Some(sent) }
    }

    /// Does what the listener was started for.
    fn proceed(&mut self, intent: Intent) {
        let Some(sent) = self.model.dance.newest().cloned() else { return };
        let url = sent.url.clone();
        self.effects.push(Effect::SavePending(Box::new(sent)));
        if intent != Intent::ActAsResearcher {
            self.record_handed_out(&url);
        }
        match intent {
            Intent::OpenBrowser => {
                self.effects.push(Effect::OpenBrowser(url));
                self.plain(if matches!(self.model.dance.capture, Capture::On(_)) {
                    "Sent to the browser. Sign in there and consent; the answer comes back here."
                } else {
                    "Sent to the browser. Sign in there and consent; then paste here the address that you land on."
                });
            }
            Intent::CopyUrl => {
                self.effects.push(Effect::Copy { what: "the authorization URL", text: Secret::new(url) });
            }
            Intent::ShowQr => self.show_qr(url, None),
            Intent::ActAsResearcher => {
                self.model.dialogs.push(Dialog::Researcher(Box::default()));
                self.visit(&url);
            }
        }
    }

    /// The authorization URL goes out for a browser to open. However often that is done, the request is one message.
    fn record_handed_out(&mut self, url: &str) {
        let exchanges = &self.model.exchanges;
        let newest = exchanges.iter().rposition(|exchange| exchange.purpose.is_front_channel());
        let same = newest.filter(|index| {
            let exchange = &exchanges[*index];
            exchange.purpose == Purpose::AuthorizationRequest
                && exchange.request.uri() == url
                && matches!(exchange.outcome, Outcome::Unseen)
        });
        let follows = self.model.viewer.follow;
        // What is looked at stays in sight when nothing begins by this.
        self.model.viewer.follow &= self.model.dance.next.is_none();
        match same {
            Some(index) if self.model.viewer.follow => self.model.viewer.select(index, &self.model.exchanges),
            Some(_) => {}
            None => drop(self.record_front(Purpose::AuthorizationRequest, url, Outcome::Unseen)),
        }
        self.model.viewer.follow = follows;
    }

    /// Shows the URL as a QR code, for the browser of another device.
    fn show_qr(&mut self, url: String, answered: Option<&str>) {
        let mut remark = if is_loopback_url(&url) {
            "This address is of this computer alone: the browser of another device cannot open it."
        } else if is_loopback_url(self.model.form().redirect_uri.text()) {
            "The redirect URI is of this computer, so on another device the last page will not open. Its address holds the code all the same: send it over and paste it here."
        } else {
            "Paste here the address that the researcher lands on."
        }
        .to_owned();
        if let Some(answered) = answered {
            remark = answered.to_owned();
        } else if let Some(tunnel) = self.model.tunnel() {
            remark.push_str(&format!(
                " On the computer that you came from by SSH it works once this runs there: {}",
                tunnel.command
            ));
        }
        self.model.dialogs.push(Dialog::Qr(Qr { url, remark }));
    }

    /// Makes the next request go out with `prompt=login`, which defeats the skipped consent page (guide `orcid-wire`,
    /// "Consent").
    pub(super) fn ask_again(&mut self) {
        self.model.dance.ask_again = true;
        self.model.dance.code = None;
        self.model.dance.arrived = None;
        self.plain("The next request says prompt=login, so ORCID asks again. Another scope would do too.");
        let next =
            if self.model.is_local() { crate::app::Command::ActAsResearcher } else { crate::app::Command::OpenBrowser };
        self.model.focus = Control::Button(next);
    }

    /// Ends the researcher's session at the simulated ORCID.
    pub(super) fn sign_out(&mut self) {
        let url = format!("{}/signout", self.model.local_issuer());
        if let Ok(request) = browser::get(&url, self.model.session.as_deref()) {
            self.send(Purpose::Researcher, request, None);
        }
        self.model.session = None;
        self.plain("Signed out of the simulated ORCID: the next request begins with the sign-in page.");
    }
}

/// What belonged to an earlier request goes; tokens stay.
pub(super) fn begin_anew(dance: &mut Dance, sent: Sent) {
    dance.arrived = None;
    dance.dropped = None;
    dance.dead_end = None;
    dance.astray = None;
    dance.code = None;
    dance.refused = None;
    dance.consent_skipped = false;
    dance.put_back = false;
    dance.next = None;
    dance.sent = Some(sent);
}

/// Whether a redirect URI is the demo clients' own, whatever its port.
fn is_own_redirect_uri(uri: &str) -> bool {
    let without_port = |uri: &str| {
        let mut url = url::Url::parse(uri).ok()?;
        url.set_port(None).ok()?;
        Some(url)
    };
    match (without_port(uri), without_port(LOCAL_REDIRECT_URI)) {
        (Some(asked), Some(own)) => asked.host() == own.host() && asked.path() == own.path(),
        _ => false,
    }
}
