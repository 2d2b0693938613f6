//! The body of a message as it was copied: with a prompt, the next command or a remark behind it, or as a program printed it.

use serde_json::{Map, Value};

use crate::orcid::diagnosis::{Copied, Dressed};

/// A response with its body as the server sent it: the first JSON value, without what stands behind it.
pub(super) fn settled(message: &str) -> String {
    let gap = [message.find("\r\n\r\n").map(|at| at + 4), message.find("\n\n").map(|at| at + 2)];
    let Some(start) = gap.into_iter().flatten().min() else { return message.to_owned() };
    let (head, body) = message.split_at(start);
    json(body).map_or_else(|| message.to_owned(), |json| format!("{head}{json}"))
}

/// The JSON that a text begins with, in any notation; `None` when it begins otherwise, or when it is cut off.
pub(super) fn json(text: &str) -> Option<String> {
    let text = text.trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    if let Some(first) = first_value(text) {
        return Some(first.to_owned());
    }
    if let Some(found) = Dressed::of(text) {
        return (!found.is_cut).then(|| found.json.to_string());
    }
    let said = Copied::of(text).reading;
    let closed = text.contains('}');
    let mut error = Map::new();
    error.extend(said.error.map(|code| ("error".to_owned(), Value::from(code))));
    error.extend(said.code.map(|code| ("error-code".to_owned(), Value::from(code))));
    if !closed || error.is_empty() {
        return None;
    }
    error.extend(said.description.map(|words| ("error_description".to_owned(), Value::from(words))));
    Some(Value::Object(error).to_string())
}

/// The JSON value that a text begins with, when it is whole.
pub(super) fn first_value(text: &str) -> Option<&str> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.next()?.is_ok().then(|| &text[..values.byte_offset()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_body_is_none_of_it() {
        let head = "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n";
        let body = "{\"error\":\"invalid_client\"}";
        for rest in
            ["", "\n$ ", "%", "\n[exit 0]", "* Connection #0 to host orcid.org left intact", "\nme@host:~$ curl x"]
        {
            assert_eq!(settled(&format!("{head}{body}{rest}")), format!("{head}{body}"), "{rest}");
        }
        let printed = "{ error: 'invalid_client',\n  error_description: 'Bad client credentials' }\n> ";
        assert!(json(printed).unwrap().contains("Bad client credentials"));
        for text in ["", "<html>", "{\"access_token\":\"f5af", "{ no: json }"] {
            assert_eq!(json(text), None, "{text}");
        }
    }
}
