//! The filter of the list of messages: which of them the words that were typed let through.

use regex::bytes::Regex;

use crate::{
    app::document::{self, Summary},
    oauth::{Exchange, Outcome, mask, redact},
};

/// How much of a body is searched, in bytes: a key must not take long.
const SEARCHED: usize = 64 << 10;

/// Methods, which are no words of an address or a body that anybody looks for.
const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

/// The messages that the filter lets through. They are looked for anew when the words or the messages have changed, not
/// whenever they are asked for: a session can have thousands of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Their indices, in order.
    pub rows: Vec<usize>,
    of: Option<(String, Messages)>,
}

/// What tells a list of messages from the same list later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Messages {
    count: usize,
    last: Option<u64>,
    pending: usize,
}

impl Messages {
    fn of(exchanges: &[Exchange]) -> Self {
        let pending = exchanges.iter().filter(|exchange| matches!(exchange.outcome, Outcome::Pending)).count();
        Self { count: exchanges.len(), last: exchanges.last().map(|exchange| exchange.id.0), pending }
    }
}

impl Shown {
    /// Brings it up to date.
    pub fn refresh(&mut self, filter: &str, exchanges: &[Exchange]) {
        let messages = Messages::of(exchanges);
        if self.of.as_ref().is_some_and(|(words, of)| words == filter && *of == messages) {
            return;
        }
        let words: Vec<Word> = filter.split_whitespace().filter_map(Word::read).collect();
        let fits = |exchange: &Exchange| words.iter().all(|word| word.fits(exchange));
        self.rows = (0..exchanges.len()).filter(|index| fits(&exchanges[*index])).collect();
        self.of = Some((filter.to_owned(), messages));
    }
}

/// One word of the filter, in lower case.
#[derive(Debug)]
enum Word {
    /// `host:orcid.org`: a part of the host.
    Host(String),
    /// `method:post`, or its beginning.
    Method(String),
    /// `post`.
    WholeMethod(String),
    /// `status:4`, `status:4xx` or `status:failed`.
    Status(String),
    /// Any text of the address, the outcome or the bodies.
    Text(String, Regex),
}

impl Word {
    fn read(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Some(match word.split_once(':') {
            Some(("host", host)) => Self::Host(host.to_owned()),
            Some(("method", method)) => Self::Method(method.to_owned()),
            Some(("status", status)) => Self::Status(status.trim_end_matches('x').to_owned()),
            // Every page of HTML has «put» in it.
            None if METHODS.contains(&word.as_str()) => Self::WholeMethod(word),
            Some(_) | None => {
                let pattern = document::pattern(&word, false)?;
                Self::Text(word, pattern)
            }
        })
    }

    /// Whether a message fits it. What is masked cannot be found.
    fn fits(&self, exchange: &Exchange) -> bool {
        let request = &exchange.request;
        let method = request.method().as_str();
        let outcome = || Summary::new(exchange).outcome.to_lowercase();
        match self {
            Self::Host(host) => {
                request.uri().authority().is_some_and(|it| it.as_str().to_lowercase().contains(host.as_str()))
            }
            Self::Method(beginning) => method.to_lowercase().starts_with(beginning.as_str()),
            Self::WholeMethod(whole) => method.eq_ignore_ascii_case(whole),
            Self::Status(status) => outcome().starts_with(status.as_str()),
            Self::Text(word, pattern) => {
                let within = |headers: &http::HeaderMap, body: &[u8]| {
                    document::stands_in(pattern, headers, &body[..body.len().min(SEARCHED)])
                };
                address(exchange).contains(word.as_str())
                    || outcome().contains(word.as_str())
                    || within(request.headers(), request.body())
                    || exchange.outcome.response().is_some_and(|response| within(response.headers(), response.body()))
            }
        }
    }
}

/// Method, address and purpose in lower case, with secrets masked.
fn address(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let fragment = exchange.fragment.as_deref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
    let url = format!("{}{fragment}", request.uri());
    let url = redact::replace(&url, &redact::in_url(&url), |_, value| mask(value));
    format!("{} {url} {}", request.method(), exchange.purpose).to_lowercase()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::oauth::{ExchangeId, Purpose};

    fn message() -> Exchange {
        let request =
            http::Request::get("https://api.sandbox.orcid.org/v3.0/x/record?access_token=5q2w-9cdb-442a-8b77")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Bytes::from_static(b"client_id=APP-1&client_secret=hunter2-hunter2"));
        let answer = http::Response::builder().status(404).header("content-type", "application/json");
        let body = Bytes::from_static(br#"{"Title":"Not there","refresh_token":"bb5c8a64-1111"}"#);
        Exchange {
            id: ExchangeId(1),
            purpose: Purpose::Api,
            request: request.unwrap(),
            fragment: Some("id_token=eyJhbGciOiJub25lIn0".to_owned()),
            outcome: Outcome::Answered {
                response: answer.body(body).unwrap(),
                head_after: Default::default(),
                done_after: Default::default(),
            },
            arrived: None,
            started: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn fits(words: &str) -> bool {
        let mut shown = Shown::default();
        shown.refresh(words, &[message()]);
        shown.rows == [0]
    }

    #[test]
    fn words_of_the_filter() {
        for words in
            ["host:sandbox", "method:get", "status:404", "status:4xx", "record", "api", "404", "NOT", "get app-1", ""]
        {
            assert!(fits(words), "{words}");
        }
        for words in ["host:example", "method:post", "status:2", "zebra", "get zebra", "put"] {
            assert!(!fits(words), "{words}");
        }
    }

    #[test]
    fn what_is_masked_cannot_be_found() {
        for words in
            ["442a", "hunter2", "client_secret=h", "bb5c", "refresh_token\":\"b", "none", "ciOiJ", "token=5q2w-9cdb"]
        {
            assert!(!fits(words), "{words}");
        }
        assert!(fits("client_secret= refresh_token"));
    }

    #[test]
    fn they_are_looked_for_when_something_changed() {
        let mut shown = Shown::default();
        shown.refresh("404", &[]);
        assert!(shown.rows.is_empty());
        let mut waiting = message();
        (waiting.id, waiting.outcome) = (ExchangeId(2), Outcome::Pending);
        let mut messages = [message(), waiting];
        shown.refresh("404", &messages);
        assert_eq!(shown.rows, [0]);
        messages[1].outcome = message().outcome;
        shown.refresh("404", &messages);
        assert_eq!(shown.rows, [0, 1]);
        shown.refresh("zebra", &messages);
        assert!(shown.rows.is_empty());
    }
}
