//! Certificates: whom to trust when sending, and what to show when serving the https twin of a loopback URL.

use std::{path::PathBuf, sync::Arc};

use rustls_platform_verifier::Verifier;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ClientConfig, RootCertStore, ServerConfig,
        crypto::{CryptoProvider, aws_lc_rs},
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    },
};

/// Why certificates could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file of further trusted certificates cannot be used.
    #[error("the certificates in {path} cannot be read: {why}")]
    CaFile {
        /// As given.
        path: PathBuf,
        /// The library's words.
        why: String,
    },
    /// The system's certificates cannot be used.
    #[error("{0}; install the system's certificates (package ca-certificates), or name a file with --ca-file")]
    System(rustls::Error),
    /// The TLS library refused.
    #[error(transparent)]
    Rustls(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("no certificate could be made: {0}")]
    Make(#[from] rcgen::Error),
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn read_ca_file(ca_file: Option<PathBuf>) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let Some(path) = ca_file else { return Ok(Vec::new()) };
    let read = CertificateDer::pem_file_iter(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(certificates) if certificates.is_empty() => {
            Err(TlsError::CaFile { path, why: "it holds no certificate in PEM".to_owned() })
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(TlsError::CaFile { path, why: error.to_string() }),
    }
}

/// Trusts what is in `ca_file` (PEM) and nobody else. Blocking: reads a file.
///
/// # Errors
/// When the file cannot be used.
pub fn trust_only(ca_file: Option<PathBuf>) -> Result<ClientConfig, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in read_ca_file(ca_file)? {
        roots.add(certificate)?;
    }
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Trusts the system's certificates (or those that `SSL_CERT_FILE` names) and what is in `ca_file` (PEM). Blocking:
/// reads files.
///
/// # Errors
/// When the file cannot be used, or nobody at all is trusted.
pub fn trust_system(ca_file: Option<PathBuf>) -> Result<ClientConfig, TlsError> {
    let extra = read_ca_file(ca_file)?;
    let verifier = Verifier::new_with_extra_roots(extra, provider()).map_err(TlsError::System)?;
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

/// A certificate made on the spot, which nobody vouches for, and what serves with it.
#[derive(Clone)]
pub struct SelfSigned {
    /// Speaks TLS on accepted connections.
    pub acceptor: TlsAcceptor,
    /// The certificate in PEM, for clients that are to trust exactly this one.
    pub pem: String,
    /// SHA-256 of the certificate: upper-case hexadecimal pairs with colons, as browsers show it.
    pub fingerprint: String,
}

impl std::fmt::Debug for SelfSigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SelfSigned").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// Makes a key and a certificate for the given names and addresses. Blocking: some milliseconds of arithmetic. The key
/// never leaves the memory.
///
/// # Errors
/// When a name cannot stand in a certificate.
pub fn self_signed(names: Vec<String>) -> Result<SelfSigned, TlsError> {
    let made = rcgen::generate_simple_self_signed(names)?;
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(SelfSigned {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        pem: made.cert.pem(),
        fingerprint: fingerprint(&certificate),
    })
}

/// SHA-256 of a certificate as browsers show it.
fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = ::aws_lc_rs::digest::digest(&::aws_lc_rs::digest::SHA256, certificate);
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}
