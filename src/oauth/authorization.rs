//! The front channel: the authorization request and its response (RFC 6749 §4.1.1, §4.1.2, §4.2).

use serde::{Deserialize, Serialize};

use super::{ErrorResponse, ProviderMetadata, ScopeSet, Secret, form};

/// The parameters of `GET /oauth/authorize`. Empty texts are left out of the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationRequest {
    /// REQUIRED by RFC 6749.
    pub client_id: String,
    /// `code`; ORCID also knows `token`, `id_token` and `id_token token`.
    pub response_type: String,
    /// REQUIRED by ORCID.
    pub scope: ScopeSet,
    /// REQUIRED by ORCID, even with a single registered URI.
    pub redirect_uri: String,
    /// Comes back unchanged; guards against forged callbacks (RFC 6749 §10.12).
    pub state: Option<String>,
    /// Comes back inside the ID token (OpenID Connect Core 1.0 §3.1.2.1).
    pub nonce: Option<String>,
    /// RFC 7636. ORCID ignores it.
    pub code_challenge: Option<String>,
    /// Everything else, in order: `prompt`, `max_age`, `lang`, `email`, `orcid`, `given_names`, `family_names`,
    /// `show_login`, and whatever a user wants to try.
    pub extra: Vec<(String, String)>,
}

impl AuthorizationRequest {
    /// The parameters in the order of ORCID's documentation: the four that it demands, then the rest.
    pub fn parameters(&self) -> Vec<(&str, String)> {
        let mut all = vec![
            ("client_id", self.client_id.clone()),
            ("response_type", self.response_type.clone()),
            ("scope", self.scope.to_string()),
            ("redirect_uri", self.redirect_uri.clone()),
            ("state", self.state.clone().unwrap_or_default()),
            ("nonce", self.nonce.clone().unwrap_or_default()),
        ];
        if let Some(challenge) = &self.code_challenge {
            all.push(("code_challenge", challenge.clone()));
            all.push(("code_challenge_method", "S256".to_owned()));
        }
        all.extend(self.extra.iter().map(|(name, value)| (name.as_str(), value.clone())));
        all.retain(|(_, value)| !value.is_empty());
        all
    }

    /// The authorization URL, percent-encoded so that every server reads it, and people too.
    pub fn url(&self, provider: &ProviderMetadata) -> String {
        let parameters = self.parameters();
        let query = form::query(parameters.iter().map(|(name, value)| (*name, value.as_str())));
        form::with_query(&provider.authorization_endpoint, &query)
    }

    /// Reads the parameters of an authorization URL back, for example one that was pasted. `code_challenge` is kept as
    /// an extra parameter: without its verifier it is of no use. Of two with one name the first one counts.
    pub fn from_query(query: &str) -> Self {
        let mut request = Self::default();
        for (name, value) in form::parse_form(query.as_bytes()) {
            match name.as_str() {
                "client_id" => fill(&mut request.client_id, value),
                "response_type" => fill(&mut request.response_type, value),
                "scope" if request.scope.is_empty() => request.scope = ScopeSet::parse(&value),
                "scope" => {}
                "redirect_uri" => fill(&mut request.redirect_uri, value),
                "state" => fill(request.state.get_or_insert_default(), value),
                "nonce" => fill(request.nonce.get_or_insert_default(), value),
                _ => request.extra.push((name, value)),
            }
        }
        request
    }
}

/// Puts a value where there is none yet.
fn fill(place: &mut String, value: String) {
    if place.is_empty() {
        *place = value;
    }
}

/// What came back to the redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationResponse {
    /// A code to exchange (RFC 6749 §4.1.2).
    Code {
        /// Six base62 characters at ORCID.
        code: String,
        /// As sent, when one was sent.
        state: Option<String>,
    },
    /// Tokens in the fragment: the implicit flow (RFC 6749 §4.2.2).
    Tokens {
        /// A UUID at ORCID.
        access_token: Secret,
        /// All parameters as they came, form-encoded, the token among them.
        parameters: Secret,
        /// As sent, when one was sent.
        state: Option<String>,
    },
    /// A refusal (RFC 6749 §4.1.2.1). ORCID sends some of them in the fragment and without a state.
    Error {
        /// The error as given. The bare fragment `#login_required` is read as that code.
        error: ErrorResponse,
        /// As sent, when one came back.
        state: Option<String>,
    },
}

