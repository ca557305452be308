//! The story with one thing turned: reports left out, lines taken away, days withheld.

use super::*;

#[test]
fn the_order_of_rows_that_disagree_decides_nothing() {
    let story = Story::begin();
    let head = "Refund ID,Payee ID,Refund Date,Refund Status,Refund Secondary Status,Total Refund Amount\n";
    let [more, less] = ["839.00", "700.00"]
        .map(|amount| format!("R7,98-765432100,06/24/2026,Transmitted,Treasury Issued,{amount}\n"));
    let share = "Claim Number,Claim Status,Importer Number,Entry Summary Number,Liquidation Date,\
                 Refund Amount,Interest Amount,Refund Number\n\
                 1,Accepted,98-765432100,9Q950000236,06/18/2026,800.00,39.00,R7\n";
    let told = [format!("{head}{more}{less}"), format!("{head}{less}{more}")].map(|rows| {
        let dir = tempfile::tempdir_in(story.dir.path()).unwrap();
        std::fs::write(dir.path().join("REV-603.csv"), rows).unwrap();
        std::fs::write(dir.path().join("ES-022.csv"), share).unwrap();
        let name = dir.path().file_name().unwrap().to_string_lossy().replace('.', "out");
        let out = story.track(&name, "2026-08-15", &[dir.path().to_owned()], &[]);
        (text(&out.join("payments.csv")), text(&out.join("differences.csv")))
    });
    assert_eq!(told[0], told[1]);
    // CBP's lesser word counts until one is taken back.
    assert!(told[0].0.contains("700.00") && !told[0].0.contains("839.00,839.00"), "{}", told[0].0);
}

/// The months with one file changed.
fn changed(
    story: &Story,
    month: &str,
    file: &str,
    change: impl Fn(&str) -> String,
) -> Vec<PathBuf> {
    let copy = story.dir.path().join("changed");
    std::fs::create_dir_all(&copy).unwrap();
    let mut reports = Vec::new();
    for folder in MONTHS {
        for from in std::fs::read_dir(Path::new(STORY).join(folder)).unwrap() {
            let from = from.unwrap().path();
            let name = from.file_name().unwrap().to_string_lossy().into_owned();
            if (folder, name.as_str()) != (month, file) {
                reports.push(from);
                continue;
            }
            let to = copy.join(name);
            std::fs::write(&to, change(&text(&from))).unwrap();
            reports.push(to);
        }
    }
    reports
}

#[test]
fn a_refund_that_never_reached_the_bank_is_told_everywhere() {
    let story = Story::begin();
    let without = |bank: &str| {
        bank.lines().filter(|line| !line.contains("R000003")).map(|l| format!("{l}\n")).collect()
    };
    let reports = changed(&story, "2026-07", "bank 2026-07.csv", without);
    let out = story.track("unseen", "2026-08-15", &reports, &[]);
    let refunds = table(&out.join("refunds.csv"));
    let of = |number: &str| refunds.iter().find(|row| row["refund_number"] == number).unwrap();
    assert_eq!(of("R000003")["seen_at_bank"], "no");
    assert!(of("R000003")["remark"].contains("not seen at the bank"));
    assert_eq!(of("R000002")["seen_at_bank"], "yes");
    let groups = table(&out.join("payments.csv"));
    let unseen: i128 = groups.iter().map(|row| cents(&row["not_seen_at_bank"])).sum();
    assert_eq!(unseen, 2_121_224);
    let summary = json(&out.join("summary.json"));
    assert_eq!(summary["refunds"]["not_seen_at_bank"]["count"], 1);
    assert_eq!(summary["refunds"]["not_seen_at_bank"]["amount"], "21212.24");
    let page = text(&out.join("report.html"));
    assert!(page.contains("not seen at the bank: R000003 $21,212.24"));
    let said = Command::cargo_bin("capeprep")
        .unwrap()
        .args(["track", "--as-of", "2026-08-15", "--force", "--run"])
        .arg(story.dir.path().join("run"))
        .arg("--out")
        .arg(&out)
        .args(&reports)
        .output()
        .unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("not seen at the bank: R000003 $21,212.24"), "{said}");
}

#[test]
fn a_refund_that_the_bank_shows_to_have_gone_back_is_returned() {
    let story = Story::begin();
    let bounced = |bank: &str| {
        format!(
            "{bank}07/10/2026,1694.42,ACH CREDIT CBP R000006\n\
             07/13/2026,-1694.42,ACH RETURN CBP R000006\n"
        )
    };
    let reports = changed(&story, "2026-07", "bank 2026-07.csv", bounced);
    let out = story.track("bounced", "2026-08-15", &reports, &[]);
    let entries = table(&out.join("tracking.csv"));
    let entry = entries.iter().find(|row| row["entry_number"] == "9Q950000103").unwrap();
    assert_eq!(entry["state"], "returned", "{entry:?}");
    let proof = entry.values().any(|cell| cell.contains("2026-07-13"));
    assert!(proof, "the bank's line is the proof: {entry:?}");
    let deposits = table(&out.join("deposits.csv"));
    let back: Vec<_> = deposits.iter().filter(|row| row["how_matched"] == "sent-back").collect();
    assert_eq!(back.len(), 1);
    assert_eq!(
        (back[0]["amount"].as_str(), back[0]["refund_numbers"].as_str()),
        ("-1694.42", "R000006")
    );
}

