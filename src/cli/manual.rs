//! `capeprep completions` and `capeprep man`: the command line explained to a shell and to `man`.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::exit::{Exit, note, print};
use anyhow::Context as _;
use clap::CommandFactory;
use clap_mangen::Man;

/// Prints what a shell needs to complete commands and options.
pub(super) fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    print(&String::from_utf8(script)?)?;
    Ok(Exit::Done)
}

/// Prints the main page, or writes the page of every command.
pub(super) fn man(args: &ManArgs) -> anyhow::Result<Exit> {
    let Some(dir) = &args.out else {
        let mut page = Vec::new();
        Man::new(Cli::command()).render(&mut page)?;
        print(&String::from_utf8(page)?)?;
        return Ok(Exit::Done);
    };
    // Pages of other programs may stand there: only those of this one are replaced.
    std::fs::create_dir_all(dir)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
        .with_context(|| {
            let advice = "Name a directory you may write to with --out.";
            format!("cannot write the manual pages to {}. {advice}", dir.display())
        })?;
    note(format_args!(
        "Manual pages written to {}; `man capeprep` begins with the main one.",
        dir.display()
    ));
    Ok(Exit::Done)
}
