//! `explain`: what any text of the dance is, what is odd about it, what to do next. Sends nothing.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Context,
    args::ExplainArgs,
    error::CliError,
    input,
    output::{self, Format},
};
use crate::{
    oauth::ScopeSet,
    orcid::{
        diagnosis::{Diagnosis, SUPPORT, Situation},
        explain::{self, Explanation},
    },
};

/// Reads the text, explains it, prints that.
pub async fn run(cx: &Context, args: &ExplainArgs) -> Result<(), CliError> {
    let text = match args.text.as_str() {
        "-" => input::all(cx, "the text").await?,
        text => text.to_owned(),
    };
    let explanation = explain::explain(&text, &situation(cx)?, Timestamp::now());
    match cx.global.format {
        Format::Text => output::text(&told(&explanation))?,
        Format::Json => output::json(&data(&explanation))?,
    }
    if explanation.is_known() {
        return Ok(());
    }
    // Told above, and no success either.
    Err(CliError::usage("", ""))
}

/// The client as options, variables and profile make it. Where nothing names an environment, none is meant.
fn situation(cx: &Context) -> Result<Situation, CliError> {
    let resolved = cx.resolve()?;
    let named = cx.asked_environment()?.is_some() || resolved.profile.is_some();
    let client_id = if named || cx.global.client_id.is_some() || cx.variables.client_id.is_some() {
        resolved.client_id.clone()
    } else {
        String::new()
    };
    let own_redirect =
        !cx.global.redirect_uri.is_empty() || cx.variables.redirect_uri.is_some() || resolved.profile.is_some();
    let own_scope = cx.global.scope.is_some() || resolved.profile.is_some();
    Ok(Situation {
        environment: resolved.environment,
        client_id,
        redirect_uri: if own_redirect { resolved.redirect_uri } else { String::new() },
        scope: if own_scope { ScopeSet::parse(&resolved.scope) } else { ScopeSet::default() },
        response_type: Some(resolved.response_type),
        nonce: resolved.profile.is_some().then_some(resolved.use_nonce),
        ..Situation::default()
    })
}

fn told(explanation: &Explanation) -> String {
    let mut lines = vec![explanation.what.clone()];
    let width = explanation.parts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    lines.extend(explanation.parts.iter().map(|(name, value)| format!("  {name:<width$}  {value}")));
    for diagnosis in &explanation.diagnoses {
        lines.push(String::new());
        lines.extend(card(diagnosis));
    }
    if !explanation.odd.is_empty() || !explanation.next.is_empty() {
        lines.push(String::new());
    }
    lines.extend(explanation.odd.iter().map(|odd| format!("Odd: {odd}")));
    lines.extend(explanation.next.iter().map(|next| format!("Next: {next}")));
    lines.join("\n")
}

/// A diagnosis as the card of the playground has it, with the other causes below.
fn card(diagnosis: &Diagnosis) -> Vec<String> {
    let sign = if diagnosis.odd { "!" } else { "✗" };
    let mut lines = vec![format!("{sign} {}", diagnosis.headline)];
    if diagnosis.causes.is_empty() {
        lines.push(SUPPORT.to_owned());
    }
    for (index, cause) in diagnosis.causes.iter().enumerate() {
        let label = if index == 0 { "Cause  " } else { "Or     " };
        lines.push(format!("  {label}  {}", cause.cause));
        let parts = [
            ("Seen   ", cause.evidence.join(" ")),
            ("Effect ", cause.effect.to_owned()),
            ("Do     ", cause.fix.to_owned()),
            ("Sources", cause.sources()),
        ];
        let shown = parts.into_iter().filter(|(_, text)| !text.is_empty());
        lines.extend(shown.map(|(label, text)| format!("  {label}  {text}")));
    }
    lines
}

fn data(explanation: &Explanation) -> Value {
    let diagnoses: Vec<Value> = explanation.diagnoses.iter().map(|diagnosis| {
        let causes: Vec<Value> = diagnosis.causes.iter().map(|cause| {
            json!({"id": cause.id, "cause": cause.cause, "effect": cause.effect, "fix": cause.fix,
                "evidence": cause.evidence, "sources": cause.sources})
        }).collect();
        json!({"symptom": diagnosis.symptom, "headline": diagnosis.headline, "odd": diagnosis.odd, "causes": causes})
    }).collect();
    let parts: serde_json::Map<String, Value> =
        explanation.parts.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    json!({"kind": explanation.kind, "what": explanation.what, "parts": parts, "odd": explanation.odd,
        "next": explanation.next, "diagnoses": diagnoses})
}
