//! What the facts files say of one entry: the rows joined, and what contradicted what.

use super::origins::{Clash, FactPlace, FactsFile, Origins};
use super::proceedings::{self, Proceeding, ProceedingKind, Standing};
use super::{Flag, HeaderFacts, Note, NoteKind, TextId, Texts, overlay};
use crate::domain::{Day, Field, FieldSet, fold, text_of};
use crate::intake::Row;
use crate::mask::Mask;
use crate::rulebook::{FactsReport, ProtestMeaning, Rulebook, StatusWords};

/// What the facts files say of one entry.
#[derive(Default, Clone)]
pub struct Fact {
    /// The facts that are not blank.
    pub facts: HeaderFacts,
    /// The columns that were there for this entry, blank or not.
    pub present: FieldSet,
    /// Column-1 rate cell; blank if there is none.
    pub column1_rate: TextId,
    /// Remarks on cells.
    pub notes: Vec<Note>,
    origins: Origins,
    /// What the lists decide in which a row names it, whatever the row says.
    pub(super) named: FieldSet,
    /// Few entries have any.
    more: Option<Box<More>>,
}

/// What few entries have.
#[derive(Default, Clone)]
struct More {
    proceedings: Vec<Proceeding>,
    clashes: Vec<Clash>,
    /// The fields whose value the proceedings decide.
    decided: FieldSet,
    /// Rows that name it and could not be read.
    unread: Vec<FactPlace>,
}

/// Whether the dates of two reports say that the first is the older one.
fn is_older(files: &[FactsFile], place: FactPlace, other: FactPlace) -> bool {
    dates(files, place, other).is_some_and(|(date, other)| date < other)
}

/// The dates of two reports, if both say one and they differ.
fn dates(files: &[FactsFile], a: FactPlace, b: FactPlace) -> Option<(Day, Day)> {
    let date = |place: FactPlace| files.get(usize::try_from(place.file).ok()?)?.report_date;
    date(a).zip(date(b)).filter(|(a, b)| a != b)
}

impl Fact {
    /// Takes in a row about the entry; the importer that it states is handed back.
    pub(super) fn take(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        mask: Option<&Mask>,
        texts: &mut Texts,
        place: FactPlace,
        files: &[FactsFile],
    ) -> TextId {
        // What this row states replaces what was said before, remarks included.
        self.notes.retain(|note| row.text(note.field).is_empty());
        let notes = &mut self.notes;
        let mut read = HeaderFacts::read(row, rules, mask, texts, &mut |kind, field, text| {
            notes.push(Note { kind, field, text });
        });
        // As in an export, a blank cell is an empty field and not an absent column. But only a list
        // of entries tells by a blank that an entry has not liquidated; in a notice or a list of
        // claims the blank may just not be filled yet.
        let mut present = row.layout().present();
        if row.layout().report().is_some_and(|report| report != FactsReport::Es001) {
            let dated = [Field::LiquidationDate, Field::LiquidationStatus].into_iter();
            let blank = dated.filter(|field| row.text(*field).is_empty());
            present = present.without(blank.collect());
        }
        self.present = self.present.union(present);
        let importer = read.importer;
        let listed = row.layout().report().and_then(ProceedingKind::of);
        let decided = listed
            .and_then(|kind| self.proceed(row, rules, mask, texts, place, files, kind, &mut read));
        self.weigh(&mut read, texts, place, files);
        let mut told = overlay::stated(&read);
        let rate = text_of(row.text(Field::Column1Rate));
        let mut rate = match mask {
            None => texts.id(&rate),
            Some(mask) => texts.id(&mask.rate(&rate)),
        };
        if !rate.is_blank() {
            rate = self.weigh_rate(rate, texts, place, files);
        }
        if !rate.is_blank() {
            told.insert(Field::Column1Rate);
        }
        self.facts = read.or(&self.facts);
        self.column1_rate = rate.or(self.column1_rate);
        self.origins.put(told, place);
        let (decided, decided_at) = decided.unwrap_or((FieldSet::EMPTY, place));
        let by_lists = decided.without(decided.without(told));
        self.origins.put(by_lists, decided_at);
        if let Some(more) = &mut self.more {
            more.decided = more.decided.without(told.union(decided)).union(by_lists);
        }
        importer
    }

