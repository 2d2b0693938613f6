//! What stands before what in a section of activities (guide `orcid-wire`, "Order of activities").

use std::{
    borrow::Cow,
    cmp::{Ordering, Reverse},
};

use serde_json::Value;

use super::{Entry, Own};
use crate::sandbox::{
    activities::{FuzzyDate, GENERATED_TYPE, generated_number, generated_title, generated_year},
    record::vocabulary::Vocabulary,
};

/// Year, month and day; what is not said is 0, and so before all that is.
type Day = (u16, u8, u8);

/// Affiliations as ORCID lists them: undated ones, going ones, those that ended; in each the latest first.
pub(in crate::sandbox::record) fn affiliations(items: &mut [Entry<'_>]) {
    items.sort_by_cached_key(|item| {
        Reverse(match item.days() {
            (None, None) => (2, None, None, undated(item)),
            (start, None) => (1, start, None, String::new()),
            (start, end) => (0, end, start, String::new()),
        })
    });
}

/// The day on which it was made, compared as a text in which months and days have one digit or two, as ORCID does.
fn undated(item: &Entry<'_>) -> String {
    item.created.strftime("%Y-%-m-%-d").to_string()
}

/// Groups of reviews of one journal: by the completion of the first, the latest before, undated ones behind.
pub(in crate::sandbox::record) fn reviews(groups: &mut [Vec<Entry<'_>>]) {
    groups.sort_by_cached_key(|items| Reverse(items.first().and_then(|item| item.days().0)));
}

/// Groups of works: by the first of each, the latest before, undated ones behind; then by title, then by type. In a group the
/// oldest entry stands first.
pub(in crate::sandbox::record) fn works(groups: &mut [Vec<Entry<'_>>]) {
    for items in &mut *groups {
        items.sort_by_key(|item| item.created);
    }
    groups.sort_by_cached_key(|items| items.first().map(Entry::work_order));
}

/// Where a work stands.
struct WorkOrder<'a> {
    day: Reverse<Option<Day>>,
    title: Title<'a>,
    kind: &'a str,
}

impl PartialEq for WorkOrder<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for WorkOrder<'_> {}

impl Ord for WorkOrder<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // Looked up for the few that are otherwise alike.
        let place =
            |kind: &str| Vocabulary::named("work-type").and_then(|v| v.words.iter().position(|word| word == kind));
        let by_kind = || place(self.kind).cmp(&place(other.kind));
        self.day.cmp(&other.day).then_with(|| self.title.cmp(&other.title)).then_with(by_kind)
    }
}

impl PartialOrd for WorkOrder<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A title, or the number from which one is made up: there may be very many of these.
enum Title<'a> {
    Kept(&'a str),
    Generated(u64),
}

impl Title<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Kept(text) => Cow::Borrowed(text),
            Self::Generated(number) => Cow::Owned(generated_title(*number)),
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Generated(one), Self::Generated(other)) => as_text(*one).cmp(&as_text(*other)),
            _ => self.text().cmp(&other.text()),
        }
    }
}

/// Compares like the decimal digits of the number: 10 is before 9.
fn as_text(number: u64) -> (u128, u32) {
    const DIGITS: u32 = u64::MAX.ilog10() + 1;
    let digits = number.checked_ilog10().map_or(1, |log| log + 1);
    (u128::from(number) * 10u128.pow(DIGITS - digits), digits)
}

impl<'a> Entry<'a> {
    fn work_order(&self) -> WorkOrder<'a> {
        let (title, kind) = match &self.own {
            Own::Generated(put_code) => (Title::Generated(generated_number(*put_code)), GENERATED_TYPE),
            Own::Work(work) => (Title::Kept(&work.title), work.kind.as_str()),
            Own::Written(value) => {
                let title = value["title"]["title"]["value"].as_str().unwrap_or_default();
                (Title::Kept(title), value["type"].as_str().unwrap_or_default())
            }
            Own::Affiliation(_)
            | Own::Funding(_)
            | Own::PeerReview(_)
            | Own::ResearchResource(_)
            | Own::Address(_)
            | Own::Content(_)
            | Own::Url(_)
            | Own::Identifier(_) => (Title::Kept(""), ""),
        };
        WorkOrder { day: Reverse(self.days().0), title, kind }
    }

    /// When it began and ended, or the one day that it has.
    fn days(&self) -> (Option<Day>, Option<Day>) {
        match &self.own {
            Own::Written(value) => {
                let first = ["start-date", "publication-date", "review-completion-date"];
                (first.iter().find_map(|key| written_day(&value[key])), written_day(&value["end-date"]))
            }
            Own::Affiliation(item) => (item.start.as_ref().map(day), item.end.as_ref().map(day)),
            Own::PeerReview(item) => (Some(day(&item.date)), None),
            Own::Work(item) => (item.date.as_ref().map(day), None),
            Own::Generated(put_code) => (Some((generated_year(generated_number(*put_code)), 0, 0)), None),
            Own::Funding(_)
            | Own::ResearchResource(_)
            | Own::Address(_)
            | Own::Content(_)
            | Own::Url(_)
            | Own::Identifier(_) => (None, None),
        }
    }
}

fn day(date: &FuzzyDate) -> Day {
    let part = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok()).unwrap_or_default();
    (date.year.parse().unwrap_or_default(), part(&date.month), part(&date.day))
}

/// The day of something written; one without a year is none.
fn written_day(date: &Value) -> Option<Day> {
    let part = |key: &str| date[key]["value"].as_str();
    let year = part("year")?.parse().ok()?;
    let number = |key: &str| part(key).and_then(|text| text.parse().ok()).unwrap_or_default();
    Some((year, number("month"), number("day")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_titles_are_in_order_without_being_made() {
        let numbers = [0, 1, 9, 10, 11, 19, 90, 99, 100, 101, 999, 1000, 9_999, 10_000, u64::MAX];
        for (one, other) in numbers.iter().flat_map(|one| numbers.iter().map(move |other| (*one, *other))) {
            let told = Title::Generated(one).cmp(&Title::Generated(other));
            assert_eq!(told, generated_title(one).cmp(&generated_title(other)), "{one} {other}");
        }
    }
}
