//! The checks of an authorization request, in each era's order, and where a failure is shown (guide `orcid-wire`,
//! "The authorization request and its checks", "Errors of the front channel").

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{
    Sandbox,
    clients::{ClientStatus, GrantType, RegisteredClient},
    redirect,
    settings::Era,
    state::Session,
};
use crate::{
    oauth::{Scope, ScopeSet, form},
    orcid::{
        response_type,
        scopes::{self, Legs, OPENID_DROPPED},
    },
};

/// How the answer comes back (guide `orcid-wire`, "Implicit flow").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseType {
    /// A code in the query.
    Code,
    /// An access token in the fragment; whether an ID token is beside it depends on the scope alone.
    Implicit,
}

impl ResponseType {
    /// The values stand in any order. `id_token` alone is taken for both, but only together with `openid`.
    fn parse(text: &str, openid: bool) -> Option<Self> {
        let mut values: Vec<&str> = text.split_whitespace().collect();
        values.sort_unstable();
        match values.as_slice() {
            ["code"] => Some(Self::Code),
            ["token"] | ["id_token", "token"] => Some(Self::Implicit),
            ["id_token"] if openid => Some(Self::Implicit),
            _ => None,
        }
    }
}

/// A request that passed every check.
pub(super) struct ValidRequest {
    pub client: Arc<RegisteredClient>,
    pub response_type: ResponseType,
    /// What will be granted: OpenID Connect's scopes that ORCID ignores are gone.
    pub scope: ScopeSet,
    pub redirect_uri: String,
    pub state: Option<String>,
    /// Only kept when `openid` is asked for.
    pub nonce: Option<String>,
    /// `prompt=login`: a new sign-in, whoever is signed in. At today's front end only together with `openid`.
    pub force_login: bool,
    /// `prompt=login` or `prompt=confirm`, which only the former server knew: the consent page, although granted before.
    pub confirm: bool,
    /// How old the sign-in may be; only the former server knew it, and only together with `openid`.
    pub max_age: Option<SignedDuration>,
}

/// Who answers a request.
#[derive(Clone, Copy)]
pub(super) enum Asked<'a> {
    /// Nobody is signed in.
    Nobody,
    /// The researcher of this session.
    SignedIn(&'a Session),
    /// The answer was given ahead: no page is shown, and `prompt` means nothing.
    Ahead,
}

impl<'a> Asked<'a> {
    pub fn session(session: Option<&'a Session>) -> Self {
        session.map_or(Self::Nobody, Self::SignedIn)
    }
}

/// A request that did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Shown by ORCID itself: the browser is not sent anywhere.
    Page {
        /// 200, since ORCID's front end is delivered for any query; 400 for what the former server's library refused.
        status: u16,
        /// ORCID's sentence.
        message: String,
        /// Its error code and words, behind "Show details".
        details: String,
    },
    /// The browser is sent to the redirect URI, the error in the fragment, without a state.
    Fragment {
        /// Matched.
        redirect_uri: String,
        /// What stands behind the `#`.
        fragment: &'static str,
    },
    /// The browser is sent to the page that is shown for what there is not.
    NotFound,
}

/// The query of `GET /oauth/authorize`, and how its era shows what is wrong with it.
struct Query {
    parameters: Vec<(String, String)>,
    era: Era,
}

impl Query {
    fn read(query: &str, era: Era) -> Self {
        let mut parameters = form::parse_form(query.as_bytes());
        if era == Era::Classic {
            // What comes back to the client does so unchanged.
            let cleaned = parameters.iter_mut().filter(|(name, _)| !matches!(name.as_str(), "state" | "nonce"));
            cleaned.for_each(|(_, value)| *value = without_tags(value));
        }
        Self { parameters, era }
    }

    fn get(&self, name: &str) -> Option<&str> {
        form::first(&self.parameters, name).map(str::trim).filter(|value| !value.is_empty())
    }

    fn client_id(&self) -> &str {
        self.get("client_id").unwrap_or_default()
    }

    fn page(&self, message: String, error: &str, description: &str) -> Refusal {
        let details = match self.era {
            Era::Current => format!("{error}: {description}"),
            Era::Classic => format!("{error} / {description}"),
        };
        Refusal::Page { status: 200, message, details }
    }

    fn incomplete(&self, what: &str, error: &str, description: &str) -> Refusal {
        let id = self.client_id();
        self.page(format!("Error: Incorrect OAuth Link for client id {id}, missing {what}"), error, description)
    }