#[test]
fn what_is_to_come_is_late_in_a_week_without_one_or_not_filed() {
    let (_story, out) = Story::told();
    let summary = json(&out.join("summary.json"));
    let at = |pointer: &str| cents(summary.pointer(pointer).unwrap().as_str().unwrap());
    let without = summary.pointer("/cash/without_week").unwrap().as_object().unwrap();
    let without: i128 =
        without.keys().map(|why| at(&format!("/cash/without_week/{why}/amount"))).sum();
    let to_come = at("/to_come/total");
    assert_eq!(to_come, 1_742_900);
    for column in ["p10", "p50", "p90"] {
        assert_eq!(
            at(&format!("/cash/{column}")) + without + at("/causes/not-filed/amount"),
            to_come
        );
        let last = table(&out.join("cash.csv"));
        let last = last.iter().rfind(|row| row["week"].starts_with("20")).unwrap();
        assert_eq!(cents(&last[&format!("{column}_cumulative")]), at(&format!("/cash/{column}")));
    }
    assert_eq!(at("/cash/late/p10"), 359_188);
}

/// The reports that are left without those whose names begin so.
fn without(begins: &[&str]) -> Vec<PathBuf> {
    let files = months(3).into_iter().flat_map(|month| std::fs::read_dir(month).unwrap());
    let kept = files.map(|file| file.unwrap().path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        !begins.iter().any(|begin| name.starts_with(begin))
    });
    kept.collect()
}

#[test]
fn what_was_kept_without_an_amount_is_told_to_be_the_most() {
    let story = Story::begin();
    let out = story.track("kept", "2026-08-15", &without(&["bank"]), &[]);
    let summary = json(&out.join("summary.json"));
    assert_eq!(summary["refunds"]["diverted_at_most"]["count"], 2);
    assert_eq!(summary["refunds"]["diverted_at_most"]["amount"], "5716.74");
    let refunds = table(&out.join("refunds.csv"));
    let of = |number: &str| refunds.iter().find(|row| row["refund_number"] == number).unwrap();
    assert_eq!(of("R000009")["offset_basis"], "at-most");
    assert!(of("R000009")["remark"].contains("at most"));
    assert!(text(&out.join("report.html")).contains("nothing says how much of it"));
    // With the statements the bank says it.
    let out = story.track("told", "2026-08-15", &months(3), &[]);
    assert_eq!(json(&out.join("summary.json"))["refunds"]["diverted_at_most"]["count"], 0);
}

#[test]
fn refunds_beside_overdue_entries_of_their_payee_are_told() {
    let story = Story::begin();
    // ES-022 without what it says of refunds: nothing leads from refunds to entries.
    let mut reports = without(&["ES-022", "REV-615", "ES-701"]);
    for path in without(&["ES-003", "REV", "ES-701", "bank", "claim", "validation"]) {
        let to = story.dir.path().join(path.file_name().unwrap());
        let mut lines = csv::WriterBuilder::new().flexible(true).from_path(&to).unwrap();
        let mut rows = csv::ReaderBuilder::new();
        let mut rows = rows.has_headers(false).flexible(true).from_path(&path).unwrap();
        for row in rows.records() {
            let row = row.unwrap();
            let is_told = row.len() < 10;
            lines.write_record(row.iter().take(if is_told { row.len() } else { 12 })).unwrap();
        }
        lines.flush().unwrap();
        reports.push(to);
    }
    let out = story.track("beside", "2026-08-15", &reports, &[]);
    let summary = json(&out.join("summary.json"));
    let beside = &summary["refunds"]["beside_unpaid"];
    assert!(beside["count"].as_u64().unwrap() > 0, "{summary}");
    let page = text(&out.join("report.html"));
    assert!(page.contains("those may be paid and not overdue"));
    let refunds = table(&out.join("refunds.csv"));
    let hinted: Vec<_> = refunds.iter().filter(|row| !row["may_be_group_of"].is_empty()).collect();
    assert!(!hinted.is_empty(), "{refunds:?}");
    for row in hinted {
        assert!(row["group_payee"].is_empty(), "a hint is no match: {row:?}");
        assert!(row["remark"].contains("may be the group of"), "{row:?}");
    }
    let out = story.track("whole", "2026-08-15", &months(3), &[]);
    assert_eq!(json(&out.join("summary.json"))["refunds"]["beside_unpaid"]["count"], 0);
}

