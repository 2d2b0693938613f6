//! A kept tree with everything that ORCID shows besides: nulls, empty lists, normalised identifiers.

use serde_json::json;

use super::{
    normalize::normalized,
    schema::{Field, Form},
    section::Section,
    tree::{Look, Tree},
};

/// Whether identifiers under a key of a section are shown in their tidy form, too: fundings, what a review is about and the
/// person's own are not (guide `orcid-wire`, "Normalized identifiers").
pub(super) fn is_normalized(section: Section, key: &str) -> bool {
    !matches!(section, Section::Fundings | Section::ExternalIdentifiers) && key != "subject-external-identifier"
}

/// What stands under a field's key, in the order of the table.
pub(super) fn complete<'a>(field: &Field, value: Option<Tree<'a>>, normalizes: bool) -> Tree<'a> {
    match (&field.form, value.filter(|value| !value.look().is_null())) {
        (Form::Wrapped(inner), value) => list(inner, value, normalizes),
        (Form::Object(_), value) if field.rule.many => list(field, value, normalizes),
        (Form::Object(_), Some(value)) => object(field, value, normalizes),
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

fn list<'a>(field: &Field, value: Option<Tree<'a>>, normalizes: bool) -> Tree<'a> {
    let items = value.map(Tree::into_items).unwrap_or_default();
    Tree::List(items.into_iter().map(|item| object(field, item, normalizes)).collect())
}

fn object<'a>(field: &Field, mut value: Tree<'a>, normalizes: bool) -> Tree<'a> {
    let count = field.fields().count();
    let mut pairs = Vec::with_capacity(count);
    // Before anything is taken out.
    let (mut tidy, mut error) = if normalizes { normalize(value.look()) } else { (None, None) };
    for part in field.fields() {
        let key = part.key();
        let part = match key {
            "external-id-normalized" => tidy.take().unwrap_or(Tree::NULL),
            "external-id-normalized-error" => error.take().unwrap_or(Tree::NULL),
            _ => complete(part, value.take(key), normalizes),
        };
        pairs.push((key, part));
    }
    Tree::Object(pairs)
}

/// An identifier in its tidy form, or why there is none.
fn normalize<'a>(external_id: Look<'_>) -> (Option<Tree<'a>>, Option<Tree<'a>>) {
    let text = |key: &str| external_id.get(key).and_then(Look::str);
    let Some(value) = text("external-id-value") else { return (None, None) };
    let kind = text("external-id-type").unwrap_or_default();
    let transient = ("transient", Tree::Plain(json!(true)));
    match normalized(kind, value) {
        Some(tidy) => (Some(Tree::Object(vec![("value", Tree::text(tidy)), transient])), None),
        None => {
            let message = format!("Cannot normalize identifier value {kind}:{value}");
            let error = vec![("error-code", Tree::text("8001")), ("error-message", Tree::text(message)), transient];
            (None, Some(Tree::Object(error)))
        }
    }
}
