//! Events of the terminal become messages, in one tested function.

use crossterm::event::{Event, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::Size;

use crate::app::{Key, KeyCode, Msg};

/// What an event means to the program; `None` when it means nothing.
pub fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => self::key(key).map(Msg::Key),
        // Many terminals paste a line break as the Enter key sends it.
        Event::Paste(text) => Some(Msg::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))),
        Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click(mouse.column, mouse.row)),
            MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(3, mouse.column, mouse.row)),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(-3, mouse.column, mouse.row)),
            _ => None,
        },
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    // Windows reports the release of a key too; a repeat is a press.
    if event.kind == KeyEventKind::Release {
        return None;
    }
    use crossterm::event::KeyCode as Code;
    let code = match event.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: crossterm::event::KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_become_ours() {
        use crossterm::event::KeyCode as Code;
        let named = |text: &str| Some(text.parse::<Key>().unwrap());
        assert_eq!(pressed(Code::Char('p'), KeyModifiers::CONTROL), named("ctrl-p"));
        assert_eq!(pressed(Code::Char('G'), KeyModifiers::SHIFT), named("G"));
        assert_eq!(pressed(Code::BackTab, KeyModifiers::SHIFT), named("shift-tab"));
        assert_eq!(pressed(Code::Tab, KeyModifiers::SHIFT), named("shift-tab"));
        assert_eq!(pressed(Code::F(1), KeyModifiers::NONE), None);
    }

    #[test]
    fn lines_of_a_paste_end_as_lines_do() {
        let pasted = message(Event::Paste("HTTP/1.1 401 x\r\r{}\r\nend\n".to_owned()));
        assert!(matches!(pasted, Some(Msg::Paste(text)) if text == "HTTP/1.1 401 x\n\n{}\nend\n"));
    }

    #[test]
    fn releases_are_not_presses() {
        let mut event = KeyEvent::new(crossterm::event::KeyCode::Char('q'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(message(Event::Key(event)).is_none());
    }
}
