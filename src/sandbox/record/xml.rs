//! The same tree as XML, as ORCID's schemas want it: see `schema`.

use std::{borrow::Cow, collections::BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    schema::{Field, Form, NAMESPACE},
    tree::{Look, Tree},
};

/// A document with this root, indented by four as at ORCID.
pub(super) fn document(root: &Field, value: &Tree<'_>) -> Vec<u8> {
    let moment = (0, format!("{:.3}", Timestamp::UNIX_EPOCH));
    let out = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#.to_vec();
    let mut xml = Xml { out, depth: 0, namespaces: BTreeSet::new(), moment };
    collect(root, &mut xml.namespaces);
    xml.field(root, value.look());
    xml.out
}

/// Bytes are put together by hand: a record can have a million elements.
struct Xml {
    out: Vec<u8>,
    /// How many elements are open.
    depth: usize,
    /// Prefixes that the next element declares: those of the whole document, at its root.
    namespaces: BTreeSet<&'static str>,
    /// The last point in time, in milliseconds and as it is written: most are the same.
    moment: (i64, String),
}

/// Every prefix that may occur below.
fn collect(field: &Field, prefixes: &mut BTreeSet<&'static str>) {
    prefixes.extend(field.name.split_once(':').map(|(prefix, _)| prefix));
    match field.form {
        Form::Object(parts) => parts.iter().copied().flatten().for_each(|field| collect(field, prefixes)),
        Form::Each(fields) => fields.iter().for_each(|field| collect(field, prefixes)),
        Form::Wrapped(inner) => collect(inner, prefixes),
        Form::Attribute | Form::Text | Form::Value | Form::Time | Form::Constant => {}
    }
}

impl Xml {
    fn field(&mut self, field: &Field, value: Look<'_>) {
        if value.is_null() {
            return;
        }
        if let Form::Wrapped(inner) = field.form {
            self.start(field.name);
            self.push(">");
            self.depth += 1;
            self.field(inner, value);
            return self.end(field.name);
        }
        let is_list = value.each(|item| match field.form {
            Form::Each(fields) => {
                for field in fields {
                    if let Some(part) = item.get(field.key()) {
                        self.field(field, part);
                    }
                }
            }
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Object(_)
            | Form::Wrapped(_) => self.field(field, item),
        });
        if is_list {
            return;
        }
        match field.form {
            Form::Object(parts) => self.object(field.name, parts, value),
            Form::Text => self.text(field.name, &[], &plain(value)),
            Form::Constant => self.text(field.name, &[], &constant(&plain(value))),
            Form::Time => {
                // Notifications have the bare number.
                let milliseconds = value.get("value").unwrap_or(value).integer().unwrap_or_default();
                if self.moment.0 != milliseconds {
                    let at = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
                    self.moment = (milliseconds, format!("{at:.3}"));
                }
                let moment = std::mem::take(&mut self.moment.1);
                self.text(field.name, &[], &moment);
                self.moment.1 = moment;
            }
            Form::Value => {
                let mut pairs = value.pairs().peekable();
                if pairs.peek().is_some() {
                    let others = pairs.filter(|(key, value)| *key != "value" && !value.is_null());
                    let attributes: Vec<_> = others.map(|(key, value)| (key, plain(value))).collect();
                    self.text(field.name, &attributes, &value.get("value").map(plain).unwrap_or_default());
                }
            }
            Form::Each(_) | Form::Attribute | Form::Wrapped(_) => {}
        }
    }

    fn object(&mut self, name: &str, parts: &[&[Field]], value: Look<'_>) {
        self.start(name);
        let fields = || parts.iter().copied().flatten();
        for field in fields().filter(|field| matches!(field.form, Form::Attribute)) {
            if let Some(value) = value.get(field.key()).filter(|value| !value.is_null()) {
                self.attribute(field.key(), &plain(value));
            }
        }
        for prefix in std::mem::take(&mut self.namespaces) {
            self.attribute(&format!("xmlns:{prefix}"), &format!("{NAMESPACE}{prefix}"));
        }
        let opened = self.out.len();
        self.depth += 1;
        for field in fields().filter(|field| !matches!(field.form, Form::Attribute)) {
            let Some(value) = value.get(field.key()).filter(|value| !value.is_null() && !value.is_empty_list()) else {
                continue;
            };
            if self.out.len() == opened {
                self.push(">");
            }
            self.field(field, value);
        }
        if self.out.len() == opened {
            self.depth -= 1;
            self.push("/>");
        } else {
            self.end(name);
        }
    }

