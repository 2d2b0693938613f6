//! The same tree as XML, as ORCID's schemas want it: see `schema`.

use std::{borrow::Cow, collections::BTreeSet, io};

use jiff::Timestamp;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde_json::Value;

use super::{
    schema::{Field, Form, NAMESPACE},
    tree::{Look, Tree},
};

/// A document with this root, indented by four as at ORCID.
pub(super) fn document(root: &Field, value: &Tree<'_>) -> io::Result<Vec<u8>> {
    let moment = (0, format!("{:.3}", Timestamp::UNIX_EPOCH));
    let mut xml = Xml { out: Writer::new_with_indent(Vec::new(), b' ', 4), namespaces: BTreeSet::new(), moment };
    collect(root, &mut xml.namespaces);
    xml.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    xml.field(root, value.look())?;
    Ok(xml.out.into_inner())
}

struct Xml {
    out: Writer<Vec<u8>>,
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
    fn field(&mut self, field: &Field, value: Look<'_>) -> io::Result<()> {
        if value.is_null() {
            return Ok(());
        }
        if let Form::Wrapped(inner) = field.form {
            self.out.write_event(Event::Start(BytesStart::new(field.name)))?;
            self.field(inner, value)?;
            return self.out.write_event(Event::End(BytesEnd::new(field.name)));
        }
        let of_list = value.each(|item| match field.form {
            Form::Each(fields) => fields
                .iter()
                .filter_map(|field| Some((field, item.get(field.key())?)))
                .try_for_each(|(field, part)| self.field(field, part)),
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Object(_)
            | Form::Wrapped(_) => self.field(field, item),
        });
        if let Some(written) = of_list {
            return written;
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
                write_text(&mut self.out, field.name, &[], &self.moment.1)
            }
            Form::Value => {
                let pairs = value.pairs();
                if pairs.is_empty() {
                    return Ok(());
                }
                let others = pairs.iter().filter(|(key, value)| *key != "value" && !value.is_null());
                let attributes: Vec<_> = others.map(|(key, value)| (*key, plain(*value))).collect();
                self.text(field.name, &attributes, &value.get("value").map(plain).unwrap_or_default())
            }
            Form::Each(_) | Form::Attribute | Form::Wrapped(_) => Ok(()),
        }
    }

    fn object(&mut self, name: &str, parts: &[&[Field]], value: Look<'_>) -> io::Result<()> {
        let mut start = BytesStart::new(name);
        let fields = || parts.iter().copied().flatten();
        for field in fields().filter(|field| matches!(field.form, Form::Attribute)) {
            if let Some(value) = value.get(field.key()).filter(|value| !value.is_null()) {
                start.push_attribute((field.key(), plain(value).as_ref()));
            }
        }
        for prefix in std::mem::take(&mut self.namespaces) {
            start.push_attribute((format!("xmlns:{prefix}").as_str(), format!("{NAMESPACE}{prefix}").as_str()));
        }
        let children: Vec<_> = fields()
            .filter(|field| !matches!(field.form, Form::Attribute))
            .filter_map(|field| value.get(field.key()).map(|value| (field, value)))
            .filter(|(_, value)| !value.is_null() && !value.is_empty_list())
            .collect();
        if children.is_empty() {
            return self.out.write_event(Event::Empty(start));
        }
        self.out.write_event(Event::Start(start))?;
        children.into_iter().try_for_each(|(field, value)| self.field(field, value))?;
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    fn text(&mut self, name: &str, attributes: &[(&str, Cow<'_, str>)], text: &str) -> io::Result<()> {
        write_text(&mut self.out, name, attributes, text)
    }
}

fn write_text(
    out: &mut Writer<Vec<u8>>,
    name: &str,
    attributes: &[(&str, Cow<'_, str>)],
    text: &str,
) -> io::Result<()> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, value.as_ref()));
    }
    let mut text = quick_xml::escape::escape(text);
    if text.contains('\r') {
        text = text.replace('\r', "&#13;").into();
    }
    out.write_event(Event::Start(start))?;
    out.write_event(Event::Text(BytesText::from_escaped(text)))?;
    out.write_event(Event::End(BytesEnd::new(name)))
}

/// A plain value as text. What XML 1.0 cannot hold, escape sequences for example, becomes U+FFFD.
fn plain(value: Look<'_>) -> Cow<'_, str> {
    let text = match value {
        Look::Value(Value::String(text)) => Cow::Borrowed(text.as_str()),
        Look::Value(value) => Cow::Owned(value.to_string()),
        Look::Text(text) => Cow::Borrowed(text),
        Look::List(_) | Look::Object(_) | Look::Made(_) => Cow::Borrowed(""),
    };
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(allowed) {
        return text;
    }
    Cow::Owned(text.chars().map(|c| if allowed(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
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
        String::from_utf8(document(root, &value.clone().into()).unwrap()).unwrap()
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
