//! What the schema demands and no rule has refused: parts of what is there. It is looked at last, so that a rule with a
//! code of its own may answer first (guide `orcid-wire`, "Checks of what is written").

use serde_json::{Map, Value};

use super::{Fault, shape};
use crate::sandbox::record::schema::{Field, Form, NAMESPACE, Text};

/// Whether a tree that [`shape::shape`] made is what the schema says, to the last part.
pub(super) fn strict(field: &Field, value: &Value) -> Result<(), Fault> {
    match (&field.form, value) {
        (_, Value::Null) | (Form::Time | Form::Constant | Form::Each(_), _) => Ok(()),
        (Form::Wrapped(inner), _) => strict(inner, value),
        (_, Value::Array(items)) => {
            if field.rule.most.is_some_and(|most| items.len() > most) {
                return Err(unexpected(field, "No child element"));
            }
            items.iter().try_for_each(|item| strict(field, item))
        }
        (Form::Object(_), _) => object(field, value),
        (Form::Value, Value::Object(map)) => beside(field, map),
        (Form::Value | Form::Text | Form::Attribute, _) => text(field, value.as_str().unwrap_or_default()),
    }
}

fn object(field: &Field, value: &Value) -> Result<(), Fault> {
    let there = |key: &str| value.get(key).is_some_and(|part| !part.is_null());
    for part in field.fields() {
        let rule = &part.rule;
        if rule.demanded && !there(part.key()) {
            return Err(shape::missing(part));
        }
        if let Some(sibling) = rule.behind.filter(|sibling| there(part.key()) && !there(sibling)) {
            return Err(unexpected(part, &format!("One of '{{{sibling}}}'")));
        }
        if let Some(value) = value.get(part.key()) {
            strict(part, value)?;
        }
    }
    let any = field.rule.any_of;
    if !any.is_empty() && !any.iter().any(|key| there(key)) {
        return Err(Fault::Schema(format!(
            "cvc-complex-type.2.4.b: The content of element '{}' is not complete. One of '{{{}}}' is expected.",
            field.name,
            any.join(", ")
        )));
    }
    Ok(())
}

/// A value is there, and so is each attribute.
fn beside(field: &Field, map: &Map<String, Value>) -> Result<(), Fault> {
    text(field, map.get("value").and_then(Value::as_str).unwrap_or_default())?;
    match field.rule.attributes.iter().find(|attribute| !map.contains_key(**attribute)) {
        Some(attribute) => Err(Fault::Schema(format!(
            "cvc-complex-type.4: Attribute '{attribute}' must appear on element '{}'.",
            field.name
        ))),
        None => Ok(()),
    }
}

fn text(field: &Field, text: &str) -> Result<(), Fault> {
    if matches!(field.rule.text, Text::OrcidUri) && !is_orcid_uri(text) {
        return Err(shape::pattern(field, text));
    }
    shape::text(field, Value::from(text)).map(|_| ())
}

/// `https://orcid.org/…`, or at a host that ends so.
fn is_orcid_uri(text: &str) -> bool {
    let rest = text.strip_prefix("https://").and_then(|rest| rest.rsplit_once('/'));
    rest.is_some_and(|(host, orcid)| {
        let here = host.starts_with("localhost") && host.ends_with("/orcid-web");
        (here || (host.ends_with("orcid.org") && !host.contains('/'))) && shape::is_orcid(orcid)
    })
}

fn unexpected(field: &Field, expected: &str) -> Fault {
    let (prefix, local) = field.name.split_once(':').unwrap_or(("", field.name));
    Fault::Schema(format!(
        "cvc-complex-type.2.4.a: Invalid content was found starting with element '{{\"{NAMESPACE}{prefix}\":{local}}}'. \
         {expected} is expected at this point."
    ))
}
