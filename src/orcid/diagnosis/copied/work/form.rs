//! Plans, tables, minutes, lessons and glossaries: texts that are told by their form.

use super::{
    super::{
        super::{TABLE, concepts::Spoken},
        listed, status,
    },
    happened, is_run, members, prose,
};

/// Whether a text in lower case is a plan: items, most of them behind a day or what is still to be settled, and nothing
/// that came of them.
pub(super) fn is_plan(lower: &str) -> bool {
    let lines: Vec<&str> = lower.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let items = lines.get(1..).unwrap_or_default();
    let is_labelled = |line: &&&str| labelled(line).is_some_and(|(label, _)| listed::is_one(label, "plan-label"));
    items.len() > 1
        && items.iter().all(|line| line.starts_with(['-', '*', '+', '•']))
        && 2 * items.iter().filter(is_labelled).count() > items.len()
        && !goes_on(lower)
        && members::error(lower).is_none()
        && status::find(lower).is_none()
        && !items.iter().any(|line| labelled(line).is_some_and(|(_, rest)| begins_with_status(rest)))
}

/// Whether a text in lower case is a table of what may be answered and what is done about it: several rows name errors or
/// statuses, and none of them a time.
pub(super) fn is_table(lower: &str) -> bool {
    if is_code_list(lower) {
        return true;
    }
    let mut lines = lower.lines().map(str::trim);
    let is_rule = |line: &str| line.starts_with("|-") || line.starts_with("| -") || line.starts_with("|:-");
    if !lines.by_ref().any(is_rule) {
        return false;
    }
    let rows: Vec<&str> = lines.take_while(|line| line.starts_with('|')).collect();
    let names = |row: &&&str| {
        let mut words = row.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.any(|word| TABLE.knows_error(word) || word.len() == 3 && begins_with_status(word)) || TABLE.says(row)
    };
    let is_time = |row: &&str| {
        row.as_bytes().windows(3).any(|at| at[0].is_ascii_digit() && at[1] == b':' && at[2].is_ascii_digit())
    };
    rows.iter().filter(names).count() > 1 && !rows.iter().any(is_time)
}

/// Whether a text in lower case is a list of questions that are asked often, each with its answer: two questions at least
/// are headings, and none is asked without an answer.
pub(super) fn is_faq(lower: &str) -> bool {
    let lines: Vec<&str> = lower.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_heading = |line: &str| {
        let asks = line.trim_end_matches(['*', '_', '»', '"']).trim_end().ends_with(['?', '？']);
        let is_set = line.starts_with(['#', '*'])
            || ["q:", "q.", "f:", "p:", "d:", "v:"].iter().any(|sign| line.starts_with(sign));
        asks && is_set
    };
    let headings = lines.iter().filter(|line| is_heading(line)).count();
    let asked = lines.iter().filter(|line| line.ends_with(['?', '？'])).count();
    headings > 1
        && headings >= asked
        && lines.last().is_some_and(|line| !is_heading(line))
        && !lines.iter().any(|line| is_run(line))
}

/// Whether a text in lower case is a list of the codes that there are: several lines begin with one, and what it means stands
/// below the others' meanings.
fn is_code_list(lower: &str) -> bool {
    let code = |line: &str| {
        let digits = line.split(' ').next().unwrap_or_default();
        let is_code = matches!(digits.len(), 3 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_code && line[digits.len()..].starts_with("  ")).then(|| digits.to_owned())
    };
    let mut codes: Vec<String> = lower.lines().filter_map(|line| code(line.trim())).collect();
    codes.dedup();
    let is_head = |line: &str| line.split_whitespace().any(|word| listed::is_one(word, "table-head"));
    codes.len() > 1 && !lower.contains("{\"") && lower.lines().any(is_head)
}

