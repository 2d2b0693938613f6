//! Earlier messages once more: sent again, changed and sent, their links followed.

use http::header;

use super::Turn;
use crate::{
    app::{
        call::{Call, Surroundings, offers},
        dance::{Granted, Step},
        dialog::{Choice, Choosing, Confirm, Confirmed, Dialog, QUOTE, Selection},
        msg::TokenContext,
        refreshing::RefreshOptions,
        token_exchange::ExchangeRequest,
    },
    oauth::{
        Exchange, ExchangeId, HttpRequest, Purpose, ScopeSet, TOKEN_EXCHANGE, TokenType,
        authorization_header::decode_client, bearer_request, form, request,
    },
    orcid::{
        Environment, EnvironmentKey,
        links::{self, Target},
        operations::ApiHost,
    },
};

impl Turn<'_> {
    /// Opens the selected message to be changed.
    pub(super) fn edit_and_resend(&mut self) {
        let Some(exchange) = self.model.selected_exchange() else { return };
        let call = Call::of_exchange(exchange, &Surroundings::of(self.model));
        self.open_call(call);
    }

    /// Sends the selected message again; a code, and what changes production, only after a question.
    pub(super) fn ask_resend(&mut self) {
        let Some(exchange) = self.model.selected_exchange() else { return };
        let id = exchange.id;
        match question(exchange) {
            None => self.resend(id),
            Some(text) => self.model.dialogs.push(Dialog::Confirm(Confirm {
                title: "Send this once more?".to_owned(),
                text,
                yes: "Send".to_owned(),
                then: Confirmed::Resend(id),
                on_no: true,
            })),
        }
    }

    pub(super) fn resend(&mut self, id: ExchangeId) {
        let Some(exchange) = self.model.exchange(id) else { return };
        let (purpose, request) = (exchange.purpose, exchange.request.clone());
        self.dispatch(purpose, request);
    }

    /// Sends a request in the way of its kind: the answer to a token request is stored before anything reads it.
    pub(super) fn dispatch(&mut self, purpose: Purpose, request: HttpRequest) {
        match purpose {
            Purpose::Token => self.send_for_tokens(request),
            Purpose::Userinfo | Purpose::Api => self.send_api(purpose, request),
            // Sent and shown; nobody waits for it to go on.
            Purpose::Discovery
            | Purpose::Researcher
            | Purpose::Revocation
            | Purpose::Probe
            | Purpose::Control
            | Purpose::KeySet
            | Purpose::TokenProbe => {
                self.model.viewer.follow = true;
                self.send(purpose, request, None);
            }
            Purpose::AuthorizationRequest | Purpose::Callback => {}
        }
    }

    fn send_for_tokens(&mut self, request: HttpRequest) {
        if self.model.dance.exchanging.is_some() {
            self.plain("An exchange is under way; Esc cancels it.");
            return;
        }
        let context = self.context_of(&request);
        let step = self.step_of(&request).filter(|_| context.environment == self.model.form().environment);
        let client_id = context.client_id.clone();
        if step == Some(Step::Refresh) {
            self.model.dance.refreshing = asked_of(&request);
        }
        self.model.viewer.follow = true;
        let id = self.send(Purpose::Token, request, Some(Box::new(context)));
        if let Some(step) = step {
            let dance = &mut self.model.dance;
            (dance.step, dance.step_client, dance.refused) = (step, client_id, None);
            dance.exchanging = Some(id);
            if self.model.dance.step == Step::Exchange {
                self.code_is_off();
            }
        }
    }

    /// What the store must know of the answer to a token request, as the request itself says it: it need not be what pane 1
    /// would send.
    fn context_of(&self, request: &HttpRequest) -> TokenContext {
        let environment = self.model.environment_at(&request.uri().to_string());
        let fields = form::parse_form(request.body());
        let value = |name: &str| form::first(&fields, name).unwrap_or_default().to_owned();
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let authorized = header.and_then(decode_client).map(|(id, _)| id);
        TokenContext {
            environment: environment.key,
            issuer: environment.metadata.issuer,
            client_id: authorized.unwrap_or_else(|| value("client_id")),
            grant_type: value("grant_type").into(),
            redirect_uri: Some(value("redirect_uri")).filter(|uri| !uri.is_empty()),
            requested_scope: ScopeSet::parse(&value("scope")).to_string(),
            nonce: None,
        }
    }

    /// The step of the dance that a token request takes. `None` for a grant that the dance does not know, and for a code
    /// that is not the one in hand: the answer says nothing of that.
    fn step_of(&self, request: &HttpRequest) -> Option<Step> {
        let fields = form::parse_form(request.body());
        let value = |name: &str| form::first(&fields, name).unwrap_or_default();
        let scope = ScopeSet::parse(value("scope"));
        match value("grant_type") {
            "authorization_code" => {
                self.model.dance.code.as_ref().filter(|code| code.value == value("code")).map(|_| Step::Exchange)
            }
            "refresh_token" => {
                let token = value("refresh_token");
                let is_its =
                    |held: &Granted| held.response.refresh_token.as_ref().is_some_and(|it| it.expose() == token);
                let held = self.model.dance.granted.iter().chain(&self.model.dance.earlier).any(is_its);
                held.then_some(Step::Refresh)
            }
            "client_credentials" => Some(Step::ClientCredentials(scope)),
            TOKEN_EXCHANGE => {
                let given = TokenType::of_urn(value("subject_token_type"))?;
                let scope = Some(scope).filter(|scope| !scope.is_empty());
                let request = ExchangeRequest { subject: value("subject_token").into(), given, scope };
                Some(Step::TokenExchange(Box::new(request)))
            }
            _ => None,
        }
    }

    /// The links of the selected answer, to choose from.
    pub(super) fn open_links(&mut self) {
        let Some(exchange) = self.model.selected_exchange() else { return };
        let Some(response) = exchange.outcome.response() else { return };
        let around = Surroundings::of(self.model);
        let asked = url::Url::parse(&exchange.request.uri().to_string()).ok();
        let public = asked.is_some_and(|url| ApiHost::of(&url, &around.environment) == Some(ApiHost::Public));
        let found = offers::links(response);
        let (rows, targets): (Vec<_>, Vec<_>) = found
            .into_iter()
            .map(|link| {
                let target = links::resolve(&link, &around.environment, !public && around.holder.token);
                let words = match &target {
                    Ok(target) if !target.with_token => "without the token",
                    Ok(_) if around.token.is_some() => "with the token",
                    Ok(_) => "",
                    // Choosing it says why.
                    Err(_) => "not followed",
                };
                ((link, words.to_owned()), target)
            })
            .unzip();
        if rows.is_empty() {
            self.plain("The answer names no link.");
            return;
        }
        let selection = Selection { row: targets.iter().position(Result::is_ok).unwrap_or(0) };
        let what = Choosing::Link(targets);
        self.model.dialogs.push(Dialog::Choice(Choice { title: "Follow a link".to_owned(), rows, selection, what }));
    }

    /// Reads what a link leads to.
    pub(super) fn follow(&mut self, target: &Target) {
        let token = Surroundings::of(self.model).token.filter(|_| target.with_token);
        let request = match token {
            Some(token) => bearer_request(&target.url, &token, "application/json"),
            None => request::get(&target.url, "application/json, */*;q=0.5"),
        };
        match request {
            Ok(request) => self.send_api(Purpose::Api, request),
            Err(error) => self.bad(format!("The link cannot be followed: {error}")),
        }
    }
}

