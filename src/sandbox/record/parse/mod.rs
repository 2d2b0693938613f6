//! What a client writes, as the tree that is kept: the tables of `schema` read backwards (guide `orcid-wire`, "Record
//! writes").
//!
//! JSON and XML become the same tree: JSON's keys, without nulls and without what ORCID adds itself.
//!
//! | file | what lives there |
//! |---|---|
//! | `encoding` | the characters of XML |
//! | `xml` | elements and attributes become keys |
//! | `plain` | the same rules for a text alone, in plain words |
//! | `shape` | keys, forms and lengths are checked |
//! | `strict` | at last, what no rule demands and the schema does |

mod encoding;
mod plain;
#[cfg(test)]
mod round_trip;
mod shape;
mod strict;
mod xml;

pub(in crate::sandbox) use plain::{element, other_word, unfit};
pub(in crate::sandbox) use shape::is_group_id;

use serde::Deserialize;
use serde_json::Value;

use super::{
    error::{ApiError, Problem},
    schema::{self, Field, Form, Text},
    vocabulary::Vocabulary,
};

/// The language of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Syntax {
    Json,
    Xml,
}

/// Why a body is not what the table says.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// No JSON or no XML at all.
    Syntax(String),
    /// Something else that ORCID knows, by the element around it or the number of works.
    OtherRoot,
    /// Against the schema, or no form that Jackson can map.
    Schema(String),
}

