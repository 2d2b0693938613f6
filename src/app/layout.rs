//! Where everything stands on the screen: one pure function of model and size, called by `update` and `view` alike.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{
    Model,
    control::Pane,
    document::Line,
    pane::{self, place},
    steps, strip,
};
use crate::text;

/// Columns and rows of the terminal.
pub type Size = ratatui::layout::Size;

/// Below this many columns and rows only one line says so.
pub const SMALLEST: Size = Size { width: 40, height: 12 };
/// From this many columns on, all panes are visible.
pub const WIDE: u16 = 110;
/// From this many columns on, the panes are three columns.
pub const VERY_WIDE: u16 = 180;

/// The columns before the words of a notice: a blank, its sign, a blank.
pub const NOTICE_INDENT: u16 = 3;

/// A scroll bar that the mouse holds, from the press on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// That of the message in pane 3.
    Document,
    /// That of the open dialog.
    Dialog,
}

/// The parts of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The first line: program, environment, profile, steps.
    pub header: Rect,
    /// The warning that this is production.
    pub banner: Option<Rect>,
    /// The tab bar, when one pane is visible at a time.
    pub tabs: Option<Rect>,
    /// The strip of the lesson or the experiment under way, or the offer of the tour.
    pub strip: Option<Rect>,
    /// The visible panes with their frames.
    pub panes: Vec<(Pane, Rect)>,
    /// What just happened.
    pub notice: Rect,
    /// The keys.
    pub footer: Rect,
}

impl Areas {
    /// The frame of a pane, when it is visible.
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(visible, _)| *visible == pane).map(|(_, area)| *area)
    }
}

/// The parts of pane 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageAreas {
    /// The list of messages.
    pub list: Rect,
    /// What went wrong in the chosen one.
    pub card: Rect,
    /// The chosen message.
    pub document: Rect,
}

/// All these rows together: as many as there can be, when there are more.
pub fn total(rows: impl IntoIterator<Item = u16>) -> u16 {
    rows.into_iter().fold(0, u16::saturating_add)
}

/// The inside of a frame, with a free column at each side: on the left for the mark of the focus, on the right for a
/// scroll bar.
pub fn inside(frame: Rect) -> Rect {
    Rect::new(
        frame.x.saturating_add(2),
        frame.y.saturating_add(1),
        frame.width.saturating_sub(4),
        frame.height.saturating_sub(2),
    )
}

/// Divides the screen. `None` when it is too small for anything but one line.
pub fn areas(model: &Model, now: Timestamp) -> Option<Areas> {
    let Size { width, height } = model.size;
    if width < SMALLEST.width || height < SMALLEST.height {
        return None;
    }
    let line = |y: u16| Rect::new(0, y, width, 1);
    let mut top = 1;
    let mut take = |wanted: bool| {
        wanted.then(|| {
            top += 1;
            line(top - 1)
        })
    };
    let banner = take(model.environment().is_production());
    let tabs = take(width < WIDE);
    let news = notice_height(model);
    let rows = strip_height(model);
    let strip = (rows > 0).then(|| Rect { height: rows, ..line(top) });
    top += rows;
    let body = Rect::new(0, top, width, height - top - news - 1);
    let panes = if width < WIDE {
        vec![(pane::pane_of(model.focus), body)]
    } else if width < VERY_WIDE {
        let left = (width * 9 / 20).clamp(50, 76);
        let configure = configure_height(model, now, left, body.height);
        vec![
            (Pane::Configure, Rect { width: left, height: configure, ..body }),
            (Pane::Authorize, Rect { y: body.y + configure, width: left, height: body.height - configure, ..body }),
            (Pane::Messages, Rect { x: left, width: width - left, ..body }),
        ]
    } else {
        let column = (width * 3 / 10).clamp(54, 70);
        vec![
            (Pane::Configure, Rect { width: column, ..body }),
            (Pane::Authorize, Rect { x: column, width: column, ..body }),
            (Pane::Messages, Rect { x: 2 * column, width: width - 2 * column, ..body }),
        ]
    };
    let notice = Rect { height: news, ..line(height - 1 - news) };
    Some(Areas { header: line(0), banner, tabs, strip, panes, notice, footer: line(height - 1) })
}

