//! What just happened.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Part};
use crate::{
    app::{Model, Tone, layout::NOTICE_INDENT},
    text,
};

/// ```text
///  ✓ The authorization code is here. Next: exchange it for tokens.
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let Some(notice) = &model.notice else { return };
    let part = match notice.tone {
        Tone::Good => Part::NoticeGood,
        Tone::Plain => Part::Notice,
        Tone::Bad => Part::NoticeBad,
    };
    let style = canvas.theme.part(part);
    canvas.put(area.x + 1, area.y, 1, notice.tone.sign(), style);
    let words = text::sanitize(&notice.text);
    let room = area.width.saturating_sub(NOTICE_INDENT + 1);
    let rows = text::wrap_words(&words, usize::from(room));
    for (y, range) in (area.y..area.bottom()).zip(rows.iter().cloned()) {
        // Words that no longer fit are announced by `…`.
        let cut = y + 1 == area.bottom() && range.end < words.len();
        let shown = if cut { format!("{}…", &words[range]) } else { words[range].to_owned() };
        canvas.put(area.x + NOTICE_INDENT, y, room + 1, &shown, style);
    }
}