    /// Takes in a line about a claim, a protest, a drawback claim or a statement, and puts what
    /// all of them decide into `read`, as if this row said it: which fields, and where the line
    /// stands that decides.
    #[allow(clippy::too_many_arguments, reason = "the parts of one row and where it stands")]
    fn proceed(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        mask: Option<&Mask>,
        texts: &mut Texts,
        place: FactPlace,
        files: &[FactsFile],
        kind: ProceedingKind,
        read: &mut HeaderFacts,
    ) -> Option<(FieldSet, FactPlace)> {
        let field = kind.field();
        self.named.insert(field);
        overlay::clear(read, field);
        if kind == ProceedingKind::Statement {
            read.payment_date = None;
        }
        let line = Proceeding::read(row, kind, rules, mask, texts, place)?;
        self.present.insert(field);
        // A cell of that name is a number or a status of the list, and no yes or no.
        self.notes.retain(|note| note.field != field);
        let more = self.more.get_or_insert_default();
        let known = &mut more.proceedings;
        let older = |a, b| is_older(files, a, b);
        if let Some((before, stays)) = proceedings::take(known, line, older) {
            let (old, new) = ((before.status, before.place), (line.status, place));
            let (used, not_used) = if stays { (old, new) } else { (new, old) };
            // No date undoes an acceptance.
            let dated =
                kind != ProceedingKind::Claim && dates(files, place, before.place).is_some();
            more.clashes.push(Clash { field, used, not_used, dated });
        }
        let gravest = *proceedings::gravest(known, kind)?;
        // What they said before is replaced without a word: one does not contradict another.
        let mut fields: FieldSet = [field].into_iter().collect();
        if kind == ProceedingKind::Statement {
            fields.insert(Field::PaymentDate);
        }
        let said = more.decided.without(more.decided.without(fields));
        said.iter().for_each(|field| overlay::clear(&mut self.facts, field));
        let flag = |if_stops, if_free| match gravest.standing {
            Standing::Stops => if_stops,
            Standing::Unsure => Flag::Odd,
            Standing::Free => if_free,
        };
        match kind {
            ProceedingKind::Claim | ProceedingKind::Drawback => {
                read.set_flag(field, flag(Flag::Yes, Flag::No));
            }
            ProceedingKind::Protest => read.protest_status = gravest.protest_word(texts),
            ProceedingKind::Statement => {
                // A date alone tells that it is paid once it has come, which is not judged here.
                let statements = || known.iter().filter(|line| line.kind == kind);
                let by_date = statements().any(|line| line.status.is_blank());
                let paid = if by_date { Flag::Blank } else { Flag::Yes };
                read.set_flag(field, flag(Flag::No, paid));
                // Interest starts no earlier than the last of the payments. While one is open, no
                // other settles the matter.
                if gravest.standing == Standing::Free {
                    read.payment_date = statements().filter_map(|line| line.paid_on).max();
                }
            }
        }
        Some((fields, gravest.place))
    }

    /// Compares what a row states with what was known, blanks in it what does not count, and keeps
    /// the contradictions.
    fn weigh(
        &mut self,
        read: &mut HeaderFacts,
        texts: &mut Texts,
        place: FactPlace,
        files: &[FactsFile],
    ) {
        if self.origins.is_empty() {
            return;
        }
        for field in overlay::compared() {
            if !overlay::differ(&self.facts, read, field, texts) {
                continue;
            }
            let Some(before) = self.origins.of(field) else { continue };
            let old = (overlay::printed(&self.facts, field, texts), before);
            let new = (overlay::printed(read, field, texts), place);
            // As in an export, the latest liquidation of those that one report lists counts.
            let is_earlier_notice = field == Field::LiquidationDate
                && before.file == place.file
                && read.liquidation_date < self.facts.liquidation_date;
            let stays = is_earlier_notice || is_older(files, place, before);
            if stays {
                overlay::clear(read, field);
            }
            self.clash(field, old, new, stays, files);
        }
    }

