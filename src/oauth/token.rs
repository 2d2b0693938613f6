//! The token endpoint (RFC 6749 §4.1.3, §5) and requests that bear a token (RFC 6750 §2.1).

use bytes::Bytes;
use http::{Method, header};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Client, ErrorResponse, HttpRequest, HttpResponse, ProviderMetadata, ScopeSet, Secret, TOKEN_EXCHANGE, TokenType,
    id_token::IdToken,
    post::{credentials, post},
    request::builder,
};

/// What is asked of the token endpoint, by grant type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenRequest {
    /// `grant_type=authorization_code` (RFC 6749 §4.1.3).
    AuthorizationCode {
        /// The code of the authorization response.
        code: String,
        /// The same text as in the authorization request. ORCID also accepts that it is left out.
        redirect_uri: Option<String>,
        /// RFC 7636 §4.5.
        code_verifier: Option<Secret>,
    },
    /// `grant_type=refresh_token` (RFC 6749 §6; guide `orcid-wire`, "Refreshing").
    RefreshToken {
        /// The refresh token of an earlier response.
        refresh_token: Secret,
        /// The same scopes or fewer; `None` asks for what the refresh token stands for.
        scope: Option<ScopeSet>,
        /// ORCID's own: whether the old access token shall stop working. Only the former server looked at it.
        revoke_old: Option<bool>,
        /// ORCID's own: seconds that the new pair shall live. Only the former server looked at it.
        expires_in: Option<i64>,
    },
    /// `grant_type=client_credentials` (RFC 6749 §4.4): a token that the client has for itself (guide `orcid-wire`,
    /// "Two-legged tokens").
    ClientCredentials {
        /// Two-legged ones, like `/read-public`.
        scope: ScopeSet,
    },
    /// Token exchange (RFC 8693; guide `orcid-wire`, "Token exchange").
    TokenExchange {
        /// What is given.
        subject_token: Secret,
        /// What kind it is; the other kind is asked for.
        subject_token_type: TokenType,
        /// A part of what the token stands for; `None` asks for all of it.
        scope: Option<ScopeSet>,
    },
}

impl TokenRequest {
    /// The `grant_type` as on the wire.
    pub fn grant_type(&self) -> &'static str {
        match self {
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::ClientCredentials { .. } => "client_credentials",
            Self::TokenExchange { .. } => TOKEN_EXCHANGE,
        }
    }

    /// The form fields in the order of ORCID's documentation. Secrets included.
    pub fn parameters(&self, client: &Client) -> Vec<(&'static str, String)> {
        let mut fields = credentials(client);
        fields.push(("grant_type", self.grant_type().to_owned()));
        match self {
            Self::AuthorizationCode { code, redirect_uri, code_verifier } => {
                fields.push(("code", code.clone()));
                fields.extend(redirect_uri.clone().map(|uri| ("redirect_uri", uri)));
                let verifier = code_verifier.as_ref().map(|verifier| verifier.expose().to_owned());
                fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
            }
            Self::RefreshToken { refresh_token, scope, revoke_old, expires_in } => {
                fields.push(("refresh_token", refresh_token.expose().to_owned()));
                fields.extend(scope.as_ref().map(|scope| ("scope", scope.to_string())));
                fields.extend(revoke_old.map(|revoke| ("revoke_old", revoke.to_string())));
                fields.extend(expires_in.map(|seconds| ("expires_in", seconds.to_string())));
            }
            Self::ClientCredentials { scope } => fields.push(("scope", scope.to_string())),
            Self::TokenExchange { subject_token, subject_token_type, scope } => {
                fields.push(("subject_token", subject_token.expose().to_owned()));
                fields.push(("subject_token_type", subject_token_type.urn().to_owned()));
                fields.push(("requested_token_type", subject_token_type.other().urn().to_owned()));
                fields.extend(scope.as_ref().map(|scope| ("scope", scope.to_string())));
            }
        }
        fields
    }

    /// The whole request, every header set.
    ///
    /// # Errors
    /// When the token endpoint is not a URL, or the credentials cannot stand in a header.
    pub fn request(&self, client: &Client, provider: &ProviderMetadata) -> Result<HttpRequest, http::Error> {
        post(client, &provider.token_endpoint, &self.parameters(client))
    }
}

/// A GET that bears a token in the `Authorization` header (RFC 6750 §2.1).
///
/// # Errors
/// When the URL is not one, or the token cannot stand in a header.
pub fn bearer_request(url: &str, access_token: &Secret, accept: &str) -> Result<HttpRequest, http::Error> {
    let authorization = format!("Bearer {}", access_token.expose());
    builder(Method::GET, url, accept).header(header::AUTHORIZATION, authorization).body(Bytes::new())
}

