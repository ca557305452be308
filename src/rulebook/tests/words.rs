//! Entry types, status words, labels, headers and sources.

use super::{day, rules};
use crate::domain::{EntryType, Field, fold};
use crate::rulebook::{
    BankText, ControlMeaning, Known, Level, LiquidationMeaning, ProtestMeaning, ReportColumn,
    Standing, SummaryMeaning,
};

fn entry_type(code: &str) -> EntryType {
    EntryType::read(code.as_bytes()).unwrap()
}

#[test]
fn entry_types_stand_as_the_contract_says() {
    let types = rules().entry_types;
    let today = day("2026-11-22");
    for (codes, standing) in [
        ("01 02 03 06 07 11 31 32 34 38", Standing::Confirmed),
        ("08 09 23 47 047 21 22", Standing::Excluded),
        ("05 12 13 24 41 46 51 86 99 A1", Standing::Unconfirmed),
    ] {
        for code in codes.split(' ') {
            assert_eq!(types.standing(&entry_type(code), today), standing, "{code}");
        }
    }
    for code in ["21", "22"] {
        let on = |date: &str| types.standing(&entry_type(code), day(date));
        assert_eq!(on("2026-07-06"), Standing::Confirmed);
        assert_eq!(on("2026-07-07"), Standing::Excluded);
    }
    let early = day("2025-02-04");
    assert_eq!(types.standing(&entry_type("23"), early), Standing::Excluded);
}

