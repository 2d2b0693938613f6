//! HTML as plain text: enough to read an error page in a terminal. Never fails, one pass.

/// Elements that end the line they stand in.
const BLOCKS: [&str; 26] = [
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "title", "head", "body",
    "form", "header", "footer", "main", "section", "article", "nav", "pre", "hr",
];

/// The text of a page: without tags, scripts and styles, references resolved, blanks folded, blocks on lines of their own.
pub fn text(html: &str) -> String {
    let mut out = Folded::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name: &str = rest[1..].trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.is_empty() && !rest.starts_with("<!") && !rest.starts_with("<?") {
            out.push("<");
            rest = &rest[1..];
            continue;
        }
        let opens = !rest.starts_with("</");
        let name = name.to_ascii_lowercase();
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        if opens && (name == "script" || name == "style") {
            rest = skip_to_end_of(rest, &name);
        } else if BLOCKS.contains(&name.as_str()) {
            out.end_line();
        }
    }
    out.push(rest);
    out.end_line();
    out.text
}

fn skip_to_end_of<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let rest = &text[from + at..];
        if rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest;
        }
        from += at + 2;
    }
    ""
}

/// Text with runs of blanks folded into one, and no empty lines.
#[derive(Default)]
struct Folded {
    text: String,
    line: String,
}

impl Folded {
    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let resolved = references(text);
        for (index, word) in resolved.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if index > 0 && !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            self.line.push_str(word);
        }
    }

    fn end_line(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.line.clear();
    }
}

/// Resolves the character references that occur in practice; others stay as they are.
fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest reference that is understood has ten bytes between `&` and `;`.
        let end = rest.as_bytes().iter().take(12).position(|&byte| byte == b';');
        let resolved = end.and_then(|end| Some((end, reference(rest.get(1..end)?)?)));
        let (skip, c) = resolved.map_or((1, '&'), |(end, c)| (end + 1, c));
        out.push(c);
        rest = &rest[skip..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        Some(number) => number,
        None => {
            return Some(match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                "copy" => '©',
                "hellip" => '…',
                "ndash" => '–',
                "mdash" => '—',
                _ => return None,
            });
        }
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_error_page() {
        let page = "<!doctype html><html><head><title>Oops</title><style>p{}</style></head>\n<body><h1>Not  found</h1>\
            <!-- x --><p>a &lt; b &amp;amp; &#x20AC;&unknown;<br>next<script>if (a<b) {}</script></p>1 < 2</body></html>";
        assert_eq!(text(page), "Oops\nNot found\na < b &amp; €&unknown;\nnext\n1 < 2\n");
    }

    proptest! {
        #[test]
        fn no_text_panics(page in "(?s)[<>/a-c!é&#;x0-9-]{0,40}|.{0,40}") {
            text(&page);
            text(&format!("<script>{page}"));
        }
    }
}
