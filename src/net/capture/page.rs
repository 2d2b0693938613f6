//! The pages of the redirect URI: a template, texts, a little style, and for the fragment a few lines of script.

use std::{collections::BTreeMap, sync::LazyLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use minijinja::{Environment, context};
use serde::Deserialize;

use super::verdict::{Page, Verdict};
use crate::oauth::HttpResponse;

const TEMPLATE: &str = include_str!("../../../assets/pages/captured.html");
const STYLE: &str = include_str!("../../../assets/pages/style.css");
const SCRIPT: &str = include_str!("../../../assets/pages/captured.js");
const TEXTS: &str = include_str!("../../../assets/pages/captured.toml");

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct Text {
    /// A sign that goes with the title.
    mark: String,
    /// What happened.
    title: String,
    /// Why, and what to do.
    paragraphs: Vec<String>,
}

static TEXT: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| toml::from_str(TEXTS).unwrap_or_default());

/// The policies: nothing from elsewhere, and only the style and the script that are in the program.
static POLICY: LazyLock<(HeaderValue, HeaderValue)> = LazyLock::new(|| {
    let policy = |script: &str| {
        let text = format!(
            "default-src 'none'; style-src {}; {script}base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            source(STYLE)
        );
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    };
    (policy(""), policy(&format!("script-src {}; connect-src 'self'; ", source(SCRIPT))))
});

/// A text as a source of a Content-Security-Policy (CSP Level 3, §2.3.1).
fn source(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(digest))
}

/// The response to a request.
pub(super) fn render(verdict: &Verdict) -> HttpResponse {
    match verdict {
        Verdict::Rejected(rejection) => {
            let mut response = respond(rejection.status, "text/plain;charset=UTF-8", rejection.text.to_owned());
            if rejection.status == StatusCode::METHOD_NOT_ALLOWED {
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            }
            response
        }
        Verdict::Visit => html("visit", None, true),
        Verdict::Callback { page, .. } => {
            let error = match page {
                Page::Refused { error, description } => Some((error.as_str(), description.as_deref())),
                Page::Approved
                | Page::Tokens
                | Page::Denied
                | Page::OtherState
                | Page::Again
                | Page::Unknown
                | Page::Astray => None,
            };
            let mut response = html(page.into(), error, false);
            if *page == Page::Astray {
                // It is no page of the redirect URI, whatever it says.
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        }
    }
}

fn html(name: &str, error: Option<(&str, Option<&str>)>, relays: bool) -> HttpResponse {
    let text = TEXT.get(name).cloned().unwrap_or_default();
    let (code, description) = error.map_or((None, None), |(code, description)| (Some(code), description));
    let data = context! {
           name, mark => text.mark.as_str(), title => text.title.as_str(), paragraphs => text.paragraphs.clone(), code, description,
    style => STYLE, script => relays.then_some(SCRIPT),
       };
    let mut environment = Environment::new();
    let page = environment
        .add_template("captured.html", TEMPLATE)
        .and_then(|()| environment.get_template("captured.html")?.render(data));
    match page {
        Ok(page) => {
            let mut response = respond(StatusCode::OK, "text/html;charset=UTF-8", page);
            let (still, relaying) = &*POLICY;
            let policy = if relays { relaying } else { still };
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
            response
        }
        // The template is in the program and a test renders every page; the text says the same without it.
        Err(_) => respond(StatusCode::OK, "text/plain;charset=UTF-8", text.title),
    }
}

fn respond(status: StatusCode, media_type: &'static str, body: String) -> HttpResponse {
    let mut response = HttpResponse::new(Bytes::from(body));
    *response.status_mut() = status;
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    fn body(page: Page) -> String {
        let response = render(&Verdict::Callback { page, fragment: None });
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html;charset=UTF-8");
        String::from_utf8(response.into_body().to_vec()).unwrap()
    }

    #[test]
    fn every_page_has_its_text_and_sends_people_back() {
        let names: Vec<&str> = Page::iter().map(|page| (&page).into()).chain(["visit"]).collect();
        assert_eq!(TEXT.len(), names.len());
        for page in Page::iter() {
            let name: &str = (&page).into();
            let title = &TEXT[name].title;
            let html = body(page);
            assert!(!title.is_empty() && html.contains(&format!("<title>{title}")), "{name}: {html}");
            assert!(html.contains("terminal"), "{name}");
            assert!(!html.contains("<script"), "{name}");
        }
    }

    #[test]
    fn what_a_server_says_is_text_never_markup() {
        let evil = "<script>alert(1)</script>";
        let html = body(Page::Refused { error: evil.into(), description: Some(evil.into()) });
        assert!(!html.contains("<script>") && html.matches("&lt;script&gt;").count() == 2, "{html}");
    }

    #[test]
    fn the_policy_allows_exactly_what_is_on_the_page() {
        let response = render(&Verdict::Visit);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let html = String::from_utf8(response.into_body().to_vec()).unwrap();
        for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let inside = html.split_once(open).unwrap().1.split_once(close).unwrap().0;
            assert!(policy.contains(&source(inside)), "{open} {policy}");
        }
        assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("src="));
    }
}
