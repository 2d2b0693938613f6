//! Where a value stands in a tree, in words that people type: `.group[3].title`, `."put-code"`, `..title`, `/a/b[2]`.

use super::{Body, Format, NONE, json, xml};

/// A path that was typed, to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPath {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Down to the members with this name, whatever its case.
    Key(String),
    /// Down to the members with this name, at any depth.
    Deep(String),
    /// Down to one element, from 0.
    Index(usize),
    /// Down to every element.
    Any,
    /// Of elements with one name, the one with this number, from 1.
    Nth(usize),
}

impl KeyPath {
    /// Reads a path. `None` when the text is none, and can only be text to look for: a path begins with `.`, `$` or `/`.
    pub fn parse(text: &str) -> Option<Self> {
        let (slashes, mut rest) = match text.chars().next()? {
            '$' => (false, &text[1..]),
            '.' => (false, text),
            '/' => (true, text),
            _ => return None,
        };
        let separator = if slashes { '/' } else { '.' };
        let mut steps = Vec::new();
        while let Some(first) = rest.chars().next() {
            if first == '[' {
                let (inside, behind) = rest[1..].split_once(']')?;
                rest = behind;
                steps.push(match inside.trim() {
                    "" | "*" => Step::Any,
                    inside if inside.starts_with('"') => Step::Key(serde_json::from_str(inside).ok()?),
                    inside if slashes => Step::Nth(inside.parse().ok()?),
                    inside => Step::Index(inside.parse().ok()?),
                });
                continue;
            }
            if first != separator {
                return None;
            }
            rest = &rest[1..];
            let deep = rest.starts_with(separator);
            rest = rest.strip_prefix(separator).unwrap_or(rest);
            let key = if rest.starts_with('"') {
                let mut strings = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let key = strings.next()?.ok()?;
                rest = &rest[strings.byte_offset()..];
                key
            } else {
                let end = rest.find([separator, '[']).unwrap_or(rest.len());
                let (key, behind) = rest.split_at(end);
                rest = behind;
                key.to_owned()
            };
            if key.is_empty() && (deep || !rest.starts_with('[')) {
                // Nothing behind the last separator yet: it will be typed.
                if rest.is_empty() {
                    break;
                }
                return None;
            }
            if !key.is_empty() {
                let key = key.to_lowercase();
                steps.push(if deep { Step::Deep(key) } else { Step::Key(key) });
            }
        }
        (!steps.is_empty()).then_some(Self { steps })
    }

    /// The lines that the path leads to, top to bottom. The last name may be the beginning of one. Linear in what it
    /// passes by; `go_on` is asked from time to time.
    pub(in crate::app::document) fn find(&self, body: &Body, go_on: &dyn Fn() -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = children(body, NONE).collect();
        // The root of XML has a name too.
        let mut steps = self.steps.iter().enumerate();
        if body.format == Format::Xml
            && let Some((at, Step::Key(key))) = steps.clone().next()
        {
            found.retain(|line| named(body, *line, key, at + 1 == self.steps.len()));
            steps.next();
        }
        for (at, step) in steps {
            let last = at + 1 == self.steps.len();
            let mut next = Vec::new();
            if let Step::Nth(number) = step {
                next.extend(found.get(number.wrapping_sub(1)).copied());
                found = next;
                continue;
            }
            for (turn, line) in found.into_iter().enumerate() {
                if turn % 1024 == 0 && !go_on() {
                    return Vec::new();
                }
                let opened = body.opened_by(line);
                let Some(container) = opened.and_then(|c| Some((c, body.containers().get(c as usize)?))) else {
                    continue;
                };
                match step {
                    Step::Key(key) => {
                        next.extend(children(body, container.0).filter(|child| named(body, *child, key, last)));
                    }
                    Step::Deep(key) => {
                        let inside = container.1.open as usize + 1..container.1.close as usize;
                        let mut seen = 0_usize;
                        let lines = inside.take_while(|_| {
                            seen += 1;
                            !seen.is_multiple_of(1 << 16) || go_on()
                        });
                        next.extend(lines.filter(|line| named(body, *line, key, last)));
                    }
                    Step::Index(index) => next.extend(children(body, container.0).nth(*index)),
                    Step::Any => next.extend(children(body, container.0)),
                    Step::Nth(_) => {}
                }
            }
            next.sort_unstable();
            next.dedup();
            found = next;
        }
        found
    }
}

