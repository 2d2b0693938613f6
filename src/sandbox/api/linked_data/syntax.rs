//! How statements are written.

use std::fmt::Write;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::triples::{NAMESPACES, Node, Triple};
use crate::sandbox::record::escaped_xml;

/// The ways in which ORCID writes RDF. N3 is written as Turtle, which it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox::api) enum Syntax {
    RdfXml,
    Turtle,
    N3,
    NTriples,
}

/// What may not stand in an IRI (RFC 3987; Turtle §6.4).
const NOT_IN_IRI: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

const MOMENT: &str = "http://www.w3.org/2001/XMLSchema#dateTime";

impl Syntax {
    pub fn content_type(self) -> &'static str {
        match self {
            Self::RdfXml => "application/rdf+xml",
            Self::Turtle => "text/turtle",
            Self::N3 => "text/n3",
            Self::NTriples => "application/n-triples",
        }
    }

    pub(super) fn write(self, triples: &[Triple]) -> String {
        match self {
            Self::RdfXml => rdf_xml(triples),
            Self::Turtle | Self::N3 => turtle(triples),
            Self::NTriples => n_triples(triples),
        }
    }
}

fn iri(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_IRI).to_string()
}

/// A word of a vocabulary, whole.
fn whole(word: &str) -> String {
    let (prefix, name) = word.split_once(':').unwrap_or(("", word));
    NAMESPACES.iter().find(|(known, _)| *known == prefix).map_or_else(String::new, |(_, iri)| format!("{iri}{name}"))
}

fn moment(at: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(at).unwrap_or_default())
}

/// As Turtle and N-Triples have it; `word` writes the words of vocabularies.
fn term(node: &Node, word: impl Fn(&str) -> String) -> String {
    match node {
        Node::Iri(text) => format!("<{}>", iri(text)),
        Node::Blank => "_:country".to_owned(),
        Node::Word(name) => word(name),
        Node::Text(text) => format!("\"{}\"", escaped(text)),
        Node::Moment(at) => format!("\"{}\"^^<{MOMENT}>", moment(*at)),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a String cannot fail.
            _ if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

fn n_triples(triples: &[Triple]) -> String {
    let word = |name: &str| format!("<{}>", whole(name));
    let line = |t: &Triple| format!("{} {} {} .\n", term(&t.subject, word), word(t.predicate), term(&t.object, word));
    triples.iter().map(line).collect()
}

fn turtle(triples: &[Triple]) -> String {
    let mut out: String = NAMESPACES.iter().map(|(prefix, iri)| format!("@prefix {prefix}: <{iri}> .\n")).collect();
    for group in triples.chunk_by(|a, b| a.subject == b.subject) {
        let says =
            |t: &Triple| format!("    {} {}", t.predicate.replace("rdf:type", "a"), term(&t.object, str::to_owned));
        let lines: Vec<String> = group.iter().map(says).collect();
        let subject = group.first().map(|t| term(&t.subject, str::to_owned)).unwrap_or_default();
        out.push_str(&format!("\n{subject}\n{} .\n", lines.join(" ;\n")));
    }
    out
}

fn rdf_xml(triples: &[Triple]) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF".to_owned();
    NAMESPACES.iter().for_each(|(prefix, iri)| out.push_str(&format!("\n    xmlns:{prefix}=\"{iri}\"")));
    out.push_str(">\n");
    for group in triples.chunk_by(|a, b| a.subject == b.subject) {
        let about = match group.first().map(|t| &t.subject) {
            Some(Node::Iri(text)) => format!("rdf:about=\"{}\"", escaped_xml(&iri(text))),
            Some(Node::Blank | Node::Word(_) | Node::Text(_) | Node::Moment(_)) | None => {
                "rdf:nodeID=\"country\"".to_owned()
            }
        };
        out.push_str(&format!("  <rdf:Description {about}>\n"));
        for Triple { predicate, object, .. } in group {
            out.push_str(&match object {
                Node::Iri(text) => format!("    <{predicate} rdf:resource=\"{}\"/>\n", escaped_xml(&iri(text))),
                Node::Word(name) => format!("    <{predicate} rdf:resource=\"{}\"/>\n", whole(name)),
                Node::Blank => format!("    <{predicate} rdf:nodeID=\"country\"/>\n"),
                Node::Text(text) => format!("    <{predicate}>{}</{predicate}>\n", escaped_xml(text)),
                Node::Moment(at) => {
                    format!("    <{predicate} rdf:datatype=\"{MOMENT}\">{}</{predicate}>\n", moment(*at))
                }
            });
        }
        out.push_str("  </rdf:Description>\n");
    }
    out.push_str("</rdf:RDF>\n");
    out
}
