//! The things that a line of a message holds.

use bytes::Bytes;
use http::{HeaderMap, header};

use super::{Thing, standing};
use crate::{
    app::document::{Body, Document, Line, Mode, Role, SMALL, Secrets, Spot, Whole, answer},
    oauth::{Exchange, Purpose, form},
    orcid::terms::{self, Place, url},
};

/// A raw line may hold a whole body: so many things of it are told.
const MOST: usize = 200;

/// Values that are longer are not looked into, and not shown.
const LONGEST_VALUE: usize = 64 << 10;

/// A line of a body, and the text that it is shown as.
struct Row<'a> {
    body: &'a Body,
    line: usize,
    shown: &'a str,
    secrets: Secrets,
}

/// The things that stand on a line in sight of a message.
pub fn things_at(exchange: &Exchange, document: &Document, index: usize) -> Vec<Thing> {
    let line = document.line(index);
    let secrets = document.secrets();
    let uri = exchange.request.uri();
    let behind_method = exchange.request.method().as_str().len() + 1;
    match line.spot() {
        Spot::RequestLine => {
            let target = uri.path_and_query().map_or("/", |target| target.as_str());
            let address = address(target, parameter_place(exchange));
            method(exchange).chain(standing::shown(address, target, behind_method, secrets)).collect()
        }
        Spot::RequestPath => {
            let whole = uri.to_string();
            let shown = if exchange.purpose == Purpose::AuthorizationRequest { whole.as_str() } else { uri.path() };
            let path = shown.split('?').next().unwrap_or_default();
            method(exchange).chain(standing::shown(parts(path), path, behind_method, secrets)).collect()
        }
        Spot::RequestUrl => {
            let url = uri.to_string();
            standing::shown(address(&url, parameter_place(exchange)), &url, 0, secrets)
        }
        Spot::Parameter => pair(&line, parameter_place(exchange)),
        Spot::FragmentParameter => pair(&line, Place::Callback),
        Spot::Fragment => {
            let fragment = format!("#{}", exchange.fragment.as_deref().unwrap_or_default());
            let whole = Thing::find(Place::Url, "fragment", &fragment);
            let things = standing::shown(parameters(&fragment, Place::Callback), &fragment, 0, secrets);
            things.into_iter().chain(whole).collect()
        }
        Spot::RequestHeader => pair(&line, Place::RequestHeader),
        Spot::ResponseHeader => pair(&line, Place::ResponseHeader),
        Spot::Status => {
            let status = exchange.outcome.response().or(exchange.arrived.as_ref().map(|arrived| &arrived.response));
            let code = status.map(|response| response.status().as_u16().to_string()).unwrap_or_default();
            Thing::find(Place::Status, &code, "").into_iter().collect()
        }
        Spot::RequestBody(number) => {
            let request = &exchange.request;
            let body = &Body::new(request.headers(), request.body(), document.mode(), Whole::Yes);
            let row = Row { body, line: number, shown: line.text(), secrets };
            in_body(&row, request.headers(), uri.path(), exchange.purpose)
        }
        Spot::Nothing => {
            let (Some((body, number)), Some((answer, _))) = (document.body_at(index), answer(exchange)) else {
                return Vec::new();
            };
            let row = Row { body, line: number, shown: line.text(), secrets };
            in_body(&row, answer.headers(), uri.path(), exchange.purpose)
        }
    }
}

/// The things of a text that is typed as the body of a request to a path, at one of its lines.
pub(super) fn in_text(text: &str, line: usize, media_type: &str, path: &str) -> Vec<Thing> {
    let mut headers = HeaderMap::new();
    headers.extend(media_type.parse().ok().map(|value| (header::CONTENT_TYPE, value)));
    let source = Bytes::from(text.to_owned());
    let body = Body::new(&headers, &source, Mode::Raw, Whole::Yes);
    let row = Row { body: &body, line, shown: &body.text_at(line), secrets: Secrets::Masked };
    in_body(&row, &headers, path, Purpose::Api)
}

fn method(exchange: &Exchange) -> impl Iterator<Item = Thing> {
    Thing::find(Place::Method, exchange.request.method().as_str(), "").into_iter()
}

fn parameter_place(exchange: &Exchange) -> Place {
    if exchange.purpose == Purpose::Callback {
        return Place::Callback;
    }
    terms::query_place(exchange.request.uri().path())
}

/// The parts of a URL and its parameters.
pub(super) fn address(target: &str, place: Place) -> Vec<Thing> {
    parts(target).into_iter().chain(parameters(target, place)).collect()
}

/// The parts of a URL before its parameters.
pub(super) fn parts(target: &str) -> Vec<Thing> {
    let parts = url::parts(target).into_iter();
    let thing =
        |part: url::Part| Some(Thing::find(part.place, &part.name, &target[part.range.clone()])?.at(part.range.start));
    parts.filter_map(thing).collect()
}

fn parameters(target: &str, place: Place) -> Vec<Thing> {
    let pairs = url::parameters(target, place).into_iter().take(MOST);
    pairs
        .flat_map(|part| {
            let pair = &target[part.range.clone()];
            let decoded = form::parse_form(pair.as_bytes());
            let value = decoded.first().map_or("", |(_, value)| value.as_str());
            standing::along(Thing::with_inner(part.place, &part.name, value), pair, part.range.start)
        })
        .collect()
}

