//! Texts that nobody means: a soup of the words that the readers look for, and of letters whose other case is longer or
//! shorter. Something or nothing is said of each, and nothing breaks.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use orcid_playground::orcid::{diagnosis::Situation, explain::explain};
use proptest::prelude::*;

const WORDS: &str = concat!(
    "(ẞ|İ|ǰ|K|→|é|“|’|登録|\n|\n\n| |[ -~]|redirect|redirect_uri=|registered|sent|https://a\\.example/cb|://|http|orcid\\.org|",
    "code=|state=|#|\\?|access_token|refresh_token|id_token|token_type|expires_in|scope|\\{|\\}|\\(|\\[|\"|'|:|=|=>|&|%|%3A|",
    "Location|HTTP/1\\.1 401|< HTTP/2 400|> POST /oauth/token|Host|error|error_description|invalid_grant|9017|error-code|",
    "0000-0002-1825-0097|APP-1A2B3C4D5E6F7G8H|0b2f7c1e-93a4-4d55-8e61-7c8d9e0f1a2b|eyJhbGciOiJSUzI1NiJ9|\\.|<error>|</|",
    "curl|fetch\\(|const a = |requests\\.post\\(|timestamp|status|path|message|\\\\n|\\\\\"|\\x1b\\[31m){0,40}"
);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_soup_of_words_breaks_nothing(text in WORDS) {
        explain(&text, &Situation::default(), Timestamp::UNIX_EPOCH);
    }
}

#[test]
fn letters_that_grow_in_the_other_case_break_nothing() {
    explain("redirect ẞ https://a.example/cb→ İ", &Situation::default(), Timestamp::UNIX_EPOCH);
}

/// What has no end, or begins again and again: read in a time that grows with its length, where the square of it would take
/// minutes.
#[test]
fn texts_that_never_end_are_judged_soon() {
    const LENGTH: usize = 1 << 15;
    for unit in [
        "access_token=",
        "{\"access_token\":",
        "error=",
        "https://",
        "redirect_uri=https://a.b/",
        "a\n",
        "Response:\n{\"error\":\n",
        "HTTP/1.1 400\n",
        "https://orcid.org/oauth/authorize?a=b&",
        "[\"access_token\"]=>\n",
        "if (a) {\n",
        "a = {\n",
        "If a code is used twice, it will fail. ",
        "See https://docs.a.example/x ",
        "https://orcid.org/oauth/authorize?a=b&c=d\nhttps://a.example/cb?code=s536Z5\n",
        "{\"access_token\":\"a\",\"expires_in\":1\n\n",
    ] {
        let text = unit.repeat(LENGTH / unit.len());
        let start = Instant::now();
        explain(&text, &Situation::default(), Timestamp::UNIX_EPOCH);
        assert!(start.elapsed() < Duration::from_secs(20), "{unit:?} took {:?}", start.elapsed());
    }
}
