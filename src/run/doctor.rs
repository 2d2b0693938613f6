//! What the doctor finds on this computer: clipboard, browser, terminal, proxy, files, and the port of the redirect URI.

mod proxy;

use std::{env, sync::Arc};

use tokio::task::spawn_blocking;

use super::{
    browser,
    clipboard::{self, Rung, Surroundings},
};
use crate::{
    app::doctor::Line,
    net::{CaptureErrorKind, capture},
    store::Store,
};

/// A token is about as long as this.
const TOKEN: usize = 36;

/// What the port of the redirect URI is to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// It listens there.
    Ours,
    /// In `local` another one does as well: it is registered on the way.
    Any,
    /// It is the one that ORCID compares.
    Registered,
}

/// Looks at everything here that does not need the server.
pub async fn examine(
    store: &Arc<Store>,
    surroundings: &Surroundings,
    redirect_uri: &str,
    issuer: &str,
    port: Port,
) -> Vec<Line> {
    let mut lines = vec![proxy::look(issuer)];
    lines.extend(callback(redirect_uri, port).await);
    lines.push(browser(surroundings, redirect_uri, issuer));
    let native = spawn_blocking(clipboard::is_there).await.unwrap_or(false);
    lines.push(copying(surroundings, native));
    lines.push(terminal(surroundings, |name| env::var(name).ok()));
    let store = Arc::clone(store);
    match spawn_blocking(move || (files(&store), oddities(&store))).await {
        Ok((files, oddities)) => lines.extend([files].into_iter().chain(oddities)),
        Err(error) => lines.push(Line::failed("files", error.to_string(), "Ask once more.")),
    }
    lines
}

async fn callback(redirect_uri: &str, port: Port) -> Option<Line> {
    const WHAT: &str = "callback";
    if redirect_uri.is_empty() {
        return None;
    }
    if port == Port::Ours {
        return Some(Line::passed(WHAT, format!("This program listens at {redirect_uri} already.")));
    }
    Some(match capture::bind(redirect_uri).await {
        Ok(_) => Line::passed(WHAT, format!("This program can listen at {redirect_uri}.")),
        Err(error) => match error.kind {
            CaptureErrorKind::NotLoopback => Line::not_testable(
                WHAT,
                "The redirect URI leads to another computer.",
                Some("Paste the address that the browser lands on; nothing else is needed."),
            ),
            CaptureErrorKind::PortInUse { .. } if port == Port::Any => Line::passed(
                WHAT,
                "Another program has the port of the redirect URI; local listens at a free one then, and registers it.",
            ),
            CaptureErrorKind::PortInUse { .. } if capture::is_waited_at(redirect_uri).await => {
                Line::passed(WHAT, "A playground, or a command that waits for its answer, listens there already.")
            }
            CaptureErrorKind::PortInUse { .. } => Line::not_testable(
                WHAT,
                "Another program has the port of the redirect URI. If it is your application, that is as it should be; this \
                 program cannot listen there meanwhile.",
                Some("To authorize from here, end it, or register a redirect URI with another port."),
            ),
            CaptureErrorKind::BadUri | CaptureErrorKind::NotPermitted | CaptureErrorKind::Other => {
                Line::failed(WHAT, error.message, "Correct the redirect URI, here and where it is registered.")
            }
        },
    })
}

fn browser(surroundings: &Surroundings, redirect_uri: &str, issuer: &str) -> Line {
    let Some(why) = browser::missing() else {
        return Line::passed("browser", "The system's browser can be opened.");
    };
    let tunnel = surroundings.remote.as_ref().and_then(|remote| remote.tunnel([redirect_uri, issuer]));
    let remedy = match tunnel {
        Some(tunnel) => {
            let open = tunnel.open.map(|open| format!(" ({open})")).unwrap_or_default();
            format!(
                "On your own computer run {}{open}, then open the authorization URL in the browser there.",
                tunnel.command
            )
        }
        None => "Copy the authorization URL and open it where a browser is.".to_owned(),
    };
    Line::not_testable("browser", format!("None can be opened from here: {why}."), Some(&remedy))
}