/// A name and a value on a line: a header, or a decoded parameter. Secrets are as the line shows them.
fn pair(line: &Line, place: Place) -> Vec<Thing> {
    let is_name = |role: &Role| matches!(role, Role::HeaderName | Role::FormName);
    let Some((_, name)) = line.spans().find(|(role, _)| is_name(role)) else { return Vec::new() };
    let is_value = |role: &Role| matches!(role, Role::HeaderValue | Role::FormValue | Role::Secret);
    let value: String = line.spans().filter(|(role, _)| is_value(role)).map(|(_, text)| text).collect();
    standing::along(Thing::with_inner(place, name, &value), line.text(), 0)
}

fn in_body(row: &Row<'_>, headers: &HeaderMap, path: &str, purpose: Purpose) -> Vec<Thing> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // The documents of a server of one's own may stand anywhere.
    let place = if purpose == Purpose::KeySet {
        Place::KeySet
    } else if purpose == Purpose::Discovery {
        Place::Discovery
    } else {
        terms::body_place(path)
    };
    if kind.contains("form-urlencoded") {
        return in_form(row, terms::form_place(path));
    }
    let body = row.body;
    if body.is_tree() {
        return at_step(body, row.line, row.shown, place);
    }
    if !body.is_raw() {
        return Vec::new();
    }
    let shown = |thing: Thing, offset: usize| {
        let at = body.shown_before(row.line, offset + thing.at, row.secrets);
        thing.at(at)
    };
    if body.source().len() > SMALL {
        // Where it stands in the whole is not known here: the name alone says what it is, most of the time.
        let start = body.range(row.line).start;
        let names = names_in(&body.text_at(row.line));
        let found = names.into_iter().filter_map(|(at, name)| Some(shown(Thing::find(place, &name, "")?, start + at)));
        return found.take(MOST).collect();
    }
    let laid_out = Body::new(headers, body.source(), Mode::Pretty, Whole::Yes);
    if !laid_out.is_tree() {
        return Vec::new();
    }
    let lines = body.beneath(row.line, &laid_out).take(MOST);
    lines
        .flat_map(|line| {
            let start = laid_out.range(line).start;
            let things = at_step(&laid_out, line, &laid_out.text_at(line), place).into_iter();
            things.map(move |thing| shown(thing, start))
        })
        .collect()
}

fn in_form(row: &Row<'_>, place: Place) -> Vec<Thing> {
    let text = row.body.text_at(row.line);
    let before = text.len() - text.trim_start_matches(['&', '\n']).len();
    let things = parameters(&format!("?{}", text.trim_matches(['&', '\n'])), place);
    if !row.body.is_raw() {
        return standing::along(things, row.shown, 0);
    }
    let start = row.body.range(row.line).start + before;
    let shown = |thing: Thing| {
        let at = row.body.shown_before(row.line, start + thing.at.saturating_sub(1), row.secrets);
        thing.at(at)
    };
    things.into_iter().map(shown).collect()
}

/// The member or element that a line of a tree holds or opens, with its attributes. They begin where they do in `text`.
fn at_step(body: &Body, line: usize, text: &str, place: Place) -> Vec<Thing> {
    let path = terms::plain_path(&body.path_of(line).unwrap_or_default());
    if path.is_empty() {
        return Vec::new();
    }
    let value = if body.value_size(line) <= LONGEST_VALUE { body.value_of(line) } else { String::new() };
    // What holds other things is not a value to be shown.
    let holds = value.trim_start().starts_with(['{', '[', '<']);
    let inside = terms::inside(place, &path, &value).into_iter();
    let own = Thing::find(place, &path, if holds { "" } else { &value });
    let attributes: Vec<Thing> = if body.is_json() { Vec::new() } else { attributes(text, &path, place) };
    let inner = inside.filter_map(|inner| Thing::find(inner.place, &inner.name, &inner.value));
    let first = usize::from(own.is_some());
    let mut things = standing::along(own.into_iter().chain(inner).collect(), text, 0);
    things.splice(first..first, attributes);
    things
}

/// The attributes of the tag that a line of XML opens.
fn attributes(text: &str, path: &str, place: Place) -> Vec<Thing> {
    let Some(tag) = text.trim_start().strip_prefix('<').and_then(|rest| rest.split('>').next()) else {
        return Vec::new();
    };
    let before_tag = text.len() - text.trim_start().len() + 1;
    let mut things = Vec::new();
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once("=\"") {
        let (value, after) = behind.split_once('"').unwrap_or((behind, ""));
        let written = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let at = before_tag + tag.len() - rest.len() + before.len() - written.len();
        let name = if written.starts_with("xmlns") { "xmlns" } else { written };
        let path = format!("{path}/@{name}");
        let inner = terms::inside(place, name, value).into_iter();
        let inner = inner.filter_map(|inner| Thing::find(inner.place, &inner.name, ""));
        things.extend(Thing::find(place, &path, value).into_iter().chain(inner).map(|thing| thing.at(at)));
        rest = after;
    }
    things
}

/// Names of members and elements in a piece of JSON or XML, each with where it stands.
fn names_in(text: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut at = 0;
    let mut pieces = text.split('"').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_some_and(|next| next.trim_start().starts_with(':')) {
            names.push((at, piece.to_owned()));
        }
        at += piece.len() + 1;
    }
    for (tag, _) in text.match_indices('<') {
        let name = text[tag + 1..].split(['<', ' ', '>', '/']).next().unwrap_or_default();
        if !name.is_empty() {
            names.push((tag + 1, name.rsplit(':').next().unwrap_or(name).to_owned()));
        }
    }
    names.sort_by_key(|(at, _)| *at);
    names
}
