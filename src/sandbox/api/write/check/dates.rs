//! Dates, and what comes after what.

use jiff::civil::Date;
use serde_json::Value;

use super::{Checked, refused, text};
use crate::sandbox::record::{ApiError, Problem};

/// What ends has begun.
pub(super) fn started(own: &Value) -> Checked {
    if own.get("end-date").is_some() && own.get("start-date").is_none() {
        return refused(Problem::StartDate);
    }
    Ok(())
}

/// `start-date` and `end-date` of an affiliation: no other section has to keep the order.
pub(super) fn in_order(own: &Value) -> Checked {
    let (start, end) = (own.get("start-date"), own.get("end-date"));
    date(end)?;
    date(start)?;
    if ends_before_it_begins(own) { refused(Problem::EndBeforeStart) } else { Ok(()) }
}

/// Whether the `end-date` lies before the `start-date`.
pub(in crate::sandbox) fn ends_before_it_begins(own: &Value) -> bool {
    match (own.get("start-date"), own.get("end-date")) {
        (Some(start), Some(end)) => before(end, start),
        (Some(_) | None, Some(_) | None) => false,
    }
}

/// Whether one date lies before another, as far as both are known.
fn before(date: &Value, other: &Value) -> bool {
    for part in ["/year/value", "/month/value", "/day/value"] {
        let (date, other) = (text(date, part), text(other, part));
        if date.is_empty() || other.is_empty() || date != other {
            return !date.is_empty() && !other.is_empty() && date < other;
        }
    }
    false
}

/// Whether a date is one: four digits, two, two, and a day that the month has.
pub(super) fn date(date: Option<&Value>) -> Checked {
    let Some(date) = date else { return Ok(()) };
    let part = |key: &str| date.pointer(&format!("/{key}/value")).and_then(Value::as_str);
    let (year, month, day) = (part("year"), part("month"), part("day"));
    let written = match (year, month, day) {
        (Some(year), None, None) => year.to_owned(),
        (Some(year), Some(month), None) => format!("{year}-{month}"),
        (year, month, Some(day)) => format!("{}-{}-{day}", year.unwrap_or("null"), month.unwrap_or("null")),
        (None, Some(month), None) => format!("null-{month}"),
        (None, None, None) => "null".to_owned(),
    };
    if is_day(&written) {
        return Ok(());
    }
    Err(ApiError::new(Problem::Date).fill("dateString", &written))
}

/// Whether `2024`, `2024-03` or `2024-03-15` is in the calendar.
pub(in crate::sandbox) fn is_day(written: &str) -> bool {
    let whole = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_owned(),
    };
    let form = whole.len() == 10
        && whole.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    form && whole.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> Value {
        let parts: Vec<&str> = text.split('-').collect();
        let part = |at: usize| parts.get(at).map(|part| json!({"value": part}));
        let mut value = json!({"year": part(0), "month": part(1), "day": part(2)});
        value.as_object_mut().unwrap().retain(|_, part| !part.is_null());
        value
    }

    #[test]
    fn dates() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert!(date(Some(&day(good))).is_ok(), "{good}");
        }
        for bad in ["2023-02-29", "2024-2", "2024-13", "2024-02-1", "24"] {
            let error = date(Some(&day(bad))).unwrap_err().value();
            assert_eq!(error["error-code"], 9049, "{bad}");
            assert_eq!(error["developer-message"], format!("400 Bad request: invalid date: {bad} "));
        }
        assert!(date(Some(&json!({"year": {"value": "2024"}, "day": {"value": "01"}}))).is_err());
    }

    #[test]
    fn an_end_comes_after_its_beginning() {
        for (start, end, ok) in [
            ("2020", "2019", false),
            ("2020", "2020", true),
            ("2020-05", "2020", true),
            ("2020-05", "2020-04", false),
            ("2020-05-02", "2020-05-01", false),
            ("2020-05-02", "2021-01-01", true),
        ] {
            assert_eq!(in_order(&json!({"start-date": day(start), "end-date": day(end)})).is_ok(), ok, "{start} {end}");
        }
    }
}
