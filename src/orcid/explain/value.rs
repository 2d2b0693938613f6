//! Single values, and addresses that hold one.

use super::{Explanation, authorization};
use crate::{
    oauth::{AuthorizationResponse, ScopeSet, StateCheck, form, mask, redact},
    orcid::{
        InvalidOrcidId, OrcidId,
        diagnosis::{self, Reading, Situation, lacks_slash},
        paste::address,
        scopes::{self, Legs, Who},
        shape,
        shared_profile::{Refused, Taken},
    },
};

pub(super) fn code(code: &str) -> Explanation {
    let length = code.chars().count();
    Explanation::new("authorization-code", "An authorization code, most likely (RFC 6749 §4.1.2): it works once, for the client and at the server that it was issued for.")
        .part("code", code)
        .odd_if(!shape::is_code(code), format!("It has {length} characters; ORCID's codes have six letters and digits."))
        .then(format!("Exchange it at once: `orcid-playground exchange {code}`. Used twice, it costs the tokens of the first time."))
}

pub(super) fn redirect(
    response: &AuthorizationResponse,
    url: &str,
    copied: &str,
    situation: &Situation,
) -> Explanation {
    // A line without an address is the query, or its mere end.
    let before = url.split('#').next().unwrap_or_default();
    let in_query = !url.contains('#') || AuthorizationResponse::parse_url(before).is_some();
    let mut reading = Reading::of_redirect(response, !in_query);
    if copied.contains("/oauth/authorize?") {
        reading.clues = diagnosis::Copied::of(copied).reading.clues;
    }
    let sent = reading.clues.told.state.as_deref().or(situation.state.as_deref());
    let shown = redact::replace(url, &redact::in_url(url), |_, value| mask(value));
    let state = response.state().unwrap_or_default().to_owned();
    let check = sent.map(|sent| response.check_state(Some(sent)));
    let explanation = match response {
        AuthorizationResponse::Code { code, .. } => Explanation::new(
            "redirect",
            "The address that ORCID sent the browser to, with an authorization code (RFC 6749 §4.1.2).",
        )
        .part("code", code.as_str())
        .odd_if(!shape::is_code(code), "The code is not six letters and digits, as ORCID's are: the address may be cut off.")
        .odd_if(state.is_empty(), "There is no state: if your request sent one, do not use this code (RFC 6749 §10.12).")
        .then("Compare the state with the one that you sent, then exchange the code once: `orcid-playground exchange '<this address>'`."),
        AuthorizationResponse::Tokens { access_token, .. } => Explanation::new(
            "redirect",
            "The address that ORCID sent the browser to, with tokens in the fragment: the implicit flow (RFC 6749 §4.2.2). They last ten minutes, and no server saw them.",
        )
        .part("access_token", access_token.masked())
        .odd_if(state.is_empty(), "There is no state: if your request sent one, do not use these tokens (RFC 6749 §10.12).")
        .then("Prefer response_type=code: it gives a token that lasts, and a refresh token."),
        AuthorizationResponse::Error { error, .. } => Explanation::new(
            "redirect",
            // RFC 6749's codes are in lower case.
            if error.error.contains(char::is_uppercase) {
                "An address of the application itself, with an error of its own: no code of ORCID's (Auth.js has such ones)."
            } else {
                "The address that ORCID sent the browser to, with an error (RFC 6749 §4.1.2.1)."
            },
        )
        .part("error", error.error.as_str())
        .part("error_description", error.error_description.clone().unwrap_or_default())
        .odd_if(!in_query, "It is in the fragment, behind #: a server never sees that part."),
    };
    let mut explanation = explanation
        .part("state", state)
        .part("address", shown)
        .odd_if(check == Some(StateCheck::Differs), "The state is another one than the one that was sent.");
    explanation.odd.extend(authorization::copying(copied));
    explanation.odd.extend(elsewhere(url, &situation.redirect_uri));
    explanation.odd.extend(twice(url));
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    explanation
}

/// That it landed at another place than the redirect URI that is configured.
fn elsewhere(url: &str, configured: &str) -> Option<String> {
    let (landed, _) = address::landing(url);
    let bare = |uri: &str| uri.split(['?', '#']).next().unwrap_or_default().to_owned();
    let differs = url.starts_with("http") && !configured.is_empty() && bare(&landed) != bare(configured);
    differs.then(|| {
        format!("It landed at {landed}, and the redirect URI is {configured}: the exchange must send the one that the request had.")
    })
}

