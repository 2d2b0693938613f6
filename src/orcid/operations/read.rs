//! Reads the table: single operations, and sections that stand for six of them.

use http::Method;
use serde::Deserialize;

use super::{Api, FieldInfo, Operation};

/// The table.
pub(super) struct Table {
    pub operations: Vec<Operation>,
    pub fields: Vec<FieldInfo>,
}

/// An entry, in the order of the file.
#[derive(Deserialize)]
struct File {
    field: Vec<FieldInfo>,
    operation: Vec<toml::Spanned<Single>>,
    section: Vec<toml::Spanned<Section>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Single {
    name: String,
    group: String,
    about: String,
    method: String,
    path: String,
    #[serde(default)]
    root: bool,
    api: Api,
    scope: Option<String>,
    instead: Option<String>,
    limited: Option<String>,
    legs: Option<u8>,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    group: String,
    name: String,
    list: String,
    path: String,
    all: String,
    title: String,
    about: String,
    scope: String,
    older: Option<String>,
    limited: String,
}

/// Reads it.
pub(super) fn table(text: &str) -> Result<Table, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut placed = Vec::new();
    for entry in file.operation {
        let place = entry.span().start;
        placed.push((place, single(entry.into_inner())?));
    }
    for entry in file.section {
        let place = entry.span().start;
        placed.extend(section(&entry.into_inner()).into_iter().map(|operation| (place, operation)));
    }
    // Stable: the operations of a section keep their order.
    placed.sort_by_key(|(place, _)| *place);
    Ok(Table { operations: placed.into_iter().map(|(_, operation)| operation).collect(), fields: file.field })
}

fn single(row: Single) -> Result<Operation, String> {
    let method = row.method.parse().map_err(|_| format!("{}: {} is no method", row.name, row.method))?;
    Ok(Operation {
        name: row.name,
        group: row.group,
        about: row.about,
        method,
        path: row.path,
        root: row.root,
        api: row.api,
        scope: row.scope,
        instead: row.instead,
        limited: row.limited,
        two_legged: row.legs == Some(2),
        body: row.body,
    })
}

/// The operations of a section: the person's items have no summaries, and no other path for one than for all.
fn section(row: &Section) -> Vec<Operation> {
    let Section { name, list, path, all, title, .. } = row;
    let read = |name: String, about: String, path: String| Operation {
        name,
        group: row.group.clone(),
        about,
        method: Method::GET,
        path,
        root: false,
        api: Api::Both,
        scope: Some("/read-public".to_owned()),
        instead: None,
        limited: Some(row.limited.clone()),
        two_legged: false,
        body: None,
    };
    let write = |name: String, about: String, method: Method, path: String| Operation {
        instead: row.older.as_ref().map(|older| match method {
            _ if older.ends_with("/update") || older.ends_with("/create") => older.clone(),
            Method::POST => format!("{older}/create"),
            _ => format!("{older}/update"),
        }),
        body: (method != Method::DELETE).then(|| row.name.clone()),
        api: Api::Member,
        scope: Some(row.scope.clone()),
        limited: None,
        method,
        ..read(name, about, path)
    };
    let a = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let item = format!("/{{orcid}}/{path}/{{put-code}}");
    let mut operations = vec![
        read(format!("read-{list}"), row.about.clone(), format!("/{{orcid}}/{all}")),
        read(format!("read-{name}"), format!("One {title}, whole."), item.clone()),
    ];
    if path != all {
        let path = format!("/{{orcid}}/{path}/summary/{{put-code}}");
        let about = format!("One {title}, as the list of all shows it.");
        operations.push(read(format!("read-{name}-summary"), about, path));
    }
    let added = format!("Adds {a} {title}. 201; the Location ends with the put-code.");
    let updated = format!("Replaces {a} {title} that this client added; the body holds the put-code too.");
    let deleted = format!("Deletes {a} {title} that this client added.");
    operations.push(write(format!("add-{name}"), added, Method::POST, format!("/{{orcid}}/{path}")));
    operations.push(write(format!("update-{name}"), updated, Method::PUT, item.clone()));
    operations.push(write(format!("delete-{name}"), deleted, Method::DELETE, item));
    operations
}
