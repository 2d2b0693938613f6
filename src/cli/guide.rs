//! `guide`: the guides of `assets/guides` and the seed that is built in, to be read in the terminal or piped into a pager.

use serde::Serialize;

use super::{
    args::GuideArgs,
    error::CliError,
    output::{self, Format},
};

/// A guide in Markdown, or a commented file; the first line is the title.
#[derive(Serialize)]
struct Guide {
    name: &'static str,
    text: &'static str,
}

/// All of them, the one for users first.
const GUIDES: [Guide; 4] = [
    Guide { name: "sandbox", text: include_str!("../../assets/guides/sandbox.md") },
    Guide { name: "seed", text: include_str!("../../assets/researchers.toml") },
    Guide { name: "lessons", text: include_str!("../../assets/guides/lessons.md") },
    Guide { name: "orcid-wire", text: include_str!("../../assets/guides/orcid-wire.md") },
];

impl Guide {
    fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// Each with its title.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    GUIDES.iter().map(|guide| (guide.name, guide.title()))
}

/// Prints one guide, or says which there are.
pub fn run(format: Format, args: &GuideArgs) -> Result<(), CliError> {
    let Some(name) = &args.name else { return list(format) };
    let Some(guide) = GUIDES.iter().find(|guide| guide.name == name.as_str()) else {
        let names: Vec<&str> = GUIDES.iter().map(|guide| guide.name).collect();
        return Err(CliError::usage(
            format!("There is no guide {name:?}."),
            format!("Read one of {}: `orcid-playground guide {}`.", names.join(", "), names[0]),
        ));
    };
    match format {
        Format::Text => output::text(guide.text),
        Format::Json => output::json(guide),
    }
}

fn list(format: Format) -> Result<(), CliError> {
    match format {
        Format::Text => {
            let rows: Vec<Vec<String>> =
                GUIDES.iter().map(|guide| vec![guide.name.to_owned(), guide.title().to_owned()]).collect();
            output::text(&output::table(&["GUIDE", "ABOUT"], &rows))
        }
        Format::Json => {
            let rows: Vec<_> =
                GUIDES.iter().map(|guide| serde_json::json!({"name": guide.name, "title": guide.title()})).collect();
            output::json(&rows)
        }
    }
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
