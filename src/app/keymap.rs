//! The one key map: which key means which command where. Footer, help and palette are derived from it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Command, Key, Model, control::Control};

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Context {
    /// A field that is not typed into, or a button, has the focus.
    List,
    /// A text field has the focus: letters belong to it.
    Text,
    /// Pane 3 has the focus.
    Viewer,
    /// Pane 3 has the focus, and something was looked for: what has no meaning of its own here means what it means there.
    Found,
    /// A dialog is open.
    Dialog,
}

/// One way to reach a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// One key, or two that are pressed one after the other.
    pub keys: Vec<Key>,
    /// Where it works.
    pub contexts: Vec<Context>,
    /// Its label in the footer.
    pub hint: Option<String>,
    /// What it means.
    pub command: Command,
}

/// A command as people read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub command: Command,
    /// A few words, for palette and help.
    pub title: String,
    /// What else it is called.
    pub also: Vec<String>,
    /// A sentence.
    pub help: String,
}

/// The parsed `assets/keymap.toml`.
#[derive(Debug)]
pub struct Keymap {
    /// Every command, in the order of the file.
    pub entries: Vec<Entry>,
    /// Every binding, in the order of the file.
    pub bindings: Vec<Binding>,
}

#[derive(Deserialize)]
struct File {
    command: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    title: String,
    #[serde(default)]
    also: Vec<String>,
    help: String,
    #[serde(default)]
    keys: Vec<Keys>,
}

#[derive(Deserialize)]
struct Keys {
    on: Vec<String>,
    r#in: String,
    hint: Option<String>,
}

/// The key map of the program.
pub static KEYMAP: LazyLock<Keymap> = LazyLock::new(embedded);

/// Reads the embedded key map anew; [`KEYMAP`] keeps it.
pub fn embedded() -> Keymap {
    parse(include_str!("../../assets/keymap.toml")).expect("the embedded key map is valid (tested)")
}

/// What a key press leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// A command.
    Command(Command),
    /// The first of two keys: the second is awaited.
    Prefix,
    /// Nothing.
    Unbound,
}

fn parse(text: &str) -> Result<Keymap, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut map = Keymap { entries: Vec::new(), bindings: Vec::new() };
    for row in file.command {
        let command: Command = row.name.parse().map_err(|_| format!("no command is called {:?}", row.name))?;
        for keys in row.keys {
            let contexts = keys.r#in.split_whitespace().map(str::parse).collect::<Result<Vec<Context>, _>>();
            let contexts = contexts.map_err(|_| format!("{}: no such place: {:?}", row.name, keys.r#in))?;
            for sequence in &keys.on {
                let parsed = sequence.split(' ').map(str::parse).collect::<Result<Vec<Key>, _>>();
                let parsed = parsed.map_err(|error| format!("{}: {error}", row.name))?;
                map.bindings.push(Binding {
                    keys: parsed,
                    contexts: contexts.clone(),
                    hint: keys.hint.clone(),
                    command,
                });
            }
        }
        map.entries.push(Entry { command, title: row.title, also: row.also, help: row.help });
    }
    Ok(map)
}

impl Keymap {
    /// What `key` means in a context, after the keys `prefix`.
    pub fn lookup(&self, context: Context, prefix: &[Key], key: Key) -> Lookup {
        let typed = prefix.len() + 1;
        let mut lookup = Lookup::Unbound;
        for binding in self.here(context) {
            if binding.keys.len() >= typed && binding.keys[..typed - 1] == *prefix && binding.keys[typed - 1] == key {
                if binding.keys.len() == typed {
                    return Lookup::Command(binding.command);
                }
                lookup = Lookup::Prefix;
            }
        }
        lookup
    }

    /// The bindings that work in a context: its own, and those of what it is a part of.
    pub fn here(&self, context: Context) -> impl Iterator<Item = &Binding> {
        let of = |context: Context| self.bindings.iter().filter(move |b| b.contexts.contains(&context));
        let around = (context == Context::Found).then_some(Context::Viewer);
        let others = around.into_iter().flat_map(of);
        of(context).chain(others.filter(move |b| !of(context).any(|own| own.keys[0] == b.keys[0])))
    }

    /// The bindings that begin with these keys, for the choices in the footer.
    pub fn continuations<'a>(&'a self, context: Context, prefix: &'a [Key]) -> impl Iterator<Item = &'a Binding> {
        self.here(context).filter(move |b| b.keys.len() > prefix.len() && b.keys[..prefix.len()] == *prefix)
    }

    /// Title and help of a command.
    pub fn entry(&self, command: Command) -> &Entry {
        self.entries.iter().find(|entry| entry.command == command).expect("every command has an entry (tested)")
    }

    /// The keys of a command in a context, as the screen writes them.
    pub fn keys_in(&self, context: Context, command: Command) -> Option<String> {
        let binding = self.here(context).find(|binding| binding.command == command)?;
        Some(binding.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" "))
    }

    /// The keys of a command as the screen writes them, the first binding's: `y a`.
    pub fn keys(&self, command: Command) -> Option<String> {
        let binding = self.bindings.iter().find(|b| b.command == command)?;
        Some(binding.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" "))
    }
}

impl Model {
    /// Where keys go now.
    pub fn context(&self) -> Context {
        let typing = self.viewer.is_typing();
        if !self.dialogs.is_empty() {
            Context::Dialog
        } else if typing || self.focus.is_text() {
            Context::Text
        } else if self.focus == Control::Viewer {
            if self.viewer.search.is_some() { Context::Found } else { Context::Viewer }
        } else {
            Context::List
        }
    }

    /// Whether the key that leads back ends the wait for an answer: nothing else is there to be left.
    pub fn esc_stops_waiting(&self) -> bool {
        let left_first = !self.dialogs.is_empty() || self.viewer.search.is_some() || self.viewer.filter.is_some();
        !left_first && self.awaited.to_give_up().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn every_command_has_one_entry() {
        for command in Command::iter() {
            assert_eq!(KEYMAP.entries.iter().filter(|e| e.command == command).count(), 1, "{command}");
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in Context::iter() {
            let bindings: Vec<_> = KEYMAP.bindings.iter().filter(|b| b.contexts.contains(&context)).collect();
            for (i, a) in bindings.iter().enumerate() {
                for b in &bindings[i + 1..] {
                    let shared = a.keys.len().min(b.keys.len());
                    assert!(a.keys[..shared] != b.keys[..shared], "{} and {} in {context:?}", a.command, b.command);
                }
            }
        }
    }

    #[test]
    fn letters_belong_to_text_fields() {
        for binding in KEYMAP.bindings.iter().filter(|b| b.contexts.contains(&Context::Text)) {
            assert!(binding.keys[0].typed().is_none(), "{}", binding.command);
        }
    }

    #[test]
    fn two_keys_make_one_command() {
        let key = |text: &str| text.parse::<Key>().unwrap();
        assert_eq!(KEYMAP.lookup(Context::List, &[], key("y")), Lookup::Prefix);
        assert_eq!(KEYMAP.lookup(Context::List, &[key("y")], key("a")), Lookup::Command(Command::CopyAccessToken));
        assert_eq!(KEYMAP.lookup(Context::List, &[key("y")], key("z")), Lookup::Unbound);
        assert_eq!(KEYMAP.lookup(Context::Text, &[], key("y")), Lookup::Unbound);
    }

    #[test]
    fn a_broken_key_map_names_the_line() {
        assert!(parse("[[command]]\nname = \"fly\"\ntitle=\"\"\nhelp=\"\"").unwrap_err().contains("fly"));
    }
}