/// What stands more than once in an address, or beside what excludes it (RFC 6749 §3.1, §4.1.2).
fn twice(url: &str) -> Vec<String> {
    let behind = url.split_once(['?', '#']).map_or(url, |(_, behind)| behind);
    let pairs = form::parse_form(behind.replace('#', "&").as_bytes());
    let count = |name: &str| pairs.iter().filter(|(known, _)| known == name).count();
    let mut odd = Vec::new();
    for name in ["code", "state", "error"] {
        if count(name) > 1 {
            odd.push(format!(
                "{name} stands there more than once: ORCID sends one, and an application must not choose."
            ));
        }
    }
    if count("code") > 0 && count("error") > 0 {
        odd.push("A code and an error stand side by side: ORCID sends the one or the other.".to_owned());
    }
    if pairs.iter().any(|(name, value)| name == "code" && value.is_empty()) {
        odd.push("The code is empty: there is nothing to exchange.".to_owned());
    }
    odd
}

pub(super) fn profile(read: &Result<Taken, Refused>) -> Explanation {
    let explanation =
        Explanation::new("profile-link", "A link that shares a profile of this program: a client without its secret.");
    let taken = match read {
        Ok(taken) => taken,
        Err(why) => return explanation.odd_if(true, format!("It is not taken: {why}.")),
    };
    let mut explanation =
        taken.profile.entries().iter().fold(explanation, |all, (key, value)| all.part(key, value.as_str()));
    let issuer = taken.profile.places().first().map(|(_, issuer)| issuer.clone());
    if let Some(issuer) = issuer {
        explanation
            .odd
            .push(format!("It names a server that is none of ORCID's, {issuer}: the client secret would go there."));
    }
    explanation.odd_if(!taken.left_out.is_empty(), format!("Not taken from it: {}.", taken.left_out.join(", "))).then(
        "Paste it into the playground (outside a field), or save it: `orcid-playground profile import '<this link>'`.",
    )
}

pub(super) fn orcid_id(id: &str, text: &str) -> Explanation {
    let of = if text.contains("sandbox.orcid.org") {
        "The host says that it is the ORCID Sandbox's."
    } else if text.contains("orcid.org") {
        "The host says that it is ORCID's own, in production."
    } else {
        "A bare iD does not tell its environment: production and sandbox draw from the same numbers."
    };
    let explanation = Explanation::new("orcid-id", format!("An ORCID iD. {of}")).part("orcid", id);
    let explanation = writing(text, id).into_iter().fold(explanation, |all, sentence| all.odd_if(true, sentence));
    let explanation = match id.parse::<OrcidId>() {
        Ok(_) => explanation,
        Err(InvalidOrcidId::CheckDigit { expected }) => explanation.odd_if(
            true,
            format!("Its check digit should be {expected}: a digit is mistyped. ORCID answers 404 to such an iD."),
        ),
        Err(InvalidOrcidId::Shape) => {
            return explanation
                .then("Copy it again from the top of the record's page: an iD looks like 0000-0002-1825-0097.");
        }
    };
    explanation.then(format!("Its record: GET /v3.0/{id}/record at pub. (what is public) or api. (with a token)."))
}

/// What is odd about how an iD is written.
fn writing(text: &str, id: &str) -> Vec<String> {
    let written = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    let bare = written.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let mut odd = Vec::new();
    if text.starts_with("http://") {
        odd.push("It is written with http: ORCID writes https since 2017.".to_owned());
    }
    if bare.chars().any(shape::is_dash) {
        odd.push(
            "It is written with dashes, as word processors and typeset pages make them: programs look for hyphens (-)."
                .to_owned(),
        );
    } else if bare.contains(char::is_whitespace) {
        odd.push("There are blanks in it: hyphens (-) belong between its groups.".to_owned());
    } else if !bare.contains('-') {
        odd.push("It has no hyphens: they belong to an iD, and ORCID's addresses have them.".to_owned());
    }
    let length = id.chars().filter(|c| *c != '-').count();
    let by = match length.abs_diff(shape::ORCID_LENGTH) {
        1 => "one is".to_owned(),
        more => format!("{more} are"),
    };
    let whole = shape::ORCID_LENGTH;
    if length < whole {
        odd.push(format!("It has {length} digits, and an iD has {whole}: {by} missing."));
    } else if length > whole {
        odd.push(format!("It has {length} digits, and an iD has {whole}: {by} too many."));
    }
    odd
}

