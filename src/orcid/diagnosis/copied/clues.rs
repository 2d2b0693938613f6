//! What a copied text tells beside the answer: where it was, what else it names, who speaks.

use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use super::{Told, listed, quoted};
use crate::{
    oauth::is_loopback_host,
    orcid::{environment::is_orcids, shape},
    text,
};

/// Where a simulated ORCID is looked for that a text names: the port that it takes when it is free, and those beside it,
/// which people give to a second one.
pub(in crate::orcid::diagnosis) const SIMULATOR_PORTS: RangeInclusive<u16> = 18_800..=18_809;

/// What a copied text tells beside the answer itself. All of it is empty where the answer is a message.
#[derive(Clone, Debug, Default)]
pub struct Clues {
    /// Whether it is a text that was copied, not a message.
    pub is_copied: bool,
    /// Whether members may be missing that the answer had.
    pub is_partial: bool,
    /// Whether ORCID's own answer stands in it: an error with its description, or a code of the API.
    pub has_answer: bool,
    /// Whether an answer that is no failure stands in it: what its members are called says nothing of what went wrong.
    pub has_success: bool,
    /// Whether that grants `openid`.
    pub grants_openid: bool,
    /// Whether it shows a client secret with a line break at its end.
    pub secret_breaks: bool,
    /// The redirect URI that was sent.
    pub sent: Option<String>,
    /// All that stand beside the name of the parameter, each once.
    pub redirect_uris: Vec<String>,
    /// All values of `state`, each once.
    pub states: Vec<String>,
    /// All addresses that are none of ORCID's, each once.
    pub addresses: Vec<String>,
    /// The refresh token that it names.
    pub refresh_token: Option<String>,
    /// Those that it says are registered.
    pub registered: Vec<String>,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// A code that came with more than one request.
    pub repeated_code: Option<String>,
    /// Whether an address in it has an answer in its fragment.
    pub has_fragment: bool,
    /// Whether an address in it has a code in its query.
    pub has_code: bool,
    /// Whether it speaks of the page that the researcher sees.
    pub is_of_page: bool,
    /// Whether it speaks of a request to the token endpoint.
    pub is_of_token: bool,
    /// Whether it names sandbox and production both.
    pub names_both: bool,
    /// Whether it speaks of writing to a record.
    pub writes: bool,
    /// Whether it speaks of a token of the client's own.
    pub is_two_legged: bool,
    /// Whether the simulated ORCID's own address stands in it.
    pub names_simulator: bool,
    /// Whether it names an iD as an address.
    pub names_orcid_uri: bool,
    /// The host of the API that a page in the browser called.
    pub called_api: Option<String>,
    /// What it tells of the configuration.
    pub told: Told,
}

impl Clues {
    /// Reads them.
    pub(super) fn of(plain: &str) -> Self {
        let lower = plain.to_lowercase();
        let has = |list: &str| listed::has(&lower, list);
        let is_of_token = has("of-token");
        let (sent, registered) = redirect_uris(plain);
        Self {
            is_copied: true,
            is_partial: false,
            has_answer: false,
            has_success: false,
            grants_openid: false,
            secret_breaks: quoted::secret_breaks(plain),
            sent,
            redirect_uris: quoted::redirect_uris(plain),
            states: quoted::states(plain),
            addresses: quoted::addresses_of_others(plain),
            refresh_token: quoted::refresh_token(plain),
            registered,
            location: location(plain),
            repeated_code: repeated_code(plain),
            has_fragment: has_fragment(&lower),
            has_code: lower.contains("?code=") || lower.contains("&code="),
            is_of_page: !is_of_token && has("of-page") || has("names-page"),
            is_of_token,
            names_both: names_both(&lower),
            writes: has("writing"),
            is_two_legged: has("two-legged"),
            names_simulator: names_simulator(&lower),
            names_orcid_uri: names_orcid_uri(plain),
            called_api: called_api(&lower),
            told: Told::default(),
        }
    }
}

/// No address is longer; what goes on without an end is none.
const LONGEST: usize = 1 << 12;

/// How many addresses of a text are looked at.
const MANY: usize = 256;

/// How much of the words around an address is looked at.
const AROUND: usize = 512;

/// The addresses in a text, each with where it begins.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |c: char| c.is_whitespace() || "\"'<>`|\\".contains(c) || !c.is_ascii();
    let starts = text.match_indices("://").filter_map(|(at, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme))?;
        Some(at - scheme.len())
    });
    starts.take(MANY).map(move |at| {
        let rest = text::beginning(&text[at..], LONGEST);
        let address = &rest[..rest.find(ends).unwrap_or(rest.len())];
        // A bracket or a dot behind it belongs to the sentence.
        (at, address.trim_end_matches(['.', ',', ';', ':', ')', ']', '}', '?', '!']))
    })
}

pub(super) fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase()
}

