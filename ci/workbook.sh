#!/bin/sh
# Checks report.xlsx as a reader would get it: LibreOffice opens it without repair, its sheets are
# converted to CSV, and the totals added up again from their cells are those of summary.json, to the
# cent. Needs soffice and python3.
#
#   ci/workbook.sh REPORT_DIRECTORY
set -eu

report=${1:?usage: ci/workbook.sh REPORT_DIRECTORY}
for tool in soffice python3; do
    command -v "$tool" >/dev/null || { echo "ci/workbook.sh: $tool is not installed" >&2; exit 2; }
done
for file in report.xlsx summary.json; do
    [ -f "$report/$file" ] || { echo "ci/workbook.sh: $report/$file is missing" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$report/report.xlsx" "$work/report.xlsx"

# Each run has a profile of its own, so that an open LibreOffice is not in the way.
convert() {
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" \
        --outdir "$work/$2" "$work/report.xlsx" >"$work/$2.log" 2>&1 || true
    if [ -z "$(ls "$work/$2" 2>/dev/null)" ] || grep -q '^Error' "$work/$2.log"; then
        echo "ci/workbook.sh: LibreOffice does not take $report/report.xlsx ($2):" >&2
        cat "$work/$2.log" >&2
        exit 1
    fi
}

# All sheets, comma, quotes, UTF-8, cells as shown.
convert 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' sheets
# The charts too are drawn; thousands of pages would only take time.
if [ "$(wc -c <"$work/report.xlsx")" -lt 1000000 ]; then
    convert pdf pages
fi

python3 - "$work/sheets" "$report/summary.json" <<'PYTHON'
import csv, glob, json, os, re, sys
from decimal import Decimal

folder, summary = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
csv.field_size_limit(1 << 24)
checked, wrong = 0, []


def number(text):
    text = text.replace(",", "").strip()
    return Decimal(text) if text else Decimal(0)


def same(what, found, expected):
    global checked
    checked += 1
    if Decimal(found) != Decimal(expected):
        wrong.append(f"{what}: {found} in the workbook, {expected} in summary.json")


def sheets(name):
    """The rows of a sheet and of those that go on from it: totals, head, data."""
    found = []
    for path in glob.glob(os.path.join(glob.escape(folder), "report-*.csv")):
        match = re.fullmatch(re.escape(name) + r"(?: (\d+))?", os.path.basename(path)[7:-4])
        if match:
            found.append((int(match[1] or 1), path))
    if not found:
        sys.exit(f"ci/workbook.sh: the workbook has no sheet {name}")
    for _, path in sorted(found):
        with open(path, encoding="utf-8", newline="") as file:
            yield list(csv.reader(file))


def added_up(name):
    """What the columns of a sheet come to by their cells, and by the totals above them."""
    cells, totals, count = {}, {}, 0
    for rows in sheets(name):
        above, heads, data = rows[0], rows[1], [row for row in rows[2:] if any(row[1:])]
        count += len(data)
        for at, head in enumerate(heads):
            if above[at] and at > 0:
                totals[head] = totals.get(head, 0) + number(above[at])
                cells[head] = cells.get(head, 0) + sum(number(row[at]) for row in data)
    for head, total in totals.items():
        same(f"{name}, {head}: the total above, against its cells", total, cells[head])
    return cells, count


def estimate():
    """The workbook of an estimate."""
    refund, interest = summary["refund"], summary["interest"]
    for name in ("Groups", "Entries", "Who may file"):
        cells, count = added_up(name)
        for head, expected in (
            ("Refund low", refund["low"]),
            ("Refund high", refund["high"]),
            ("Interest low", interest["low"]),
            ("Interest high", interest["high"]),
            ("Duty paid", summary["duty"]["counted"]),
        ):
            same(f"{name}, {head}", cells.get(head, 0), expected)
        if name == "Entries":
            same("Entries, rows", count, summary["entries"]["total"])
            kept = summary["rows"]["counted"] + summary["rows"]["out_of_period"]
            same("Entries, IEEPA rows", cells.get("IEEPA rows", 0), kept)
        else:
            same(f"{name}, entries", cells.get("Entries", 0), summary["entries"]["total"])
    found = sum(len([row for row in rows[2:] if any(row[1:])]) for rows in sheets("Findings"))
    same("Findings, rows", found, sum(summary["findings"].values()))
    added_up("Deadlines")

    overview = {}
    for row in next(sheets("Summary")):
        # A lane has its code behind its title.
        coded = re.fullmatch(r".* \(([a-z-]+)\)", row[0])
        overview.setdefault(coded[1] if coded else row[0], row)
    for label, part in (("Refund", refund), ("Interest", interest)):
        same(f"Summary, {label} low", number(overview[label][2]), part["low"])
        same(f"Summary, {label} high", number(overview[label][3]), part["high"])
    for lane, expected in summary["lanes"].items():
        same(f"Summary, lane {lane}, entries", number(overview[lane][1]), expected["entries"])
        same(f"Summary, lane {lane}, low", number(overview[lane][2]), expected["refund_low"])
        same(f"Summary, lane {lane}, high", number(overview[lane][3]), expected["refund_high"])
    for bin, rows in summary["rows"].items():
        label = bin.replace("_", " ")
        if label in overview and bin not in ("read",):
            same(f"Summary, bin {label}, rows", number(overview[label][1]), rows)
    same("Summary, rows read", number(overview["All bins"][1]), summary["rows"]["read"])
    same("Summary, duty read", number(overview["All bins"][2]), summary["duty"]["read"])


def tracking():
    """The workbook of what came after filing."""
    cells, count = added_up("Payments")
    groups = summary["groups"].values()
    same("Payments, rows", count, sum(group["count"] for group in groups))
    for head in ("Expected", "Refunded", "Paid", "Difference"):
        found = cells.get(head, 0)
        same(f"Payments, {head}, by status", found, sum(Decimal(g[head.lower()]) for g in groups))
    # Money that no entry is known of stands in groups of its own, and in no sum over entries.
    same("Payments, Expected", cells.get("Expected", 0), summary["expected"]["total"])
    same("Payments, entries", cells.get("Entries", 0), summary["entries"])
    for sheet, head, rows, expected in (
        ("Differences", "Amount", None, summary["difference"]["total"]),
        ("Refunds", "Amount", summary["refunds"]["all"]["count"], summary["refunds"]["all"]["amount"]),
        ("Deposits", "Amount", summary["deposits"]["all"]["count"], summary["deposits"]["all"]["amount"]),
        ("Re-file", "Refund high", summary["refile"]["rejected"]["entries"],
         summary["refile"]["rejected"]["refund"]),
        ("Interest", "Interest paid", summary["interest"]["all"]["entries"],
         summary["interest"]["all"]["paid"]),
    ):
        cells, count = added_up(sheet)
        same(f"{sheet}, {head}", cells.get(head, 0), expected)
        if rows is not None:
            same(f"{sheet}, rows", count, rows)
    # A sheet that does not take all entries says so above, and has no totals.
    cells, count = added_up("Entries")
    if cells:
        same("Entries, rows", count, summary["entries"])
        for head, part, key in (
            ("Expected principal", "expected", "principal"),
            ("Expected interest", "expected", "interest"),
            ("Paid principal", "paid", "principal"),
            ("Paid interest", "paid", "interest"),
        ):
            same(f"Entries, {head}", cells.get(head, 0), summary[part][key])
    added_up("Refund entries")
    weeks = [row for rows in sheets("Cash") for row in rows[2:]]
    weeks = [row for row in weeks if row[0] == "late" or re.fullmatch(r"\d{4}-\d\d-\d\d", row[0])]
    for column, key in ((1, "p10"), (2, "p50"), (3, "p90")):
        same(f"Cash, {key}", sum(number(row[column]) for row in weeks), summary["cash"][key])
        if weeks:
            same(f"Cash, {key}, at the end", number(weeks[-1][column + 3]), summary["cash"][key])
    found = sum(len([row for row in rows[2:] if any(row[1:])]) for rows in sheets("Verdicts"))
    same("Verdicts, rows", found, summary["verdicts"]["entries"])
    overview = {}
    for row in next(sheets("Summary")):
        overview.setdefault(row[0], row)
    for label, part in (
        ("Expected at most", "expected"),
        ("Paid", "paid"),
        ("Missing", "difference"),
        ("Of it, still to come", "to_come"),
    ):
        for column, key in ((2, "principal"), (3, "interest"), (4, "total")):
            same(f"Summary, {label}, {key}", number(overview[label][column]), summary[part][key])
    for part in ("causes", "states"):
        for word, expected in summary[part].items():
            # Some words are both: the causes stand first.
            rows = [row for row in next(sheets("Summary")) if row[0] == word]
            row = rows[0] if part == "causes" else rows[-1]
            same(f"Summary, {part}, {word}, entries", number(row[1]), expected["entries"])
            key = "amount" if part == "causes" else "paid"
            same(f"Summary, {part}, {word}", number(row[4]), expected[key])
    # Early, in the middle and late: by each the same is to come in all.
    for column in (2, 3, 4):
        same("Summary, all still to come", number(overview["All still to come"][column]),
             summary["to_come"]["total"])
    left = overview["Expected less paid and all causes: nothing"]
    for column in (2, 3, 4):
        same("Summary, expected less paid and all causes", number(left[column]), 0)


estimate() if "lanes" in summary else tracking()

for text in wrong:
    print(f"ci/workbook.sh: {text}", file=sys.stderr)
if wrong:
    sys.exit(1)
names = len(glob.glob(os.path.join(glob.escape(folder), "report-*.csv")))
print(f"report.xlsx: {names} sheets open in LibreOffice, {checked} figures re-added from cells agree")
PYTHON
