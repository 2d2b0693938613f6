use bytes::Bytes;
use proptest::prelude::*;
use strum::IntoEnumIterator;

use super::*;
use crate::oauth::{Client, ProviderMetadata, TokenEndpointAuthMethod, TokenRequest, bearer_request};

fn token_request(method: TokenEndpointAuthMethod, secret: &str) -> HttpRequest {
    let client = Client {
        client_id: "APP-1234567890ABCDEF".into(),
        client_secret: Some(secret.into()),
        redirect_uri: "http://127.0.0.1:18801/callback".into(),
        token_endpoint_auth_method: method,
    };
    let request = TokenRequest::AuthorizationCode { code: "eUeiz2".into(), redirect_uri: None, code_verifier: None };
    request.request(&client, &ProviderMetadata::orcid_layout("http://127.0.0.1:18800")).unwrap()
}

fn curl(request: &HttpRequest, secrets: Secrets) -> String {
    snippet(request, Format::Curl, secrets).unwrap()
}

#[test]
fn secrets_become_variables_or_stay() {
    let request = http::Request::post("http://127.0.0.1:1/oauth/token")
        .header("host", "127.0.0.1:1")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from("client_id=A&client_secret=it's&code=x"))
        .unwrap();
    assert_eq!(
        curl(&request, Secrets::AsVariables),
        "curl -i 'http://127.0.0.1:1/oauth/token' \\\n  -H 'accept: application/json' \\\n  \
         -H 'content-type: application/x-www-form-urlencoded' \\\n  \
         --data-raw 'client_id=A&client_secret='\"$ORCID_CLIENT_SECRET\"'&code='\"$ORCID_CODE\""
    );
    assert!(curl(&request, Secrets::Real).ends_with(r"'client_id=A&client_secret=it'\''s&code=x'"));
    let given = snippet_with(&request, Format::Curl, Secrets::AsVariables, &[]).unwrap();
    assert!(given.ends_with("'&code=x'"), "{given}");
    let later = snippet_with(&request, Format::Curl, Secrets::Real, &["code"]).unwrap();
    assert!(later.ends_with(r#"'client_id=A&client_secret=it'\''s&code='"$ORCID_CODE""#), "{later}");
}

#[test]
fn no_format_shows_a_secret_unasked() {
    let secret = "s3cret-and-long";
    let mut requests = vec![
        token_request(TokenEndpointAuthMethod::ClientSecretPost, secret),
        token_request(TokenEndpointAuthMethod::ClientSecretBasic, secret),
        bearer_request("http://127.0.0.1:1/r", &secret.into(), "application/json").unwrap(),
    ];
    let json = http::Request::post("http://127.0.0.1:1/x?access_token=s3cret-and-long")
        .header("content-type", "application/json")
        .header("cookie", "SESSION=s3cret-and-long")
        .body(Bytes::from(r#"{"access_token":"s3cret-and-long"}"#))
        .unwrap();
    requests.push(json);
    for request in &requests {
        for format in Format::iter() {
            let hidden = snippet(request, format, Secrets::AsVariables).unwrap();
            assert!(!hidden.contains(secret), "{hidden}");
            assert!(hidden.contains("ORCID_"), "{hidden}");
            let real = snippet(request, format, Secrets::Real).unwrap();
            assert!(real.contains(secret) && !real.contains("ORCID_"), "{real}");
        }
    }
}

#[test]
fn a_value_in_an_encoding_says_so() {
    let names = |secret: &str, method| {
        let request = token_request(method, secret);
        let secrets = variables(&request).into_iter().filter(|known| known.name != "ORCID_CODE");
        secrets.map(|known| (known.name, known.value)).collect::<Vec<_>>()
    };
    let post = TokenEndpointAuthMethod::ClientSecretPost;
    assert_eq!(names("plain", post), [("ORCID_CLIENT_SECRET".to_owned(), "plain".into())]);
    assert_eq!(names("a+b c", post), [("ORCID_CLIENT_SECRET_ENCODED".to_owned(), "a%2Bb+c".into())]);
}

#[test]
fn two_tokens_of_one_name_are_two_variables() {
    let request = http::Request::post("http://127.0.0.1:1/oauth/token?token=one")
        .body(Bytes::from("token=two&subject_token=three&access_token=one"))
        .unwrap();
    let names: Vec<String> = variables(&request).into_iter().map(|known| known.name).collect();
    assert_eq!(names, ["ORCID_ACCESS_TOKEN", "ORCID_ACCESS_TOKEN_2", "ORCID_SUBJECT_TOKEN"]);
}

#[test]
fn what_a_format_cannot_say_is_said() {
    let get = http::Request::get("http://127.0.0.1:1/x").body(Bytes::from("body")).unwrap();
    assert_eq!(snippet(&get, Format::JavaScript, Secrets::Real), Err(Unexportable::FetchBody));
    let header = http::Request::get("http://127.0.0.1:1/x").header("x", r"a\:b").body(Bytes::new()).unwrap();
    assert_eq!(snippet(&header, Format::Httpie, Secrets::Real), Err(Unexportable::HttpieBackslash));
    let method = http::Request::builder().method("m-search").uri("http://127.0.0.1:1/x").body(Bytes::new()).unwrap();
    assert_eq!(snippet(&method, Format::Hurl, Secrets::Real), Err(Unexportable::HurlMethod));
}

proptest! {
    /// What stands in quotes comes out of a shell as it went in.
    #[test]
    fn a_shell_reads_one_argument_back(text in "\\PC*[\n\t]?\\PC*", value in "[a-zA-Z0-9'\"$`\\\\ !é漢-]{1,20}") {
        use template::{Part, Value};
        let quoted = literal::shell(&Value(vec![Part::Text(text.clone()), Part::Text(value.clone())]));
        prop_assert_eq!(shlex::split(&quoted), Some(vec![format!("{text}{value}")]));
    }

    #[test]
    fn no_request_panics(body in proptest::collection::vec(any::<u8>(), 0..60), header in "[ -~é]{0,30}", path in "[a-z0-9%/.=&?'\\[\\]{}$-]{0,30}") {
        let uri = format!("http://127.0.0.1:1/{path}");
        let header = http::HeaderValue::from_bytes(header.as_bytes());
        prop_assume!(uri.parse::<http::Uri>().is_ok() && header.is_ok());
        let mut request = http::Request::post(uri).body(Bytes::from(body)).unwrap();
        request.headers_mut().insert("authorization", header.unwrap());
        for format in Format::iter() {
            for secrets in [Secrets::AsVariables, Secrets::Real] {
                let _ = snippet(&request, format, secrets);
            }
        }
    }
}
