//! The playground as numbered lines on standard input and output: no cursor movement, no colours, nothing that redraws.
//!
//! The same model, the same commands, the same effects as on the whole terminal; only the view and the reading differ. A
//! line is taken when nothing is under way, so that a script can be piped in.

use std::{
    io::{self, IsTerminal, Write},
    thread,
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::run::Beginning;
use crate::{
    app::{
        Command, Effect, Key, KeyCode, Local, Model, Msg, Notice, Size, availability, control::Control, dance::Capture,
        hints, keymap::KEYMAP, meaning::things_at, situation, update,
    },
    orcid::explain::explain,
    run::{Shell, World, clipboard::Surroundings, world::Osc52},
    text,
    ui::plain::{self, Numbers},
};

/// Dialogs and messages are laid out for so many columns and rows.
const SIZE: Size = Size { width: 100, height: 50 };

/// How long the end waits for what is still under way.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// So many lines of a message are looked through for names.
const MOST_EXPLAINED: usize = 5000;

const HELP: &str = "\
An empty line does the next step, or presses what is chosen.
A number chooses a field or a button: a field asks for its new value, a button is pressed.
m and a number shows a message: m1. Where a text says pane 3, it means these; panes 1 and 2 are the list.
`list` says everything again; `keys` says every key and command; `tour` lists the lessons; `quit` (or `exit`) ends.
`explain` and a name says what it means (explain redirect_uri); with a number it explains that field or button, with m and a
number every name of that message.
A key or a command by its name does what it does on the screen: y a, ctrl-p, act-as-researcher.
In a dialog: down, up, tab, enter, esc; = and a text types that text.
Anything else is taken as pasted: a code, an address, an authorization URL.";

const NOTHING_LEFT: &str = "Nothing is next: a number or a command says what to do; `keys` names them, `quit` ends.";

/// Runs until the input ends or the person leaves.
///
/// # Errors
/// When standard output cannot be written, or the system has no thread or runtime.
pub fn run(beginning: Beginning) -> io::Result<()> {
    let Beginning { mut start, store, client, surroundings, .. } = beginning;
    start.size = SIZE;
    let (model, effects) = Model::new(start, Timestamp::now());
    // A terminal takes an escape sequence for the clipboard; a pipe is no place for one.
    let surroundings = Surroundings { dumb: surroundings.dumb || !io::stdout().is_terminal(), ..surroundings };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let ended = runtime.block_on(async {
        let (sender, messages) = unbounded_channel();
        let (osc_52, copies) = unbounded_channel();
        let world = World::new(store, client, surroundings, sender, osc_52);
        let mut talk = Talk {
            model,
            world,
            numbers: Numbers::default(),
            said: Vec::new(),
            told: 0,
            notice: None,
            strip: String::new(),
            dialog: Vec::new(),
            asked: None,
            unasked: true,
            visiting: false,
        };
        let ended = talk.go(effects, messages, copies, lines()?).await;
        talk.world.leave().await;
        ended
    });
    runtime.shutdown_timeout(LAST_WORDS);
    match ended {
        // Nobody reads any more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        ended => ended,
    }
}

/// The lines of standard input, until it ends. On a thread that is left behind at the end: reading cannot be cancelled.
fn lines() -> io::Result<UnboundedReceiver<String>> {
    let (sender, lines) = unbounded_channel();
    let read = move || {
        for line in io::stdin().lines() {
            // What is no text is no line; what nobody waits for ends the reading.
            if line.is_err() || line.is_ok_and(|line| sender.send(line).is_err()) {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(lines)
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
    dialog: Vec<String>,
    /// The text field whose new value the next line is.
    asked: Option<Control>,
    /// Whether the next words of the person are asked for anew: a line was taken, or something was said.
    unasked: bool,
    /// Whether the researcher's redirect is on its way to the listener.
    visiting: bool,
}

impl Talk {
    async fn go(
        &mut self,
        effects: Vec<Effect>,
        mut messages: UnboundedReceiver<Msg>,
        mut copies: UnboundedReceiver<Osc52>,
        mut lines: UnboundedReceiver<String>,
    ) -> io::Result<()> {
        say("orcid-playground, as lines of text. ? explains how to use it.")?;
        let mut leave = self.perform(effects);
        let mut more = true;
        while !leave {
            // What came of the last line is told as a whole before the next one is taken.
            let quiet = !self.is_busy() && messages.is_empty();
            if quiet {
                self.tell(more)?;
                if !more && self.model.trial.is_none() {
                    break;
                }
                if !more {
                    leave = self.take(Msg::Command(Command::Quit));
                    continue;
                }
            }
            leave = tokio::select! {
                biased;
                Some(message) = messages.recv() => self.take(message),
                Some(copy) = copies.recv() => {
                    super::terminal::copy(copy.text.expose())?;
                    false
                }
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
                () = tokio::time::sleep(Duration::from_secs(3600)), if quiet && !more => true,
            };
        }
        self.tell(false)
    }

    fn is_busy(&self) -> bool {
        self.visiting
            || self.model.is_busy()
            || matches!(self.model.dance.capture, Capture::Starting(_))
            || (self.model.is_local() && self.model.local == Local::Starting)
    }

    /// Tells whether it was the last one.
    fn take(&mut self, message: Msg) -> bool {
        // It arrived, or somebody says why it did not.
        if matches!(message, Msg::Captured(_) | Msg::Trouble(_)) {
            self.visiting = false;
        }
        // Bad news stay until the next key; what is said then is said anew.
        if matches!(message, Msg::Key(_) | Msg::Command(_)) {
            self.notice.take_if(|notice| notice.until.is_none());
        }
        let effects = update(&mut self.model, message, Timestamp::now());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> bool {
        let mut leave = false;
        for effect in effects {
            self.visiting |= matches!(effect, Effect::Visit(_));
            match self.world.perform(effect) {
                Some(Shell::Quit) => leave = true,
                // Lines are read from here all the time; an editor would have to share them.
                Some(Shell::Edit { .. }) => {
                    let why = "none is opened from here; = and a text types into the body.".to_owned();
                    leave |= self.take(Msg::TextEdited(Err(why)));
                }
                // There is no screen that a mouse could point at, and the shell stops lines as it stops any program.
                Some(Shell::Mouse(_) | Shell::Suspend) | None => {}
            }
        }
        leave
    }

    /// Does what a line means. Tells whether it was the last one.
    fn line(&mut self, line: &str) -> io::Result<bool> {
        if let Some(control) = self.asked.take() {
            return Ok(self.answer(control, line));
        }
        let typing = !self.model.dialogs.is_empty();
        let words = line.trim();
        Ok(match words {
            "" => self.enter(),
            "?" | "help" => {
                say(HELP)?;
                false
            }
            "keys" => {
                say(&keys(&self.model))?;
                false
            }
            "list" => {
                self.said.clear();
                self.strip.clear();
                self.dialog.clear();
                false
            }
            "quit" | "exit" | "stop" => self.take(Msg::Command(Command::Quit)),
            "tour" if !typing => self.take(Msg::Command(Command::Lessons)),
            _ if words.starts_with("explain ") => self.explain(words.trim_start_matches("explain ").trim())?,
            _ => match (
                words.strip_prefix('='),
                words.parse::<usize>(),
                words.strip_prefix('m').map(str::parse::<usize>),
            ) {
                (Some(text), _, _) if typing => self.type_text(text),
                (_, Ok(number), _) if !typing => self.number(number)?,
                (_, _, Some(Ok(number))) if !typing => {
                    self.show(number)?;
                    false
                }
                _ if typing => self.in_dialog(words)?,
                _ => self.keys_or_paste(words),
            },
        })
    }

    fn enter(&mut self) -> bool {
        if self.model.dialogs.is_empty()
            && let Some(command) = self.model.next_step()
        {
            return self.take(Msg::Command(command));
        }
        if self.model.dialogs.is_empty() {
            self.notice = None;
            return self.take(Msg::Trouble(NOTHING_LEFT.to_owned()));
        }
        self.take(Msg::Key(Key::plain(KeyCode::Enter)))
    }

    fn number(&mut self, number: usize) -> io::Result<bool> {
        let Some(control) = self.numbers.control(number) else {
            say(&format!("Nothing has the number {number}. `list` says everything again."))?;
            return Ok(false);
        };
        let leave = self.take(Msg::Focus(control));
        if self.model.focus != control {
            say(&format!("Number {number} is not there now. `list` says everything again."))?;
            return Ok(leave);
        }
        if control.is_text() {
            self.asked = Some(control);
            let hidden =
                if control == Control::ClientSecret { " What you type can be read on the screen." } else { "" };
            say(&format!("The new value? An empty line keeps it, - empties it.{hidden}"))?;
            return Ok(leave);
        }
        Ok(self.take(Msg::Command(Command::Activate)))
    }

    /// What a name means; or a field by its number, or the names of a message.
    fn explain(&mut self, words: &str) -> io::Result<bool> {
        if let Ok(number) = words.parse::<usize>()
            && let Some(control) = self.numbers.control(number)
        {
            let leave = self.take(Msg::Focus(control));
            return Ok(leave || self.take(Msg::Command(Command::Explain)));
        }
        if let Some(Ok(number)) = words.strip_prefix('m').map(str::parse::<usize>) {
            self.names_of(number)?;
            return Ok(false);
        }
        let told = explain(words, &situation(&self.model), Timestamp::now()).text();
        told.lines().try_for_each(|line| say(&text::sanitize(line)))?;
        Ok(false)
    }

    /// Every name of a message once, with what it is.
    fn names_of(&mut self, number: usize) -> io::Result<()> {
        let count = self.model.exchanges.len();
        if number == 0 || number > count {
            return say(&format!("There is no message {number}; there are {count}."));
        }
        self.model.viewer.select(number - 1, &self.model.exchanges);
        self.take(Msg::Woke);
        let (exchange, document) = (&self.model.exchanges[number - 1], &self.model.viewer.document);
        let mut told = Vec::new();
        for thing in (0..document.len().min(MOST_EXPLAINED)).flat_map(|line| things_at(exchange, document, line)) {
            let words = format!("{} ({}): {}", thing.title(), thing.place.words(), thing.term.what);
            if !told.contains(&words) {
                say(&text::sanitize(&words))?;
                told.push(words);
            }
        }
        Ok(())
    }

    /// The new value of a field.
    fn answer(&mut self, control: Control, line: &str) -> bool {
        let value = line.trim();
        if value.is_empty() {
            return false;
        }
        self.take(Msg::Focus(control));
        if control == Control::Paste {
            return self.take(Msg::Paste(value.to_owned()));
        }
        for key in ["ctrl-e", "ctrl-u"].iter().filter_map(|key| key.parse().ok()) {
            self.take(Msg::Key(key));
        }
        let typed = if value == "-" { "" } else { value };
        self.type_text(typed)
    }

    fn type_text(&mut self, text: &str) -> bool {
        text.chars().any(|c| self.take(Msg::Key(Key::plain(KeyCode::Char(c)))))
    }

    /// Keys by their names, a command by its name, or something pasted.
    fn keys_or_paste(&mut self, words: &str) -> bool {
        let keys: Result<Vec<Key>, _> = words.split_whitespace().map(str::parse).collect();
        if let Ok(keys) = keys {
            return keys.into_iter().any(|key| self.take(Msg::Key(key)));
        }
        if let Ok(command) = words.parse::<Command>() {
            return self.take(Msg::Command(command));
        }
        // A paste goes into a text field that has the focus; here nothing is typed into.
        if self.model.dialogs.is_empty() {
            self.take(Msg::Focus(Control::Url));
        }
        self.take(Msg::Paste(words.to_owned()))
    }

    /// The same in a dialog, where not every word means something: then that is said.
    fn in_dialog(&mut self, words: &str) -> io::Result<bool> {
        let looks =
            |model: &Model| (plain::dialog(model, Timestamp::now()), model.notice.clone(), model.exchanges.len());
        let before = looks(&self.model);
        let leave = self.keys_or_paste(words);
        let is_key =
            words.split_whitespace().all(|word| word.parse::<Key>().is_ok()) && words.parse::<usize>().is_err();
        if !leave && !is_key && words.parse::<Command>().is_err() && looks(&self.model) == before {
            say(&format!(
                "«{}» means nothing in this dialog. down and up move, = and a text types, the line below says what else works.",
                text::sanitize(words)
            ))?;
        }
        Ok(leave)
    }

    /// A message, as pane 3 shows it.
    fn show(&mut self, number: usize) -> io::Result<()> {
        let count = self.model.exchanges.len();
        if number == 0 || number > count {
            return say(&format!("There is no message {number}; there are {count}."));
        }
        self.model.viewer.select(number - 1, &self.model.exchanges);
        self.take(Msg::Woke);
        self.model.card().iter().try_for_each(|line| say(line.text()))?;
        say(&self.model.viewer.document.text())
    }

    /// Says what is new, and asks for the next line when one can come.
    fn tell(&mut self, ask: bool) -> io::Result<()> {
        let before = self.told;
        for (index, exchange) in self.model.exchanges.iter().enumerate().skip(self.told) {
            say(&plain::message(index, exchange))?;
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
        let strip = plain::strip(&self.model);
        if strip != self.strip && !strip.is_empty() {
            say(&strip)?;
            new = true;
        }
        self.strip = strip;
        // The same words said anew end at another time.
        if self.model.notice != self.notice
            && let Some(notice) = &self.model.notice
        {
            say(&text::sanitize(&notice.text))?;
            new = true;
        }
        self.notice.clone_from(&self.model.notice);
        let dialog = plain::dialog(&self.model, now);
        if dialog != self.dialog {
            dialog.iter().try_for_each(|line| say(line))?;
            new = true;
        }
        self.dialog = dialog;
        if ask && self.asked.is_none() && (new || self.unasked) {
            say(&format!("[{}]", next(&self.model)))?;
            self.unasked = false;
        }
        Ok(())
    }
}

/// What an empty line does now, and what else is near.
fn next(model: &Model) -> String {
    if model.dialogs.is_empty() {
        return match model.next_step() {
            Some(command) => format!("empty line: {}; ? help", KEYMAP.entry(command).title),
            None => "? help".to_owned(),
        };
    }
    let hints: Vec<String> =
        hints(model).into_iter().map(|hint| format!("{} {}", word(&hint.key), hint.label)).collect();
    hints.join("; ")
}

/// A key as it is typed here.
fn word(key: &str) -> String {
    let names = [
        ("⏎", "empty line:"),
        ("Tab", "tab"),
        ("⇧Tab", "shift-tab"),
        ("Esc", "esc"),
        ("↑", "up"),
        ("↓", "down"),
        ("←", "left"),
        ("→", "right"),
        ("Space", "space"),
    ];
    key.split(' ')
        .map(|part| names.iter().find(|(sign, _)| *sign == part).map_or(part, |(_, name)| name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Every command that works now, with its keys and its name.
fn keys(model: &Model) -> String {
    let mut lines = String::new();
    let here = |command: &Command| !ON_A_SCREEN.contains(command) && availability(model, *command).is_ok();
    for entry in KEYMAP.entries.iter().filter(|entry| here(&entry.command)) {
        let keys = KEYMAP.keys(entry.command).map(|keys| format!(" ({})", word(&keys))).unwrap_or_default();
        lines.push_str(&format!("{}{keys}: {}\n", entry.command, entry.title));
    }
    lines
}

/// What moves about on a screen, and means nothing here outside dialogs.
const ON_A_SCREEN: [Command; 18] = [
    Command::Activate,
    Command::FocusNext,
    Command::FocusPrevious,
    Command::Down,
    Command::Up,
    Command::Left,
    Command::Right,
    Command::PageDown,
    Command::PageUp,
    Command::Top,
    Command::Bottom,
    Command::Back,
    Command::ShowConfigure,
    Command::ShowAuthorize,
    Command::ShowMessages,
    Command::ToggleWrap,
    Command::ToggleMouse,
    Command::Suspend,
];

/// Says a text, line by line.
fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in text.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    out.flush()
}
