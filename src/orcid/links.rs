//! Where a link of an answer leads, and whether a token may go there.
//!
//! In `local` the bodies name ORCID's sandbox, as ORCID's schemas demand; such links lead to the listener, and nothing
//! ever leaves this computer. Elsewhere a token goes to the hosts of the server that gave it, and to no other.

use url::Url;

use super::{Environment, EnvironmentKey};

/// A link, made ready to be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where the request goes.
    pub url: String,
    /// Whether the token goes there too.
    pub with_token: bool,
}

/// The hosts of ORCID's sandbox, and what stands for them at a simulated ORCID: the prefix of the path.
const SANDBOX: [(&str, &str); 3] =
    [("sandbox.orcid.org", ""), ("api.sandbox.orcid.org", "/api"), ("pub.sandbox.orcid.org", "/pub")];

/// Whether a URL leads to the server of an environment: its web host, its APIs, its userinfo. Scheme and port count.
pub fn is_own(url: &Url, environment: &Environment) -> bool {
    let metadata = &environment.metadata;
    let own = [
        Some(&metadata.issuer),
        Some(&metadata.token_endpoint),
        metadata.userinfo_endpoint.as_ref(),
        Some(&environment.public_api),
        Some(&environment.member_api),
    ];
    own.into_iter().flatten().filter_map(|own| Url::parse(own).ok()).any(|own| own.origin() == url.origin())
}

/// Where a link leads: an absolute URL, a path below a record (`/0000-…/work/12`), or a path below the host.
///
/// # Errors
/// Why it cannot be followed from here.
pub fn resolve(link: &str, environment: &Environment, member_api: bool) -> Result<Target, &'static str> {
    let api = if member_api { &environment.member_api } else { &environment.public_api };
    if let Some(path) = link.strip_prefix('/') {
        let first = path.split(['/', '?']).next().unwrap_or_default();
        if first.parse::<super::OrcidId>().is_ok() {
            return Ok(Target { url: format!("{api}/{path}"), with_token: true });
        }
        let issuer = environment.metadata.issuer.trim_end_matches('/');
        return Ok(Target { url: format!("{issuer}/{path}"), with_token: true });
    }
    let url = Url::parse(link).map_err(|_| "this is no address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https can be followed");
    }
    if is_own(&url, environment) {
        return Ok(Target { url: url.into(), with_token: true });
    }
    let simulated = environment.key == EnvironmentKey::Local;
    if simulated && let Some((_, prefix)) = SANDBOX.iter().find(|(host, _)| url.host_str() == Some(host)) {
        let issuer = environment.metadata.issuer.trim_end_matches('/');
        let rest = &url[url::Position::BeforePath..];
        return Ok(Target { url: format!("{issuer}{prefix}{rest}"), with_token: true });
    }
    if simulated {
        return Err("it leads out, and in local nothing leaves this computer");
    }
    Ok(Target { url: url.into(), with_token: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(link: &str, environment: &Environment) -> Result<(String, bool), &'static str> {
        resolve(link, environment, true).map(|target| (target.url, target.with_token))
    }

    #[test]
    fn local_never_leads_out() {
        let local = Environment::local("http://127.0.0.1:18800");
        let base = "http://127.0.0.1:18800";
        let id = "0000-0002-4456-8947";
        for (link, target) in [
            (format!("https://sandbox.orcid.org/{id}"), format!("{base}/{id}")),
            (format!("https://api.sandbox.orcid.org/v3.0/{id}/work/1?x=1"), format!("{base}/api/v3.0/{id}/work/1?x=1")),
            (format!("https://pub.sandbox.orcid.org/v3.0/{id}"), format!("{base}/pub/v3.0/{id}")),
            (format!("/{id}/work/1"), format!("{base}/api/v3.0/{id}/work/1")),
            (format!("{base}/api/v3.0/{id}"), format!("{base}/api/v3.0/{id}")),
            ("/oauth/jwks".to_owned(), format!("{base}/oauth/jwks")),
        ] {
            assert_eq!(to(&link, &local), Ok((target, true)), "{link}");
        }
        for link in ["https://doi.org/10.5555/1", "http://127.0.0.1:9/", "https://orcid.org/x", "mailto:a@example.org"]
        {
            assert!(to(link, &local).is_err(), "{link}");
        }
    }

    #[test]
    fn a_token_goes_to_its_own_server_only() {
        let sandbox = Environment::real(&EnvironmentKey::Sandbox).unwrap();
        for own in
            ["https://api.sandbox.orcid.org/v3.0/x", "https://pub.sandbox.orcid.org/", "https://sandbox.orcid.org/x"]
        {
            assert_eq!(to(own, sandbox), Ok((own.to_owned(), true)));
        }
        for other in [
            "https://api.orcid.org/v3.0/x",
            "http://api.sandbox.orcid.org/v3.0/x",
            "https://api.sandbox.orcid.org.example.org/",
            "https://api.sandbox.orcid.org:8443/",
            "https://doi.org/10.5555/1",
        ] {
            assert_eq!(to(other, sandbox), Ok((other.to_owned(), false)));
        }
    }
}
