//! Dates in queries: `2026-01-01T00:00:00Z`, `NOW` and what Solr counts from them, `NOW-1MONTH/DAY` (guide `orcid-wire`,
//! "Search").

use jiff::{Span, Timestamp, ToSpan, Zoned, civil, tz::TimeZone};

use super::query::{Bound, Pattern, Query, QueryError};

/// An end of a period, and whether it belongs to it; `None`: there is no end.
pub(super) type Edge = Option<(Timestamp, bool)>;

/// Whether a field holds dates.
pub(super) fn is_date(field: &str) -> bool {
    matches!(field, "profile-submission-date" | "profile-last-modified-date")
}

/// The same query, with periods in place of what stands for dates.
///
/// # Errors
/// When something else stands there.
pub(super) fn resolve(query: Query, now: Timestamp) -> Result<Query, QueryError> {
    let all = |queries: Vec<Query>| queries.into_iter().map(|query| resolve(query, now)).collect::<Result<_, _>>();
    Ok(match query {
        Query::All => Query::All,
        Query::And(queries) => Query::And(all(queries)?),
        Query::Or(queries) => Query::Or(all(queries)?),
        Query::Not(query) => Query::Not(Box::new(resolve(*query, now)?)),
        Query::Term { field: Some(field), pattern } if is_date(&field) => {
            Query::Term { field: Some(field), pattern: period(pattern, now)? }
        }
        term @ Query::Term { .. } => term,
    })
}

fn period(pattern: Pattern, now: Timestamp) -> Result<Pattern, QueryError> {
    let edge = |Bound { text, included }: Bound| -> Result<Edge, QueryError> {
        if text == "*" { Ok(None) } else { date(&text, now).map(|date| Some((date, included))) }
    };
    let at = |text: &str| date(text, now).map(|date| Pattern::Period(Some((date, true)), Some((date, true))));
    match pattern {
        Pattern::Range(from, to) => Ok(Pattern::Period(edge(from)?, edge(to)?)),
        Pattern::Word(word) if word == "*" => Ok(Pattern::Period(None, None)),
        Pattern::Word(text) => at(&text),
        Pattern::Phrase { text, .. } => at(&text),
        Pattern::Period(from, to) => Ok(Pattern::Period(from, to)),
    }
}

/// A point in time, and what is counted and rounded from there.
fn date(text: &str, now: Timestamp) -> Result<Timestamp, QueryError> {
    let wrong = || QueryError::Date(text.to_owned());
    let upper = text.to_ascii_uppercase();
    let (base, mut rest) = match upper.strip_prefix("NOW") {
        Some(rest) => (now, rest),
        None => {
            let end = upper.find('Z').ok_or_else(wrong)? + 1;
            let (written, rest) = upper.split_at(end);
            if !written.contains('T') {
                return Err(wrong());
            }
            (written.parse().map_err(|_| wrong())?, rest)
        }
    };
    let mut date = base.to_zoned(TimeZone::UTC);
    while let Some(operator) = rest.chars().next() {
        let after = &rest[operator.len_utf8()..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let letters = after[digits..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let (number, unit) = (&after[..digits], &after[digits..digits + letters]);
        date = match operator {
            '/' if digits == 0 => rounded(&date, unit),
            '+' => number.parse().ok().and_then(|number| counted(&date, number, unit)),
            '-' => number.parse().ok().and_then(|number: i64| counted(&date, -number, unit)),
            _ => None,
        }
        .ok_or_else(wrong)?;
        rest = &after[digits + letters..];
    }
    Ok(date.timestamp())
}

fn counted(date: &Zoned, number: i64, unit: &str) -> Option<Zoned> {
    let span = Span::new();
    let span = match unit {
        "YEAR" | "YEARS" => span.try_years(number),
        "MONTH" | "MONTHS" => span.try_months(number),
        "DAY" | "DAYS" | "DATE" => span.try_days(number),
        "HOUR" | "HOURS" => span.try_hours(number),
        "MINUTE" | "MINUTES" => span.try_minutes(number),
        "SECOND" | "SECONDS" => span.try_seconds(number),
        "MILLI" | "MILLIS" | "MILLISECOND" | "MILLISECONDS" => span.try_milliseconds(number),
        _ => return None,
    };
    date.checked_add(span.ok()?).ok()
}

fn rounded(date: &Zoned, unit: &str) -> Option<Zoned> {
    let day = date.date();
    let start = |day: civil::Date, hour, minute, second| day.at(hour, minute, second, 0);
    let (hour, minute, second) = (date.hour(), date.minute(), date.second());
    let rounded = match unit {
        "YEAR" | "YEARS" => start(day.first_of_year(), 0, 0, 0),
        "MONTH" | "MONTHS" => start(day.first_of_month(), 0, 0, 0),
        "DAY" | "DAYS" | "DATE" => start(day, 0, 0, 0),
        "HOUR" | "HOURS" => start(day, hour, 0, 0),
        "MINUTE" | "MINUTES" => start(day, hour, minute, 0),
        "SECOND" | "SECONDS" => start(day, hour, minute, second),
        "MILLI" | "MILLIS" | "MILLISECOND" | "MILLISECONDS" => {
            return date.checked_sub(i64::from(date.subsec_nanosecond() % 1_000_000).nanoseconds()).ok();
        }
        _ => return None,
    };
    rounded.to_zoned(TimeZone::UTC).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_as_solr_counts() {
        let now: Timestamp = "2026-03-31T12:34:56.789Z".parse().unwrap();
        for (text, expected) in [
            ("NOW", "2026-03-31T12:34:56.789Z"),
            ("now/day", "2026-03-31T00:00:00Z"),
            ("NOW-1MONTH", "2026-02-28T12:34:56.789Z"),
            ("NOW/MONTH+2DAYS-3HOURS", "2026-03-02T21:00:00Z"),
            ("NOW/YEAR", "2026-01-01T00:00:00Z"),
            ("NOW/MINUTE", "2026-03-31T12:34:00Z"),
            ("2024-02-29T00:00:00Z+1YEAR", "2025-02-28T00:00:00Z"),
            ("2024-02-29T00:00:00.5Z", "2024-02-29T00:00:00.5Z"),
        ] {
            assert_eq!(date(text, now), Ok(expected.parse().unwrap()), "{text}");
        }
        for wrong in [
            "",
            "foo",
            "2024",
            "2024-02-30T00:00:00Z",
            "2024-01-01",
            "NOW-",
            "NOW-1",
            "NOW-1WEEK",
            "NOW/1DAY",
            "NOW*2DAYS",
            "NOW+99999999999999999999DAYS",
            "NOW+9999999999YEARS",
            "NOWé",
        ] {
            assert_eq!(date(wrong, now), Err(QueryError::Date(wrong.to_owned())), "{wrong}");
        }
    }
}
