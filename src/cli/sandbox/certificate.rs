//! The certificate of `--tls`: made on the spot, or the one of last time, and where clients find it.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use tempfile::TempPath;
use tokio_rustls::{
    TlsAcceptor,
    rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{
    cli::{args::SandboxArgs, error::CliError, output::note},
    net::tls::{self, SelfSigned},
    store::{PrivateFile, save_public},
};

/// What to do about a place that is taken.
const ANOTHER: &str = "Name another file with --certificate.";

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
        refuse_other_file(&path)?;
        if let Some(key) = &key
            && let Some(served) = kept(&path, key, &names)?
        {
            return Ok(Self { served, file: Place::Named(path) });
        }
        let (served, new_key) = tls::make(names).map_err(unmade)?;
        if let Some(key) = key {
            key.replace(new_key.as_bytes())?;
        }
        save_public(&path, served.pem.as_bytes())?;
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

/// Nothing is written over but a certificate: a wrong name on the command line must not cost a file.
fn refuse_other_file(path: &Path) -> Result<(), CliError> {
    let found = match std::fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(CliError::usage(format!("{}: {error}.", path.display()), ANOTHER)),
    };
    let pem = if found.is_file() { std::fs::read_to_string(path).unwrap_or_default() } else { String::new() };
    if found.is_file() && found.len() == 0
        || pem.matches("-----BEGIN ").count() == 1 && CertificateDer::from_pem_slice(pem.as_bytes()).is_ok()
    {
        return Ok(());
    }
    Err(CliError::usage(
        format!("{} is there already, and is no certificate in PEM: it is not written over.", path.display()),
        ANOTHER,
    ))
}

/// The certificate of last time, if it is there, whole, and for these names.
///
/// # Errors
/// When its key is something else: then it is not written over.
fn kept(path: &Path, key: &PrivateFile, names: &[String]) -> Result<Option<SelfSigned>, CliError> {
    let Some(private) = key.read(|notice| note(&format!("note: {notice}")))? else { return Ok(None) };
    if PrivateKeyDer::from_pem_slice(&private).is_err() {
        return Err(CliError::usage(
            format!("{} is there already, and is no private key in PEM: it is not written over.", key.path().display()),
            "Move it away, or name another --state file.",
        ));
    }
    let Ok(pem) = std::fs::read_to_string(path) else { return Ok(None) };
    match tls::kept(&pem, &private, names) {
        Ok(Some(served)) => return Ok(Some(served)),
        Ok(None) => note("note: the kept certificate is not for this issuer; clients have to trust a new one."),
        Err(error) => note(&format!(
            "warning: the certificate in {} cannot be used ({error}); clients have to trust a new one.",
            path.display()
        )),
    }
    Ok(None)
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