#[test]
fn nothing_counts_as_never_filed_without_a_report_of_claims() {
    let story = Story::begin();
    let never_filed = |out: &str, reports: &[PathBuf]| {
        let out = story.track(out, "2026-07-31", reports, &[]);
        let rows = table(&out.join("refile/never_filed.csv"));
        let uploads = out.join("refile/never_filed_declarations");
        (rows, uploads.exists().then(|| std::fs::read_dir(uploads).unwrap().count()))
    };
    let july = |name: &str| Path::new(STORY).join("2026-07").join(name);
    for (out, report) in [("bank", "bank 2026-07.csv"), ("rev-603", "REV-603 2026-07-31.csv")] {
        let (rows, uploads) = never_filed(out, &[july(report)]);
        assert!(rows.len() > 10 && uploads.is_none_or(|files| files == 1), "{report}: {uploads:?}");
        for row in rows {
            assert_eq!(row["ready"], "no", "{report}");
            assert!(row["why_not"].contains("no report of claims was read"), "{report}");
        }
    }
    // A word in no list proves nothing, and names the entry all the same.
    let odd = story.dir.path().join("odd.csv");
    let lines = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
                 9Q950000160,100000000001,Processed,\n";
    std::fs::write(&odd, lines).unwrap();
    let (rows, _) = never_filed("odd", std::slice::from_ref(&odd));
    let row = rows.iter().find(|row| row["entry_number"] == "9Q950000160").unwrap();
    assert_eq!((row["ready"].as_str(), row["claim_number"].as_str()), ("no", "100000000001"));
    assert!(row["why_not"].contains("a report of claims names it"), "{}", row["why_not"]);
    // What no entry explains may be the refund of one.
    let (rows, _) = never_filed("unexplained", &[odd, july("REV-603 2026-07-31.csv")]);
    let held = |row: &&BTreeMap<String, String>| row["why_not"].contains("that no entry explains");
    assert!(rows.iter().filter(held).count() > 10, "{rows:?}");
}

#[test]
fn pulls_without_a_day_prove_nothing_and_with_one_they_do() {
    let story = Story::begin();
    let export = text(&Path::new(STORY).join("2026-05/ES-003 2026-05-15.csv"));
    let (header, rows) = export.split_once('\n').unwrap();
    // In August the IEEPA rows of all entries but one are gone.
    let stays = |line: &&str| line.starts_with("9Q950000012") || !line.contains(",9903");
    let august: Vec<&str> = rows.lines().filter(stays).collect();
    let pulls = story.dir.path().join("pulls");
    std::fs::create_dir(&pulls).unwrap();
    std::fs::write(pulls.join("June.csv"), &export).unwrap();
    std::fs::write(pulls.join("August.csv"), format!("{header}\n{}\n", august.join("\n"))).unwrap();
    let pulls = [pulls];
    let states = |out: &Path| {
        let rows = table(&out.join("tracking.csv"));
        let of = |row: &BTreeMap<String, String>| row["state"].clone();
        rows.iter().map(of).fold(BTreeMap::<String, usize>::new(), |mut counts, state| {
            *counts.entry(state).or_default() += 1;
            counts
        })
    };
    let told = |out: &Path| json(&out.join("summary.json"))["remarks"].to_string();

    let out = story.track("undated", "2026-08-15", &pulls, &[]);
    assert_eq!(states(&out), BTreeMap::from([("not-filed".to_owned(), 30)]));
    let tracked = table(&out.join("tracking.csv"));
    assert_eq!(tracked.iter().filter(|row| row["contradictions"] == "1").count(), 29);
    let ready = table(&out.join("refile/never_filed.csv"));
    let ready: Vec<_> = ready.iter().filter(|row| row["ready"] == "yes").collect();
    assert!(ready.iter().all(|row| row["entry_number"] == "9Q950000012"), "{ready:?}");
    let remarks = told(&out);
    assert!(remarks.contains("29 entries have IEEPA rows in one later ES-003"), "{remarks}");
    assert!(remarks.contains("June.csv") && remarks.contains("August.csv"), "{remarks}");

    let days = ["--report-date", "June.csv=2026-06-15", "--report-date", "August.csv=2026-08-01"];
    let out = story.track("dated", "2026-08-15", &pulls, &days);
    let expected = [("lines-removed".to_owned(), 29), ("not-filed".to_owned(), 1)];
    assert_eq!(states(&out), BTreeMap::from(expected));
    assert!(!told(&out).contains("ES-003 and none"));
}

#[test]
fn what_is_left_out_is_said_and_leaves_no_directory() {
    let story = Story::begin();
    let out = story.dir.path().join("some");
    let said = Command::cargo_bin("capeprep")
        .unwrap()
        .args(["track", "--as-of", "2026-08-15", "--skip", "refile,payments,xlsx", "--run"])
        .arg(story.dir.path().join("run"))
        .arg("--out")
        .arg(&out)
        .args(months(3))
        .output()
        .unwrap();
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("Not written (--only, --skip): refile, payments, xlsx"), "{said}");
    assert!(!out.join("refile").exists() && !out.join("payments.csv").exists());
    assert!(out.join("tracking.csv").exists() && out.join("report.html").exists());
}
