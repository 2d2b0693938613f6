//! Keys, forms and lengths. The complaints are worded as by Jackson and Xerces, which ORCID hands on.

use serde_json::{Map, Value};

use super::Fault;
use crate::sandbox::record::schema::{Field, Form, NAMESPACE, Rule, Text};

/// The value as it is kept; `None` when there is nothing to keep.
pub(super) fn shape(field: &Field, value: Value) -> Result<Option<Value>, Fault> {
    // What ORCID makes itself is taken and not kept.
    if matches!(field.form, Form::Time | Form::Constant) || field.key().starts_with("external-id-normalized") {
        return Ok(None);
    }
    if value.is_null() {
        return Ok(None);
    }
    if field.rule.many && !matches!(field.form, Form::Wrapped(_)) {
        return list(field, value);
    }
    match field.form {
        Form::Attribute | Form::Text => text(field, value).map(|text| Some(Value::String(text))),
        Form::Value => beside(field, value),
        Form::Object(_) => object(field, value).map(Some),
        Form::Each(fields) => each(field, fields, value).map(Some),
        Form::Wrapped(inner) => list(inner, value),
        Form::Time | Form::Constant => Ok(None),
    }
}

/// An empty one is not kept: XML could not say it.
fn list(field: &Field, value: Value) -> Result<Option<Value>, Fault> {
    // A single value stands for a list of one.
    let items = match value {
        Value::Array(items) => items,
        one @ (Value::Object(_) | Value::String(_) | Value::Number(_) | Value::Bool(_)) => vec![one],
        Value::Null => Vec::new(),
    };
    let single = Field { rule: Rule { many: false, ..field.rule }, ..*field };
    let items: Vec<Value> =
        items.into_iter().map(|item| shape(&single, item)).filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok((!items.is_empty()).then(|| items.into()))
}

fn object(field: &Field, value: Value) -> Result<Value, Fault> {
    let Value::Object(mut given) = value else { return Err(other_form(field, &value)) };
    let mut kept = Map::new();
    for part in field.fields() {
        let shaped = match given.shift_remove(part.key()) {
            Some(value) => shape(part, value)?,
            None => None,
        };
        match shaped {
            Some(value) => {
                kept.insert(part.key().to_owned(), value);
            }
            None if part.rule.required => return Err(missing(part)),
            None => {}
        }
    }
    match given.keys().next() {
        Some(key) => Err(unknown(field, key)),
        None => Ok(Value::Object(kept)),
    }
}

fn each(field: &Field, fields: &[Field], value: Value) -> Result<Value, Fault> {
    let Value::Array(items) = value else { return Err(other_form(field, &value)) };
    let one = |item: Value| {
        let Value::Object(map) = item else { return Err(other_form(field, &item)) };
        let mut kept = Map::new();
        for (key, value) in map {
            let part = fields.iter().find(|part| part.key() == key).ok_or_else(|| unknown(field, &key))?;
            kept.extend(shape(part, value)?.map(|value| (key, value)));
        }
        match (kept.is_empty(), fields.first()) {
            (true, Some(first)) => Err(missing(first)),
            _ => Ok(Value::Object(kept)),
        }
    };
    items.into_iter().map(one).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// `{"value": …}` with attributes; a plain text is its value.
fn beside(field: &Field, value: Value) -> Result<Option<Value>, Fault> {
    let mut kept = Map::new();
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if key != "value" && !field.rule.attributes.contains(&key.as_str()) {
                    return Err(unknown(field, &key));
                }
                if !value.is_null() {
                    let text = if key == "value" { text(field, value)? } else { plain(field, value)? };
                    kept.insert(key, text.into());
                }
            }
        }
        plain => {
            kept.insert("value".to_owned(), text(field, plain)?.into());
        }
    }
    // What stands beside a value that is missing is kept: a rule says what is wrong then.
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

fn plain(field: &Field, value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(other_form(field, &value)),
    }
}

