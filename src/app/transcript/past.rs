//! What a step means in the light of those before it.

use std::collections::BTreeMap;

use crate::{
    app::failure,
    oauth::{AuthorizationResponse, ErrorResponse, Exchange, Outcome, Purpose, StateCheck, form},
    orcid::diagnosis::{self, Situation},
};

/// What earlier steps were about, for what later ones mean.
#[derive(Default)]
pub(super) struct Past {
    /// The state that was sent last, and in which step.
    state: Option<(String, usize)>,
    /// In which step each code was exchanged.
    codes: BTreeMap<String, usize>,
}

impl Past {
    /// What a step means, and what to do, in sentences.
    pub(super) fn remarks(&mut self, number: usize, exchange: &Exchange) -> Vec<String> {
        let mut remarks = Vec::new();
        let query = exchange.request.uri().query();
        match exchange.purpose {
            Purpose::AuthorizationRequest => {
                let parameters = form::parse_form(query.unwrap_or_default().as_bytes());
                self.state = form::first(&parameters, "state").map(|state| (state.to_owned(), number));
            }
            Purpose::Callback => {
                let response = AuthorizationResponse::parse(query, exchange.fragment.as_deref());
                if let Some(response) = response {
                    remarks.extend(self.about_state(&response));
                    if let AuthorizationResponse::Error { error, .. } = &response {
                        remarks.push(explained(error));
                    }
                }
            }
            Purpose::Token => {
                let fields = form::parse_form(exchange.request.body());
                if let Some(code) = form::first(&fields, "code") {
                    match self.codes.get(code) {
                        Some(before) => remarks.push(format!(
                            "This code was exchanged before, in step {before}: a code works once, and ORCID revokes the \
                             tokens of the first exchange."
                        )),
                        None => drop(self.codes.insert(code.to_owned(), number)),
                    }
                }
                remarks.extend(refusal(exchange));
            }
            Purpose::Discovery
            | Purpose::KeySet
            | Purpose::TokenProbe
            | Purpose::Researcher
            | Purpose::Revocation
            | Purpose::Userinfo
            | Purpose::Probe
            | Purpose::Control
            | Purpose::Api => {
                remarks.extend(refusal(exchange));
            }
        }
        if let Outcome::Failed { error, .. } = &exchange.outcome {
            let arrived = if failure::never_arrived(error.kind) { " Nothing reached the server." } else { "" };
            remarks.push(format!("No answer: {}.{arrived} {}", failure::what(error.kind), failure::advice(error.kind)));
        }
        remarks
    }

    fn about_state(&self, response: &AuthorizationResponse) -> Option<String> {
        let (sent, number) = self.state.as_ref()?;
        Some(match response.check_state(Some(sent)) {
            StateCheck::Matches => format!("The state is the one that was sent in step {number}."),
            StateCheck::NotUsed | StateCheck::NothingToCompare => return None,
            StateCheck::Missing => format!("The state that was sent in step {number} did not come back."),
            StateCheck::Differs => {
                format!("The state is not the one that was sent in step {number}: of another request, or forged.")
            }
        })
    }
}

/// An OAuth error in the body of an answer, explained.
fn refusal(exchange: &Exchange) -> Option<String> {
    let response = exchange.outcome.response().filter(|response| !response.status().is_success())?;
    ErrorResponse::parse(response.body()).map(|error| explained(&error))
}

fn explained(error: &ErrorResponse) -> String {
    let description = error.error_description.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
    let diagnosis = diagnosis::of_error(error, &Situation::default());
    let meaning = diagnosis.first().map(|cause| format!(" Cause: {} Do: {}", cause.cause, cause.fix));
    format!("{}{description}.{}", error.error, meaning.unwrap_or_default())
}
