//! The faults of the simulated ORCID as the screen knows them: which there are, and which act now. How they act is the
//! simulation's affair; it is told over its control interface, as any test suite tells it.

use std::sync::LazyLock;

use http::Method;
use serde::{Deserialize, Serialize};

use crate::oauth::{HttpRequest, request};

/// A fault that there is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Fault {
    /// Its name: `expired-code`.
    pub name: String,
    /// What happens then, and what a client should make of it.
    pub summary: String,
}

static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        fault: Vec<Fault>,
    }
    let file: File = toml::from_str(include_str!("../../assets/faults.toml")).expect("the table is valid (tested)");
    file.fault
});

/// All of them, in the order of a dance.
pub fn faults() -> &'static [Fault] {
    &FAULTS
}

/// A fault that acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Active {
    /// Its name.
    pub name: String,
    /// How often it still acts; without end when it is `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

/// The faults that act, with the next state of one of them: off, once, always, off.
pub fn turned(active: &[Active], name: &str) -> Vec<Active> {
    let mut next: Vec<Active> = active.iter().filter(|fault| fault.name != name).cloned().collect();
    match active.iter().find(|fault| fault.name == name) {
        None => next.push(Active { name: name.to_owned(), times: Some(1) }),
        Some(Active { times: Some(_), .. }) => next.push(Active { name: name.to_owned(), times: None }),
        Some(Active { times: None, .. }) => {}
    }
    next
}

/// Asks which faults act, or with a list says which shall.
///
/// # Errors
/// When the issuer is no URL.
pub fn request(issuer: &str, set: Option<&[Active]>) -> Result<HttpRequest, http::Error> {
    let url = format!("{}/_sandbox/faults", issuer.trim_end_matches('/'));
    let json = "application/json";
    match set {
        None => request::get(&url, json),
        Some(faults) => {
            let body = serde_json::to_vec(faults).unwrap_or_default();
            request::with_body(request::builder(Method::PUT, &url, json), json, body)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_goes_from_off_to_once_to_always_to_off() {
        let once = turned(&[], "slow");
        assert_eq!(once, [Active { name: "slow".into(), times: Some(1) }]);
        let always = turned(&once, "slow");
        assert_eq!(always[0].times, None);
        assert!(turned(&always, "slow").is_empty());
        assert_eq!(turned(&always, "deny").len(), 2);
        assert!(faults().iter().any(|fault| fault.name == "slow" && !fault.summary.is_empty()));
    }
}
