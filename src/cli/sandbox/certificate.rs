//! The certificate of `--tls`: made on the spot, or the one of last time, and where clients find it.

use std::path::{Path, PathBuf};

use tempfile::TempPath;
use tokio_rustls::TlsAcceptor;

use crate::{
    cli::{args::SandboxArgs, error::CliError, output::note},
    net::tls::{self, SelfSigned},
    store::PrivateFile,
};

/// A certificate, served and in a file.
pub struct Certificate {
    served: SelfSigned,
    file: Place,
}

/// Where the file is.
enum Place {
    /// Where the user said, or beside `--state`.
    Named(PathBuf),
    /// Among the temporary files; it goes with this value.
    Temporary(TempPath),
}

impl Certificate {
    /// The certificate for an issuer: with `--state` that of last time, else a new one. Writes the file.
    ///
    /// # Errors
    /// When a file cannot be read or written, or the issuer's name cannot stand in a certificate.
    pub fn obtain(args: &SandboxArgs, issuer: &str) -> Result<Self, CliError> {
        let names = names(issuer);
        let key = args.state.as_deref().map(|state| PrivateFile::beside(state, ".tls-key"));
        let Some(path) = path(args) else {
            let (served, _) = tls::make(names).map_err(unmade)?;
            return Ok(Self { file: Place::Temporary(temporary(&served.pem)?), served });
        };
        if let Some(served) = key.as_ref().and_then(|key| kept(&path, key, &names)) {
            return Ok(Self { served, file: Place::Named(path) });
        }
        let (served, new_key) = tls::make(names).map_err(unmade)?;
        if let Some(key) = key {
            key.replace(new_key.as_bytes())?;
        }
        std::fs::write(&path, &served.pem).map_err(|error| {
            CliError::usage(
                format!("The certificate cannot be written to {}: {error}.", path.display()),
                "Name another file with --certificate.",
            )
        })?;
        Ok(Self { served, file: Place::Named(path) })
    }

    /// Where clients find it.
    pub fn path(&self) -> &Path {
        match &self.file {
            Place::Named(path) => path,
            Place::Temporary(path) => path,
        }
    }

    /// What speaks TLS with it.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.served.acceptor.clone()
    }
}

/// Where the certificate stays: as told, or beside the state. `None`: it is for one run.
pub fn path(args: &SandboxArgs) -> Option<PathBuf> {
    let beside = || args.state.as_deref().map(|state| PrivateFile::beside(state, ".certificate.pem").path().to_owned());
    args.certificate.clone().or_else(beside)
}

/// The host of the issuer with those of its APIs, and this machine's own names.
fn names(issuer: &str) -> Vec<String> {
    let mut names: Vec<String> =
        ["localhost", "pub.localhost", "api.localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    match url::Url::parse(issuer).ok().as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(name)) => names.extend(["", "pub.", "api."].map(|before| format!("{before}{name}"))),
        Some(url::Host::Ipv4(address)) => names.push(address.to_string()),
        Some(url::Host::Ipv6(address)) => names.push(address.to_string()),
        None => {}
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The certificate of last time, if it is there, whole, and for these names.
fn kept(path: &Path, key: &PrivateFile, names: &[String]) -> Option<SelfSigned> {
    let pem = std::fs::read_to_string(path).ok()?;
    let key = key.read().ok().flatten()?;
    match tls::kept(&pem, &key, names) {
        Ok(Some(served)) => return Some(served),
        Ok(None) => note("note: the kept certificate is not for this issuer; clients have to trust a new one."),
        Err(error) => note(&format!(
            "warning: the certificate in {} cannot be used ({error}); clients have to trust a new one.",
            path.display()
        )),
    }
    None
}

fn temporary(pem: &str) -> Result<TempPath, CliError> {
    let written =
        tempfile::Builder::new().prefix("orcid-playground-").suffix(".pem").tempfile().and_then(|mut file| {
            std::io::Write::write_all(&mut file, pem.as_bytes())?;
            Ok(file.into_temp_path())
        });
    written.map_err(|error| {
        CliError::usage(
            format!("The certificate cannot be written to the folder of temporary files: {error}."),
            "Name a file with --certificate.",
        )
    })
}

fn unmade(error: tls::TlsError) -> CliError {
    CliError::usage(format!("--tls: {error}."), "Check the host name in --issuer.")
}
