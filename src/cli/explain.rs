//! `capeprep explain`
use super::args::ExplainArgs;
use super::exit::Exit;
pub(super) fn run(_args: ExplainArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
