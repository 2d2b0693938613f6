//! The playground as numbered lines on standard input and output: no cursor movement, no colours, nothing that redraws.
//!
//! The same model, the same commands, the same effects as on the whole terminal; only the view and the reading differ. A
//! line is taken when nothing is under way, so that a script can be piped in.

mod dialog;
mod line;
mod words;

use std::{
    future::pending,
    io::{self, BufRead, IsTerminal, Write},
    pin::pin,
    thread,
    time::Duration,
};

use jiff::Timestamp;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::{sleep, timeout},
};

use self::dialog::Spoken;
use super::{
    order::{Ending, Order},
    panics::EndedByPanics,
    run::Beginning,
    signals::{self, Signals},
};
use crate::{
    app::{Command, Effect, Model, Msg, Notice, Size, control::Control, update},
    run::{Shell, World, clipboard::Surroundings, world::Osc52},
    text,
    ui::plain::{self, Numbers},
};

/// Dialogs and messages are laid out for so many columns and rows.
const SIZE: Size = Size { width: 100, height: 50 };

/// What ends sooner is not told of.
const SOON: Duration = Duration::from_millis(300);
/// How long the end waits for what is still under way.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Runs until the input ends, the person leaves, or a signal ends it.
///
/// # Errors
/// When standard output cannot be written, or the system has no thread or runtime.
pub fn run(beginning: Beginning) -> io::Result<Ending> {
    let signals = Signals::register()?;
    let ended_by_panics = EndedByPanics::begin();
    let Beginning { mut start, store, client, surroundings, .. } = beginning;
    (start.size, start.is_plain) = (SIZE, true);
    let (model, effects) = Model::new(start, Timestamp::now());
    // A terminal takes an escape sequence for the clipboard; a pipe is no place for one.
    let surroundings = Surroundings { dumb: surroundings.dumb || !io::stdout().is_terminal(), ..surroundings };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let ended = runtime.block_on(async {
        let (sender, messages) = unbounded_channel();
        let (osc_52, copies) = unbounded_channel();
        let (ordering, mut orders) = unbounded_channel();
        signals.forward(ordering)?;
        let world = World::new(store, client, surroundings, sender, osc_52);
        let mut talk = Talk {
            model,
            world,
            numbers: Numbers::default(),
            said: Vec::new(),
            told: 0,
            notice: None,
            strip: String::new(),
            dialog: Spoken::default(),
            asked: None,
            unasked: true,
        };
        let ended = talk.go(effects, messages, copies, lines()?, &mut orders).await;
        // What is still being stored is stored, whatever breaks.
        drop(ended_by_panics);
        let mut leaving = pin!(talk.world.leave());
        if timeout(SOON, leaving.as_mut()).await.is_err() {
            let _ = writeln!(io::stderr(), "What is under way is still being stored; Ctrl-C gives it up …");
            tokio::select! {
                _ = leaving => {}
                // Told once more, it waits for nothing.
                () = told_to_leave(&mut orders) => {}
            }
        }
        ended
    });
    runtime.shutdown_timeout(LAST_WORDS);
    match ended {
        // Nobody reads any more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Quit),
        ended => ended,
    }
}

