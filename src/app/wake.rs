//! When the screen changes by itself. Nothing ticks: the loop sleeps until this instant, or for ever.

use std::time::Duration;

use jiff::Timestamp;

use super::Model;
use crate::text;

/// How often a spinner turns.
pub const SPINNER: Duration = Duration::from_millis(120);

/// The looks of a spinner, one for each [`SPINNER`].
const TURNS: [&str; 8] = ["⣾", "⣽", "⣻", "⢿", "⡿", "⣟", "⣯", "⣷"];

/// The spinner as it looks at an instant.
pub fn spinner(now: Timestamp) -> &'static str {
    let turns = now.as_millisecond().unsigned_abs() / SPINNER.as_millis() as u64;
    TURNS[(turns % TURNS.len() as u64) as usize]
}

/// The next instant at which something on the screen changes without an event. `None`: never.
pub fn next_wake(model: &Model, now: Timestamp) -> Option<Timestamp> {
    let notice = model.notice.as_ref().and_then(|notice| notice.until);
    let revealed = model.revealed.map(|(_, until)| until);
    let spinner = model.is_busy().then(|| now + SPINNER);
    let code = model.dance.code.as_ref().and_then(|code| text::age_changes_at(code.spent.unwrap_or(code.at), now));
    let expiry = model.dance.granted.as_ref().and_then(|granted| {
        // Only the last hour is counted down, in minutes.
        let ends = granted.at.as_second().saturating_add(granted.response.expires_in?);
        let left = ends.saturating_sub(now.as_second());
        (0 < left && left <= 3600).then(|| now + Duration::from_secs(u64::try_from((left - 1) % 60 + 1).unwrap_or(60)))
    });
    let refresh = model.refreshes_at().filter(|at| *at > now);
    let dialogs = model.dialogs.iter().filter_map(|dialog| dialog.verbs().changes_at(now)).min();
    [dialogs, refresh, notice, revealed, model.viewer.shown_until, spinner, code, expiry].into_iter().flatten().min()
}
