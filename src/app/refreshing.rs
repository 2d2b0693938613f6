//! Refreshing with a choice: for fewer scopes, with ORCID's own parameters, by itself.

use jiff::{SignedDuration, Timestamp};

use super::{
    Hint, Key, KeyCode, Model,
    dialog::{Places, Spot, Then, Verbs, then},
    field::TextField,
    layout::{dialog_width, nth, rows_of, total},
};
use crate::{oauth::ScopeSet, orcid::scopes};

/// What `revoke_old` can be.
const REVOKE_OLD: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// Seconds before its end at which a token is refreshed by itself.
pub const MARGIN: i64 = 60;

/// What a refresh asks for beside the refresh token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefreshOptions {
    /// Fewer scopes; `None` for the same.
    pub scope: Option<ScopeSet>,
    /// Whether the old access token shall stop working.
    pub revoke_old: Option<bool>,
    /// Seconds that the new pair shall live.
    pub expires_in: Option<i64>,
    /// Whether nobody pressed a key for it.
    pub by_itself: bool,
}

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct RefreshDialog {
    /// What is asked for.
    pub scope: TextField,
    /// What the old tokens have.
    pub parent: ScopeSet,
    /// `revoke_old`; not sent when `None`.
    pub revoke_old: Option<bool>,
    /// `expires_in`; not sent when empty.
    pub expires_in: TextField,
    /// Which row has the focus: scope, revoke_old, expires_in, by itself, button.
    pub row: usize,
}

impl RefreshDialog {
    /// What stands in the dialog; `None` when `expires_in` is no number.
    pub fn options(&self) -> Option<RefreshOptions> {
        let scope = ScopeSet::parse(self.scope.text());
        let expires_in = match self.expires_in.text().trim() {
            "" => None,
            text => Some(text.parse().ok()?),
        };
        let scope = Some(scope).filter(|scope| *scope != self.parent && !scope.is_empty());
        Some(RefreshOptions { scope, revoke_old: self.revoke_old, expires_in, by_itself: false })
    }

    /// What ORCID makes of it, as far as it is not what one expects. Nothing is forbidden.
    pub fn remarks(&self, by_itself: bool) -> Vec<String> {
        let mut remarks = Vec::new();
        let asked = ScopeSet::parse(self.scope.text());
        if let Some(remark) = wider(&self.parent, &asked) {
            remarks.push(format!("! {remark}"));
        }
        if asked.is_empty() {
            remarks.push("· Without a scope the new pair has what the old one has.".to_owned());
        }
        match self.revoke_old {
            Some(true) => remarks.push(
                "! revoke_old=true changes nothing today: ORCID's front end does not pass it on, and the old pair works on. \
                 Revoke it on its own (X)."
                    .to_owned(),
            ),
            Some(false) => remarks.push("· revoke_old=false is not passed on by ORCID; the old pair works on anyway.".to_owned()),
            None => {}
        }
        match self.options() {
            None => remarks.push("✗ expires_in is a number of seconds.".to_owned()),
            Some(options) if options.expires_in.is_some() => remarks.push(
                "! expires_in changes nothing today: ORCID's front end does not pass it on, and the new pair ends when the old \
                 one does."
                    .to_owned(),
            ),
            Some(_) => {}
        }
        if by_itself {
            remarks.push(
                "· Automatic: while this program runs; save the profile (W) to keep the switch. ORCID gives a new pair the end \
                 of the old one, so there it prolongs nothing, and a token of two minutes or less is left alone."
                    .to_owned(),
            );
        }
        remarks
    }
}

impl Verbs for RefreshDialog {
    fn rows(&self, _model: &Model) -> usize {
        5
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn sideways(&mut self, by: isize) -> Then {
        match self.row {
            1 => {
                let here = REVOKE_OLD.iter().position(|choice| *choice == self.revoke_old).unwrap_or(0);
                self.revoke_old = REVOKE_OLD[here.saturating_add_signed(by).min(REVOKE_OLD.len() - 1)];
                None
            }
            3 => then(|turn| turn.switch_refreshing()),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut TextField> {
        match self.row {
            0 => Some(&mut self.scope),
            2 => Some(&mut self.expires_in),
            _ => None,
        }
    }

    fn next_value(&mut self) -> Then {
        // The last one is followed by the first.
        let last = self.row == 1 && self.revoke_old == REVOKE_OLD[2];
        self.sideways(if last { -2 } else { 1 })
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code == KeyCode::Char(' ') && self.row == 3 { self.sideways(1) } else { None }
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 72);
        let remarks = self.remarks(model.form().refresh_automatically);
        let words = total(remarks.iter().map(|words| rows_of(words, columns)));
        let places = Places::new(model.size, columns, words.saturating_add(5));
        let area = nth(places.inside, 4);
        let places = places.line(Spot::Field(0), 0).line(Spot::Value(1), 1).line(Spot::Field(2), 2);
        places.line(Spot::Value(3), 3).buttons(area, &["Refresh"], 4)
    }

    fn activate(&mut self) -> Then {
        if self.row == 3 { self.sideways(1) } else { then(|turn| turn.refresh_chosen()) }
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        if matches!(self.row, 1 | 3) { vec![Hint::sideways("change"), Hint::next()] } else { vec![Hint::next()] }
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some(if self.row == 3 { "switch" } else { "refresh" }.to_owned())
    }
}

/// What is wrong with the scopes asked of a refresh: more than the old tokens have (guide `orcid-wire`, "Refreshing").
pub fn wider(parent: &ScopeSet, asked: &ScopeSet) -> Option<String> {
    let allowed = scopes::closure(parent);
    let more = asked.iter().find(|scope| !allowed.contains(scope.as_str()))?;
    Some(format!(
        "{more} is not among what the old tokens may: a refresh never gives more, the answer is invalid_scope."
    ))
}

impl Model {
    /// When the tokens in hand are refreshed by themselves. `None` when that is switched off, cannot be, was tried
    /// already, or would come again at once: a token that lives for two [`MARGIN`]s or less is left alone, because ORCID
    /// gives a new pair the end of the old one (guide `orcid-wire`, "Refreshing").
    pub fn refreshes_at(&self) -> Option<Timestamp> {
        let granted = self.dance.granted.as_ref()?;
        let lives = granted.response.expires_in?;
        let wanted = self.form().refresh_automatically
            && granted.response.refresh_token.is_some()
            && granted.revoked.is_none()
            && !granted.refresh_tried
            && granted.client_id == self.form().client_id.text();
        if !wanted || lives <= 2 * MARGIN {
            return None;
        }
        granted.at.checked_add(SignedDuration::from_secs(lives - MARGIN)).ok()
    }
}
