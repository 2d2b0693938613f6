//! Certificates made on the spot: for the https twin of a loopback URL, and for the simulated ORCID over TLS.

use std::sync::Arc;

use rcgen::{CertificateParams, DnType, KeyPair};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        client::verify_server_name,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, pem::PemObject},
        server::ParsedCertificate,
    },
};
use zeroize::Zeroizing;

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The TLS library refused.
    #[error(transparent)]
    Rustls(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("no certificate could be made: {0}")]
    Make(#[from] rcgen::Error),
    /// A kept certificate or key cannot be read.
    #[error("not a certificate with its key in PEM: {0}")]
    Pem(#[from] rustls::pki_types::pem::Error),
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
    make(names).map(|(made, _)| made)
}

/// [`self_signed`], and the key in PEM, for a file with mode 0600: with both, [`kept`] serves the same certificate again.
///
/// # Errors
/// When a name cannot stand in a certificate.
pub fn make(names: Vec<String>) -> Result<(SelfSigned, Zeroizing<String>), TlsError> {
    let mut params = CertificateParams::new(names)?;
    // What a browser shows to the person who is to trust it.
    params.distinguished_name.push(DnType::CommonName, "orcid-playground, made on this machine");
    let signing_key = KeyPair::generate()?;
    let made = params.self_signed(&signing_key)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let served = serving(made.der().clone(), key, made.pem())?;
    Ok((served, Zeroizing::new(signing_key.serialize_pem())))
}

/// A certificate that was made earlier. `None` when it does not stand for all of these names.
///
/// # Errors
/// When the two are no certificate with its key.
pub fn kept(pem: &str, key: &[u8], names: &[String]) -> Result<Option<SelfSigned>, TlsError> {
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes())?;
    let parsed = ParsedCertificate::try_from(&certificate)?;
    let covers = |name: &String| {
        ServerName::try_from(name.as_str()).is_ok_and(|name| verify_server_name(&parsed, &name).is_ok())
    };
    if !names.iter().all(covers) {
        return Ok(None);
    }
    serving(certificate.clone(), PrivateKeyDer::from_pem_slice(key)?, pem.to_owned()).map(Some)
}

fn serving(
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    pem: String,
) -> Result<SelfSigned, TlsError> {
    let fingerprint = fingerprint(&certificate);
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(SelfSigned { acceptor: TlsAcceptor::from(Arc::new(config)), pem, fingerprint })
}

/// SHA-256 of a certificate as browsers show it.
fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = ::aws_lc_rs::digest::digest(&::aws_lc_rs::digest::SHA256, certificate);
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_certificate_is_the_same_while_it_has_the_names() {
        let names: Vec<String> = ["localhost", "127.0.0.1", "orcid.test"].map(str::to_owned).into();
        let (made, key) = make(names.clone()).unwrap();
        let again = kept(&made.pem, key.as_bytes(), &names).unwrap().unwrap();
        assert_eq!(again.fingerprint, made.fingerprint);
        assert!(kept(&made.pem, key.as_bytes(), &["other.test".to_owned()]).unwrap().is_none());
        assert!(kept("no certificate", key.as_bytes(), &names).is_err());
        let (_, other) = make(names.clone()).unwrap();
        assert!(kept(&made.pem, other.as_bytes(), &names).is_err(), "the key of another certificate");
    }
}