/// The lines of standard input, until it ends. On a thread that is left behind at the end: reading cannot be cancelled.
fn lines() -> io::Result<UnboundedReceiver<String>> {
    let (sender, lines) = unbounded_channel();
    let read = move || {
        for line in io::stdin().lock().split(b'\n') {
            let Ok(mut line) = line else { return };
            line.pop_if(|byte| *byte == b'\r');
            // What is no text means nothing, and is answered so; what nobody waits for ends the reading.
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(lines)
}

/// Waits for an order to leave.
async fn told_to_leave(orders: &mut UnboundedReceiver<Order>) {
    while !matches!(orders.recv().await, Some(Order::Leave(_))) {}
}

/// The conversation.
struct Talk {
    model: Model,
    world: World,
    numbers: Numbers,
    /// The lines of panes 1 and 2 as they were said last.
    said: Vec<String>,
    /// How many messages were told.
    told: usize,
    /// The notice that was said last.
    notice: Option<Notice>,
    /// The strip as it was said last.
    strip: String,
    /// The dialog as it was said last.
    dialog: Spoken,
    /// The text field whose new value the next line is.
    asked: Option<Control>,
    /// Whether the next words of the person are asked for anew: a line was taken, or something was said.
    unasked: bool,
}

impl Talk {
    async fn go(
        &mut self,
        effects: Vec<Effect>,
        mut messages: UnboundedReceiver<Msg>,
        mut copies: UnboundedReceiver<Osc52>,
        mut lines: UnboundedReceiver<String>,
        orders: &mut UnboundedReceiver<Order>,
    ) -> io::Result<Ending> {
        say("orcid-playground, as lines of text. ? explains how to use it.")?;
        let mut leave = self.perform(effects);
        let mut more = true;
        while !leave {
            // What came of the last line is told as a whole before the next one is taken.
            let quiet = !self.model.is_waiting() && messages.is_empty();
            if quiet {
                self.tell(more)?;
                if !more && self.model.trial.is_none() && self.model.course.is_none() {
                    break;
                }
                if !more {
                    leave = self.take(Msg::Command(Command::Quit));
                    continue;
                }
            }
            leave = tokio::select! {
                biased;
                Some(order) = orders.recv() => {
                    match order {
                        Order::Leave(ending) => return Ok(ending),
                        Order::Stop if signals::can_stop() => signals::stop(),
                        Order::Stop | Order::Continue => {}
                    }
                    false
                }
                Some(message) = messages.recv() => self.take(message),
                Some(copy) = copies.recv() => {
                    super::terminal::copy(copy.text.expose())?;
                    false
                }
                () = self.due() => self.take(Msg::Woke),
                line = lines.recv(), if quiet && more => match line {
                    Some(line) => {
                        self.unasked = true;
                        self.line(&line)?
                    }
                    None => {
                        more = false;
                        false
                    }
                },
            };
        }
        self.tell(false)?;
        Ok(Ending::Quit)
    }

    /// Waits until something is to be done without being told to; for ever when nothing is. What time alone changes about
    /// the words of the panes is said with what happens next.
    async fn due(&self) {
        let now = Timestamp::now();
        match self.model.refreshes_at().filter(|at| *at > now) {
            Some(at) => sleep((at - now).try_into().unwrap_or_default()).await,
            None => pending().await,
        }
    }

    /// Tells whether it was the last one.
    fn take(&mut self, message: Msg) -> bool {
        // Bad news stay until the next key; what is said then is said anew.
        if matches!(message, Msg::Key(_) | Msg::Command(_)) {
            self.notice.take_if(|notice| notice.until.is_none());
        }
        #[cfg(debug_assertions)]
        super::fault::on_key(&message);
        let effects = update(&mut self.model, message, Timestamp::now());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> bool {
        let mut leave = false;
        for effect in effects {
            match self.world.perform(effect) {
                Some(Shell::Quit) => leave = true,
                // Lines are read from here all the time; an editor would have to share them.
                Some(Shell::Edit { .. }) => {
                    let why = "none is opened from here; = and a text types into the body.".to_owned();
                    leave |= self.take(Msg::TextEdited(Err(why)));
                }
                // There is no screen that a mouse could point at, and the shell stops lines as it stops any program.
                Some(Shell::Mouse(_) | Shell::Redraw | Shell::Suspend) | None => {}
            }
        }
        leave
    }

    /// Says what is new, and asks for the next line when one can come.
    fn tell(&mut self, ask: bool) -> io::Result<()> {
        let before = self.told;
        for (index, exchange) in self.model.exchanges.iter().enumerate().skip(self.told) {
            say(&plain::message(index, exchange))?;
            // What is odd about a success stands in no pane.
            for odd in self.model.diagnoses_of(exchange.id).iter().filter(|diagnosis| diagnosis.odd) {
                say(&format!("  ! {} (m{} tells more)", text::sanitize(&odd.headline), index + 1))?;
            }
        }
        self.told = self.model.exchanges.len();
        let now = Timestamp::now();
        let lines = plain::panes(&self.model, &mut self.numbers, now);
        let mut new = self.told != before || lines != self.said;
        if self.said.is_empty() {
            lines.iter().try_for_each(|line| say(line))?;
        } else {
            lines.iter().filter(|line| !self.said.contains(line)).try_for_each(|line| say(line))?;
        }
        self.said = lines;
        let strip = plain::strip(&self.model, &mut self.numbers, now);
        if strip != self.strip && !strip.is_empty() {
            say(&strip)?;
            new = true;
        }
        self.strip = strip;
        // The same words said anew end at another time.
        if self.model.notice != self.notice
            && let Some(notice) = &self.model.notice
        {
            // There are no panes; the message that pane 3 would show has a number.
            let shown = self.model.viewer.selected + 1;
            let words = notice.text.replace("pane 3", &format!("message {shown}"));
            say(&text::sanitize(&words.replace("Pane 3", &format!("Message {shown}"))))?;
            new = true;
        }
        self.notice.clone_from(&self.model.notice);
        let dialog = Spoken::of(&self.model, now);
        let lines = dialog.after(&self.dialog);
        new |= !lines.is_empty();
        // Who hears a part of it is told how to hear all of it.
        let again = if lines.len() < dialog.lines.len() { "; list: all of it again" } else { "" };
        lines.into_iter().try_for_each(say)?;
        self.dialog = dialog;
        if ask && (new || self.unasked) {
            say(&match self.asked {
                Some(control) => words::question(control, plain::label(&self.model, control, now)),
                None => format!("[{}{again}]", words::next(&self.model)),
            })?;
            self.unasked = false;
        }
        Ok(())
    }
}

/// Says a text, line by line.
pub(super) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in text.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    out.flush()
}
