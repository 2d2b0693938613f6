//! A URL as a QR code.

use qrcode::{EcLevel, QrCode};
use ratatui::{
    layout::Rect,
    style::{Color, Style},
};

use super::{below, open_text, width};
use crate::{
    app::{
        dialog::Qr,
        document::{Line, Role},
    },
    ui::canvas::{Canvas, cells, rows_of},
};

/// The light margin that readers need (ISO/IEC 18004 asks for four modules).
const MARGIN: usize = 4;

/// Two modules stand in a cell, one above the other.
///
/// ```text
/// ┌ The authorization URL as a QR code ───┐
/// │      █▀▀▀▀▀█ ▄▀ ▄█ █▀▀▀▀▀█            │
/// │      █ ███ █ ▀█▄▀▄ █ ███ █            │
/// └───────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Qr) {
    let title = "The authorization URL as a QR code";
    let picture = picture(&dialog.url);
    let side = picture.first().map_or(0, |row| cells(row));
    let height = u16::try_from(picture.len()).unwrap_or(u16::MAX);
    let screen = canvas.buffer.area;
    let remark = Line::of(Role::Comment, &dialog.remark);
    // Frame and footer stand around it.
    if side == 0 || side + 6 > screen.width || height + 3 > screen.height {
        let columns = width(canvas, 60);
        let why = if side == 0 {
            "The URL is too long for a QR code. Copy it instead: y.".to_owned()
        } else {
            format!(
                "The code needs {} columns and {} rows; this terminal has {} and {}. Make it larger or its letters smaller, or copy the URL: y.",
                side + 6,
                height + 3,
                screen.width,
                screen.height
            )
        };
        let why = Line::of(Role::Warning, &why);
        let inside = open_text(canvas, title, "", columns, rows_of(&why, columns) + 1 + rows_of(&remark, columns));
        let used = canvas.prose(inside, &why, 0);
        canvas.prose(below(inside, used + 1), &remark, 0);
        return;
    }
    let columns = side.max(width(canvas, 60).min(screen.width - 6));
    let inside = open_text(canvas, title, "", columns, height + 1 + rows_of(&remark, columns));
    // Readers expect dark on light, whatever the theme; this is content, not decoration.
    let style = Style::new().fg(Color::Black).bg(Color::White);
    let left = inside.x + (inside.width.saturating_sub(side)) / 2;
    for (y, row) in (inside.y..inside.bottom()).zip(&picture) {
        canvas.put(left, y, side, row, style);
    }
    let rest = below(inside, height + 1);
    canvas.prose(Rect { height: rest.height, ..rest }, &remark, 0);
}

/// The code in half blocks, margin and all; empty when the text is too long for one.
fn picture(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::L) else { return Vec::new() };
    let modules = code.width();
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < modules);
        inside(x).zip(inside(y)).is_some_and(|at| code[at] == qrcode::Color::Dark)
    };
    let side = modules + 2 * MARGIN;
    (0..side)
        .step_by(2)
        .map(|y| {
            (0..side)
                .map(|x| match (dark(x, y), dark(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                })
                .collect()
        })
        .collect()
}
