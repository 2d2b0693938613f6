//! Secrets replaced by placeholders that stay the same through a whole session: two tokens stay two tokens, and one token is
//! the same word wherever it stands: in a body, a URL, a header, percent-encoded, escaped, or in Base64.
//!
//! First everything is read to learn what is secret ([`Placeholders::learn`]), by the names that secrets go under and by
//! their looks; then it is replaced, where it stands under its name and wherever else it turns up.

mod find;
mod needles;

use std::{collections::BTreeMap, fmt, ops::Range, sync::OnceLock};

use aho_corasick::AhoCorasick;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri};

use super::{Exchange, Outcome, Secret, TransportError, authorization_header::encode_basic};
use find::Found;

/// What every placeholder begins with. It is a plain word, so that a URL or header with it in it is one still.
pub const MARK: &str = "REDACTED_";

/// The secrets of a session.
#[derive(Debug, Default)]
pub struct Placeholders {
    known: Vec<Known>,
    /// The highest number of each kind.
    numbers: BTreeMap<String, u32>,
    /// What to look for everywhere, with the index of what it stands for.
    needles: Vec<(Secret, usize)>,
    finder: Finder,
}

/// One secret.
#[derive(Debug)]
struct Known {
    placeholder: String,
    kind: String,
    value: Secret,
}

/// Where secrets stand in a text, one or several that overlap.
struct Place {
    range: Range<usize>,
    /// The bytes of the longest of them.
    longest: usize,
    /// Which one that is.
    index: usize,
}

/// Finds all needles in one pass. Made when it is first needed; none after more was learned.
#[derive(Default)]
struct Finder(OnceLock<AhoCorasick>);

impl fmt::Debug for Finder {
    // What it looks for can be read in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finder")
    }
}

