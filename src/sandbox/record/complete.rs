//! A kept tree with everything that ORCID shows besides: nulls, empty lists, normalised identifiers.

use serde_json::json;

use super::{
    schema::{Field, Form},
    tree::Tree,
};
use crate::sandbox::activities::normalized;

/// What stands under a field's key, in the order of the table.
pub(super) fn complete<'a>(field: &Field, value: Option<Tree<'a>>) -> Tree<'a> {
    match (&field.form, value.filter(|value| !value.look().is_null())) {
        (Form::Wrapped(inner), value) => list(inner, value),
        (Form::Object(_), value) if field.rule.many => list(field, value),
        (Form::Object(_), Some(value)) => object(field, value),
        // An activity without contributors has an empty list of them.
        (Form::Object(_), None) if field.key() == "contributors" => {
            Tree::Object(vec![("contributor", Tree::List(Vec::new()))])
        }
        (Form::Attribute | Form::Text | Form::Value | Form::Time | Form::Constant | Form::Each(_), Some(value)) => {
            value
        }
        (_, None) => Tree::NULL,
    }
}

fn list<'a>(field: &Field, value: Option<Tree<'a>>) -> Tree<'a> {
    let items = value.map(Tree::into_items).unwrap_or_default();
    Tree::List(items.into_iter().map(|item| object(field, item)).collect())
}

fn object<'a>(field: &Field, mut value: Tree<'a>) -> Tree<'a> {
    let count = field.fields().count();
    let mut pairs = Vec::with_capacity(count);
    // Before anything is taken out.
    let mut normalized = value.look().get("external-id-value").map(|_| normalize(&value));
    for part in field.fields() {
        let key = part.key();
        pairs.push((
            key,
            match key {
                "external-id-normalized" => normalized.take().unwrap_or_else(|| normalize(&value)),
                _ => complete(part, value.take(key)),
            },
        ));
    }
    Tree::Object(pairs)
}

fn normalize<'a>(external_id: &Tree<'_>) -> Tree<'a> {
    let text = |key: &str| external_id.look().get(key).and_then(super::tree::Look::str).unwrap_or_default();
    let value = normalized(text("external-id-type"), text("external-id-value"));
    Tree::Object(vec![("value", Tree::text(value)), ("transient", Tree::Plain(json!(true)))])
}
