//! Every message of the session as a list that can be filtered; and what two of them differ in.

mod filter;

use jiff::Timestamp;
use similar::{ChangeTag, TextDiff};

use super::{
    Command, Hint, Key, Model,
    dialog::{Dialog, Page, Places, Selection, TEXT_COLUMNS, Then, Verbs, closing_letter, then},
    document::{Line, Role},
    field::TextField,
    layout::{below, dialog_width},
};
use crate::{
    oauth::{Exchange, ExchangeId, Outcome, Placeholders, form, wire},
    text,
};

/// The list.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Filters the rows.
    pub filter: TextField,
    /// The chosen row.
    pub selection: Selection,
    /// The message that another one is compared with.
    pub base: Option<ExchangeId>,
    shown: filter::Shown,
}

impl Verbs for History {
    fn rows(&self, _model: &Model) -> usize {
        self.shown().len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn command(&mut self, command: Command) -> Option<Then> {
        (command == Command::FocusNext).then(|| then(|turn| turn.mark_for_comparison()))
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.filter)
    }

    fn edited(&mut self) -> Then {
        self.selection.row = 0;
        None
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let height = u16::try_from(model.exchanges.len().clamp(1, 24)).unwrap_or(24);
        let places = Places::new(model.size, dialog_width(model.size, 110), height + 2);
        let area = below(places.inside, 2);
        places.list(area, self.rows(model), self.selection.row)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.history_chosen())
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let mark = match self.base {
            Some(_) if self.is_at_base(model) => "unmark",
            Some(_) => "mark this one",
            None => "mark to compare",
        };
        vec![Hint::vertical("move"), Hint { label: mark.to_owned(), ..Hint::next() }]
    }

    fn enter(&self, model: &Model) -> Option<String> {
        match self.base {
            Some(_) if self.is_at_base(model) => None,
            Some(_) => Some("compare".to_owned()),
            None => Some("show".to_owned()),
        }
    }
}

impl History {
    /// Every message, one of them chosen.
    pub fn at(row: usize) -> Self {
        Self { selection: Selection { row }, ..Self::default() }
    }

    /// Whether the chosen message is the marked one.
    fn is_at_base(&self, model: &Model) -> bool {
        let chosen = self.chosen().and_then(|index| model.exchanges.get(index));
        self.base.is_some() && chosen.map(|exchange| exchange.id) == self.base
    }

    /// The indices of the messages that the filter lets through, in order.
    pub fn shown(&self) -> &[usize] {
        &self.shown.rows
    }

    /// The index of the chosen message.
    pub fn chosen(&self) -> Option<usize> {
        self.shown().get(self.selection.row).copied()
    }
}

/// Brings open lists up to date. Called at the end of every update, so that `view` only reads.
pub(super) fn refresh(model: &mut Model) {
    for dialog in &mut model.dialogs {
        if let Dialog::History(history) = dialog {
            history.shown.refresh(history.filter.text(), &model.exchanges);
        }
    }
}

/// What two messages differ in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Which two.
    pub title: String,
    /// The lines: those of the first alone begin with `-`, those of the second alone with `+`.
    pub lines: Vec<Line>,
    /// The first line shown.
    pub scroll: usize,
}

/// Lines around a difference that are shown with it.
const AROUND: usize = 3;
/// More lines than these are not compared.
const MOST: usize = 3000;

impl Verbs for Difference {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        Some(Page::new(&self.lines[..], TEXT_COLUMNS + 20))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }
}

/// Compares two messages: addresses parameter by parameter, headers, bodies line by line. Secrets are placeholders, the same
/// one for the same secret in both. Takes time with large bodies.
pub fn difference(old: &Exchange, new: &Exchange) -> Difference {
    let known = Placeholders::of([old, new]);
    let [before, after] = [old, new].map(|exchange| as_text(&known.exchange(exchange)));
    let diff = TextDiff::from_lines(&before, &after);
    let title = format!("Message {} and message {}", old.id.0, new.id.0);
    let mut lines = vec![
        Line::of(Role::Bad, "- ").with(Role::Bad, &heading(old)),
        Line::of(Role::Good, "+ ").with(Role::Good, &heading(new)),
    ];
    let groups = diff.grouped_ops(AROUND);
    if groups.is_empty() {
        lines.push(Line::new());
        lines.push(Line::of(Role::Comment, "The two are the same, but for the time."));
    }
    for group in groups {
        lines.push(Line::of(Role::Comment, "⋯"));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (mark, role) = match change.tag() {
                ChangeTag::Delete => ("- ", Role::Bad),
                ChangeTag::Insert => ("+ ", Role::Good),
                ChangeTag::Equal => ("  ", Role::Plain),
            };
            lines.push(Line::of(role, mark).with(role, change.value().trim_end_matches(['\n', '\r'])));
        }
    }
    Difference { title, lines, scroll: 0 }
}