/// Whether the member or element that begins in a line has this name, in whatever case.
fn named(body: &Body, line: usize, wanted: &str, may_go_on: bool) -> bool {
    let range = body.index.range(line);
    if body.index.is_continued(line) {
        return false;
    }
    let fits = |name: &str| {
        let name = name.to_lowercase();
        if may_go_on { name.starts_with(wanted) } else { name == wanted }
    };
    match body.format {
        Format::Json => json::key(body.bytes(), range).is_some_and(|key| fits(&json::decoded(&body.bytes()[key]))),
        Format::Xml => xml::name_at(body.bytes(), &range).is_some_and(|name| {
            let name = String::from_utf8_lossy(&body.bytes()[name]);
            fits(&name) || name.split_once(':').is_some_and(|(_, local)| fits(local))
        }),
        Format::Form | Format::Text | Format::Prose | Format::Hex(_) => false,
    }
}

/// The lines at which the children of a container begin; with [`NONE`] those that stand in no container.
pub(super) fn children(body: &Body, container: u32) -> impl Iterator<Item = usize> + '_ {
    let containers = body.containers();
    let (mut line, end, mut inner) = match containers.get(container as usize) {
        Some(c) => (c.open as usize + 1, c.close as usize, container as usize + 1),
        None => (0, body.len(), 0),
    };
    std::iter::from_fn(move || {
        while line < end && body.index.is_continued(line) {
            line += 1;
        }
        if line >= end {
            return None;
        }
        let here = line;
        match containers.get(inner) {
            Some(c) if c.open as usize == line => (line, inner) = (c.close as usize + 1, c.after as usize),
            Some(_) | None => line += 1,
        }
        Some(here)
    })
}

/// Where a line stands, as jq writes it.
pub(super) fn of_json(body: &Body, line: usize) -> String {
    let containers = body.containers();
    let mut steps = Vec::new();
    let mut here = body.opening(body.head_of(line));
    loop {
        let opened = body.opened_by(here).and_then(|c| containers.get(c as usize));
        let parent = opened.map_or_else(|| body.around(here), |c| c.parent);
        let Some(around) = containers.get(parent as usize) else { break };
        steps.push(match json::key(body.bytes(), body.index.range(here)) {
            Some(key) => name(&json::decoded(&body.bytes()[key])),
            None => format!("[{}]", opened.map_or_else(|| index_in(body, parent, here), |c| c.index as usize)),
        });
        here = around.open as usize;
    }
    if steps.is_empty() {
        return ".".to_owned();
    }
    let path: String = steps.into_iter().rev().collect();
    if path.starts_with('[') { format!(".{path}") } else { path }
}

/// Which element of an array begins in a line.
fn index_in(body: &Body, array: u32, line: usize) -> usize {
    let containers = body.containers();
    let mut before = containers.partition_point(|c| (c.open as usize) < line).wrapping_sub(1);
    while before != array as usize && containers.get(before).is_some_and(|c| c.parent != array) {
        before = containers[before].parent as usize;
    }
    let (from, first) = match containers.get(before) {
        Some(c) if before != array as usize => (c.close as usize + 1, c.index as usize + 1),
        Some(c) => (c.open as usize + 1, 0),
        None => (0, 0),
    };
    first + (from..line).filter(|line| !body.index.is_continued(*line)).count()
}

fn name(key: &str) -> String {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain && key.bytes().next().is_some_and(|byte| !byte.is_ascii_digit()) {
        format!(".{key}")
    } else {
        format!(".{}", serde_json::Value::from(key))
    }
}
