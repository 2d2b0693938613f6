//! TOML files that people edit: read with the place of every fault, changed without touching what is not ours.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml_edit::{Document, DocumentMut, Item, Table, TableLike};

use super::StoreError;

/// The format version of `config.toml` and `secrets.toml`.
const VERSION: i64 = 1;

/// Parses a TOML file and reads it as `T`.
///
/// `quote` says whether the reason of a fault may repeat what stands in the file; not for secrets.
pub(super) fn read<T: DeserializeOwned>(path: &Path, bytes: &[u8], quote: bool) -> Result<T, StoreError> {
    let document = parse(path, bytes)?;
    let text = document.raw().to_owned();
    let root = document.as_item().clone();
    toml_edit::de::from_document(document).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let mut key = Vec::new();
        key_at(&root, at, &mut key);
        let reason = if quote { error.message() } else { "a text is expected here" };
        invalid(path, &text, at, key.join("."), reason)
    })
}

/// Parses a TOML file in order to change it.
pub(super) fn open(path: &Path, bytes: &[u8]) -> Result<DocumentMut, StoreError> {
    parse(path, bytes).map(Document::into_mut)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Document<String>, StoreError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            return Err(invalid(path, &valid, valid.len(), String::new(), "a byte that is not UTF-8 text"));
        }
    };
    let document = Document::parse(text.clone()).map_err(|error| {
        // The messages of the syntax name what is expected and quote nothing.
        invalid(path, &text, error.span().map_or(0, |span| span.start), String::new(), error.message())
    })?;
    let Some(version) = document.get("version") else { return Ok(document) };
    match version.as_integer() {
        Some(found) if found > VERSION => {
            Err(StoreError::NewerVersion { path: path.to_owned(), found, known: VERSION })
        }
        Some(VERSION) => Ok(document),
        Some(_) | None => {
            let at = version.span().map_or(0, |span| span.start);
            Err(invalid(path, &text, at, "version".to_owned(), &format!("the format version is {VERSION}")))
        }
    }
}

fn invalid(path: &Path, text: &str, at: usize, key: String, reason: &str) -> StoreError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    StoreError::Invalid {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        key,
        reason: reason.trim_end().replace('\n', ", "),
    }
}

/// The keys on the way to the value that covers a byte of the file.
fn key_at(item: &Item, at: usize, key: &mut Vec<String>) {
    let Some(table) = item.as_table_like() else { return };
    let covers = |item: &Item| match item.span() {
        Some(span) => span.contains(&at) || span.start == at,
        // Tables that only exist because of the ones in them have no place of their own.
        None => false,
    };
    let inside = |item: &Item| {
        let mut below = Vec::new();
        key_at(item, at, &mut below);
        (covers(item) || !below.is_empty()).then_some(below)
    };
    if let Some((name, below)) = table.iter().find_map(|(name, item)| Some((name, inside(item)?))) {
        key.push(name.to_owned());
        key.extend(below);
    }
}

/// Makes `old` say what `new` says about the keys in `owned` (all keys when `None`), and leaves everything else as it
/// is: comments, order, blanks, other keys.
pub(super) fn merge(old: &mut dyn TableLike, new: &dyn TableLike, owned: Option<&[&str]>) {
    let stale: Vec<String> = (old.iter().map(|(name, _)| name))
        .filter(|name| owned.is_none_or(|owned| owned.contains(name)) && !new.contains_key(name))
        .map(str::to_owned)
        .collect();
    for name in stale {
        old.remove(&name);
    }
    for (name, item) in new.iter() {
        set(old, name, item);
    }
}

/// Sets one key, keeping the comment behind a value that was there.
pub(super) fn set(table: &mut dyn TableLike, name: &str, item: &Item) {
    match table.get_mut(name) {
        Some(before) => replace(before, item),
        None => drop(table.insert(name, as_table(item))),
    }
}

/// Takes out of `new` what the file does not say and need not say: what reads as `before` without being there. So a
/// file that was kept short by hand stays short.
pub(super) fn keep_short(new: &mut Table, before: &Table, old: &dyn TableLike) {
    let as_before = |name: &str, item: &Item| before.get(name).is_some_and(|b| b.to_string() == item.to_string());
    new.retain(|name, item| old.contains_key(name) || !as_before(name, item));
}

fn replace(before: &mut Item, item: &Item) {
    if let (Some(old), Some(new)) = (before.as_table_like_mut(), item.as_table_like()) {
        return merge(old, new, None);
    }
    let Some(value) = item.as_value() else {
        *before = item.clone();
        return;
    };
    match before.as_value_mut() {
        Some(old) if same(old, value) => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        None => *before = as_table(item),
    }
}

/// Whether two values mean the same, however they are written.
fn same(one: &toml_edit::Value, other: &toml_edit::Value) -> bool {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => one == other,
        _ => one.to_string().trim() == other.to_string().trim(),
    }
}

/// A table of its own instead of one in braces, which is how the serialiser writes nested ones.
fn as_table(item: &Item) -> Item {
    match item.as_inline_table() {
        Some(table) => Item::Table(table.clone().into_table()),
        None => item.clone(),
    }
}

/// A table at the top of the document, created when it is missing. `None` when something else has that name.
pub(super) fn table<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut dyn TableLike> {
    child(document.as_table_mut(), name)
}

/// A table in a table, created when it is missing. `None` when something else has that name.
pub(super) fn child<'a>(table: &'a mut dyn TableLike, name: &str) -> Option<&'a mut dyn TableLike> {
    if !table.contains_key(name) {
        let mut new = Table::new();
        // Its header is written only when a value stands directly in it.
        new.set_implicit(true);
        table.insert(name, Item::Table(new));
    }
    table.get_mut(name)?.as_table_like_mut()
}

/// A new file: its version, below a comment that says what it is.
pub(super) fn new_document(comment: &str) -> DocumentMut {
    let mut document = DocumentMut::new();
    set_version(&mut document);
    if let Some(mut key) = document.key_mut("version") {
        let lines: String = comment.lines().map(|line| format!("# {line}\n")).collect();
        key.leaf_decor_mut().set_prefix(lines);
    }
    document
}

/// Says the version in a file that does not.
pub(super) fn set_version(document: &mut DocumentMut) {
    if !document.contains_key("version") {
        document.insert("version", toml_edit::value(VERSION));
    }
}
