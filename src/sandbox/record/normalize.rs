//! The tidy form of an identifier, by which ORCID compares it (guide `orcid-wire`, "Normalized identifiers").

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::identifier_type::IDENTIFIER_TYPES;

/// The value of an identifier in its tidy form; `None` when it is not one of its type.
pub(in crate::sandbox) fn normalized(kind: &str, value: &str) -> Option<String> {
    if kind == "doi" {
        return doi(&unescaped(lower(value))).map(str::to_owned);
    }
    let tidy = match IDENTIFIER_TYPES.get(kind) {
        None => return Some(value.to_owned()),
        Some(known) if known.case_sensitive => value.to_owned(),
        Some(_) => lower(value).into_owned(),
    };
    let tidy = match kind {
        "isbn" => isbn(found(kind, &tidy)?)?,
        "issn" => issn(found(kind, &tidy)?),
        "arxiv" => format!("arXiv:{}", found(kind, &tidy)?),
        "rrid" => format!("RRID:{}", found(kind, &tidy)?),
        "uri" if found(kind, &tidy).is_none() => format!("http://{tidy}"),
        "bibcode" | "pmc" | "pmid" => found(kind, &tidy)?.to_owned(),
        _ => tidy,
    };
    Some(tidy).filter(|tidy| !tidy.trim().is_empty())
}

/// In small letters; most are.
fn lower(text: &str) -> Cow<'_, str> {
    let small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(small) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// `10.`, a registrant, a slash, and what comes up to a blank, a quote or an ampersand. Written out, because there may be very
/// many of these.
fn doi(text: &str) -> Option<&str> {
    let ends = |c: char| matches!(c, ' ' | '\t'..='\r' | '"' | '&' | '\'');
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.match_indices("10.").find_map(|(at, _)| {
        let text = &text[at..];
        let (prefix, suffix) = text.split_once('/')?;
        let length = suffix.find(ends).unwrap_or(suffix.len());
        (length > 0 && prefix.split('.').all(is_part)).then(|| &text[..prefix.len() + 1 + length])
    })
}

/// Without the entities of XML, as often as somebody has put them in.
fn unescaped(mut text: Cow<'_, str>) -> Cow<'_, str> {
    while text.contains('&') && text.contains(';') {
        match quick_xml::escape::unescape(&text) {
            Ok(plain) if plain.len() < text.len() => text = Cow::Owned(plain.into_owned()),
            Ok(_) | Err(_) => break,
        }
    }
    text
}

fn isbn(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !"- ".contains(*c)).collect();
    Some(digits.replace('x', "X")).filter(|digits| matches!(digits.len(), 10 | 13))
}

fn issn(text: &str) -> String {
    let digits: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let (first, second) = digits.split_at(4);
    format!("{first}-{}", second.replace('x', "X"))
}

/// Where identifiers of a type stand in a text; the group is the identifier.
static PLACES: LazyLock<BTreeMap<&'static str, Regex>> = LazyLock::new(|| {
    [
        ("arxiv", r"(?i:arxiv:)?([0-9]{4}\.[0-9]{4,5}(?:v[0-9])?|[0-9A-Za-z_.-]+/[0-9]{7}(?:v[0-9])?)(?-u:\b)"),
        ("bibcode", r"(?:^|(?i:bibcode):?[ \t\r\n]*|[^0-9A-Za-z.])([0-9]{4}[0-9A-Za-z.]{15})(?:$|[^0-9A-Za-z.])"),
        ("isbn", r"([0-9][-0-9 ]{8,15}[0-9xX])(?:$|[^0-9])"),
        ("issn", r"(?:^|[^0-9])([0-9]{4} ?[-–]? ?[0-9]{3}[0-9xX])(?:$|[^-0-9])"),
        ("pmc", r"(?:^|(?i:pmc)-?/?)[ \t\r\n]*([0-9]{5,9})(?:$|(?-u:\b))"),
        ("pmid", r"(?i)(?:^[ \t\r\n]*|pmid:?[ \t\r\n]*|pubmed/|med/|pubmed.ncbi.nlm.nih.gov/)([0-9]+)(?:$|[^0-9a-z.-])"),
        (
            "rrid",
            r"(AB_[0-9]{6}|CVCL_[0-9A-Z]{4}|SCR_[0-9]{6}|IMSR_JAX:[0-9]{6}|Addgene_[0-9]{5}|SAMN[0-9]{8}|MMRRC_[0-9]{6}-UCD)",
        ),
        ("uri", r"^((?:ht|f)tps?://)"),
    ]
    .map(|(kind, place)| (kind, Regex::new(place).expect("the table's expressions are well-formed")))
    .into()
});

fn found<'t>(kind: &str, text: &'t str) -> Option<&'t str> {
    Some(PLACES.get(kind)?.captures(text)?.get(1)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_one_spelling() {
        for (kind, value, tidy) in [
            ("doi", "10.5555/A.B", "10.5555/a.b"),
            ("doi", "https://doi.org/10.5555/a", "10.5555/a"),
            ("doi", "doi: 10.5555.7/a b", "10.5555.7/a"),
            ("doi", "10.5555/a&amp;amp;b", "10.5555/a"),
            ("doi", "10.x 10./y 10.1.2/z", "10.1.2/z"),
            ("doi", "work:doi", ""),
            ("doi", "10.5555/", ""),
            ("isbn", "978-3-16-148410-0", "9783161484100"),
            ("isbn", "ISBN 0 8044 2957 x", "080442957X"),
            ("isbn", "12345678901", ""),
            ("issn", "12345678", "1234-5678"),
            ("issn", "1234 – 567x.", "1234-567X"),
            ("issn", "12345", ""),
            ("pmid", "https://pubmed.ncbi.nlm.nih.gov/12345/", "12345"),
            ("pmid", "PMID: 12345", "12345"),
            ("pmid", "12345.", ""),
            ("pmc", "PMC12345", "12345"),
            ("pmc", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "1234567"),
            ("pmc", "PMC123", ""),
            ("arxiv", "2101.00001", "arXiv:2101.00001"),
            ("arxiv", "ARXIV:2101.00001v2", "arXiv:2101.00001v2"),
            ("arxiv", "hep-th/9901001", "arXiv:hep-th/9901001"),
            ("arxiv", "none", ""),
            ("bibcode", "bibcode: 2013ApJ...765...10X", "2013ApJ...765...10X"),
            ("bibcode", "2013", ""),
            ("rrid", "AB_123456", "RRID:AB_123456"),
            ("rrid", "ab_123456", ""),
            ("uri", "Example.org/A", "http://example.org/a"),
            ("uri", "HTTPS://example.org", "https://example.org"),
            ("hal", "HAL-01234", "hal-01234"),
            ("ark", "ark:/1/A", "ark:/1/A"),
            ("no-such-type", "X", "X"),
            ("hal", " ", ""),
        ] {
            assert_eq!(normalized(kind, value).unwrap_or_default(), tidy, "{kind} {value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_tidy_identifier_stays_as_it_is(kind in "doi|isbn|issn|pmid|pmc|arxiv|bibcode|rrid|uri|hal",
            value in "(10\\.[0-9]{1,3}/)?[0-9A-Za-z.:/ –-]{0,20}|.{0,9}")
        {
            if let Some(once) = normalized(&kind, &value) {
                proptest::prop_assert_eq!(normalized(&kind, &once), Some(once));
            }
        }
    }
}
