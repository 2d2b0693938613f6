//! Whose a failure is that a text speaks of: ORCID's, another server's, or anybody's.

use super::{
    super::{TABLE, concepts::Spoken},
    Reading, clues, listed, plain, references, status,
};
use crate::{
    oauth::{HttpRequest, is_loopback_host},
    orcid::{environment::is_orcids, shape},
};

/// How many words a line has that is hardly more than the words of a failure.
const HARDLY_MORE: usize = 6;

/// How many lines are looked at for the words of a failure.
const LINES: usize = 100;

/// Whether a text names ORCID: by its name, by an iD or a client id.
fn names_orcid(lower: &str, spoken: &Spoken) -> bool {
    let mut words = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    spoken.names("orcid")
        || spoken.names("orcid-mistyped")
        || words.any(|word| {
            let upper = word.to_ascii_uppercase();
            shape::is_client_id(&upper) || shape::is_orcid_shaped(&upper)
        })
}

/// Whether a text is of another provider, which it names, or of a request to another server: what that answers, ORCID did
/// not.
pub fn is_of_others(text: &str, request: Option<&HttpRequest>) -> bool {
    let lower = plain(text).to_lowercase();
    let spoken = Spoken::of(&lower);
    if names_orcid(&lower, &spoken) {
        return false;
    }
    // Google's playground is where ORCID's tutorials send people.
    spoken.names("others-answer") && !lower.contains("oauthplayground") || request.is_some_and(goes_elsewhere)
}

/// Whether a request goes to another server than ORCID's, and is not the browser that comes back from there.
pub fn goes_elsewhere(request: &HttpRequest) -> bool {
    let host = request.uri().host();
    // Who calls a host after ORCID means a copy of it.
    let is_after = |host: &str| host.to_lowercase().contains("orcid");
    let elsewhere = host.is_some_and(|host| !is_after(host) && !is_loopback_host(host));
    // Copies of ORCID's API have its paths: those of tests, of proxies.
    let is_orcids_path = || request.uri().path().split('/').any(shape::is_orcid_shaped);
    elsewhere
        && !is_numbered_endpoint(&request.uri().to_string())
        && !request.uri().query().is_some_and(|query| query.contains("code="))
        && !is_orcids_path()
}

/// Whether an address has a number for its host, and the path of an endpoint of the dance: whose it is, is not known then.
fn is_numbered_endpoint(address: &str) -> bool {
    let host = clues::host(address);
    let host = host.split(':').next().unwrap_or_default().trim_matches(['[', ']']);
    let path = address.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..])).unwrap_or_default();
    host.parse::<std::net::IpAddr>().is_ok() && super::of_path(path).is_some()
}

/// Whether a text names addresses, and all of them are other servers' that have nothing to do with the dance.
pub fn names_elsewhere(text: &str) -> bool {
    let lower = plain(text).to_lowercase();
    let all = || clues::addresses(&lower).map(|(_, address)| address);
    let is_other = |address: &str| {
        let host = clues::host(address);
        let of_dance = ["oauth", "callback", "code=", "error="].iter().any(|sign| address.contains(sign));
        // ORCID's own sources, to which it sends people who misspell a scope; and what everybody follows.
        let of_orcid = address.contains("github.com/orcid/") || listed::has(&host, "standards");
        !is_orcids(&host) && !is_loopback_host(&host) && !of_dance && !of_orcid
    };
    let around = || all().fold(lower.clone(), |text, address| text.replace(address, " "));
    all().next().is_some() && all().all(is_other) && all().count() < 20 && {
        let around = around();
        !names_orcid(&around, &Spoken::of(&around))
    }
}

/// Whether a whole response names other servers only, in its body or between its headers.
pub fn answers_elsewhere(message: &str) -> bool {
    let (head, body) = message.split_once("\n\n").or_else(|| message.split_once("\r\n\r\n")).unwrap_or((message, ""));
    let is_header = |line: &&str| line.split_once(": ").is_some_and(|(name, _)| !name.contains(' '));
    let beside: Vec<&str> = head.lines().skip(1).filter(|line| !is_header(line)).collect();
    // Pages have addresses of style sheets and name spaces.
    let body = if body.trim_start().starts_with('<') { "" } else { body };
    let said = format!("{}\n{body}", beside.join("\n"));
    said.contains("://") && (is_elsewhere(&said) || super::request::find(&said).as_ref().is_some_and(goes_elsewhere))
}

/// Whether words that other systems have too can be ORCID's here: ORCID or the dance is spoken of, or nothing else is said.
pub fn is_near(text: &str) -> bool {
    let lower = plain(text).to_lowercase();
    let spoken = Spoken::of(&lower);
    names_orcid(&lower, &spoken)
        || spoken.names("oauth-artefact")
        || !spoken.names("other-protocol")
            && lower.lines().take(LINES).any(|line| line.split_whitespace().count() <= HARDLY_MORE && TABLE.says(line))
}

