"""Invents what CBP and the bank say after filing, from the entries.csv of an estimate.

    afterwards.py ENTRIES_CSV DIR [CLAIMS]

CLAIMS entries (default: all that can be filed) go on claims: of ten, one is refused, seven are paid,
one is accepted, one is liquidated. Amounts are the estimate's, a cent off now and then: the program's
reckoning is what is measured, not these figures.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

HEAD = (
    "Claim Number,Claim Status,Filer Code,Importer Number,CF 4811 Number,CF 4811 Name,"
    "Entry Summary Number,Entry Date,Liquidation Date,Control Team Number,Center ID Code,"
    "Center ID Name,Refund Amount,Interest Amount,Refund Number,Refund Date,Refund Status\n"
)
DAYS = ["06/18/2026", "06/25/2026", "07/02/2026", "07/09/2026", "07/16/2026"]


def cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part)


def dollars(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def main() -> None:
    entries, out = Path(sys.argv[1]), Path(sys.argv[2])
    most = int(sys.argv[3]) if len(sys.argv) > 3 else None
    out.mkdir(parents=True, exist_ok=True)
    totals: dict[tuple[str, str], int] = defaultdict(int)
    numbers: dict[tuple[str, str], int] = {}
    filed = 0
    with (
        open(entries, newline="") as source,
        open(out / "claim-details.csv", "w") as claims,
        open(out / "es-022.csv", "w") as es022,
    ):
        claims.write("ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n")
        es022.write("Report Date,07/31/2026\n" + HEAD)
        for row in csv.DictReader(source):
            if row["lane"] not in ("file-now", "review") or filed == most:
                continue
            filed += 1
            entry, importer = row["entry_number"], row["importer_number"]
            claim = f"1{filed // 9999:011}"
            kind = filed % 10
            if kind == 0:
                claims.write(f'"=""{entry}""","=""{claim}""",Failed,PROTEST ON ENTRY\n')
                continue
            claims.write(f'"=""{entry}""","=""{claim}""",Entry Summary Updated,\n')
            day = DAYS[filed % len(DAYS)] if kind != 1 else ""
            refund, interest, number, on, status = "", "", "", "", ""
            if kind > 2:
                principal, extra = cents(row["refund_high"]), cents(row["interest_high"])
                extra += filed % 3 == 0 and extra > 0
                key = (importer, day)
                number = f"R{numbers.setdefault(key, len(numbers) + 1):07}"
                totals[key] += principal + extra
                refund, interest = dollars(principal), dollars(extra)
                on, status = "07/20/2026", "Transmitted"
            es022.write(
                f"{claim},Accepted with Error(s),{entry[:3]},{importer},,,{entry},,{day},E10,006,"
                f"Apparel,{refund},{interest},{number},{on},{status}\n"
            )
    with open(out / "rev-603.csv", "w") as rev603, open(out / "bank.csv", "w") as bank:
        rev603.write(
            "Trade Refund Report\n\n\n\nReport Date,07/31/2026\n"
            "Refund ID,Payee ID,Refund Date,Refund Status,Refund Secondary Status,"
            "Total Refund Amount\n"
        )
        bank.write("Date,Amount,Reference\n")
        for (importer, day), total in totals.items():
            number = f"R{numbers[importer, day]:07}"
            rev603.write(f"{number},{importer},07/20/2026,Transmitted,Treasury Issued,{dollars(total)}\n")
            bank.write(f"07/22/2026,{dollars(total)},US TREASURY {number}\n")
    print(f"{filed} entries on claims, {len(totals)} refunds")


if __name__ == "__main__":
    main()
