//! Contract section 5: state, findings, what is unproved, status and lane.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::calendar::day;
use super::header::Header;
use super::values::{Flag, check_digit_fits, entry_number_well_formed, importer_key};
use super::{Options, Route};

pub type Codes = BTreeSet<&'static str>;

const BLOCKS: [&str; 17] = [
    "entry-number-format",
    "filer-code-mismatch",
    "account-mismatch",
    "liquidated-over-80-days",
    "entry-type-excluded",
    "summary-not-accepted",
    "summary-adjusted",
    "trade-control",
    "adcvd-pending",
    "on-drawback",
    "protest-open",
    "recon-filed",
    "recon-before-phase-2",
    "court-injunction",
    "statement-unpaid",
    "already-declared",
    "surety-paid",
];

const REVIEWS: [&str; 20] = [
    "refused-before",
    "conflicting-facts",
    "row-rejected",
    "conflicting-rows",
    "conflicting-header",
    "check-digit",
    "missing-importer",
    "unknown-ieepa-code",
    "duty-on-exemption",
    "zero-duty-on-duty-code",
    "value-on-chapter-99",
    "code-outside-its-window",
    "out-of-period-duty",
    "unreadable-value",
    "status-unmapped",
    "status-date-conflict",
    "implausible-date",
    "psc-pending",
    "entry-type-unconfirmed",
    "recon-flag-type",
];

pub fn severity(code: &str) -> &'static str {
    if BLOCKS.contains(&code) {
        "block"
    } else if REVIEWS.contains(&code) {
        "review"
    } else {
        "info"
    }
}

/// How far a liquidation status word is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LiquidationWord {
    Blank,
    Liquidated,
    Unliquidated,
    Held,
    Unmapped,
}

fn liquidation_word(folded: &str) -> LiquidationWord {
    match folded {
        "" => LiquidationWord::Blank,
        "liquidated" | "reliquidated" | "final" => LiquidationWord::Liquidated,
        "unliquidated" | "not liquidated" | "pending" | "pending liquidation" => {
            LiquidationWord::Unliquidated
        }
        "suspended" | "extended" | "under review" => LiquidationWord::Held,
        _ => LiquidationWord::Unmapped,
    }
}

/// The paragraph *State*.
#[derive(Clone, Debug)]
pub struct Liquidation {
    pub state: &'static str,
    /// A date up to `as_of`.
    pub date: Option<NaiveDate>,
    pub days_since: Option<i64>,
    /// The export's own date after `as_of`.
    pub announced: Option<NaiveDate>,
    word: LiquidationWord,
}

pub fn liquidation_of(header: &Header, as_of: NaiveDate) -> Liquidation {
    let word = liquidation_word(&header.liquidation_status);
    let date = header.liquidation_date.filter(|date| *date <= as_of);
    let announced = header.liquidation_date.filter(|date| *date > as_of);
    let neither_column = !header.has("liquidation_date") && !header.has("liquidation_status");
    let state = match (date, word, announced) {
        (Some(_), _, _) => "liquidated",
        (None, LiquidationWord::Held, _) => "held",
        (None, LiquidationWord::Liquidated, None) => "liquidated",
        _ if neither_column => "unknown",
        _ => "unliquidated",
    };
    Liquidation {
        state,
        date,
        days_since: date.map(|date| (as_of - date).num_days()),
        announced,
        word,
    }
}

/// What the checks of one entry look at.
pub struct Subject<'a> {
    pub entry: &'a str,
    pub header: &'a Header,
    pub liquidation: &'a Liquidation,
    pub options: &'a Options,
    pub refund_high: Decimal,
    pub repaired: bool,
    pub deposit_assumed: bool,
    pub other_remedy_row: bool,
}

