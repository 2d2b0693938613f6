//! In which format the API answers (guide `orcid-wire`, "Formats").

use http::header;

use super::linked_data::{self, Syntax};
use crate::sandbox::{incoming::Incoming, record::Document, reply::Reply};

/// A format that the API writes, with its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xml(&'static str),
    /// Without spaces, as for `application/json`.
    Compact,
    /// ORCID's own JSON types.
    Pretty(&'static str),
    /// In the words of schema.org; of whole records only.
    JsonLd,
}

/// Why no format was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unacceptable {
    /// None of those that the client takes is served.
    Unsupported,
    /// `Accept` does not follow its grammar.
    Malformed,
}

/// A media type and its format.
type Served<T = Format> = (&'static str, &'static str, T);

/// In ORCID's order of preference: of types that the client likes equally well, the first one is taken. The last one is for
/// whole records of the public host.
const SERVED: [Served; 7] = [
    ("application", "vnd.orcid+xml", Format::Xml("application/vnd.orcid+xml;charset=UTF-8")),
    ("application", "vnd.orcid+json", Format::Pretty("application/vnd.orcid+json;charset=UTF-8")),
    ("application", "orcid+xml", Format::Xml("application/orcid+xml;charset=UTF-8")),
    ("application", "orcid+json", Format::Pretty("application/orcid+json;charset=UTF-8")),
    ("application", "xml", Format::Xml("application/xml;charset=UTF-8")),
    ("application", "json", Format::Compact),
    ("application", "ld+json", Format::JsonLd),
];

/// What has no types of ORCID's own: JSON unless XML is asked for.
const PLAIN: &[Served] =
    &[("application", "json", Format::Compact), ("application", "xml", Format::Xml("application/xml;charset=UTF-8"))];

/// What describes a record in RDF, in ORCID's order.
const RDF: [Served<Syntax>; 4] = [
    ("application", "rdf+xml", Syntax::RdfXml),
    ("text", "turtle", Syntax::Turtle),
    ("text", "n3", Syntax::N3),
    ("application", "n-triples", Syntax::NTriples),
];

/// What a request takes. Who takes anything is answered in the type of what they send, if it is one of ours.
pub(super) fn accept(request: &Incoming<'_>) -> String {
    let accept = request.accept();
    let sent = request.header(header::CONTENT_TYPE);
    let anything = accept == "*/*" || !request.headers.contains_key(header::ACCEPT);
    if anything && !sent.is_empty() && (contains(&SERVED, sent) || contains(&RDF, sent)) {
        return sent.to_owned();
    }
    accept
}

/// As ORCID looks: letter by letter, and a part of a name is enough.
fn contains<T>(types: &[Served<T>], sent: &str) -> bool {
    types.iter().any(|(kind, name, _)| format!("{kind}/{name}").contains(sent))
}

/// Whether a client names a type of RDF.
pub(super) fn names_rdf(accept: &str) -> bool {
    names(&RDF, accept)
}

/// Whether a client names a type in which a record is data.
pub(super) fn names_data(accept: &str) -> bool {
    names(&SERVED, accept)
}

fn names<T>(types: &[Served<T>], accept: &str) -> bool {
    let ranges = split(accept, ',').into_iter().filter_map(media_range);
    let mut wanted = ranges.filter(|(_, _, quality)| *quality > 0.0);
    wanted.any(|(kind, name, _)| types.iter().any(|(of, known, _)| kind == *of && name == *known))
}

/// The format for an `Accept` header; without one XML.
pub(super) fn negotiate(accept: &str) -> Result<Format, Unacceptable> {
    among(&SERVED[..6], accept)
}

/// The format for an `Accept` header where a whole record is public.
pub(super) fn negotiate_record(accept: &str) -> Result<Format, Unacceptable> {
    among(&SERVED, accept)
}

/// The format for an `Accept` header where there are JSON and XML only; without one JSON.
pub(super) fn negotiate_plain(accept: &str) -> Result<Format, Unacceptable> {
    among(PLAIN, accept)
}

/// The way in which RDF is written for an `Accept` header.
pub(super) fn negotiate_rdf(accept: &str) -> Result<Syntax, Unacceptable> {
    among(&RDF, accept)
}

