//! Where the simulated ORCID of `local` is, and what is meant for it.

use super::{Model, msg::LocalServing};
use crate::orcid::LOCAL_ISSUER;

/// The simulated ORCID of `local`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Local {
    /// Not asked for yet, or on its way.
    #[default]
    Starting,
    /// There.
    Serving(LocalServing),
    /// Not to be had.
    Failed(String),
}

impl Model {
    /// The simulated ORCID's issuer; its usual one until it is there.
    pub fn local_issuer(&self) -> &str {
        match &self.local {
            Local::Serving(serving) => &serving.issuer,
            Local::Starting | Local::Failed(_) => LOCAL_ISSUER,
        }
    }

    /// It is there, maybe elsewhere than before.
    pub(super) fn local_serves(&mut self, serving: LocalServing) {
        let before = self.local_issuer().to_owned();
        if before != serving.issuer && !self.former_local.contains(&before) {
            self.former_local.push(before);
        }
        self.local = Local::Serving(serving);
    }

    /// Whether an address is the simulated ORCID's, where it is or where it was: what was made before it moved is meant for
    /// it all the same. Not when the person has typed a server at that address, which is another one.
    pub fn is_at_local(&self, address: &str) -> bool {
        let mut issuers = self.former_local.iter().map(String::as_str).chain([self.local_issuer()]);
        let typed = self.customs.iter().any(|custom| is_below(address, &custom.metadata.issuer));
        !typed && issuers.any(|issuer| is_below(address, issuer))
    }
}

/// Whether an address is that of an issuer, or of something that belongs to it.
pub fn is_below(address: &str, issuer: &str) -> bool {
    let rest = address.strip_prefix(issuer.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_an_issuer_and_not_to_its_beginning() {
        assert!(is_below("http://127.0.0.1:1880/oauth/token", "http://127.0.0.1:1880"));
        assert!(is_below("http://127.0.0.1:1880/oauth/token", "http://127.0.0.1:1880/"));
        assert!(is_below("http://127.0.0.1:1880", "http://127.0.0.1:1880"));
        assert!(!is_below("http://127.0.0.1:18800/oauth/token", "http://127.0.0.1:1880"));
    }
}