/// One line is always there for news, so that the panes stay where they are; long ones take up to three.
fn notice_height(model: &Model) -> u16 {
    let text = model.notice.as_ref().map_or("", |notice| notice.text.as_str());
    let room = usize::from(model.size.width.saturating_sub(NOTICE_INDENT + 1));
    let lines = text::wrap_words(&text::sanitize(text), room).len().clamp(1, 3);
    u16::try_from(lines).unwrap_or(1)
}

/// The strip takes its title and as many lines as its text needs, up to a quarter of the screen.
fn strip_height(model: &Model) -> u16 {
    let Some(strip) = strip::strip(model) else { return 0 };
    let (columns, rows) = strip::room(model.size);
    strip.rows(columns).min(rows).saturating_add(1)
}

/// Pane 1 takes what its rows need, and leaves pane 2 at least half.
fn configure_height(model: &Model, now: Timestamp, width: u16, available: u16) -> u16 {
    let rows = pane::rows(model, Pane::Configure, now);
    // With room for the longest note below a field, so that pane 2 stays where it is wherever the focus is.
    let with = |focus| place(&rows, width.saturating_sub(4), u16::MAX, focus).total;
    let focused = pane::controls(&rows).into_iter().flatten().map(with);
    let needed = focused.max().unwrap_or_else(|| with(model.focus));
    u16::try_from(needed).unwrap_or(u16::MAX).saturating_add(2).min(available / 2)
}

/// The tabs with what stands on them: of those that are not shown number and mark, when there is no room for more.
///
/// ```text
///   1 Configure ✓   2 Authorize ●   3 Request / Response (4)
/// ```
pub fn tabs(model: &Model, bar: Rect) -> [(Pane, Rect, String); 3] {
    let [configure, authorize, _, _] = steps(model);
    let count = match model.exchanges.len() {
        0 => String::new(),
        count => format!(" ({count})"),
    };
    let shown = pane::pane_of(model.focus);
    let (configured, authorized) = (configure.1.mark(), authorize.1.mark());
    let tabs = [
        (Pane::Configure, format!("1 Configure {configured}"), format!("1 {configured}")),
        (Pane::Authorize, format!("2 Authorize {authorized}"), format!("2 {authorized}")),
        (Pane::Messages, format!("3 Request / Response{count}"), format!("3{count}")),
    ];
    let room = usize::from(bar.width);
    let all_fit = tabs.iter().map(|(_, title, _)| text::width(title) + 3).sum::<usize>() < room;
    let mut x = bar.x.saturating_add(1);
    tabs.map(|(pane, title, short)| {
        let title = if all_fit || pane == shown { title } else { short };
        let width = u16::try_from(text::width(&title) + 2).unwrap_or(u16::MAX);
        let area = Rect { x, width, ..bar }.intersection(bar);
        x = x.saturating_add(width + 1);
        (pane, area, title)
    })
}

/// Divides the inside of pane 3: the list of messages above the chosen one, as far as there is room for both; between them
/// the card of a message that failed, which leaves the message half of the room.
pub fn message_areas(inside: Rect, messages: usize, card: &[Line]) -> MessageAreas {
    let room = if inside.height < 12 { 0 } else { (inside.height / 4).min(8.max(inside.height / 5)) };
    let list = u16::try_from(messages).unwrap_or(u16::MAX).min(room);
    let rule = u16::from(list > 0);
    let top = inside.y + list + rule;
    let room = inside.height.saturating_sub(list + rule);
    let wanted: usize = card.iter().map(|line| pane::hanging(line.text(), inside.width).2.len()).sum();
    let card = u16::try_from(wanted).unwrap_or(u16::MAX).min(room / 2);
    let below = card + u16::from(card > 0);
    MessageAreas {
        list: Rect { height: list, ..inside },
        card: Rect { y: top, height: card, ..inside },
        document: Rect {
            y: top + below,
            height: room.saturating_sub(below),
            // The scroll bar stands in the free column.
            width: inside.width.saturating_add(u16::from(inside.width > 0)),
            ..inside
        },
    }
}

