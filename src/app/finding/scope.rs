//! The scopes, and what is missing for what is wanted.

use super::{Code, Fix, Found, Plan, client::orcids_own, set};
use crate::{
    app::{Command, control::Control},
    oauth::{Scope, ScopeSet},
    orcid::{
        diagnosis::{is_habit, lacks_slash},
        scopes::{self, ClientType, Legs, Who},
    },
};

const HERE: Control = Control::Scope;

/// Whose clients may have a scope, and what the others get.
fn reserved(scope: &Scope, who: Who) -> String {
    match who {
        Who::PremiumMember => {
            format!("{scope} is for clients of premium members; any other client gets invalid_scope.")
        }
        Who::All | Who::Member | Who::Creator | Who::ByHand | Who::Internal => {
            format!("{scope} is for clients of ORCID members; a public client gets invalid_scope.")
        }
    }
}

pub(super) fn look(plan: &Plan, found: &mut Found) {
    let asked = plan.form.scopes();
    if asked.is_empty() {
        found.error(
            Code::ScopeMissing,
            "No scope: ORCID answers with a page that says «missing scope parameter».",
            set(HERE, "/authenticate"),
        );
    } else if separated(plan, found) {
        for scope in asked.iter() {
            one(plan, &asked, scope, found);
        }
        wanted(plan, &asked, found);
    }
}

/// The scopes of a token that a client gets for itself.
pub(super) fn look_two_legged(plan: &Plan, found: &mut Found) {
    let asked = plan.form.scopes();
    if asked.is_empty() {
        found.error(Code::ScopeMissing, "No scope: ORCID answers invalid_scope.", set(HERE, "/read-public"));
        return;
    }
    if !separated(plan, found) {
        return;
    }
    for scope in asked.iter() {
        let Some(known) = scopes::find(scope.as_str()) else {
            unknown(&asked, scope, found);
            continue;
        };
        if known.legs == Legs::Three {
            found.note(
                Code::ScopeThreeLegged,
                format!("{scope} comes from a researcher (`authorize`), not by client credentials: ORCID drops it."),
                None,
            );
            continue;
        }
        match known.who {
            Who::All => {}
            Who::Member | Who::PremiumMember if plan.client_type().is_some_and(|kind| known.allowed_for(kind)) => {}
            Who::Member | Who::PremiumMember => found.note(Code::ScopeMember, reserved(scope, known.who), None),
            Who::Creator | Who::ByHand | Who::Internal => special(&asked, scope, found),
        }
    }
}

/// Whether the scopes are separated and written as ORCID reads them. Said when they are not.
fn separated(plan: &Plan, found: &mut Found) -> bool {
    let meant = scopes::misread(plan.form.scope.text());
    if let Some(meant) = &meant {
        found.error(
            Code::ScopeSeparator,
            "Scopes are separated by blanks, and written plainly: to ORCID this is one long scope.",
            set(HERE, &meant.to_string()),
        );
    }
    meant.is_none()
}

/// Takes one scope out; `/authenticate` stays when nothing would.
fn without(asked: &ScopeSet, scope: &str) -> Option<Fix> {
    let rest = asked.without(&ScopeSet::parse(scope));
    set(HERE, &if rest.is_empty() { "/authenticate".to_owned() } else { rest.to_string() })
}

fn one(plan: &Plan, asked: &ScopeSet, scope: &Scope, found: &mut Found) {
    let value = scope.as_str();
    let Some(known) = scopes::find(value) else {
        unknown(asked, scope, found);
        return;
    };
    if known.legs == Legs::Two {
        found.error(
            Code::ScopeTwoLegged,
            format!("{scope} is two-legged: it comes by client credentials, not by this dance."),
            without(asked, value),
        );
        return;
    }
    match known.who {
        Who::All => {}
        Who::Member | Who::PremiumMember if plan.client_type() == Some(ClientType::Public) => found.error(
            Code::ScopeMember,
            format!("{scope} is for members' clients, and this client is a public one: invalid_scope."),
            set(HERE, &allowed(asked, ClientType::Public)),
        ),
        Who::Member if plan.examined == Some(ClientType::Member) => {}
        Who::Member | Who::PremiumMember if orcids_own(plan) => {
            found.note(Code::ScopeMember, reserved(scope, known.who), set(HERE, &allowed(asked, ClientType::Public)))
        }
        Who::Member | Who::PremiumMember => {}
        Who::Creator | Who::ByHand | Who::Internal => special(asked, scope, found),
    }
}