#[test]
fn traits_of_entry_types() {
    let types = rules().entry_types;
    let with = |has: &dyn Fn(&EntryType) -> bool| {
        let codes = types.iter().filter(|rule| has(&rule.code));
        codes.map(|rule| rule.code.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(with(&|t| types.is_adcvd(t)), "03 07 34 38");
    assert_eq!(with(&|t| types.can_net(t)), "03 07");
    assert_eq!(with(&|t| types.recon_allowed(t)), "01 02 06");
    assert_eq!(with(&|t| types.is_withdrawal(t)), "31 32 34 38");
    assert_eq!(with(&|t| types.is_ftz(t)), "06");
    assert_eq!(with(&|t| types.is_temporary_import(t)), "23");
}

#[test]
fn status_words_are_those_of_the_contract() {
    let words = rules().status_words;
    let liquidation = |text: &str| words.liquidation(&fold(text.as_bytes()));
    for text in ["Liquidated", "RELIQUIDATED", " final "] {
        assert_eq!(liquidation(text), Some(LiquidationMeaning::Liquidated));
    }
    for text in ["Unliquidated", "Not-Liquidated", "PENDING", "Pending Liquidation"] {
        assert_eq!(liquidation(text), Some(LiquidationMeaning::Unliquidated));
    }
    for text in ["Suspended", "extended", "Under Review"] {
        assert_eq!(liquidation(text), Some(LiquidationMeaning::Held));
    }
    for text in ["", "Deemed", "liquidated early"] {
        assert_eq!(liquidation(text), None);
    }
    assert_eq!(words.summary("accepted"), Some(SummaryMeaning::Accepted));
    for text in ["cancelled", "canceled", "rejected", "deleted"] {
        assert_eq!(words.summary(text), Some(SummaryMeaning::NotAccepted));
    }
    assert_eq!(words.summary("adjusted"), Some(SummaryMeaning::Adjusted));
    assert_eq!(words.summary("under review"), None);
    assert_eq!(words.control("cbp"), Some(ControlMeaning::Cbp));
    assert_eq!(words.control("trade"), Some(ControlMeaning::Trade));
    for text in ["open", "suspended", "denied with further review"] {
        assert_eq!(words.protest(text), Some(ProtestMeaning::Open));
    }
    for text in ["denied", "approved", "withdrawn", "none"] {
        assert_eq!(words.protest(text), Some(ProtestMeaning::Closed));
    }
    for (text, yes) in
        [("y yes true 1 x", Some(true)), ("n no false 0", Some(false)), ("maybe 2 t -", None)]
    {
        for word in text.split(' ') {
            assert_eq!(words.yes_no(word), yes, "{word}");
        }
    }
    let says = |error: &str| words.claim_error(&fold(error.as_bytes())).is_some();
    assert!(says("DUPLICATE ENTRY") && says("Entry (already on claim 1)"));
    assert!(!says("PROTEST ON ENTRY") && !says("Recon Already Filed for Entry Summary"));
    assert_eq!(words.iter().count(), 10 + 6 + 2 + 7 + 9 + 16 + 18 + 6 + 9 + 15 + 44 + 10 + 14 + 15);
    let bank = |text: &str| words.bank_text(&fold(text.as_bytes()));
    assert_eq!(bank("ACH RETURN CBP R000006"), [BankText::SentBack, BankText::FromCbp]);
    assert!(bank("RETURNING CUSTOMER").is_empty());
}

#[test]
fn labels_are_those_of_cbps_table() {
    let labels = rules().labels;
    let live = |level| labels.iter().filter(|l| !l.retired && l.level == level).count();
    assert_eq!((live(Level::File), live(Level::Entry)), (10, 19));
    let found = labels.by_text("ENTRY SUMMARY NOT FOUND OR ARCHIVED IN ACE").unwrap();
    assert_eq!(found.level, Level::Entry);
    let retired = labels.by_text("hts relationship/sequence mismatch").unwrap();
    assert!(retired.retired && retired.cause_ended.is_none());
    let in_error = |error: &str| {
        let checks = labels.in_error(error).into_iter().map(|l| l.and_then(|l| l.check.as_deref()));
        checks.collect::<Vec<_>>()
    };
    assert_eq!(in_error(" PROTEST ON ENTRY"), [Some("protest-open")]);
    assert_eq!(in_error("Protest on Entry; else | "), [Some("protest-open"), None]);
    assert!(in_error("").is_empty());
    for (check, label) in [
        ("entry-number-format", "Not 11 characters long"),
        ("filer-code-mismatch", "Filer Code not matching"),
        ("account-mismatch", "Account Mismatch"),
        ("liquidated-over-80-days", "Entry Summary is in Final Liquidation Status"),
        ("entry-type-excluded", "Entry Type Not Allowed"),
        ("summary-not-accepted", "Entry Summary is Cancelled/Rejected"),
        ("summary-adjusted", "Entry Summary Under Review"),
        ("trade-control", "Entry Summary is in Trade Control"),
        (
            "adcvd-pending",
            "Entry Summary Pending Liquidation or Not Liquidated and Has Suspension Record",
        ),
        ("on-drawback", "Entry on Drawback"),
        ("protest-open", "Protest on Entry"),
        ("recon-filed", "Recon Already Filed for Entry Summary"),
        ("recon-before-phase-2", "ENTRY SUMMARY FLAGGED FOR RECON"),
        ("court-injunction", "Entry Summary is Subject to Court Injunction"),
        ("statement-unpaid", "Statement Processing Not Complete"),
        ("already-declared", "Duplicate Entry"),
        ("value-on-chapter-99", "Value Not Allowed on HTS"),
        ("code-outside-its-window", "Invalid HTS"),
        ("check-digit", "Entry Summary Not Found or Archived in ACE"),
    ] {
        assert_eq!(labels.for_check(check).map(|l| l.text.as_str()), Some(label));
    }
    assert!(labels.for_check("surety-paid").is_none());
}

#[test]
fn headers_name_fields() {
    let headers = rules().headers;
    let named = |text: &str| headers.lookup(&fold(text.as_bytes()));
    for field in Field::ALL {
        assert_eq!(named(field.name()), Some(Known::Field(*field)));
        assert_eq!(headers.nearest(*field).last(), Some(field.name()));
    }
    for (spelling, field) in [
        ("Entry Summary Number", Field::EntryNumber),
        ("Entry#", Field::EntryNumber),
        ("ENTRY_NUM", Field::EntryNumber),
        ("HTS Number - Full", Field::Hts),
        ("HTSUS-Nr.", Field::Hts),
        ("Line Tariff Duty Amount", Field::RowDuty),
        ("Line Duty Amount", Field::LineDuty),
        ("Line Tariff Goods Value Amount", Field::RowValue),
        ("Line Goods Value Amount", Field::LineValue),
        ("Line Value", Field::LineValue),
        ("Importer No.", Field::ImporterNumber),
        ("liq_date", Field::LiquidationDate),
        ("Liq. Date", Field::LiquidationDate),
        ("LIQ_STAT", Field::LiquidationStatus),
        ("coo", Field::CountryOfOrigin),
        ("MID", Field::ManufacturerId),
        ("Reconciliation Indicator", Field::ReconFlag),
        ("Post Summary Correction Indicator", Field::PscFlag),
        ("Protest Status", Field::ProtestStatus),
        ("CF 4811 Number", Field::NotifyParty),
        ("Column 1 Current Primary Duty Rate", Field::Column1Rate),
        ("Collection Date", Field::PaymentDate),
    ] {
        assert_eq!(named(spelling), Some(Known::Field(field)), "{spelling}");
    }
    for unused in [
        "Protest Number",
        "Statement Number",
        "Total Liquidated Duty Amount",
        "Importation Date",
        "Country of Export Code",
        "Filer Code",
    ] {
        assert_eq!(named(unused), Some(Known::Unused), "{unused}");
    }
    for spelling in [
        "Total Duty",
        "Duty",
        "Value",
        "Liquidated",
        "Country",
        "IEEPA",
        "Reciprocal",
        "Fentanyl",
        "HTS_CODES",
    ] {
        let known = named(spelling);
        assert!(
            matches!(known, Some(Known::Ambiguous { reason, .. }) if !reason.is_empty()),
            "{spelling}: {known:?}"
        );
    }
    for wide in ["301 Classification", "Underlying Classification"] {
        assert!(
            matches!(named(wide), Some(Known::Wide { reason }) if !reason.is_empty()),
            "{wide}"
        );
    }
    assert_eq!(named("Filer Code Number"), None);
}

#[test]
fn a_misspelt_header_has_a_nearest_one() {
    let headers = rules().headers;
    let closest = |text: &str| headers.closest(text).map(|(_, field)| field);
    assert_eq!(closest("Entry Sumary Number"), Some(Field::EntryNumber));
    assert_eq!(closest("Liquidation Dates"), Some(Field::LiquidationDate));
    assert_eq!(closest("Weather"), None);
    assert_eq!(closest(""), None);
}

#[test]
fn every_source_of_the_reference_is_known() {
    let sources = rules().sources;
    let of = |stem: &str| sources.iter().filter(|s| s.id.as_str().starts_with(stem)).count();
    assert_eq!(
        ["cape-rules:", "ieepa-hts:", "es003-format:", "interest-deadlines:"].map(of),
        [52, 9, 59, 18]
    );
    assert!(sources.get("cape-rules:S13").is_none());
}

#[test]
fn the_numbers_of_a_report_answer_what_an_export_leaves_open() {
    let answers: Vec<_> = ReportColumn::ALL
        .iter()
        .filter_map(|column| Some((column.as_str(), column.decides()?.name())))
        .collect();
    assert_eq!(
        answers,
        [
            ("claim_number", "declared_claim"),
            ("claim_status", "declared_claim"),
            ("protest_number", "protest_status"),
            ("drawback_number", "drawback"),
            ("drawback_status", "drawback"),
            ("statement_status", "statement_paid"),
        ]
    );
}