/// A successful token response (RFC 6749 §5.1, with ORCID's `name` and `orcid`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// A UUID at ORCID.
    pub access_token: Secret,
    /// `bearer` at ORCID.
    #[serde(default)]
    pub token_type: String,
    /// A UUID at ORCID.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
    /// Seconds from the response on; 631138518 (20 years) for a persistent token at ORCID.
    #[serde(default)]
    pub expires_in: Option<i64>,
    /// What was granted, blank separated, in an order of ORCID's own.
    #[serde(default)]
    pub scope: Option<String>,
    /// A signed JWT, when `openid` was granted.
    #[serde(default)]
    pub id_token: Option<Secret>,
    /// Everything else: ORCID's `name` and `orcid`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl TokenResponse {
    /// The iD of the researcher, without a URL.
    pub fn orcid(&self) -> Option<&str> {
        self.extra.get("orcid").and_then(Value::as_str)
    }

    /// The iD of the researcher whom it stands for: the one it names, else the `sub` of the ID token that came along. A
    /// fragment names none beside that (guide `orcid-wire`, "Implicit flow"). Nothing is proven by it: the ID token is
    /// read, not verified.
    pub fn researcher(&self) -> Option<String> {
        let named = self.orcid().map(str::to_owned);
        if named.is_some() || self.extra.contains_key("orcid") {
            return named;
        }
        let token = IdToken::decode(self.id_token.as_ref()?.expose()).ok()?;
        // It goes into addresses, and other providers' subjects are no iDs.
        let is_like_an_id = |sub: &&str| sub.len() == 19 && sub.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'X'));
        token.text("sub").filter(is_like_an_id).map(str::to_owned)
    }

    /// Whether it is a client's own token: ORCID answers `"orcid":null` to client credentials (guide `orcid-wire`,
    /// "Two-legged tokens").
    pub fn is_two_legged(&self) -> bool {
        self.extra.get("orcid").is_some_and(Value::is_null)
    }

    /// Whether what stands in `access_token` is none: an ID token that was exchanged for (RFC 8693 §2.2.1, `N_A`).
    pub fn is_id_token(&self) -> bool {
        self.token_type.eq_ignore_ascii_case("N_A")
            && self.extra.get("issued_token_type").and_then(Value::as_str) == Some(TokenType::IdToken.urn())
    }

    /// The ID token in it, wherever it stands.
    pub fn any_id_token(&self) -> Option<&Secret> {
        if self.is_id_token() { Some(&self.access_token) } else { self.id_token.as_ref() }
    }

    /// The researcher's public name. ORCID answers `null` when it is not public.
    pub fn name(&self) -> Option<&str> {
        self.extra.get("name").and_then(Value::as_str).filter(|name| !name.is_empty())
    }

    /// What was granted; `None` when the response does not say (then it is what was asked, RFC 6749 §5.1).
    pub fn scopes(&self) -> Option<ScopeSet> {
        self.scope.as_deref().map(ScopeSet::parse)
    }
}

/// What the token endpoint answered, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenAnswer {
    /// Tokens.
    Granted(Box<TokenResponse>),
    /// An OAuth error.
    Refused(ErrorResponse),
    /// Neither: HTML, cut-off JSON, JSON without a token.
    Malformed(MalformedTokenResponse),
}

/// Why a token response could not be read. The body is in the exchange it came with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("HTTP {status}: {reason}")]
pub struct MalformedTokenResponse {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with the body, without quoting it.
    pub reason: String,
}

