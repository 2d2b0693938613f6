//! README.md says what is true: its screens and its JSON are the program's, its commands, keys, files and paths exist.
//!
//! `UPDATE_README=1 cargo test --test readme` makes screens, JSON and the table of keys anew.

mod document;
#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/screen.rs"]
mod screen;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use bytes::Bytes;
use clap::{CommandFactory, Parser};
use document::{Readme, code, keys, root};
use journey::{Journey, START};
use orcid_playground::{
    app::{Key, keymap::KEYMAP},
    cli::{Args, error::Exit},
    orcid::LOCAL_ISSUER,
    sandbox::respond,
    store::Paths,
};
use strum::IntoEnumIterator;

/// One picture in README.md.
struct Picture {
    name: &'static str,
    keys: &'static str,
    size: (u16, u16),
}

const PICTURES: [Picture; 6] = [
    Picture { name: "after-the-dance", keys: "enter enter enter", size: (120, 40) },
    Picture { name: "a-code-used-twice", keys: "enter enter enter x E", size: (80, 24) },
    Picture { name: "predicted-and-actual", keys: "F end p enter a enter x x", size: (80, 24) },
    Picture {
        name: "explained",
        keys: "enter enter enter 3 down down down down down down down down down down down down e",
        size: (80, 24),
    },
    Picture { name: "a-wrong-secret", keys: "1 tab tab ctrl-e ctrl-u x y z esc a enter enter", size: (80, 24) },
    Picture {
        name: "a-two-legged-scope",
        keys: "1 tab tab tab tab ctrl-e space / r e a d - p u b l i c esc a",
        size: (80, 24),
    },
];

impl Picture {
    fn draw(&self) -> String {
        let (width, height) = self.size;
        let mut journey = Journey::new();
        journey.resize(width, height).store_as("20260301T090000.000Z-local").press(self.keys);
        // Below the screen stand notes on focus and cursor.
        let screen = journey.screen(width, height);
        screen.lines().take(height.into()).map(|line| format!("{line}\n")).collect()
    }
}

#[test]
fn screens_are_what_the_program_shows() {
    let mut readme = Readme::read();
    let names: Vec<_> = PICTURES.iter().map(|picture| picture.name).collect();
    assert_eq!(readme.marked("screen"), names);
    for picture in PICTURES {
        readme.hold(&format!("screen: {}", picture.name), &picture.draw());
    }
}

#[test]
fn the_two_commands_stand_near_the_top() {
    let readme = Readme::read();
    let top: Vec<_> = readme.lines().take(25).collect();
    for command in ["cargo run --release", "cargo test"] {
        assert!(top.contains(&command), "{command} does not stand at the top of README.md");
    }
}

/// Every command that does something, as it is typed.
fn leaves(command: &clap::Command, before: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = format!("{before}{}", sub.get_name());
        if sub.has_subcommands() {
            found.extend(leaves(sub, &format!("{name} ")));
        } else {
            found.insert(name);
        }
    }
    found
}

#[test]
fn the_table_of_commands_is_the_command_line() {
    let readme = Readme::read();
    let rows = readme.table("commands");
    assert_eq!(rows[0][0], "*(none)*");
    let named: BTreeSet<String> = rows[1..].iter().flat_map(|row| code(row[0])).map(str::to_owned).collect();
    assert_eq!(named, leaves(&Args::command(), ""));
}

#[test]
fn every_example_can_be_typed() {
    let readme = Readme::read();
    let commands: Vec<_> = readme
        .shell()
        .into_iter()
        .chain(readme.inline_code())
        .filter_map(|line| line.find("orcid-playground ").map(|at| &line[at..]))
        .collect();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands {
        let end = ["|", ")", " #", " >", ";", " & "].iter().filter_map(|stop| command.find(stop)).min();
        let words = shlex::split(&command[..end.unwrap_or(command.len())]).unwrap_or_else(|| panic!("{command}"));
        match Args::try_parse_from(words) {
            Ok(_) => {}
            Err(error) if error.kind() == clap::error::ErrorKind::DisplayHelp => {}
            Err(error) => panic!("{command}: {error}"),
        }
    }
}

#[test]
fn every_option_exists() {
    fn options(command: &clap::Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_arguments().filter_map(|option| option.get_long()).map(str::to_owned));
        command.get_subcommands().for_each(|sub| options(sub, found));
    }
    let mut known = BTreeSet::from(["help".to_owned()]);
    options(&Args::command(), &mut known);
    let readme = Readme::read();
    let mut seen = 0;
    for code in readme.inline_code() {
        let Some(option) = code.strip_prefix("--") else { continue };
        let name = option.split([' ', '=']).next().unwrap_or_default();
        assert!(known.contains(name), "README.md names --{name}");
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn exit_codes_are_those_of_the_commands() {
    let readme = Readme::read();
    let named: Vec<u8> = readme.table("exit codes").iter().map(|row| row[0].parse().expect("a number")).collect();
    assert_eq!(named, Exit::iter().map(Exit::code).collect::<Vec<_>>());
}

/// The words of a text that are variables of this program.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_uppercase() && c != '_').filter(|word| word.starts_with("ORCID_")).collect()
}

#[test]
fn variables_are_those_that_the_help_names() {
    let readme = Readme::read();
    let table: String = readme.table("variables").iter().map(|row| format!("{} ", row[0])).collect();
    let help = Args::command().render_long_help().to_string();
    assert_eq!(variables(&table), variables(&help));
}