pub(super) fn client_id(id: &str) -> Explanation {
    Explanation::new("client-id", "A client id: it names an application to ORCID, and is no secret (RFC 6749 §2.2). Each environment has its own clients.")
        .part("client_id", id)
        .odd_if(shape::is_placeholder(id), "It is a placeholder: your own belongs there.")
        .odd_if(!shape::is_client_id(id) && !shape::is_placeholder(id), "It is not APP- and sixteen capital letters and digits: mistyped or cut off.")
        .odd_if(id.starts_with("APP-PLAYGROUND"), "It is a demo client of the simulated ORCID, and exists nowhere else.")
        .then("Send it as client_id with every authorization and token request.")
}

pub(super) fn scopes(all: &ScopeSet) -> Explanation {
    let written = all.to_string();
    let meant = scopes::misread(&written);
    let all = meant.as_ref().unwrap_or(all);
    let many = if all.len() == 1 { "A scope" } else { "Scopes" };
    let mut explanation = Explanation::new("scope", format!("{many} (RFC 6749 §3.3): what a token shall allow."));
    explanation.odd.extend(meant.is_some().then(|| separator(&written)).flatten());
    for scope in all.iter().map(|scope| scope.as_str()) {
        let Some(known) = scopes::find(scope) else {
            let odd = if lacks_slash(scope) {
                format!("{scope} lacks its slash: /{scope}.")
            } else if diagnosis::is_habit(scope) {
                format!("{scope} is OpenID Connect's; ORCID drops it without a word.")
            } else {
                let meant = scopes::meant(scope).map(|it| format!(" Is {} meant?", it.value)).unwrap_or_default();
                format!("ORCID knows no scope {scope}; the answer will be invalid_scope.{meant}")
            };
            explanation.odd.push(odd);
            continue;
        };
        let who = match known.who {
            Who::All => "every client may ask for it",
            Who::Member => "for clients of ORCID members",
            Who::PremiumMember => "for clients of premium members",
            Who::Creator | Who::ByHand => "given by ORCID to single clients, on request",
            Who::Internal => "for ORCID's own services",
        };
        explanation = explanation.part(scope, format!("{} ({who})", known.summary.trim_end_matches('.')));
        if known.legs == Legs::Two {
            explanation.odd.push(format!("{scope} is two-legged: a client gets it for itself (`orcid-playground client-credentials`); asked of a researcher it is invalid_scope."));
        }
    }
    explanation.then("`orcid-playground scopes --all` lists them all, with what each brings along.")
}

/// What is wrong between scopes that ORCID does not read as they are meant.
fn separator(written: &str) -> Option<String> {
    let (name, is_the_fault) = match written.chars().find(|c| scopes::WRONG_SEPARATORS.contains(c)) {
        Some(',') => ("comma", true),
        Some(';') => ("semicolon", true),
        Some('|') => ("vertical bar", true),
        Some('+') => return Some("A plus sign is a blank in a URL only; elsewhere blanks separate scopes.".to_owned()),
        Some(_) | None => ("", false),
    };
    Some(if is_the_fault {
        format!(
            "The {name} is the fault: blanks separate scopes (%20 or + in a URL). To ORCID this is one long scope, which it does not know: invalid_scope."
        )
    } else {
        "It is percent-encoded, as in a URL; elsewhere scopes are written plainly.".to_owned()
    })
}

pub(super) fn unknown(text: &str) -> Explanation {
    let what = if text.is_empty() { "Nothing: there is no text." } else { "Nothing is known here of this text." };
    Explanation::new("unknown", what).then(
        "Give a code, the address that you landed on, an authorization URL, a Google Playground link, a curl command, a token \
         response, an error as JSON or XML, a sentence of ORCID's error page, a token, an iD, a scope, or a whole HTTP request or response.",
    )
}