    /// The column-1 rate that counts; blank if the known one does.
    fn weigh_rate(
        &mut self,
        rate: TextId,
        texts: &Texts,
        place: FactPlace,
        files: &[FactsFile],
    ) -> TextId {
        let field = Field::Column1Rate;
        let folded = |id: TextId| fold(texts.text(id).as_bytes());
        let old = self.column1_rate;
        let Some(before) = self.origins.of(field) else { return rate };
        if folded(old) == folded(rate) {
            return rate;
        }
        let stays = is_older(files, place, before);
        self.clash(field, (old, before), (rate, place), stays, files);
        if stays { TextId::BLANK } else { rate }
    }

    fn clash(
        &mut self,
        field: Field,
        old: (TextId, FactPlace),
        new: (TextId, FactPlace),
        stays: bool,
        files: &[FactsFile],
    ) {
        let (used, not_used) = if stays { (old, new) } else { (new, old) };
        let dated = dates(files, old.1, new.1).is_some();
        let clash = Clash { field, used, not_used, dated };
        self.more.get_or_insert_default().clashes.push(clash);
    }

    /// Keeps that a row names the entry and could not be read.
    pub(super) fn leave_unread(&mut self, place: FactPlace) {
        self.more.get_or_insert_default().unread.push(place);
    }

    /// The rows that name the entry and could not be read.
    pub fn unread(&self) -> &[FactPlace] {
        self.more.as_ref().map(|more| more.unread.as_slice()).unwrap_or_default()
    }

    /// The record that tells a field.
    pub fn origin(&self, field: Field) -> Option<FactPlace> {
        self.origins.of(field)
    }

    /// The line of a report that decides a kind of proceeding, if that is what counts.
    pub fn decided_by(&self, kind: ProceedingKind) -> Option<&Proceeding> {
        let more = self.more.as_ref().filter(|more| more.decided.contains(kind.field()))?;
        proceedings::gravest(&more.proceedings, kind)
    }

    /// Whether the lists that decide a field do not tell what it is.
    pub fn leaves_open(&self, field: Field) -> bool {
        ProceedingKind::ALL.iter().any(|kind| {
            kind.field() == field
                && self.decided_by(*kind).is_some_and(|line| line.standing == Standing::Unsure)
        })
    }

    /// The values that contradict each other, in the order in which they were read.
    pub fn clashes(&self) -> &[Clash] {
        self.more.as_ref().map(|more| more.clashes.as_slice()).unwrap_or_default()
    }

    /// What the reports list of the entry, in the order in which they were read.
    pub fn proceedings(&self) -> &[Proceeding] {
        self.more.as_ref().map(|more| more.proceedings.as_slice()).unwrap_or_default()
    }

    /// Lays these facts over those of the export. A line of a list that leaves open whether it
    /// stops the entry does not lift a stop that the export states.
    pub fn over(&self, export: &HeaderFacts, words: &StatusWords, texts: &Texts) -> HeaderFacts {
        let mut facts = self.facts.or(export);
        if self.more.is_none() {
            return facts;
        }
        let unsure =
            |kind| self.decided_by(kind).is_some_and(|line| line.standing == Standing::Unsure);
        for (kind, stop) in [
            (ProceedingKind::Claim, Flag::Yes),
            (ProceedingKind::Drawback, Flag::Yes),
            (ProceedingKind::Statement, Flag::No),
        ] {
            if unsure(kind) && export.flag(kind.field()) == stop {
                facts.set_flag(kind.field(), stop);
            }
        }
        let protest = texts.text(export.protest_status);
        if unsure(ProceedingKind::Protest) && words.protest(protest) == Some(ProtestMeaning::Open) {
            facts.protest_status = export.protest_status;
        }
        facts
    }

    /// Whether a fact states another value than the export, whose value it replaces.
    pub fn replaces(&self, export: &HeaderFacts, field: Field, texts: &Texts) -> bool {
        overlay::differ(&self.facts, export, field, texts)
    }

    /// Whether the facts give a liquidation date that can be.
    pub fn has_liquidation_date(&self) -> bool {
        self.facts.liquidation_date.is_some()
    }

    /// Whether this remark of the export is settled by a fact on the same field.
    pub fn settles(&self, note: &Note) -> bool {
        match note.kind {
            NoteKind::ImplausibleDate => self.has_liquidation_date(),
            NoteKind::Unreadable => false,
            NoteKind::OddFlag => {
                matches!(self.facts.flag(note.field), Flag::Yes | Flag::No)
            }
        }
    }
}

#[cfg(test)]
mod tests;
