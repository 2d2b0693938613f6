//! The file: TOML, with its version and a comment that says what it is.

use toml_edit::{Document, DocumentMut, Item, Table, TableLike, value};

use super::{ENDPOINTS, Entry, FLAGS, PARAMETERS, Refused, SharedProfile, Taken, VERSION, build};

const COMMENT: &str = "\
# A profile of orcid-playground, to be shared. It holds no secret and no command:
# whoever takes it types the client secret. Take it with
#   orcid-playground profile import FILE
";

pub(super) fn write(profile: &SharedProfile) -> String {
    let (mut main, mut parameters, mut endpoints) = (Table::new(), Table::new(), Table::new());
    for (key, text) in profile.entries() {
        if let Some(name) = key.strip_prefix(PARAMETERS) {
            parameters.insert(name, value(text));
        } else if let Some(name) = key.strip_prefix(ENDPOINTS) {
            endpoints.insert(name, value(text));
        } else if FLAGS.contains(&key.as_str()) {
            main.insert(&key, value(text == "true"));
        } else {
            main.insert(&key, value(text));
        }
    }
    for (name, table) in [("parameters", parameters), ("endpoints", endpoints)] {
        if !table.is_empty() {
            main.insert(name, Item::Table(table));
        }
    }
    let mut document = DocumentMut::new();
    document.insert("version", value(VERSION));
    document.insert("profile", Item::Table(main));
    format!("{COMMENT}{document}")
}

pub(super) fn read(text: &str) -> Result<Taken, Refused> {
    let line = |span: Option<std::ops::Range<usize>>| {
        span.and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1)
    };
    let document = Document::parse(text).map_err(|error| {
        let reason = format!("it is no TOML: {}", error.message().trim_end().replace('\n', ", "));
        Refused { line: line(error.span()), ..Refused::new("", reason) }
    })?;
    let version = document.get("version").ok_or_else(|| {
        Refused::new("version", "it is missing: this is no shared profile (`orcid-playground profile share` makes one)")
    })?;
    if version.as_integer() != Some(VERSION) {
        let reason = format!("this program knows version {VERSION} alone; a newer one may know it");
        return Err(Refused { line: line(version.span()), ..Refused::new("version", reason) });
    }
    let main = document.get("profile").and_then(Item::as_table_like);
    let main = main.ok_or_else(|| Refused::new("profile", "the table is missing"))?;
    let mut entries = Vec::new();
    let mut add = |table: &dyn TableLike, before: &str| -> Result<(), Refused> {
        for (name, item) in table.iter() {
            let key = format!("{before}{name}");
            if before.is_empty() && item.is_table_like() && matches!(name, "parameters" | "endpoints") {
                continue;
            }
            let expected = match name {
                _ if before == PARAMETERS => "a text",
                "parameters" | "endpoints" => "a table",
                _ if FLAGS.contains(&name) => "true or false",
                _ => "a text",
            };
            let at = line(item.span());
            let refused = || Refused { line: at, ..Refused::new(&key, format!("{expected} is expected")) };
            let free = before == PARAMETERS;
            let text = match (item.as_str(), item.as_bool(), item.as_integer()) {
                (Some(text), _, _) if free || expected == "a text" => text.to_owned(),
                (_, Some(flag), _) if free || expected == "true or false" => flag.to_string(),
                // `max_age = 3600` is what people write.
                (_, _, Some(number)) if free => number.to_string(),
                // Not taken whatever it is, so it may be anything.
                _ if !known(&key) => String::new(),
                _ => return Err(refused()),
            };
            entries.push(Entry { line: at, key, value: text });
        }
        Ok(())
    };
    add(main, "")?;
    for (name, before) in [("parameters", PARAMETERS), ("endpoints", ENDPOINTS)] {
        if let Some(table) = main.get(name).and_then(Item::as_table_like) {
            add(table, before)?;
        }
    }
    let mut taken = build(entries)?;
    let others = document.iter().map(|(name, _)| name).filter(|name| !matches!(*name, "version" | "profile"));
    taken.left_out.extend(others.map(|name| crate::text::sanitize(name).into_owned()));
    Ok(taken)
}

/// Whether a key means something here, so that a value of the wrong kind is a fault.
fn known(key: &str) -> bool {
    const TEXTS: [&str; 9] = [
        "name",
        "environment",
        "client_id",
        "redirect_uri",
        "scope",
        "response_type",
        "token_endpoint_auth_method",
        "parameters",
        "endpoints",
    ];
    FLAGS.contains(&key) || TEXTS.contains(&key) || key.starts_with(PARAMETERS) || key.starts_with(ENDPOINTS)
}