    /// A text of the server for which the front end has no sentence of its own.
    fn unworded(&self, error: &str, description: &str) -> Refusal {
        self.page(format!("Error: {description}"), error, description)
    }

    fn response_type(&self) -> Result<&str, Refusal> {
        let (error, text) = match self.era {
            Era::Current => ("invalid_request", "Missing parameter: response_type"),
            Era::Classic => ("oauth_error", "Please specify a response type"),
        };
        self.get("response_type").ok_or_else(|| self.incomplete("response type parameter.", error, text))
    }

    fn client(&self, sandbox: &Sandbox) -> Result<Arc<RegisteredClient>, Refusal> {
        let Some(id) = self.get("client_id") else {
            let message = "Error: Incorrect OAuth Link, missing client id parameter.".to_owned();
            return Err(match self.era {
                Era::Current => self.page(message, "invalid_request", "Missing parameter: client_id is missing"),
                Era::Classic => self.page(message, "oauth_error", "Please specify a client id"),
            });
        };
        sandbox.clients().find(id).cloned().ok_or_else(|| {
            let message = format!("Error: The provided client id {id} is invalid.");
            match self.era {
                Era::Current => self.page(message, "invalid_request", "Invalid parameter: client_id"),
                Era::Classic => self.page(message, "invalid_client", &format!("Client not found: {id}")),
            }
        })
    }

    fn scope(&self) -> Result<ScopeSet, Refusal> {
        self.get("scope")
            .map(ScopeSet::parse)
            .ok_or_else(|| self.incomplete("scope parameter.", "oauth_error", "Please specify the desired scopes"))
    }

    fn redirect_uri(&self) -> Result<&str, Refusal> {
        // ORCID ends this one sentence without a full stop.
        let trimmed = self
            .get("redirect_uri")
            .ok_or_else(|| self.incomplete("redirect uri parameter", "oauth_error", "Please specify a redirect URL"))?;
        Ok(match self.era {
            Era::Classic => trimmed,
            // That today's server takes blanks away as the former one did is not known, and a blank matches nothing.
            Era::Current => form::first(&self.parameters, "redirect_uri").unwrap_or(trimmed),
        })
    }

    /// Today's front end does not know it.
    fn max_age(&self) -> Result<Option<SignedDuration>, Refusal> {
        match (self.era, self.get("max_age")) {
            (Era::Current, _) | (Era::Classic, None) => Ok(None),
            // Any whole number: a negative one is older than every sign-in.
            (Era::Classic, Some(text)) => match text.parse::<i64>() {
                Ok(seconds) => Ok(Some(SignedDuration::from_secs(seconds))),
                Err(_) => Err(self.unworded("oauth_error", "Invalid max_age param")),
            },
        }
    }

    fn enabled(&self, client: &RegisteredClient) -> Result<(), Refusal> {
        let id = &client.client_id;
        match client.status {
            ClientStatus::Active => Ok(()),
            ClientStatus::Locked => {
                let message = format!("Error: The provided client id {id} is locked.");
                Err(self.page(message, "client_locked", "The client is locked"))
            }
            ClientStatus::Deactivated => {
                Err(self.unworded("client_deactivated", &format!("Client {id} is deactivated")))
            }
        }
    }

    /// What Spring's library says of a client that has neither of the grants with a redirect.
    fn no_redirect_grant(&self) -> Refusal {
        let text = "A redirect_uri can only be used by implicit or authorization_code grant types.";
        match (self.unworded("invalid_grant", text), self.era) {
            (Refusal::Page { message, details, .. }, Era::Classic) => Refusal::Page { status: 400, message, details },
            (refusal, _) => refusal,
        }
    }

    fn mismatch(&self, client: &RegisteredClient, redirect_uri: &str) -> Refusal {
        let (name, id) = (&client.name, &client.client_id);
        let message = format!(
            "Error: The provided redirect URI {redirect_uri} does not match the redirect URIs registered by {name} \
             ({id})."
        );
        self.page(message, "invalid_grant", "Redirect URI doesn't match your registered redirect URIs.")
    }
}

/// The former server took HTML out of what it was sent, and left the text between the tags.
fn without_tags(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        match tag.split_once('>') {
            Some((_, after)) => rest = after,
            None => return text + "<" + tag,
        }
    }
    text + rest
}

