//! `strangers.csv`: rows of CBP's reports about entries that the estimate does not have.

use super::proof::ProofCells;
use crate::domain::Cents;
use crate::ledger::TextId;
use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};
use crate::track::{EntryRef, Place, Scene};

const FILE: &str = "strangers.csv";
const HEADER: &str = "entry_number,report,file,record,says,refund_number,principal,interest\n";
/// Rows put together before they are written.
const CHUNK: usize = 1 << 20;

/// What such a row says.
struct Stranger<'a> {
    entry: &'a str,
    place: Place,
    says: &'static str,
    words: TextId,
    refund: TextId,
    principal: Option<Cents>,
    interest: Option<Cents>,
}

/// Writes `strangers.csv`, in the order of entry numbers.
///
/// # Errors
/// It cannot be written.
pub fn write_strangers(scene: &Scene<'_>, staging: &mut Staging) -> Result<(), OutputError> {
    let said = scene.said;
    let mut rows = strangers(scene);
    let file = |place| said.file(place).map(|file| file.name.as_str());
    rows.sort_by(|a, b| {
        let key = |row: &Stranger<'_>| (row.says, row.principal, row.interest);
        a.entry
            .cmp(b.entry)
            .then_with(|| file(a.place).cmp(&file(b.place)))
            .then_with(|| a.place.record.cmp(&b.place.record))
            .then_with(|| key(a).cmp(&key(b)))
    });
    let proofs = ProofCells::new(scene);
    let mut out = staging.create(FILE)?;
    out.write(HEADER.as_bytes())?;
    let mut bytes = Vec::new();
    let (mut says, mut last) = (String::new(), None);
    for row in &rows {
        if last != Some((row.says, row.words)) {
            last = Some((row.says, row.words));
            says.clear();
            says.push_str(row.says);
            if !row.words.is_blank() {
                says.push_str(": ");
                says.push_str(said.texts.text(row.words));
            }
        }
        let mut cells = RowWriter::new(&mut bytes);
        cells
            .text(row.entry)
            .ready(proofs.of(Some(row.place)))
            .number(row.place.record.into())
            .text(&says)
            .text(said.texts.text(row.refund));
        for amount in [row.principal, row.interest] {
            match amount {
                Some(amount) => cells.cents(amount),
                None => cells.word(""),
            };
        }
        cells.end();
        if bytes.len() > CHUNK {
            out.write(&bytes)?;
            bytes.clear();
        }
    }
    out.write(&bytes)?;
    staging.close(out)
}

fn strangers<'a>(scene: &Scene<'a>) -> Vec<Stranger<'a>> {
    let said = scene.said;
    let number = |entry: EntryRef| match entry {
        EntryRef::Stranger(number) => Some(said.texts.text(number)),
        EntryRef::Known(_) => None,
    };
    let verdicts = said.verdicts.iter().filter_map(|row| {
        Some(Stranger {
            entry: number(row.entry)?,
            place: row.place,
            says: row.kind.as_str(),
            words: row.error.or(row.status),
            refund: TextId::BLANK,
            principal: None,
            interest: None,
        })
    });
    let liquidations = said.liquidations.iter().filter_map(|row| {
        Some(Stranger {
            entry: number(row.entry)?,
            place: row.place,
            says: "liquidation",
            words: row.status,
            refund: TextId::BLANK,
            principal: row.amount,
            interest: row.interest,
        })
    });
    let shares = said.shares.iter().filter_map(|row| {
        Some(Stranger {
            entry: number(row.entry)?,
            place: row.place,
            says: match row.status.as_str() {
                "none" => "refund",
                status => status,
            },
            words: TextId::BLANK,
            refund: row.refund,
            principal: row.principal,
            interest: row.interest,
        })
    });
    verdicts.chain(liquidations).chain(shares).collect()
}
