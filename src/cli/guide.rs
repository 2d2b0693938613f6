//! `guide`: the guides, to be read in the terminal or piped into a pager.

use super::{error::CliError, format::Format, guides::GUIDES, output};

/// Prints one guide, or says which there are.
pub fn run(format: Format, name: Option<&str>) -> Result<(), CliError> {
    let Some(name) = name else { return list(format) };
    let Some(guide) = GUIDES.iter().find(|guide| guide.name == name) else {
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
