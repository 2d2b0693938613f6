//! What is known of a token: by what was done with it, and by what the server said when it was asked.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What was learnt of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// The server took it.
    Live,
    /// The server knows it no more.
    Refused,
    /// Its code was used again, which kills both tokens (guide `orcid-wire`, "Code reuse").
    CodeReused,
}

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Standing {
    /// The server took it when it was asked last.
    Live,
    /// The server refused it when it was asked last.
    Refused,
    /// It was revoked from here.
    Revoked,
    /// Its code was used twice.
    SpentCode,
    /// Its time is over.
    Expired,
    /// Nobody has asked.
    Unknown,
}

/// What is on record about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it came.
    pub received_at: Timestamp,
    /// Seconds that it lives.
    pub expires_in: Option<i64>,
    /// When it was revoked from here.
    pub revoked_at: Option<Timestamp>,
    /// What was learnt last, and when.
    pub seen: Option<(Seen, Timestamp)>,
}

impl Record {
    /// When it ends.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.received_at.checked_add(SignedDuration::from_secs(self.expires_in?)).ok()
    }

    /// How it stands, by the newest of what is known; its end outlasts everything else.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.expires_at().is_some_and(|at| at <= now) {
            return Standing::Expired;
        }
        match (self.revoked_at, self.seen) {
            (Some(revoked), Some((Seen::Live, seen))) if seen > revoked => Standing::Live,
            (Some(_), _) => Standing::Revoked,
            (None, Some((Seen::Live, _))) => Standing::Live,
            (None, Some((Seen::Refused, _))) => Standing::Refused,
            (None, Some((Seen::CodeReused, _))) => Standing::SpentCode,
            (None, None) => Standing::Unknown,
        }
    }

    /// When that was learnt; `None` for what follows from the clock, or from nothing.
    pub fn since(&self, now: Timestamp) -> Option<Timestamp> {
        match self.standing(now) {
            Standing::Revoked => self.revoked_at,
            Standing::Live | Standing::Refused | Standing::SpentCode => self.seen.map(|(_, at)| at),
            Standing::Expired | Standing::Unknown => None,
        }
    }
}

impl Standing {
    /// Whether it is known to work no more.
    pub fn is_dead(self) -> bool {
        match self {
            Self::Refused | Self::Revoked | Self::SpentCode | Self::Expired => true,
            Self::Live | Self::Unknown => false,
        }
    }

    /// In words, for a list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::SpentCode => "spent code",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_word_counts_and_the_end_is_the_end() {
        let at = |seconds| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        let record = Record { received_at: at(0), expires_in: Some(100), revoked_at: None, seen: None };
        assert_eq!(record.standing(at(99)), Standing::Unknown);
        assert_eq!(record.standing(at(100)), Standing::Expired);
        let seen = |what, when| Record { seen: Some((what, at(when))), ..record };
        assert_eq!(seen(Seen::Live, 5).standing(at(50)), Standing::Live);
        assert_eq!(seen(Seen::Live, 5).standing(at(100)), Standing::Expired);
        assert_eq!(seen(Seen::CodeReused, 5).standing(at(50)), Standing::SpentCode);
        let revoked = |what, when| Record { revoked_at: Some(at(10)), ..seen(what, when) };
        assert_eq!(revoked(Seen::Live, 5).standing(at(50)), Standing::Revoked);
        assert_eq!(revoked(Seen::Refused, 20).standing(at(50)), Standing::Revoked);
        // The revocation endpoint says 200 to everything; a server that still takes the token is right.
        assert_eq!(revoked(Seen::Live, 20).standing(at(50)), Standing::Live);
        assert_eq!(revoked(Seen::Refused, 20).since(at(50)), Some(at(10)));
        let endless = Record { expires_in: None, ..record };
        assert_eq!(endless.standing(at(i64::from(u32::MAX))), Standing::Unknown);
    }
}
