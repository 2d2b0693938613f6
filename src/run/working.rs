//! What takes long, off the loop: large bodies are laid out and searched on threads, and filtered in a process of their
//! own, because a filter may never end, or ask for all the memory that there is.

use std::{
    collections::HashMap,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::mpsc::UnboundedSender,
    task::{AbortHandle, spawn_blocking},
};

use crate::app::{
    Msg,
    document::{Body, Done, Job, Secrets, Ticket, Work, Worked, filter},
};

/// The hidden command that runs a filter.
pub const FILTER_COMMAND: &str = "filter-body";

/// A filter that runs longer is stopped.
const FILTER_TIME: Duration = Duration::from_secs(60);

/// More of what a process complains of is not read.
const MOST_WORDS: u64 = 4096;

/// The pieces of work under way.
#[derive(Default)]
pub(super) struct Working(HashMap<Ticket, Stop>);

enum Stop {
    /// A thread looks here from time to time.
    Flag(Arc<AtomicBool>),
    /// A task that ends its process with it.
    Task(AbortHandle),
}

impl Working {
    /// Begins a piece of work; its result comes as a message.
    pub fn begin(&mut self, work: Work, messages: &UnboundedSender<Msg>) {
        self.0.retain(|_, stop| match stop {
            Stop::Flag(flag) => Arc::strong_count(flag) > 1,
            Stop::Task(task) => !task.is_finished(),
        });
        let Work { ticket, job } = work;
        let messages = messages.clone();
        let tell = move |done| {
            // Nobody listens any more when the program is about to end.
            let _ = messages.send(Msg::Worked(Worked { ticket, done }));
        };
        let stop = match job {
            Job::Filter { code, body, secrets } => {
                let task = tokio::spawn(async move { tell(Done::Filtered(filtered(code, body, secrets).await)) });
                Stop::Task(task.abort_handle())
            }
            job @ (Job::Lay { .. } | Job::Find { .. } | Job::Fold { .. }) => {
                let flag = Arc::new(AtomicBool::new(true));
                let go_on = Arc::clone(&flag);
                spawn_blocking(move || {
                    let done = job.perform(&|| go_on.load(Ordering::Relaxed));
                    if go_on.load(Ordering::Relaxed) {
                        tell(done);
                    }
                });
                Stop::Flag(flag)
            }
        };
        self.0.insert(ticket, stop);
    }

    /// Ends a piece of work whose result nobody waits for any more.
    pub fn stop(&mut self, ticket: Ticket) {
        match self.0.remove(&ticket) {
            Some(Stop::Flag(flag)) => flag.store(false, Ordering::Relaxed),
            Some(Stop::Task(task)) => task.abort(),
            None => {}
        }
    }
}

/// Runs a filter in a process of this program. Filter and body go in through its standard input, where nobody else can
/// read them.
async fn filtered(code: String, body: Arc<Body>, secrets: Secrets) -> Result<Arc<Body>, String> {
    let failed = |error: std::io::Error| format!("the filter could not be run: {error}");
    let input = spawn_blocking(move || filter::input(&body, secrets)).await.map_err(|error| error.to_string())?;
    let mut process = Command::new(this_program().map_err(failed)?)
        .arg(FILTER_COMMAND)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    let (stdin, stdout, stderr) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
    let write = async {
        let Some(mut stdin) = stdin else { return };
        // One that ends early says itself why.
        let _ = stdin.write_all(format!("{}\n{code}", code.len()).as_bytes()).await;
        let _ = stdin.write_all(&input).await;
        drop(stdin);
        drop(input);
    };
    let read = async {
        let mut results = Vec::new();
        match stdout {
            Some(stdout) => {
                stdout.take(filter::RESULT_LIMIT as u64 + 1).read_to_end(&mut results).await.map(|_| results)
            }
            None => Ok(results),
        }
    };
    let complain = async {
        let mut words = Vec::new();
        if let Some(stderr) = stderr {
            let _ = stderr.take(MOST_WORDS).read_to_end(&mut words).await;
        }
        String::from_utf8_lossy(&words).trim().to_owned()
    };
    let all = async { tokio::join!(write, read, complain, process.wait()) };
    let ((), results, words, status) = tokio::time::timeout(FILTER_TIME, all)
        .await
        .map_err(|_| format!("the filter ran for {} s and was stopped", FILTER_TIME.as_secs()))?;
    let (results, status) = (results.map_err(failed)?, status.map_err(failed)?);
    match status.code() {
        Some(0) => spawn_blocking(move || Job::filtered(results)).await.map_err(|error| error.to_string()),
        Some(1) => Err(words),
        Some(_) | None => Err("the filter asked for more memory or time than it may have".to_owned()),
    }
}

/// The file that this program runs from, even when it was replaced meanwhile.
pub(super) fn this_program() -> std::io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() }
}
