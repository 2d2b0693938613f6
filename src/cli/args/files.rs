//! What can be typed behind `profile`, `scopes`, `guide`, `paths` and `man`.

use std::path::PathBuf;

use clap::{Args as Group, Subcommand};
use clap_complete::ArgValueCandidates;

use crate::cli::complete::values;

/// `profile`.
#[derive(Clone, Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the saved profiles, and where the secret of each comes from.
    List,
    /// Show what a profile holds, without its secret.
    Show {
        /// Its name.
        #[arg(add = ArgValueCandidates::new(values::profiles))]
        name: String,
    },
    /// Print a profile as a file to be shared; it holds no secret and no command.
    Share {
        /// Its name.
        #[arg(add = ArgValueCandidates::new(values::profiles))]
        name: String,
        /// As a link instead, which the paste box of the playground takes too.
        #[arg(long)]
        link: bool,
    },
    /// Save a shared profile, after showing what it holds.
    Import {
        /// A file, a link (in quotes), or `-` to read either from standard input.
        #[arg(value_name = "FILE|LINK|-", allow_hyphen_values = true, value_hint = clap::ValueHint::FilePath)]
        from: String,
        /// Save it under this name.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Replace the profile that has the name; its remembered secret is forgotten.
        #[arg(long)]
        replace: bool,
        /// Do not ask where the client secret may go.
        #[arg(long)]
        yes: bool,
    },
    /// Remove profiles with their remembered secrets. Stored tokens stay.
    Forget {
        /// Their names.
        #[arg(required = true, value_name = "NAME", add = ArgValueCandidates::new(values::profiles))]
        names: Vec<String>,
    },
}

/// `scopes`.
#[derive(Clone, Debug, Group)]
pub struct ScopesArgs {
    /// Also those that ORCID's documentation no longer names; they still work.
    #[arg(long)]
    pub all: bool,
}

/// `guide`.
#[derive(Clone, Debug, Group)]
pub struct GuideArgs {
    /// Which one: sandbox, seed, lessons or orcid-wire; without it they are listed.
    #[arg(add = ArgValueCandidates::new(values::guides))]
    pub name: Option<String>,
}

/// `paths`.
#[derive(Clone, Debug, Group)]
pub struct PathsArgs {
    /// Remove what stands under these names of the list: tokens, pending, secrets, journal …; repeatable.
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(values::files))]
    pub forget: Vec<String>,
    /// Remove every file of this program, tokens included.
    #[arg(long, conflicts_with = "forget")]
    pub forget_everything: bool,
    /// Really.
    #[arg(long)]
    pub yes: bool,
}

/// `man`.
#[derive(Clone, Debug, Group)]
pub struct ManArgs {
    /// The command whose page is meant; the program's own without it.
    #[arg(conflicts_with = "dir", add = ArgValueCandidates::new(super::commands))]
    pub command: Vec<String>,
    /// Write all pages into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}
