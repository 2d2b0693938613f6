//! A client's values as they stand in a page or in a file of settings: the developer tools, `.env`, YAML, JSON.

use super::Import;
use crate::orcid::{Environment, environment::is_orcids, shape};

/// Settings are short; what is longer is something else that names a client.
const LONGEST: usize = 1 << 12;

/// How far a label may stand before its value.
const BEFORE: usize = 48;

/// The client of a text that holds an id with its secret or its redirect URI.
pub(super) fn read(text: &str) -> Option<Import> {
    if text.len() > LONGEST {
        return None;
    }
    let apart = |c: char| c.is_whitespace() || "\"'`,;=<>{}()[]".contains(c);
    let words = || {
        let all = text.split(apart).filter(|word| !word.is_empty());
        all.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word.trim_end_matches(['.', ':'])))
    };
    let labelled = |at: usize, label: &str| {
        // The label is what stands before it in its own setting, or alone on the line above.
        let before = text[..at].trim_end_matches(['"', '\'', ' ']);
        let own = before.rsplit(['\n', ',', ';', '{']).next().unwrap_or_default();
        let above = || before.trim_end().rsplit('\n').next().unwrap_or_default();
        let own = if own.trim().is_empty() { above() } else { own };
        let own = &own[crate::text::floor(own, own.len().saturating_sub(BEFORE))..];
        own.to_lowercase().contains(label)
    };
    let mut ids = words().map(|(_, word)| word).filter(|word| shape::is_client_id(word));
    let client_id = ids.next()?;
    if ids.any(|other| other != client_id) {
        return None;
    }
    let is_pair = words().count() == 2;
    let secrets = || words().filter(|(_, word)| shape::is_uuid(word));
    let client_secret = secrets().find(|(at, _)| is_pair || labelled(*at, "secret")).map(|(_, secret)| secret.into());
    let host = |word: &str| url::Url::parse(word).ok()?.host_str().map(str::to_owned);
    let mut uris = words().filter(|(at, word)| labelled(*at, "redirect") && word.contains("://"));
    let redirect_uri = uris.find(|(_, word)| host(word).is_some_and(|host| !is_orcids(&host)));
    if client_secret.is_none() && redirect_uri.is_none() {
        return None;
    }
    Some(Import {
        source: super::SETTINGS,
        environment: words().find_map(|(_, word)| Environment::of_url(word)),
        client_id: Some(client_id.to_owned()),
        client_secret,
        redirect_uri: redirect_uri.map(|(_, uri)| uri.to_owned()),
        ..Import::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "APP-1234567890ABCDEF";
    const SECRET: &str = "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01";

    #[test]
    fn values_are_found_however_they_are_written_down() {
        for text in [
            format!("Client ID\n{ID}\nClient secret\n{SECRET}\nRedirect URIs\nhttps://app.example.org/cb"),
            format!(
                "ORCID_CLIENT_ID={ID}\nORCID_CLIENT_SECRET=\"{SECRET}\"\nORCID_REDIRECT_URI=https://app.example.org/cb"
            ),
            format!("client-id: {ID}\nclient-secret: {SECRET}\nredirect-uri: https://app.example.org/cb"),
            format!(
                "{{\"client_id\":\"{ID}\",\"client_secret\":\"{SECRET}\",\"redirect_uri\":\"https://app.example.org/cb\"}}"
            ),
        ] {
            let import = read(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(import.client_id.as_deref(), Some(ID), "{text}");
            assert_eq!(import.client_secret.as_ref().map(crate::oauth::Secret::expose), Some(SECRET), "{text}");
            assert_eq!(import.redirect_uri.as_deref(), Some("https://app.example.org/cb"), "{text}");
        }
        let pair = read(&format!("{ID} {SECRET}")).expect("an id and its secret");
        assert!(pair.client_secret.is_some() && pair.environment.is_none());
        let sandbox = read(&format!("{ID}, secret {SECRET}, https://sandbox.orcid.org/oauth/token")).expect("settings");
        assert_eq!(sandbox.environment, Some(crate::orcid::EnvironmentKey::Sandbox));
    }

    #[test]
    fn what_is_no_clients_settings_is_left() {
        for text in [
            ID.to_owned(),
            format!("{ID} has a token {SECRET} for somebody"),
            format!("{ID} and APP-1234567890ABCDEG, secret {SECRET}"),
            format!("secret {SECRET}"),
            format!("ORCID_CLIENT_ID={ID}\nORCID_CLIENT_SECRET=\nORCID_TOKEN={SECRET}"),
        ] {
            assert_eq!(read(&text), None, "{text}");
        }
    }
}
