//! `explain` of addresses: authorization URLs, and those that the browser landed on.

use super::explain::{CANARY, explained};

pub(super) fn authorization_url(more: &str) -> String {
    format!(
        "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/authenticate&redirect_uri=https%3A%2F%2Fa.example%2Fcb{more}"
    )
}

/// An authorization URL with these parameters behind the four that ORCID demands.
#[test]
fn an_authorization_url_is_judged() {
    let right = authorization_url("");
    for (text, says) in [
        (right.replace("https%3A%2F%2F", "https%253A%252F%252F"), "redirect_uri is percent-encoded twice"),
        (
            right.replace("/authenticate", "%252Fauthenticate"),
            "scope is percent-encoded twice: ORCID reads %2Fauthenticate",
        ),
        (authorization_url("&code_challenge=x&code_challenge_method=S256"), "ORCID ignores it"),
        (
            right.replace("sandbox.orcid", "pub.sandbox.orcid"),
            "researchers are sent to https://sandbox.orcid.org/oauth/authorize",
        ),
        (right.replace("sandbox.orcid", "api.orcid"), "is the member API's"),
        (right.replace("sandbox.orcid", "www.orcid"), "www.orcid.org is not the one"),
        (right.replace("https://", "http://"), "plain http"),
        (right.replace("=code&", "=id_token&"), "nonce is missing"),
        (right.replace("=code&", "=token%20id_token&"), "nonce is missing"),
        (right.replace("=code&", "=Code&"), "no response_type Code"),
        (right.replace("/authenticate", "/authenticate,openid"), "The comma is the fault"),
        (right.replace("/authenticate", "/authenticate;openid"), "The semicolon is the fault"),
        (right.replace("/authenticate", "/authenticate openid"), "a blank is written %20"),
        (authorization_url("&scope=openid"), "scope stands there more than once"),
        (right.replace("/authenticate", "%252Fauthenticate openid"), "ORCID reads %2Fauthenticate openid"),
        (authorization_url("&client_secret=s3cr3tvalue"), "make a new one"),
        (authorization_url("&access_token=s3cr3tvalue"), "revoke it"),
        (right.replace('&', "&amp;"), "copied out of HTML, where & is written &amp;"),
        (right.replace('&', "\\u0026"), "copied out of JSON"),
        (right.replace("APP-1234567890ABCDEF", CANARY), "The client id is a UUID"),
        (format!("curl '{}'", authorization_url("&client_secret=s3cr3tvalue")), "make a new one"),
    ] {
        let data = explained(&text, &[]);
        assert!(data["odd"].to_string().contains(says), "{text}\n{says}\n{data}");
    }
    // Right ones are left in peace: the implicit flow without an ID token needs no nonce.
    for right in [
        right.clone(),
        authorization_url("&state=100%2525&nonce=a%252Fb"),
        right.replace("=code&", "=token&"),
        right.replace("=code&", "=id_token&nonce=x&"),
        right.replace("/authenticate", "/authenticate+openid"),
        right.replace("%2Fcb", "%2Fcb%3Fnext%3Dhttps%253A%252F%252Fa.example"),
        right.replace("redirect_uri", "\n  redirect_uri"),
    ] {
        assert_eq!(explained(&right, &[])["odd"].to_string(), "[]", "{right}");
    }
}

#[test]
fn the_environment_of_an_authorization_url_is_compared_with_the_configured_one() {
    let odd = |options: &[&str]| explained(&authorization_url(""), options)["odd"].to_string();
    assert!(odd(&["--env", "production"]).contains("the configuration is of production"));
    assert_eq!(odd(&["--env", "sandbox", "--client-id", "APP-1234567890ABCDEF"]), "[]");
    // Where nothing is configured there is nothing to differ from.
    assert_eq!(odd(&[]), "[]");
}

#[test]
fn addresses_copied_out_of_html_are_read_as_they_are_meant() {
    let data = explained(&authorization_url("&prompt=login").replace('&', "&amp;"), &[]);
    assert_eq!(data["parts"]["redirect_uri"], "https://a.example/cb", "{data}");
    assert_eq!(data["parts"]["prompt"], "login", "{data}");
    assert!(!data.to_string().contains("is missing") && !data["parts"].to_string().contains("amp;"), "{data}");
    for text in
        ["https://a.example/cb?code=x7Kp2Q&amp;state=abc", "?code=x7Kp2Q&amp;state=abc", "code=x7Kp2Q&#38;state=abc"]
    {
        let data = explained(text, &[]);
        assert_eq!((&data["parts"]["code"], &data["parts"]["state"]), (&"x7Kp2Q".into(), &"abc".into()), "{data}");
        assert!(data["odd"].to_string().contains("copied out of HTML"), "{data}");
        assert!(!data["odd"].to_string().contains("no state"), "{data}");
    }
}

/// A right one can be better; and what is configured is what it is held against.
#[test]
fn an_authorization_url_is_advised_on_and_held_against_the_configuration() {
    let next = |text: &str| explained(text, &[])["next"].to_string();
    assert!(next(&authorization_url("")).contains("Add a state"));
    assert!(!next(&authorization_url("&state=abc")).contains("Add a state"));
    assert!(next(&authorization_url("&state=abc").replace("=code&", "=token&")).contains("response_type=code"));
    let options = ["--redirect-uri", "https://a.example/other"];
    let odd = explained(&authorization_url("&state=abc"), &options)["odd"].to_string();
    assert!(
        odd.contains("redirect_uri is https://a.example/cb, and the configuration has https://a.example/other"),
        "{odd}"
    );
    let landed = explained("https://evil.example/cb?code=x7Kp2Q&state=abc", &options)["odd"].to_string();
    assert!(landed.contains("It landed at https://evil.example/cb"), "{landed}");
}
