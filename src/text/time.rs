//! Ages, lifetimes, elapsed times and sizes in words. Ages step coarsely, so that a screen at rest is at rest.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long ago something was: "just now", then "10 s ago" in steps of ten seconds, then minutes, hours and days.
/// What lies in the future (a clock was set back) is "just now" too.
pub fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(since).as_secs();
    match seconds {
        ..10 => "just now".to_owned(),
        10..MINUTE => format!("{} s ago", seconds / 10 * 10),
        MINUTE..HOUR => format!("{} min ago", seconds / MINUTE),
        HOUR..DAY => format!("{} h ago", seconds / HOUR),
        DAY.. => format!("{} ago", count(seconds / DAY, "day")),
    }
}

/// The next instant at which [`age`] reads differently. `None` at the end of representable time.
pub fn age_changes_at(since: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let seconds = now.duration_since(since).as_secs();
    let step = match seconds {
        ..MINUTE => 10,
        MINUTE..HOUR => MINUTE,
        HOUR..DAY => HOUR,
        DAY.. => DAY,
    };
    let next = if seconds < 0 { 10 } else { (seconds / step + 1) * step };
    since.checked_add(SignedDuration::from_secs(next)).ok()
}

/// A number of seconds, as in `expires_in` (RFC 6749 §5.1), in words: "1 hour", "about 20 years".
pub fn lifetime(seconds: u64) -> String {
    const UNITS: [(u64, &str); 5] =
        [(31_556_952, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    for (unit, name) in UNITS {
        let rounded = (seconds + unit / 2) / unit;
        if seconds >= unit && rounded >= 1 {
            let words = count(rounded, name);
            return if rounded * unit == seconds { words } else { format!("about {words}") };
        }
    }
    "0 seconds".to_owned()
}

/// So many of something, in words: `1 day`, `2 days`.
pub fn count(number: impl std::fmt::Display, unit: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// A measured duration: `<1 ms`, `38 ms`, `1.2 s`, `2 min 5 s`.
pub fn elapsed(duration: Duration) -> String {
    let millis = duration.as_millis();
    match millis {
        0 => "<1 ms".to_owned(),
        1..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        60_000.. => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
    }
}

/// A number of bytes: `412 B`, `1.2 kB`, `12 kB`, `3.4 MB` (powers of ten).
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => scaled(bytes, 1_000, "kB"),
        1_000_000.. => scaled(bytes, 1_000_000, "MB"),
    }
}

fn scaled(bytes: usize, unit: usize, name: &str) -> String {
    let whole = bytes / unit;
    if whole < 10 { format!("{whole}.{} {name}", bytes % unit * 10 / unit) } else { format!("{whole} {name}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn ages() {
        for (seconds, words) in [
            (-5, "just now"),
            (9, "just now"),
            (10, "10 s ago"),
            (27, "20 s ago"),
            (60, "1 min ago"),
            (3_599, "59 min ago"),
            (3_600, "1 h ago"),
            (86_400, "1 day ago"),
            (200_000, "2 days ago"),
        ] {
            assert_eq!(age(at(0), at(seconds)), words);
        }
    }

    #[test]
    fn lifetimes() {
        for (seconds, words) in [
            (631_138_518, "about 20 years"),
            (3_600, "1 hour"),
            (600, "10 minutes"),
            (0, "0 seconds"),
            (59, "59 seconds"),
            (86_400, "1 day"),
            (3_599, "about 60 minutes"),
        ] {
            assert_eq!(lifetime(seconds), words);
        }
    }

    #[test]
    fn sizes_and_times() {
        for (bytes, words) in [(0, "0 B"), (412, "412 B"), (1_234, "1.2 kB"), (12_345, "12 kB"), (3_400_000, "3.4 MB")]
        {
            assert_eq!(size(bytes), words);
        }
        for (millis, words) in [(0, "<1 ms"), (38, "38 ms"), (1_234, "1.2 s"), (125_000, "2 min 5 s")] {
            assert_eq!(elapsed(Duration::from_millis(millis)), words);
        }
    }

    proptest! {
        #[test]
        fn an_age_changes_exactly_when_it_says(seconds in -100i64..1_000_000) {
            let next = age_changes_at(at(0), at(seconds)).unwrap();
            prop_assert!(next > at(seconds));
            prop_assert_ne!(age(at(0), next), age(at(0), at(seconds)));
            let before = next.checked_sub(SignedDuration::from_nanos(1)).unwrap();
            prop_assert_eq!(age(at(0), before), age(at(0), at(seconds)));
        }

        #[test]
        fn no_number_panics(seconds: u64, bytes: usize) {
            lifetime(seconds);
            size(bytes);
            elapsed(Duration::from_secs(seconds));
        }
    }
}
