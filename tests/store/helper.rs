//! The other process.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use orcid_playground::store::{Claim, Paths, Profile, SaveStep, Store};

use super::{BODY, token};

const ROOT: &str = "STORE_TEST_ROOT";
const JOB: &str = "STORE_TEST_JOB";
const ARGUMENT: &str = "STORE_TEST_ARGUMENT";

/// The helper's lines are told apart from those of the test harness by this.
const MARK: &str = "helper> ";

/// Starts the other process.
pub fn start(root: &Path, job: &str, argument: &str) -> Child {
    spawn(Command::new(env::current_exe().unwrap()), root, job, argument)
}

/// Starts it where no file may be longer than nothing; the signal that goes with the limit is ignored, as the write
/// itself fails then.
pub fn start_limited(root: &Path, job: &str) -> Child {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap "" XFSZ; ulimit -f 0; exec "$@""#, "sh"]).arg(env::current_exe().unwrap());
    spawn(shell, root, job, "")
}

fn spawn(mut command: Command, root: &Path, job: &str, argument: &str) -> Child {
    command
        .args(["--exact", "helper::helper", "--ignored", "--nocapture", "--test-threads=1"])
        .env(ROOT, root)
        .env(JOB, job)
        .env(ARGUMENT, argument)
        .env("XDG_CONFIG_HOME", root.join("xdg config"))
        .env("XDG_STATE_HOME", argument)
        .env("HOME", root.join("home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits for the next line of the other process.
pub fn line(child: &mut Child) -> String {
    let stdout = child.stdout.as_mut().unwrap();
    BufReader::new(stdout)
        .lines()
        .map(|line| line.unwrap())
        .find_map(|line| line.split_once(MARK).map(|(_, said)| said.to_owned()))
        .expect("the other process says something")
}

/// Lets a process that waits go on.
pub fn go_on(child: &mut Child) {
    drop(child.stdin.take());
}

fn say(line: &str) {
    println!("{MARK}{line}");
    std::io::stdout().flush().unwrap();
}

fn wait_for_go_on() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
#[ignore = "the other process of the tests beside it; does nothing by itself"]
fn helper() {
    let (Ok(root), Ok(job), Ok(argument)) = (env::var(ROOT), env::var(JOB), env::var(ARGUMENT)) else { return };
    let store = Store::at(Paths::at(&root));
    match job.as_str() {
        "save-token" => {
            let last: SaveStep = argument.parse().unwrap();
            let store = store.on_save_step(move |step| {
                if step == last {
                    // As `kill -9` does it: nothing is tidied up on the way out.
                    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
                }
            });
            store.save_token(&token(BODY)).unwrap();
        }
        "save-token-stopping" => {
            let at: SaveStep = argument.parse().unwrap();
            let store = store.on_save_step(move |step| {
                if step == at {
                    say("stopped");
                    wait_for_go_on();
                }
            });
            store.save_token(&token(BODY)).unwrap();
        }
        "save-tokens" => {
            for _ in 0..argument.parse().unwrap() {
                store.save_token(&token(BODY)).unwrap();
            }
        }
        "save-profiles" => {
            for number in 0..argument.parse().unwrap() {
                store.save_profile(&format!("{}-{number}", std::process::id()), &Profile::default()).unwrap();
            }
        }
        "discover" => {
            let paths = Paths::discover().unwrap();
            say(&format!("{} and {}", paths.config().display(), paths.sandbox_key().display()));
        }
        "save-token-refused" => say(&store.save_token(&token(BODY)).unwrap_err().to_string()),
        "serve" => {
            let Claim::Serving(serving) = store.try_serve().unwrap() else { panic!("nobody else serves") };
            serving.announce(&argument).unwrap();
            say("serving");
            wait_for_go_on();
        }
        "journal" => {
            let (mut journal, _) = store.open_journal::<String>().unwrap();
            journal.append(&["one".to_owned(), "two".to_owned()]).unwrap();
            journal.append(&["three".to_owned()]).unwrap();
            say("written");
            wait_for_go_on();
        }
        other => panic!("unknown job {other}"),
    }
}