impl TokenAnswer {
    /// Reads a response of the token endpoint.
    pub fn read(response: &HttpResponse) -> Self {
        let status = response.status();
        let body = response.body();
        let malformed = |reason: String| Self::Malformed(MalformedTokenResponse { status: status.as_u16(), reason });
        if status.is_success() {
            match serde_json::from_slice::<TokenResponse>(body) {
                Ok(token) => Self::Granted(Box::new(token)),
                // serde_json's messages name keys and positions, not values, but for a wrong type; so no Display here.
                Err(error) => malformed(match error.classify() {
                    serde_json::error::Category::Eof => format!("the JSON ends too early, after {} bytes", body.len()),
                    serde_json::error::Category::Data => "the JSON is not a token response (RFC 6749 §5.1)".to_owned(),
                    serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                        format!("the body is not JSON (line {}, column {})", error.line(), error.column())
                    }
                }),
            }
        } else {
            ErrorResponse::parse(body).map_or_else(|| malformed("the body is no OAuth error".to_owned()), Self::Refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::TokenEndpointAuthMethod;

    fn client(method: TokenEndpointAuthMethod) -> Client {
        Client {
            client_id: "APP-1234567890ABCDEF".into(),
            client_secret: Some("f0e1d2c3-0000-4000-8000-000000000001".into()),
            redirect_uri: "http://127.0.0.1:18801/callback".into(),
            token_endpoint_auth_method: method,
        }
    }

    fn code_request() -> TokenRequest {
        TokenRequest::AuthorizationCode {
            code: "eUeiz2".into(),
            redirect_uri: Some("http://127.0.0.1:18801/callback".into()),
            code_verifier: None,
        }
    }

    #[test]
    fn no_secret_is_in_what_debug_shows() {
        let TokenRequest::AuthorizationCode { code, redirect_uri, .. } = code_request() else { panic!("a code") };
        let request =
            TokenRequest::AuthorizationCode { code, redirect_uri, code_verifier: Some("dBjftJeZ4CVP".into()) };
        assert!(!format!("{request:?}").contains("dBjftJeZ4CVP"), "{request:?}");
    }

    #[test]
    fn a_code_is_exchanged_as_orcid_documents() {
        let provider = ProviderMetadata::orcid_layout("https://sandbox.orcid.org");
        let request = code_request().request(&client(TokenEndpointAuthMethod::ClientSecretPost), &provider).unwrap();
        assert_eq!(
            request.body(),
            "client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001\
             &grant_type=authorization_code&code=eUeiz2&redirect_uri=http%3A%2F%2F127.0.0.1%3A18801%2Fcallback"
        );
        assert_eq!(request.headers()["host"], "sandbox.orcid.org");
        assert!(!request.headers().contains_key("authorization"));
    }

    #[test]
    fn basic_authentication_moves_the_credentials_to_the_header() {
        let provider = ProviderMetadata::orcid_layout("http://127.0.0.1:18800");
        let request = code_request().request(&client(TokenEndpointAuthMethod::ClientSecretBasic), &provider).unwrap();
        assert!(request.body().starts_with(b"grant_type=authorization_code&code=eUeiz2"));
        assert_eq!(request.headers()["host"], "127.0.0.1:18800");
        assert!(request.headers()["authorization"].to_str().unwrap().starts_with("Basic QVBQ"));
    }

    /// The body of a request, behind the credentials.
    fn body(request: &TokenRequest) -> String {
        let provider = ProviderMetadata::orcid_layout("https://sandbox.orcid.org");
        let request = request.request(&client(TokenEndpointAuthMethod::ClientSecretBasic), &provider).unwrap();
        String::from_utf8(request.body().to_vec()).unwrap()
    }

    #[test]
    fn a_refresh_says_only_what_it_was_told() {
        let bare =
            TokenRequest::RefreshToken { refresh_token: "r1".into(), scope: None, revoke_old: None, expires_in: None };
        assert_eq!(body(&bare), "grant_type=refresh_token&refresh_token=r1");
        let full = TokenRequest::RefreshToken {
            refresh_token: "r1".into(),
            scope: Some(ScopeSet::parse("/read-limited")),
            revoke_old: Some(false),
            expires_in: Some(3600),
        };
        assert_eq!(
            body(&full),
            "grant_type=refresh_token&refresh_token=r1&scope=%2Fread-limited&revoke_old=false&expires_in=3600"
        );
        assert!(!format!("{full:?}").contains("r1"), "a refresh token is a secret");
    }

    #[test]
    fn a_client_asks_for_itself() {
        let request = TokenRequest::ClientCredentials { scope: ScopeSet::parse("/read-public /webhook") };
        assert_eq!(body(&request), "grant_type=client_credentials&scope=%2Fread-public+%2Fwebhook");
    }

    fn answer(status: u16, body: &'static str) -> TokenAnswer {
        TokenAnswer::read(&http::Response::builder().status(status).body(Bytes::from(body)).unwrap())
    }

    #[test]
    fn answers_are_read_or_said_to_be_unreadable() {
        let granted = answer(
            200,
            r#"{"access_token":"bb5c8a64-0000","token_type":"bearer","refresh_token":"r","expires_in":631138518,"scope":"openid /read-limited","name":null,"orcid":"0000-0002-4456-8947"}"#,
        );
        let TokenAnswer::Granted(token) = granted else { panic!("{granted:?}") };
        assert_eq!((token.orcid(), token.name()), (Some("0000-0002-4456-8947"), None));
        assert!(matches!(answer(400, r#"{"error_description":"x","error":"invalid_grant"}"#), TokenAnswer::Refused(_)));
        for (status, body) in [(200, "<html>"), (200, r#"{"access_tok"#), (200, "{}"), (415, "<html>"), (200, "")] {
            assert!(matches!(answer(status, body), TokenAnswer::Malformed(_)), "{status} {body}");
        }
    }
}
