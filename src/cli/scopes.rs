//! `scopes`: ORCID's scopes as a table.

use serde_json::json;

use super::{args::ScopesArgs, error::CliError, format::Format, output};
use crate::orcid::scopes::{self, Legs, ScopeInfo};

/// Prints the table.
pub fn run(format: Format, args: &ScopesArgs) -> Result<(), CliError> {
    let shown = || scopes::all().iter().filter(|scope| args.all || scope.current);
    match format {
        Format::Text => {
            let rows: Vec<Vec<String>> = shown()
                .map(|scope| {
                    vec![scope.value.clone(), scope.who.to_string(), legs(scope).to_string(), scope.summary.clone()]
                })
                .collect();
            output::text(&output::table(&["SCOPE", "WHO", "LEGS", "ALLOWS"], &rows))
        }
        Format::Json => {
            let row = |scope: &ScopeInfo| {
                json!({"scope": scope.value, "who": scope.who, "legs": legs(scope), "implies": scope.implies,
                    "consent": scope.consent, "summary": scope.summary, "current": scope.current})
            };
            output::json(&shown().map(row).collect::<Vec<_>>())
        }
    }
}

fn legs(scope: &ScopeInfo) -> u8 {
    match scope.legs {
        Legs::Two => 2,
        Legs::Three => 3,
    }
}