/// A key, or two in a row, as `<kbd>` has it. A bar would end the cell of a table, this bracket begin a tag.
fn kbd(keys: &[Key]) -> String {
    let keys = keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
    format!("<kbd>{}</kbd>", keys.replace('|', "&#124;").replace('<', "&lt;"))
}

/// Every command that has keys, two to a row, in the order of the key map down the left and then down the right.
fn table_of_keys() -> String {
    let cells: Vec<String> = (KEYMAP.entries.iter())
        .filter_map(|entry| {
            let mut keys: Vec<String> = Vec::new();
            for binding in KEYMAP.bindings.iter().filter(|binding| binding.command == entry.command) {
                let key = kbd(&binding.keys);
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            (!keys.is_empty()).then(|| format!("| {} | {} ", keys.join(" "), entry.title))
        })
        .collect();
    let (left, right) = cells.split_at(cells.len().div_ceil(2));
    let mut rows = vec!["| key | what it does | key | what it does |".to_owned(), "|---|---|---|---|".to_owned()];
    rows.extend(left.iter().enumerate().map(|(i, cell)| {
        let beside = right.get(i).map_or("| | ", String::as_str);
        format!("{cell}{beside}|")
    }));
    rows.join("\n") + "\n"
}

#[test]
fn keys_are_those_of_the_key_map() {
    let mut readme = Readme::read();
    readme.hold_table("keys", &table_of_keys());
    // Text names no other key; the first half of a pair stands for its second halves.
    let rows = readme.table("keys");
    let explained: BTreeSet<&str> = rows.iter().flatten().flat_map(|cell| keys(cell)).collect();
    for key in readme.keys() {
        let half = || explained.iter().any(|known| known.starts_with(&format!("{key} ")));
        assert!(explained.contains(key) || half(), "README.md names the key {key}, which is none");
    }
}

#[test]
fn files_are_those_that_paths_prints() {
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let entries: BTreeSet<String> = Paths::at("/").entries().iter().map(|entry| name(&entry.path)).collect();
    let readme = Readme::read();
    let named: BTreeSet<String> =
        readme.table("files").iter().flat_map(|row| code(row[0])).map(str::to_owned).collect();
    assert_eq!(named, entries);
}

/// The line that the command of README.md prints, once it listens.
fn ready_line(command: &str) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let words = shlex::split(command).expect("words");
    let mut process = Command::new(env!("CARGO_BIN_EXE_orcid-playground"))
        .args(&words[1..])
        .env_clear()
        .env("HOME", home.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut line = String::new();
    let read = BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line);
    process.kill().expect("it serves until it is stopped");
    process.wait().expect("its end");
    read.expect("a line");
    line
}

#[test]
fn the_ready_line_is_what_the_sandbox_prints() {
    let mut readme = Readme::read();
    let command = readme.shell().into_iter().find(|line| line.contains("--ready-json")).expect("the command");
    let line = ready_line(command);
    let mut ready: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    // The kernel chooses the port; the file shows the first of each list.
    let issuer = ready["issuer"].as_str().expect("the issuer").to_owned();
    for list in ["clients", "researchers"] {
        ready[list].as_array_mut().expect("a list").truncate(1);
    }
    let shown = format!("{ready:#}\n").replace(&issuer, "http://127.0.0.1:41234");
    readme.hold("ready-json", &shown);
}

#[test]
fn the_control_interface_does_what_its_table_says() {
    let readme = Readme::read();
    for row in readme.table("control") {
        let mut simulated = journey::sandbox();
        let (method, path) = code(row[0]).next().and_then(|request| request.split_once(' ')).expect("a request");
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{LOCAL_ISSUER}{path}"))
            .header("content-type", "application/json")
            .body(Bytes::from(code(row[1]).next().unwrap_or_default().to_owned()))
            .expect("a request");
        let response = respond(&mut simulated, &request, START.parse().expect("a time")).response;
        assert!(response.status().is_success(), "{}: {:?}", row[0], response);
    }
}

#[test]
fn every_path_exists() {
    let readme = Readme::read();
    let folders = ["src/", "tests/", "assets/", "benches/", ".ci/"];
    let links = readme.lines().flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.starts_with("http"));
    let named = readme.inline_code().into_iter().filter(|code| folders.iter().any(|folder| code.starts_with(folder)));
    let mut seen = 0;
    for path in named.chain(links) {
        assert!(root().join(path).exists(), "README.md names {path}");
        seen += 1;
    }
    assert!(seen > 25);
}

#[test]
fn the_maps_show_every_folder() {
    let readme = Readme::read();
    let named: BTreeSet<&str> = readme.inline_code().into_iter().collect();
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("the map of the house");
    for parent in ["src", "tests"] {
        for entry in fs::read_dir(root().join(parent)).expect("a folder") {
            let entry = entry.expect("an entry");
            if !entry.file_type().expect("a type").is_dir() {
                continue;
            }
            let name = entry.file_name().into_string().expect("a name");
            let path = format!("{parent}/{name}");
            assert!(named.contains(path.as_str()), "README.md does not name {path}");
            assert!(parent == "tests" || map.contains(&format!("| [`{name}`] |")), "src/lib.rs does not name {name}");
        }
    }
}
