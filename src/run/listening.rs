//! The listener behind a redirect URI: one at a time.

use std::sync::Arc;

use tokio::{
    sync::oneshot::{self, error::TryRecvError},
    task::JoinHandle,
};

use super::world::World;
use crate::{
    app::{
        Msg,
        msg::{ListenFailure, Listening},
    },
    net::{CaptureErrorKind, capture},
};

/// A listener at work; it ends when it is dropped.
pub(super) struct CaptureTask {
    _stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl World {
    pub(super) fn listen(&mut self, redirect_uri: String, state: Option<String>, any_port: bool, register: bool) {
        self.stop_listening();
        let before = self.listened.take();
        let (stop, mut stopped) = oneshot::channel::<()>();
        let (messages, local) = (self.messages.clone(), Arc::clone(&self.local));
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
        self.capture = Some(CaptureTask { _stop: stop, ended });
    }

    pub(super) fn stop_listening(&mut self) {
        // The next one has to know when the port is free.
        if let Some(capture) = self.capture.take() {
            self.listened = Some(capture.ended);
        }
    }
}
