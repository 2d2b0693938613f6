//! Pasted words: scopes, an error's code with what stands behind it, or a failure that the table knows.

use std::borrow::Cow;

use super::Pasted;
use crate::{
    oauth::{ErrorResponse, ScopeSet},
    orcid::{
        diagnosis::{
            Copied, Diagnosis, Situation, TABLE, diagnose, goes_elsewhere, is_anybodys, is_elsewhere, is_habit,
            is_near, is_of_others, is_of_work, lacks_slash, names_elsewhere, run_of,
        },
        scopes,
    },
};

/// An error's code as logs write it, with its description behind or without: `invalid_grant`, `401 invalid_client: …`,
/// `oauth_error / Please specify a client id`.
fn bare_error(text: &str) -> Option<ErrorResponse> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(text.len());
    let (code, rest) = text.split_at(end);
    let known = TABLE.knows_error(code);
    let description = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    known.then(|| ErrorResponse {
        error: code.to_owned(),
        error_description: Some(description.to_owned()).filter(|words| !words.is_empty()),
        error_uri: None,
    })
}

/// Scopes, or words that the table of failures knows.
pub(super) fn words(text: &str) -> Pasted {
    let all = scopes::misread(text).unwrap_or_else(|| ScopeSet::parse(text));
    // One word that begins as a scope does is one, mistyped.
    let mistyped = |scope: &str| scope.starts_with('/') && scopes::meant(scope).is_some();
    let slashed =
        |scope: &str| scopes::find(scope).is_some() || lacks_slash(scope) || is_habit(scope) || mistyped(scope);
    if let Some(error) = bare_error(text) {
        return Pasted::Error(error);
    }
    if !all.is_empty()
        && all.iter().any(|scope| slashed(scope.as_str()))
        && all.iter().all(|scope| !scope.as_str().contains(':'))
        && (all.len() == 1 || all.iter().all(|scope| scope.as_str().starts_with('/') || slashed(scope.as_str())))
    {
        return Pasted::Scopes(ScopeSet::parse(text));
    }
    if is_of_work(text) {
        return Pasted::Unknown;
    }
    let tells = symptom(text, text);
    match run_of(text) {
        Cow::Borrowed(_) => tells.map_or(Pasted::Unknown, |_| Pasted::Words(text.to_owned())),
        // What the work beside it tells of the configuration counts, what it tells of failures does not.
        Cow::Owned(run) => match symptom(&run, text) {
            Some(symptom) if Some(symptom) == tells => Pasted::Words(text.to_owned()),
            Some(_) => Pasted::Words(run),
            None => Pasted::Unknown,
        },
    }
}

/// What words tell that can be ORCID's, by the first symptom's name; the whole text tells whose they are.
fn symptom(said: &str, text: &str) -> Option<&'static str> {
    let Copied { reading, request } = Copied::of(said);
    let all = diagnose(&reading, request.as_ref(), &Situation::default());
    if is_of_others(text, request.as_ref()) {
        return None;
    }
    let elsewhere = is_elsewhere(text) || request.as_ref().is_some_and(goes_elsewhere);
    let named_elsewhere = names_elsewhere(text);
    let (anybodys, near) = (is_anybodys(text, &reading), is_near(text));
    let known = |diagnosis: &&Diagnosis| {
        let fits = TABLE.symptom(diagnosis.symptom).is_some_and(|symptom| {
            (!elsewhere || symptom.is_said() && !symptom.is_of_failure())
                && (!anybodys || symptom.is_specific())
                && (near || !symptom.is_common)
                && (!named_elsewhere || symptom.is_specific())
        });
        !diagnosis.causes.is_empty() && fits
    };
    all.iter().find(known).map(|diagnosis| diagnosis.symptom)
}

/// Whether words are of a failure that ORCID has too, and nothing in the text is of ORCID or of the dance.
pub fn may_be_anybodys(text: &str) -> bool {
    let Copied { reading, request } = Copied::of(text);
    let all = diagnose(&reading, request.as_ref(), &Situation::default());
    let is_common = |id: &str| TABLE.symptom(id).is_some_and(|symptom| symptom.is_common);
    all.iter().any(|diagnosis| is_common(diagnosis.symptom)) && !is_near(text) && !is_of_work(text)
}
