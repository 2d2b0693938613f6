//! The loop. It waits, drains what came, updates, performs, and draws once. Nothing ticks.

use std::{io, io::stdout, sync::Arc};

use crossterm::event::EventStream;
use futures_util::StreamExt;
use jiff::Timestamp;
use ratatui::{Terminal as Screen, backend::CrosstermBackend};
use tokio::sync::mpsc::unbounded_channel;

use super::{
    input,
    signals::{self, Signal},
    terminal::{self, Terminal},
};
use crate::{
    app::{Model, Msg, Size, Start, next_wake, update},
    net::HttpClient,
    run::{Shell, World, clipboard::Surroundings},
    store::Store,
    ui::{self, theme::Theme},
};

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
pub fn run(beginning: Beginning) -> io::Result<()> {
    let Beginning { mut start, store, client, theme, surroundings } = beginning;
    let guard = Terminal::enter()?;
    let mut screen = Screen::new(CrosstermBackend::new(stdout()))?;
    start.size = size(&screen)?;
    let now = Timestamp::now();
    let (mut model, effects) = Model::new(start, now);
    // The first frame before everything else: no runtime, no socket, no file stands in its way.
    draw(&mut screen, &model, &theme, now)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let vanishes = runtime.block_on(async {
        let (messages, received) = unbounded_channel();
        let (osc_52, copies) = unbounded_channel();
        let mut world = World::new(store, client, surroundings, messages, osc_52);
        for effect in effects {
            if let Some(Shell::Mouse(on)) = world.perform(effect) {
                terminal::mouse(on)?;
            }
        }
        let outcome = turn(&mut screen, &mut model, &mut world, &theme, received, copies).await;
        outcome.map(|()| !world.leave())
    });
    drop(guard);
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    if vanishes? {
        eprintln!(
            "What you copied leaves the clipboard with this program: no wl-copy, xclip or xsel is here to keep it."
        );
    }
    Ok(())
}

type Backend = CrosstermBackend<io::Stdout>;

fn size(screen: &Screen<Backend>) -> io::Result<Size> {
    screen.size()
}

fn draw(screen: &mut Screen<Backend>, model: &Model, theme: &Theme, now: Timestamp) -> io::Result<()> {
    use crossterm::{
        queue,
        terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate},
    };
    queue!(stdout(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| ui::view(model, theme, frame, now))?;
    crossterm::execute!(stdout(), EndSynchronizedUpdate)
}

async fn turn(
    screen: &mut Screen<Backend>,
    model: &mut Model,
    world: &mut World,
    theme: &Theme,
    mut received: tokio::sync::mpsc::UnboundedReceiver<Msg>,
    mut copies: tokio::sync::mpsc::UnboundedReceiver<crate::run::world::Osc52>,
) -> io::Result<()> {
    let (signal, mut signalled) = unbounded_channel();
    signals::listen(signal)?;
    let mut events = EventStream::new();
    loop {
        let now = Timestamp::now();
        let wake = next_wake(model, now).map(|at| (at - now).try_into().unwrap_or_default());
        let mut messages: Vec<Msg> = Vec::new();
        let mut redraw_all = false;
        tokio::select! {
            biased;
            signal = signalled.recv() => match signal {
                Some(Signal::Leave) | None => return Ok(()),
                Some(Signal::Stop) => {
                    suspend(model.mouse)?;
                    redraw_all = true;
                }
                Some(Signal::Continue) => redraw_all = true,
            },
            Some(message) = received.recv() => messages.push(message),
            Some(copy) = copies.recv() => {
                terminal::copy(copy.text.expose())?;
                continue;
            }
            event = events.next() => match event {
                Some(Ok(event)) => messages.extend(input::message(event)),
                // The terminal is gone: nobody is there to draw for.
                Some(Err(_)) | None => return Ok(()),
            },
            () = sleep(wake), if wake.is_some() => messages.push(Msg::Woke),
        }
        while let Ok(message) = received.try_recv() {
            messages.push(message);
        }
        let now = Timestamp::now();
        for message in messages {
            for effect in update(model, message, now) {
                match world.perform(effect) {
                    Some(Shell::Quit) => return Ok(()),
                    Some(Shell::Mouse(on)) => terminal::mouse(on)?,
                    Some(Shell::Suspend) => {
                        suspend(model.mouse)?;
                        redraw_all = true;
                    }
                    None => {}
                }
            }
        }
        if redraw_all {
            // Who had the terminal meanwhile has drawn over it, and may have changed its size.
            let size = size(screen)?;
            update(model, Msg::Resize(size), now);
            screen.clear()?;
        }
        draw(screen, model, theme, now)?;
    }
}

async fn sleep(duration: Option<std::time::Duration>) {
    tokio::time::sleep(duration.unwrap_or_default()).await;
}

/// Gives the terminal back, stops, and takes it again when the process goes on.
fn suspend(mouse: bool) -> io::Result<()> {
    terminal::leave();
    signals::stop();
    terminal::enter_modes()?;
    if mouse { terminal::mouse(true) } else { Ok(()) }
}
