//! A diagnosis in words: the card above the bytes of pane 3, the rows of pane 2, the whole of it in a dialog.

use super::{
    document::{Line, Role},
    pane::hanging,
};
use crate::orcid::diagnosis::{Cause, Diagnosis, SUPPORT};

/// What is seen, with its sign.
pub fn headline(diagnosis: &Diagnosis) -> Line {
    let (sign, role) = if diagnosis.odd { ("! ", Role::Warning) } else { ("✗ ", Role::Bad) };
    Line::of(role, sign).with(role, &diagnosis.headline)
}

/// The likeliest cause in a few lines: why, what it did besides, what to do.
pub fn lines(diagnosis: &Diagnosis) -> Vec<Line> {
    let mut lines = vec![headline(diagnosis)];
    match diagnosis.first() {
        Some(cause) => lines.extend(told(cause)),
        None => lines.push(Line::of(Role::Plain, SUPPORT)),
    }
    lines
}

/// What the lines of a card begin with; all of a width, and the words hang behind.
pub const LABELS: [&str; 5] = [CAUSE, SEEN, EFFECT, DO, SOURCES];
const CAUSE: &str = "Cause    ";
const SEEN: &str = "Seen     ";
const EFFECT: &str = "Effect   ";
const DO: &str = "Do       ";
const SOURCES: &str = "Sources  ";

fn labelled(label: &str, text: &str) -> Option<Line> {
    (!text.is_empty()).then(|| Line::of(Role::FormName, label).with(Role::Plain, text))
}

fn told(cause: &Cause) -> Vec<Line> {
    let evidence = labelled(SEEN, &cause.evidence.join(" "));
    let told = [labelled(CAUSE, cause.cause), evidence, labelled(EFFECT, cause.effect)];
    told.into_iter().flatten().chain(labelled(DO, &cause.fix)).collect()
}

/// The rows that each line of a card gets in so many columns and rows. With little room the server's sentence, which stands
/// in the body too, is cut to one row, and evidence and effect give way: the cause and what to do are what a card is for.
pub fn fit(lines: &[Line], width: u16, height: u16) -> Vec<u16> {
    let needed: Vec<u16> =
        lines.iter().map(|line| u16::try_from(hanging(line.text(), width).2.len()).unwrap_or(u16::MAX)).collect();
    let used = |rows: &[u16]| rows.iter().fold(0u16, |sum, rows| sum.saturating_add(*rows));
    let mut rows = needed.clone();
    let labelled = |label: &str| lines.iter().position(|line| line.text().starts_with(label));
    let dispensable = [(Some(0), 1), (labelled(SEEN), 0), (labelled(EFFECT), 0)];
    let places = || dispensable.iter().filter_map(|(place, least)| Some(((*place)?, *least)));
    for (place, least) in places() {
        if used(&rows) > height
            && let Some(rows) = rows.get_mut(place)
        {
            *rows = least;
        }
    }
    while used(&rows) > height {
        // The longest is cut; of two that are equally long, the earlier one.
        let Some(longest) = rows.iter_mut().rev().max_by_key(|rows| **rows) else { break };
        *longest -= 1;
    }
    // What is free now is theirs again, the last one to go first.
    for (place, _) in places().collect::<Vec<_>>().into_iter().rev() {
        let free = height.saturating_sub(used(&rows));
        if let (Some(rows), Some(needed)) = (rows.get_mut(place), needed.get(place)) {
            *rows = rows.saturating_add(free).min(*needed);
        }
    }
    rows
}

/// All that is known: every cause with its evidence and its sources.
pub fn whole(diagnoses: &[Diagnosis]) -> Vec<Line> {
    let mut lines = Vec::new();
    for diagnosis in diagnoses {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.push(headline(diagnosis));
        if diagnosis.causes.is_empty() {
            lines.extend([Line::new(), Line::of(Role::Plain, SUPPORT)]);
        }
        for (index, cause) in diagnosis.causes.iter().enumerate() {
            lines.push(Line::new());
            let rank = if index == 0 { "Most likely" } else { "Also possible" };
            lines.push(Line::of(Role::Title, rank));
            lines.extend(told(cause));
            lines.extend(labelled(SOURCES, &cause.sources()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_little_room_cause_and_advice_stay() {
        let long = "words ".repeat(30);
        let card: Vec<Line> = ["✗ 409 Conflict · ", CAUSE, SEEN, EFFECT, DO]
            .iter()
            .map(|label| Line::of(Role::Plain, &format!("{label}{long}")))
            .collect();
        let sum = |rows: &[u16]| rows.iter().sum::<u16>();
        let whole = fit(&card, 60, 100);
        assert!(whole.iter().all(|rows| *rows > 2), "{whole:?}");
        let tight = fit(&card, 60, 8);
        assert_eq!((tight[0], tight[2], tight[3]), (1, 0, 0), "{tight:?}");
        assert!(tight[1] >= 3 && tight[4] >= 3, "{tight:?}");
        // No row stays empty while something is left out.
        for height in 0..sum(&whole) {
            assert_eq!(sum(&fit(&card, 60, height)), height);
        }
    }
}
