//! What a refusal means, for who has only this line.

use crate::{
    app::lacks_scope,
    oauth::{ErrorResponse, HttpRequest, HttpResponse},
    orcid::{
        api_errors::ApiError,
        diagnosis::{Place, Reading, Situation, diagnose},
    },
};

/// What it means, and what to do: by the API's error code, or by the OAuth error.
pub(super) fn meaning(request: &HttpRequest, response: &HttpResponse) -> String {
    let status = response.status().as_u16();
    if let Some(error) = ApiError::parse(response.body()) {
        let code = error.code;
        if let Some(words) = lacks_scope(request, status, code) {
            return words;
        }
        let reading = Reading::of_response(Some(Place::Api), response);
        let diagnoses = diagnose(&reading, Some(request), &Situation::default());
        return match diagnoses.first().filter(|diagnosis| diagnosis.first().is_some()) {
            Some(diagnosis) => format!("HTTP {status}, error {code}: {}", diagnosis.brief()),
            None => format!("HTTP {status}, error {code}: {}", error.developer_message),
        };
    }
    if let Some(error) = ErrorResponse::parse(response.body()) {
        let words = error.error_description.as_deref().unwrap_or_default().trim_end_matches('.');
        let advice = match (status, error.error.as_str()) {
            (401, _) => " The token is not valid there: it was revoked, has expired, or is of another server.",
            (403, _) => " The member API takes no request without a token that it accepts.",
            _ => "",
        };
        return format!("HTTP {status} {}: {words}.{advice}", error.error);
    }
    format!("The server refused: HTTP {status}. Its answer says more.")
}
