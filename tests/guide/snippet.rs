//! Finding a snippet in the guide.

/// The guide.
const GUIDE: &str = include_str!("../../assets/guides/sandbox.md");

/// The snippets of a language below a heading, in their order.
pub fn below(heading: &str, language: &str) -> Vec<&'static str> {
    let start = GUIDE.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("the guide has no {heading:?}"));
    let text = &GUIDE[start + 1..];
    // Up to the next heading that is not below this one.
    let level = heading.split(' ').next().expect("number signs").len();
    let end = (1..=level).filter_map(|level| text.find(&format!("\n\n{} ", "#".repeat(level)))).min();
    let fence = format!("\n```{language}\n");
    let found: Vec<_> = text[..end.unwrap_or(text.len())]
        .split(&fence)
        .skip(1)
        .map(|snippet| snippet.split_once("```").expect("a fence at its end").0)
        .collect();
    assert!(!found.is_empty(), "the guide has no {language} below {heading:?}");
    found
}

/// The only one.
pub fn only(heading: &str, language: &str) -> &'static str {
    match below(heading, language)[..] {
        [snippet] => snippet,
        ref several => panic!("{} snippets of {language} below {heading:?}", several.len()),
    }
}
