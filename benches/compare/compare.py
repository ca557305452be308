"""The comparison; benches/compare.sh builds what it needs and starts it."""

import argparse
import os
import shutil
import sys
from pathlib import Path

import bench
import contestants as who
from results import report

TRIALS = 2


def main():
    options = arguments()
    work = bench.work_directory()
    try:
        compare(options, work)
    except bench.Wrong as wrong:
        sys.exit(f"compare: {wrong}")
    finally:
        bench.remove(work)


def arguments():
    parser = argparse.ArgumentParser(prog="benches/compare.sh", description=__doc__)
    parser.add_argument("entries", nargs="?", type=int, default=1_145_000)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    parser.add_argument("--smoke", action="store_true",
                        help="2,000 entries, one round, only rivals that are installed, no report "
                             "kept")
    parser.add_argument("--machine", help="what the report calls this machine, such as two-cores")
    parser.add_argument("--out", type=Path, help="where the report goes [benches/runs/...]")
    parser.add_argument("--export", type=Path,
                        help="an export made by `sample --entries ENTRIES --seed 7`")
    parser.add_argument("--python", help="a Python that has the rivals: nothing is installed")
    parser.add_argument("--with-xan", action="store_true", help="build xan if it is not there")
    parser.add_argument("--bin", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    if options.smoke:
        options.entries, options.rounds = 2_000, 1
    return options


def compare(options, work):
    python = options.python or (sys.executable if options.smoke else install(work))
    if options.with_xan and not shutil.which("xan"):
        say("building xan")
        bench.output("cargo", "install", "--locked", "--root", work, "xan", "--version", "0.61.0")
        os.environ["PATH"] = f"{work / 'bin'}{os.pathsep}{os.environ['PATH']}"
    export = options.export
    if export is None:
        say(f"writing an export of {options.entries} entries")
        export = work / "export.csv"
        bench.sample(options.bin, options.entries, export)
    export = export.resolve()
    facts = bench.machine(export)

    truth = who.Truth()
    rules = bench.rules(options.bin, work)
    law = who.plain(python, export, rules, truth)
    say("asking plain Python")
    answer(law, work, truth)
    rivals, missing = who.rivals(python, export, rules, truth)
    all_of_them = [
        *who.floors(options.bin, export, truth),
        *who.own(options.bin, export, truth),
        *rivals,
    ]
    for contestant in all_of_them:
        for variant in contestant.variants:
            say(f"checking {contestant.name} {variant}")
            timed = 1 if options.smoke else TRIALS
            who.trial(contestant, variant, truth, work, timed)

    facts["load before the rounds"] = f"{os.getloadavg()[0]:.2f}"
    runs = {contestant.name: [] for contestant in all_of_them}
    for number in range(options.rounds):
        # Another one first each time: what runs behind a heavy neighbour changes too.
        at = number % len(all_of_them)
        for contestant in all_of_them[at:] + all_of_them[:at]:
            runs[contestant.name].append(who.round_of(contestant, work, number + 1))
        say(f"round {number + 1} of {options.rounds}")
    floor = bench.measured(work, ["true"]).peak

    text = report(options, facts, export, truth, law, all_of_them, missing, runs, floor)
    place = options.out
    if place is None:
        place = work / "report.md" if options.smoke else bench.report_place("", options.machine)
    place.write_text(text, encoding="utf-8")
    if str(work) in text or str(export) in text:
        raise bench.Wrong("the report names a path of this machine")
    print(f"all {len(all_of_them)} answers agree: {truth.answer}; missing: {missing or 'nobody'}")
    if not options.smoke:
        print(f"report: {place.name}")


def answer(law, work, truth):
    """The answer that all others are held against."""
    path = work / "answer"
    run = bench.measured(work, [*law.command("plain", None), "--answer", path])
    truth.answer = {figure: run.printed[figure] for figure in ("groups", "rows", "cents")}
    truth.every_group(path)
    summed = [sum(column) for column in zip(*truth.groups.values())]
    if [len(truth.groups), *summed] != list(truth.answer.values()):
        raise bench.Wrong("the plain answer contradicts itself")
    law.tried["plain"] = run.wall


def install(work):
    """A virtual environment with the pinned rivals; gone with the work directory."""
    say("installing the rivals")
    directory = work / "python"
    bench.output(sys.executable, "-m", "venv", directory)
    python = directory / "bin" / "python"
    bench.output(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 "--requirement", who.RIVALS / "requirements.txt")
    return python


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
