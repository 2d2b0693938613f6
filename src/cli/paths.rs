//! `paths`: where files are, and forgetting them all.

use serde_json::json;

use super::{
    args::PathsArgs,
    error::CliError,
    output::{self, Format, note},
};
use crate::store::Paths;

/// Prints the paths, or removes what is there.
pub fn run(format: Format, args: &PathsArgs, paths: &Paths) -> Result<(), CliError> {
    if args.forget_everything {
        return forget(format, args.yes, paths);
    }
    let entries = paths.entries();
    match format {
        Format::Text => {
            let rows: Vec<Vec<String>> = (entries.iter())
                .map(|entry| {
                    let secret = if entry.secret { " (secret)" } else { "" };
                    vec![
                        entry.name.to_owned(),
                        entry.path.display().to_string(),
                        format!("{}{secret}", entry.description),
                    ]
                })
                .collect();
            output::text(&output::table(&["NAME", "PATH", "KEEPS"], &rows))
        }
        Format::Json => {
            let row = |entry: &crate::store::PathEntry| {
                json!({"name": entry.name, "path": entry.path, "description": entry.description,
                    "secret": entry.secret, "exists": entry.path.exists()})
            };
            output::json(&entries.iter().map(row).collect::<Vec<_>>())
        }
    }
}

fn forget(format: Format, yes: bool, paths: &Paths) -> Result<(), CliError> {
    if !yes {
        let there: Vec<String> = (paths.entries().iter())
            .filter(|entry| entry.path.exists())
            .map(|entry| format!("  {}", entry.path.display()))
            .collect();
        if there.is_empty() {
            note("Nothing is there to be forgotten.");
            return Ok(());
        }
        return Err(CliError::usage(
            "This removes every file of this program: profiles, secrets, stored tokens. Tokens that are lost here cannot \
             be had again without a new authorization.",
            format!("To do it, add --yes. {} would go: {}", there.len(), there.join(" ").trim()),
        ));
    }
    let forgotten = paths.forget_everything()?;
    match format {
        Format::Text if forgotten.removed.is_empty() => {}
        Format::Text => {
            let lines: Vec<String> = forgotten.removed.iter().map(|path| path.display().to_string()).collect();
            output::text(&lines.join("\n"))?;
        }
        Format::Json => output::json(&json!({"removed": forgotten.removed, "kept": forgotten.kept}))?,
    }
    for path in &forgotten.kept {
        note(&format!(
            "note: {} stays: another running orcid-playground serves the simulated ORCID from it.",
            path.display()
        ));
    }
    Ok(())
}
