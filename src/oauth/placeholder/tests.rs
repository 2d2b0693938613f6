use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::oauth::{ExchangeId, HttpRequest, HttpResponse, Purpose, TransportErrorKind, form};

fn exchange(request: HttpRequest, response: HttpResponse) -> Exchange {
    Exchange {
        id: ExchangeId(1),
        purpose: Purpose::Api,
        request,
        fragment: None,
        outcome: Outcome::Answered { response, head_after: Default::default(), done_after: Default::default() },
        arrived: None,
        started: Timestamp::UNIX_EPOCH,
    }
}

fn request(url: &str, body: &str) -> HttpRequest {
    http::Request::post(url).body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}

fn response(body: &str) -> HttpResponse {
    HttpResponse::new(Bytes::copy_from_slice(body.as_bytes()))
}

/// Everything that a message says, in one text.
fn all(exchange: &Exchange) -> String {
    let mut text = format!("{} {:?} ", exchange.request.uri(), exchange.fragment);
    let mut add = |headers: &HeaderMap, body: &[u8]| {
        for (name, value) in headers {
            text.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
        }
        text.push_str(&String::from_utf8_lossy(body));
    };
    add(exchange.request.headers(), exchange.request.body());
    if let Some(response) = exchange.outcome.response() {
        add(response.headers(), response.body());
    }
    if let Outcome::Failed { error, .. } = &exchange.outcome {
        text.push_str(&error.message);
    }
    text
}

const ACCESS: &str = "53737721-9cdb-442a-8b77-409609bb5e43";
const OTHER: &str = "bb5c8a64-1111-442a-8b77-409609bb5e43";