/// Where a copy really goes: the first way that is open here, and which one is not.
fn copying(surroundings: &Surroundings, native: bool) -> Line {
    let ladder = clipboard::ladder(surroundings, TOKEN);
    let missing = !native && ladder.contains(&Rung::Native);
    let way = ladder.into_iter().find(|rung| native || *rung != Rung::Native);
    let is_sure = matches!(way, Some(Rung::Native | Rung::Tmux));
    let way = match way {
        Some(Rung::Native) => "Copies go to this computer's clipboard first.",
        Some(Rung::Tmux) => "Copies go to tmux (`tmux load-buffer -w`) first.",
        Some(Rung::Osc52) => "Copies are sent to the terminal (OSC 52) first; whether it takes them, it does not say.",
        Some(Rung::File) | None => "Copies go to a file: there is no clipboard within reach.",
    };
    // What is there comes first: the sign before it speaks of that.
    let why = if missing { " No clipboard of this computer is within reach." } else { "" };
    if is_sure {
        return Line::passed("clipboard", format!("{way}{why}"));
    }
    Line::not_testable("clipboard", format!("{way}{why}"), Some("Copy something with y u, and paste it somewhere."))
}

fn terminal(surroundings: &Surroundings, variable: impl Fn(&str) -> Option<String>) -> Line {
    const WHAT: &str = "terminal";
    let term = variable("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Line::not_testable(WHAT, "There is none that can place text.", Some("The commands work all the same."));
    }
    let mut words = format!("TERM is {term}");
    if surroundings.tmux {
        words.push_str(", inside tmux");
    }
    if surroundings.remote.is_some() {
        words.push_str(", over SSH");
    }
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        words.push_str(", without colors (NO_COLOR)");
    }
    Line::passed(WHAT, format!("{words}."))
}

fn files(store: &Store) -> Line {
    const WHAT: &str = "files";
    if store.is_ephemeral() {
        return Line::passed(WHAT, "Nothing is written (--ephemeral).");
    }
    match store.check_readable() {
        Err(error) => Line::failed(WHAT, error.to_string(), "Correct the file; it is left as it is until then."),
        Ok(()) => match store.check_writable() {
            Ok(()) => {
                Line::passed(WHAT, format!("Token responses can be stored in {}.", store.paths().tokens().display()))
            }
            Err(error) => {
                Line::failed(WHAT, error.to_string(), "Until then a token response can only be shown, not kept.")
            }
        },
    }
}

/// What the configuration holds that does nothing. That may be meant.
fn oddities(store: &Store) -> Vec<Line> {
    // What cannot be read is told above.
    let said = store.config_oddities().unwrap_or_default().into_iter();
    let path = store.paths().config().display().to_string();
    said.map(|odd| Line::not_testable("configuration", odd, Some(&format!("Look at {path}, if that was not meant."))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::Verdict;

    #[test]
    fn copies_go_where_there_is_a_way() {
        let of = |variables: &'static [(&str, &str)]| {
            Surroundings::read(move |asked| {
                variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned())
            })
        };
        let tmux = of(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/x,1,0")]);
        assert!(copying(&tmux, true).found.starts_with("Copies go to this computer's clipboard"));
        let words = copying(&tmux, false).found;
        assert!(words.starts_with("Copies go to tmux") && words.ends_with("within reach."), "{words}");
        let ssh = of(&[("TERM", "xterm"), ("SSH_TTY", "/dev/pts/0")]);
        assert!(copying(&ssh, false).found.starts_with("Copies are sent to the terminal"));
    }

    #[tokio::test]
    async fn the_port_of_the_redirect_uri_is_tried() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let uri = format!("http://{}/callback", taken.local_addr().expect("an address"));
        let verdict = async |uri: &str, port| callback(uri, port).await.map(|line| line.verdict);
        // It may be the application: nobody here can tell.
        assert_eq!(verdict(&uri, Port::Registered).await, Some(Verdict::NotTestable));
        assert_eq!(verdict(&uri, Port::Ours).await, Some(Verdict::Passed));
        assert_eq!(verdict(&uri, Port::Any).await, Some(Verdict::Passed));
        drop(taken);
        assert_eq!(verdict(&uri, Port::Registered).await, Some(Verdict::Passed));
        assert_eq!(verdict("https://example.org/callback", Port::Registered).await, Some(Verdict::NotTestable));
        assert_eq!(verdict("nonsense", Port::Registered).await, Some(Verdict::Failed));
    }

    #[tokio::test]
    async fn a_playground_at_the_redirect_uri_is_no_stranger() {
        let capture = capture::bind_any_port("http://127.0.0.1:1/callback").await.expect("a port");
        let uri = capture.redirect_uri.clone();
        let (events, mut arrived) = tokio::sync::mpsc::unbounded_channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(async move { capture.run(None, events, stopped).await });
        let line = callback(&uri, Port::Registered).await.expect("a line");
        assert_eq!(line.verdict, Verdict::Passed, "{line:?}");
        drop(stop);
        serving.await.expect("it ends");
        assert!(arrived.recv().await.is_none(), "being asked for is no answer");
    }
}
