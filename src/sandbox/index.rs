//! From a token to its place in a list. One large table would stand still while it grows, for a tenth of a second when it
//! holds a million tokens; many small ones grow one at a time.

use std::collections::HashMap;

const SHARDS: usize = 256;

/// A map that grows piece by piece. Tokens are UUIDs, and as such they take little room; whatever else a journal holds is
/// found too.
#[derive(PartialEq)]
pub(super) struct Index {
    shards: Vec<HashMap<[u8; 16], u32>>,
    others: HashMap<String, u32>,
}

impl Default for Index {
    fn default() -> Self {
        Self { shards: (0..SHARDS).map(|_| HashMap::new()).collect(), others: HashMap::new() }
    }
}

impl Index {
    /// The place of a token.
    pub fn get(&self, token: &str) -> Option<usize> {
        let place = match bytes(token) {
            // They are random, so that their first one spreads them evenly.
            Some(bytes) => self.shards[usize::from(bytes[0])].get(&bytes),
            None => self.others.get(token),
        };
        place.map(|place| *place as usize)
    }

    /// Remembers the place of a token. One beyond four thousand million is not found again; the memory ends before.
    pub fn insert(&mut self, token: &str, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        match bytes(token) {
            Some(bytes) => self.shards[usize::from(bytes[0])].insert(bytes, place),
            None => self.others.insert(token.to_owned(), place),
        };
    }
}

/// The bytes of a UUID that is written as this program writes it: another spelling is another token.
fn bytes(token: &str) -> Option<[u8; 16]> {
    let uuid = uuid::Uuid::try_parse(token).ok()?;
    let mut spelt = [0; uuid::fmt::Hyphenated::LENGTH];
    (uuid.hyphenated().encode_lower(&mut spelt) == token).then(|| uuid.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_whatever_it_looks_like() {
        let mut index = Index::default();
        let uuid = "53737721-0000-4a00-8000-000000000000";
        let (upper, plain) = (uuid.to_uppercase(), uuid.replace('-', ""));
        let tokens = ["", "f", "zz", "é", uuid, &upper, &plain, "53737721-0000-4a00-8000-000000000001"];
        for (place, token) in tokens.into_iter().enumerate() {
            assert_eq!(index.get(token), None);
            index.insert(token, place);
        }
        for (place, token) in tokens.into_iter().enumerate() {
            assert_eq!(index.get(token), Some(place), "{token}");
        }
    }
}
