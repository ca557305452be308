//! What the line of a list means for its entry, and which of two lines counts.

use super::super::testing::RULES;
use super::*;
use crate::intake::{Cells, Layout, Mapping};

const CLAIMS: &str = "Entry Number,Claim Number,Claim Status,Error";
const REFUNDS: &str = "Entry Number,Claim Number,Claim Status,Refund Amount";
const PROTESTS: &str = "Entry Number,Protest Number,Protest Status";
const DRAWBACK: &str = "Import Entry Number,Drawback Claim Number,Drawback Claim Status";
const STATEMENTS: &str = "Entry Number,Statement Number,Statement Status,Payment Date";

/// Reads a line of a list with these columns; its place is the one given.
fn read(texts: &mut Texts, header: &str, line: &str, place: (u32, u32)) -> Option<Proceeding> {
    let headers: Vec<String> = header.split(',').map(str::to_owned).collect();
    let layout = Layout::map(&headers, &Mapping::of_aliases(&RULES.headers)).unwrap();
    let kind = layout.report().and_then(ProceedingKind::of).expect(header);
    let cells: csv::ByteRecord = line.split(',').collect();
    let row = Row::new(Cells::Csv(&cells), &layout, line.as_bytes());
    let place = FactPlace { file: place.0, record: place.1 };
    Proceeding::read(&row, kind, &RULES, None, texts, place)
}

/// What a line means; `None` if it names no proceeding.
fn meaning(header: &str, line: &str) -> Option<Standing> {
    read(&mut Texts::new(), header, line, (0, 2)).map(|line| line.standing)
}

/// The lines of an entry, each in the file with this index, in the order in which they are read.
struct Read {
    texts: Texts,
    known: Vec<Proceeding>,
    /// The record of the line that the last one contradicts, and whether that line stays.
    contradicted: Option<(u32, bool)>,
}

fn taken(header: &str, lines: &[(u32, &str)]) -> Read {
    let (mut texts, mut known, mut contradicted) = (Texts::new(), Vec::new(), None);
    for (record, (file, line)) in (1..).zip(lines) {
        let line = read(&mut texts, header, line, (*file, record)).unwrap();
        let before = take(&mut known, line, |_, _| false);
        contradicted = before.map(|(before, stays)| (before.place.record, stays));
    }
    Read { texts, known, contradicted }
}

impl Read {
    /// The records of the lines that are kept.
    fn records(&self) -> Vec<u32> {
        self.known.iter().map(|line| line.place.record).collect()
    }

    fn errors(&self) -> Vec<&str> {
        self.known.iter().map(|line| self.texts.text(line.error)).collect()
    }
}

#[test]
fn a_claim_taken_in_part_stops_an_entry_that_has_a_refund() {
    let with_refund =
        |refund: &str| meaning(REFUNDS, &format!("9Q910000011,C1,Accepted with errors,{refund}"));
    assert_eq!(with_refund("125.00"), Some(Standing::Stops));
    assert_eq!(with_refund("36"), Some(Standing::Stops));
    for nothing in ["", "0", "0.00", "$0.00", "-"] {
        assert_eq!(with_refund(nothing), Some(Standing::Unsure), "{nothing}");
    }
}

#[test]
fn a_list_that_says_no_in_place_of_a_number_names_no_drawback_claim() {
    assert_eq!(meaning(DRAWBACK, "9Q910000011,No,accepted"), None);
    assert_eq!(meaning(DRAWBACK, "9Q910000011,--,accepted"), None);
    assert_eq!(meaning(DRAWBACK, "9Q910000011,D1,accepted"), Some(Standing::Stops));
    assert_eq!(meaning(DRAWBACK, "9Q910000011,,accepted"), Some(Standing::Unsure));
    // A list of entries does not say by naming one that it is on a claim.
    let of_entries = format!("{DRAWBACK},Entry Type Code");
    assert_eq!(meaning(&of_entries, "9Q910000011,,accepted,01"), None);
    assert_eq!(meaning(&of_entries, "9Q910000011,D1,accepted,01"), Some(Standing::Stops));
}

#[test]
fn a_statement_is_paid_by_a_date_only_where_no_status_says_otherwise() {
    let of =
        |status_and_date: &str| meaning(STATEMENTS, &format!("9Q910000011,S1,{status_and_date}"));
    assert_eq!(of(",06/03/2025"), Some(Standing::Free));
    assert_eq!(of("Paid,"), Some(Standing::Free));
    assert_eq!(of("Unpaid,06/03/2025"), Some(Standing::Stops));
    assert_eq!(of("Bounced,06/03/2025"), Some(Standing::Unsure));
    assert_eq!(of("Bounced,"), Some(Standing::Unsure));
    assert_eq!(of(","), None, "a number alone says nothing of a payment");
}

