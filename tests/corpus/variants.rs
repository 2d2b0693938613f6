//! The same failure in other clothes.

use orcid_playground::oauth::wire;
use serde_json::Value;

use super::Case;

/// All variants of a case.
pub fn of(case: &Case) -> Vec<Case> {
    let named = |case: Case, how: &str| Case { name: format!("{} ({how})", case.name), ..case };
    let mut all = Vec::new();
    if let Some(page) = &case.page {
        let around = format!(
            "ORCID\nSign in\n\n{page}\n\nYou have reached this page due to an error with the application's integration. Please \
             report this error to the organization that is requesting your ORCID iD.\nHide details\nAbout ORCID\nPrivacy policy"
        );
        // A page without details is nothing but its surroundings.
        all.push(named(Case { page: Some(around), ..case.clone() }, "with its surroundings"));
        let narrow = page.split(' ').collect::<Vec<_>>().join("\n  ");
        all.push(named(Case { page: Some(narrow), ..case.clone() }, "broken lines"));
        all.push(named(Case { page: Some(page.replace('\'', "’")), ..case.clone() }, "curly quotes"));
    }
    if let Some(log) = &case.log {
        let line = format!("2026-11-25 10:00:00,123 ERROR [worker-1] {log}");
        all.push(named(Case { log: Some(line), ..case.clone() }, "in a log"));
        let trace = format!(
            "{log}\n    at OAuth2Strategy.<anonymous> (/app/lib/strategy.js:177:40)\n    at process (internal)"
        );
        all.push(named(Case { log: Some(trace), ..case.clone() }, "with a trace"));
        all.push(named(Case { log: Some(log.replace('\'', "’")), ..case.clone() }, "curly quotes"));
    }
    // Requests, addresses and whole messages are what they are.
    let is_text = |text: &&String| {
        let forms = [
            "http", "#", "<", "*", "POST ", "GET ", "curl ", "$ curl ", "fetch(", "HTTP/", "Request ", "eyJ", "error=",
        ];
        let is_message = text.contains("HTTP/1") || text.contains("HTTP/2");
        !case.cause.is_empty() && !is_message && !forms.iter().any(|form| text.starts_with(form)) && text.contains(' ')
    };
    if let Some(text) = case.paste.as_ref().filter(is_text) {
        let with = |paste: String, how: &str| named(Case { paste: Some(paste), ..case.clone() }, how);
        all.push(with(format!("2026-11-25 10:00:00,123 ERROR [worker-1] orcid: {text}"), "in a log"));
        all.push(with(format!("Hi,\nthis is what we get:\n\n{text}\n\nAny idea?"), "in a mail"));
        let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
        all.push(with(quoted.join("\n"), "quoted"));
        all.push(with(text.replace('&', "&amp;").replace('"', "&quot;"), "as HTML"));
        if !text.contains('\\') {
            all.push(with(format!("\"{}\"", text.replace('"', "\\\"").replace('\n', "\\n")), "escaped"));
        }
    }
    if let Some(answer) = &case.answer {
        all.push(named(Case { answer: Some(answer.replace('\n', "\r\n")), ..case.clone() }, "line ends"));
        let head = answer.replacen('\n', "\nDate: Mon, 23 Nov 2026 19:00:00 GMT\nX-Frame-Options: DENY\n", 1);
        all.push(named(Case { answer: Some(head), ..case.clone() }, "more headers"));
        all.push(named(Case { answer: Some(answer.replacen("HTTP/1.1", "HTTP/2", 1)), ..case.clone() }, "HTTP/2"));
        all.extend(
            bodies(answer).into_iter().map(|(how, answer)| named(Case { answer: Some(answer), ..case.clone() }, how)),
        );
    }
    if let Some(url) = &case.redirect {
        let plus = url.replace("%20", "+");
        all.push(named(Case { redirect: Some(plus), ..case.clone() }, "plus for blanks"));
        if !url.contains('#') {
            let more = format!("{url}&foo=bar");
            all.push(named(Case { redirect: Some(more), ..case.clone() }, "one parameter more"));
        }
    }
    if case.failure.is_some() {
        let words = format!("error sending request: {}", case.words);
        all.push(named(Case { words, ..case.clone() }, "longer words"));
    }
    all
}

/// The JSON of an answer, written otherwise.
fn bodies(answer: &str) -> Vec<(&'static str, String)> {
    let Some(response) = wire::read_response(answer) else { return Vec::new() };
    let Ok(Value::Object(object)) = serde_json::from_slice(response.body()) else { return Vec::new() };
    let (head, _) = answer.split_once("\n\n").unwrap_or_default();
    let with = |body: String| format!("{head}\n\n{body}");
    let reversed: serde_json::Map<_, _> = object.clone().into_iter().rev().collect();
    let mut all = vec![
        ("other key order", with(Value::Object(reversed).to_string())),
        ("laid out", with(serde_json::to_string_pretty(&object).unwrap())),
    ];
    if let Some(words) = object.get("error_description").and_then(Value::as_str) {
        let mut other = object.clone();
        other.insert("error_description".to_owned(), words.to_uppercase().into());
        // What is case sensitive in it is not the words.
        if !words.contains(": /") && !words.contains("token: ") {
            all.push(("capitals", with(Value::Object(other).to_string())));
        }
    }
    if object.contains_key("error-code") {
        let element = |(name, value): (&String, &Value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("  <{name}>{}</{name}>\n", text.replace('&', "&amp;").replace('<', "&lt;"))
        };
        let inside: String = object.iter().map(element).collect();
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<error xmlns=\"http://www.orcid.org/ns/error\">\n{inside}</error>"
        );
        all.push(("XML", with(xml)));
    }
    all
}
