//! Whether this computer's clock and a server's agree, by the `Date` of its answers (RFC 9110 §6.6.1).

use http::header;
use jiff::{Timestamp, fmt::rfc2822};

use super::HttpResponse;

/// How far clocks may be apart, in seconds: ID tokens are judged with as much (OpenID Connect Core 1.0 §3.1.3.7).
pub const LEEWAY: i64 = 60;

/// Seconds by which this computer's clock is ahead of the server's; negative when it is behind. `None` when the answer does not
/// tell.
pub fn ahead(answer: &HttpResponse, received: Timestamp) -> Option<i64> {
    let date = answer.headers().get(header::DATE)?.to_str().ok()?;
    let theirs = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(received.as_second() - theirs.as_second())
}

/// Such a difference when it is too large, as a sentence without its end.
pub fn wrong(ahead: i64) -> Option<String> {
    let way = if ahead > 0 { "ahead of" } else { "behind" };
    (ahead.abs() > LEEWAY).then(|| format!("This computer's clock is {} s {way} the server's", ahead.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_compared_by_the_date_of_an_answer() {
        let answer = |date: &str| http::Response::builder().header("date", date).body(bytes::Bytes::new()).unwrap();
        let now = "2026-03-01T09:05:00Z".parse().unwrap();
        for (date, expected) in [
            ("Sun, 01 Mar 2026 09:00:00 GMT", Some(300)),
            ("Sun, 01 Mar 2026 10:00:00 +0100", Some(300)),
            ("Sun, 01 Mar 2026 09:05:30 GMT", Some(-30)),
            ("today", None),
        ] {
            assert_eq!(ahead(&answer(date), now), expected, "{date}");
        }
        assert_eq!(wrong(LEEWAY), None);
        assert_eq!(wrong(61).unwrap(), "This computer's clock is 61 s ahead of the server's");
        assert_eq!(wrong(-300).unwrap(), "This computer's clock is 300 s behind the server's");
    }
}
