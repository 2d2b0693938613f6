//! Keys, and what a terminal sends for them.

/// What a terminal sends for a key.
pub fn bytes(key: &str) -> Vec<u8> {
    let named: &[u8] = match key {
        "enter" => b"\r",
        "tab" => b"\t",
        "shift-tab" => b"\x1b[Z",
        "esc" => b"\x1b",
        "space" => b" ",
        "backspace" => b"\x7f",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "pageup" => b"\x1b[5~",
        "pagedown" => b"\x1b[6~",
        "delete" => b"\x1b[3~",
        _ => match key.strip_prefix("ctrl-") {
            Some(letter) => return vec![letter.as_bytes()[0] & 0x1f],
            None => key.as_bytes(),
        },
    };
    named.to_vec()
}
