//! What the words in status columns and yes/no columns mean.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::{Row, Table};
use super::word_meanings::{
    Answer, BankSign, BankText, ClaimErrorMeaning, ClaimMeaning, ControlMeaning, DrawbackMeaning,
    LiquidationMeaning, ProtestMeaning, RefundMeaning, StatementMeaning, SummaryMeaning,
    TotalMeaning,
};
use crate::domain::{Field, fold};

pub(super) const FILE: &str = "status_words.csv";

/// A word and its meaning.
#[derive(Debug, Clone)]
pub struct StatusWord<M> {
    /// The word, folded.
    pub word: String,
    /// What it says.
    pub meaning: M,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The words, by column. A word that is not here is never taken for eligible.
#[derive(Debug, Clone, Default)]
pub struct StatusWords {
    liquidation: Vec<StatusWord<LiquidationMeaning>>,
    summary: Vec<StatusWord<SummaryMeaning>>,
    control: Vec<StatusWord<ControlMeaning>>,
    protest: Vec<StatusWord<ProtestMeaning>>,
    yes_no: Vec<StatusWord<Answer>>,
    claim: Vec<StatusWord<ClaimMeaning>>,
    claim_error: Vec<StatusWord<ClaimErrorMeaning>>,
    drawback: Vec<StatusWord<DrawbackMeaning>>,
    statement: Vec<StatusWord<StatementMeaning>>,
    validation: Vec<StatusWord<ClaimMeaning>>,
    refund: Vec<StatusWord<RefundMeaning>>,
    bank_sign: Vec<StatusWord<BankSign>>,
    bank_text: Vec<StatusWord<BankText>>,
    total: Vec<StatusWord<TotalMeaning>>,
}

impl StatusWords {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<StatusWords, RulebookError> {
        let columns = &["field", "word", "meaning", "source", "confidence", "as_of"];
        let mut words = StatusWords::default();
        let mut known = Unique::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let (field, word) = (row.text("field")?, row.filled("word")?);
            if fold(word.as_bytes()) != word {
                return Err(row.wrong("word", "a folded word: lower case, single spaces"));
            }
            known.claim(&row, "word", format!("{field} {word}"))?;
            match field {
                YES_NO => words.yes_no.push(word_of(&row, Answer::ALL, sources)?),
                CLAIM => words.claim.push(word_of(&row, ClaimMeaning::ALL, sources)?),
                CLAIM_ERROR => {
                    words.claim_error.push(word_of(&row, ClaimErrorMeaning::ALL, sources)?);
                }
                DRAWBACK => words.drawback.push(word_of(&row, DrawbackMeaning::ALL, sources)?),
                STATEMENT => words.statement.push(word_of(&row, StatementMeaning::ALL, sources)?),
                VALIDATION => words.validation.push(word_of(&row, ClaimMeaning::ALL, sources)?),
                REFUND => words.refund.push(word_of(&row, RefundMeaning::ALL, sources)?),
                BANK_SIGN => words.bank_sign.push(word_of(&row, BankSign::ALL, sources)?),
                BANK_TEXT => words.bank_text.push(word_of(&row, BankText::ALL, sources)?),
                TOTAL => words.total.push(word_of(&row, TotalMeaning::ALL, sources)?),
                _ => {}
            }
            if OF_REPORTS.contains(&field) {
                continue;
            }
            match Field::named(field) {
                Some(Field::LiquidationStatus) => {
                    let word = word_of(&row, LiquidationMeaning::ALL, sources)?;
                    words.liquidation.push(word);
                }
                Some(Field::SummaryStatus) => {
                    let word = word_of(&row, SummaryMeaning::ALL, sources)?;
                    words.summary.push(word);
                }
                Some(Field::ControlStatus) => {
                    let word = word_of(&row, ControlMeaning::ALL, sources)?;
                    words.control.push(word);
                }
                Some(Field::ProtestStatus) => {
                    let word = word_of(&row, ProtestMeaning::ALL, sources)?;
                    words.protest.push(word);
                }
                _ => {
                    return Err(row.wrong(
                        "field",
                        "a status field, or yes_no, claim, claim_error, drawback, statement, \
                         validation, refund, bank_sign, bank_text, total",
                    ));
                }
            }
        }
        Ok(words)
    }

    /// The meaning of a folded liquidation status.
    pub fn liquidation(&self, folded: &str) -> Option<LiquidationMeaning> {
        meaning(&self.liquidation, folded)
    }

    /// The meaning of a folded summary status.
    pub fn summary(&self, folded: &str) -> Option<SummaryMeaning> {
        meaning(&self.summary, folded)
    }

    /// The meaning of a folded control status.
    pub fn control(&self, folded: &str) -> Option<ControlMeaning> {
        meaning(&self.control, folded)
    }

    /// The meaning of a folded protest status.
    pub fn protest(&self, folded: &str) -> Option<ProtestMeaning> {
        meaning(&self.protest, folded)
    }

    /// Whether a folded yes/no cell says yes. Blank is for the caller, who takes it as no.
    pub fn yes_no(&self, folded: &str) -> Option<bool> {
        meaning(&self.yes_no, folded).map(|answer| answer == Answer::Yes)
    }

