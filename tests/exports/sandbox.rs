//! The dance by exported code: a code for tokens, and the record with the token, at the simulated ORCID.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use libtest_mimic::Failed;
use orcid_playground::oauth::{
    Client, HttpRequest, ProviderMetadata, TokenEndpointAuthMethod, TokenRequest, bearer_request, export::Secrets,
};
use serde_json::Value;

use crate::tool::Tool;

const SOPHIA: &str = "0000-0002-4456-8947";

/// The simulated ORCID in a process of its own.
struct Sandbox {
    child: Child,
    ready: Value,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Sandbox {
    fn start() -> Result<Self, Failed> {
        let home = std::env::temp_dir();
        let mut child = Command::new(env!("CARGO_BIN_EXE_orcid-playground"))
            .args(["--ephemeral", "sandbox", "--addr", "127.0.0.1:0", "--ready-json", "--auto-approve", SOPHIA])
            .env_clear()
            .env("HOME", home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().ok_or("no standard output")?).read_line(&mut line)?;
        Ok(Self { child, ready: serde_json::from_str(&line)? })
    }

    fn url(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_default()
    }

    /// The head and the body of a GET.
    fn get(&self, url: &str) -> Result<(String, String), Failed> {
        let issuer = self.url("issuer");
        let host = issuer.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host)?;
        let target = url.strip_prefix(issuer).ok_or("another host")?;
        write!(stream, "GET {target} HTTP/1.1\r\nhost: {host}\r\naccept: */*\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
        Ok((head.to_owned(), body.to_owned()))
    }

    fn client(&self) -> Client {
        let client = &self.ready["clients"][0];
        let text = |name: &str| client[name].as_str().unwrap_or_default().to_owned();
        Client {
            client_id: text("client_id"),
            client_secret: Some(text("client_secret").into()),
            redirect_uri: client["redirect_uris"][0].as_str().unwrap_or_default().to_owned(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
        }
    }

    fn code(&self, client: &Client) -> Result<String, Failed> {
        let url = format!(
            "{}?client_id={}&response_type=code&scope=/read-limited&redirect_uri={}",
            self.url("authorization_endpoint"),
            client.client_id,
            client.redirect_uri
        );
        let (head, _) = self.get(&url)?;
        let code = head.split("code=").nth(1).and_then(|rest| rest.split(['&', '\r']).next());
        Ok(code.ok_or(head.clone())?.to_owned())
    }

    /// What the simulated ORCID has seen last.
    fn last_exchange(&self) -> Result<Value, Failed> {
        let (_, body) = self.get(&format!("{}/exchanges", self.url("control")))?;
        let all: Vec<Value> = serde_json::from_str(&body)?;
        Ok(all.last().ok_or("nothing came")?.clone())
    }
}

/// Exchanges a code and reads the record, both by code of this tool.
pub fn dance(tool: Tool) -> Result<(), Failed> {
    let sandbox = Sandbox::start()?;
    let client = sandbox.client();
    for secrets in [Secrets::AsVariables, Secrets::Real] {
        let request = TokenRequest::AuthorizationCode {
            code: sandbox.code(&client)?,
            redirect_uri: Some(client.redirect_uri.clone()),
            code_verifier: None,
        };
        let provider = ProviderMetadata::orcid_layout(sandbox.url("issuer"));
        let seen = by(tool, &sandbox, &request.request(&client, &provider)?, secrets)?;
        let answer: Value = serde_json::from_str(seen["response"]["body"].as_str().unwrap_or_default())?;
        let token = answer["access_token"].as_str().ok_or_else(|| format!("no token: {seen}"))?;
        let url = format!("{}/{SOPHIA}/record", sandbox.url("member_api"));
        let seen = by(tool, &sandbox, &bearer_request(&url, &token.into(), "application/vnd.orcid+json")?, secrets)?;
        if !seen["response"]["body"].as_str().unwrap_or_default().contains(SOPHIA) {
            return Err(format!("no record: {seen}").into());
        }
    }
    Ok(())
}

/// Sends a request by code of this tool, and gives what the simulated ORCID saw.
fn by(tool: Tool, sandbox: &Sandbox, request: &HttpRequest, secrets: Secrets) -> Result<Value, Failed> {
    let code = tool.code(request, secrets, &[])?.unwrap_or_default();
    let said = tool.run(&code, request, secrets)?;
    let seen = sandbox.last_exchange()?;
    let target = request.uri().path();
    let same = seen["request"]["method"] == request.method().as_str()
        && seen["request"]["uri"].as_str().is_some_and(|uri| uri.ends_with(target))
        && seen["request"]["body"].as_str().map(str::as_bytes) == Some(request.body())
        && seen["response"]["status"] == 200;
    if same { Ok(seen) } else { Err(format!("{code}\n{said}\n{seen:#}").into()) }
}
