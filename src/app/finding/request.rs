//! The other parameters of the authorization request, and the code that waits to be exchanged.

use jiff::Timestamp;

use super::{Code, Fix, Found, KnownCode, Plan, client::authorize, set};
use crate::{
    app::{control::Control, form::Parameter},
    orcid::{InvalidOrcidId, OrcidId, response_type, shape},
    text,
};

/// Seconds after which a code is old: ORCID's documentation once said that it lives ten minutes.
const OLD: i64 = 600;

pub(super) fn look(plan: &Plan, now: Timestamp, found: &mut Found) {
    let form = plan.form;
    let response_type = form.response_type.text();
    if !response_type::is_known(response_type) {
        found.error(
            Code::ResponseType,
            "ORCID knows the response types code, token, id_token and «id_token token».",
            set(Control::ResponseType, "code"),
        );
    } else if response_type::demands_nonce(response_type) && !form.use_nonce {
        found.error(Code::NonceMissing, "A response_type with id_token demands a nonce.", Some(Fix::Nonce));
    }
    if !form.use_state {
        found.warning(
            Code::StateOff,
            "state is off: a forged callback cannot be told from a real one.",
            Some(Fix::State),
        );
    }
    parameters(plan, found);
    code(plan, now, found);
}

fn parameters(plan: &Plan, found: &mut Found) {
    let form = plan.form;
    let prompt = form.parameter(Parameter::Prompt).text();
    let here = Control::Parameter(Parameter::Prompt);
    if prompt == "none" {
        let openid = form.scopes().contains("openid");
        let words = if openid {
            "prompt=none shows no page: who is not signed in, or did not grant this before, gets an error."
        } else {
            "Without openid, prompt=none counts only for who is not signed in; who is, gets the consent page."
        };
        found.note(Code::Prompt, words, set(here, ""));
    } else if !["", "login", "confirm"].contains(&prompt) {
        found.warning(Code::Prompt, "ORCID knows prompt=login and prompt=none; it ignores others.", set(here, ""));
    }
    let max_age = form.parameter(Parameter::MaxAge).text();
    if !max_age.is_empty() && max_age.parse::<u64>().is_err() {
        found.warning(
            Code::MaxAge,
            "max_age is not a number of seconds; ORCID's former server refuses that.",
            set(Control::Parameter(Parameter::MaxAge), ""),
        );
    }
    let orcid = form.parameter(Parameter::Orcid).text();
    if !orcid.is_empty()
        && let Err(why) = orcid.parse::<OrcidId>()
    {
        let fixed = match why {
            InvalidOrcidId::CheckDigit { expected } => Some(format!("{}{expected}", &orcid[..orcid.len() - 1])),
            InvalidOrcidId::Shape => None,
        };
        let fix = fixed.and_then(|fixed| set(Control::Parameter(Parameter::Orcid), &fixed));
        found.warning(Code::OrcidParameter, format!("orcid: {why}."), fix);
    }
    for parameter in Parameter::ALL {
        let value = form.parameter(parameter).text();
        if shape::is_encoded(value) {
            let decoded = percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned();
            found.warning(
                Code::EncodedTwice,
                format!(
                    "{} is percent-encoded already: write it plainly, it is encoded once on its way.",
                    parameter.name()
                ),
                set(Control::Parameter(parameter), &decoded),
            );
        }
    }
}

/// What is known of the code.
pub(super) fn code(plan: &Plan, now: Timestamp, found: &mut Found) {
    let old = |at: Timestamp| now.as_second() - at.as_second() > OLD;
    match plan.code {
        Some(KnownCode::Spent) => found.warning(
            Code::CodeSpent,
            "The code was exchanged already: a second exchange is refused, and revokes what the first one gave.",
            authorize(plan),
        ),
        Some(KnownCode::Arrived(at)) if old(at) => found.warning(
            Code::CodeOld,
            format!("The code came {}: it may have expired. Exchange it now, or authorize again.", text::age(at, now)),
            authorize(plan),
        ),
        Some(KnownCode::Requested(at)) if old(at) => found.warning(
            Code::CodeOld,
            format!(
                "The request was made {}: if its code came soon after, it may have expired. Then authorize again.",
                text::age(at, now)
            ),
            authorize(plan),
        ),
        Some(KnownCode::Arrived(_) | KnownCode::Requested(_)) | None => {}
    }
}