    /// The meaning of a folded status in a file of CAPE claims.
    pub fn claim(&self, folded: &str) -> Option<ClaimMeaning> {
        meaning(&self.claim, folded)
    }

    /// What a folded error of a refused claim says of the entry, by any of the words in it.
    pub fn claim_error(&self, folded: &str) -> Option<ClaimErrorMeaning> {
        let padded = padded(folded);
        self.claim_error.iter().find(|w| stands(&w.word, &padded)).map(|w| w.meaning)
    }

    /// The meaning of the folded status of a drawback claim.
    pub fn drawback(&self, folded: &str) -> Option<DrawbackMeaning> {
        meaning(&self.drawback, folded)
    }

    /// The meaning of the folded status of a statement or a payment.
    pub fn statement(&self, folded: &str) -> Option<StatementMeaning> {
        meaning(&self.statement, folded)
    }

    /// The meaning of a folded status in a file of validation results, where a claim has none yet.
    pub fn validation(&self, folded: &str) -> Option<ClaimMeaning> {
        meaning(&self.validation, folded).or_else(|| self.claim(folded))
    }

    /// The meaning of a folded status, or secondary status, of a refund.
    pub fn refund(&self, folded: &str) -> Option<RefundMeaning> {
        meaning(&self.refund, folded)
    }

    /// Which way the money of a bank line went, by a folded word.
    pub fn bank_sign(&self, folded: &str) -> Option<BankSign> {
        meaning(&self.bank_sign, folded)
    }

    /// What the folded text beside a bank line says of it, by all the words in it.
    pub fn bank_text(&self, folded: &str) -> Vec<BankText> {
        let padded = padded(folded);
        let found = self.bank_text.iter().filter(|w| stands(&w.word, &padded));
        let mut meanings: Vec<BankText> = found.map(|w| w.meaning).collect();
        meanings.dedup();
        meanings
    }

    /// Whether a row whose first filled cell is this folded word is a total, and no record.
    pub fn is_total(&self, folded: &str) -> bool {
        meaning(&self.total, folded).is_some()
    }

    /// Every word with its column and meaning, as listed.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, StatusWord<&'static str>)> {
        let named = |field: Field| field.name();
        printed(named(Field::LiquidationStatus), &self.liquidation, |m| m.as_str())
            .chain(printed(named(Field::SummaryStatus), &self.summary, |m| m.as_str()))
            .chain(printed(named(Field::ControlStatus), &self.control, |m| m.as_str()))
            .chain(printed(named(Field::ProtestStatus), &self.protest, |m| m.as_str()))
            .chain(printed(YES_NO, &self.yes_no, |m| m.as_str()))
            .chain(printed(CLAIM, &self.claim, |m| m.as_str()))
            .chain(printed(CLAIM_ERROR, &self.claim_error, |m| m.as_str()))
            .chain(printed(DRAWBACK, &self.drawback, |m| m.as_str()))
            .chain(printed(STATEMENT, &self.statement, |m| m.as_str()))
            .chain(printed(VALIDATION, &self.validation, |m| m.as_str()))
            .chain(printed(REFUND, &self.refund, |m| m.as_str()))
            .chain(printed(BANK_SIGN, &self.bank_sign, |m| m.as_str()))
            .chain(printed(BANK_TEXT, &self.bank_text, |m| m.as_str()))
            .chain(printed(TOTAL, &self.total, |m| m.as_str()))
    }
}

const YES_NO: &str = "yes_no";
const CLAIM: &str = "claim";
const CLAIM_ERROR: &str = "claim_error";
const DRAWBACK: &str = "drawback";
const STATEMENT: &str = "statement";
const VALIDATION: &str = "validation";
const REFUND: &str = "refund";
const BANK_SIGN: &str = "bank_sign";
const BANK_TEXT: &str = "bank_text";
const TOTAL: &str = "total";
/// Columns that no export has, beside the status fields.
const OF_REPORTS: [&str; 10] = [
    YES_NO,
    CLAIM,
    CLAIM_ERROR,
    DRAWBACK,
    STATEMENT,
    VALIDATION,
    REFUND,
    BANK_SIGN,
    BANK_TEXT,
    TOTAL,
];

/// The words of a text, each between spaces.
fn padded(folded: &str) -> String {
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

fn stands(word: &str, padded: &str) -> bool {
    padded.contains(&format!(" {word} "))
}

fn meaning<M: Copy>(words: &[StatusWord<M>], folded: &str) -> Option<M> {
    words.iter().find(|w| w.word == folded).map(|w| w.meaning)
}

fn word_of<M: Copy + std::fmt::Display>(
    row: &Row<'_>,
    meanings: &[M],
    sources: &Sources,
) -> Result<StatusWord<M>, RulebookError> {
    Ok(StatusWord {
        word: row.text("word")?.to_owned(),
        meaning: row.choice("meaning", meanings)?,
        provenance: Provenance::of(row, sources)?,
    })
}

fn printed<M: Copy>(
    field: &'static str,
    words: &[StatusWord<M>],
    print: impl Fn(M) -> &'static str,
) -> impl Iterator<Item = (&'static str, StatusWord<&'static str>)> {
    words.iter().map(move |word| {
        let printed = StatusWord {
            word: word.word.clone(),
            meaning: print(word.meaning),
            provenance: word.provenance.clone(),
        };
        (field, printed)
    })
}
