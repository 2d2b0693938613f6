//! Whether a proxy stands between here and the server, as those libraries see it that send the requests.

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::{app::doctor::Line, oauth::is_loopback_url};

const WHAT: &str = "proxy";

/// Looks at what the system says, for requests to this server.
pub(super) fn look(issuer: &str) -> Line {
    line(issuer, &Matcher::from_system(), |name| std::env::var(name).ok())
}

/// The variables that lead requests of a scheme through a proxy, in the order in which they count.
fn variables(scheme: &str) -> [&'static str; 4] {
    match scheme {
        "https" => ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    }
}

fn line(issuer: &str, system: &Matcher, variable: impl Fn(&str) -> Option<String>) -> Line {
    let Ok(uri) = issuer.parse::<Uri>() else {
        return Line::not_testable(WHAT, "The server's address is no URL.", None);
    };
    let names = variables(uri.scheme_str().unwrap_or_default());
    let set = names.iter().find_map(|name| Some((*name, variable(name).filter(|value| !value.is_empty())?)));
    if is_loopback_url(issuer) {
        return match set {
            Some((name, _)) => {
                Line::passed(WHAT, format!("{name} is set, and not used: this server is on this computer."))
            }
            None => Line::passed(WHAT, "None is needed: this server is on this computer."),
        };
    }
    if let Some(proxy) = system.intercept(&uri) {
        // Its user name and password are nobody's business.
        let port = proxy.uri().port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        let name = set.map_or("The system's configuration", |(name, _)| name);
        return Line::passed(WHAT, format!("{name} leads to {}{port}.", proxy.uri().host().unwrap_or_default()));
    }
    match set {
        None => Line::passed(WHAT, format!("Nothing leads {} through one.", uri.scheme_str().unwrap_or("requests"))),
        Some((name, value)) if Matcher::builder().all(value.as_str()).build().intercept(&uri).is_some() => {
            let host = uri.host().unwrap_or_default();
            Line::passed(WHAT, format!("{name} is set, and not used: NO_PROXY takes {host} out."))
        }
        Some((name, _)) => Line::failed(
            WHAT,
            format!("{name} is set to something that is no address, so requests go out without a proxy."),
            "Write it as http://host:port, or unset it.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::Verdict;

    /// What is told of a server where these variables are set.
    fn told(issuer: &str, set: &[(&str, &str)]) -> Line {
        let variable = |asked: &str| set.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned());
        let of = |upper: &str| variable(upper).or_else(|| variable(&upper.to_lowercase())).unwrap_or_default();
        let system = Matcher::builder().all(of("ALL_PROXY")).http(of("HTTP_PROXY")).https(of("HTTPS_PROXY"));
        line(issuer, &system.no(of("NO_PROXY")).build(), variable)
    }

    #[test]
    fn a_proxy_is_told_without_its_password() {
        let set = [("HTTPS_PROXY", "http://me:s3cret@proxy.example.org:3128")];
        assert_eq!(told("https://sandbox.orcid.org", &set).found, "HTTPS_PROXY leads to proxy.example.org:3128.");
        assert!(told("https://127.0.0.1:18800", &set).found.contains("not used"));
        assert!(told("http://127.0.0.1:18800", &set).found.starts_with("None is needed"));
    }

    #[test]
    fn it_is_told_as_the_requests_take_it() {
        let orcid = "https://orcid.org";
        for (set, expected) in [
            // Without a scheme it is one for http.
            (&[("https_proxy", "proxy.example.org:3128")][..], "https_proxy leads to proxy.example.org:3128."),
            (&[("ALL_PROXY", "socks5://127.0.0.1:1080")], "ALL_PROXY leads to 127.0.0.1:1080."),
            (&[("HTTP_PROXY", "http://proxy.example.org:3128")], "Nothing leads https through one."),
            (
                &[("HTTPS_PROXY", "http://proxy:1"), ("NO_PROXY", "orcid.org")],
                "HTTPS_PROXY is set, and not used: NO_PROXY takes orcid.org out.",
            ),
            (&[], "Nothing leads https through one."),
        ] {
            let line = told(orcid, set);
            assert_eq!((line.found.as_str(), line.verdict), (expected, Verdict::Passed), "{set:?}");
        }
        let wrong = told(orcid, &[("HTTPS_PROXY", "not an address")]);
        assert_eq!(wrong.verdict, Verdict::Failed, "{}", wrong.found);
    }
}
