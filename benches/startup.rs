//! What a person waits for, measured from outside: the program in a pseudo-terminal, beside a bare ratatui program that draws
//! three empty panes. `cargo bench --bench startup` prints a table.
//!
//! * start: from before the process is made to the last byte of the first frame.
//! * key: from a key (Tab, which moves the focus) to the last byte of the frame that shows it.
//! * memory: what is resident (`VmRSS`, Linux) with the simulated ORCID listening, at the start and after a whole dance.

#[cfg(unix)]
#[path = "../tests/support/pty/mod.rs"]
mod pty;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("bare") { bare::run() } else { measure::all() }
}

#[cfg(not(unix))]
fn main() {
    println!("measured on Unix only");
}

/// The least that a ratatui program of three panes does.
#[cfg(unix)]
mod bare {
    use std::io::{self, stdout};

    use crossterm::{
        cursor, event, execute,
        terminal::{
            BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
            disable_raw_mode, enable_raw_mode,
        },
    };
    use ratatui::{
        Terminal,
        backend::CrosstermBackend,
        layout::{Constraint, Layout},
        widgets::Block,
    };

    pub fn run() -> io::Result<()> {
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, cursor::Hide)?;
        let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
        execute!(stdout(), BeginSynchronizedUpdate)?;
        terminal.draw(|frame| {
            let [left, right] = Layout::horizontal([Constraint::Fill(1); 2]).areas(frame.area());
            let [above, below] = Layout::vertical([Constraint::Fill(1); 2]).areas(left);
            for (title, area) in [("1", above), ("2", below), ("3", right)] {
                frame.render_widget(Block::bordered().title(title), area);
            }
        })?;
        execute!(stdout(), EndSynchronizedUpdate)?;
        event::read()?;
        execute!(stdout(), LeaveAlternateScreen, cursor::Show)?;
        disable_raw_mode()
    }
}

#[cfg(unix)]
mod measure {
    use std::{
        fs,
        io::{self, Read, Write},
        sync::mpsc::{self, Receiver},
        thread,
        time::{Duration, Instant},
    };

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::pty::{Home, Program, poll};

    const PROGRAM: &str = env!("CARGO_BIN_EXE_orcid-playground");
    const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    const RUNS: usize = 50;
    /// A program that wrote nothing for so long is at rest.
    const REST: Duration = Duration::from_millis(30);
    /// The end of a frame, as both programs write it.
    const END: &[u8] = b"\x1b[?2026l";

    pub fn all() -> io::Result<()> {
        let this = std::env::current_exe()?.display().to_string();
        let (mut start, mut bare, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..RUNS {
            // In turn, so that both see the same machine.
            start.push(run(&[PROGRAM], &mut keys));
            bare.push(run(&[&this, "bare"], &mut Vec::new()));
        }
        println!("120×40, {RUNS} runs in turn                  min   median      max");
        let (median, median_of_bare) = (row("start to first frame", &mut start), row("the bare program's", &mut bare));
        println!("{:<34}{:>15.2} ms", "above the bare program", (median - median_of_bare) * 1e3);
        row("key to frame", &mut keys);
        let (at_start, after) = memory();
        println!("{:<34}{at_start:>15.1} MiB", "resident, listening");
        println!("{:<34}{after:>15.1} MiB", "resident, after a dance");
        Ok(())
    }

    /// Prints the figures of one row; gives the median in seconds.
    fn row(name: &str, times: &mut [Duration]) -> f64 {
        times.sort();
        let milliseconds = |at: usize| times[at].as_secs_f64() * 1e3;
        let (least, median, most) = (milliseconds(0), milliseconds(times.len() / 2), milliseconds(times.len() - 1));
        println!("{name:<34}{least:>6.2}{median:>9.2}{most:>9.2} ms");
        median / 1e3
    }

    /// Starts a program and presses some keys; gives the time to its first frame, and adds those of the keys when the
    /// program answers them.
    fn run(command: &[&str], keys: &mut Vec<Duration>) -> Duration {
        let home = Home::new();
        let pair = native_pty_system().openpty(SIZE).expect("a pseudo-terminal");
        let mut output = Frames::of(pair.master.try_clone_reader().expect("its output"));
        let mut input = pair.master.take_writer().expect("its input");
        let mut builder = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        builder.env_clear();
        builder.env("HOME", home.path());
        builder.env("TERM", "xterm-256color");
        builder.env("COLORTERM", "truecolor");
        let before = Instant::now();
        let mut child = pair.slave.spawn_command(builder).expect("the program");
        drop(pair.slave);
        output.next();
        let first = before.elapsed();
        if command.len() == 1 {
            for _ in 0..10 {
                output.rest();
                let before = Instant::now();
                input.write_all(b"\t").expect("a key");
                output.next();
                keys.push(before.elapsed());
            }
        }
        child.kill().expect("the program runs");
        child.wait().expect("the program ends");
        first
    }

    /// What a program writes, read on a thread of its own.
    struct Frames {
        chunks: Receiver<Vec<u8>>,
        pending: Vec<u8>,
    }

    impl Frames {
        fn of(mut output: Box<dyn Read + Send>) -> Self {
            let (sender, chunks) = mpsc::channel();
            thread::spawn(move || {
                let mut buffer = [0; 65536];
                while let Ok(count @ 1..) = output.read(&mut buffer) {
                    if sender.send(buffer[..count].to_vec()).is_err() {
                        return;
                    }
                }
            });
            Self { chunks, pending: Vec::new() }
        }

        /// Waits for the end of the next frame.
        fn next(&mut self) {
            loop {
                if let Some(at) = self.pending.windows(END.len()).position(|bytes| bytes == END) {
                    self.pending.drain(..at + END.len());
                    return;
                }
                self.pending.extend(self.chunks.recv().expect("the program writes"));
            }
        }

        /// Waits until the program rests, so that the next frame is the answer to the next key.
        fn rest(&mut self) {
            while self.chunks.recv_timeout(REST).is_ok() {}
            self.pending.clear();
        }
    }

    /// Resident memory in MiB at the start and after the dance. Zero where the system does not tell it.
    fn memory() -> (f64, f64) {
        let mut pty = Program::new().start();
        let address = pty.home().path().join("state/orcid-playground/sandbox.address");
        poll(|| address.exists().then_some(())).expect("the simulated ORCID listens");
        pty.wait_for_text("⏎ act as researcher");
        let at_start = resident(pty.pid());
        for step in ["act as researcher", "authorize", "exchange", "read record"] {
            pty.wait_for_text(&format!("⏎ {step}"));
            pty.send("enter");
        }
        pty.wait_for_text("orcid-identifier");
        (at_start, resident(pty.pid()))
    }

    fn resident(process: u32) -> f64 {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
    }
}
