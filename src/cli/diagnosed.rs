//! An answer of a server, diagnosed for the request that it answers and the client as it is configured.

use std::time::Duration;

use jiff::Timestamp;

use super::{
    error::{CliError, Exit},
    output::note,
};
use crate::{
    oauth::{Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose},
    orcid::diagnosis::{self, Diagnosis, Reading, SUPPORT, Situation},
};

/// What is known of an answer: of a failure one diagnosis, of a success one for each oddity.
fn diagnoses(
    request: &HttpRequest,
    purpose: Purpose,
    response: &HttpResponse,
    situation: &Situation,
) -> Vec<Diagnosis> {
    let outcome =
        Outcome::Answered { response: response.clone(), head_after: Duration::ZERO, done_after: Duration::ZERO };
    let exchange = Exchange {
        id: ExchangeId(1),
        purpose,
        request: request.clone(),
        fragment: None,
        outcome,
        arrived: None,
        started: Timestamp::now(),
    };
    let situation = diagnosis::situation_of(&exchange, &[], situation.clone());
    let reading = Reading::of(&exchange).unwrap_or_default();
    diagnosis::diagnose(&reading, Some(request), &situation)
}

/// The end of a command whose request was refused.
pub fn refused(request: &HttpRequest, purpose: Purpose, response: &HttpResponse, situation: &Situation) -> CliError {
    match diagnoses(request, purpose, response, situation).first() {
        Some(found) => {
            let seen = found.headline.trim_end_matches('.').replacen(" · ", ": ", 1);
            CliError::diagnosed(Exit::Refused, &format!("The server refused: {seen}."), found)
        }
        None => CliError::refused(format!("The server answered HTTP {}.", response.status().as_u16()), SUPPORT),
    }
}

/// Says on stderr what is odd about a success.
pub fn remark(request: &HttpRequest, purpose: Purpose, response: &HttpResponse, situation: &Situation) {
    for found in diagnoses(request, purpose, response, situation).iter().filter(|found| found.odd) {
        let cause = found.first().map_or("", |cause| cause.cause);
        note(&format!("note: {}. {cause}", found.headline));
    }
}
