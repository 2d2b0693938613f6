//! The snippets for containers, for CI and for curl.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Stdio},
};

use libtest_mimic::Failed;
use serde_json::Value;

use super::{
    snippet,
    stage::{Stage, said, succeeds},
};

/// Killed when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What is not installed.
pub fn missing() -> Option<String> {
    (!succeeds("curl", &["--version"])).then(|| "curl is not installed".to_owned())
}

/// The words of a JSON array of texts.
fn words(array: &str) -> Result<Vec<String>, Failed> {
    Ok(serde_json::from_str(array)?)
}

/// The words behind an instruction of the Dockerfile.
fn instruction(dockerfile: &str, name: &str) -> Result<Vec<String>, Failed> {
    let line = dockerfile.lines().find(|line| line.starts_with(name)).ok_or("no such instruction")?;
    words(line.split_once('[').map(|(_, list)| format!("[{list}")).ok_or("no list")?.as_str())
}

/// Starts one that says when it is ready, and gives that line's object.
fn start(stage: &Stage, command: &[String]) -> Result<(Running, Value), Failed> {
    let (program, args) = command.split_first().ok_or("a program")?;
    let mut running = Running(stage.command(program).args(args).stdout(Stdio::piped()).spawn()?);
    let mut line = String::new();
    BufReader::new(running.0.stdout.as_mut().ok_or("a pipe")?).read_line(&mut line)?;
    Ok((running, serde_json::from_str(&line)?))
}

/// What the image and the composition start, and the health check. No container: at a port of loopback that is free.
pub fn container() -> Result<(), Failed> {
    const HEADING: &str = "## In a container";
    let dockerfile = snippet::only(HEADING, "dockerfile");
    let compose = snippet::only(HEADING, "yaml");
    let command =
        compose.split_once("command: ").and_then(|(_, rest)| Some(rest.split_once(']')?.0)).ok_or("a command")?;
    let port = free_port()?;
    let address = format!("127.0.0.1:{port}");
    for options in [instruction(dockerfile, "CMD")?, words(&format!("{command}]"))?] {
        let stage = Stage::new()?;
        let mut entry = instruction(dockerfile, "ENTRYPOINT")?;
        let place = entry.iter_mut().find(|word| *word == "0.0.0.0:18800").ok_or("the address of every interface")?;
        place.clone_from(&address);
        entry.extend(options);
        let check = instruction(dockerfile, "HEALTHCHECK")?;
        let healthy = || -> Result<Option<i32>, Failed> {
            let (program, args) = check.split_first().ok_or("a program")?;
            Ok(stage.command(program).args(args).args(["--addr", &address]).stderr(Stdio::null()).status()?.code())
        };
        assert_eq!(healthy()?, Some(3), "nobody answers before it is started");
        let (_running, ready) = start(&stage, &entry)?;
        assert_eq!(ready["issuer"], "http://orcid:18800");
        assert_eq!(healthy()?, Some(0));
    }
    Ok(())
}

/// What a CI job does: start, wait, and ask what was sent.
pub fn ci() -> Result<(), Failed> {
    let stage = Stage::new()?;
    // The job uses the usual port, which may be taken here: another one is put in its place.
    let port = free_port()?;
    let program = env!("CARGO_BIN_EXE_orcid-playground");
    stage.replace_program(&format!("#!/bin/sh\nexec '{program}' \"$@\" --addr 127.0.0.1:{port}\n"))?;
    let job = snippet::only("## In CI", "sh");
    let rest = format!(
        "curl --silent --fail --output /dev/null http://127.0.0.1:{port}/oauth/jwks\n\
         curl --silent --fail http://127.0.0.1:{port}/_sandbox/exchanges\nkill $!\n"
    );
    let exchanges = stage.run("sh", &["-c", &format!("set -e\n{job}{rest}")])?;
    if exchanges.contains("/oauth/jwks") { Ok(()) } else { Err(format!("nothing was recorded: {exchanges}").into()) }
}

/// What the guide does with curl: an item is written, a webhook registered.
pub fn curl() -> Result<(), Failed> {
    let stage = Stage::new()?;
    let entry =
        "orcid-playground --ephemeral sandbox --addr 127.0.0.1:0 --ready-json --auto-approve 0000-0002-4456-8947";
    let (_running, ready) = start(&stage, &entry.split(' ').map(str::to_owned).collect::<Vec<_>>())?;
    let issuer = ready["issuer"].as_str().ok_or("an issuer")?;
    let premium = &ready["clients"][2];
    let field = |name: &str| premium[name].as_str().unwrap_or_default().to_owned();
    let redirect_uri = premium["redirect_uris"][0].as_str().ok_or("a redirect URI")?;
    let credentials = format!("client_id={}&client_secret={}", field("client_id"), field("client_secret"));
    let token = |form: String| -> Result<String, Failed> {
        let answer =
            stage.run("curl", &["-s", "-d", &format!("{credentials}&{form}"), &format!("{issuer}/oauth/token")])?;
        let answer: Value = serde_json::from_str(&answer)?;
        Ok(answer["access_token"].as_str().ok_or("a token")?.to_owned())
    };
    let ask = format!(
        "{issuer}/oauth/authorize?client_id={}&response_type=code&scope=/person/update&redirect_uri={redirect_uri}",
        field("client_id")
    );
    let location = stage.run("curl", &["-s", "-o", "/dev/null", "-w", "%{redirect_url}", &ask])?;
    let code = location.split_once("code=").ok_or("a code")?.1.to_owned();
    let writing = token(format!("grant_type=authorization_code&code={code}&redirect_uri={redirect_uri}"))?;
    let registering = token("grant_type=client_credentials&scope=/webhook".to_owned())?;
    for (heading, token) in [("## Writing", writing), ("## Webhooks", registering)] {
        let script = snippet::only(heading, "sh").replace("http://127.0.0.1:18800", issuer);
        let answer = said(stage.command("sh").args(["-c", &script]).env("TOKEN", token))?;
        assert!(answer.starts_with("HTTP/1.1 201 "), "{heading}: {answer}");
    }
    Ok(())
}

/// A port that was free a moment ago.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