/// The redirect URI that was sent, and those that are registered, by the words around each address.
fn redirect_uris(text: &str) -> (Option<String>, Vec<String>) {
    // Letter by letter as long as the text: places in one are places in the other.
    let lower = text.to_ascii_lowercase();
    if !["redirect", "registered", "callback"].iter().any(|word| lower.contains(word)) {
        return (None, Vec::new());
    }
    let mut sent: Option<String> = None;
    let mut registered = Vec::new();
    let mut unclear: Vec<String> = Vec::new();
    for (at, address) in addresses(text).filter(|(_, address)| !is_orcids(&host(address))) {
        let floor = text::floor(text, at.saturating_sub(AROUND));
        let from = text[floor..at].rfind(['\n', ';', '.']).map_or(floor, |end| floor + end + 1);
        let since = text[from..at].rfind("://").map_or(from, |end| from + end);
        let before = &lower[since..at];
        let behind = &lower[at + address.len()..];
        let behind = text::beginning(behind, AROUND);
        let behind = behind.split(['\n', '.', ';']).next().unwrap_or_default();
        let behind: String = behind.split("://").next().unwrap_or_default().chars().take(16).collect();
        let last = |list: &str| listed::words(list).iter().filter_map(|word| before.rfind(word.as_str())).max();
        let is_registered = match (last("registered"), last("sent")) {
            (Some(a), Some(b)) => Some(a > b),
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) if listed::has(&behind, "registered") && !behind.contains("not ") => Some(true),
            (None, None) => None,
        };
        match is_registered {
            Some(true) => registered.push(address.to_owned()),
            Some(false) if sent.is_none() => sent = Some(address.to_owned()),
            Some(false) => {}
            None => unclear.push(address.to_owned()),
        }
    }
    if let Some(query) =
        lower.find("redirect_uri=").map(|at| &text[at + "redirect_uri=".len()..]).filter(|_| sent.is_none())
    {
        let value = query.split(|c: char| c.is_whitespace() || "&\"'".contains(c)).next().unwrap_or_default();
        let decoded = percent_decode_str(value).decode_utf8_lossy().into_owned();
        sent = Some(decoded).filter(|uri| uri.contains("://"));
    }
    // Of two, where one is clear, the other is the other.
    if sent.is_none() && !registered.is_empty() && unclear.len() == 1 {
        sent = unclear.pop();
    } else if sent.is_some() && registered.is_empty() && unclear.len() == 1 {
        registered = unclear;
    }
    (sent, registered)
}

/// Where a redirect leads: behind `Location`, or behind its status.
fn location(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (at, _) = lower.match_indices("location").find(|(at, name)| {
        lower[at + name.len()..].trim_start_matches(['\'', '"']).trim_start().starts_with([':', '='])
    })?;
    let rest = text[at + "location".len()..].trim_start_matches(['\'', '"', ' ', ':', '=', '>']);
    let place = rest.split(|c: char| c.is_whitespace() || "\"'`,".contains(c)).next().unwrap_or_default();
    place.contains("://").then(|| place.to_owned())
}

/// A code that more than one request of a server's log brought. What a page loads afterwards names it too, as its referrer.
fn repeated_code(text: &str) -> Option<String> {
    let codes = text.lines().filter_map(|line| {
        let target = line.split_once("GET ")?.1.split(|c: char| c.is_whitespace() || c == '"').next()?;
        let query = target.split_once('?')?.1;
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code="))?;
        shape::is_code(code).then_some(code)
    });
    let mut seen = Vec::new();
    for code in codes {
        if seen.contains(&code) {
            return Some(code.to_owned());
        }
        seen.push(code);
    }
    None
}

/// Whether an address has an answer behind its `#`.
fn has_fragment(lower: &str) -> bool {
    addresses(lower).any(|(_, address)| {
        let mut answers = listed::words("answer-in-fragment").iter();
        address.split_once('#').is_some_and(|(_, rest)| answers.any(|answer| rest.starts_with(answer.as_str())))
    })
}

fn names_both(lower: &str) -> bool {
    listed::has(lower, "sandbox") && listed::has(lower, "production")
}

/// Whether an address of this computer is one of the simulated ORCID: by its port, or by a path of ORCID's where it names
/// none. Another port is another program's.
fn names_simulator(lower: &str) -> bool {
    let port = lower.match_indices("1880").any(|(at, _)| {
        let digits: String = lower[at..].chars().take_while(char::is_ascii_digit).collect();
        lower[..at].ends_with([':', ' ', '=', '(']) && digits.parse().is_ok_and(|port| SIMULATOR_PORTS.contains(&port))
    });
    let path = addresses(lower).any(|(_, address)| {
        let rest = address.split_once("://").map_or("", |(_, rest)| rest);
        let (authority, path) = rest.split_once('/').unwrap_or_default();
        let known =
            ["oauth/token", "oauth/authorize", "oauth/userinfo", "oauth/revoke", "v3.0/", "v2.1/", "oauth/jwks"];
        // Another program's port is no part of a host's name.
        is_loopback_host(authority) && known.iter().any(|known| path.starts_with(known))
    });
    port || path
}

fn names_orcid_uri(text: &str) -> bool {
    addresses(text).any(|(_, address)| {
        let id = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        is_orcids(&host(address)) && shape::is_orcid_shaped(id) && address.matches('/').count() <= 4
    })
}

/// The host of ORCID's API that a browser says a page may not call.
fn called_api(lower: &str) -> Option<String> {
    let at =
        ["access to fetch at ", "access to xmlhttprequest at ", "cross-origin request blocked", "cross-origin-anfrage"]
            .iter()
            .find_map(|sign| lower.find(sign))?;
    let (_, address) = addresses(&lower[at..]).next()?;
    let host = host(address);
    (is_orcids(&host) && (host.starts_with("api.") || host.starts_with("pub."))).then_some(host)
}
