//! A kept tree with everything that ORCID shows besides: nulls, empty lists, normalised identifiers.

use serde_json::{Value, json};

use super::{
    schema::{Field, Form},
    tree::Tree,
};
use crate::sandbox::activities::normalized;

/// What stands under a field's key, in the order of the table.
pub(super) fn complete(field: &Field, value: Option<&Value>) -> Tree {
    match (&field.form, value.filter(|value| !value.is_null())) {
        (Form::Wrapped(inner), value) => list(inner, value),
        (Form::Object(_), value) if field.rule.many => list(field, value),
        (Form::Object(_), Some(value)) => object(field, value),
        // An activity without contributors has an empty list of them.
        (Form::Object(_), None) if field.key() == "contributors" => {
            Tree::Object(vec![("contributor", Tree::List(Vec::new()))])
        }
        (Form::Attribute | Form::Text | Form::Value | Form::Time | Form::Constant | Form::Each(_), Some(value)) => {
            Tree::Plain(value.clone())
        }
        (_, None) => Tree::NULL,
    }
}

fn list(field: &Field, value: Option<&Value>) -> Tree {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    Tree::List(items.map(|item| object(field, item)).collect())
}

fn object(field: &Field, value: &Value) -> Tree {
    let part = |part: &Field| match part.key() {
        "external-id-normalized" => (part.key(), normalize(value)),
        key => (key, complete(part, value.get(key))),
    };
    Tree::Object(field.fields().map(part).collect())
}

fn normalize(external_id: &Value) -> Tree {
    let text = |key: &str| external_id[key].as_str().unwrap_or_default();
    let value = normalized(text("external-id-type"), text("external-id-value"));
    Tree::Object(vec![("value", Tree::text(value)), ("transient", Tree::Plain(json!(true)))])
}