/// One that ORCID's list does not have.
fn unknown(asked: &ScopeSet, scope: &Scope, found: &mut Found) {
    let value = scope.as_str();
    if lacks_slash(value) {
        let all: Vec<String> = asked
            .iter()
            .map(|scope| if lacks_slash(scope.as_str()) { format!("/{scope}") } else { scope.to_string() })
            .collect();
        found.error(Code::ScopeSlash, format!("{scope} lacks its slash: /{scope}."), set(HERE, &all.join(" ")));
    } else if is_habit(value) {
        found.note(
            Code::ScopeHabit,
            format!("{scope} is OpenID Connect's: ORCID drops it without a word, and has no e-mail claim."),
            without(asked, value),
        );
    } else {
        let meant = scopes::meant(value);
        let all: Vec<&str> =
            asked.iter().map(|it| meant.filter(|_| it == scope).map_or(it.as_str(), |it| it.value.as_str())).collect();
        let question = meant.map(|it| format!(" Is {} meant?", it.value)).unwrap_or_default();
        found.error(
            Code::ScopeUnknown,
            format!("ORCID knows no scope {scope}; the answer will be invalid_scope.{question}"),
            match meant {
                Some(_) => set(HERE, &all.join(" ")),
                None => Some(Fix::Command(Command::ChooseScopes)),
            },
        );
    }
}

/// One that ORCID gives by hand.
fn special(asked: &ScopeSet, scope: &Scope, found: &mut Found) {
    found.warning(
        Code::ScopeSpecial,
        format!("{scope} is given by ORCID to single clients, or to none: others get invalid_scope."),
        without(asked, scope.as_str()),
    );
}

/// Those that a client of this type may ask a researcher for.
fn allowed(asked: &ScopeSet, client_type: ClientType) -> String {
    let may = |scope: &&Scope| scopes::find(scope.as_str()).is_some_and(|known| known.allowed_for(client_type));
    let rest: ScopeSet = asked.iter().filter(may).cloned().collect();
    if rest.is_empty() { "/authenticate".to_owned() } else { rest.to_string() }
}

/// What is missing for what the request seems to want.
fn wanted(plan: &Plan, asked: &ScopeSet, found: &mut Found) {
    let form = plan.form;
    let closure = scopes::closure(asked);
    let with = |scope: &str| set(HERE, &format!("{asked} {scope}"));
    // Such a request is refused as it is; what is said of it says what to ask for.
    let two_legged = asked.iter().any(|scope| scopes::find(scope.as_str()).is_some_and(|it| it.legs == Legs::Two));
    let id_token = form.response_type.text().contains("id_token");
    if (form.use_nonce || id_token) && !asked.contains("openid") {
        found.warning(
            Code::OpenidMissing,
            "A nonce and an ID token belong to openid, which is not asked for: there will be no ID token.",
            with("openid"),
        );
    } else if !two_legged && !closure.is_empty() && !closure.contains("/authenticate") {
        found.note(
            Code::OpenidMissing,
            "Userinfo refuses a token without /authenticate or openid; the token response names the iD all the same.",
            with("openid"),
        );
    }
    let writes = closure.contains("/activities/update") || closure.contains("/person/update");
    if writes && !closure.contains("/read-limited") {
        found.note(
            Code::ReadMissing,
            "May write, and may read only what is public: the right to write does not bring /read-limited.",
            with("/read-limited"),
        );
    }
}
