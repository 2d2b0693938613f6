//! The things that a line of a message holds.

use bytes::Bytes;
use http::{HeaderMap, header};

use super::Thing;
use crate::{
    app::document::{Body, Document, Line, Mode, Role, SMALL, Spot, Whole, answer},
    oauth::{Exchange, Purpose, form},
    orcid::terms::{self, Place, url},
};

/// A raw line may hold a whole body: so many things of it are told.
const MOST: usize = 200;

/// Values that are longer are not looked into, and not shown.
const LONGEST_VALUE: usize = 64 << 10;

/// The things that stand on a line in sight of a message.
pub fn things_at(exchange: &Exchange, document: &Document, index: usize) -> Vec<Thing> {
    let line = document.line(index);
    let uri = exchange.request.uri();
    match line.spot() {
        Spot::RequestLine => {
            let target = uri.path_and_query().map_or("/", |target| target.as_str());
            method(exchange).chain(address(target, parameter_place(exchange))).collect()
        }
        Spot::RequestPath => {
            let whole = uri.to_string();
            let shown = if exchange.purpose == Purpose::AuthorizationRequest { whole.as_str() } else { uri.path() };
            method(exchange).chain(parts(shown.split('?').next().unwrap_or_default())).collect()
        }
        Spot::RequestUrl => address(&uri.to_string(), parameter_place(exchange)),
        Spot::Parameter => pair(&line, parameter_place(exchange)),
        Spot::FragmentParameter => pair(&line, Place::Callback),
        Spot::Fragment => {
            let fragment = exchange.fragment.as_deref().unwrap_or_default();
            let whole = Thing::find(Place::Url, "fragment", &format!("#{fragment}"));
            let things = parameters(&format!("#{fragment}"), Place::Callback);
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
            let body = Body::new(request.headers(), request.body(), document.mode(), Whole::Yes);
            in_body(&body, number, request.headers(), uri.path(), exchange.purpose)
        }
        Spot::Nothing => {
            let (Some((body, number)), Some((answer, _))) = (document.body_at(index), answer(exchange)) else {
                return Vec::new();
            };
            in_body(body, number, answer.headers(), uri.path(), exchange.purpose)
        }
    }
}

/// The things of a text that is typed as the body of a request to a path, at one of its lines.
pub(super) fn in_text(text: &str, line: usize, media_type: &str, path: &str) -> Vec<Thing> {
    let mut headers = HeaderMap::new();
    headers.extend(media_type.parse().ok().map(|value| (header::CONTENT_TYPE, value)));
    let source = Bytes::from(text.to_owned());
    let body = Body::new(&headers, &source, Mode::Raw, Whole::Yes);
    in_body(&body, line, &headers, path, Purpose::Api)
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
    parts.filter_map(|part| Thing::find(part.place, &part.name, &target[part.range])).collect()
}

fn parameters(target: &str, place: Place) -> Vec<Thing> {
    let pairs = url::parameters(target, place).into_iter().take(MOST);
    pairs
        .flat_map(|part| {
            let decoded = form::parse_form(target[part.range].as_bytes());
            let value = decoded.first().map_or("", |(_, value)| value.as_str());
            Thing::with_inner(part.place, &part.name, value)
        })
        .collect()
}

/// A name and a value on a line: a header, or a decoded parameter. Secrets are as the line shows them.
fn pair(line: &Line, place: Place) -> Vec<Thing> {
    let is_name = |role: &Role| matches!(role, Role::HeaderName | Role::FormName);
    let Some((_, name)) = line.spans().find(|(role, _)| is_name(role)) else { return Vec::new() };
    let is_value = |role: &Role| matches!(role, Role::HeaderValue | Role::FormValue | Role::Secret);
    let value: String = line.spans().filter(|(role, _)| is_value(role)).map(|(_, text)| text).collect();
    Thing::with_inner(place, name, &value)
}

fn in_body(body: &Body, line: usize, headers: &HeaderMap, path: &str, purpose: Purpose) -> Vec<Thing> {
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
        return in_form(body, line, terms::form_place(path));
    }
    if body.is_tree() {
        return at_step(body, line, place);
    }
    if !body.is_raw() {
        return Vec::new();
    }
    if body.source().len() > SMALL {
        // Where it stands in the whole is not known here: the name alone says what it is, most of the time.
        return names_in(&body.text_at(line)).filter_map(|name| Thing::find(place, &name, "")).take(MOST).collect();
    }
    let laid_out = Body::new(headers, body.source(), Mode::Pretty, Whole::Yes);
    if !laid_out.is_tree() {
        return Vec::new();
    }
    let lines = body.beneath(line, &laid_out).take(MOST);
    lines.flat_map(|line| at_step(&laid_out, line, place)).collect()
}

fn in_form(body: &Body, line: usize, place: Place) -> Vec<Thing> {
    let text = body.text_at(line);
    parameters(&format!("?{}", text.trim_matches(['&', '\n'])), place)
}

/// The member or element that a line of a tree holds or opens, with its attributes.
fn at_step(body: &Body, line: usize, place: Place) -> Vec<Thing> {
    let path = terms::plain_path(&body.path_of(line).unwrap_or_default());
    if path.is_empty() {
        return Vec::new();
    }
    let value = if body.value_size(line) <= LONGEST_VALUE { body.value_of(line) } else { String::new() };
    // What holds other things is not a value to be shown.
    let holds = value.trim_start().starts_with(['{', '[', '<']);
    let inside = terms::inside(place, &path, &value).into_iter();
    let own = Thing::find(place, &path, if holds { "" } else { &value });
    let text = body.text_at(line);
    let attributes: Vec<Thing> = if body.is_json() { Vec::new() } else { attributes(&text, &path, place) };
    let inner = inside.filter_map(|inner| Thing::find(inner.place, &inner.name, &inner.value));
    own.into_iter().chain(attributes).chain(inner).collect()
}

/// The attributes of the tag that a line of XML opens.
fn attributes(text: &str, path: &str, place: Place) -> Vec<Thing> {
    let Some(tag) = text.trim_start().strip_prefix('<').and_then(|rest| rest.split('>').next()) else {
        return Vec::new();
    };
    let mut things = Vec::new();
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once("=\"") {
        let (value, after) = behind.split_once('"').unwrap_or((behind, ""));
        let name = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let name = if name.starts_with("xmlns") { "xmlns" } else { name };
        let path = format!("{path}/@{name}");
        things.extend(Thing::find(place, &path, value));
        things.extend(
            terms::inside(place, name, value).iter().filter_map(|inner| Thing::find(inner.place, &inner.name, "")),
        );
        rest = after;
    }
    things
}

/// Names of members and elements in a piece of JSON or XML.
fn names_in(text: &str) -> impl Iterator<Item = String> {
    let pieces: Vec<&str> = text.split('"').collect();
    let behind_is_colon = |index: usize| pieces.get(index + 1).is_some_and(|next| next.trim_start().starts_with(':'));
    let keys = pieces.iter().enumerate().filter(|(index, _)| behind_is_colon(*index));
    let keys: Vec<String> = keys.map(|(_, key)| (*key).to_owned()).collect();
    let tags = text.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).find(|name| !name.is_empty()));
    let tags: Vec<String> = tags.map(|name| name.rsplit(':').next().unwrap_or(name).to_owned()).collect();
    keys.into_iter().chain(tags)
}