/// Whether a response answers to the request that was sent (RFC 6749 §10.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateCheck {
    /// The same state came back.
    Matches,
    /// None was sent and none came back.
    NotUsed,
    /// One was sent and none came back. Normal for errors in the fragment, never for a code.
    Missing,
    /// Another one came back: the response may belong to another request, or be forged.
    Differs,
    /// One came back, and no request is known that it could answer to: the response was pasted from elsewhere. Whoever
    /// knows what was sent decides so; [`AuthorizationResponse::check_state`] is asked with a request in hand.
    NothingToCompare,
}

impl AuthorizationResponse {
    /// Reads query and fragment (both without their mark) of a redirect. `None` when neither says anything.
    pub fn parse(query: Option<&str>, fragment: Option<&str>) -> Option<Self> {
        Self::parse_parameters(query.unwrap_or_default())
            .or_else(|| Self::parse_parameters(fragment.unwrap_or_default()))
    }

    fn parse_parameters(text: &str) -> Option<Self> {
        let parameters = form::parse_form(text.as_bytes());
        let state = form::first(&parameters, "state").map(str::to_owned);
        let get = |name: &str| form::first(&parameters, name).map(str::to_owned);
        if let Some(error) = get("error") {
            let error =
                ErrorResponse { error, error_description: get("error_description"), error_uri: get("error_uri") };
            return Some(Self::Error { error, state });
        }
        if let Some(code) = get("code") {
            return Some(Self::Code { code, state });
        }
        if let Some(token) = get("access_token") {
            return Some(Self::Tokens { access_token: token.into(), parameters: text.into(), state });
        }
        // ORCID's front end answers `prompt=none` with the bare word (guide `orcid-wire`, "Errors of the front channel").
        if matches!(text, "login_required" | "interaction_required") {
            let error = ErrorResponse { error: text.to_owned(), error_description: None, error_uri: None };
            return Some(Self::Error { error, state: None });
        }
        None
    }

    /// Reads a whole redirect URL, the tutorial's mistyped `…/oauthplayground/code=s536Z5` included.
    pub fn parse_url(url: &str) -> Option<Self> {
        let (head, fragment) = url.split_once('#').map_or((url, None), |(head, fragment)| (head, Some(fragment)));
        let (path, query) = head.split_once('?').map_or((head, None), |(path, query)| (path, Some(query)));
        Self::parse(query, fragment).or_else(|| {
            let last = path.rsplit('/').next()?;
            last.starts_with("code=").then(|| Self::parse_parameters(last)).flatten()
        })
    }

    /// The state that came back.
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Code { state, .. } | Self::Tokens { state, .. } | Self::Error { state, .. } => state.as_deref(),
        }
    }

    /// Compares the state that came back with the one that was sent.
    pub fn check_state(&self, sent: Option<&str>) -> StateCheck {
        match (sent, self.state()) {
            (None, None) => StateCheck::NotUsed,
            (Some(_), None) => StateCheck::Missing,
            (Some(sent), Some(came)) if sent == came => StateCheck::Matches,
            (_, Some(_)) => StateCheck::Differs,
        }
    }

    /// Whether it answers the request that this state was sent with: what grants something must bring it back (RFC 6749
    /// §10.12). Errors may lack it; ORCID sends some without (guide `orcid-wire`, "Errors of the front channel").
    ///
    /// # Errors
    /// How the state tells that it answers another one.
    pub fn answers(&self, sent: Option<&str>) -> Result<(), ForeignState> {
        self.check_state(sent).rejects(self).map_or(Ok(()), Err)
    }
}

impl StateCheck {
    /// How it tells that a response answers another request, when it does: see [`AuthorizationResponse::answers`].
    pub fn rejects(&self, response: &AuthorizationResponse) -> Option<ForeignState> {
        match (self, response) {
            (Self::Matches | Self::NotUsed | Self::NothingToCompare, _)
            | (Self::Missing, AuthorizationResponse::Error { .. }) => None,
            (Self::Missing, AuthorizationResponse::Code { .. } | AuthorizationResponse::Tokens { .. }) => {
                Some(ForeignState::Missing)
            }
            (Self::Differs, _) => Some(ForeignState::Other),
        }
    }
}

