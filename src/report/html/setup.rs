//! The set-up checklist: what waits behind the accounts, bank data and authorisations of the
//! parties, by the parties file.

use super::table::{Cell, Table};
use super::words;
use crate::estimate::Readiness;
use crate::parties::StepState;
use crate::report::Run;
use crate::report::text::{count, counted, range};
use crate::rulebook::StepKind;

/// Rows of each table; `readiness.csv` has all.
const ROWS: usize = 200;

/// Steps that are missing or unknown while refunds wait, and where the parties file and the exports
/// differ. `None` without a parties file.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) steps: Table,
    pub(super) gaps: Table,
    /// Steps that are done.
    pub(super) done: String,
    /// Steps and gaps on which no entry waits.
    pub(super) idle: Table,
    /// How many these are.
    pub(super) idle_number: String,
}

impl Setup {
    /// The checklist of a run.
    pub(super) fn of(run: &Run<'_>) -> Option<Setup> {
        let readiness = Readiness::of(run.estimate, run.context, run.entries.texts())?;
        let (mut steps, mut gaps) = (Vec::new(), Vec::new());
        let (mut idle, mut done) = (Vec::new(), 0);
        readiness.each(|importer| {
            for row in &importer.rows {
                let is_gap = row.step.kind == StepKind::Gap;
                if !is_gap && row.state == StepState::Done {
                    done += 1;
                    continue;
                }
                let amounts = &row.amounts;
                if amounts.entries == 0 {
                    idle.push((
                        (row.state != StepState::Missing, 0),
                        vec![
                            Cell::data(&words::importer(importer.number)),
                            Cell::text(row.step.label.as_str()),
                            Cell::text(if is_gap { "gap" } else { row.state.as_str() }),
                            Cell::data(&row.detail),
                            Cell::text(words::sentence(&row.to_do)),
                        ],
                    ));
                    continue;
                }
                let rank = (row.state != StepState::Missing, -amounts.refund_high);
                let mut cells = vec![Cell::data(&words::importer(importer.number))];
                cells.push(Cell::text(row.step.label.as_str()));
                if !is_gap {
                    cells.push(Cell::text(row.state.as_str()));
                }
                cells.push(Cell::count(amounts.entries));
                cells.push(Cell::right(range(amounts.refund_low, amounts.refund_high)));
                cells.push(Cell::text(row.step.holds.as_str()));
                cells.push(Cell::data(&row.detail));
                cells.push(Cell::text(words::sentence(&row.to_do)));
                if is_gap { &mut gaps } else { &mut steps }.push((rank, cells));
            }
        });
        let step_heads =
            ["importer", "step", "state", ">entries", ">refund", "holds up", "about", "what to do"];
        let gap_heads =
            ["importer", "gap", ">entries", ">refund", "bears on", "about", "what to do"];
        Some(Setup {
            steps: table(
                "Steps that are missing or not known, while refunds wait for them",
                &step_heads,
                steps,
            ),
            gaps: table("Where the parties file and the exports differ", &gap_heads, gaps),
            done: counted(done, "step is", "steps are"),
            idle_number: counted(idle.len() as u64, "step or gap", "steps and gaps"),
            idle: table(
                "Steps and gaps on which no entry waits",
                &["importer", "step", "state", "about", "what to do"],
                idle,
            ),
        })
    }
}

/// How a row ranks: missing before unknown, then by refund.
type Rank = (bool, i128);

fn table(caption: &str, heads: &[&'static str], mut rows: Vec<(Rank, Vec<Cell>)>) -> Table {
    let mut table = Table::new(caption, heads);
    // Equal ones keep the order of readiness.csv.
    rows.sort_by_key(|(rank, _)| *rank);
    if rows.len() > ROWS {
        let more = count((rows.len() - ROWS) as u64);
        table.note = format!("{more} more are in readiness.csv.");
    }
    rows.into_iter().take(ROWS).for_each(|(_, cells)| table.row(cells));
    table
}