/// A text that the rule of its element allows.
pub(super) fn text(field: &Field, value: Value) -> Result<String, Fault> {
    let text = plain(field, value)?;
    let length = text.chars().count();
    let too_long = |most: usize| {
        let facet = format!(
            "cvc-maxLength-valid: Value with length = '{length}' is not facet-valid with respect to maxLength '{most}' \
             for element '{}'.",
            field.name
        );
        if length > most { Err(Fault::Schema(facet)) } else { Ok(()) }
    };
    let pattern = || pattern(field, &text);
    match field.rule.text {
        // The address of an iD has a rule of its own: `strict` holds it to the schema.
        Text::Any | Text::OrcidUri => {}
        Text::AtMost(most) => too_long(most)?,
        Text::NotBlank(most) => {
            if text.trim().is_empty() {
                return Err(pattern());
            }
            too_long(most)?;
        }
        Text::Number(least, most) => {
            let trimmed = text.trim();
            let number: u32 = trimmed.parse().map_err(|_| {
                Fault::Schema(format!("cvc-datatype-valid.1.2.1: '{trimmed}' is not a valid value for 'integer'."))
            })?;
            if number < least {
                let facet = format!("cvc-minInclusive-valid: Value '{trimmed}' is below the least value '{least}'.");
                return Err(Fault::Schema(facet));
            }
            if number > most {
                let facet = format!("cvc-maxInclusive-valid: Value '{trimmed}' is above the greatest value '{most}'.");
                return Err(Fault::Schema(facet));
            }
            return Ok(trimmed.to_owned());
        }
        Text::Orcid if !is_orcid(text.trim()) => return Err(pattern()),
        Text::GroupId if !is_group_id(&text) => return Err(pattern()),
        Text::Email => {
            too_long(350)?;
            let ok = text.split_once('@').is_some_and(|(name, host)| {
                let dotted = host.split_once('.').is_some_and(|(host, rest)| !host.is_empty() && !rest.is_empty());
                !name.is_empty() && dotted
            });
            if !ok {
                return Err(pattern());
            }
        }
        Text::Orcid | Text::GroupId | Text::One(_) => return Ok(text.trim().to_owned()),
    }
    Ok(text)
}

pub(super) fn pattern(field: &Field, text: &str) -> Fault {
    Fault::Schema(format!(
        "cvc-pattern-valid: Value '{text}' is not facet-valid with respect to pattern for element '{}'.",
        field.name
    ))
}

/// Four or more groups of four digits, the last of them perhaps an X.
pub(super) fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    groups.len() >= 4
        && groups.iter().all(|group| group.len() == 4)
        && groups[..groups.len() - 1].iter().all(|group| digits(group))
        && groups.last().is_some_and(|last| digits(last.strip_suffix('X').unwrap_or(last)))
}

/// `issn:…`, `ringgold:…` and so on.
pub(in crate::sandbox) fn is_group_id(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once(':') else { return false };
    matches!(kind, "ringgold" | "issn" | "orcid-generated" | "fundref" | "publons")
        && rest.len() >= 2
        && text.len() <= 1000
        && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"^._~:/?#[]@!$&'()*+,;=-".contains(&b))
}

fn other_form(field: &Field, value: &Value) -> Fault {
    let token = match value {
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
        Value::String(_) => "VALUE_STRING",
        Value::Number(_) => "VALUE_NUMBER",
        Value::Bool(true) => "VALUE_TRUE",
        Value::Bool(false) => "VALUE_FALSE",
        Value::Null => "VALUE_NULL",
    };
    Fault::Schema(format!("Cannot deserialize \"{}\" out of {token} token", field.key()))
}

fn unknown(field: &Field, key: &str) -> Fault {
    let known: Vec<String> = match field.form {
        Form::Each(fields) => fields.iter().map(|part| format!("\"{}\"", part.key())).collect(),
        Form::Value => ["value"].iter().chain(field.rule.attributes).map(|key| format!("\"{key}\"")).collect(),
        Form::Object(_) | Form::Attribute | Form::Text | Form::Time | Form::Constant | Form::Wrapped(_) => {
            field.fields().map(|part| format!("\"{}\"", part.key())).collect()
        }
    };
    Fault::Schema(format!(
        "Unrecognized field \"{key}\" ({}), not marked as ignorable ({} known properties: {})",
        field.key(),
        known.len(),
        known.join(", ")
    ))
}

pub(super) fn missing(field: &Field) -> Fault {
    let (prefix, local) = field.name.split_once(':').unwrap_or(("", field.name));
    Fault::Schema(format!(
        "cvc-complex-type.2.4.b: The content is not complete. One of '{{\"{NAMESPACE}{prefix}\":{local}}}' is expected."
    ))
}