#[test]
fn one_token_is_one_word_everywhere_and_two_stay_two() {
    let dance = exchange(
        request("http://127.0.0.1:1/oauth/token", "client_id=APP-1&client_secret=s3cr3t%2Bx&code=eUeiz2"),
        response(&format!(r#"{{"access_token":"{ACCESS}","refresh_token":"{OTHER}","orcid":"0000-0002-4456-8947"}}"#)),
    );
    let mut read = request("http://127.0.0.1:1/r?next=http%3A%2F%2Fa%2F%3Fcode%3DeUeiz2", "");
    read.headers_mut().insert("authorization", format!("Bearer {ACCESS}").parse().unwrap());
    let read = exchange(read, response(&format!("Invalid access token: {ACCESS}; the secret was s3cr3t+x")));
    let known = Placeholders::of([&dance, &read]);
    assert_eq!(
        all(&known.exchange(&dance)),
        "http://127.0.0.1:1/oauth/token None client_id=APP-1&client_secret=REDACTED_CLIENT_SECRET_1&code=REDACTED_CODE_1\
         {\"access_token\":\"REDACTED_ACCESS_TOKEN_1\",\"refresh_token\":\"REDACTED_REFRESH_TOKEN_1\",\"orcid\":\"0000-0002-4456-8947\"}"
    );
    assert_eq!(
        all(&known.exchange(&read)),
        "http://127.0.0.1:1/r?next=http%3A%2F%2Fa%2F%3Fcode%3DREDACTED_CODE_1 None authorization: Bearer REDACTED_ACCESS_TOKEN_1\n\
         Invalid access token: REDACTED_ACCESS_TOKEN_1; the secret was REDACTED_CLIENT_SECRET_1"
    );
    let legend: Vec<_> = known.legend().map(|(_, kind, length)| (kind, length)).collect();
    assert!(legend.contains(&("access token".to_owned(), Some(36))), "{legend:?}");
}

#[test]
fn what_was_redacted_once_stays_and_its_number_is_taken() {
    let old = exchange(request("http://a/?access_token=REDACTED_ACCESS_TOKEN_1", ""), response(""));
    let new = exchange(request(&format!("http://a/?access_token={ACCESS}"), ""), response(""));
    let known = Placeholders::of([&old, &new]);
    assert!(all(&known.exchange(&old)).contains("access_token=REDACTED_ACCESS_TOKEN_1 "));
    let lengths: Vec<_> = known.legend().map(|(placeholder, _, length)| (placeholder, length)).collect();
    assert!(lengths.contains(&("REDACTED_ACCESS_TOKEN_1", None)), "what it stands for is not known: {lengths:?}");
    assert!(all(&known.exchange(&new)).contains("access_token=REDACTED_ACCESS_TOKEN_2 "));
}

#[test]
fn a_body_that_is_no_text_is_left_out() {
    let mut message = exchange(request("http://a/", ""), response(""));
    *message.request.body_mut() = Bytes::from_static(b"\xff\x00secret");
    let known = Placeholders::of([&message]);
    assert_eq!(known.exchange(&message).request.body().as_ref(), b"(8 bytes that are no text, left out)");
}

#[test]
fn secrets_that_overlap_leave_nothing() {
    let mut known = Placeholders::default();
    for (kind, value) in
        [("code", "abcdef"), ("token", "defghijk"), ("state", "ghijkl"), ("password", "vwxyz-abcdef-vwxyz")]
    {
        known.learn_value(kind, value);
    }
    for (text, redacted) in [
        ("<abcdef>", "<REDACTED_CODE_1>"),
        ("<abcdefghijkl>", "<REDACTED_ACCESS_TOKEN_1>"),
        ("abcdef abcdefabcdef", "REDACTED_CODE_1 REDACTED_CODE_1REDACTED_CODE_1"),
        ("é vwxyz-abcdef-vwxyz é", "é REDACTED_PASSWORD_1 é"),
    ] {
        assert_eq!(known.everywhere(text), redacted);
    }
    assert!(!format!("{known:?}").contains("cdef"), "{known:?}");
    known.learn_value("code", "uvwxyz");
    assert_eq!(known.everywhere("uvwxyz"), "REDACTED_CODE_2");
}

/// Each place in which a secret can stand.
fn planted(place: usize, secret: &str) -> Option<Exchange> {
    let json = serde_json::to_string(secret).unwrap();
    let percent = form::query([("", secret)]).trim_start_matches('=').to_owned();
    let posted = form::form([("", secret)]).trim_start_matches('=').to_owned();
    let html = secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    let of_request =
        |url: String, body: String| Some(exchange(http::Request::post(url).body(body.into()).ok()?, response("")));
    let of_body = |body: String| Some(exchange(request("http://a/", ""), response(&body)));
    let of_header = |name: &str, value: String| {
        let mut message = exchange(request("http://a/", ""), response(""));
        let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        message.request.headers_mut().insert(http::HeaderName::from_bytes(name.as_bytes()).ok()?, value.clone());
        if let Outcome::Answered { response, .. } = &mut message.outcome {
            response.headers_mut().insert(http::HeaderName::from_bytes(name.as_bytes()).ok()?, value);
        }
        Some(message)
    };
    let word = secret.chars().all(|c| c.is_ascii_graphic() && !";,\"\\".contains(c));
    match place {
        0 => of_request(format!("http://a/x?client_secret={percent}"), String::new()),
        1 => of_request(format!("http://a/cb?code={percent}&state=s"), String::new()),
        2 => of_request("http://a/".into(), format!("a=b&client_secret={posted}&grant_type=x")),
        3 => of_request("http://a/".into(), format!("refresh_token={posted}")),
        4 => of_body(format!("{{\"a\":1, \"access_token\" : {json}}}")),
        5 => of_body(format!("[{{\"Password\":{json},\"x\":[]")),
        6 => of_body(format!("<o:token>{html}</o:token>")),
        7 => of_body(format!("<form><input type='hidden' value=\"{html}\" name=\"code\"></form>")),
        8 => of_body(format!("--b\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\n{secret}\r\n--b--")),
        9 => of_header("authorization", format!("Basic {}", STANDARD.encode(format!("APP-1:{secret}")))),
        10 if word => of_header("authorization", format!("Bearer {secret}")),
        11 if word => of_header("cookie", format!("a=b; SESSION={secret}")),
        12 if word => of_header("set-cookie", format!("SESSION={secret}; Path=/")),
        13 => of_header("location", format!("http://a/cb?code={percent}#access_token={percent}")),
        14 if word => of_header("x-api-key", secret.to_owned()),
        15 => {
            let mut message = exchange(request("http://a/", ""), response(""));
            message.fragment = Some(format!("token_type=bearer&access_token={percent}"));
            Some(message)
        }
        16 => of_body(serde_json::json!({"nested": format!("{{\"id_token\":{json}}}")}).to_string()),
        17 => of_request(
            format!("http://a/?redirect={}", form::query([("", format!("http://b/?x=1&code={percent}").as_str())])),
            String::new(),
        ),
        18 => of_body(format!("go to <a href=\"http://b/?code={percent}\">")),
        _ => None,
    }
}

const PLACES: usize = 19;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A canary that is planted in one place, and turns up in others in all its forms, is in none of them afterwards.
    #[test]
    fn no_canary_gets_out(
        secret in "[a-zA-Z0-9+/=_.~!$&'()*,;:@ <>\"é-]{8,40}",
        place in 0..PLACES,
    ) {
        let secret = format!("cAn{secret}aRy");
        let Some(message) = planted(place, &secret) else { return Ok(()) };
        let elsewhere = [
            format!("It was {secret} after all"),
            form::query([("x", secret.as_str())]),
            form::form([("x", secret.as_str())]),
            serde_json::json!({"said": secret}).to_string(),
            STANDARD.encode(format!("user:{secret}")),
            URL_SAFE_NO_PAD.encode(format!("{{\"x\":\"{secret}\"}}")),
        ].join("\n");
        let mut echo = exchange(request("http://a/", &elsewhere), response(&elsewhere));
        echo.outcome = Outcome::Failed {
            error: TransportError { kind: TransportErrorKind::Other, message: format!("no {secret}") },
            after: Default::default(),
        };
        let known = Placeholders::of([&message, &echo]);
        for redacted in [known.exchange(&message), known.exchange(&echo)] {
            let text = all(&redacted);
            for form in needles::of(&secret, 6) {
                prop_assert!(!text.contains(&form), "place {place}: {form} in {text}");
            }
            prop_assert!(text.contains(MARK) || text.contains(&STANDARD.encode("APP-1:REDA")[..12]), "{text}");
        }
    }

    /// Short ones are replaced where they stand under their name.
    #[test]
    fn short_secrets_are_replaced_under_their_names(secret in "[b-zB-Z]{1,5}", place in 0..16usize) {
        let secret = format!("%{secret}");
        let Some(message) = planted(place, &secret) else { return Ok(()) };
        let text = all(&Placeholders::of([&message]).exchange(&message));
        prop_assert!(!text.contains(&secret), "place {place}: {text}");
    }

    #[test]
    fn no_text_panics(text in "(\\PC|[\"{}<>=&%:;?#\\\\\r\n]|name=\"|eyJ|://|code=){0,60}") {
        let message = exchange(request("http://a/", &text), response(&text));
        let known = Placeholders::of([&message]);
        let once = known.exchange(&message);
        known.text(&all(&once));
    }
}

#[test]
fn the_marks_of_the_newer_server_are_no_secrets() {
    let mut message = exchange(request("http://a/oauth/token", ""), response("{}"));
    let Outcome::Answered { response, .. } = &mut message.outcome else { panic!("an answer") };
    for (name, value) in [
        ("oauth_authorization_code_exchange", "ON"),
        ("oauth_token_validation", "ON"),
        ("x-auth-key", "s3cr3t-of-a-proxy"),
        ("oauth_key", "s3cr3t-of-a-proxy"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let redacted = Placeholders::of([&message]).exchange(&message);
    let headers = redacted.outcome.response().expect("an answer").headers();
    assert_eq!(
        (&headers["oauth_authorization_code_exchange"], &headers["oauth_token_validation"]),
        (&"ON".parse().unwrap(), &"ON".parse().unwrap())
    );
    assert!(headers.values().all(|value| !value.as_bytes().starts_with(b"s3cr3t")), "{headers:?}");
}
