//! Everything that effects need, and the one match over them.

use std::{collections::HashMap, sync::Arc, sync::Mutex, sync::PoisonError};

use jiff::Timestamp;
use tokio::{
    sync::{mpsc::UnboundedSender, oneshot},
    task::{AbortHandle, spawn_blocking},
    time::timeout,
};

use super::{
    browser,
    clipboard::{self, Clipboard, Outcome as CopyOutcome, Surroundings},
    doctor,
    listening::{Listener, Wish},
    local_orcid::SharedOrcid,
    profiles,
    sending::{Letter, keep, send},
    sessions, shelf, shell_command,
    working::Working,
    writes::Writes,
};
use crate::{
    app::{
        Effect, Msg,
        copy::{Copied, Via},
        dance::Sent,
        history,
        msg::TokenContext,
        profile::Change,
    },
    net::HttpClient,
    oauth::{ExchangeId, HttpRequest, Outcome, Secret},
    store::{PendingRequest, Store, StoreError},
};

/// What only the owner of the terminal can do.
#[derive(Debug)]
pub enum Shell {
    /// Draw the whole screen.
    Redraw,
    /// Mouse capture on or off.
    Mouse(bool),
    /// Give the terminal to the user's own editor.
    Edit {
        /// What it begins with.
        text: String,
        /// The ending of the file.
        extension: &'static str,
    },
    /// Stop the process as Ctrl-Z does.
    Suspend,
    /// Leave.
    Quit,
}

/// A copy that the owner of the terminal has to write, between two frames.
#[derive(Debug)]
pub struct Osc52 {
    /// What it is, for the notice.
    pub what: &'static str,
    /// The text.
    pub text: Secret,
}

/// The world outside the model.
pub struct World {
    /// Where answers go.
    messages: UnboundedSender<Msg>,
    /// Where OSC 52 copies go.
    osc_52: UnboundedSender<Osc52>,
    client: HttpClient,
    store: Arc<Store>,
    writes: Writes,
    local: Arc<SharedOrcid>,
    sending: HashMap<ExchangeId, oneshot::Sender<()>>,
    working: Working,
    /// Commands that print client secrets, while they run.
    commands: Vec<(String, AbortHandle)>,
    listener: Listener,
    clipboard: Arc<Mutex<Clipboard>>,
    surroundings: Surroundings,
}

impl World {
    /// A world around a store.
    pub fn new(
        store: Arc<Store>,
        client: HttpClient,
        surroundings: Surroundings,
        messages: UnboundedSender<Msg>,
        osc_52: UnboundedSender<Osc52>,
    ) -> Self {
        Self {
            local: Arc::new(SharedOrcid::new(Arc::clone(&store), messages.clone())),
            messages,
            osc_52,
            client,
            store,
            writes: Writes::new(),
            sending: HashMap::new(),
            working: Working::default(),
            commands: Vec::new(),
            listener: Listener::default(),
            clipboard: Arc::default(),
            surroundings,
        }
    }

