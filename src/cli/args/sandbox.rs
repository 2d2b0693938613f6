//! What can be typed behind `sandbox`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args as Group,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use clap_complete::ArgValueCandidates;
use strum::VariantArray as _;

use crate::cli::complete::values;
use crate::orcid::OrcidId;
use crate::sandbox::Era;

/// An address and a port. Names are not looked up, so `localhost` is none.
fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "give a numeric address and a port, like 127.0.0.1:18800 or [::1]:0")
}

/// `sandbox`.
#[derive(Clone, Debug, Group)]
pub struct SandboxArgs {
    /// Where to listen; port 0 stands for any free port.
    #[arg(long, default_value = "127.0.0.1:18800", value_name = "ADDRESS:PORT", value_parser = address)]
    pub addr: SocketAddr,
    /// Listen beyond this machine: whoever reaches the address signs in as any researcher, without a password, and reads
    /// and writes all that is there.
    #[arg(long)]
    pub expose_without_passwords: bool,
    /// Speak https, with a certificate that is made on the spot; clients trust it by its file.
    #[arg(long)]
    pub tls: bool,
    /// Where that certificate is written (PEM); without this beside --state, else among the temporary files.
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub certificate: Option<PathBuf>,
    /// Serve nothing, but ask the one that listens at --addr whether it is ready: for health checks.
    #[arg(long)]
    pub is_ready: bool,
    /// Print one line of JSON with endpoints, clients and researchers once it listens.
    #[arg(long)]
    pub ready_json: bool,
    /// The URL under which it is reached; needed when it listens beyond this machine.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Keep what happens in this file, and the keys beside it, and go on from there next time.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Which of ORCID's two authorization servers to imitate: current, or classic (until spring 2026).
    #[arg(long, default_value_t = Era::Current, value_name = "ERA")]
    #[arg(value_parser = PossibleValuesParser::new(Era::VARIANTS.iter().map(<&str>::from)).try_map(|era| era.parse::<Era>()))]
    pub era: Era,
    /// This researcher authorizes every valid request at once: no page, no cookie. For test suites.
    #[arg(long, value_name = "ORCID", add = ArgValueCandidates::new(values::researchers))]
    pub auto_approve: Option<OrcidId>,
    /// Clients and researchers of your own, beside the built-in ones: a TOML file (guide `sandbox`; `seed` is the
    /// built-in one).
    #[arg(long, value_name = "FILE")]
    pub seed: Option<PathBuf>,
    /// Misbehave in this way until told otherwise, or so many times; repeatable. A wrong name lists them all.
    #[arg(long, value_name = "NAME[=TIMES]", add = ArgValueCandidates::new(values::faults_by_name))]
    pub fault: Vec<String>,
}
