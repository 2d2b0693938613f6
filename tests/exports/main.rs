//! Exported code, run: it makes the request that it was made of.
//!
//! Once against a listener that writes down what arrives, byte for byte, and once through the whole dance against the
//! simulated ORCID. A language that is not installed is reported as ignored, with the reason; when
//! `ORCID_PLAYGROUND_REQUIRE_EXPORTS` is set, all but Hurl have to be there.

mod listener;
mod requests;
mod sandbox;
mod tool;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use orcid_playground::oauth::export::Secrets;

use listener::Listener;
use tool::Tool;

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for tool in Tool::ALL {
        for case in requests::all() {
            let name = format!("{}::{}", tool.format, case.name);
            trials.push(Trial::ignorable_test(name, move || tool.when_there(|| same_request(tool, &case))));
        }
        let name = format!("{}::the_dance", tool.format);
        trials.push(Trial::ignorable_test(name, move || tool.when_there(|| sandbox::dance(tool))));
    }
    trials.push(Trial::ignorable_test("rust::is_rust", rust_is_rust));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// With variables and with real secrets, what arrives is what was exported.
fn same_request(tool: Tool, case: &requests::Case) -> Result<(), Failed> {
    for secrets in [Secrets::AsVariables, Secrets::Real] {
        let listener = Listener::start();
        let request = case.request(&listener.origin);
        let Some(code) = tool.code(&request, secrets, case.not_in)? else { return Ok(()) };
        let output = tool.run(&code, &request, secrets)?;
        let arrived = listener.arrived().ok_or_else(|| Failed::from(format!("nothing arrived\n{code}\n{output}")))?;
        arrived.must_be(&request).map_err(|why| Failed::from(format!("{secrets:?}: {why}\n{code}\n{output}")))?;
    }
    Ok(())
}

/// The formatter of Rust reads what is written for Rust.
fn rust_is_rust() -> Result<Completion, Failed> {
    if !tool::is_there("rustfmt") {
        return Ok(Completion::ignored_with("rustfmt is not installed"));
    }
    for case in requests::all() {
        let request = case.request("http://127.0.0.1:1");
        for secrets in [Secrets::AsVariables, Secrets::Real] {
            let code = orcid_playground::oauth::export::snippet(
                &request,
                orcid_playground::oauth::export::Format::Rust,
                secrets,
            )?;
            tool::pipe("rustfmt", &["--edition", "2024"], &code)?;
        }
    }
    Ok(Completion::Completed)
}
