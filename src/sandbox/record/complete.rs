//! A kept tree with everything that ORCID shows besides: nulls, empty lists, normalised identifiers.

use serde_json::{Map, Value, json};

use super::schema::{Field, Form};
use crate::sandbox::activities::normalized;

/// What stands under a field's key, in the order of the table.
pub(super) fn complete(field: &Field, value: Option<&Value>) -> Value {
    match (&field.form, value.filter(|value| !value.is_null())) {
        (Form::Wrapped(inner), value) => list(inner, value),
        (Form::Object(_), value) if field.rule.many => list(field, value),
        (Form::Object(_), Some(value)) => object(field, value),
        // An activity without contributors has an empty list of them.
        (Form::Object(_), None) if field.key() == "contributors" => json!({"contributor": []}),
        (Form::Attribute | Form::Text | Form::Value | Form::Time | Form::Constant | Form::Each(_), Some(value)) => {
            value.clone()
        }
        (_, None) => Value::Null,
    }
}

fn list(field: &Field, value: Option<&Value>) -> Value {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.map(|item| object(field, item)).collect::<Vec<_>>().into()
}

fn object(field: &Field, value: &Value) -> Value {
    let mut map = Map::with_capacity(6);
    for part in field.fields() {
        let under = match part.key() {
            "external-id-normalized" => normalize(value),
            key => complete(part, value.get(key)),
        };
        map.insert(part.key().to_owned(), under);
    }
    Value::Object(map)
}

fn normalize(external_id: &Value) -> Value {
    let text = |key: &str| external_id[key].as_str().unwrap_or_default();
    json!({"value": normalized(text("external-id-type"), text("external-id-value")), "transient": true})
}
