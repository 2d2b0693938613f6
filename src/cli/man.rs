//! `man`: the manual pages, made of the same words as `--help`.

use std::{io, path::Path};

use clap::CommandFactory;
use clap_mangen::Man;

use super::{
    args::{Args, ManArgs},
    error::CliError,
    output,
};

/// Prints a page, or writes all of them into a folder.
///
/// # Errors
/// When there is no such command, or the folder cannot be written.
pub(super) fn run(args: &ManArgs) -> Result<(), CliError> {
    let mut program = Args::command();
    program.build();
    match &args.dir {
        Some(folder) => {
            std::fs::create_dir_all(folder)
                .and_then(|()| write_all(&program, folder))
                .map_err(|why| CliError::io(&format!("write the pages into {}", folder.display()), &why))?;
            output::note(&format!("The manual pages are in {}.", folder.display()));
            Ok(())
        }
        None => {
            let mut command = &program;
            for name in &args.command {
                command = command.find_subcommand(name).ok_or_else(|| {
                    CliError::usage(
                        format!("There is no command `{}`.", args.command.join(" ")),
                        "`orcid-playground --help` lists the commands.",
                    )
                })?;
            }
            let mut roff = Vec::new();
            page(command).render(&mut roff).map_err(|why| CliError::io("make the page", &why))?;
            output::body(&roff)
        }
    }
}

/// The page of a command, with the program's version in its foot.
fn page(command: &clap::Command) -> Man {
    Man::new(command.clone()).source(concat!("orcid-playground ", env!("CARGO_PKG_VERSION"))).manual("orcid-playground")
}

fn write_all(command: &clap::Command, folder: &Path) -> io::Result<()> {
    page(command).generate_to(folder)?;
    command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .try_for_each(|command| write_all(command, folder))
}
