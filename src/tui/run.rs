//! The loop. It waits, drains what came, updates, performs, and draws once. Nothing ticks.

use std::{
    io::{self, Write},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use tokio::{sync::mpsc::unbounded_channel, time::timeout};

use super::{
    hang_up,
    order::{Ending, Order},
    screen::Screen,
    signals::{self, Signals},
    sources::{Happened, Sources},
    terminal::{self, Terminal},
};
use crate::{
    app::{Effect, Model, Msg, Start, next_wake, update},
    net::HttpClient,
    run::{Shell, World, clipboard::Surroundings, editor},
    store::Store,
    ui::theme::Theme,
};

/// What ends sooner is not told of.
const SOON: Duration = Duration::from_millis(300);
/// How long the end waits for what is still under way.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// What is shown when Ctrl-Z would stop the program for good.
const NO_SHELL: &str = "Not stopped: no shell is behind this program that could let it go on.";

/// What the interface begins with.
pub struct Beginning {
    /// The model's beginning; its size is read from the terminal.
    pub start: Start,
    /// Where things are kept.
    pub store: Arc<Store>,
    /// What sends requests.
    pub client: HttpClient,
    /// How it looks.
    pub theme: Theme,
    /// Where copies can go.
    pub surroundings: Surroundings,
}

/// Runs the interface until the user leaves.
///
/// # Errors
/// When the terminal cannot be set up or drawn in.
pub fn run(beginning: Beginning) -> io::Result<Ending> {
    match enter_and_run(beginning) {
        // Drawing may find it out before anybody tells, the first frame included.
        Err(error) if hang_up::is_told_by(&error) => Ok(Ending::HungUp),
        ended => ended,
    }
}

fn enter_and_run(beginning: Beginning) -> io::Result<Ending> {
    let Beginning { mut start, store, client, theme, surroundings } = beginning;
    // A signal that comes from here on is heard by the loop: none ends the program between two modes of the terminal.
    let signals = Signals::register()?;
    let guard = Terminal::enter()?;
    let mut screen = Screen::new(theme)?;
    start.size = screen.size()?;
    let now = Timestamp::now();
    let (model, effects) = Model::new(start, now);
    // The first frame before everything else: no runtime, no socket, no file stands in its way.
    screen.draw(&model, now)?;
    // One worker beside this thread is plenty; a thread that waited for the disk goes when it is not needed again.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_keep_alive(Duration::from_secs(1))
        .enable_all()
        .build()?;
    let (ending, stays) = runtime.block_on(async {
        let (sender, received) = unbounded_channel();
        let (osc_52, copies) = unbounded_channel();
        let mut sources = match Sources::open(signals, (sender.clone(), received), copies, model.size) {
            Ok(sources) => sources,
            Err(error) => return (Err(error), true),
        };
        let world = World::new(store, client, surroundings, sender, osc_52);
        let mut interface = Interface { screen, model, world, to_edit: None };
        let ending = interface.run(effects, &mut sources).await;
        // Whoever has left is not shown a screen that does nothing while what is under way comes to its end.
        drop(guard);
        let mut leaving = pin!(interface.world.leave());
        let stays = match timeout(SOON, leaving.as_mut()).await {
            Ok(stays) => stays,
            Err(_) => {
                say("What is under way is still being stored; Ctrl-C gives it up …");
                tokio::select! {
                    stays = leaving => stays,
                    () = sources.interrupted() => true,
                }
            }
        };
        (ending, stays)
    });
    runtime.shutdown_timeout(LAST_WORDS);
    let ending = ending?;
    if !stays && ending == Ending::Quit {
        say("What you copied leaves the clipboard with this program: no wl-copy, xclip or xsel keeps it.");
    }
    Ok(ending)
}

/// Says something on the terminal that was given back. Not with `eprintln!`, which panics where nobody takes it.
fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// What the loop works with.
struct Interface {
    screen: Screen,
    model: Model,
    world: World,
    /// A text that waits to be edited, and the ending of its file.
    to_edit: Option<(String, &'static str)>,
}

impl Interface {
    async fn run(&mut self, effects: Vec<Effect>, sources: &mut Sources) -> io::Result<Ending> {
        let (mut whole, mut dirty) = match self.perform(effects)? {
            Taken::Quit => return Ok(Ending::Quit),
            Taken::GoOn { whole } => (whole, whole),
        };
        loop {
            if let Some((text, extension)) = self.to_edit.take() {
                if let Some(ending) = self.edit(sources, &text, extension).await? {
                    return Ok(ending);
                }
                (whole, dirty) = (true, true);
            }
            let now = Timestamp::now();
            if whole {
                // Who had the terminal meanwhile has drawn over it, and may have changed its size.
                let size = self.screen.size()?;
                if let Taken::Quit = self.take(vec![Msg::Resize(size)])? {
                    return Ok(Ending::Quit);
                }
                self.screen.forget(size)?;
            }
            if dirty {
                self.screen.draw(&self.model, now)?;
            }
            let wake = next_wake(&self.model, now).map(|at| (at - now).try_into().unwrap_or_default());
            let taken = match sources.next(wake).await {
                Happened::Order(Order::Leave(ending)) => return Ok(ending),
                Happened::Order(Order::Stop) => self.suspend()?,
                Happened::Order(Order::Continue) => {
                    terminal::enter_again(self.model.mouse)?;
                    Taken::GoOn { whole: true }
                }
                Happened::Copy(copy) => {
                    terminal::copy(copy.text.expose())?;
                    (whole, dirty) = (false, false);
                    continue;
                }
                Happened::Messages(messages) => self.take(messages)?,
            };
            (whole, dirty) = match taken {
                Taken::Quit => return Ok(Ending::Quit),
                Taken::GoOn { whole } => (whole, true),
            };
        }
    }

    fn take(&mut self, messages: Vec<Msg>) -> io::Result<Taken> {
        let mut whole = false;
        for message in messages {
            #[cfg(debug_assertions)]
            super::fault::on_key(&message);
            let effects = update(&mut self.model, message, Timestamp::now());
            match self.perform(effects)? {
                Taken::Quit => return Ok(Taken::Quit),
                Taken::GoOn { whole: now } => whole |= now,
            }
        }
        Ok(Taken::GoOn { whole })
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<Taken> {
        let mut whole = false;
        for effect in effects {
            match self.world.perform(effect) {
                Some(Shell::Quit) => return Ok(Taken::Quit),
                Some(Shell::Redraw) => whole = true,
                Some(Shell::Mouse(on)) => terminal::mouse(on)?,
                Some(Shell::Suspend) => match self.suspend()? {
                    Taken::Quit => return Ok(Taken::Quit),
                    Taken::GoOn { whole: now } => whole |= now,
                },
                Some(Shell::Edit { text, extension }) => self.to_edit = Some((text, extension)),
                None => {}
            }
        }
        Ok(Taken::GoOn { whole })
    }

    /// Lends the terminal to the user's editor, and takes it again when that ends. Gives an ending when the program is told
    /// to end meanwhile.
    async fn edit(&mut self, sources: &mut Sources, text: &str, extension: &str) -> io::Result<Option<Ending>> {
        let gate = sources.gate();
        if let Err(error) = gate.close() {
            return self.edited(Err(format!("{error}.")));
        }
        let lent = terminal::lend();
        #[cfg(debug_assertions)]
        super::fault::on_lending();
        let (edited, ending) = match editor::start(text, extension) {
            Err(why) => (Err(why), None),
            Ok(mut editing) => loop {
                tokio::select! {
                    status = editing.ended() => break (editing.text(status), None),
                    order = sources.order() => match order {
                        // Who stops the editor stops the program that waits for it; fg brings both back.
                        Order::Stop if signals::can_stop() => signals::stop(),
                        // Ctrl-C in the editor is the editor's.
                        Order::Stop | Order::Continue | Order::Leave(Ending::Interrupted) => {}
                        Order::Leave(ending) => {
                            editing.end().await;
                            break (Err("the program ended.".to_owned()), Some(ending));
                        }
                    },
                }
            },
        };
        match ending {
            None => lent.take_back(self.model.mouse)?,
            Some(_) => lent.put_back(),
        }
        gate.open();
        Ok(ending.or(self.edited(edited)?))
    }

    fn edited(&mut self, text: Result<String, String>) -> io::Result<Option<Ending>> {
        Ok(match self.take(vec![Msg::TextEdited(text)])? {
            Taken::Quit => Some(Ending::Quit),
            Taken::GoOn { .. } => None,
        })
    }

    /// Gives the terminal back, stops, and takes it again when the process goes on. It does not stop when there is nobody
    /// who could let it go on.
    fn suspend(&mut self) -> io::Result<Taken> {
        if !signals::can_stop() {
            return self.take(vec![Msg::Trouble(NO_SHELL.to_owned())]);
        }
        terminal::leave();
        signals::stop();
        terminal::enter_modes(self.model.mouse)?;
        Ok(Taken::GoOn { whole: true })
    }
}

/// What became of messages.
enum Taken {
    /// One of them ends the program.
    Quit,
    /// The program goes on; the screen has to be drawn whole after somebody else had it.
    GoOn { whole: bool },
}
