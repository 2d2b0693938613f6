//! What every page owes to the person in front of it, on a screen and on a phone, by day and by night.

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    journeys::to_consent,
    stage::{STATE, Stage},
};

/// Everything that can be asked of a page without knowing which one it is.
const FACTS: &str = include_str!("facts.js");
const DESKTOP: (u32, u32) = (1100, 800);
const PHONE: (u32, u32) = (360, 740);

pub async fn every_page(browser: &Browser, stage: &mut Stage) {
    let callback = |answer: &[(&str, &str)]| {
        let mut url = url::Url::parse(&stage.redirect_uri).unwrap();
        url.query_pairs_mut().extend_pairs(answer);
        String::from(url)
    };
    let mut unknown = stage.request();
    unknown.client_id = "APP-0000000000000000".into();
    let mut long = stage.request();
    long.redirect_uri.push_str(&format!("/{}", "long".repeat(60)));
    let described = [("error", "invalid_request"), ("error_description", "Redirect URI doesn't match.")];
    let pages = [
        ("index", format!("{}/", stage.issuer)),
        ("message", format!("{}/{}", stage.issuer, "nowhere".repeat(20))),
        ("error", stage.url(&unknown)),
        ("sign-in", stage.url(&long)),
        ("sign-in-hint", format!("{}&orcid=0000-0002-4456-8947", stage.url(&long))),
        ("consent", stage.url(&long)),
        ("visit", stage.redirect_uri.clone()),
        ("other-state", callback(&[("code", "abc123"), ("state", "x")])),
        ("refused", callback(&described)),
        ("denied", callback(&[("error", "access_denied"), ("state", STATE)])),
        ("approved", callback(&[("code", "abc123"), ("state", STATE)])),
        ("again", callback(&[("code", "abc123"), ("state", STATE)])),
    ];
    for (name, url) in pages {
        if name == "consent" {
            to_consent(browser, stage).await;
        }
        browser.goto(&url).await;
        for (device, size) in [("desktop", DESKTOP), ("phone", PHONE)] {
            browser.resize(size).await;
            for scheme in ["light", "dark"] {
                browser.prefer(scheme).await;
                browser.picture(&format!("{name}-{device}-{scheme}")).await;
                owes(name, &browser.evaluate(FACTS).await, size.0);
            }
        }
    }
}

fn owes(name: &str, facts: &Value, width: u32) {
    let text = facts["text"].as_str().unwrap();
    let honest = ["This is not a page of ORCID", "Not orcid.org"].iter().any(|words| text.contains(words));
    assert!(honest, "{name} does not say what it is: {text}");
    assert_eq!(facts["passwords"], 0, "{name} asks for a password");
    assert_eq!(facts["loaded"], json!([]), "{name} loads something");
    assert_eq!(facts["styled"], true, "{name}: the browser refused the style");
    assert!(facts["width"].as_u64().unwrap() <= width.into(), "{name} is wider than {width} pixels: {facts}");
    assert_eq!(facts["headings"], 1, "{name} has one main heading");
    assert_eq!(facts["language"], "en", "{name} names its language");
    assert_eq!(facts["faint"], json!([]), "{name} has text that is hard to read (WCAG 2.2, 1.4.3)");
    assert_eq!(facts["small"], json!([]), "{name} has buttons that are hard to hit (WCAG 2.2, 2.5.8)");
}
