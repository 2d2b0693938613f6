//! No mouse.

use fantoccini::key::Key;

use crate::{browser::Browser, stage::Stage};

/// Moves the focus, with Tab alone, to the element that this selector means; the person can see where it is.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..40 {
        browser.press(Key::Tab).await;
        let seen = "const style = getComputedStyle(document.activeElement);
                    return document.activeElement === document.body
                        || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
        assert_eq!(browser.evaluate(seen).await, true, "the focus cannot be seen");
        if browser.evaluate(&format!("return document.activeElement.matches(\"{css}\")")).await == true {
            return;
        }
    }
    panic!("{css} cannot be reached");
}

pub async fn enough(browser: &Browser, stage: &mut Stage) {
    browser.goto(&stage.url(&stage.request())).await;
    browser.sees("Which researcher").await;
    tab_to(browser, "button[value='0000-0002-4456-8947']").await;
    browser.press(Key::Enter).await;
    browser.sees("Authorize access").await;
    // Somebody else, after all.
    tab_to(browser, "a[href^='/signin']").await;
    browser.press(Key::Enter).await;
    browser.sees("Which researcher").await;
    tab_to(browser, "form button:last-of-type").await;
    browser.press(Key::Space).await;
    browser.sees("Authorize access").await;
    assert!(!browser.text().await.contains("Sophia Garcia"));
    // Past the button and around, as one who has to think about it.
    tab_to(browser, "#deny-button").await;
    tab_to(browser, "#authorize-button").await;
    browser.press(Key::Enter).await;
    browser.sees("Authorized").await;
    assert!(stage.callback().await.request.uri().query().unwrap().contains("code="));
}
