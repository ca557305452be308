//! Facts from other reports (`--facts`, or named beside the exports), joined on entry number.

use super::origins::{Clash, FactPlace, FactsFile, Origins};
use super::proceedings::{self, Proceeding, ProceedingKind, Standing};
use super::{Flag, HeaderFacts, Note, NoteKind, TextId, Texts, overlay};
use crate::domain::{Day, EntryNumber, Field, FieldSet, fold, text_of};
use crate::intake::Row;
use crate::rulebook::Rulebook;
use hashbrown::HashMap;
use std::collections::HashSet;

/// What the facts files say, by entry.
#[derive(Default)]
pub struct Supplement {
    entries: HashMap<EntryNumber, Fact, foldhash::fast::FixedState>,
    files: Vec<FactsFile>,
    /// Fields of which the files are said to be complete: an entry they do not name has none.
    complete: FieldSet,
    /// Rows of facts files that could not be used, with file, record and reason.
    pub unused: Vec<String>,
    /// Rows of facts files read.
    pub rows: u64,
    /// Spellings of importer numbers, in the order in which they were read.
    pub importers: Vec<TextId>,
}

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
    named: FieldSet,
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
}

impl Supplement {
    /// For facts files, in the order in which they count; `complete` are the fields of which they
    /// are said to be complete.
    pub fn new(files: Vec<FactsFile>, complete: FieldSet) -> Supplement {
        Supplement { files, complete, ..Supplement::default() }
    }

    /// Takes in one row of a facts file: its place among the files, and its record number. Later
    /// rows and files override earlier ones, cell by cell, unless their reports are dated and the
    /// later one is the older report; a blank overrides nothing.
    pub fn add(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        texts: &mut Texts,
        file: usize,
        record: u64,
    ) {
        if row.is_blank() {
            return;
        }
        self.rows += 1;
        let place = FactPlace {
            file: u32::try_from(file).unwrap_or(u32::MAX),
            record: u32::try_from(record).unwrap_or(u32::MAX),
        };
        if row.is_unclosed() {
            self.cannot_use(place, "a quote is opened and never closed");
            return;
        }
        if row.width() != row.layout().width() {
            let (found, expected) = (row.width(), row.layout().width());
            self.cannot_use(place, &format!("{found} fields where the header has {expected}"));
            // No list that is said to be complete leaves out what it cannot be read on.
            if let Some((entry, _)) = EntryNumber::read(row.text(Field::EntryNumber))
                && let Some(kind) = row.layout().report().and_then(ProceedingKind::of)
            {
                self.entries.entry(entry).or_default().named.insert(kind.field());
            }
            return;
        }
        if row.repeats_header() {
            return;
        }
        let cell = row.text(Field::EntryNumber);
        let Some((entry, _)) = EntryNumber::read(cell) else {
            let cell = text_of(cell);
            self.cannot_use(place, &format!("entry number `{cell}` is not letters and digits"));
            return;
        };
        let Supplement { entries, files, importers, .. } = self;
        let fact = entries.entry(entry).or_default();
        importers.push(fact.take(row, rules, texts, place, files));
        importers.dedup();
    }

    fn cannot_use(&mut self, place: FactPlace, reason: &str) {
        let place = self.place(place);
        self.unused.push(format!("{place}: {reason}"));
    }

    /// A place for messages: file and record.
    pub fn place(&self, place: FactPlace) -> String {
        let file = usize::try_from(place.file).ok().and_then(|file| self.files.get(file));
        let name = file.map_or("a facts file", |file| file.name.as_str());
        format!("{name}, record {}", place.record)
    }

    /// The facts files, in the order in which they count.
    pub fn files(&self) -> &[FactsFile] {
        &self.files
    }

    /// Fields that an entry has because the files are said to be complete: those of lists that do
    /// not name it.
    pub fn completed(&self, fact: Option<&Fact>) -> FieldSet {
        self.complete.without(fact.map_or(FieldSet::EMPTY, |fact| fact.named))
    }

    /// Whether they are said to be complete of any field.
    pub fn completes_any(&self) -> bool {
        self.complete != FieldSet::EMPTY
    }

    /// The facts of an entry.
    pub fn of(&self, entry: &EntryNumber) -> Option<&Fact> {
        self.entries.get(entry)
    }

    /// The entries named here that are not among `known`, sorted.
    pub fn strangers(&self, known: impl Iterator<Item = EntryNumber>) -> Vec<&EntryNumber> {
        let known: HashSet<EntryNumber> = known.collect();
        let mut strangers: Vec<_> =
            self.entries.keys().filter(|entry| !known.contains(*entry)).collect();
        strangers.sort();
        strangers
    }

    /// How many entries have facts.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
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
    fn take(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        texts: &mut Texts,
        place: FactPlace,
        files: &[FactsFile],
    ) -> TextId {
        // What this row states replaces what was said before, remarks included.
        self.notes.retain(|note| row.text(note.field).is_empty());
        let notes = &mut self.notes;
        let mut read = HeaderFacts::read(row, rules, texts, &mut |kind, field, text| {
            notes.push(Note { kind, field, text });
        });
        // As in an export, a blank cell is an empty field and not an absent column.
        self.present = self.present.union(row.layout().present());
        let importer = read.importer;
        let listed = row.layout().report().and_then(ProceedingKind::of);
        let decided =
            listed.and_then(|kind| self.proceed(row, rules, texts, place, files, kind, &mut read));
        self.weigh(&mut read, texts, place, files);
        let mut told = overlay::stated(&read);
        let mut rate = texts.id(&String::from_utf8_lossy(row.text(Field::Column1Rate)));
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
        let line = Proceeding::read(row, kind, rules, texts, place)?;
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
        let clashes = &mut self.more.get_or_insert_default().clashes;
        if !clashes.contains(&clash) {
            clashes.push(clash);
        }
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

    /// The values that contradict each other, in the order in which they were read.
    pub fn clashes(&self) -> &[Clash] {
        self.more.as_ref().map(|more| more.clashes.as_slice()).unwrap_or_default()
    }

    /// What the reports list of the entry, in the order in which they were read.
    pub fn proceedings(&self) -> &[Proceeding] {
        self.more.as_ref().map(|more| more.proceedings.as_slice()).unwrap_or_default()
    }

    /// Lays these facts over those of the export.
    pub fn over(&self, export: &HeaderFacts) -> HeaderFacts {
        self.facts.or(export)
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
