//! Errors of the API, read from a body in either format. What they mean is in the table of failures: [`super::diagnosis`].

/// An error as the API writes it (guide `orcid-wire`, "Record errors").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Its number, 9001 and up.
    pub code: u32,
    /// What the developer reads.
    pub developer_message: String,
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
}
