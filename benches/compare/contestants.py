"""Who takes part: capeprep, the floors, and every rival that is installed, each with the
formulations of the question that are tried for it."""

import csv
import json
import shutil
import subprocess
from dataclasses import dataclass, field

from bench import ALL_TABLES, HERE, Wrong, analyze, drop_tables, measured, output

RIVALS = HERE / "rivals"
MODULES = ["duckdb", "polars", "datafusion", "pandas"]


@dataclass
class Contestant:
    """One row of the result. `command(variant, out)` is what is run; `check(run, out)` looks at what
    came of it."""

    name: str
    about: str
    command: object
    check: object
    variants: list = field(default_factory=lambda: [""])
    version: str = ""
    script: object = None
    answers: bool = False
    chosen: str = ""
    tried: dict = field(default_factory=dict)


def own(binary, export, truth):
    """capeprep, asked for less and for more."""
    bare = binary / "examples" / "bare_query"

    def groups(run, out):
        paid = sum(cents(row["duty_paid"]) for row in rows(out / "groups.csv"))
        truth.same("sum of duty_paid in groups.csv", paid, "cents")

    def everything(run, out):
        groups(run, out)
        counted = [cents(row["row_duty"]) for row in rows(out / "lines.csv")
                   if row["bin"] == "counted"]
        truth.same("counted rows of lines.csv", len(counted), "rows")
        truth.same("their duty", sum(counted), "cents")

    def some(only):
        return lambda variant, out: analyze(binary, export, out, only)

    return [
        Contestant("capeprep, bare query", "`bare_query EXPORT`",
                   lambda variant, out: [bare, export], truth.figures, answers=True),
        Contestant("capeprep, bare query by the csv crate", "`bare_query EXPORT --reference`",
                   lambda variant, out: [bare, export, "--reference"], truth.figures,
                   answers=True),
        Contestant("capeprep analyze, groups", "`analyze EXPORT --only groups`", some("groups"),
                   groups),
        Contestant("capeprep analyze, all tables", f"`analyze EXPORT --only {ALL_TABLES}`",
                   some(ALL_TABLES), everything),
    ]


def floors(binary, export, truth):
    """Reading the bytes and counting line feeds."""
    count = binary / "examples" / "count_newlines"
    return [
        Contestant("wc -l", "one thread", lambda variant, out: ["wc", "-l", export],
                   truth.lines),
        Contestant("line feeds, two threads", "`count_newlines EXPORT 2`",
                   lambda variant, out: [count, export, "2"], truth.lines),
    ]


def rivals(python, export, rules, truth):
    """The scripts of `rivals/` whose library or program is there, and the names of the others."""
    found, missing = [], []
    for module in MODULES:
        if can_import(python, module):
            found.append(rival(python, module, f"{module}_query.py", export, rules, truth))
        else:
            missing.append(module)
    if shutil.which("xan"):
        found.append(rival(python, "xan", "xan_query.py", export, rules, truth))
    else:
        missing.append("xan")
    return found, missing


def plain(python, export, rules, truth):
    """Python's csv module: slow, and the answer that counts."""
    return rival(python, "plain Python", "plain_python.py", export, rules, truth)


def rival(python, name, script, export, rules, truth):
    about = json.loads(output(python, RIVALS / script, "--about"))

    def command(variant, out):
        return [python, RIVALS / script, export, "--rules", rules, "--variant", variant]

    return Contestant(name, f"`rivals/{script}`", command, truth.figures,
                      about["variants"], about["version"], RIVALS / script, True)


def can_import(python, module):
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True)
    return done.returncode == 0


class Truth:
    """What every contestant must answer."""

    def __init__(self):
        self.answer = {}
        self.groups = None
        self.line_feeds = None

    def same(self, what, found, figure):
        if found != self.answer[figure]:
            raise Wrong(f"{what}: {found}, where {self.answer[figure]} is right")

    def figures(self, run, out):
        for figure in ("groups", "rows", "cents"):
            self.same(figure, run.printed.get(figure), figure)

    def lines(self, run, out):
        found = run.printed.get("lines")
        if self.line_feeds is None:
            self.line_feeds = found
        if found != self.line_feeds:
            raise Wrong(f"{found} line feeds, where {self.line_feeds} were counted before")

    def every_group(self, path):
        """Holds an answer file against the truth, group by group."""
        groups = read_answer(path)
        if self.groups is None:
            self.groups = groups
            return
        wrong = [key for key in self.groups.keys() | groups.keys()
                 if self.groups.get(key) != groups.get(key)]
        if wrong:
            key = min(wrong)
            raise Wrong(f"{len(wrong)} groups differ, such as {key}: {groups.get(key)}, where "
                        f"{self.groups.get(key)} is right")


def trial(contestant, variant, truth, work, timed):
    """Checks a formulation to the last group and then takes its best time of `timed` runs."""
    out = work / "trial"
    command = contestant.command(variant, out)
    if contestant.answers:
        answer = work / "answer"
        run = measured(work, [*command, "--answer", answer])
        contestant.check(run, out)
        truth.every_group(answer)
        walls = [measured(work, command).wall for _ in range(timed)]
    else:
        run = measured(work, command)
        contestant.check(run, out)
        walls = [run.wall]
        shutil.rmtree(out, ignore_errors=True)
    contestant.tried[variant] = min(walls, default=run.wall)
    contestant.chosen = min(contestant.tried, key=contestant.tried.get)


def round_of(contestant, work, number):
    """One measured run of the chosen formulation; its totals are checked again."""
    out = work / f"round-{number}-{contestant.name.replace(' ', '-').replace(',', '')}"
    run = measured(work, contestant.command(contestant.chosen, out))
    contestant.check(run, out)
    if out.exists():
        drop_tables(out)
    return run


def read_answer(path):
    groups = {}
    with open(path, newline="", encoding="utf-8") as file:
        for importer, date, count, amount in csv.reader(file):
            if "/" in date:
                month, day, year = date.split("/")
                date = f"{year}-{month}-{day}"
            key = importer, date
            if key in groups:
                raise Wrong(f"group {key} is answered twice")
            groups[key] = int(count), int(amount)
    return groups


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def cents(text):
    """Exactly two decimals, as capeprep prints amounts."""
    return int(text.replace(".", ""))