/// Checks the query of `GET /oauth/authorize`.
pub(super) fn validate(
    sandbox: &Sandbox,
    query: &str,
    asked: Asked<'_>,
    now: Timestamp,
) -> Result<ValidRequest, Refusal> {
    let query = Query::read(query, sandbox.settings.era);
    if query.era == Era::Current {
        query.response_type()?;
    }
    let client = query.client(sandbox)?;
    let scope = query.scope()?;
    let redirect_uri = query.redirect_uri()?;
    let response_type = query.response_type()?;
    let max_age = query.max_age()?;
    query.enabled(&client)?;

    let redirects = client.may_use(GrantType::AuthorizationCode) || client.may_use(GrantType::Implicit);
    let resolved = if !redirects {
        Err(query.no_redirect_grant())
    } else if !sandbox.redirect_uris_of(&client).any(|registered| redirect::matches(registered, redirect_uri)) {
        Err(query.mismatch(&client, redirect_uri))
    } else {
        Ok(())
    };
    // Whatever the error, nobody is sent to a URI that the client did not register.
    let to_client = |fragment| match &resolved {
        Ok(()) => Refusal::Fragment { redirect_uri: redirect_uri.to_owned(), fragment },
        Err(refusal) => refusal.clone(),
    };
    let scope: ScopeSet = scope.iter().filter(|scope| !OPENID_DROPPED.contains(&scope.as_str())).cloned().collect();
    let openid = scope.contains("openid");
    let max_age = max_age.filter(|_| openid);
    let prompts: Vec<&str> = query.get("prompt").into_iter().flat_map(str::split_whitespace).collect();
    // Today's front end sends who is signed out away whatever the scope; `openid` counts for who is signed in.
    let asks_nobody = openid || (query.era == Era::Current && matches!(asked, Asked::Nobody));
    if prompts.contains(&"none") && asks_nobody {
        // Today's front end writes the bare word here, unlike every other error.
        let login_required = match query.era {
            Era::Current => "login_required",
            Era::Classic => "error=login_required",
        };
        match asked {
            // Before it sends anybody away, today's front end asks whether the URI is a client's.
            Asked::Nobody if query.era == Era::Current && resolved.is_err() => return Err(Refusal::NotFound),
            Asked::Nobody => return Err(to_client(login_required)),
            Asked::SignedIn(session) if !fresh(session, max_age, now) => return Err(to_client(login_required)),
            Asked::SignedIn(session)
                if !sandbox.state.already_granted(&client.client_id, &session.orcid, &scope, now) =>
            {
                return Err(to_client("error=interaction_required"));
            }
            Asked::SignedIn(_) | Asked::Ahead => {}
        }
    }
    let nonce = query.get("nonce").filter(|_| openid).map(str::to_owned);
    if openid && response_type::demands_nonce(response_type) && query.get("nonce").is_none() {
        return Err(query.unworded("invalid_request", "Implicit id_token requests must have nonce"));
    }
    if scope.is_empty() || !scope.iter().all(|scope| may_ask(&client, scope)) {
        return Err(to_client("error=invalid_scope"));
    }
    // The former server looked at it when it knew who is asked.
    let looked_at = match (query.era, asked) {
        (Era::Classic, Asked::Nobody) => false,
        (Era::Classic, Asked::SignedIn(_) | Asked::Ahead) | (Era::Current, _) => true,
    };
    if looked_at {
        resolved.clone()?;
    }
    let response_type =
        ResponseType::parse(response_type, openid).ok_or_else(|| to_client("error=unsupported_response_type"))?;
    let login = prompts.contains(&"login");
    Ok(ValidRequest {
        response_type,
        scope,
        redirect_uri: redirect_uri.to_owned(),
        // Comes back unchanged, blanks and all.
        state: form::first(&query.parameters, "state").filter(|state| !state.is_empty()).map(str::to_owned),
        nonce,
        force_login: login && (openid || query.era == Era::Classic),
        confirm: login || (prompts.contains(&"confirm") && openid && query.era == Era::Classic),
        max_age,
        client,
    })
}

/// Whether a sign-in is young enough.
pub(super) fn fresh(session: &Session, max_age: Option<SignedDuration>, now: Timestamp) -> bool {
    max_age.is_none_or(|max_age| now.duration_since(session.auth_time) <= max_age)
}

/// Two-legged scopes are refused here as much as unknown ones.
fn may_ask(client: &RegisteredClient, scope: &Scope) -> bool {
    scopes::find(scope.as_str()).is_some_and(|info| info.legs == Legs::Three && client.may_ask(info))
}