/// Why a response does not answer the request that it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForeignState {
    /// It grants something, and brings no state.
    #[error("An answer without the state came: it is of another request, or forged.")]
    Missing,
    /// It brings another state.
    #[error("An answer with another state came: it is of another request, or forged.")]
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> AuthorizationRequest {
        AuthorizationRequest {
            client_id: "APP-1234567890ABCDEF".into(),
            response_type: "code".into(),
            scope: ScopeSet::parse("/read-limited /activities/update"),
            redirect_uri: "https://developers.google.com/oauthplayground".into(),
            ..Default::default()
        }
    }

    #[test]
    fn the_url_has_orcids_order() {
        let url = request().url(&ProviderMetadata::orcid_layout("https://sandbox.orcid.org"));
        assert_eq!(
            url,
            "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code\
             &scope=/read-limited%20/activities/update&redirect_uri=https://developers.google.com/oauthplayground"
        );
        let query = url.split_once('?').unwrap().1;
        assert_eq!(AuthorizationRequest::from_query(query), request());
    }

    #[test]
    fn responses_are_read_from_wherever_they_come() {
        let code = |url| match AuthorizationResponse::parse_url(url) {
            Some(AuthorizationResponse::Code { code, .. }) => code,
            other => panic!("{url}: {other:?}"),
        };
        assert_eq!(code("http://127.0.0.1:1/callback?code=eUeiz2&state=x"), "eUeiz2");
        assert_eq!(code("https://developers.google.com/oauthplayground/code=s536Z5"), "s536Z5");
        assert_eq!(code("https://developers.google.com/oauthplayground/?code=s536Z5&scope=x#"), "s536Z5");
        let error = |url| match AuthorizationResponse::parse_url(url) {
            Some(AuthorizationResponse::Error { error, .. }) => error.error,
            other => panic!("{url}: {other:?}"),
        };
        assert_eq!(error("http://a/cb#error=invalid_scope"), "invalid_scope");
        assert_eq!(error("http://a/cb#login_required"), "login_required");
        assert_eq!(error("http://a/cb?error=access_denied&error_description=User%20denied%20access"), "access_denied");
        assert!(AuthorizationResponse::parse_url("http://a/cb").is_none());
    }

    #[test]
    fn no_token_is_in_what_debug_shows() {
        let response = AuthorizationResponse::parse_url("http://a/cb#access_token=53737721-9cdb&state=x");
        let shown = format!("{response:?}");
        assert!(shown.contains("\"x\"") && !shown.contains("53737721"), "{shown}");
    }

    #[test]
    fn states_are_compared() {
        let response = AuthorizationResponse::parse_url("http://a/cb?code=eUeiz2&state=x").unwrap();
        assert_eq!(response.check_state(Some("x")), StateCheck::Matches);
        assert_eq!(response.check_state(Some("y")), StateCheck::Differs);
        assert_eq!(response.check_state(None), StateCheck::Differs);
        let response = AuthorizationResponse::parse_url("http://a/cb#error=invalid_scope").unwrap();
        assert_eq!(response.check_state(Some("x")), StateCheck::Missing);
    }

    #[test]
    fn only_errors_may_lack_the_state() {
        let answers = |url, state| AuthorizationResponse::parse_url(url).unwrap().answers(state);
        assert_eq!(answers("http://a/cb?code=x&state=s", Some("s")), Ok(()));
        assert_eq!(answers("http://a/cb?code=x", None), Ok(()));
        assert_eq!(answers("http://a/cb#error=invalid_scope", Some("s")), Ok(()));
        for (forged, why) in [
            ("http://a/cb?code=x", ForeignState::Missing),
            ("http://a/cb?code=x&state=t", ForeignState::Other),
            ("http://a/cb?error=access_denied&state=t", ForeignState::Other),
            ("http://a/cb#access_token=x", ForeignState::Missing),
        ] {
            assert_eq!(answers(forged, Some("s")), Err(why), "{forged}");
        }
    }
}
