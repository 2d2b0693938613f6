//! Scopes as they stand on the wire (RFC 6749 §3.3).

use std::{collections::HashSet, fmt};

use serde::{Deserialize, Serialize};

/// One scope value, for example `/read-limited` or `openid`. Unknown ones are representable: a playground must be able
/// to send them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(String);

impl Scope {
    /// Takes one scope value as it is.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The scopes of a request or of a grant. Keeps the order in which they were written, for display and for the wire;
/// comparison ignores it, because ORCID answers them in an order of its own (guide `orcid-wire`, "Scopes").
///
/// ```
/// use orcid_playground::oauth::ScopeSet;
///
/// let asked = ScopeSet::parse("/read-limited  openid");
/// assert_eq!(asked.to_string(), "/read-limited openid");
/// assert_eq!(asked, ScopeSet::parse("openid /read-limited"));
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScopeSet(Vec<Scope>);

impl ScopeSet {
    /// Reads a `scope` parameter: values separated by blanks; repeated blanks and repeated values collapse.
    pub fn parse(text: &str) -> Self {
        text.split_whitespace().map(Scope::new).collect()
    }

    /// Whether the value is among them.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|s| s.as_str() == scope)
    }

    /// Adds the value at the end, or takes it out when it stands there already.
    pub fn toggle(&mut self, scope: &str) {
        if self.contains(scope) {
            self.0.retain(|s| s.as_str() != scope);
        } else {
            self.0.push(Scope::new(scope));
        }
    }

    /// The values in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values of `self` that are not in `other`, in the order of `self`.
    pub fn without(&self, other: &Self) -> Self {
        let others: HashSet<&Scope> = other.iter().collect();
        self.iter().filter(|scope| !others.contains(scope)).cloned().collect()
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        let mut seen = HashSet::new();
        Self(scopes.into_iter().filter(|scope| seen.insert(scope.clone())).collect())
    }
}

impl PartialEq for ScopeSet {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.without(other).is_empty()
    }
}

impl Eq for ScopeSet {}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, scope) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_for_show_and_ignored_in_comparison() {
        let asked = ScopeSet::parse("  /read-limited   openid /read-limited ");
        assert_eq!(asked.to_string(), "/read-limited openid");
        assert_eq!(asked, ScopeSet::parse("openid /read-limited"));
        assert_ne!(asked, ScopeSet::parse("openid"));
        assert_eq!(asked.without(&ScopeSet::parse("openid")).to_string(), "/read-limited");
    }
}
