//! Elements and attributes become the keys of JSON. Namespaces and the order of elements count.

use quick_xml::{
    NsReader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::ResolveResult,
};
use serde_json::{Map, Value};
use strum::VariantArray;

use super::{Fault, encoding};
use crate::sandbox::record::{
    Section,
    schema::{self, Field, Form, NAMESPACE},
};

/// Deeper than anything in ORCID's schemas.
const DEEPEST: usize = 40;

/// An element.
#[derive(Default)]
struct Node {
    /// Its namespace, then its name.
    namespace: String,
    local: String,
    /// Those without a prefix.
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    text: String,
}

/// A document as JSON would have it.
pub(super) fn read(root: &Field, body: &[u8]) -> Result<Value, Fault> {
    let node = tree(body)?;
    if !is(root, &node) {
        let items = Section::VARIANTS.iter().map(|section| section.names().item);
        if items.chain([&schema::BULK]).any(|other| is(other, &node)) {
            return Err(Fault::OtherRoot);
        }
        return Err(Fault::Schema(format!("cvc-elt.1: Cannot find the declaration of element '{}'.", node.local)));
    }
    element(root, node)
}

fn is(field: &Field, node: &Node) -> bool {
    let (prefix, local) = field.name.split_once(':').unwrap_or(("", field.name));
    node.local == local && node.namespace.strip_prefix(NAMESPACE) == Some(prefix)
}

fn element(field: &Field, node: Node) -> Result<Value, Fault> {
    match field.form {
        Form::Object(_) => object(field, node),
        Form::Wrapped(inner) => {
            no_text(field, &node)?;
            if let Some((name, _)) = node.attributes.first() {
                return Err(attribute(name, field));
            }
            let mut items = Vec::new();
            for child in node.children {
                if !is(inner, &child) {
                    return Err(unexpected(&child, &[inner]));
                }
                items.push(element(inner, child)?);
            }
            Ok(items.into())
        }
        Form::Value => {
            no_children(&node)?;
            let mut map = Map::new();
            map.insert("value".to_owned(), node.text.into());
            for (name, value) in node.attributes {
                if !field.rule.attributes.contains(&name.as_str()) {
                    return Err(attribute(&name, field));
                }
                map.insert(name, value.into());
            }
            Ok(Value::Object(map))
        }
        Form::Text | Form::Time | Form::Constant | Form::Attribute | Form::Each(_) => {
            no_children(&node)?;
            match node.attributes.first() {
                Some((name, _)) => Err(attribute(name, field)),
                None => Ok(node.text.into()),
            }
        }
    }
}

fn object(field: &Field, node: Node) -> Result<Value, Fault> {
    no_text(field, &node)?;
    let mut map = Map::new();
    for (name, value) in node.attributes {
        let known = field.fields().any(|part| matches!(part.form, Form::Attribute) && part.key() == name);
        if !known && field.rule.summary && schema::SUMMARY_ATTRIBUTES.contains(&name.as_str()) {
            // The schema allows them where the model keeps none.
            continue;
        }
        if !known {
            return Err(attribute(&name, field));
        }
        map.insert(name, value.into());
    }
    let parts: Vec<&Field> = field.fields().filter(|part| !matches!(part.form, Form::Attribute)).collect();
    // The first field that may still come.
    let mut next = 0;
    for child in node.children {
        let fits = |part: &&Field| match part.form {
            Form::Each(fields) => fields.iter().any(|inner| is(inner, &child)),
            Form::Object(_)
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Wrapped(_)
            | Form::Attribute => is(part, &child),
        };
        let Some(at) = parts[next.min(parts.len())..].iter().position(fits).map(|at| next + at) else {
            return Err(unexpected(&child, &parts[next.min(parts.len())..]));
        };
        let part = parts[at];
        let list = |map: &mut Map<String, Value>, value| match map.get_mut(part.key()).and_then(Value::as_array_mut) {
            Some(list) => list.push(value),
            None => {
                map.insert(part.key().to_owned(), Value::Array(vec![value]));
            }
        };
        next = at;
        if let Form::Each(fields) = part.form {
            if let Some(inner) = fields.iter().find(|inner| is(inner, &child)) {
                let mut one = Map::new();
                one.insert(inner.key().to_owned(), element(inner, child)?);
                list(&mut map, Value::Object(one));
            }
        } else if part.rule.many && !matches!(part.form, Form::Wrapped(_)) {
            let value = element(part, child)?;
            list(&mut map, value);
        } else {
            map.insert(part.key().to_owned(), element(part, child)?);
            next += 1;
        }
    }
    Ok(Value::Object(map))
}

