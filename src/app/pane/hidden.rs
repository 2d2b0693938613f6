//! What of a typed value is not shown.

use std::ops::Range;

use crate::{
    app::{Model, control::Control},
    oauth::{beginning, redact},
};

/// In place of a secret. The length of a secret is nobody's business either.
const DOTS: &str = "••••••••••••";

/// What of a typed value is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// All of it is shown.
    Nothing,
    /// It is a secret.
    All,
    /// There are secrets in it: where they are, without their beginnings.
    Parts(Vec<Range<usize>>),
}

impl Hidden {
    /// Whether a byte of the text belongs to what is not shown.
    pub fn has(&self, at: usize) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Parts(parts) => parts.iter().any(|part| part.contains(&at)),
        }
    }

    /// The text as it is shown where it is not typed into.
    pub fn shown(&self, text: &str) -> String {
        match self {
            Self::Nothing => text.to_owned(),
            Self::All => DOTS.to_owned(),
            Self::Parts(parts) => {
                let (mut shown, mut from) = (String::new(), 0);
                for part in parts {
                    shown.push_str(&text[from..part.start]);
                    shown.push_str("••••");
                    from = part.end;
                }
                shown + &text[from..]
            }
        }
    }
}

/// Of the client secret.
pub(super) fn of_client_secret(model: &Model) -> Hidden {
    if is_revealed(model, Control::ClientSecret) { Hidden::Nothing } else { Hidden::All }
}

/// Of the paste box: the secrets in it, and whatever is left of one that was edited.
pub(super) fn of_paste(model: &Model) -> Hidden {
    if !model.paste.is_secret || is_revealed(model, Control::Paste) {
        return Hidden::Nothing;
    }
    let text = model.paste.field.text();
    let parts: Vec<_> = redact::in_any(text).into_iter().map(|secret| behind_beginning(text, secret.range)).collect();
    if parts.is_empty() { Hidden::All } else { Hidden::Parts(parts) }
}

/// Behind what is shown of a secret, and behind the hyphen that follows there in a UUID.
fn behind_beginning(text: &str, secret: Range<usize>) -> Range<usize> {
    let value = &text[secret.clone()];
    let shown = beginning(value).len();
    let hyphen = usize::from(shown > 0 && value[shown..].starts_with('-'));
    secret.start + shown + hyphen..secret.end
}

fn is_revealed(model: &Model, control: Control) -> bool {
    model.revealed.is_some_and(|(revealed, _)| revealed == control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let parts = redact::in_any(text).into_iter().map(|secret| behind_beginning(text, secret.range)).collect();
        Hidden::Parts(parts).shown(text)
    }

    #[test]
    fn a_secret_keeps_its_beginning() {
        assert_eq!(shown("53737721-9cdb-442a-8b77-409609bb5e43"), "53737721-••••");
        assert_eq!(shown("client_id=APP-1&client_secret=hunter2&x=y"), "client_id=APP-1&client_secret=h••••&x=y");
        assert_eq!(shown("token=abc"), "token=••••");
    }
}