    fn text(&mut self, name: &str, attributes: &[(&str, Cow<'_, str>)], text: &str) {
        self.start(name);
        for (key, value) in attributes {
            self.attribute(key, value);
        }
        self.push(">");
        self.escaped(text, "&#13;");
        self.close(name);
    }

    fn attribute(&mut self, key: &str, value: &str) {
        self.push(" ");
        self.push(key);
        self.push("=\"");
        self.escaped(value, "\r");
        self.push("\"");
    }

    /// The beginning of a start tag, on a line of its own.
    fn start(&mut self, name: &str) {
        self.line();
        self.push("<");
        self.push(name);
    }

    /// The end tag of an element that has others in it.
    fn end(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.close(name);
    }

    fn close(&mut self, name: &str) {
        self.push("</");
        self.push(name);
        self.push(">");
    }

    fn line(&mut self) {
        self.push("\n");
        self.out.resize(self.out.len() + 4 * self.depth, b' ');
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Text with what stands for its signs; a carriage return would be read as a line feed.
    fn escaped(&mut self, text: &str, carriage_return: &str) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            let entity = match byte {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                b'\'' => "&apos;",
                b'"' => "&quot;",
                b'\r' => carriage_return,
                _ => continue,
            };
            self.push(&text[from..at]);
            self.push(entity);
            from = at + 1;
        }
        self.push(&text[from..]);
    }
}

/// A plain value as text.
fn plain(value: Look<'_>) -> Cow<'_, str> {
    match value {
        Look::Value(Value::String(text)) => possible(text),
        Look::Value(value) => Cow::Owned(value.to_string()),
        Look::Text(text) => possible(text),
        Look::List(_) | Look::Object(_) | Look::Made(_) => Cow::Borrowed(""),
    }
}

/// What XML 1.0 cannot hold, escape sequences for example, becomes U+FFFD.
fn possible(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if allowed(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}

/// Text as it stands in other XML.
pub(in crate::sandbox) fn escaped_xml(text: &str) -> String {
    quick_xml::escape::escape(possible(text)).into_owned()
}

/// `MEMBER_REFERRED` as its schema has it, `Member-referred`. `API` stays.
fn constant(name: &str) -> String {
    match name {
        "API" => name.to_owned(),
        _ => {
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            format!("{first}{}", rest.to_lowercase().replace('_', "-"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::record::schema;
    use serde_json::json;

    fn written(root: &Field, value: &Value) -> String {
        String::from_utf8(document(root, &value.clone().into())).unwrap()
    }

    #[test]
    fn one_tree_gives_attributes_elements_and_namespaces() {
        let value = json!({"put-code": 7, "visibility": "public", "created-date": {"value": 1_487_282_816_222_i64},
            "source": null, "content": "a < b & \u{1b}[31m\r", "display-index": 1});
        let expected = concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
            "<keyword:keyword put-code=\"7\" visibility=\"public\" display-index=\"1\" ",
            "xmlns:common=\"http://www.orcid.org/ns/common\" xmlns:keyword=\"http://www.orcid.org/ns/keyword\">\n",
            "    <common:created-date>2017-02-16T22:06:56.222Z</common:created-date>\n",
            "    <keyword:content>a &lt; b &amp; \u{FFFD}[31m&#13;</keyword:content>\n",
            "</keyword:keyword>"
        );
        assert_eq!(written(&schema::KEYWORD, &value), expected);
    }

    #[test]
    fn constants_have_the_schemas_names() {
        let names = ["DIRECT", "MEMBER_REFERRED", "API", ""].map(constant);
        assert_eq!(names, ["Direct", "Member-referred", "API", ""]);
    }

    /// Every key that is not null has a field.
    fn complete(field: &Field, value: &Value, at: &str) {
        let fields: Vec<&Field> = match (&field.form, value) {
            (_, Value::Array(items)) => return items.iter().for_each(|item| complete(field, item, at)),
            (Form::Object(parts), Value::Object(_)) => parts.iter().copied().flatten().collect(),
            (Form::Each(fields), Value::Object(_)) => fields.iter().collect(),
            (Form::Wrapped(inner), _) => return complete(inner, value, at),
            _ => return,
        };
        for (key, value) in value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let at = format!("{at}/{key}");
            let field =
                fields.iter().find(|field| field.key() == key).unwrap_or_else(|| panic!("{at} is in no schema"));
            complete(field, value, &at);
        }
    }

    #[test]
    fn no_key_is_lost_in_xml() {
        use crate::sandbox::{KeySource, Sandbox, Settings, demo_researchers, record};
        use rand::{SeedableRng, rngs::StdRng};
        let key: KeySource = std::sync::Arc::new(|| unreachable!("nothing is signed here"));
        let sandbox = Sandbox::new(Settings::default(), key, StdRng::seed_from_u64(1));
        let sophia = &demo_researchers()[0];
        let paths = [
            "record",
            "personal-details",
            "biography",
            "work/3001",
            "works/3001,1",
            "funding/4001",
            "peer-review/5001",
            "research-resource/6001",
            "employment/2001",
            "keywords/1301",
        ];
        for path in paths {
            let resource = record::Resource::parse(path).unwrap();
            let document = record::read(&sandbox, sophia, record::Reader::public(), &resource).unwrap();
            complete(document.root, &document.value.into_value(), path);
        }
    }
}
