//! Esc: what is waited for is waited for no longer.

use super::Turn;
use crate::app::{awaited::Awaited, msg::Effect};

impl Turn<'_> {
    /// Stops waiting for the newest answer, or command.
    pub(super) fn cancel_newest(&mut self) {
        match self.model.awaited.to_give_up().cloned() {
            Some(Awaited::Answer(id)) => self.cancel(id),
            Some(Awaited::Secret(command)) => self.stop_command(command),
            _ => {}
        }
    }

    /// Stops the command that prints a client secret: nothing is sent, and the doctor goes on without the secret.
    fn stop_command(&mut self, command: String) {
        self.model.dance.asks_secret.take_if(|asked| *asked == command);
        self.doctor_has_secret(&command, Err("you stopped it".to_owned()));
        self.effects.push(Effect::StopSecretCommand(command));
        self.plain("Canceled: the command was stopped, and nothing was sent.");
    }
}