/// The columns inside a dialog that would like to have `wanted` of them.
pub fn dialog_width(screen: Size, wanted: u16) -> u16 {
    let most = screen.width.saturating_sub(4);
    if wanted.saturating_add(6) > most { most } else { wanted }
}

/// The lines inside a dialog that would like to have `wanted` of them: frame and footer stay free.
pub fn dialog_height(screen: Size, wanted: u16) -> u16 {
    dialog_room(screen).height.saturating_sub(2).min(wanted)
}

/// Where dialogs stand: above the last line, which says which keys work in them, and below the first one, which says
/// where one is, unless the screen is low.
fn dialog_room(screen: Size) -> Rect {
    let top = u16::from(screen.height >= 16);
    Rect { x: 0, y: top, width: screen.width, height: screen.height.saturating_sub(1 + top) }
}

/// The frame of a dialog with so many columns and rows inside, less when the screen has less: in the middle of its room.
pub fn dialog_frame(screen: Size, columns: u16, rows: u16) -> Rect {
    let room = dialog_room(screen);
    let width = columns.saturating_add(4).min(room.width);
    let height = rows.saturating_add(2).min(room.height);
    let mut y = room.y + (room.height - height) / 2;
    // Its lower edge does not stand right above that of a pane, as if there were two.
    if room.bottom() - (y + height) == 2 {
        y += 1;
    }
    Rect { x: (room.width - width) / 2, y, width, height }
}

/// The part of an area below its first rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// One row of an area; empty when the area has no such row.
pub fn nth(area: Rect, index: u16) -> Rect {
    let rest = below(area, index);
    Rect { height: rest.height.min(1), ..rest }
}

/// The rows that a text takes when it is wrapped at words.
pub fn rows_of(words: &str, columns: u16) -> u16 {
    u16::try_from(text::wrap_words(words, usize::from(columns)).len()).unwrap_or(u16::MAX)
}

/// The rows of a list that are in sight, each with its place; the last column is the scroll bar's.
pub fn list_rows(area: Rect, len: usize, selected: usize) -> impl Iterator<Item = (usize, Rect)> {
    let top = first_row(selected, len, area.height);
    let place = move |y| Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
    (top..len).zip((area.y..area.bottom()).map(place))
}

/// The first row in sight of a list of `len` rows, so that the selected one is in sight.
pub fn first_row(selected: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height.max(1));
    selected.saturating_sub(height - 1).min(len.saturating_sub(height))
}

/// What a place on a scroll bar stands for, of `last` places that there are beside the first: its ends are theirs.
pub fn share(track: Rect, y: u16, last: usize) -> usize {
    let height = usize::from(track.height.saturating_sub(1)).max(1);
    let below = usize::from(y.saturating_sub(track.y)).min(height);
    // In u128, because a hostile length must not overflow.
    let share = (last as u128 * below as u128 + height as u128 / 2) / height as u128;
    usize::try_from(share).unwrap_or(last)
}

/// How far lines of text can be scrolled: the first of those lines from which on all the rest is in sight.
pub fn last_top(lines: &[Line], inside: Size) -> usize {
    let mut room = usize::from(inside.height);
    let mut top = lines.len();
    while let Some(line) = top.checked_sub(1).and_then(|index| lines.get(index)) {
        let rows = pane::hanging(line.text(), inside.width).2.len();
        let Some(left) = room.checked_sub(rows) else { break };
        (room, top) = (left, top - 1);
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_scrolls_no_more_than_it_must() {
        assert_eq!(first_row(3, 10, 4), 0);
        assert_eq!(first_row(4, 10, 4), 1);
        assert_eq!(first_row(9, 10, 4), 6);
        assert_eq!(first_row(99, 10, 4), 6);
        assert_eq!(first_row(0, 0, 0), 0);
    }
}
