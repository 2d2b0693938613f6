//! The front channel, from the authorization URL to the page at the redirect URI.

use orcid_playground::oauth::{AuthorizationResponse, ScopeSet};

use crate::{
    browser::Browser,
    stage::{STATE, Stage},
};

/// The iD of ORCID's own tutorial.
const SOPHIA: &str = "button[value='0000-0002-4456-8947']";

/// From the authorization URL to the consent page.
pub async fn to_consent(browser: &Browser, stage: &Stage) {
    browser.goto(&stage.url(&stage.request())).await;
    browser.sees("Which researcher").await;
    browser.click(SOPHIA).await;
    browser.sees("Authorize access").await;
}

/// What the address says, which has to be at the redirect URI.
async fn landed(browser: &Browser, stage: &Stage) -> AuthorizationResponse {
    let address = browser.address().await;
    assert!(address.as_str().starts_with(&stage.redirect_uri), "{address}");
    AuthorizationResponse::parse_url(address.as_str()).expect("an answer in the address")
}

fn code(response: AuthorizationResponse) -> String {
    let AuthorizationResponse::Code { code, state } = response else { panic!("no code: {response:?}") };
    assert_eq!(state.as_deref(), Some(STATE));
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{code}");
    code
}

pub async fn approval(browser: &Browser, stage: &mut Stage) {
    to_consent(browser, stage).await;
    let page = browser.text().await;
    assert!(page.contains("Sophia Garcia") && page.contains("Playground Demo Client"), "{page}");
    assert!(page.contains("/read-limited") && page.contains("/activities/update"), "{page}");
    browser.click("#authorize-button").await;
    browser.sees("Authorized").await;
    let code = code(landed(browser, stage).await);
    let captured = stage.callback().await;
    assert!(captured.request.uri().query().unwrap().contains(&format!("code={code}")));
    assert!(browser.text().await.contains("go back to the terminal"));
    assert!(stage.nothing_came());
}

pub async fn denial(browser: &Browser, stage: &mut Stage) {
    to_consent(browser, stage).await;
    browser.click("#deny-button").await;
    browser.sees("Access denied").await;
    let AuthorizationResponse::Error { error, state } = landed(browser, stage).await else { panic!("no error") };
    assert_eq!((error.error.as_str(), state.as_deref()), ("access_denied", Some(STATE)));
    assert!(stage.callback().await.request.uri().query().unwrap().contains("error=access_denied"));
}

pub async fn unknown_client(browser: &Browser, stage: &mut Stage) {
    let mut request = stage.request();
    request.client_id = "APP-0000000000000000".into();
    browser.goto(&stage.url(&request)).await;
    browser.sees("Error: The provided client id APP-0000000000000000 is invalid.").await;
    assert!(browser.address().await.as_str().starts_with(&stage.issuer));
    browser.click("summary").await;
    assert!(browser.text().await.contains("invalid_request: Invalid parameter: client_id"));
    assert!(stage.nothing_came());
}

pub async fn invalid_scope(browser: &Browser, stage: &mut Stage) {
    let mut request = stage.request();
    request.scope = ScopeSet::parse("/no-such-scope");
    relayed(browser, stage, &stage.url(&request), "error=invalid_scope").await;
    assert!(browser.text().await.contains("invalid_scope"));
}

pub async fn login_required(browser: &Browser, stage: &mut Stage) {
    let mut request = stage.request();
    request.scope = ScopeSet::parse("openid");
    request.extra.push(("prompt".into(), "none".into()));
    relayed(browser, stage, &stage.url(&request), "login_required").await;
    assert!(browser.text().await.contains("login_required"));
}

/// The fragment reaches the program, and is gone from the address bar and from the history.
async fn relayed(browser: &Browser, stage: &mut Stage, url: &str, fragment: &str) {
    browser.goto(url).await;
    browser.sees("The request was refused").await;
    let captured = stage.callback().await;
    assert_eq!(captured.fragment.as_deref(), Some(fragment));
    assert_eq!(captured.request.method(), "GET");
    assert_eq!(browser.address().await.as_str(), stage.redirect_uri);
    // A screen reader is told, and nothing is left to be gone back to.
    assert_eq!(browser.evaluate("return document.activeElement.tagName").await, "MAIN");
    assert_eq!(browser.evaluate("return location.hash + history.state").await, "null");
    assert!(stage.nothing_came());
}

pub async fn other_state(browser: &Browser, stage: &mut Stage) {
    let forged = format!("{}?code=abc123&state=forged", stage.redirect_uri);
    browser.goto(&forged).await;
    browser.sees("This does not belong to the request").await;
    assert!(stage.callback().await.request.uri().query().unwrap().contains("forged"));
    to_consent(browser, stage).await;
    browser.click("#authorize-button").await;
    browser.sees("Authorized").await;
    code(landed(browser, stage).await);
    assert!(stage.callback().await.request.uri().query().unwrap().contains("state=right"));
}

pub async fn https_twin(browser: &Browser, stage: &mut Stage) {
    stage.listen("https://localhost/callback").await;
    assert!(stage.redirect_uri.starts_with("https://localhost:"));
    let mut request = stage.request();
    request.scope = ScopeSet::parse("/no-such-scope");
    relayed(browser, stage, &stage.url(&request), "error=invalid_scope").await;
    to_consent(browser, stage).await;
    browser.click("#authorize-button").await;
    browser.sees("Authorized").await;
    code(landed(browser, stage).await);
    assert_eq!(stage.callback().await.request.uri().scheme_str(), Some("https"));
}

pub async fn second_visit(browser: &Browser, stage: &mut Stage) {
    to_consent(browser, stage).await;
    browser.click("#authorize-button").await;
    browser.sees("Authorized").await;
    let first = code(landed(browser, stage).await);
    stage.callback().await;
    stage.exchange(&first).await;
    browser.goto(&stage.url(&stage.request())).await;
    // No page of ORCID in between: the listener says that it has its answer already.
    browser.sees("One had arrived before").await;
    assert_ne!(code(landed(browser, stage).await), first);
    stage.callback().await;
    // Another scope is another question.
    let mut request = stage.request();
    request.scope = ScopeSet::parse("/read-limited /person/update");
    browser.goto(&stage.url(&request)).await;
    browser.sees("Authorize access").await;
}