/// Whether a text in lower case is the minutes of a meeting: its heading says so, points follow, and none of them quotes a
/// failure.
pub(super) fn is_minutes(lower: &str) -> bool {
    let mut lines = lower.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(|c: char| !c.is_alphanumeric());
    let is_point = |line: &str| {
        let item = line.trim_start_matches(|c: char| c.is_ascii_digit());
        line.starts_with(['-', '*', '+', '•']) || item.len() < line.len() && item.starts_with(['.', ')'])
    };
    words.any(|word| listed::is_one(word, "minutes"))
        && lines.filter(|line| is_point(line)).count() > 1
        && members::error(lower).is_none()
        && status::find(lower).is_none()
        && TABLE.api_code(lower).is_none()
}

/// Whether a text in lower case belongs to a course: a lesson, a question with answers to choose from, the plan of a term, an
/// invitation.
pub(super) fn is_lesson(lower: &str) -> bool {
    listed::has(lower, "course") && !lower.lines().any(is_run) && !happened(&lower.replace("oauth", ""))
}

/// Whether something came of it that goes on.
fn goes_on(lower: &str) -> bool {
    let spoken = Spoken::of(lower);
    happened(lower) || ["no-longer", "always"].iter().any(|concept| spoken.names(concept))
}

/// What a day brought, as notes have it: `Monday: 401 invalid_token`.
fn begins_with_status(rest: &str) -> bool {
    rest.len() >= 3 && rest.bytes().take(3).all(|byte| byte.is_ascii_digit())
}

/// Whether a text in lower case is a glossary: every line a term of the dance and what defines it.
pub(super) fn is_glossary(lower: &str) -> bool {
    let lines = || lower.lines().map(str::trim).filter(|line| !line.is_empty());
    let defines = |line: &str| {
        labelled(line).is_some_and(|(term, rest)| {
            let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            listed::is_one(first, "definition") && TERMS.iter().any(|concept| Spoken::of(term).names(concept))
        })
    };
    let is_set = |line: &str| {
        labelled(line).is_some_and(|(term, _)| {
            line.starts_with(['*', '`'])
                && (TABLE.knows_error(term) || TERMS.iter().any(|it| Spoken::of(term).names(it)))
        })
    };
    let set = lines().filter(|line| is_set(line)).count();
    if lines().count() > 2 && lines().all(|line| line.starts_with(['*', '`'])) && 2 * set >= lines().count() {
        return true;
    }
    lines().count() > 1
        && lines().all(defines)
        && !happened(lower)
        && !listed::has(lower, "past")
        && !lower.contains("://")
        && !lines().any(is_run)
}

/// The concepts whose words are terms of the dance.
const TERMS: [&str; 11] = [
    "redirect-uri",
    "client-id",
    "client-secret",
    "id-token",
    "access-token",
    "refresh-token",
    "token",
    "code",
    "state-parameter",
    "scope",
    "consent-page",
];

/// A line's label and what stands behind it.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let line = prose::item(line);
    let (label, rest) = line.split_once(": ").or_else(|| line.split_once(" — ")).or_else(|| line.split_once(" – "))?;
    let label = label.trim_matches(['*', '_', '`', ' ']);
    (label.split_whitespace().count() <= LABEL).then_some((label, rest.trim_start_matches(['*', ' '])))
}

/// How many words a label has at most.
const LABEL: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_and_glossaries_have_a_form() {
        assert!(is_plan("sprint 14\n- monday: ask for the client\n- open: what if somebody says no?"));
        assert!(!is_plan("orcid\n- monday: 200 for all\n- tuesday: 401 for all"));
        assert!(!is_plan("orcid\n- monday: it failed\n- tuesday: it failed again"));
        assert!(!is_plan("orcid\n- monday: consent page shown\n- tuesday: consent page no longer shown"));
        assert!(is_glossary("**scope**: what a client may do\nredirect uri — the address behind the consent"));
        assert!(!is_glossary("redirect uri: the address does not match"));
        assert!(!is_glossary("redirect uri: the registered one\ncode: the code was already used"));
        assert!(!is_glossary("expected: the consent page\nactual: the redirect page"));
    }
}
