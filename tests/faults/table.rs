//! The table that is printed: a fault, a command, and what came of it.

/// What was found at the place of the output after a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The earlier output, as it was.
    Old,
    /// The new output, whole.
    New,
    /// Nothing, as before.
    Nothing,
    /// The command has no place of its own.
    NoPlace,
}

/// The trials of one fault with one command.
#[derive(Default)]
pub struct Row {
    pub fault: String,
    pub command: String,
    pub tried: usize,
    pub old: usize,
    pub new: usize,
    pub nothing: usize,
    /// Ended with exit code 1 and a message.
    pub refused: usize,
    /// Left something named so, which the next run took away.
    pub leftovers: usize,
    /// Killed before it ended.
    pub killed: usize,
    pub broken: usize,
}

impl Row {
    pub fn count(&mut self, found: Found) {
        match found {
            Found::Old => self.old += 1,
            Found::New => self.new += 1,
            Found::Nothing => self.nothing += 1,
            Found::NoPlace => {}
        }
    }
}

/// Prints all rows, and what they add up to.
pub fn print(rows: &[Row]) {
    println!("\n| {} |", HEADER.join(" | "));
    println!("|{}", "---|".repeat(HEADER.len()));
    let mut sum = Row { fault: "all".into(), ..Row::default() };
    for row in rows {
        line(row);
        sum.tried += row.tried;
        sum.old += row.old;
        sum.new += row.new;
        sum.nothing += row.nothing;
        sum.refused += row.refused;
        sum.leftovers += row.leftovers;
        sum.killed += row.killed;
        sum.broken += row.broken;
    }
    line(&sum);
    println!(
        "\n{} trials, {} of them killed by SIGKILL; {} broken.",
        sum.tried, sum.killed, sum.broken
    );
}

const HEADER: [&str; 10] = [
    "fault",
    "command",
    "tried",
    "old whole",
    "new whole",
    "nothing, as before",
    "refused with a message",
    "killed",
    "leftover, cleared by the next run",
    "held",
];

fn line(row: &Row) {
    let held = if row.broken == 0 { "held".to_owned() } else { format!("BROKEN {}", row.broken) };
    println!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {held} |",
        row.fault,
        row.command,
        row.tried,
        row.old,
        row.new,
        row.nothing,
        row.refused,
        row.killed,
        row.leftovers
    );
}
