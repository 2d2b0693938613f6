//! Requests to the token endpoint and its neighbors.

use super::{host_label, root};
use crate::{
    oauth::{ScopeSet, TOKEN_EXCHANGE},
    orcid::{
        diagnosis::Request,
        scopes::{self, Legs},
        shape,
    },
};

/// The grants that ORCID knows.
const GRANTS: [&str; 4] = ["authorization_code", "refresh_token", "client_credentials", TOKEN_EXCHANGE];

/// A token request.
pub(super) fn of_token(request: &Request) -> Vec<String> {
    let mut odd = host(request);
    let readable = form(request, &mut odd);
    if request.authorization.to_ascii_lowercase().starts_with("bearer") {
        odd.push(
            "Authorization: Bearer does not belong here: today's ORCID takes any such header for the client's credentials, and refuses."
                .to_owned(),
        );
    }
    if readable {
        fields(request, &mut odd);
    }
    odd
}

/// A revocation.
pub(super) fn of_revocation(request: &Request) -> Vec<String> {
    let mut odd = host(request);
    if form(request, &mut odd) {
        if request.field("token").is_none_or(str::is_empty) {
            odd.push("token is missing: the token to be revoked.".to_owned());
        }
        credentials(request, &mut odd);
    }
    odd
}

/// A call of userinfo.
pub(super) fn of_userinfo(request: &Request) -> Vec<String> {
    let mut odd = host(request);
    match request.bearer() {
        None => odd.push(
            "No token comes with it: 403 access_denied. Send Authorization: Bearer and the access token.".to_owned(),
        ),
        Some(token) if shape::is_jwt(token) => odd.push(ID_TOKEN.to_owned()),
        Some(_) => {}
    }
    odd
}

/// A JWT where an access token belongs.
pub(super) const ID_TOKEN: &str = "What it bears is a JWT, most likely the ID token: ORCID's access tokens are UUIDs. Send access_token of the token response.";

/// Whether it goes to the web host, where these endpoints are.
fn host(request: &Request) -> Vec<String> {
    let (host, root) = (&request.host, root(request));
    let sentence = match host_label(request) {
        Some("pub.") => format!(
            "{host} answers a token request with 307 to https://{root}/oauth/token, and clients that turn a redirected POST into a GET fail. Use https://{root}."
        ),
        Some("api.") => format!(
            "{host} passes token requests on, and refused public clients in earlier years. ORCID's endpoints are at https://{root}."
        ),
        Some(_) => format!("{host} is not the host of these endpoints: they are at https://{root}, without www."),
        None => return Vec::new(),
    };
    vec![sentence]
}

/// Whether ORCID reads the form: method and content type. Tells whether the fields can be looked at.
fn form(request: &Request, odd: &mut Vec<String>) -> bool {
    if request.method != "POST" {
        odd.push(format!(
            "It is a {}: this endpoint takes POST only, and answers 415 (the former server 405).",
            request.method
        ));
    }
    let kind = request.media_type.as_str();
    let form = kind == "application/x-www-form-urlencoded";
    if request.method == "POST" && !form {
        let said =
            if kind.is_empty() { "It has no Content-Type".to_owned() } else { format!("Its Content-Type is {kind}") };
        odd.push(format!(
            "{said}: this endpoint reads application/x-www-form-urlencoded only, and answers 415 with a page."
        ));
    }
    // What is in a file is not known; what is no form has no fields.
    form && !request.body.starts_with('@')
}

/// The client's id and secret.
fn credentials(request: &Request, odd: &mut Vec<String>) {
    let given = |name: &str| request.field(name).filter(|value| !value.is_empty());
    if request.authorization.is_empty() {
        for name in ["client_id", "client_secret"] {
            if given(name).is_none() {
                odd.push(format!("{name} is missing: 401 invalid_request, «{name} is required»."));
            }
        }
    }
    let (id, secret) = (given("client_id").unwrap_or_default(), given("client_secret").unwrap_or_default());
    if shape::is_uuid(id) || shape::is_client_id(secret) {
        odd.push("client_id and client_secret look swapped: the id is APP-…, the secret a UUID.".to_owned());
    } else if !secret.is_empty() && shape::without_strays(secret) != secret {
        odd.push("client_secret has a blank, a quote or something invisible in it.".to_owned());
    }
}

/// The grant and what it needs.
fn fields(request: &Request, odd: &mut Vec<String>) {
    let given = |name: &str| request.field(name).filter(|value| !value.is_empty());
    let grant = given("grant_type").unwrap_or_default();
    match grant {
        "" => odd.push("grant_type is missing: 400 unsupported_grant_type.".to_owned()),
        grant if !GRANTS.contains(&grant) => odd.push(format!(
            "ORCID knows no grant_type {grant}: there are authorization_code, refresh_token, client_credentials and token exchange."
        )),
        _ => {}
    }
    credentials(request, odd);
    let needed: &[&str] = match grant {
        "authorization_code" => &["code"],
        "refresh_token" => &["refresh_token"],
        TOKEN_EXCHANGE => &["subject_token", "subject_token_type", "requested_token_type"],
        _ => &[],
    };
    odd.extend(
        needed.iter().filter(|name| given(name).is_none()).map(|name| format!("{name} is missing: {grant} needs it.")),
    );
    match grant {
        "authorization_code" => exchange(request, odd),
        "client_credentials" => two_legged(&ScopeSet::parse(given("scope").unwrap_or_default()), odd),
        _ => {}
    }
}

fn exchange(request: &Request, odd: &mut Vec<String>) {
    let given = |name: &str| request.field(name).filter(|value| !value.is_empty());
    match given("code") {
        Some(code) if shape::is_placeholder(code) => {
            odd.push("code is a placeholder: your own belongs there.".to_owned())
        }
        Some(code) if !shape::is_code(code) => {
            odd.push(format!("The code has {} characters; ORCID's have six letters and digits.", code.chars().count()));
        }
        Some(_) | None => {}
    }
    if given("redirect_uri").is_none() {
        odd.push(
            "redirect_uri is missing: ORCID takes the code without it, though RFC 6749 §4.1.3 demands it, and other servers do."
                .to_owned(),
        );
    }
    if given("scope").is_some() {
        odd.push("scope does not belong into the exchange of a code: what was granted is in the code.".to_owned());
    }
}

fn two_legged(asked: &ScopeSet, odd: &mut Vec<String>) {
    let usable = |value: &str| scopes::find(value).is_none_or(|known| known.legs == Legs::Two);
    let dropped = asked.iter().filter(|scope| !usable(scope.as_str()));
    odd.extend(dropped.map(|scope| {
        format!("{scope} comes from a researcher, not by client credentials: ORCID drops it without a word.")
    }));
    if !asked.iter().any(|scope| usable(scope.as_str())) {
        odd.push(
            "No scope is left that a client gets for itself: 400 «Invalid scope (none)». Ask for /read-public."
                .to_owned(),
        );
    }
}