/// Whether a text speaks of other servers only: what is said of them, ORCID did not say.
pub fn is_elsewhere(text: &str) -> bool {
    let lower = references::without(&plain(text).to_lowercase());
    let spoken = Spoken::of(&lower);
    if names_orcid(&lower, &spoken) {
        return false;
    }
    if spoken.names("other-provider") {
        return true;
    }
    if listed::has(&lower, "this-computer") {
        // Other programs of this computer have other addresses than a callback, and ports of their own.
        return listed::has(&lower, "other-program") && !listed::has(&lower, "dance");
    }
    if spoken.names("other-protocol") && !listed::has(&lower, "dance") || names_other_port(&lower) {
        return true;
    }
    let mut addresses = clues::addresses(&lower).map(|(_, address)| address).peekable();
    if addresses.peek().is_some() && addresses.all(is_numbered_endpoint) {
        return false;
    }
    lower.contains("://") || lower.contains("enotfound ") || !lower.contains("proxy") && names_host(&lower)
}

/// Whether a host is one of another provider, or of another service that people use beside ORCID.
fn is_providers_host(host: &str) -> bool {
    listed::words("provider-host").iter().any(|provider| host.ends_with(provider.as_str()))
}

/// Whether a request goes to such a host: whatever is said beside, its answer is theirs.
pub fn goes_to_provider(request: &HttpRequest) -> bool {
    request.uri().host().is_some_and(|host| is_providers_host(&host.to_lowercase()))
}

/// Whether a line of a log tells what another server answered, which it names, and has nothing of the dance.
pub(super) fn is_answer_of_others(line: &str) -> bool {
    let lower = line.to_lowercase();
    // ORCID may stand in the path or in the name of what is asked there.
    let beside = clues::addresses(&lower).fold(lower.clone(), |text, (_, address)| text.replace(address, " "));
    let is_providers = clues::addresses(&lower).any(|(_, address)| is_providers_host(&clues::host(address)));
    if is_providers && status::find(&lower).is_some() && !names_orcid(&beside, &Spoken::of(&beside)) {
        return true;
    }
    // The log of a proxy has a line for each host.
    if lower.contains("tcp_denied/") && !names_orcid(&lower, &Spoken::of(&lower)) {
        return true;
    }
    let of_dance =
        || ["dance", "answer-member"].iter().any(|list| listed::has(&lower, list)) || lower.contains("proxy");
    names_host(&lower) && !of_dance() && status::find(&lower).is_some() && !names_orcid(&lower, &Spoken::of(&lower))
}

/// Whether a text names the port of another protocol, behind a host.
fn names_other_port(lower: &str) -> bool {
    lower.split(|c: char| c.is_whitespace() || "(),;'\"`/".contains(c)).any(|word| {
        let (host, port) = word.trim_end_matches([':', '.']).rsplit_once(':').unwrap_or_default();
        listed::is_one(port, "other-port") && host.contains(['.', ']']) && !host.ends_with(':')
    })
}

/// Whether a text names a host, as far as names of packages and classes can be told apart from those.
fn names_host(lower: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut words = lower.split(|c: char| c.is_whitespace() || "()[]<>,;'\"`/".contains(c));
    words.any(|word| {
        let name = word.split(':').next().unwrap_or_default().trim_end_matches('.');
        name.rsplit_once('.').is_some_and(|(_, end)| listed::is_one(end, "top-level-domain"))
            && !listed::is_one(name, "framework")
            && name.split('.').all(is_part)
    })
}

/// Whether a text has a refusal's status among other words, and none of them is of OAuth: it may be anybody's.
pub fn is_anybodys(text: &str, reading: &Reading) -> bool {
    let Some(status @ 400..500) = reading.status.filter(|_| reading.failure.is_none()) else { return false };
    let plain = plain(text).to_lowercase();
    // On a line of its own it is what was copied.
    let among = |line: &str| line.contains(&status.to_string()) && line.split_whitespace().count() > 6;
    plain.lines().any(among) && !listed::has(&plain, "oauth")
}

/// Whether another computer was called, and this one refused: then a proxy is set that does not run.
pub(super) fn refused_on_the_way(words: &str) -> bool {
    let lower = words.to_lowercase();
    let refused = ["econnrefused 127.0.0.1:", "econnrefused ::1:", "econnrefused localhost:"];
    lower.lines().any(|line| {
        let called = line.find("orcid.org/").filter(|at| line[..*at].contains("://"));
        called.is_some_and(|at| refused.iter().any(|sign| line[at..].contains(sign)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_is_not_orcids() {
        for text in
            ["AADSTS7000215: Invalid client secret provided.", "https://oauth2.googleapis.com/token: invalid_grant"]
        {
            assert!(is_of_others(text, None), "{text}");
        }
        for text in ["invalid_client", "Google login works, ORCID says invalid_client", "APP-1234567890ABCDEF at Azure"]
        {
            assert!(!is_of_others(text, None), "{text}");
        }
        assert!(
            is_near("User denied access") && is_near("OmniAuth: user denied access to what the application asked for")
        );
        assert!(!is_near("The user denied access to the camera, so the call could not start."));
    }
}
