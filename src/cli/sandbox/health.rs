//! `sandbox --is-ready`: whether one listens, for the health checks of containers, which have no other program at hand.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
};

use super::certificate;
use crate::{
    cli::{args::SandboxArgs, error::CliError, server::unsendable},
    net::{HttpClient, Settings},
    oauth::{Outcome, request},
};

/// Asks the simulated ORCID at `--addr`; `trusted` is the file of `--ca-file`.
///
/// # Errors
/// When nobody answers there, or something else does.
pub async fn ask(args: &SandboxArgs, trusted: Option<&Path>) -> Result<(), CliError> {
    let trusted = trusted.filter(|_| args.certificate.is_none()).map(Path::to_owned);
    let ca_file = trusted.or_else(|| certificate::path(args));
    if args.tls && ca_file.is_none() {
        return Err(CliError::usage(
            "--is-ready with --tls needs the certificate that it shall trust.",
            "Give the same --certificate or --state as to the one that listens, or name a certificate with --ca-file.",
        ));
    }
    let scheme = if args.tls { "https" } else { "http" };
    let authority = SocketAddr::new(from_here(args.addr.ip()), args.addr.port());
    let url = format!("{scheme}://{authority}/_sandbox/ready");
    let request = request::get(&url, "application/json").map_err(unsendable)?;
    let client = HttpClient::new(Settings { ca_file, ..Settings::default() });
    let response = match client.send(request).await {
        Outcome::Answered { response, .. } => response,
        Outcome::Failed { error, .. } => {
            return Err(CliError::unanswered(
                format!("No simulated ORCID answers at {scheme}://{authority}: {error}."),
                format!("Check --addr and --tls, or start one: `orcid-playground sandbox --addr {authority}`."),
            ));
        }
        Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => return Err(CliError::interrupted()),
    };
    if response.status().is_success() {
        return Ok(());
    }
    Err(CliError::refused(
        format!("{authority} answered {}, and is no simulated ORCID that is ready.", response.status()),
        "Check --addr.",
    ))
}

/// An address that stands for all of this machine's is asked by its loopback one.
fn from_here(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    }
}
