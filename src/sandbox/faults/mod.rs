//! What goes wrong on purpose: `assets/faults.toml`. Faults change requests on their way in and answers on their way out;
//! the endpoints know nothing of them.

mod body;
mod callback;
mod id_token;
mod tokens;

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock, time::Duration};

use http::{HeaderName, Method};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Delivery, Sandbox,
    incoming::{Incoming, LogicalHost},
    journal::{ActiveFault, Event},
    reply::Reply,
    respond::route,
};

/// Something that can go wrong.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// For the command line, the control interface and the screen: `expired-code`.
    pub name: String,
    /// What happens then, and what a client should make of it; one or two sentences.
    pub summary: String,
    at: Vec<Place>,
    effect: Effect,
}

/// Where a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Authorize,
    Token,
    Revoke,
    Userinfo,
    /// Discovery and key set.
    Keys,
    /// Either API.
    Api,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Effect {
    Instead(Answer),
    Callback(callback::Change),
    Code(callback::CodeChange),
    Tokens(tokens::Change),
    IdToken(id_token::Change),
    Body(body::Change),
    Late { milliseconds: u64 },
    Pieces { bytes: usize, milliseconds: u64 },
    Cut { bytes: usize },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        fault: Vec<Fault>,
    }
    let file: File =
        toml::from_str(include_str!("../../../assets/faults.toml")).expect("assets/faults.toml is well-formed");
    file.fault
});

/// All faults, in the order of a dance.
pub fn faults() -> &'static [Fault] {
    &FAULTS
}

/// One of them by its name.
pub(super) fn find(name: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.name == name)
}

/// Those that act: what somebody set, else what the sandbox was made with.
pub(super) fn active(sandbox: &Sandbox) -> Cow<'_, [ActiveFault]> {
    match sandbox.state.faults() {
        Some(set) => Cow::Borrowed(set),
        None => Cow::Borrowed(&sandbox.settings.faults),
    }
}

/// Answers a request, and lets go wrong what is to go wrong. Also says which faults acted.
pub(super) fn through(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> (Reply, Delivery, Vec<String>) {
    let place = place(request);
    let acting: Vec<&'static Fault> = active(sandbox)
        .iter()
        .filter_map(|fault| find(&fault.name))
        .filter(|fault| place.is_some_and(|place| fault.at.contains(&place)))
        .collect();
    let mut used = Vec::new();
    let instead = acting.iter().find_map(|fault| match &fault.effect {
        Effect::Instead(answer) => Some((fault, answer)),
        Effect::Callback(_)
        | Effect::Code(_)
        | Effect::Tokens(_)
        | Effect::IdToken(_)
        | Effect::Body(_)
        | Effect::Late { .. }
        | Effect::Pieces { .. }
        | Effect::Cut { .. } => None,
    });
    let mut reply = match instead {
        Some((fault, answer)) => {
            used.push(fault.name.clone());
            answer.reply()
        }
        None => route(sandbox, request, now),
    };
    let mut delivery = Delivery::Immediate;
    for fault in acting {
        let acted = match &fault.effect {
            Effect::Instead(_) => false,
            Effect::Callback(change) => change.apply(&mut reply),
            Effect::Code(change) => change.apply(&mut reply, now),
            Effect::Tokens(change) => change.apply(&mut reply, sandbox.settings.era),
            Effect::IdToken(change) => change.apply(&mut reply, &sandbox.key),
            Effect::Body(change) => change.apply(&mut reply),
            Effect::Late { milliseconds } => {
                delivery = Delivery::Late(Duration::from_millis(*milliseconds));
                true
            }
            Effect::Pieces { bytes, milliseconds } => {
                delivery = Delivery::Pieces { bytes: *bytes, pause: Duration::from_millis(*milliseconds) };
                true
            }
            Effect::Cut { bytes } => {
                delivery = Delivery::Cut { after: *bytes };
                true
            }
        };
        if acted {
            used.push(fault.name.clone());
        }
    }
    // Only counted faults change by being used; those of the settings are set by that, since settings never change.
    let set = active(sandbox);
    let mut counted = set.iter().filter(|fault| fault.times.is_some() && used.contains(&fault.name)).peekable();
    if counted.peek().is_some() && sandbox.state.faults().is_none() {
        reply.events.push(Event::FaultsSet { faults: set.to_vec() });
    }
    reply.events.extend(counted.map(|fault| Event::FaultUsed { name: fault.name.clone() }));
    (reply, delivery, used)
}

fn place(request: &Incoming<'_>) -> Option<Place> {
    if *request.method == Method::OPTIONS {
        return None;
    }
    match (request.host, request.path) {
        (_, "/oauth/token") => Some(Place::Token),
        (LogicalHost::PublicApi | LogicalHost::MemberApi, _) => Some(Place::Api),
        (LogicalHost::Web, "/oauth/authorize") => Some(Place::Authorize),
        (LogicalHost::Web, "/oauth/revoke") => Some(Place::Revoke),
        (LogicalHost::Web, "/oauth/userinfo") => Some(Place::Userinfo),
        (LogicalHost::Web, "/oauth/jwks" | "/.well-known/openid-configuration") => Some(Place::Keys),
        (LogicalHost::Web, _) => None,
    }
}

impl Answer {
    fn reply(&self) -> Reply {
        let reply = Reply::new(self.status, "", self.body.clone());
        self.headers.iter().fold(reply, |reply, (name, value)| match HeaderName::try_from(name.as_str()) {
            Ok(name) => reply.header(name, value),
            Err(_) => reply,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        let mut names: Vec<&str> = faults().iter().map(|fault| fault.name.as_str()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "no name stands twice");
        for fault in faults() {
            assert!(fault.summary.ends_with('.') && !fault.at.is_empty(), "{}", fault.name);
            if let Effect::Instead(answer) = &fault.effect {
                let reply = answer.reply();
                assert_eq!(reply.response.status().as_u16(), answer.status, "{}", fault.name);
                assert_eq!(reply.response.headers().len(), answer.headers.len(), "{}", fault.name);
            }
        }
    }
}