fn no_text(field: &Field, node: &Node) -> Result<(), Fault> {
    if node.text.trim().is_empty() {
        return Ok(());
    }
    Err(Fault::Schema(format!("cvc-complex-type.2.3: Element '{}' cannot have character [children].", field.name)))
}

fn no_children(node: &Node) -> Result<(), Fault> {
    match node.children.first() {
        Some(child) => Err(unexpected(child, &[])),
        None => Ok(()),
    }
}

fn unexpected(node: &Node, expected: &[&Field]) -> Fault {
    let names: Vec<String> = expected
        .iter()
        .map(|field| field.name.split_once(':').unwrap_or(("", field.name)))
        .map(|(prefix, local)| format!("\"{NAMESPACE}{prefix}\":{local}"))
        .collect();
    let expected = match names.as_slice() {
        [] => "No child element is expected at this point.".to_owned(),
        names => format!("One of '{{{}}}' is expected.", names.join(", ")),
    };
    let name = if node.namespace.is_empty() {
        node.local.clone()
    } else {
        format!("{{\"{}\":{}}}", node.namespace, node.local)
    };
    Fault::Schema(format!(
        "cvc-complex-type.2.4.a: Invalid content was found starting with element '{name}'. {expected}"
    ))
}

fn attribute(name: &str, field: &Field) -> Fault {
    Fault::Schema(format!(
        "cvc-complex-type.3.2.2: Attribute '{name}' is not allowed to appear in element '{}'.",
        field.name
    ))
}

/// The whole document. No entity is resolved but XML's own five and characters by number: there is no DTD to name others.
fn tree(body: &[u8]) -> Result<Node, Fault> {
    let text = encoding::decode(body).map_err(|why| Fault::Syntax(why.to_owned()))?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}').trim_start());
    let mut open: Vec<Node> = vec![Node::default()];
    let syntax = |why: &dyn std::fmt::Display| Fault::Syntax(why.to_string());
    loop {
        let event = reader.read_event();
        let event = event.map_err(|_| not_well_formed(reader.error_position()))?;
        let Some(top) = open.last_mut() else { return Err(syntax(&"unbalanced elements")) };
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(syntax(&"elements are nested too deeply"));
                }
                open.push(node(&reader, &start)?);
            }
            Event::Empty(start) => {
                let node = node(&reader, &start)?;
                top.children.push(node);
            }
            Event::End(_) => {
                let node = open.pop().unwrap_or_default();
                if let Some(parent) = open.last_mut() {
                    parent.children.push(node);
                }
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| syntax(&error))?;
                top.text.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| syntax(&error))?;
                top.text.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            }
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| syntax(&error))?;
                let name = reference.decode().map_err(|error| syntax(&error))?;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => top.text.push(character),
                    (None, Some(text)) => top.text.push_str(text),
                    (None, None) => {
                        return Err(syntax(&format!("The entity \"{name}\" was referenced, but not declared.")));
                    }
                }
            }
            Event::DocType(_) => return Err(syntax(&"DOCTYPE is disallowed")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let mut document = match (open.pop(), open.is_empty()) {
        (Some(document), true) => document,
        _ => return Err(syntax(&"an element is not closed")),
    };
    if !document.text.trim().is_empty() {
        return Err(syntax(&"Content is not allowed outside the root element."));
    }
    match (document.children.pop(), document.children.is_empty()) {
        (Some(root), true) => Ok(root),
        (Some(_), false) => Err(syntax(&"There is more than one root element.")),
        (None, _) => Err(syntax(&"Premature end of file.")),
    }
}

fn not_well_formed(at: u64) -> Fault {
    Fault::Syntax(format!("The document is not well-formed behind its byte {at}."))
}

fn node(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Node, Fault> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => text(namespace.into_inner()),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => {
            return Err(Fault::Syntax(format!("The prefix \"{}\" for element is not bound.", text(&prefix))));
        }
    };
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| not_well_formed(reader.buffer_position()))?;
        // What has a prefix is about the document (xmlns:…, xsi:schemaLocation), not of it.
        let name = text(attribute.key.as_ref());
        if name != "xmlns" && !name.contains(':') {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| Fault::Syntax(error.to_string()))?;
            attributes.push((name, value.into_owned()));
        }
    }
    Ok(Node { namespace, local: text(local.as_ref()), attributes, ..Node::default() })
}
