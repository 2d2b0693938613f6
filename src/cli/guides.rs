//! The guides of `assets/guides`, and the seed that is built in.

use serde::Serialize;

/// A guide in Markdown, or a commented file; the first line is the title.
#[derive(Serialize)]
pub struct Guide {
    /// What it is asked for by.
    pub name: &'static str,
    /// All of it.
    pub text: &'static str,
}

/// All of them, the one for users first.
pub const GUIDES: [Guide; 4] = [
    Guide { name: "sandbox", text: include_str!("../../assets/guides/sandbox.md") },
    Guide { name: "seed", text: include_str!("../../assets/researchers.toml") },
    Guide { name: "lessons", text: include_str!("../../assets/guides/lessons.md") },
    Guide { name: "orcid-wire", text: include_str!("../../assets/guides/orcid-wire.md") },
];

impl Guide {
    /// Its first line.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// Each with its title.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    GUIDES.iter().map(|guide| (guide.name, guide.title()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_can_be_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/guides");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        // The seed is a file of its own.
        let mut named: Vec<&str> = GUIDES.iter().map(|guide| guide.name).filter(|name| *name != "seed").collect();
        there.sort_unstable();
        named.sort_unstable();
        assert_eq!(there, named);
        assert!(GUIDES.iter().all(|guide| guide.text.starts_with("# ") && !guide.title().is_empty()));
    }
}
