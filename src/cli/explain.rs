//! `explain`: what any text of the dance is, what is odd about it, what to do next. Sends nothing.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{args::ExplainArgs, context::Context, error::CliError, format::Format, input, output};
use crate::{
    oauth::ScopeSet,
    orcid::{
        diagnosis::Situation,
        explain::{self, Explanation},
    },
};

/// Reads the text, explains it, prints that.
pub async fn run(cx: &Context, args: &ExplainArgs) -> Result<(), CliError> {
    let text = match args.text.as_str() {
        "-" => input::text(&cx.global, "the text").await?,
        text => text.to_owned(),
    };
    let explanation = explain::explain(&text, &situation(cx)?, Timestamp::now());
    match cx.global.format {
        Format::Text => output::text(&explanation.text())?,
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
    let terms: Vec<Value> = explanation
        .terms
        .iter()
        .map(|term| {
            let places: Vec<String> = term.places.iter().map(ToString::to_string).collect();
            json!({"names": term.names, "places": places, "what": term.what, "goes": term.goes, "orcid": term.orcid,
            "rfc": term.rfc, "without": term.without, "sources": term.sources})
        })
        .collect();
    json!({"kind": explanation.kind, "what": explanation.what, "parts": parts, "odd": explanation.odd,
        "next": explanation.next, "diagnoses": diagnoses, "terms": terms})
}