    /// Performs one effect. Nothing here blocks: what takes time goes on in a task and comes back as a message.
    pub fn perform(&mut self, effect: Effect) -> Option<Shell> {
        match effect {
            Effect::StartLocal => {
                let local = Arc::clone(&self.local);
                tokio::spawn(async move { local.start().await });
            }
            Effect::Send { id, request, store, local } => {
                self.send(id, Letter { request, for_local: local }, store);
            }
            Effect::Visit(request) => {
                let (client, messages) = (self.client.clone(), self.messages.clone());
                tokio::spawn(async move {
                    if let Outcome::Failed { error, .. } = client.send(request).await {
                        let text = format!("The callback did not reach the listener: {error}. Authorize again.");
                        drop(messages.send(Msg::NotVisited(text)));
                    }
                });
            }
            Effect::Cancel(id) => {
                if let Some(stop) = self.sending.remove(&id) {
                    // It may have ended in this moment.
                    let _ = stop.send(());
                }
            }
            Effect::Work(work) => self.working.begin(work, &self.messages),
            Effect::StopWork(ticket) => self.working.stop(ticket),
            Effect::SaveFile { path, bytes, replace } => {
                self.save(move || Msg::FileSaved(sessions::save_bytes(&path, &bytes, replace)));
            }
            Effect::Listen { redirect_uri, state, any_port, register } => {
                let wish = Wish { redirect_uri, state, any_port, register };
                self.listener.listen(wish, self.messages.clone(), Arc::clone(&self.local));
            }
            Effect::StopListening => self.listener.stop(),
            Effect::OpenBrowser(url) => self.answer(move || Msg::BrowserOpened(browser::open(&url))),
            Effect::Copy { what, text } => self.copy(what, move || text),
            Effect::SavePending(sent) => self.note(move |store| store.save_pending(&pending(*sent))),
            Effect::NoteRevoked(token) => self.note(move |store| store.mark_revoked(&token, Timestamp::now())),
            Effect::NoteSeen(token, seen) => self.note(move |store| store.mark_seen(&token, seen, Timestamp::now())),
            Effect::KeepTokens { context, token_endpoint, body } => self.write(move |store| {
                let stored = shelf::keep_tokens(store, &context, token_endpoint, &body);
                Msg::TokensKept { context, body, stored }
            }),
            // Behind what is being written, so that it is there.
            Effect::ListTokens => self.write(|store| Msg::Stock(shelf::stock(store))),
            Effect::ForgetToken(id) => self.write(move |store| {
                let forgotten = store.forget_token(&id).map_err(|error| error.to_string());
                Msg::Stock(forgotten.and_then(|_| shelf::stock(store)))
            }),
            Effect::SaveProfile { profile, secret } => self.write(move |store| {
                let saved = profiles::save(store, &profile, secret.as_ref());
                let all = saved.and_then(|()| profiles::all(store)).map_err(|error| error.to_string());
                Msg::Profiles(Change::Save(profile.name), all)
            }),
            Effect::DeleteProfile(name) => self.write(move |store| {
                let deleted = store.delete_profile(&name);
                let all = deleted.and_then(|()| profiles::all(store)).map_err(|error| error.to_string());
                Msg::Profiles(Change::Delete(name), all)
            }),
            Effect::UseProfile(name) => {
                self.note(move |store| store.update_settings(|settings| settings.active_profile = Some(name)));
            }
            Effect::RunSecretCommand(command) => self.run_command(command),
            Effect::StopSecretCommand(command) => {
                let stopped = self.commands.extract_if(.., |(other, _)| *other == command);
                stopped.for_each(|(_, task)| task.abort());
            }
            Effect::Examine { redirect_uri, issuer, listening, any_port } => {
                let port = match (listening, any_port) {
                    (true, _) => doctor::Port::Ours,
                    (false, true) => doctor::Port::Any,
                    (false, false) => doctor::Port::Registered,
                };
                let (store, surroundings) = (Arc::clone(&self.store), self.surroundings.clone());
                let messages = self.messages.clone();
                tokio::spawn(async move {
                    let lines = doctor::examine(&store, &surroundings, &redirect_uri, &issuer, port).await;
                    let _ = messages.send(Msg::Examined(lines));
                });
            }
            Effect::Compare(pair) => self.answer(move || Msg::Compared(history::difference(&pair.0, &pair.1))),
            Effect::CopyContent(content) => self.copy(content.what(), move || content.text()),
            Effect::SaveContent { path, content, replace } => {
                self.save(move || Msg::Kept(sessions::save(&path, &content, replace)));
            }
            Effect::OpenSession { path, situation } => {
                self.answer(move || Msg::Opened(sessions::open(&path, &situation)));
            }
            Effect::SaveProgress(progress) => self.note(move |store| store.save_progress(&progress)),
            Effect::Redraw => return Some(Shell::Redraw),
            Effect::Mouse(on) => return Some(Shell::Mouse(on)),
            Effect::EditText { text, extension } => return Some(Shell::Edit { text, extension }),
            Effect::Suspend => return Some(Shell::Suspend),
            Effect::Quit => return Some(Shell::Quit),
        }
        None
    }

    /// On leaving: what is being written is written, tokens that are under way too, and the clipboard handed over. `false`
    /// when what was copied will vanish with the program.
    pub async fn leave(&mut self) -> bool {
        self.listener.stop();
        self.writes.done().await;
        let clipboard = Arc::clone(&self.clipboard);
        let handing_over = spawn_blocking(move || clipboard.lock().unwrap_or_else(PoisonError::into_inner).hand_over());
        // A program that does not take it must not hold the person back for ever.
        matches!(timeout(clipboard::PATIENCE, handing_over).await, Ok(Ok(true)))
    }