#[test]
fn a_refusal_with_a_reason_outweighs_one_without() {
    let (bare, told) = ("9Q910000011,C1,Rejected,", "9Q910000011,C1,Rejected,Entry type excluded");
    for lines in [[bare, told], [told, bare]] {
        let read = taken(CLAIMS, &lines.map(|line| (0, line)));
        assert_eq!(read.errors(), ["Entry type excluded"]);
        assert_eq!(read.contradicted, None);
    }
}

#[test]
fn each_reason_of_a_refusal_is_kept_once() {
    let line = |error: &str| format!("9Q910000011,C1,Rejected,{error}");
    let [a, b] = ["Entry type excluded", "Flagged for drawback"].map(line);
    let read = taken(CLAIMS, &[(0, &a), (0, &b), (0, &a), (0, &b)]);
    assert_eq!(read.errors(), ["Entry type excluded", "Flagged for drawback"]);
    assert_eq!(read.records(), [1, 2]);
}

#[test]
fn a_reason_is_one_of_a_refusal_only_if_both_lines_refuse() {
    let accepted = "9Q910000011,C1,Accepted,Line 2 left out";
    let refused = "9Q910000011,C1,Rejected,Entry type excluded";
    let read = taken(CLAIMS, &[(0, accepted), (0, refused)]);
    assert_eq!(read.errors(), ["Line 2 left out"], "one claim, and it was accepted");
}

#[test]
fn of_two_lines_that_say_the_same_of_a_claim_the_first_counts() {
    let accepted = "9Q910000011,C1,Accepted,";
    for files in [[0, 0], [0, 1]] {
        let read = taken(CLAIMS, &files.map(|file| (file, accepted)));
        assert_eq!((read.records(), read.contradicted), (vec![1], None));
    }
}

#[test]
fn no_later_report_undoes_the_acceptance_of_a_claim() {
    let (accepted, refused) = ("9Q910000011,C1,Accepted,", "9Q910000011,C1,Rejected,");
    let read = taken(CLAIMS, &[(0, accepted), (1, refused)]);
    assert_eq!((read.records(), read.contradicted), (vec![1], Some((1, true))));
    let read = taken(CLAIMS, &[(0, refused), (1, accepted)]);
    assert_eq!((read.records(), read.contradicted), (vec![2], Some((1, false))));
    // The lines of one report tell the story of a claim, and do not contradict each other.
    let read = taken(CLAIMS, &[(0, accepted), (0, refused)]);
    assert_eq!((read.records(), read.contradicted), (vec![1], None));
    // A claim that is not decided yet contradicts nothing.
    let read = taken(CLAIMS, &[(0, "9Q910000011,C1,Pending,"), (1, refused)]);
    assert_eq!((read.records(), read.contradicted), (vec![2], None));
}

#[test]
fn of_the_lines_of_one_report_the_graver_counts_and_of_equals_the_first() {
    let (open, denied) = ("9Q910000011,P1,Open", "9Q910000011,P1,Denied");
    let records = |lines: [&str; 2]| {
        let read = taken(PROTESTS, &lines.map(|line| (0, line)));
        assert_eq!(read.contradicted, None);
        read.records()
    };
    assert_eq!(records([open, denied]), [1]);
    assert_eq!(records([denied, open]), [2]);
    assert_eq!(records([open, "9Q910000011,P1,Suspended"]), [1]);
    assert_eq!(records([denied, denied]), [1]);
}

#[test]
fn a_statement_listed_again_contradicts_by_another_date_and_keeps_the_one_it_has() {
    let line = |date: &str| format!("9Q910000011,S1,Paid,{date}");
    let of = |first: &str, second: &str| {
        let (first, second) = (line(first), line(second));
        let read = taken(STATEMENTS, &[(0, &first), (1, &second)]);
        assert_eq!(read.records(), [2]);
        (read.known[0].paid_on.map(|day| day.to_string()), read.contradicted.is_some())
    };
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(of("06/03/2025", "06/03/2025"), (day("2025-06-03"), false));
    assert_eq!(of("06/03/2025", "06/09/2025"), (day("2025-06-09"), true));
    assert_eq!(of("06/03/2025", ""), (day("2025-06-03"), false));
    assert_eq!(of("", "06/09/2025"), (day("2025-06-09"), false));
    assert_eq!(of("", ""), (None, false));
}

#[test]
fn the_first_of_the_gravest_lines_stands_for_the_entry() {
    let lines = ["P1,Denied", "P2,Open", "P3,Open", "P4,Denied"];
    let lines = lines.map(|line| format!("9Q910000011,{line}"));
    let read = taken(PROTESTS, &lines.each_ref().map(|line| (0, line.as_str())));
    assert_eq!(read.records(), [1, 2, 3, 4]);
    let gravest = |kind| gravest(&read.known, kind).map(|line| line.place.record);
    assert_eq!(gravest(ProceedingKind::Protest), Some(2));
    assert_eq!(gravest(ProceedingKind::Claim), None);
}
