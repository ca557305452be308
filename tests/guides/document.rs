//! What of a document can be run: its fenced blocks.
//!
//! | fence | meaning |
//! |---|---|
//! | `console` | commands after `$`, each with what it prints; a line `...` stands for any lines |
//! | `csv file=NAME` | a file that the commands below read |
//! | `csv expect=FILE` | columns of a file that a command above wrote, all rows |
//! | `csv segments=DAY..DAY principal=AMOUNT interest=AMOUNT` | the stretches of an interest period |
//!
//! Any other fence is for the reader alone.

use std::path::Path;

/// A document with what can be run of it, in order.
pub struct Document {
    pub name: String,
    pub blocks: Vec<Block>,
}

pub enum Block {
    File { name: String, text: String },
    Command { command: String, output: Vec<String> },
    Expected { file: String, table: String },
    Segments(Interest),
}

/// A worked example of interest.
pub struct Interest {
    pub from: String,
    pub to: String,
    pub principal: String,
    pub interest: String,
    pub table: String,
}

impl Document {
    pub fn read(path: &Path) -> Document {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let mut blocks = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(fence) = line.strip_prefix("```") else { continue };
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            read_block(&name, fence, &inside, &mut blocks);
        }
        Document { name, blocks }
    }
}

fn read_block(name: &str, fence: &str, lines: &[&str], blocks: &mut Vec<Block>) {
    let text = || lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let mut words = fence.split(' ');
    let kind = words.next().unwrap_or_default();
    let rest: Vec<(&str, &str)> = words.filter_map(|word| word.split_once('=')).collect();
    match (kind, rest.as_slice()) {
        ("console", _) if fence == "console" => commands(name, lines, blocks),
        ("csv", [("file", file)]) => {
            blocks.push(Block::File { name: (*file).to_owned(), text: text() });
        }
        ("csv", [("expect", file)]) => {
            blocks.push(Block::Expected { file: (*file).to_owned(), table: text() });
        }
        ("csv", [("segments", days), ("principal", principal), ("interest", interest)]) => {
            let (from, to) = days.split_once("..").unwrap();
            let [from, to, principal, interest] =
                [from, to, principal, interest].map(str::to_owned);
            blocks.push(Block::Segments(Interest { from, to, principal, interest, table: text() }));
        }
        ("csv", [_, ..]) => panic!("{name}: what is ```{fence}?"),
        _ => {}
    }
}

fn commands(name: &str, lines: &[&str], blocks: &mut Vec<Block>) {
    for line in lines {
        match (line.strip_prefix("$ "), blocks.last_mut()) {
            (Some(command), _) => {
                blocks.push(Block::Command { command: command.to_owned(), output: Vec::new() });
            }
            (None, Some(Block::Command { output, .. })) => output.push((*line).to_owned()),
            _ => panic!("{name}: output without a command: {line}"),
        }
    }
}
