//! `lines.csv`: one row per IEEPA row kept, with its place in the inputs.

use super::cell::{ReadyCell, RowWriter};
use super::{EntryTable, TablePen};
use crate::assess::Assessed;
use crate::ledger::RowOrder;

pub(super) struct LinesTable;

impl EntryTable for LinesTable {
    fn file(&self) -> &'static str {
        "lines.csv"
    }

    fn header(&self) -> &'static str {
        "entry_number,line_number,tariff_ordinal,hts,program,kind,entry_date,row_value,row_duty,\
         refund_low,refund_high,bin,file,record"
    }

    fn pen(&self, inputs: &[String]) -> Box<dyn TablePen> {
        Box::new(LinesPen {
            files: inputs.iter().map(|name| ReadyCell::text(name)).collect(),
            no_file: ReadyCell::text(""),
        })
    }
}

struct LinesPen {
    /// By input.
    files: Vec<ReadyCell>,
    no_file: ReadyCell,
}

impl TablePen for LinesPen {
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>) {
        let registry = &assessed.entry.context.rules.registry;
        let order = |order: Option<RowOrder>| order.map(|o| u64::from(o.get()));
        for row in &assessed.entry.rows {
            let kept = &row.kept.row;
            let program = row.code.map_or("", |code| &registry.program_of(code).name);
            RowWriter::new(out)
                .entry(&assessed.entry.number)
                .number_or_blank(order(kept.line))
                .number_or_blank(order(kept.ordinal))
                .hts(kept.hts)
                .text(program)
                .word(row.nearest.map_or("", |version| version.kind.as_str()))
                .day(Some(kept.date))
                .cents(kept.value)
                .cents(kept.duty)
                .cents(row.low)
                .cents(row.high)
                .word(row.kept.bin.as_str())
                .ready(self.files.get(kept.place.input()).unwrap_or(&self.no_file))
                .number(kept.place.record())
                .end();
        }
    }
}
