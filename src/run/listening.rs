//! The listener behind a redirect URI: one at a time.

use std::sync::Arc;

use tokio::{
    sync::{
        mpsc::UnboundedSender,
        oneshot::{self, error::TryRecvError},
    },
    task::JoinHandle,
};

use super::local_orcid::SharedOrcid;
use crate::{
    app::{
        Msg,
        msg::{ListenFailure, Listening},
    },
    net::{CaptureErrorKind, capture},
};

/// The listener of now, and the one before it, which may not have ended yet.
#[derive(Default)]
pub(super) struct Listener {
    now: Option<Task>,
    before: Option<JoinHandle<()>>,
}

/// A listener at work; it ends when it is dropped.
struct Task {
    _stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

/// What to listen for.
pub(super) struct Wish {
    pub redirect_uri: String,
    /// The `state` that was sent.
    pub state: Option<String>,
    /// Whether any other port will do where that one is taken.
    pub any_port: bool,
    /// Whether the simulated ORCID is told where it is.
    pub register: bool,
}

impl Listener {
    /// Begins to listen in the place of whatever listens now.
    pub fn listen(&mut self, wish: Wish, messages: UnboundedSender<Msg>, local: Arc<SharedOrcid>) {
        let Wish { redirect_uri, state, any_port, register } = wish;
        self.stop();
        let before = self.before.take();
        let (stop, mut stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(async move {
            if let Some(before) = before {
                // The port is free only when the old listener has ended.
                drop(before.await);
            }
            let bound = match capture::bind(&redirect_uri).await {
                Err(error) if any_port && matches!(error.kind, CaptureErrorKind::PortInUse { .. }) => {
                    capture::bind_any_port(&redirect_uri).await
                }
                bound => bound,
            };
            let unwanted = |stopped: &mut oneshot::Receiver<()>| stopped.try_recv() == Err(TryRecvError::Closed);
            // Who asked next would take what this one says for an answer to that.
            if unwanted(&mut stopped) {
                return;
            }
            let bound = match bound {
                Ok(bound) => bound,
                Err(error) => {
                    let failure = ListenFailure {
                        paste_instead: error.kind == CaptureErrorKind::NotLoopback,
                        port_in_use: matches!(error.kind, CaptureErrorKind::PortInUse { .. }),
                        message: error.message,
                    };
                    drop(messages.send(Msg::Listening(Err(failure))));
                    return;
                }
            };
            if register {
                local.start().await;
                if let Some(Err(why)) = local.register(&bound.redirect_uri).await {
                    drop(messages.send(Msg::Trouble(why)));
                }
                if unwanted(&mut stopped) {
                    return;
                }
            }
            let listening = Listening {
                redirect_uri: bound.redirect_uri.clone(),
                addresses: bound.addresses.clone(),
                fingerprint: bound.fingerprint.clone(),
            };
            drop(messages.send(Msg::Listening(Ok(listening))));
            let (events, mut arrived) = tokio::sync::mpsc::unbounded_channel();
            let relay = async {
                while let Some(captured) = arrived.recv().await {
                    drop(messages.send(Msg::Captured(captured)));
                }
            };
            tokio::join!(bound.run(state, events, async move { drop(stopped.await) }), relay);
        });
        self.now = Some(Task { _stop: stop, ended });
    }

    /// Ends whatever listens.
    pub fn stop(&mut self) {
        // The next one has to know when the port is free.
        if let Some(task) = self.now.take() {
            self.before = Some(task.ended);
        }
    }
}
