//! What can be typed behind `call`, `export` and `transcript`.

use std::path::PathBuf;

use clap::{
    Args as Group,
    builder::{PossibleValuesParser, TypedValueParser},
};
use clap_complete::ArgValueCandidates;

use crate::cli::complete::values;
use crate::orcid::operations::ApiHost;

/// `call`.
#[derive(Clone, Debug, Default, Group)]
pub struct CallArgs {
    /// The name of an operation; or a method and a path (`/{orcid}/works`) or URL. A path alone is read.
    #[arg(value_name = "OPERATION|METHOD PATH", num_args = 1..=2, required_unless_present = "list")]
    #[arg(add = ArgValueCandidates::new(values::operations))]
    pub what: Vec<String>,
    /// A word of the path: put-code=1523. Repeatable.
    #[arg(short, long, value_name = "NAME=VALUE")]
    pub field: Vec<String>,
    /// A header: "Name: value". Repeatable; an empty value leaves the header out.
    #[arg(short = 'H', long, value_name = "HEADER")]
    pub header: Vec<String>,
    /// The body: @file, - for standard input, or the text itself.
    #[arg(short, long, value_name = "@FILE|-|TEXT")]
    pub data: Option<String>,
    /// The format of the answer: json, xml, csv (of `csv-search`), or a media type.
    #[arg(long, value_name = "TYPE", add = ArgValueCandidates::new(|| values::words(&["json", "xml", "csv"])))]
    pub accept: Option<String>,
    /// Which of ORCID's APIs: member or public.
    #[arg(long, value_name = "member|public", value_parser = PossibleValuesParser::new(["member", "public"]).try_map(|word| word.parse::<ApiHost>()))]
    pub host: Option<ApiHost>,
    /// The beginning of the id of the token to use, as `token list` shows it.
    #[arg(long, value_name = "ID", conflicts_with = "anonymous", add = ArgValueCandidates::new(values::tokens))]
    pub token: Option<String>,
    /// Send no token.
    #[arg(long)]
    pub anonymous: bool,
    /// Write the body of the answer to this file.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print the head of the answer before its body.
    #[arg(short, long)]
    pub include: bool,
    /// Of a search: all hits, page after page; of the group-id records: all of them.
    #[arg(long)]
    pub all: bool,
    /// Print a body for this operation to begin with, and send nothing.
    #[arg(long, conflicts_with = "data")]
    pub template: bool,
    /// List the operations, those that match the words given; nothing is sent.
    #[arg(long)]
    pub list: bool,
    /// Do not ask, in production either.
    #[arg(long)]
    pub yes: bool,
}

/// `export`.
#[derive(Clone, Debug, Group)]
pub struct ExportArgs {
    /// What to write.
    #[arg(value_enum, id = "to", value_name = "FORMAT")]
    pub to: ExportFormat,
    /// The request: see below.
    #[arg(value_name = "REQUEST", num_args = 0..=2)]
    pub request: Vec<String>,
    /// Take a message of this file instead.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["request", "code", "body"], value_hint = clap::ValueHint::FilePath)]
    pub session: Option<PathBuf>,
    /// Which message, from 1; the last one without this.
    #[arg(long, value_name = "N|last", requires = "session")]
    pub exchange: Option<String>,
    /// The authorization code for `token`; the variable ORCID_CODE without this.
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// The body of a call, from this file or from standard input (`-`).
    #[arg(long, value_name = "FILE|-", value_hint = clap::ValueHint::FilePath)]
    pub body: Option<PathBuf>,
    /// Put the stored secrets in: what comes out runs as it is, and must not be shown to others.
    #[arg(long)]
    pub with_secrets: bool,
    /// Write to this file, for you alone (mode 0600), instead of standard output.
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// A command for a POSIX shell.
    Curl,
    /// A command of HTTPie.
    Httpie,
    /// Python with requests.
    Python,
    /// R with httr2.
    R,
    /// JavaScript with fetch, for Node.
    #[value(alias = "js", alias = "node")]
    Javascript,
    /// Rust with reqwest.
    Rust,
    /// PHP with curl.
    Php,
    /// A file of Hurl.
    Hurl,
    /// The client as assignments, `.env`.
    Env,
    /// The client as an environment of Postman.
    Postman,
    /// The client as a link to Google's OAuth 2.0 Playground.
    Playground,
}

/// `transcript`.
#[derive(Clone, Debug, Group)]
pub struct TranscriptArgs {
    /// The saved session, or any HAR file.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub session: PathBuf,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}