/// Number, method and address without the query.
fn heading(exchange: &Exchange) -> String {
    let title = super::document::title(exchange);
    format!("{} {}", exchange.id.0, title.split('?').next().unwrap_or_default())
}

/// A message as lines that can be compared.
fn as_text(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let uri = request.uri();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let mut lines =
        vec![format!("{} {}://{authority}{}", request.method(), uri.scheme_str().unwrap_or("http"), uri.path())];
    let parameter = |(name, value)| format!("  {name} = {value}");
    lines.extend(form::parse_form(uri.query().unwrap_or_default().as_bytes()).into_iter().map(parameter));
    lines.extend(exchange.fragment.iter().flat_map(|fragment| form::parse_form(fragment.as_bytes())).map(parameter));
    lines.extend(wire::request_head(request).split('\n').skip(1).map(str::to_owned));
    body(&mut lines, request.headers(), request.body());
    lines.push(String::new());
    match &exchange.outcome {
        Outcome::Answered { response, .. } => {
            lines.extend(wire::response_head(response).split('\n').map(str::to_owned));
            body(&mut lines, response.headers(), response.body());
        }
        Outcome::Failed { error, .. } => lines.push(format!("No answer: {}", error.message)),
        Outcome::Pending => lines.push("No answer yet".to_owned()),
        Outcome::Unseen => lines.push("The answer does not pass through this program".to_owned()),
        Outcome::Cancelled => lines.push("Canceled".to_owned()),
    }
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(format!("… {more} more lines, not compared"));
    }
    lines.join("\n") + "\n"
}

fn body(lines: &mut Vec<String>, headers: &http::HeaderMap, body: &[u8]) {
    if body.is_empty() {
        return;
    }
    lines.push(String::new());
    let whole = String::from_utf8_lossy(body);
    let kind =
        headers.get(http::header::CONTENT_TYPE).map(|kind| String::from_utf8_lossy(kind.as_bytes()).to_lowercase());
    let kind = kind.unwrap_or_default();
    if kind.contains("x-www-form-urlencoded") {
        lines.extend(form::parse_form(body).into_iter().map(|(name, value)| format!("  {name} = {value}")));
    } else if kind.contains("json")
        && let Ok(value) = serde_json::from_str::<serde_json::Value>(&whole)
    {
        lines.extend(format!("{value:#}").lines().map(str::to_owned));
    } else if kind.contains("html") {
        lines.extend(crate::text::html::text(&whole).lines().map(str::to_owned));
    } else {
        lines.extend(text::lines(&whole).map(|line| line.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::{HttpRequest, Purpose};
    use bytes::Bytes;

    fn exchange(id: u64, request: HttpRequest, status: u16, body: &'static str) -> Exchange {
        let response = http::Response::builder().status(status).header("content-type", "application/json");
        Exchange {
            id: ExchangeId(id),
            purpose: Purpose::Api,
            request,
            fragment: None,
            outcome: Outcome::Answered {
                response: response.body(Bytes::from(body)).unwrap(),
                head_after: Default::default(),
                done_after: Default::default(),
            },
            arrived: None,
            started: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn get(url: &str, token: &str) -> HttpRequest {
        http::Request::get(url).header("authorization", format!("Bearer {token}")).body(Bytes::new()).unwrap()
    }

    #[test]
    fn tokens_stay_apart_and_are_not_shown() {
        let old = exchange(1, get("http://a/r?x=1&y=2", "first-token-1"), 200, r#"{"a":1,"b":2}"#);
        let new = exchange(2, get("http://a/r?x=1&y=3", "second-token-2"), 403, r#"{"a":1,"b":3}"#);
        let shown: Vec<String> = difference(&old, &new).lines.iter().map(|line| line.text().to_owned()).collect();
        let expected = [
            "-   y = 2",
            "+   y = 3",
            "- authorization: Bearer REDACTED_ACCESS_TOKEN_1",
            "+ authorization: Bearer REDACTED_ACCESS_TOKEN_2",
            "- HTTP/1.1 200 OK",
            "+ HTTP/1.1 403 Forbidden",
            "    \"a\": 1,",
            "-   \"b\": 2",
            "+   \"b\": 3",
        ];
        for line in expected {
            assert!(shown.contains(&line.to_owned()), "{line}: {shown:#?}");
        }
        assert!(!shown.iter().any(|line| line.contains("token-")), "{shown:#?}");
        let same = difference(&old, &old);
        assert_eq!(same.lines.last().unwrap().text(), "The two are the same, but for the time.");
    }
}
