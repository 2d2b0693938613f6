//! Where it listens, under which URL it is known, and that nobody exposes it without knowing what that means.

use std::net::SocketAddr;

use crate::cli::{args::SandboxArgs, error::CliError};

/// Before anybody listens: beyond this machine only on purpose, and under a URL that is one.
///
/// # Errors
/// When the address can be reached from other machines and that was not asked for, and when `--issuer` cannot be its URL.
pub fn check(args: &SandboxArgs) -> Result<(), CliError> {
    let addr = args.addr;
    issuer(args, addr)?;
    if addr.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    if args.issuer.is_none() {
        return Err(CliError::usage(
            format!("{addr} can be reached from other machines, so its URL is not known."),
            "Give the URL under which others reach it: --issuer http://orcid.test:18800.",
        ));
    }
    if !args.expose_without_passwords {
        return Err(CliError::usage(
            format!(
                "{addr} can be reached from other machines. There are no passwords: whoever reaches it signs in as any \
                 researcher, and reads and writes all that is there."
            ),
            "If that network is yours (a container's, say), add --expose-without-passwords.",
        ));
    }
    Ok(())
}

/// The URL under which it is known, once the port is.
///
/// # Errors
/// When the given one is none, or speaks another protocol than it does.
pub fn issuer(args: &SandboxArgs, addr: SocketAddr) -> Result<String, CliError> {
    let scheme = if args.tls { "https" } else { "http" };
    let Some(issuer) = &args.issuer else { return Ok(format!("{scheme}://{addr}")) };
    match url::Url::parse(issuer) {
        Ok(url) if args.tls && url.scheme() == "http" => Err(CliError::usage(
            format!("--tls speaks https, and --issuer {issuer:?} says http."),
            "Give an --issuer that begins with https, or leave --tls out.",
        )),
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => match superfluous(&url) {
            None => Ok(issuer.to_owned()),
            Some(what) => Err(CliError::usage(
                format!("--issuer {issuer:?} has {what} in it, which an issuer has not."),
                "Give scheme, host and port only, like http://orcid.test:18800.",
            )),
        },
        Ok(_) | Err(_) => Err(CliError::usage(
            format!("--issuer {issuer:?} is no URL."),
            "Give the URL under which others reach it, like http://orcid.test:18800.",
        )),
    }
}

/// What is more than an issuer has (OpenID Connect Discovery 1.0 §3).
fn superfluous(url: &url::Url) -> Option<&'static str> {
    if !url.username().is_empty() || url.password().is_some() {
        Some("a name or password")
    } else if url.query().is_some() {
        Some("a query")
    } else if url.fragment().is_some() {
        Some("a fragment")
    } else if url.path() != "/" {
        // ORCID's issuer has none, and its pages lead to places of their host.
        Some("a path")
    } else {
        None
    }
}
