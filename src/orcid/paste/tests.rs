//! What people paste is told apart.

use super::*;
use crate::orcid::EnvironmentKey;

fn configuration(text: &str) -> Import {
    match recognise(text) {
        Pasted::Configuration(import) => *import,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn codes_and_redirects() {
    assert_eq!(recognise(" eUeiz2\n"), Pasted::Code("eUeiz2".into()));
    for text in [
        "https://developers.google.com/oauthplayground/?code=s536Z5&state=x",
        "https://developers.google.com/oauthplayground/code=s536Z5",
        "https://developers.google.com/oauthplay\n  ground/?code=s536Z5",
        "?code=s536Z5",
        "code=s536Z5&state=x",
    ] {
        let Pasted::Redirect { response: AuthorizationResponse::Code { code, .. }, .. } = recognise(text) else {
            panic!("{text}: {:?}", recognise(text))
        };
        assert_eq!(code, "s536Z5", "{text}");
    }
    for text in ["#login_required", "#error=invalid_scope", "http://127.0.0.1:1/cb?error=access_denied"] {
        let Pasted::Redirect { response: AuthorizationResponse::Error { .. }, .. } = recognise(text) else {
            panic!("{text}")
        };
    }
    assert!(matches!(
        recognise("#access_token=24c11342-f5da-4cf9-94a4-f8a72a30da00&token_type=bearer&expires_in=599"),
        Pasted::Redirect { response: AuthorizationResponse::Tokens { .. }, .. }
    ));
}

#[test]
fn an_authorization_url_is_a_configuration() {
    let import = configuration(
        "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/read-limited%20/activities/update&redirect_uri=https://developers.google.com/oauthplayground&prompt=login",
    );
    assert_eq!(import.environment, Some(EnvironmentKey::Sandbox));
    assert_eq!(import.client_id.as_deref(), Some("APP-1234567890ABCDEF"));
    assert_eq!(import.scope.unwrap(), ScopeSet::parse("/read-limited /activities/update"));
    assert_eq!(import.parameters[1], ("prompt".into(), "login".into()));
}

#[test]
fn a_playground_link_is_a_configuration() {
    let import = configuration(
        "https://developers.google.com/oauthplayground/#step1&oauthEndpointSelect=Custom&oauthAuthEndpointValue=https%3A//orcid.org/oauth/authorize&oauthTokenEndpointValue=https%3A//orcid.org/oauth/token&oauthClientId=APP-1234567890ABCDEF&oauthClientSecret=f0e1d2c3-0000-4000-8000-000000000001&accessTokenType=bearer&scopes=/authenticate",
    );
    assert_eq!(import.environment, Some(EnvironmentKey::Production));
    assert_eq!(import.redirect_uri.as_deref(), Some("https://developers.google.com/oauthplayground"));
    assert!(import.client_secret.is_some());
}

#[test]
fn an_exported_playground_link_comes_back_as_it_went() {
    let client = crate::oauth::Client {
        client_id: "APP-1234567890ABCDEF".into(),
        client_secret: Some("f0e1d2c3-0000-4000-8000-000000000001".into()),
        ..Default::default()
    };
    for environment in [
        crate::orcid::Environment::real(&EnvironmentKey::Sandbox),
        crate::orcid::Environment::real(&EnvironmentKey::Production),
    ] {
        let environment = environment.unwrap();
        let scope = ScopeSet::parse("openid /read-limited /activities/update");
        let setup = crate::oauth::export::Setup {
            environment: &environment.key.to_string(),
            client: &client,
            scope: &scope,
            provider: &environment.metadata,
            api: "",
        };
        let import = configuration(&setup.playground_link());
        assert_eq!(import.environment.as_ref(), Some(&environment.key));
        assert_eq!(import.client_id.as_deref(), Some("APP-1234567890ABCDEF"));
        assert_eq!((import.client_secret, import.scope), (None, Some(scope)));
    }
}

#[test]
fn the_sample_curl_is_a_configuration() {
    let import = configuration(
        "curl -i -L -H 'Accept: application/json' \\\n --data 'client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&grant_type=authorization_code&redirect_uri=http://127.0.0.1:8000&code=*replace with your code*' 'https://sandbox.orcid.org/oauth/token'",
    );
    assert_eq!(import.environment, Some(EnvironmentKey::Sandbox));
    assert_eq!((import.redirect_uri.as_deref(), import.code), (Some("http://127.0.0.1:8000"), None));
}

#[test]
fn the_rest_is_told_apart() {
    assert!(matches!(recognise("53737721-9cdb-442a-8b77-409609bb5e43"), Pasted::Uuid(_)));
    assert!(matches!(recognise("eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.c2ln"), Pasted::IdToken(_)));
    assert_eq!(recognise("https://orcid.org/0000-0002-1825-0097"), Pasted::OrcidId("0000-0002-1825-0097".into()));
    assert!(matches!(recognise(r#"{"error":"invalid_grant","error_description":"x"}"#), Pasted::Error(_)));
    assert!(matches!(recognise(r#"{"access_token":"x"}"#), Pasted::TokenResponse(_)));
    assert_eq!(
        recognise("Oops\nError: Incorrect OAuth Link, missing client id parameter.\nShow details"),
        Pasted::ErrorPage("Error: Incorrect OAuth Link, missing client id parameter.".into())
    );
    assert_eq!(recognise("hello there, how are you"), Pasted::Unknown);
    assert_eq!(recognise(""), Pasted::Unknown);
}

proptest::proptest! {
    #[test]
    fn no_input_panics(text in ".*") {
        recognise(&text);
    }
}
