//! Errors of the API: read from a body in either format, and explained. The table is `assets/api_help.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

/// What a code means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiErrorInfo {
    /// What happened, and why.
    pub cause: String,
    /// What to do.
    pub fix: String,
}

/// An error as the API writes it (guide `orcid-wire`, "Record errors").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Its number, 9001 and up.
    pub code: u32,
    /// What the developer reads.
    pub developer_message: String,
}

static TABLE: LazyLock<BTreeMap<String, ApiErrorInfo>> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests below.
    toml::from_str(include_str!("../../assets/api_help.toml")).expect("assets/api_help.toml is well-formed")
});

/// What is known of a code.
pub fn explain(code: u32) -> Option<&'static ApiErrorInfo> {
    TABLE.get(&code.to_string())
}

/// Every code of which something is known.
pub fn all() -> impl Iterator<Item = (&'static str, &'static ApiErrorInfo)> {
    TABLE.iter().map(|(code, info)| (code.as_str(), info))
}

impl ApiError {
    /// Reads a body, JSON or XML; `None` when it is no error of the API.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
            let code = value.get("error-code")?.as_u64()?;
            let message = value.get("developer-message").and_then(serde_json::Value::as_str).unwrap_or_default();
            return Some(Self { code: u32::try_from(code).ok()?, developer_message: message.to_owned() });
        }
        let element = |name: &str| {
            let rest = text.split(&format!("{name}>")).nth(1)?;
            rest.split('<').next().map(str::to_owned)
        };
        let message = element("developer-message").unwrap_or_default();
        let message = quick_xml::escape::unescape(&message).map_or_else(|_| message.clone(), |text| text.into_owned());
        Some(Self { code: element("error-code")?.trim().parse().ok()?, developer_message: message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_read() {
        let json = br#"{"response-code":404,"developer-message":"404 Not Found","error-code":9016}"#;
        let xml = br#"<error xmlns="http://www.orcid.org/ns/error"><response-code>404</response-code><developer-message>404 Not &lt;Found&gt;</developer-message><error-code>9016</error-code></error>"#;
        assert_eq!(ApiError::parse(json).unwrap().code, 9016);
        let error = ApiError::parse(xml).unwrap();
        assert_eq!((error.code, error.developer_message.as_str()), (9016, "404 Not <Found>"));
        assert_eq!(ApiError::parse(b"<html>"), None);
        assert_eq!(ApiError::parse(b"{\"error\":\"invalid_token\"}"), None);
    }

    #[test]
    fn every_entry_says_why_and_what_to_do() {
        for (code, info) in TABLE.iter() {
            assert!(code.parse::<u32>().is_ok_and(|code| explain(code).is_some()), "{code}");
            let ends = |text: &str| text.ends_with(['.', '…']);
            assert!(ends(&info.cause) && ends(&info.fix), "{code}");
        }
    }
}
