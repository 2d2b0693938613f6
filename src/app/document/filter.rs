//! jq filters over a body, by jaq. A filter can compute whatever it likes and reach nothing else: no environment, no
//! clock, no file, no further input. How long it may take is for the caller to bound: [`run`] has no way to be stopped,
//! so the program lets a process of its own do it.

use std::borrow::Cow;

use bytes::Bytes;
use jaq_core::{
    Compiler, Ctx, Vars, compile, data,
    load::{self, Arena, File, Loader},
    unwrap_valr,
};
use jaq_json::{Val, read, write};

use super::{Body, Secrets};

/// What reaches outside, and what is built upon it.
const LEFT_OUT: [&str; 9] =
    ["env", "now", "halt", "halt_error", "debug", "stderr", "debug_empty", "stderr_empty", "input_line_number"];

/// The most bytes of results that are kept.
pub const RESULT_LIMIT: usize = 64 << 20;

/// What a filter may see of a body: while secrets are masked, masked ones.
pub fn input(body: &Body, secrets: Secrets) -> Bytes {
    match secrets {
        Secrets::Masked => body.masked(),
        Secrets::Shown => body.source().clone(),
    }
}

/// Runs a filter over values of JSON. Gives its results as JSON, one a line.
///
/// # Errors
/// Why the filter cannot be read, or what went wrong while it ran; that there are more than `limit` bytes of results.
pub fn run(code: &str, input: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let is_in = |name: &str| !LEFT_OUT.contains(&name);
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs()).filter(|def| is_in(def.name));
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs()).filter(|fun| is_in(fun.0));
    let arena = Arena::default();
    let modules = Loader::new(defs).load(&arena, File { code, path: () });
    let modules =
        modules.map_err(|errors| errors.iter().map(|error| unreadable(code, &error.1)).collect::<String>())?;
    let filter = Compiler::default().with_funs(funs).compile(modules).map_err(|errors| undefined(code, &errors))?;
    let mut out = Vec::new();
    for value in read::parse_many(input) {
        let value = value.map_err(|error| format!("the body is no JSON: {error}"))?;
        let cx = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
        for result in filter.id.run((cx, value)).map(unwrap_valr) {
            let result = result.map_err(|error| clipped(&error.to_string()).into_owned())?;
            write::write(&mut out, &write::Pp::default(), 0, &result).map_err(|error| error.to_string())?;
            out.push(b'\n');
            if out.len() > limit {
                return Err(format!("its results are larger than the limit of {}", crate::text::size(limit)));
            }
        }
    }
    Ok(out)
}

/// The first thing that is wrong with a filter, and where.
fn unreadable(code: &str, error: &load::Error<&str>) -> String {
    let place = |rest: &str| {
        let at = (rest.as_ptr() as usize).checked_sub(code.as_ptr() as usize).filter(|at| *at < code.len());
        match at.and_then(|at| code.get(..at)) {
            Some(before) => format!("at character {}", before.chars().count() + 1),
            None => "at the end".to_owned(),
        }
    };
    match error {
        load::Error::Io(errors) => errors
            .first()
            .map(|(name, _)| format!("{name} cannot be loaded: a filter reads no files"))
            .unwrap_or_default(),
        load::Error::Lex(errors) => errors
            .first()
            .map(|(expected, rest)| format!("{}: {} is expected", place(rest), expected.as_str()))
            .unwrap_or_default(),
        load::Error::Parse(errors) => errors
            .first()
            .map(|(expected, rest)| format!("{}: {} is expected", place(rest), expected.as_str()))
            .unwrap_or_default(),
    }
}

fn undefined(code: &str, errors: &load::Errors<&str, (), Vec<compile::Error<&str>>>) -> String {
    let first = errors.iter().flat_map(|(_, errors)| errors).next();
    match first {
        Some((name, _)) if LEFT_OUT.contains(name) => format!("{name} is left out: a filter reaches nothing outside"),
        Some((name, kind)) => {
            let words = format!("{} {name} does not exist", kind.as_str());
            // jq takes the dash for a minus, and what follows it for a filter.
            match dashed(code, name) {
                Some(key) => format!("{words}; a key with a dash is written in quotes: .\"{key}\""),
                None => words,
            }
        }
        None => "the filter cannot be compiled".to_owned(),
    }
}

/// The key with a dash in it, a part of which was taken for a filter.
fn dashed<'a>(code: &'a str, part: &str) -> Option<&'a str> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    code.split(|c| !belongs(c)).find(|key| key.split('-').skip(1).any(|word| word == part))
}

/// An error names the value that it stumbled over, which may be the whole body.
fn clipped(error: &str) -> Cow<'_, str> {
    match error.char_indices().nth(200) {
        Some((end, _)) => Cow::Owned(format!("{}…", &error[..end])),
        None => Cow::Borrowed(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filtered(code: &str, input: &str) -> Result<String, String> {
        run(code, input.as_bytes(), 1000).map(|out| String::from_utf8(out).unwrap())
    }

    #[test]
    fn results_come_one_a_line() {
        let body = r#"{"group":[{"x":1.50,"y":"é"},{"x":null}]}"#;
        assert_eq!(filtered(".group[].x", body).unwrap(), "1.50\nnull\n");
        assert_eq!(filtered(".group | map(has(\"y\"))", body).unwrap(), "[true,false]\n");
        assert_eq!(filtered("empty", body).unwrap(), "");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (code, words) in [
            (".group[", "at the end"),
            (".a | )", "at character 6"),
            ("nosuch", "nosuch does not exist"),
            (".x.y", "cannot"),
            ("$x", "$x does not exist"),
            (".x.activities-summary.works", "is written in quotes: .\"activities-summary\""),
        ] {
            let error = filtered(code, r#"{"x":1}"#).unwrap_err();
            assert!(error.contains(words), "{code}: {error}");
        }
        assert!(filtered(".", "{").unwrap_err().contains("no JSON"));
    }

    #[test]
    fn nothing_outside_is_reached() {
        for code in [
            "env",
            "$ENV",
            "now",
            "input",
            "inputs",
            "halt",
            "halt_error",
            "debug",
            "stderr",
            "include \"x\"; .",
            "get_search_list",
        ] {
            assert!(filtered(code, "1").is_err(), "{code}");
        }
    }

    #[test]
    fn endless_results_end_at_the_limit() {
        assert!(filtered("repeat(1)", "1").unwrap_err().contains("larger than the limit"));
    }
}