fn among<T: Copy>(served: &[Served<T>], accept: &str) -> Result<T, Unacceptable> {
    let mut best: Option<(f32, bool, usize)> = None;
    for range in split(accept, ',').into_iter().filter(|range| !range.is_empty()) {
        let (kind, subtype, quality) = media_range(range).ok_or(Unacceptable::Malformed)?;
        let fits = |(_, (of, name, _)): &(usize, &Served<T>)| {
            (kind == "*" || kind == *of) && (subtype == "*" || subtype == *name)
        };
        let exact = subtype != "*";
        if let Some((place, _)) = served.iter().enumerate().find(fits)
            && quality > 0.0
            && best.is_none_or(|(q, e, p)| {
                // The client's quality, then what it names over what it only allows, then ORCID's order.
                quality.total_cmp(&q).then(exact.cmp(&e)).then(p.cmp(&place)).is_gt()
            })
        {
            best = Some((quality, exact, place));
        }
    }
    match best {
        Some((_, _, place)) => Ok(served[place].2),
        None if accept.trim().is_empty() => Ok(served[0].2),
        None => Err(Unacceptable::Unsupported),
    }
}

/// The parts of a header between the separators that do not stand in a quoted string (RFC 9110 §5.6.4), trimmed.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(|c: char| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => return c == separator && !quoted,
        }
        false
    });
    parts.map(str::trim).collect()
}

/// `type/subtype;q=0.5`, in lower case.
fn media_range(range: &str) -> Option<(String, String, f32)> {
    let mut parts = split(range, ';').into_iter();
    let media_type = match parts.next()? {
        // The way of old Java clients, which Jersey understands.
        "*" => "*/*".to_owned(),
        named => named.to_ascii_lowercase(),
    };
    let (kind, subtype) = media_type.split_once('/')?;
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&b))
    };
    if !token(kind) || !token(subtype) || (kind == "*" && subtype != "*") {
        return None;
    }
    let mut quality = 1.0;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = value.trim().parse().ok().filter(|q| (0.0..=1.0).contains(q))?;
        }
    }
    Some((kind.to_owned(), subtype.to_owned(), quality))
}

impl Format {
    /// A body in this format.
    pub fn reply(self, status: u16, document: &Document<'_>) -> Reply {
        match self {
            Self::Xml(content_type) => Reply::new(status, content_type, document.xml()),
            Self::Compact => Reply::new(status, crate::sandbox::reply::JSON, document.compact()),
            Self::Pretty(content_type) => Reply::new(status, content_type, document.pretty()),
            Self::JsonLd => linked_data::ERRORS.reply(status, document),
        }
    }

    /// A whole record in this format.
    pub fn record(self, document: Document<'_>) -> Reply {
        match self {
            Self::JsonLd => Reply::new(200, "application/ld+json", linked_data::schema_org(document)),
            Self::Xml(_) | Self::Compact | Self::Pretty(_) => self.reply(200, &document),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_unless_json_is_asked_for() {
        let name = |accept| match negotiate(accept) {
            Ok(Format::Xml(name) | Format::Pretty(name)) => name.split(';').next().unwrap(),
            Ok(Format::Compact) => "application/json",
            Ok(Format::JsonLd) => "application/ld+json",
            Err(Unacceptable::Unsupported) => "406",
            Err(Unacceptable::Malformed) => "400",
        };
        for (accept, expected) in [
            ("", "application/vnd.orcid+xml"),
            ("*/*", "application/vnd.orcid+xml"),
            ("application/*", "application/vnd.orcid+xml"),
            ("application/json", "application/json"),
            ("APPLICATION/JSON", "application/json"),
            ("application/xml", "application/xml"),
            ("application/orcid+xml", "application/orcid+xml"),
            ("application/vnd.orcid+json; q=0.5, application/xml;q=0.4", "application/vnd.orcid+json"),
            ("application/xml, application/json;q=0.9", "application/xml"),
            ("application/json, text/plain, */*", "application/json"),
            ("text/html, application/orcid+json", "application/orcid+json"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/vnd.orcid+xml"),
            ("*", "application/vnd.orcid+xml"),
            ("application/json;foo=\"a,b;c\\\"d\";q=1, */*;q=0.1", "application/json"),
            ("application/json;foo=\"a,b", "application/json"),
            ("application/ld+json", "406"),
            ("application/json;q=0", "406"),
            ("text/html", "406"),
            ("json", "400"),
            (";;;", "400"),
            ("application/json;q=high", "400"),
            ("*/json", "400"),
        ] {
            assert_eq!(name(accept), expected, "{accept}");
        }
    }
}