    /// Does something that blocks, off the loop.
    fn answer(&self, work: impl FnOnce() -> Msg + Send + 'static) {
        let messages = self.messages.clone();
        spawn_blocking(move || {
            // Nobody listens any more when the program is about to end.
            let _ = messages.send(work());
        });
    }

    /// Writes a file where the person says, which has to be there when the program is left.
    fn save(&self, work: impl FnOnce() -> Msg + Send + 'static) {
        let write = self.writes.begin();
        self.answer(move || {
            let message = work();
            drop(write);
            message
        });
    }

    /// Writes to the store, behind whatever is to be written before it.
    fn write(&self, work: impl FnOnce(&Arc<Store>) -> Msg + Send + 'static) {
        let (store, messages) = (Arc::clone(&self.store), self.messages.clone());
        self.writes.queue(move || drop(messages.send(work(&store))));
    }

    /// The same for what says something only when it fails.
    fn note<T>(&self, work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static) {
        let (store, messages) = (Arc::clone(&self.store), self.messages.clone());
        self.writes.queue(move || {
            if let Err(error) = work(&store) {
                let _ = messages.send(Msg::Trouble(error.to_string()));
            }
        });
    }

    fn send(&mut self, id: ExchangeId, letter: Letter, context: Option<Box<TokenContext>>) {
        let (client, store, local, messages) =
            (self.client.clone(), Arc::clone(&self.store), Arc::clone(&self.local), self.messages.clone());
        let moved = {
            let messages = messages.clone();
            move |request: &HttpRequest| drop(messages.send(Msg::Readdressed(id, request.clone())))
        };
        self.sending.retain(|_, stop| !stop.is_closed());
        let Some(context) = context else {
            let (stop, stopped) = oneshot::channel();
            self.sending.insert(id, stop);
            tokio::spawn(async move {
                let arriving = messages.clone();
                let watch = move |arrived| drop(arriving.send(Msg::Arriving(id, Box::new(arrived))));
                match send(&client, &local, letter, moved, watch, stopped).await.1 {
                    // Who cancelled it knows.
                    Outcome::Cancelled => {}
                    outcome => drop(messages.send(Msg::Received(id, outcome, None))),
                }
            });
            return;
        };
        let write = self.writes.begin();
        // Nothing of a token response is shown before it is stored, and what is cancelled on the screen or left behind is
        // stored all the same: a code works once.
        tokio::spawn(async move {
            let _write = write;
            let (_never, stopped) = oneshot::channel();
            let (request, outcome) = send(&client, &local, letter, moved, |_| {}, stopped).await;
            let stored = keep(&store, *context, &request, &outcome).await;
            let _ = messages.send(Msg::Received(id, outcome, stored));
        });
    }

    /// Runs the command of a profile that prints the client secret.
    fn run_command(&mut self, command: String) {
        self.commands.retain(|(_, task)| !task.is_finished());
        let (messages, line) = (self.messages.clone(), command.clone());
        let task = tokio::spawn(async move {
            let answer = shell_command::secret_apart(&line).await;
            drop(messages.send(Msg::SecretCommand(line, answer)));
        });
        self.commands.push((command, task.abort_handle()));
    }

    fn copy(&self, what: &'static str, text: impl FnOnce() -> Secret + Send + 'static) {
        let (clipboard, surroundings) = (Arc::clone(&self.clipboard), self.surroundings.clone());
        let (messages, osc_52) = (self.messages.clone(), self.osc_52.clone());
        let (store, write) = (Arc::clone(&self.store), self.writes.begin());
        spawn_blocking(move || {
            let _write = write;
            let text = text();
            let mut clipboard = clipboard.lock().unwrap_or_else(PoisonError::into_inner);
            let via = match clipboard.copy(&surroundings, &text, &store) {
                CopyOutcome::Gone(via) => Ok(via),
                CopyOutcome::Failed(why) => Err(why),
                CopyOutcome::WriteOsc52 => {
                    drop(osc_52.send(Osc52 { what, text }));
                    Ok(Via::Terminal)
                }
            };
            let _ = messages.send(Msg::Copied(Copied { what, via }));
        });
    }
}

fn pending(sent: Sent) -> PendingRequest {
    PendingRequest {
        created_at: sent.at,
        environment: sent.environment.key.to_string(),
        profile: None,
        provider: sent.environment.metadata,
        request: sent.request,
        token_endpoint_auth_method: sent.client.token_endpoint_auth_method,
        code_verifier: sent.code_verifier,
    }
}
