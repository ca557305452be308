//! The README and the guides say what the program does: every command in them is run, and every
//! worked example is compared to the cent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test")]

mod document;
mod figures;
mod runner;
mod tables;

use document::{Block, Document};
use runner::Runner;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn guides() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("docs")).unwrap();
    let mut guides: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    guides.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    guides.sort();
    guides
}

/// Runs what a document shows; says how many commands there were.
fn run(path: &Path) -> usize {
    let document = Document::read(path);
    let runner = Runner::new(&document.name);
    for block in &document.blocks {
        match block {
            Block::File { name, text } => runner.write(name, text),
            Block::Command { command, output } => runner.run(command, output),
            Block::Expected { file, table } => runner.compare(file, table),
            Block::Segments(example) => figures::compare(&document.name, example),
        }
    }
    document.blocks.iter().filter(|block| matches!(block, Block::Command { .. })).count()
}

#[test]
fn every_command_of_the_readme_does_what_it_shows() {
    assert!(run(&root().join("README.md")) >= 9, "the README has lost its commands");
}

#[test]
fn every_command_and_figure_of_the_guides_is_what_the_program_gives() {
    let commands: usize = guides().iter().map(|path| run(path)).sum();
    assert!(commands >= 15, "the guides have lost their commands: {commands}");
}

#[test]
fn the_guide_to_figures_has_its_examples() {
    let document = Document::read(&root().join("docs/figures.md"));
    let count = |is: fn(&Block) -> bool| document.blocks.iter().filter(|block| is(block)).count();
    assert!(count(|block| matches!(block, Block::Expected { .. })) >= 8);
    assert!(count(|block| matches!(block, Block::Segments(_))) >= 2);
}

#[test]
fn the_index_names_every_guide_and_links_lead_somewhere() {
    let index = std::fs::read_to_string(root().join("docs/README.md")).unwrap();
    let above = ["README.md", "RELIABILITY.md"].map(|name| root().join(name));
    for path in guides().into_iter().chain(above) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_guide = path.parent() == Some(&*root().join("docs")) && name != "README.md";
        assert!(!is_guide || index.contains(&format!("]({name})")), "{name}");
        let text = std::fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1) {
            let target = link.split(')').next().unwrap().split('#').next().unwrap();
            if target.is_empty() || target.starts_with("http") {
                continue;
            }
            assert!(path.parent().unwrap().join(target).exists(), "{name} links to {target}");
        }
    }
}

/// What the account of reliability names as its proof is there.
#[test]
fn what_is_said_to_be_tried_is_there() {
    let text = std::fs::read_to_string(root().join("RELIABILITY.md")).unwrap();
    let named: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let ours = ["tests/", "src/", "ci/", "fuzz/", "docs/", "deny.toml"];
    let named: Vec<&&str> =
        named.iter().filter(|name| ours.iter().any(|start| name.starts_with(start))).collect();
    assert!(named.len() > 15, "{named:?}");
    for name in named {
        assert!(root().join(name).exists(), "{name}");
    }
}
