//! The direction of use between the layers of `src/`, as a table. A layer that is not in the table fails, and so does a
//! `use` (or a path) that the table does not allow.

use std::{fs, path::Path};

/// Each layer and the layers that it may use.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("oauth", &[]),
    ("text", &[]),
    ("orcid", &["oauth", "text"]),
    ("sandbox", &["oauth", "orcid"]),
    ("net", &["oauth"]),
    ("store", &["oauth"]),
    ("app", &["oauth", "orcid", "text"]),
    ("ui", &["app", "oauth", "orcid", "text"]),
    ("run", &["app", "net", "oauth", "orcid", "sandbox", "store"]),
    ("tui", &["app", "net", "oauth", "orcid", "run", "store", "text", "ui"]),
    ("cli", &["app", "net", "oauth", "orcid", "run", "sandbox", "store", "text", "tui", "ui"]),
];

/// Crates that the pure layers must not know: they do nothing by themselves.
const IMPURE: [&str; 11] = [
    "tokio::",
    "reqwest::",
    "hyper::",
    "crossterm::",
    "std::fs",
    "std::net::Tcp",
    "std::process",
    "std::env",
    "Timestamp::now",
    "Instant::now",
    "rand::rng()",
];
const PURE: [&str; 5] = ["oauth", "orcid", "sandbox", "app", "text"];

/// Every line of code of a layer, with its place; comments and the tests at the end of a file are left out.
fn code(layer: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, lines: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, lines);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().enumerate().take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
                lines.extend(
                    code.filter(|(_, line)| !line.trim_start().starts_with("//"))
                        .map(|(number, line)| (format!("{}:{}", path.display(), number + 1), line.to_owned())),
                );
            }
        }
    }
    let mut lines = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer), &mut lines);
    lines
}

/// The layers that a line names behind `crate::`. Lists in braces are written on lines of their own by rustfmt, so the
/// first names inside a brace are looked at too.
fn named(line: &str) -> Vec<String> {
    let ident = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for part in line.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(list) => found.extend(list.split(',').map(|item| ident(item.trim())).filter(|name| !name.is_empty())),
            None => found.push(ident(part)),
        }
    }
    found
}

#[test]
fn layers_are_used_in_one_direction() {
    let layers: Vec<&str> = ALLOWED.iter().map(|(layer, _)| *layer).collect();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            let name = entry.file_name().into_string().unwrap();
            assert!(layers.contains(&name.as_str()), "src/{name} is in no row of the table");
        }
    }
    let mut wrong = Vec::new();
    for (layer, allowed) in ALLOWED {
        let mut in_use_crate = false;
        for (place, line) in code(layer) {
            // `use crate::{` with one layer a line.
            let mut names = named(&line);
            if in_use_crate && line.starts_with("    ") && !line.starts_with("     ") {
                names.push(line.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
            if line.starts_with("use crate::{") {
                in_use_crate = !line.contains("};");
            } else if line.starts_with("};") {
                in_use_crate = false;
            }
            for name in names {
                if layers.contains(&name.as_str()) && name != layer && !allowed.contains(&name.as_str()) {
                    wrong.push(format!("{place}: {layer} must not use {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_layers_do_nothing_by_themselves() {
    let mut wrong = Vec::new();
    for layer in PURE {
        for (place, line) in code(layer) {
            wrong.extend(IMPURE.iter().filter(|name| line.contains(**name)).map(|name| format!("{place}: {name}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_would_notice() {
    assert_eq!(named("use crate::{app::Model, net};"), ["app", "net"]);
    assert_eq!(named("    let x: crate::ui::theme::Theme = crate::run::world();"), ["ui", "run"]);
}
