//! `doctor`: what is wrong with the credentials and with this computer, found out without a researcher.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    args::DoctorArgs,
    context::Context,
    error::{CliError, Exit},
    findings,
    format::Format,
    input,
    output::{self, note},
    prompt::Asked,
    secret,
    server::Server,
};
use crate::{
    app::doctor::{Checkup, Line, Probe, Subject, Verdict},
    oauth::{Client, Outcome, ScopeSet, mask},
    orcid::{EnvironmentKey, shape},
    run::{
        clipboard::Surroundings,
        doctor::{self, Port},
        shell_command,
    },
    store::Store,
    text::{sanitize, width, wrap_words},
};

/// Asks, and says what was found as it is found.
///
/// # Errors
/// When something is wrong: [`Exit::Network`] when the server cannot be reached, else [`Exit::Refused`].
pub async fn run(cx: &Context, args: &DoctorArgs) -> Result<(), CliError> {
    let without_files = without_files(cx);
    let store = Arc::clone(&cx.store);
    let cx = without_files.as_ref().unwrap_or(cx);
    let resolved = cx.resolve_and_tell()?;
    let page = match args.page.as_deref() {
        Some("-") => Some(input::text(&cx.global, "the page").await?),
        page => page.map(str::to_owned),
    };
    // Without a secret there is still much to tell, and without a client nobody is asked for one.
    let command = resolved.client_secret_command.as_deref();
    let known = resolved.client_secret.clone();
    let (mut client_secret, mut no_secret) = (None, None);
    match command.filter(|_| known.is_none() && !cx.global.client_secret_stdin) {
        // One that fails is told, and all else is looked at.
        Some(command) => match shell_command::secret(command).await {
            Ok(secret) => client_secret = Some(secret),
            Err(why) => no_secret = Some(why),
        },
        None if resolved.client_id.is_empty() && known.is_none() && !cx.global.client_secret_stdin => {}
        None => match secret::find(cx, &resolved.client_id, known, None).await? {
            Asked::Secret(secret) => client_secret = Some(secret),
            Asked::Nothing | Asked::NoTerminal => {}
        },
    }
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let environment = server.environment.clone();
    let mut told = Teller { format: cx.global.format, count: 0 };
    told.begin(&format!("{} · {}", environment.title, shown(&resolved.client_id)));
    let issuer = environment.metadata.issuer.clone();
    let client = Client { client_secret, ..resolved.client() };
    let scope = ScopeSet::parse(&resolved.scope);
    let findings = findings::of_client(&client, &server, &resolved.scope);
    findings.iter().for_each(|finding| cx.recording.finding(finding.text()));
    let mut checkup = Checkup::new(Subject { environment, client, page, no_secret, scope, findings });
    let mut unreachable = false;
    cx.recording.asking();
    told.tell(checkup.lines())?;
    while let Some((probe, request)) = checkup.next_question() {
        let outcome = cx.client.send(request).await;
        unreachable |= probe == Probe::Discovery && matches!(outcome, Outcome::Failed { .. });
        checkup.received(&probe, &outcome, Timestamp::now());
        told.tell(checkup.lines())?;
    }
    let port = if resolved.environment == EnvironmentKey::Local { Port::Any } else { Port::Registered };
    let surroundings = Surroundings::read(|name| std::env::var(name).ok());
    for line in doctor::examine(&store, &surroundings, &resolved.redirect_uri, &issuer, port).await {
        checkup.add(line);
    }
    told.tell(checkup.lines())?;
    cx.recording.examined(checkup.lines());
    told.end(checkup.lines())?;
    if !checkup.has_failed() {
        return Ok(());
    }
    let mut failed: Vec<&str> = Vec::new();
    for line in checkup.lines().iter().filter(|line| line.verdict == Verdict::Failed) {
        if !failed.contains(&line.what.as_str()) {
            failed.push(&line.what);
        }
    }
    let exit = if unreachable { Exit::Network } else { Exit::Refused };
    let things = if failed.len() == 1 { "One thing is" } else { "Several things are" };
    Err(CliError::new(exit, format!("{things} wrong: {}.", failed.join(", ")), ""))
}

/// What is examined where the files are of no use: the rest, by what options and variables say. What is wrong with the
/// files is told in its turn.
fn without_files(cx: &Context) -> Option<Context> {
    let read = cx.store.check_readable();
    if read.is_ok() && cx.store.check_writable().is_ok() {
        return None;
    }
    let mut global = cx.global.clone();
    let store = match read {
        Ok(()) => Store::ephemeral_over(cx.store.paths()).unwrap_or_else(|_| Store::ephemeral()),
        Err(_) => {
            if let Some(name) = global.profile.take() {
                note(&format!("note: the profile {name} cannot be read; options and variables count alone."));
            }
            Store::ephemeral()
        }
    };
    let (variables, client, recording) = (cx.variables.clone(), cx.client.clone(), cx.recording.clone());
    Some(Context { global, variables, store: Arc::new(store), client, recording, under_way: Arc::clone(&cx.under_way) })
}

/// The client id; a secret in its place is shown to nobody.
fn shown(client_id: &str) -> String {
    match shape::without_strays(client_id) {
        bare if bare.is_empty() => "no client id".to_owned(),
        bare if shape::is_uuid(&bare) => mask(&bare),
        bare => bare,
    }
}

/// A text behind its beginning, broken at blanks where a terminal of so many columns ends; the rows below begin where the
/// text does. As one line where there is no terminal, or one too narrow for that.
fn hanging(begin: &str, text: &str, columns: Option<usize>) -> String {
    const LEAST: usize = 20;
    let (text, indent) = (sanitize(text), width(begin));
    let Some(room) = columns.and_then(|columns| columns.checked_sub(indent)).filter(|room| *room >= LEAST) else {
        return format!("{begin}{text}");
    };
    let rows: Vec<&str> = wrap_words(&text, room).into_iter().map(|row| &text[row]).collect();
    format!("{begin}{}", rows.join(&format!("\n{:indent$}", "")))
}

/// Says lines as they come, or all of them as JSON in the end.
struct Teller {
    format: Format,
    count: usize,
}

impl Teller {
    fn begin(&self, title: &str) {
        if self.format == Format::Text {
            note(title);
        }
    }

    fn tell(&mut self, lines: &[Line]) -> Result<(), CliError> {
        if self.format == Format::Json {
            return Ok(());
        }
        let columns = output::columns();
        for line in lines.iter().skip(self.count) {
            let begin = format!("{} {:<22} ", line.verdict.sign(), line.what);
            output::text(&hanging(&begin, &line.found, columns))?;
            if let Some(remedy) = &line.remedy {
                output::text(&hanging(&format!("{:25}→ ", ""), remedy, columns))?;
            }
        }
        self.count = lines.len();
        Ok(())
    }

    fn end(&self, lines: &[Line]) -> Result<(), CliError> {
        match self.format {
            Format::Json => output::json(&lines),
            Format::Text => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hanging;

    #[test]
    fn a_long_line_goes_on_below_its_text() {
        let of = |columns| hanging("✗ client   ", "The id is known here, the secret is not its.", columns);
        assert_eq!(of(Some(35)), "✗ client   The id is known here,\n           the secret is not its.");
        let whole = "✗ client   The id is known here, the secret is not its.";
        assert_eq!((of(None).as_str(), of(Some(80)).as_str(), of(Some(20)).as_str()), (whole, whole, whole));
    }
}
