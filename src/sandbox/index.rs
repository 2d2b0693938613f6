//! From a token to its place in a list. One large table would stand still while it grows, for a tenth of a second when it
//! holds a million tokens; many small ones grow one at a time.

use std::collections::HashMap;

const SHARDS: usize = 256;

/// A map that grows piece by piece.
#[derive(PartialEq)]
pub(super) struct Index(Vec<HashMap<String, usize>>);

impl Default for Index {
    fn default() -> Self {
        Self((0..SHARDS).map(|_| HashMap::new()).collect())
    }
}

impl Index {
    /// The place of a token.
    pub fn get(&self, token: &str) -> Option<usize> {
        self.0[shard(token)].get(token).copied()
    }

    /// Remembers the place of a token.
    pub fn insert(&mut self, token: String, place: usize) {
        self.0[shard(&token)].insert(token, place);
    }
}

/// Tokens are random (UUIDs), so their first two characters spread them evenly.
fn shard(token: &str) -> usize {
    token.bytes().take(2).fold(0, |number, byte| number * 16 + char::from(byte).to_digit(16).unwrap_or(0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_whatever_it_looks_like() {
        let mut index = Index::default();
        let tokens = ["", "f", "ff5c", "00aa", "zz", "é", "53737721-0000-4000-8000-000000000000"];
        for (place, token) in tokens.into_iter().enumerate() {
            assert_eq!(index.get(token), None);
            index.insert(token.to_owned(), place);
        }
        for (place, token) in tokens.into_iter().enumerate() {
            assert_eq!(index.get(token), Some(place), "{token}");
        }
    }
}
