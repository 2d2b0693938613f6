//! Is a token alive? The cheapest question that a server answers to this token, and what its answer means.

use crate::oauth::{HttpRequest, HttpResponse, ScopeSet, Seen, TokenResponse, bearer_request};

use super::{Environment, scopes};

/// A question that only a live token gets an answer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The address.
    pub url: String,
    /// What is asked there.
    asks: Asks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// Says 403 whatever is wrong (guide `orcid-wire`, "Userinfo"), so it is asked only for scopes that open it.
    Userinfo,
    /// Says 401 to a token that it does not know, and 403 to one that may not (guide `orcid-wire`, "Record errors").
    Api,
}

impl Probe {
    /// What to ask with this token: userinfo where its scopes open that, else the record, else a search without results.
    pub fn of(environment: &Environment, response: &TokenResponse, requested: &ScopeSet) -> Self {
        let granted = response.scopes().unwrap_or_else(|| requested.clone());
        let opens = scopes::closure(&granted);
        let userinfo = environment.metadata.userinfo_endpoint.as_ref();
        if let (Some(url), true, false) = (userinfo, opens.contains("/authenticate"), response.is_two_legged()) {
            return Self { url: url.clone(), asks: Asks::Userinfo };
        }
        let url = match response.researcher() {
            Some(orcid) => format!("{}/{orcid}/record", environment.record_api(&granted)),
            None => format!("{}/search/?q=orcid:0000-0002-1825-0097&rows=0", environment.public_api),
        };
        Self { url, asks: Asks::Api }
    }

    /// The request.
    ///
    /// # Errors
    /// When the address is none, or the token cannot stand in a header.
    pub fn request(&self, response: &TokenResponse) -> Result<HttpRequest, http::Error> {
        bearer_request(&self.url, &response.access_token, "application/json")
    }

    /// What the answer says of the token; `None` when it says nothing: a page in between, too many requests, a fault.
    pub fn read(&self, answer: &HttpResponse) -> Option<Seen> {
        let content_type = answer.headers().get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|kind| kind.starts_with("text/html")) {
            return None;
        }
        match (answer.status().as_u16(), self.asks) {
            (200..300, _) => Some(Seen::Live),
            (401, _) | (403, Asks::Userinfo) => Some(Seen::Refused),
            // It knows who asks, and says that this is not for them.
            (403 | 404 | 409, Asks::Api) => Some(Seen::Live),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(scope: &str, orcid: &str) -> TokenResponse {
        serde_json::from_str(&format!(r#"{{"access_token":"t","scope":"{scope}","orcid":{orcid}}}"#)).unwrap()
    }

    fn answer(status: u16, content_type: &str) -> HttpResponse {
        http::Response::builder().status(status).header("content-type", content_type).body("{}".into()).unwrap()
    }

    #[test]
    fn the_question_fits_the_token() {
        let environment = Environment::custom("http://127.0.0.1:1");
        let url = |scope, orcid| Probe::of(&environment, &response(scope, orcid), &ScopeSet::default()).url;
        let sophia = r#""0000-0002-4456-8947""#;
        assert_eq!(url("/authenticate /read-limited", sophia), "http://127.0.0.1:1/oauth/userinfo");
        assert_eq!(url("openid", sophia), "http://127.0.0.1:1/oauth/userinfo");
        assert_eq!(url("/read-limited", sophia), "http://127.0.0.1:1/api/v3.0/0000-0002-4456-8947/record");
        assert!(url("/read-public", "null").starts_with("http://127.0.0.1:1/pub/v3.0/search/"));
    }

    #[test]
    fn only_what_speaks_of_the_token_counts() {
        let environment = Environment::custom("http://127.0.0.1:1");
        let probe = |scope| Probe::of(&environment, &response(scope, "\"x\""), &ScopeSet::default());
        let (userinfo, record) = (probe("openid"), probe("/activities/update"));
        let json = "application/json;charset=UTF-8";
        for (probe, status, kind, seen) in [
            (&userinfo, 200, json, Some(Seen::Live)),
            (&userinfo, 403, json, Some(Seen::Refused)),
            (&userinfo, 403, "text/html; charset=UTF-8", None),
            (&record, 401, json, Some(Seen::Refused)),
            (&record, 403, json, Some(Seen::Live)),
            (&record, 429, json, None),
            (&record, 503, "text/html", None),
        ] {
            assert_eq!(probe.read(&answer(status, kind)), seen, "{status} {kind}");
        }
    }
}
