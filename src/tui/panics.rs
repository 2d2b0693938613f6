//! What a panic does while an interface runs: it ends the program, in whichever task it happens. What would go on behind a
//! broken part would only show wrong things, or wait for ever.

use std::{
    io::{self, Write},
    panic::{self, PanicHookInfo},
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use super::terminal;

/// The exit code after a panic: that of every Rust program.
const PANICKED: i32 = 101;

/// What a panic does now.
enum Then {
    /// What it does in every Rust program.
    Nothing,
    /// It ends the program.
    End,
    /// Another program has the terminal: the first message waits until that has ended.
    Wait(Option<String>),
}

static THEN: Mutex<Then> = Mutex::new(Then::Nothing);

fn then() -> MutexGuard<'static, Then> {
    THEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// While this value lives, a panic anywhere ends the program: the terminal is given back first, then comes the message.
#[derive(Debug)]
pub struct EndedByPanics(());

impl EndedByPanics {
    /// From now on.
    pub fn begin() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| on_panic(info, &before)));
        });
        *then() = Then::End;
        Self(())
    }
}

impl Drop for EndedByPanics {
    fn drop(&mut self) {
        let last = std::mem::replace(&mut *then(), Then::Nothing);
        if let Then::Wait(Some(message)) = last {
            say(&message);
        }
    }
}

/// The terminal is another program's from now on: nothing is written into it.
pub fn wait() {
    *then() = Then::Wait(None);
}

/// The terminal is ours again. When something panicked meanwhile, the program ends here.
pub fn wait_no_longer() {
    let mut then = then();
    match std::mem::replace(&mut *then, Then::End) {
        // The lock is held to the end, so that nobody else says anything.
        Then::Wait(Some(message)) => end(|| say(&message)),
        Then::Wait(None) | Then::End | Then::Nothing => {}
    }
}

fn on_panic(info: &PanicHookInfo<'_>, before: &dyn Fn(&PanicHookInfo<'_>)) {
    match &mut *then() {
        Then::Nothing => before(info),
        Then::End => end(|| before(info)),
        Then::Wait(message) => drop(message.get_or_insert_with(|| info.to_string())),
    }
}

fn end(say_why: impl FnOnce()) -> ! {
    // Held to the end: another thread may be about to draw, and would draw over the message.
    let _no_more_frames = io::stdout().lock();
    terminal::leave();
    say_why();
    say(
        "\norcid-playground stopped because of an error of its own. Tokens that were received are stored, unless it ran with \
         --ephemeral: see `orcid-playground token list`.",
    );
    std::process::exit(PANICKED)
}

/// Not with `eprintln!`, which panics when the terminal is gone.
fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}
