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

/// Every line of code of a layer, with its place; comments and the tests at the end of a file are left out. A `use` is one
/// line for each name that it brings.
fn code(layer: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, lines: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, lines);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let place = |number: usize| format!("{}:{}", path.display(), number);
                lines.extend(lines_of(&text).into_iter().map(|(number, line)| (place(number), line)));
            }
        }
    }
    let mut lines = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer), &mut lines);
    lines
}

/// The same of one file, with the numbers of the lines.
fn lines_of(text: &str) -> Vec<(usize, String)> {
    let code = text.lines().enumerate().take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    let mut code = code.filter(|(_, line)| !line.trim_start().starts_with("//"));
    let mut lines = Vec::new();
    while let Some((number, line)) = code.next() {
        let words = line.trim_start();
        let visible = words.strip_prefix("pub").unwrap_or(words);
        let private = visible.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(visible, |(_, rest)| rest);
        if !private.trim_start().starts_with("use ") {
            lines.push((number + 1, line.to_owned()));
            continue;
        }
        let mut statement = words.to_owned();
        while !statement.contains(';')
            && let Some((_, more)) = code.next()
        {
            statement.push_str(more.trim());
        }
        lines.extend(opened(statement.trim_end_matches(';')).into_iter().map(|name| (number + 1, name)));
    }
    lines
}

/// The names of a `use`, each with its whole path: `use std::{fs, io::Read}` is `use std::fs` and `use std::io::Read`.
fn opened(statement: &str) -> Vec<String> {
    let Some((before, list)) = statement.split_once('{') else { return vec![statement.to_owned()] };
    let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
    let (mut depth, mut items) = (0, vec![String::new()]);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().unwrap().push(c);
    }
    let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    items.flat_map(|item| opened(&format!("{before}{item}"))).collect()
}

/// The layers that a line names behind `crate::`.
fn named(line: &str) -> Vec<String> {
    let ident = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.split("crate::").skip(1).map(ident).collect()
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
        for (place, line) in code(layer) {
            for name in named(&line) {
                if layers.contains(&name.as_str()) && name != layer && !allowed.contains(&name.as_str()) {
                    wrong.push(format!("{place}: {layer} must not use {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names in a line that a pure layer must not know.
fn impure(line: &str) -> impl Iterator<Item = &'static str> {
    IMPURE.into_iter().filter(move |name| line.contains(name))
}

#[test]
fn pure_layers_do_nothing_by_themselves() {
    let mut wrong = Vec::new();
    for layer in PURE {
        for (place, line) in code(layer) {
            wrong.extend(impure(&line).map(|name| format!("{place}: {name}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_would_notice() {
    let all = |text: &str| lines_of(text).into_iter().map(|(_, line)| line).collect::<Vec<_>>();
    let layers = |text: &str| all(text).iter().flat_map(|line| named(line)).collect::<Vec<_>>();
    assert_eq!(layers("use crate::{app::Model, net};"), ["app", "net"]);
    assert_eq!(layers("pub(crate) use crate::{\n    app::{\n        Model,\n    },\n    net,\n};"), ["app", "net"]);
    assert_eq!(layers("    let x: crate::ui::theme::Theme = crate::run::world();"), ["ui", "run"]);
    let banned = |text: &str| all(text).iter().flat_map(|line| impure(line)).collect::<Vec<_>>();
    assert_eq!(banned("use std::{\n    env,\n    io::{self, Read},\n    fs,\n};"), ["std::env", "std::fs"]);
    assert_eq!(banned("use std::{net::{IpAddr, TcpStream}, process};"), ["std::net::Tcp", "std::process"]);
    assert_eq!(banned("use {std::fs::File, tokio::time};"), ["std::fs", "tokio::"]);
    assert_eq!(banned("use std::{fmt, net::IpAddr};\n// std::fs\nlet now = Timestamp::now();"), ["Timestamp::now"]);
}
