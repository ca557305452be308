"""What the scripts of all rivals share: arguments in, one line of JSON out.

A rival gives a function per formulation of the query. It gets the file and the rules and returns
an `Answer`. The time it prints begins after its library is imported; the harness also times the
whole process from outside.
"""

import argparse
import csv
import json
import os
import time
from collections import namedtuple

IMPORTER = "Importer Number"
ENTRY_DATE = "Entry Date"
LIQUIDATION_DATE = "Liquidation Date"
HTS = "HTS Number - Full"
DUTY = "Line Tariff Duty Amount"
COLUMNS = [IMPORTER, ENTRY_DATE, HTS, DUTY, LIQUIDATION_DATE]

# `lines` is called only where every group is asked for: (importer, date as in the file, rows, cents).
Answer = namedtuple("Answer", "groups rows cents lines")


class Rules:
    """IEEPA prefixes and the tariff period, as the rulebook gives them."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            rules = json.load(file)
        self.prefixes = tuple(rules["prefixes"])
        self.start = rules["start"]  # first day, YYYY-MM-DD
        self.end = rules["end"]  # first day no longer in the period

    @property
    def start_digits(self):
        return self.start.replace("-", "")

    @property
    def end_digits(self):
        return self.end.replace("-", "")


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def header(path):
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def run(version, variants):
    """Runs the formulation that the command line names; `variants` is name -> function."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?")
    parser.add_argument("--rules")
    parser.add_argument("--variant", choices=sorted(variants))
    parser.add_argument("--answer")
    parser.add_argument("--about", action="store_true")
    args = parser.parse_args()
    if args.about:
        print(json.dumps({"version": version, "variants": list(variants)}))
        return
    rules = Rules(args.rules)
    began = time.perf_counter()
    answer = variants[args.variant](args.file, rules)
    seconds = time.perf_counter() - began
    figures = {"groups": answer.groups, "rows": answer.rows, "cents": answer.cents}
    print(json.dumps({**figures, "seconds": round(seconds, 4)}))
    if args.answer:
        with open(args.answer, "w", encoding="utf-8") as out:
            for importer, date, rows, cents in answer.lines():
                out.write(f"{importer},{date},{rows},{cents}\n")