/// All findings of the entry as a whole; those of its rows are added by the caller.
pub fn entry_findings(subject: &Subject) -> Codes {
    let mut found = Codes::new();
    let mut raise = |code: &'static str, holds: bool| {
        if holds {
            found.insert(code);
        }
    };
    let Subject { header, liquidation, options, .. } = subject;
    let entry_type = header.entry_type.as_str();
    let word = liquidation.word;
    let phase_2 = day(2026, 6, 29);
    let warehouse_end = day(2026, 7, 7);
    let warehouse = matches!(entry_type, "21" | "22");

    let well_formed = entry_number_well_formed(subject.entry);
    raise("entry-number-format", !well_formed);
    raise("check-digit", well_formed && !check_digit_fits(subject.entry));
    raise("entry-number-repaired", subject.repaired);
    if let Route::Broker(codes) = &options.route {
        let filer: String = subject.entry.chars().take(3).collect();
        raise("filer-code-mismatch", !codes.contains(&filer));
    }
    if let Route::Importer(numbers) = &options.route {
        let listed = numbers.iter().any(|number| importer_key(number) == header.importer);
        raise("account-mismatch", header.importer.is_empty() || !listed);
    }
    raise("missing-importer", header.importer.is_empty());

    let days = liquidation.days_since.unwrap_or(0);
    raise("liquidated-over-80-days", days > 80);
    raise("window-last-days", (78..=80).contains(&days));
    raise("window-closing", (61..=77).contains(&days));
    raise("implausible-date", header.implausible_date);
    let contradicting = match word {
        LiquidationWord::Unliquidated | LiquidationWord::Held => liquidation.date.is_some(),
        LiquidationWord::Liquidated => {
            header.has("liquidation_date")
                && liquidation.date.is_none()
                && liquidation.announced.is_none()
        }
        LiquidationWord::Blank | LiquidationWord::Unmapped => false,
    };
    raise("status-date-conflict", contradicting);
    raise("paid-at-liquidation", word == LiquidationWord::Held);
    let pending = word == LiquidationWord::Unliquidated && liquidation.date.is_none();
    raise("adcvd-pending", pending && header.says_yes("suspension"));

    let excluded = matches!(entry_type, "08" | "09" | "23" | "47")
        || warehouse && options.as_of >= warehouse_end;
    let confirmed =
        matches!(entry_type, "01" | "02" | "03" | "06" | "07" | "11" | "31" | "32" | "34" | "38");
    raise("entry-type-excluded", excluded);
    raise(
        "entry-type-unconfirmed",
        !entry_type.is_empty() && !excluded && !confirmed && !warehouse,
    );
    raise("ftz-06", entry_type == "06");
    raise("warehouse-withdrawal", matches!(entry_type, "31" | "32" | "34" | "38"));
    raise("net-bill-risk", subject.other_remedy_row || matches!(entry_type, "03" | "07"));

    let summary = header.summary_status.as_str();
    let cancelled = matches!(summary, "cancelled" | "canceled" | "rejected" | "deleted");
    raise("summary-not-accepted", cancelled);
    raise("summary-adjusted", summary == "adjusted");
    raise("trade-control", header.control_status == "trade");
    let protest = header.protest_status.as_str();
    let protest_blocks = matches!(protest, "open" | "suspended" | "denied with further review");
    raise("protest-open", protest_blocks);
    let unmapped = word == LiquidationWord::Unmapped
        || !cancelled && !matches!(summary, "" | "accepted" | "adjusted")
        || !matches!(header.control_status.as_str(), "" | "cbp" | "trade")
        || !protest_blocks && !matches!(protest, "" | "denied" | "approved" | "withdrawn" | "none")
        || header.odd_flag;
    raise("status-unmapped", unmapped);

    raise("on-drawback", header.says_yes("drawback"));
    raise("court-injunction", header.says_yes("injunction"));
    raise("surety-paid", header.says_yes("surety_paid"));
    raise("psc-pending", header.says_yes("psc_flag"));
    raise("already-declared", header.declared);
    raise(
        "statement-unpaid",
        header.payment_date.is_none() && header.flags["statement_paid"] == Flag::No,
    );
    raise("recon-filed", header.says_yes("recon_09"));
    let recon = header.says_yes("recon_flag");
    raise("recon-before-phase-2", recon && options.as_of < phase_2);
    let recon_type = matches!(entry_type, "01" | "02" | "06");
    raise("recon-flag", recon && recon_type);
    raise("recon-flag-type", recon && !recon_type);

    raise("conflicting-header", header.conflicting);
    raise("conflicting-facts", header.conflicting_facts);
    raise("payment-date-ahead", header.payment_ahead);
    raise("fact-over-export", header.fact_over_export);
    let small = subject.refund_high > Decimal::ZERO && subject.refund_high < Decimal::from(20);
    raise("small-refund", small);
    raise("date-basis-assumed", subject.deposit_assumed);
    found
}

