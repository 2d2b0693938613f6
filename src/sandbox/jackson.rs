//! JSON as the Jackson library pretty prints it, which is how ORCID writes some of its bodies: `"key" : value`, objects
//! over lines, arrays on one (guide `orcid-wire`, "Record reads").

use serde_json::Value;

/// The text, without a line break at its end.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(map) if map.is_empty() => text.push_str("{ }"),
        Value::Object(map) => {
            let indent = "  ".repeat(depth + 1);
            let mut before = "{\n";
            for (key, value) in map {
                text.push_str(before);
                text.push_str(&indent);
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(" : ");
                write(value, depth + 1, text);
                before = ",\n";
            }
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
            text.push('}');
        }
        Value::Array(items) if items.is_empty() => text.push_str("[ ]"),
        Value::Array(items) => {
            let mut before = "[ ";
            for item in items {
                text.push_str(before);
                write(item, depth, text);
                before = ", ";
            }
            text.push_str(" ]");
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&value.to_string()),
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
        assert_eq!(pretty(&value), expected);
    }
}