impl Placeholders {
    /// The secrets of these messages.
    pub fn of<'a>(exchanges: impl IntoIterator<Item = &'a Exchange>) -> Self {
        let mut all = Self::default();
        all.learn(&exchanges.into_iter().collect::<Vec<_>>());
        all
    }

    /// Learns the secrets of messages: first what goes under a name, so that it is called by that name, then what only
    /// looks like a secret.
    pub fn learn(&mut self, exchanges: &[&Exchange]) {
        for by_looks in [false, true] {
            for exchange in exchanges {
                self.learn_message(exchange, by_looks);
            }
        }
    }

    fn learn_message(&mut self, exchange: &Exchange, by_looks: bool) {
        let request = &exchange.request;
        self.learn_all(find::in_url(&request.uri().to_string()), by_looks);
        self.learn_headers(request.headers(), by_looks);
        self.learn_body(request.body(), by_looks);
        if let Some(fragment) = &exchange.fragment {
            self.learn_all(find::in_text(fragment), by_looks);
        }
        match &exchange.outcome {
            Outcome::Answered { response, .. } => {
                self.learn_headers(response.headers(), by_looks);
                self.learn_body(response.body(), by_looks);
            }
            Outcome::Failed { error, .. } => self.learn_all(find::in_text(&error.message), by_looks),
            Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => {}
        }
    }

    fn learn_headers(&mut self, headers: &HeaderMap, by_looks: bool) {
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            self.learn_all(find::in_header(name.as_str(), &value), by_looks);
            if let Some((_, password)) = find::basic(name.as_str(), &value) {
                self.learn_basic(&password);
            }
        }
    }

    fn learn_basic(&mut self, password: &str) {
        self.learn_value("client_secret", password);
        // RFC 6749 §2.3.1 has it form-encoded in there: the same secret as the plain one, if there is a difference.
        self.learn_value("client_secret", &find::decoded(password));
    }

    fn learn_body(&mut self, body: &[u8], by_looks: bool) {
        if let Some(text) = text(body) {
            self.learn_all(find::in_text(text), by_looks);
        }
    }

    fn learn_all(&mut self, found: Vec<Found>, by_looks: bool) {
        for Found { kind, value, .. } in found {
            if by_looks || !find::is_look(&kind) {
                self.learn_value(&kind, &value);
            }
        }
    }

    /// Learns a secret that is known from elsewhere: the client secret of a form, say.
    pub fn learn_value(&mut self, kind: &str, value: &str) {
        if value.is_empty() || self.placeholder(value).is_some() {
            return;
        }
        let kind = find::plain_name(kind).to_ascii_uppercase();
        // What was replaced in an opened session keeps its name, and its number is taken.
        if let Some((kind, number)) = value.strip_prefix(MARK).and_then(|rest| rest.rsplit_once('_'))
            && let Ok(number) = number.parse::<u32>()
        {
            let highest = self.numbers.entry(kind.to_owned()).or_default();
            *highest = number.max(*highest);
            let known = Known { placeholder: value.to_owned(), kind: kind.to_owned(), value: value.into() };
            self.known.push(known);
            return;
        }
        let number = self.numbers.entry(kind.clone()).or_default();
        *number += 1;
        let placeholder = format!("{MARK}{kind}_{number}");
        let index = self.known.len();
        let needles = needles::of(value, needles::shortest(&kind));
        self.needles.extend(needles.into_iter().map(|needle| (needle.into(), index)));
        self.finder = Finder::default();
        self.known.push(Known { placeholder, kind, value: value.into() });
    }

    fn placeholder(&self, value: &str) -> Option<&str> {
        self.known.iter().find(|known| known.value.expose() == value).map(|known| known.placeholder.as_str())
    }

    /// The placeholders in use with the kind of what they stand for and its length in characters; `None` where the
    /// placeholder was there before, and what it stands for is not known.
    pub fn legend(&self) -> impl Iterator<Item = (&str, String, Option<usize>)> {
        self.known.iter().map(|known| {
            let kind = known.kind.to_ascii_lowercase().replace('_', " ");
            let (placeholder, value) = (known.placeholder.as_str(), known.value.expose());
            (placeholder, kind, (value != placeholder).then(|| value.chars().count()))
        })
    }

    /// A text of any kind with its secrets replaced.
    pub fn text(&self, text: &str) -> String {
        self.everywhere(&self.replaced(text, find::in_text(text)))
    }

    /// A URL with its secrets replaced. It is a URL still.
    pub fn url(&self, url: &str) -> String {
        self.everywhere(&self.replaced(url, find::in_url(url)))
    }

    fn header(&self, name: &str, value: &str) -> String {
        if let Some((user, password)) = find::basic(name, value) {
            let password = self.placeholder(&password).unwrap_or(MARK);
            return encode_basic(&user, password);
        }
        self.everywhere(&self.replaced(value, find::in_header(name, value)))
    }

    /// Replaces what stands under a secret's name.
    fn replaced(&self, text: &str, found: Vec<Found>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for Found { range, value, kind } in found {
            let Some(range) = range else { continue };
            out.push_str(&text[from..range.start]);
            match self.placeholder(&value) {
                Some(placeholder) => out.push_str(placeholder),
                None => out.push_str(&format!("{MARK}{}", find::plain_name(&kind).to_ascii_uppercase())),
            }
            from = range.end;
        }
        out.push_str(&text[from..]);
        out
    }

    /// Replaces what is known to be secret wherever it stands. Where secrets overlap, all of them make room for the placeholder
    /// of the longest.
    fn everywhere(&self, text: &str) -> String {
        let finder = self.finder.0.get_or_init(|| {
            let needles = self.needles.iter().map(|(needle, _)| needle.expose());
            AhoCorasick::new(needles).expect("the secrets of a session are no gigabytes")
        });
        let mut places: Vec<Place> = Vec::new();
        for found in finder.find_overlapping_iter(text) {
            let mut place =
                Place { range: found.range(), longest: found.len(), index: self.needles[found.pattern()].1 };
            // They come in the order of their ends.
            while let Some(before) = places.pop_if(|before| before.range.end > place.range.start) {
                place.range.start = place.range.start.min(before.range.start);
                if before.longest >= place.longest {
                    (place.longest, place.index) = (before.longest, before.index);
                }
            }
            places.push(place);
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for Place { range, index, .. } in places {
            out.push_str(&text[from..range.start]);
            out.push_str(&self.known[index].placeholder);
            from = range.end;
        }
        out.push_str(&text[from..]);
        out
    }

    /// A message with its secrets replaced. A body that is no text is left out: nobody could say what is in it.
    pub fn exchange(&self, exchange: &Exchange) -> Exchange {
        let mut redacted = exchange.clone();
        let request = &mut redacted.request;
        let url = self.url(&exchange.request.uri().to_string());
        *request.uri_mut() = url.parse().unwrap_or_else(|_| Uri::from_static("http://redacted.invalid/"));
        *request.headers_mut() = self.headers(exchange.request.headers());
        *request.body_mut() = self.body(exchange.request.body());
        redacted.fragment = exchange.fragment.as_deref().map(|fragment| self.text(fragment));
        match &mut redacted.outcome {
            Outcome::Answered { response, .. } => {
                *response.headers_mut() = self.headers(response.headers());
                *response.body_mut() = self.body(response.body());
            }
            Outcome::Failed { error, .. } => {
                *error = TransportError { kind: error.kind, message: self.text(&error.message) };
            }
            Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => {}
        }
        if let Some(arrived) = &mut redacted.arrived {
            let response = &mut arrived.response;
            *response.headers_mut() = self.headers(response.headers());
            *response.body_mut() = self.body(response.body());
        }
        redacted
    }

    fn headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut redacted = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            let text = self.header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
            let value = HeaderValue::from_bytes(text.as_bytes());
            redacted.append(name.clone(), value.unwrap_or_else(|_| HeaderValue::from_static("REDACTED")));
        }
        redacted
    }

    fn body(&self, body: &Bytes) -> Bytes {
        match text(body) {
            _ if body.is_empty() => body.clone(),
            Some(text) => self.text(text).into(),
            None => format!("({} bytes that are no text, left out)", body.len()).into(),
        }
    }
}

/// A body that can be read: UTF-8 without NUL characters, which UTF-16 would be full of.
fn text(body: &[u8]) -> Option<&str> {
    std::str::from_utf8(body).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests;