/// "`unproved` lists the codes of block checks that could not be run for want of data".
pub fn unproved(header: &Header, liquidation: &Liquidation, options: &Options) -> Codes {
    let mut codes = Codes::new();
    let mut lacks = |code: &'static str, holds: bool| {
        if holds {
            codes.insert(code);
        }
    };
    let no_route = options.route == Route::Unknown;
    lacks("filer-code-mismatch", no_route);
    lacks("account-mismatch", no_route);

    let settled = matches!(liquidation.word, LiquidationWord::Unliquidated | LiquidationWord::Held);
    lacks("liquidated-over-80-days", !header.has("liquidation_date") && !settled);

    // "status pending or unknown": absent, blank and unmapped statuses are unknown.
    let pending_or_unknown =
        !matches!(liquidation.word, LiquidationWord::Liquidated | LiquidationWord::Held);
    let dumping_type = matches!(header.entry_type.as_str(), "03" | "07" | "34" | "38" | "");
    let undated = liquidation.date.is_none();
    lacks(
        "adcvd-pending",
        pending_or_unknown && undated && !header.has("suspension") && dumping_type,
    );

    let flag_unknown = !header.has("recon_flag");
    lacks(
        "recon-filed",
        !header.has("recon_09") && (flag_unknown || header.says_yes("recon_flag")),
    );
    lacks("recon-before-phase-2", options.as_of < day(2026, 6, 29) && flag_unknown);
    lacks(
        "statement-unpaid",
        header.payment_date.is_none() && header.flags["statement_paid"] == Flag::Blank,
    );
    lacks("entry-type-excluded", header.entry_type.is_empty());
    let own_field = [
        ("already-declared", "declared_claim"),
        ("court-injunction", "injunction"),
        ("surety-paid", "surety_paid"),
        ("on-drawback", "drawback"),
        ("protest-open", "protest_status"),
        ("summary-not-accepted", "summary_status"),
        ("summary-adjusted", "summary_status"),
        ("trade-control", "control_status"),
    ];
    for (code, field) in own_field {
        lacks(code, !header.has(field));
    }
    codes
}

/// The paragraph **Status**: the first that holds.
pub fn status(findings: &Codes, refund_high: Decimal) -> &'static str {
    let undecided =
        ["zero-duty-on-duty-code", "row-rejected", "unreadable-value", "out-of-period-duty"];
    let any = |wanted: &str| findings.iter().any(|code| severity(code) == wanted);
    if refund_high.is_zero() && !undecided.iter().any(|code| findings.contains(code)) {
        "no_refund"
    } else if any("block") {
        "blocked"
    } else if any("review") {
        "review"
    } else {
        "eligible"
    }
}

/// The paragraph **Lane**: the first that holds.
pub fn lane(findings: &Codes, status: &str, days_since: Option<i64>) -> &'static str {
    let later_phase = [
        "on-drawback",
        "protest-open",
        "adcvd-pending",
        "court-injunction",
        "recon-filed",
        "recon-before-phase-2",
        "entry-type-excluded",
        "surety-paid",
    ];
    let route_checks = ["filer-code-mismatch", "account-mismatch"];
    let days = days_since.unwrap_or(0);
    let fixable = |code: &str| severity(code) == "block" && !route_checks.contains(&code);
    if status == "no_refund" {
        "none"
    } else if findings.contains("already-declared") {
        "declared"
    } else if days > 180 {
        "court"
    } else if days > 80 {
        "protest"
    } else if later_phase.iter().any(|code| findings.contains(code)) {
        "later-phase"
    } else if findings.iter().any(|code| fixable(code)) {
        "fix-then-file"
    } else if route_checks.iter().any(|code| findings.contains(code)) {
        "other-filer"
    } else if status == "review" {
        "review"
    } else {
        "file-now"
    }
}
