"""Mutation testing of the rooms that the money rests on; see README.md beside this file.

    python3 ci/mutants make     the copy with every change in it, compiled, and its tests built
    python3 ci/mutants reach    which test reaches which change
    python3 ci/mutants judge    the verdict on each change that has none yet
    python3 ci/mutants score    the figures by room, and the survivors
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import running
import schemata

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["number", "room", "place", "change", "outcome", "by"]
CAUGHT = ("caught", "timeout")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("command", choices=["make", "reach", "judge", "score"])
    options.add_argument("--work", type=Path, default=ROOT / "target/mutants", help="where all is kept")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--slow", type=float, default=60, help="tests of more seconds are left out")
    options.add_argument("--budget", type=float, default=600, help="most seconds for one change")
    options.add_argument("--again", help="changes to judge anew: numbers, or words of their names, by commas")
    options.add_argument("--outcomes", default="", help="outcomes to judge anew, by commas")
    options.add_argument("--rooms", default=",".join(schemata.ROOMS), help="in this order")
    options = options.parse_args()
    options.work = options.work.absolute()
    options.work.mkdir(parents=True, exist_ok=True)
    of_one_state(options)
    os.environ.setdefault("CARGO_TARGET_DIR", str(options.work / "target"))
    os.environ["CARGO_INCREMENTAL"] = "0"
    globals()[options.command](options)


def of_one_state(options):
    """Changes are known by their number, which is of one state of the source."""
    now = subprocess.run(["git", "rev-parse", "HEAD:src"], cwd=ROOT, check=True, capture_output=True,
                         text=True).stdout.strip()
    noted = options.work / "source"
    if options.command == "make" and not noted.exists():
        noted.write_text(now)
    elif options.command != "score" and (not noted.exists() or noted.read_text() != now):
        raise SystemExit(f"{options.work} is of another state of src/: name a new --work, and make")


def say(text):
    print(text, flush=True)


def make(options):
    copy = options.work / "copy"
    schemata.copied(ROOT, copy)
    mutants = schemata.listed(ROOT)
    schemata.compiled(ROOT, copy, mutants, say)
    keep(options.work / "mutants.json", schemata.kept(mutants))
    build(options)
    say(str(Counter(mutant.left_out or "compiled in" for mutant in mutants)))


def build(options):
    told = subprocess.run(
        ["cargo", "test", "--offline", "--lib", "--bins", "--tests", "--no-run",
         "--message-format=json-render-diagnostics"],
        cwd=options.work / "copy", check=True, stdout=subprocess.PIPE, text=True).stdout
    binaries = {}
    for line in told.splitlines():
        one = json.loads(line)
        # Accidents done on purpose are no test of these rooms, and their program has no list of tests.
        if (one.get("executable") and one["profile"]["test"] and "bin" not in one["target"]["kind"]
                and one["target"]["name"] != "faults"):
            kind = one["target"]["kind"]
            binaries["lib" if "lib" in kind else one["target"]["name"]] = one["executable"]
    keep(options.work / "binaries.json", binaries)


def runner_of(options):
    binaries = json.loads((options.work / "binaries.json").read_text())
    return running.Runner(options.work / "copy", binaries, options.work / "runs")


def reach(options):
    runner = runner_of(options)
    tests = runner.tests()
    say(f"{len(tests)} tests")
    told = running.reach(runner, tests, options.slow, options.jobs, say)
    keep(options.work / "reach.json",
         [dict(binary=test.binary, name=test.name, outcome=outcome, seconds=taken, reached=reached)
          for test, outcome, taken, reached in told])


def judge(options):
    mutants = {one["number"]: one for one in json.loads((options.work / "mutants.json").read_text())}
    seconds, reaching = {}, defaultdict(list)
    for one in json.loads((options.work / "reach.json").read_text()):
        if one["outcome"] == "passed":
            test = running.Test(one["binary"], one["name"])
            seconds[test] = one["seconds"]
            for number in one["reached"]:
                reaching[number].append(test)
    done = verdicts(options)
    known = defaultdict(Counter)
    for row in done.values():
        if row["outcome"] == "caught":
            known[row["place"].split(":")[0]][row["by"]] += 1
            known[row["room"]][row["by"]] += 0.1
    todo = [mutant for room in options.rooms.split(",") for mutant in mutants.values()
            if room_of(mutant["file"]) == room and wanted(mutant, done, options)]
    runner, lock = runner_of(options), threading.Lock()
    table = (options.work / "verdicts.tsv").open("a", newline="")
    write = csv.writer(table, delimiter="\t", lineterminator="\n")

    def one(mutant):
        if mutant["left_out"]:
            outcome, by = mutant["left_out"], mutant["why"]
        else:
            before = known[mutant["file"]] + known[room_of(mutant["file"])]
            outcome, by = running.judge(runner, mutant, reaching[mutant["number"]], seconds, before,
                                        options.budget)
            if outcome == "caught":
                known[mutant["file"]][by] += 1
                known[room_of(mutant["file"])][by] += 0.1
        with lock:
            write.writerow([mutant["number"], room_of(mutant["file"]), *mutant["name"].split(": ", 1),
                            outcome, by])
            table.flush()

    with ThreadPoolExecutor(options.jobs) as pool:
        for _ in pool.map(one, todo):
            pass
    score(options)


def wanted(mutant, done, options):
    had = done.get(mutant["number"])
    if options.again:
        return any(word == str(mutant["number"]) or (not word.isdigit() and word in mutant["name"])
                   for word in options.again.split(","))
    return had is None or had["outcome"] in options.outcomes.split(",")


def verdicts(options):
    """The last verdict on each change."""
    path = options.work / "verdicts.tsv"
    if not path.exists():
        return {}
    with path.open(newline="") as table:
        return {int(row["number"]): row for row in csv.DictReader(table, COLUMNS, delimiter="\t")}


def score(options):
    found = verdicts(options)
    rooms = schemata.ROOMS + ["all"]
    say(f"{'room':10}{'listed':>8}{'viable':>8}{'caught':>8}{'timeout':>8}{'missed':>8}{'other':>8}{'score':>9}")
    for room in rooms:
        count = Counter(row["outcome"] for row in found.values() if room in (row["room"], "all"))
        # What took longer than --budget is not known to be caught.
        missed = count["missed"] + count["unreached"] + count["unfinished"]
        viable = count["caught"] + count["timeout"] + missed
        other = sum(count.values()) - viable - count["unviable"]
        share = 100 * (count["caught"] + count["timeout"]) / viable if viable else 0
        say(f"{room:10}{sum(count.values()):8}{viable:8}{count['caught']:8}{count['timeout']:8}"
            f"{missed:8}{other:8}{share:8.2f}%")
    with (options.work / "survivors.tsv").open("w", newline="") as table:
        write = csv.writer(table, delimiter="\t", lineterminator="\n")
        write.writerow(COLUMNS)
        for row in sorted(found.values(), key=lambda row: (row["room"], row["place"])):
            if row["outcome"] not in (*CAUGHT, "unviable"):
                write.writerow([row[column] for column in COLUMNS])


def room_of(file):
    return file.split("/")[1]


def keep(path, value):
    path.write_text(json.dumps(value, indent=0))


if __name__ == "__main__":
    sys.exit(main())
