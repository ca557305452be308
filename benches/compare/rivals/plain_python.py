"""The plainest way: Python's own csv module and Decimal, row by row. It is the answer that all
others are held against."""

import csv
import platform
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from common import DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, run


def plain(path, rules):
    groups = defaultdict(lambda: [0, Decimal(0)])
    start, end = (datetime.strptime(day, "%Y-%m-%d") for day in (rules.start, rules.end))
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        importer, date, hts, duty, liquidation = (
            header.index(name) for name in (IMPORTER, ENTRY_DATE, HTS, DUTY, LIQUIDATION_DATE)
        )
        for row in reader:
            if not row[hts].startswith(rules.prefixes):
                continue
            if not start <= datetime.strptime(row[date], "%m/%d/%Y") < end:
                continue
            group = groups[row[importer], row[liquidation]]
            group[0] += 1
            group[1] += Decimal(row[duty].replace("$", "").replace(",", ""))

    def cents(amount):
        whole = amount * 100
        assert whole == int(whole), amount
        return int(whole)

    return Answer(
        len(groups),
        sum(rows for rows, _ in groups.values()),
        cents(sum((amount for _, amount in groups.values()), Decimal(0))),
        lambda: ((i, day, rows, cents(amount)) for (i, day), (rows, amount) in groups.items()),
    )


run(f"Python {platform.python_version()}", {"plain": plain})
