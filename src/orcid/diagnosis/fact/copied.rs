//! Facts of a text that was copied: what it tells beside the answer.

use serde_json::Value;

use super::Fact;
use crate::orcid::{
    diagnosis::{Place, case::Case, copied::SIMULATOR_PORTS},
    environment::is_orcids,
};

/// What speaks for one of them.
pub(super) fn tell(fact: Fact, case: &Case<'_>) -> Option<String> {
    let clues = &case.reading.clues;
    let say = |holds: bool, sentence: &str| holds.then(|| sentence.to_owned());
    if fact == Fact::TwoEnvironments {
        say(clues.names_both, "The text names the sandbox and production both.")
    } else if fact == Fact::OfToken {
        say(clues.is_of_token || case.reading.place == Some(Place::Token), "")
    } else if fact == Fact::OfPage {
        say(clues.is_of_page, "")
    } else if fact == Fact::SaysSubdomain {
        let said = ["sub-domain", "subdomain"].iter().any(|word| case.reading.words.contains(word));
        say(clues.is_copied && said, "The text speaks of sub-domains.")
    } else if fact == Fact::RepeatedCode {
        let code = clues.repeated_code.as_ref()?;
        Some(format!("More than one request brought the code {code}."))
    } else if fact == Fact::AnswerInFragment {
        say(clues.has_fragment, "An address in the text has the answer behind its #.")
    } else if fact == Fact::CodeInAddress {
        say(clues.has_code, "The address has a code in it.")
    } else if fact == Fact::OrcidUri {
        say(clues.names_orcid_uri, "The iD stands there as an address.")
    } else if fact == Fact::SaysOpenidGranted {
        say(clues.grants_openid, "openid was granted.")
    } else if fact == Fact::SaysResponseType {
        say(case.reading.words.contains("response_type="), "A response_type stands in the text.")
    } else if fact == Fact::SaysWrites {
        say(clues.writes, "The text speaks of writing.")
    } else if fact == Fact::TokenMoved {
        say(case.reading.place.is_some() || case.reading.location().contains("/oauth/"), "")
    } else if fact == Fact::BrowserAtApi {
        let asked = Some(&case.request.host).filter(|host| is_orcids(host));
        let of_api = asked.filter(|host| host.starts_with("api.") || host.starts_with("pub."));
        let host = clues.called_api.as_ref().or(of_api)?;
        Some(format!("The page called {host}."))
    } else if fact == Fact::OfSimulator {
        let named = case.request.port.is_some_and(|port| SIMULATOR_PORTS.contains(&port));
        say(named || clues.names_simulator || !clues.is_copied, "")
    } else if fact == Fact::NothingFound {
        let found = case.reading.json.as_ref()?.get("num-found")?;
        let none = found.as_i64() == Some(0) || found.as_str() == Some("0");
        say(none, "num-found is 0.")
    } else {
        let json = case.reading.json.as_ref().filter(|json| json.get("other-names").is_some())?;
        say(clues.is_copied && json.get("name").is_some_and(Value::is_null), "name is null in the record.")
    }
}
