//! What ORCID's error page says, held against what is configured.

use jiff::Timestamp;

use super::{Line, Subject};
use crate::orcid::{
    diagnosis::Situation,
    explain,
    paste::{self, Pasted},
};

/// What came of a page.
pub(super) struct Said {
    /// The line about it.
    pub line: Line,
    /// Whether nothing more is to be asked about the redirect URI.
    pub settles: bool,
}

/// What a page, or its sentence, says (guide `orcid-wire`, "Errors of the front channel").
pub(super) fn said(page: &str, subject: &Subject) -> Said {
    // As it was copied, it may be broken over lines.
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    match page.split_once("provided redirect URI ").and_then(|(_, rest)| rest.split_once(" does not match")) {
        Some((theirs, _)) => Said { line: held_against(theirs.trim(), &subject.client.redirect_uri), settles: true },
        None => Said { line: explained(&page, subject), settles: false },
    }
}

/// The redirect URI that was refused, held against the configured one.
fn held_against(theirs: &str, ours: &str) -> Line {
    const WHAT: &str = "redirect URI";
    if theirs == ours {
        return Line::failed(
            WHAT,
            format!("ORCID refused exactly this one: {ours}"),
            "Register it with the client, to the letter, in ORCID's developer tools (or ask ORCID's support, for a member client).",
        );
    }
    Line::failed(
        WHAT,
        format!("ORCID refused {theirs}, which is another one than {ours}: {}.", difference(theirs, ours)),
        "Send the one that is registered: scheme, host and port must be the same text, and the path must begin as the registered one does.",
    )
}

/// Any other sentence, in whatever words, as `explain` reads it.
fn explained(page: &str, subject: &Subject) -> Line {
    const WHAT: &str = "error page";
    let situation = Situation {
        environment: subject.environment.key.clone(),
        client_id: subject.client.client_id.clone(),
        redirect_uri: subject.client.redirect_uri.clone(),
        scope: subject.scope.clone(),
        ..Situation::default()
    };
    let pasted = paste::recognise(page);
    let tells = matches!(pasted, Pasted::ErrorPage(_) | Pasted::Words(_) | Pasted::Error(_));
    // No sentence of a page has a time in it.
    let explanation = explain::of(&pasted, page, &situation, Timestamp::UNIX_EPOCH);
    match explanation.diagnoses.first().and_then(|diagnosis| diagnosis.first()).filter(|_| tells) {
        Some(cause) => {
            let seen = cause.evidence.first().map(|seen| format!(" {seen}")).unwrap_or_default();
            Line::failed(WHAT, format!("{}{seen}", cause.cause), cause.fix.clone())
        }
        None => Line::not_testable(
            WHAT,
            "What was pasted is not known as a sentence of ORCID's error page.",
            Some("Copy the sentence that begins with «Error:»."),
        ),
    }
}

/// Where two texts begin to differ, in words.
fn difference(theirs: &str, ours: &str) -> String {
    let common = theirs.chars().zip(ours.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| {
        let rest: String = text.chars().skip(common).take(12).collect();
        // Letters of other alphabets look like those of ours.
        let first = rest.chars().next().filter(|c| !c.is_ascii());
        let point = first.map(|c| format!(" (it begins with U+{:04X})", u32::from(c))).unwrap_or_default();
        if rest.is_empty() { "nothing".to_owned() } else { format!("«{rest}»{point}") }
    };
    format!("from character {} on it has {} where yours has {}", common + 1, rest(theirs), rest(ours))
}
