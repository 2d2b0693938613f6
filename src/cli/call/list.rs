//! `call --list`: the operations, and whether the newest token may do them.

use serde_json::{Value, json};

use super::asker;
use crate::{
    cli::{args::CallArgs, context::Context, error::CliError, format::Format, output},
    orcid::operations::{self, Operation},
};

/// Prints those that match the words.
pub(super) fn print(cx: &Context, args: &CallArgs) -> Result<(), CliError> {
    let matches = |operation: &&Operation| {
        let text = format!(
            "{} {} {} {} {}",
            operation.name, operation.group, operation.about, operation.method, operation.path
        )
        .to_lowercase();
        args.what.iter().all(|word| text.contains(&word.to_lowercase()))
    };
    let holder = asker::newest(cx)?;
    let found: Vec<&Operation> = operations::all().iter().filter(matches).collect();
    match cx.global.format {
        Format::Json => {
            let rows: Vec<Value> = found
                .iter()
                .map(|operation| {
                    let verdict = holder.may(operation);
                    json!({
                        "name": operation.name,
                        "group": operation.group,
                        "method": operation.method.as_str(),
                        "path": operation.path,
                        "api": operation.api.to_string(),
                        "scope": operation.scope,
                        "two_legged": operation.two_legged,
                        "may": verdict.is_yes(),
                        "why": verdict.words(),
                        "about": operation.about,
                    })
                })
                .collect();
            output::json(&rows)
        }
        Format::Text if found.is_empty() => {
            Err(CliError::usage("No operation matches.", "`orcid-playground call --list` shows them all."))
        }
        Format::Text => {
            let rows: Vec<Vec<String>> = found
                .iter()
                .map(|operation| {
                    let verdict = holder.may(operation);
                    let words = verdict.words().unwrap_or_default().to_owned();
                    let may = if verdict.is_yes() { "yes" } else { "no" };
                    let (method, api) = (operation.method.to_string(), operation.api.to_string());
                    vec![operation.name.clone(), method, operation.path.clone(), api, may.to_owned(), words]
                })
                .collect();
            output::text(&output::table(&["OPERATION", "METHOD", "PATH", "API", "MAY", "WHY"], &rows))
        }
    }
}
