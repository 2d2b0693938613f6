//! What is written is what is read, for anything that the tables allow.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Map, Value};
use strum::VariantArray;

use super::{Syntax, body, words};
use crate::sandbox::record::{
    Section,
    complete::complete,
    schema::{Field, Form, Rule, Text},
    tree::Tree,
    vocabulary::Vocabulary,
    xml,
};

/// Characters that each have tripped somebody.
const CHARACTERS: [char; 20] = [
    'a', 'Z', '0', ' ', '\t', '\n', '\r', '<', '>', '&', '"', '\'', ']', 'é', '中', 'ع', '\u{301}', '\u{202E}', '😀',
    '%',
];

fn characters(random: &mut StdRng, most: usize) -> String {
    let length = random.random_range(0..most.min(12));
    (0..length).map(|_| CHARACTERS[random.random_range(0..CHARACTERS.len())]).collect()
}

fn text(field: &Field, random: &mut StdRng) -> String {
    match field.rule.text {
        Text::Any => characters(random, 12),
        Text::AtMost(most) => characters(random, most),
        Text::NotBlank(most) => format!("{}x{}", characters(random, most / 2), characters(random, most / 2)),
        Text::Number(least, most) => random.random_range(least..=most).to_string(),
        Text::OrcidUri => "https://orcid.org/0000-0002-1825-0097".to_owned(),
        Text::Orcid => "0000-0002-1825-0097".to_owned(),
        Text::GroupId => "issn:0000-0019".to_owned(),
        Text::Email => "a&b@c.example".to_owned(),
        Text::One(name) => {
            let known = &Vocabulary::named(name).unwrap().words;
            known[random.random_range(0..known.len())].clone()
        }
    }
}

/// Something that the field allows; `None` when it is left out.
fn grow(field: &Field, random: &mut StdRng) -> Option<Value> {
    let made_by_orcid =
        matches!(field.form, Form::Time | Form::Constant) || field.key().starts_with("external-id-normal");
    if made_by_orcid || !field.rule.required && random.random_bool(0.3) {
        return None;
    }
    let count = if field.rule.many || matches!(field.form, Form::Wrapped(_)) { random.random_range(1..4) } else { 0 };
    let one = |random: &mut StdRng| match field.form {
        Form::Object(_) => {
            let mut map = Map::new();
            for part in field.fields() {
                map.extend(grow(part, random).map(|value| (part.key().to_owned(), value)));
            }
            Some(Value::Object(map))
        }
        Form::Attribute => Some(text(field, random).replace(['\t', '\n', '\r'], "").into()),
        Form::Text => Some(text(field, random).into()),
        Form::Value => {
            let mut map = Map::new();
            map.insert("value".to_owned(), text(field, random).into());
            for attribute in field.rule.attributes {
                map.insert((*attribute).to_owned(), characters(random, 5).replace(['\t', '\n', '\r'], "").into());
            }
            Some(Value::Object(map))
        }
        Form::Wrapped(inner) => {
            grow(&Field { rule: Rule { required: true, many: false, ..inner.rule }, ..*inner }, random)
        }
        Form::Time | Form::Constant | Form::Each(_) => None,
    };
    if count == 0 { one(random) } else { Some((0..count).filter_map(|_| one(random)).collect()) }
}

/// Without what ORCID adds: nulls, empty lists, normalised identifiers.
fn bare(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.iter().filter_map(bare).collect()),
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !key.starts_with("external-id-normalized"));
            Some(Value::Object(kept.filter_map(|(key, value)| Some((key.clone(), bare(value)?))).collect()))
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.clone()),
    }
}

/// No contributors are the same as an empty list of them.
fn nobody(mut tree: Value, root: &Field) -> Value {
    let none = |value: &Value| value.get("contributor").is_none_or(|list| list.as_array().is_some_and(Vec::is_empty));
    if root.fields().any(|field| field.key() == "contributors") && tree.get("contributors").is_none_or(none) {
        tree["contributors"] = Value::Null;
    }
    tree
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_what_is_read(seed in any::<u64>()) {
        let mut random = StdRng::seed_from_u64(seed);
        for section in Section::VARIANTS {
            let root = section.names().item;
            let tree = grow(&Field { rule: Rule { required: true, ..root.rule }, ..*root }, &mut random).unwrap();
            let shown = complete(root, Some(Tree::Kept(&tree)), true);
            let xml = xml::document(root, &shown);
            let shown = shown.into_value();
            for (syntax, text) in [
                (Syntax::Json, tree.to_string().into_bytes()),
                (Syntax::Json, shown.to_string().into_bytes()),
                (Syntax::Xml, xml),
            ] {
                let again = body(root, syntax, &text).map_err(|error| error.value()).map(|tree| nobody(tree, root));
                prop_assert_eq!(again, Ok(nobody(tree.clone(), root)), "{}", String::from_utf8_lossy(&text));
            }
            prop_assert!(words(root, &tree).is_ok(), "{:?} {}", section, tree);
            let (shown, tree) = (nobody(shown, root), nobody(tree, root));
            prop_assert_eq!(bare(&shown), bare(&tree), "{:?}", section);
        }
    }

    #[test]
    fn no_body_is_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..200), xml in "[<>/a-z:=\"'&;! \\[\\]-]{0,80}") {
        for section in Section::VARIANTS {
            for syntax in [Syntax::Json, Syntax::Xml] {
                let _ = body(section.names().item, syntax, &bytes);
                let _ = body(section.names().item, syntax, xml.as_bytes());
            }
        }
    }
}
