//! A member of an object, in whatever notation a program printed it: `"name": "…"`, `'name': None`, `:name=>nil`,
//! `["name"]=> string(3) "…"`, `[name] => …`, `name=…, `, `Name:…`, `name: Some("…")`, `$name` with its value a line below.

use serde_json::Value;

/// What programs write for nothing.
const NOTHING: [&str; 7] = ["", "null", "none", "nil", "<nil>", "undefined", "~"];

/// No value is longer: an ID token is the longest.
const LONGEST: usize = 1 << 12;

/// What stands before a value and says its type: PHP's `var_dump`, Rust, Java, Python, R.
const TYPES: [&str; 10] = ["Some(", "Secret(", "Optional[", "Optional.of(", "Just ", "chr ", "int ", "num ", "b", "u"];

/// Where a member's name ends, each time that it stands as a word of its own. `lower` is in lower case.
pub(in crate::orcid::diagnosis::copied) fn ends<'a>(
    lower: &'a str,
    name: &'a str,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    lower
        .match_indices(name)
        .map(|(at, name)| (at, at + name.len()))
        .filter(move |(at, end)| !lower[..*at].ends_with(of_name) && !lower[*end..].starts_with(of_name))
}

/// The value behind a name; `None` when what follows is none. A form's values are encoded.
pub(in crate::orcid::diagnosis::copied) fn value(text: &str, of_form: bool) -> Option<Value> {
    // What goes on without an end is read again for every name in it.
    let text = crate::text::beginning(text, LONGEST);
    let rest = text.strip_prefix(":protected").unwrap_or(text).trim_start_matches(['"', '\'', ']', '`', '\\']);
    let line = rest.trim_start_matches([' ', '\t']);
    let signs = ["=>", ":=", ":", "=", "|"];
    let value = match signs.iter().find_map(|sign| line.strip_prefix(sign)) {
        Some(value) => value.trim_start_matches([' ', '\t']),
        // R prints a list so.
        None => line.strip_prefix('\n').filter(|below| below.starts_with("[1]") || below.starts_with("NULL"))?,
    };
    let Some(below) = value.strip_prefix('\n').map(str::trim_start) else { return Some(typed(value, of_form)) };
    // Only where a value can be meant: else it is another member.
    let goes_on = below.starts_with(['"', '\'']) && !names(below) || is_php(below);
    Some(if goes_on { typed(below, of_form) } else { Value::Null })
}

/// Whether a quoted text is the name of a member.
fn names(text: &str) -> bool {
    let behind = text[1..].find(['"', '\'']).map_or("", |end| text[end + 2..].trim_start());
    behind.starts_with([':', '=', ']'])
}

fn is_php(text: &str) -> bool {
    ["string(", "int(", "float(", "bool(", "array(", "NULL"].iter().any(|kind| text.starts_with(kind))
}

fn typed(value: &str, of_form: bool) -> Value {
    if let Some(string) = value.strip_prefix("string(") {
        return typed(string.split_once(") ").map_or("", |(_, string)| string), of_form);
    }
    if let Some(number) = ["int(", "float(", "bool("].iter().find_map(|kind| value.strip_prefix(kind)) {
        return bare(number, of_form);
    }
    let value = value.strip_prefix("[1]").map_or(value, str::trim_start);
    let inside = TYPES.iter().find_map(|kind| {
        let inside = value.strip_prefix(kind)?;
        (kind.len() > 1 || inside.starts_with(['"', '\''])).then_some(inside)
    });
    let value = inside.unwrap_or(value);
    match value.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => Value::String(quoted(&value[1..], quote)),
        Some('[' | '(' | '{') => list(value),
        Some(_) | None => bare(value, of_form),
    }
}

/// Up to the quote that closes; of what is cut off, all. Python breaks long texts into several.
fn quoted(inside: &str, quote: char) -> String {
    let closes =
        |(at, _): &(usize, &str)| !(quote == '\'' && inside[at + 1..].starts_with(|next: char| next.is_alphanumeric()));
    let Some((end, _)) = inside.match_indices(quote).find(closes) else { return inside.to_owned() };
    let more = inside[end + 1..].strip_prefix('\n').map(str::trim_start).filter(|_| quote == '\'');
    match more.and_then(|more| more.strip_prefix(quote)).filter(|more| !names(&format!("'{more}"))) {
        Some(more) => format!("{}{}", &inside[..end], quoted(more, quote)),
        None => inside[..end].to_owned(),
    }
}

/// The items of a list, with blanks between.
fn list(value: &str) -> Value {
    let end = value.find([']', ')', '}']).unwrap_or(value.len());
    let items = value[1..end].split(|c: char| c.is_whitespace() || ",\"'".contains(c)).filter(|item| !item.is_empty());
    Value::String(items.collect::<Vec<_>>().join(" "))
}

fn bare(value: &str, of_form: bool) -> Value {
    let ends = |c: char| ",}]);\n|\"".contains(c) || of_form && (c == '&' || c.is_whitespace());
    let end = value.find(ends).unwrap_or(value.len());
    // PHP's print_r on one line: the next member's name.
    let next = value[..end].find(" [").filter(|_| value[end..].trim_start_matches(']').trim_start().starts_with("=>"));
    let mut text = &value[..next.unwrap_or(end)];
    // Go and logfmt have nothing but a blank between two members.
    let mut from = 0;
    for word in text.split(' ') {
        let name = word.find([':', '=']).filter(|at| *at > 0 && !word[*at..].starts_with("://"));
        let is_name = |at: usize| word[..at].chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if (from > 0 || value.starts_with(word)) && name.is_some_and(is_name) {
            text = &text[..from];
            break;
        }
        from += word.len() + 1;
    }
    let text = text.trim();
    if NOTHING.contains(&text.to_ascii_lowercase().as_str()) {
        return Value::Null;
    }
    let decoded = percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    Value::String(if of_form { decoded } else { text.to_owned() })
}