/// What there is to ask before a message goes out again.
fn question(exchange: &Exchange) -> Option<Vec<String>> {
    let request = &exchange.request;
    let body = String::from_utf8_lossy(request.body());
    if exchange.purpose == Purpose::Token && body.contains("grant_type=authorization_code") {
        return Some(vec![
            "A code works once. When it is used again, ORCID refuses it and revokes the access token and the refresh token of the first exchange.".to_owned(),
        ]);
    }
    let url = url::Url::parse(&request.uri().to_string()).ok()?;
    let production = Environment::real(&EnvironmentKey::Production)?;
    if request.method().is_safe() || !links::is_own(&url, production) {
        return None;
    }
    let mut text = vec![
        format!("This is production: {}.", url.host_str().unwrap_or_default()),
        format!("{} {}", request.method(), url.path()),
    ];
    // The body of a token request holds the client secret.
    if matches!(exchange.purpose, Purpose::Api | Purpose::Userinfo) {
        text.extend(body.lines().take(12).map(|line| format!("{QUOTE}{line}")));
    }
    Some(text)
}

/// What a refresh asks for, as its request says it.
fn asked_of(request: &HttpRequest) -> RefreshOptions {
    let fields = form::parse_form(request.body());
    let value = |name: &str| form::first(&fields, name).filter(|value| !value.is_empty());
    RefreshOptions {
        scope: value("scope").map(ScopeSet::parse),
        revoke_old: value("revoke_old").and_then(|value| value.parse().ok()),
        expires_in: value("expires_in").and_then(|value| value.parse().ok()),
        by_itself: false,
    }
}
