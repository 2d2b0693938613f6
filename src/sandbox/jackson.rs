//! JSON as the Jackson library pretty prints it, which is how ORCID writes some of its bodies: `"key" : value`, objects
//! over lines, arrays on one (guide `orcid-wire`, "Record reads").

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// The text, without a line break at its end.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Jackson::default());
    // Only what has no JSON fails: a map with other keys than texts.
    value.serialize(&mut serializer).map(|()| text).unwrap_or_default()
}

/// What is open while it is written.
#[derive(Default)]
struct Jackson {
    /// Objects around this place.
    depth: usize,
    /// Whether something stands in the object or array that ends now.
    filled: bool,
}

fn indent<W: ?Sized + Write>(writer: &mut W, depth: usize) -> Result<()> {
    const SPACES: &[u8] = &[b' '; 64];
    let mut left = depth * 2;
    while left > 0 {
        let some = left.min(SPACES.len());
        writer.write_all(&SPACES[..some])?;
        left -= some;
    }
    Ok(())
}

impl Formatter for Jackson {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.filled = false;
        writer.write_all(b"[ ")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        let end: &[u8] = if self.filled { b" ]" } else { b"]" };
        self.filled = true;
        writer.write_all(end)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        self.filled = false;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.depth -= 1;
        if self.filled {
            writer.write_all(b"\n")?;
            indent(writer, self.depth)?;
        } else {
            writer.write_all(b" ")?;
        }
        self.filled = true;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        writer.write_all(if first { b"\n" } else { b",\n" })?;
        indent(writer, self.depth)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b" : ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn arrays_stay_on_a_line_and_objects_do_not() {
        let value = json!({"a": ["x", "y"], "b": [{"c": 1}, {}], "d": [], "e": null});
        let expected = "{\n  \"a\" : [ \"x\", \"y\" ],\n  \"b\" : [ {\n    \"c\" : 1\n  }, { } ],\n  \"d\" : [ ],\n  \"e\" : null\n}";
        assert_eq!(String::from_utf8(pretty(&value)).unwrap(), expected);
    }
}