impl Syntax {
    /// The syntax of a `Content-Type`; `None` for what the API does not take.
    pub fn of(content_type: &str) -> Option<Self> {
        let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media_type.strip_prefix("application/")? {
            "json" | "orcid+json" | "vnd.orcid+json" => Some(Self::Json),
            "xml" | "orcid+xml" | "vnd.orcid+xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// A body as the tree that `root` describes. Words are not looked at: see [`words`].
///
/// # Errors
/// 9006 for XML that is something else of ORCID's and for JSON of one work in place of several or the reverse, 9001 for what cannot be read and for XML against the schema, 9047 for JSON against it.
pub(in crate::sandbox) fn body(root: &Field, syntax: Syntax, body: &[u8]) -> Result<Value, ApiError> {
    let read = match syntax {
        Syntax::Json => {
            json(body).and_then(|value| if counts_otherwise(root, &value) { Err(Fault::OtherRoot) } else { Ok(value) })
        }
        Syntax::Xml => xml::read(root, body),
    };
    let shaped = read.and_then(|value| shape::shape(root, value)?.ok_or_else(|| Fault::Schema(NOTHING.to_owned())));
    shaped.map_err(|fault| refusal(fault, syntax))
}

/// ORCID's words for a body without anything.
const NOTHING: &str = "Couldn't read object, data seems to be empty or invalid";

/// The first value of a body. As Jackson does, a byte order mark is passed over, and what follows is not looked at.
fn json(body: &[u8]) -> Result<Value, Fault> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let mut reader = serde_json::Deserializer::from_slice(body);
    let error = match Value::deserialize(&mut reader) {
        Ok(value) => return Ok(value),
        Err(_) if body.trim_ascii().is_empty() => return Err(Fault::Schema(NOTHING.to_owned())),
        Err(error) => error,
    };
    let what = if error.is_eof() { "Unexpected end-of-input" } else { "Unexpected character" };
    Err(Fault::Syntax(format!("{what} at [line: {}, column: {}]", error.line(), error.column())))
}

/// Whether a tree that the rules let through is what the schema says, too.
///
/// # Errors
/// Those of [`body`] for what is against the schema.
pub(in crate::sandbox) fn schema(root: &Field, syntax: Syntax, tree: &Value) -> Result<(), ApiError> {
    strict::strict(root, tree).map_err(|fault| refusal(fault, syntax))
}

fn refusal(fault: Fault, syntax: Syntax) -> ApiError {
    match (fault, syntax) {
        (Fault::OtherRoot, _) => ApiError::new(Problem::Argument).because("argument type mismatch"),
        (Fault::Schema(why), Syntax::Json) => ApiError::new(Problem::Json).fill("error", &why),
        (Fault::Schema(why) | Fault::Syntax(why), _) => ApiError::new(Problem::Request).because(&why),
    }
}

/// JSON names no root element; what tells several works from a single one is the key `bulk`.
fn counts_otherwise(root: &Field, value: &Value) -> bool {
    let Value::Object(given) = value else { return false };
    let is_bulk = root.name == schema::BULK.name;
    let has_bulk = given.contains_key(schema::BULK.key());
    if is_bulk { !has_bulk && schema::WORK.fields().any(|part| given.contains_key(part.key())) } else { has_bulk }
}

/// Whether every word is one that ORCID knows.
///
/// # Errors
/// What the vocabulary says: 9037, 9051 or 9058.
pub(in crate::sandbox) fn words(field: &Field, value: &Value) -> Result<(), ApiError> {
    match (&field.form, value) {
        (_, Value::Null) => Ok(()),
        (Form::Each(fields), Value::Array(items)) => items.iter().try_for_each(|item| {
            fields.iter().filter_map(|f| item.get(f.key()).map(|value| (f, value))).try_for_each(|(f, v)| words(f, v))
        }),
        (Form::Wrapped(inner), _) => words(inner, value),
        (_, Value::Array(items)) => items.iter().try_for_each(|item| words(field, item)),
        (Form::Object(parts), _) => {
            let fields = parts.iter().copied().flatten();
            fields.filter_map(|f| value.get(f.key()).map(|value| (f, value))).try_for_each(|(f, v)| words(f, v))
        }
        (Form::Value, _) => word(field, &value["value"]),
        (Form::Attribute | Form::Text, _) => word(field, value),
        (Form::Time | Form::Constant | Form::Each(_), _) => Ok(()),
    }
}

fn word(field: &Field, value: &Value) -> Result<(), ApiError> {
    let (Text::One(name), Some(text)) = (field.rule.text, value.as_str()) else { return Ok(()) };
    match Vocabulary::named(name) {
        Some(vocabulary) if !vocabulary.has(text) => Err(unknown_word(vocabulary, text)),
        Some(_) | None => Ok(()),
    }
}

/// The refusal of another word.
pub(in crate::sandbox) fn unknown_word(vocabulary: &Vocabulary, word: &str) -> ApiError {
    let listed = vocabulary.listed();
    if vocabulary.error == Problem::ContributorRole as u16 {
        return ApiError::new(Problem::ContributorRole).fill("role", word).fill("validRoles", &listed);
    }
    if vocabulary.error == Problem::Type as u16 {
        return ApiError::new(Problem::Type).fill("type", &vocabulary.called).fill("values", &listed);
    }
    ApiError::new(Problem::EnumValue).fill("value", word).fill("enum", &vocabulary.called)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(syntax: Syntax, text: &str) -> Result<Value, Value> {
        body(&schema::WORK, syntax, text.as_bytes()).map_err(|error| error.value())
    }

    const XML: &str = r#"<?xml version="1.0"?>
        <w:work xmlns:c="http://www.orcid.org/ns/common" xmlns:w="http://www.orcid.org/ns/work"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" put-code="7">
          <!-- a comment -->
          <w:title><c:title>A &lt;b&gt; &#x41;<![CDATA[ & c]]></c:title>
            <c:translated-title language-code="es">Uno</c:translated-title></w:title>
          <w:type>book</w:type>
          <c:external-ids><c:external-id><c:external-id-type>doi</c:external-id-type>
            <c:external-id-value>10.5/a</c:external-id-value></c:external-id></c:external-ids>
        </w:work>"#;

    #[test]
    fn both_languages_give_one_tree() {
        let json = json!({"put-code": 7, "path": null, "type": "book",
            "title": {"title": "A <b> A & c", "translated-title": {"value": "Uno", "language-code": "es"}},
            "external-ids": {"external-id": {"external-id-type": "doi", "external-id-value": "10.5/a",
                "external-id-normalized": {"value": "10.5/a", "transient": true}}}});
        let tree = read(Syntax::Xml, XML).unwrap();
        assert_eq!(tree, read(Syntax::Json, &json.to_string()).unwrap());
        assert_eq!(tree["title"]["title"], json!({"value": "A <b> A & c"}));
        assert_eq!(tree["external-ids"]["external-id"][0]["external-id-value"], "10.5/a");
    }

    #[test]
    fn what_is_not_in_the_table_is_refused() {
        for (syntax, text, code, why) in [
            (Syntax::Json, "{", 9001, "Unexpected end-of-input"),
            (Syntax::Json, "[]", 9047, "Cannot deserialize"),
            (Syntax::Json, "null", 9047, "Couldn't read object"),
            (Syntax::Json, r#"{"titel":1}"#, 9047, "Unrecognized field \"titel\""),
            (Syntax::Json, r#"{"title":{"title":{"value":"x","lang":"y"}}}"#, 9047, "Unrecognized field \"lang\""),
            (Syntax::Json, r#"{"title":{"title":{"value":" "}}}"#, 9047, "cvc-pattern-valid"),
            (Syntax::Json, r#"{"publication-date":{"month":"01"}}"#, 9047, "cvc-complex-type.2.4.b"),
            (Syntax::Json, r#"{"publication-date":{"year":1492}}"#, 9047, "cvc-minInclusive-valid"),
            (Syntax::Xml, "<work", 9001, "Full validation error"),
            (Syntax::Xml, "", 9001, "Premature end of file"),
            (Syntax::Xml, "<work/>", 9001, "Cannot find the declaration of element 'work'"),
            (Syntax::Xml, r#"<b:bulk xmlns:b="http://www.orcid.org/ns/bulk"/>"#, 9006, "argument type mismatch"),
            (Syntax::Xml, r#"<k:keyword xmlns:k="http://www.orcid.org/ns/keyword"/>"#, 9006, "argument type mismatch"),
            (Syntax::Xml, "<!DOCTYPE w><w/>", 9001, "DOCTYPE"),
            (Syntax::Xml, &XML.replace("w:type>", "w:sort>"), 9001, "cvc-complex-type.2.4.a"),
            (Syntax::Xml, &XML.replace("put-code", "putcode"), 9001, "cvc-complex-type.3.2.2"),
            (Syntax::Xml, &XML.replace("&lt;", "&oops;"), 9001, "oops"),
        ] {
            let error = read(syntax, text).unwrap_err();
            assert_eq!(error["error-code"], code, "{text}: {error}");
            assert!(error["developer-message"].as_str().unwrap().contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn order_matters_in_xml_only() {
        let turned = XML.replace("<w:type>book</w:type>", "").replace("</w:work>", "<w:type>book</w:type></w:work>");
        assert_eq!(read(Syntax::Xml, &turned).unwrap_err()["error-code"], 9001);
    }

    #[test]
    fn words_are_those_of_the_vocabulary() {
        for (tree, code) in [
            (json!({"type": "novel"}), 9037),
            (json!({"country": {"value": "Spain"}}), 9037),
            (json!({"visibility": "friends"}), 9051),
            (json!({"external-ids": {"external-id": [{"external-id-relationship": "cousin"}]}}), 9051),
            (
                json!({"contributors": {"contributor": [{"contributor-attributes": {"contributor-role": "cook"}}]}}),
                9058,
            ),
        ] {
            assert_eq!(words(&schema::WORK, &tree).unwrap_err().value()["error-code"], code, "{tree}");
        }
        assert!(words(&schema::WORK, &json!({"type": "book", "country": {"value": "ES"}})).is_ok());
    }

    #[test]
    fn types_of_content() {
        for (content_type, syntax) in [
            ("application/json", Some(Syntax::Json)),
            ("application/vnd.orcid+json; charset=UTF-8", Some(Syntax::Json)),
            ("Application/XML", Some(Syntax::Xml)),
            ("application/orcid+xml", Some(Syntax::Xml)),
            ("text/xml", None),
            ("application/x-www-form-urlencoded", None),
            ("", None),
        ] {
            assert_eq!(Syntax::of(content_type), syntax, "{content_type}");
        }
    }
}
