//! The forms in which a known secret can turn up in another place.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::oauth::form;

/// The shortest value that is looked for everywhere. A code has six characters. Cookies hold words like `english` too.
pub(super) fn shortest(kind: &str) -> usize {
    if kind == "COOKIE" { 12 } else { 6 }
}

/// Every form, without repetition. None for a value that is too short to be told from other text: it is replaced under its
/// name only.
pub(super) fn of(value: &str, shortest: usize) -> Vec<String> {
    if value.chars().count() < shortest {
        return Vec::new();
    }
    let query = form::query([("", value)]).trim_start_matches('=').to_owned();
    let posted = form::form([("", value)]).trim_start_matches('=').to_owned();
    let all = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    let again = form::query([("", query.as_str())]).trim_start_matches('=').to_owned();
    let again_all = utf8_percent_encode(&all, NON_ALPHANUMERIC).to_string();
    let json = serde_json::to_string(value).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let escaped_twice = serde_json::to_string(&json).unwrap_or_default().trim_matches('"').to_owned();
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![value.to_owned(), json.replace('/', "\\/"), json, escaped_twice];
    forms.extend([html.replace('\'', "&#39;"), html.replace('\'', "&#x27;"), html]);
    for encoded in [query, posted, all, again, again_all] {
        forms.extend([lower_hex(&encoded), encoded]);
    }
    forms.extend([hex.to_ascii_uppercase(), hex, value.to_ascii_uppercase(), value.to_ascii_lowercase()]);
    forms.extend(base64(value.as_bytes()));
    forms.retain(|form| form.len() >= shortest);
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// `%2F` as `%2f`.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut digits = 0;
    for c in encoded.chars() {
        out.push(if digits > 0 { c.to_ascii_lowercase() } else { c });
        digits = if c == '%' { 2 } else { u32::saturating_sub(digits, 1) };
    }
    out
}

/// The characters that Base64 makes of the value alone, for each of the three places in which it can begin among other
/// bytes; those that other bytes have a part in are left out.
fn base64(value: &[u8]) -> Vec<String> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(value.iter().copied()).collect();
        let (first, last) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for encoded in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            forms.extend(encoded.get(first..last).map(str::to_owned));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn base64_is_found_at_every_offset() {
        for before in ["", "a", "ab", "abc", "APP-1:"] {
            for after in ["", "x", "xy"] {
                let whole = STANDARD.encode(format!("{before}s3cret-value{after}"));
                assert!(of("s3cret-value", 6).iter().any(|form| whole.contains(form)), "{before} {after}");
            }
        }
    }

    #[test]
    fn what_is_too_short_is_not_looked_for() {
        assert_eq!(of("abc", 6), Vec::<String>::new());
    }
}
