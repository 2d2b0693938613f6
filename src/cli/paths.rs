//! `paths`: where files are, and forgetting some of them, or all.

use serde_json::json;

use super::{
    args::PathsArgs,
    error::CliError,
    format::Format,
    output::{self, note},
};
use crate::store::{Forgotten, Paths};

/// Prints the paths, or removes what is there.
pub fn run(format: Format, args: &PathsArgs, paths: &Paths) -> Result<(), CliError> {
    if args.forget_everything {
        return forget(format, args.yes, paths);
    }
    if !args.forget.is_empty() {
        return forget_some(format, args, paths);
    }
    if args.yes {
        return Err(CliError::usage("--yes says yes to nothing here.", "Add --forget NAME or --forget-everything."));
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
    told(format, &paths.forget_everything()?)
}

/// Removes what stands under some names of the list.
fn forget_some(format: Format, args: &PathsArgs, paths: &Paths) -> Result<(), CliError> {
    let entries = paths.entries();
    let mut chosen = Vec::new();
    for name in &args.forget {
        let found = entries.iter().find(|entry| entry.name == *name);
        chosen.push(found.ok_or_else(|| {
            let names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
            CliError::usage(
                format!("Nothing is kept under the name {name:?}."),
                format!("Names: {}.", names.join(", ")),
            )
        })?);
    }
    if !args.yes {
        let lines: Vec<String> = (chosen.iter())
            .map(|entry| {
                let there = if entry.path.exists() { "" } else { " (not there)" };
                format!("{}{there}: {}", entry.path.display(), entry.description)
            })
            .collect();
        return Err(CliError::usage(
            format!("This removes {}.", lines.join("; ")),
            "It cannot be undone. To do it, add --yes.",
        ));
    }
    let names: Vec<&str> = chosen.iter().map(|entry| entry.name).collect();
    told(format, &paths.forget(&names)?)
}

/// What became of it.
fn told(format: Format, forgotten: &Forgotten) -> Result<(), CliError> {
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
