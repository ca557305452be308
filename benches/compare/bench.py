"""What the comparison and the scale run share: running commands, the machine, the export."""

import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RUNS = ROOT / "benches" / "runs"
AS_OF = "2026-05-15"
SEED = 7
ALL_TABLES = "groups,entries,lines,findings,rejected,declarations"


class Wrong(Exception):
    """A result that must not be reported as a time."""


@dataclass
class Run:
    """What one process took, and what it printed."""

    wall: float
    user: float
    system: float
    peak: int
    printed: dict = field(default_factory=dict)

    @property
    def cpu(self):
        return self.user + self.system

    @property
    def megabytes(self):
        return self.peak / 1e6


def output(*command):
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        words = [Path(str(word)).name for word in command if Path(str(word)) != HERE / "measure.py"]
        raise Wrong(f"`{' '.join(words)[:200]}` failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def measured(work, command):
    """Runs a command from outside; a line of JSON on its standard output is kept."""
    os.sync()
    place = work / "measured"
    printed = output(sys.executable, "-I", "-S", HERE / "measure.py", place, *command)
    wall, user, system, peak = place.read_text().split()
    run = Run(float(wall), float(user), float(system), int(peak))
    if printed.startswith("{"):
        run.printed = json.loads(printed)
    elif printed.strip():
        run.printed = {"lines": int(printed.split()[0])}
    return run


def work_directory():
    return Path(tempfile.mkdtemp(prefix="capeprep-bench."))


def sample(binary, entries, path):
    output(binary / "capeprep", "sample", "--entries", entries, "--seed", SEED, "--out", path,
           "--no-progress")


def analyze(binary, export, out, only):
    return [binary / "capeprep", "analyze", export, "--as-of", AS_OF, "--only", only, "--out", out,
            "--quiet"]


def drop_tables(out):
    """Makes room. The upload files stay until the end: removing thousands of files slows the next
    creation on some file systems."""
    for path in out.glob("*.csv"):
        path.unlink()


def rules(binary, work):
    """Prefixes and period as the rulebook holds them, written where the rivals look."""
    directory = work / "rulebook"
    output(binary / "capeprep", "rulebook", "--export", directory)
    book = tomllib.loads((directory / "rulebook.toml").read_text(encoding="utf-8"))
    path = work / "rules.json"
    path.write_text(json.dumps({
        "prefixes": book["ieepa"]["prefixes"]["value"],
        "start": book["period"]["start"]["value"],
        "end": book["period"]["end"]["value"],
    }))
    return path


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def machine(work):
    """Facts of the machine; no path and no name of it."""
    facts = {"cores": str(cores()), "system": f"{platform.system()} {platform.release()}"}
    cpu, memory, mounts = (Path("/proc") / name for name in ("cpuinfo", "meminfo", "mounts"))
    if cpu.exists():
        text = cpu.read_text()
        said = {key: re.search(rf"^{key}\s*: (.*)$", text, re.M)
                for key in ("model name", "cpu family", "model", "cache size")}
        facts["processor"] = ", ".join(
            found[1] if key == "model name" else f"{key} {found[1]}"
            for key, found in said.items() if found)
    if memory.exists():
        kilobytes = int(re.search(r"MemTotal:\s+(\d+)", memory.read_text())[1])
        facts["memory"] = f"{kilobytes * 1024 / 1e9:.0f} GB"
    if mounts.exists():
        kinds = [line.split()[1:3] for line in mounts.read_text().splitlines()]
        here = [(place, kind) for place, kind in kinds if work.is_relative_to(place)]
        facts["storage"] = f"{max(here, key=lambda m: len(m[0]))[1]}, file in cache"
    facts["load before"] = f"{os.getloadavg()[0]:.2f}"
    facts["capeprep"] = version()
    facts["compiler"] = output("rustc", "--version").strip()
    return facts


def version():
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    number = manifest["package"]["version"]
    try:
        commit = output("git", "-C", ROOT, "rev-parse", "--short", "HEAD").strip()
        changed = output("git", "-C", ROOT, "status", "--porcelain", "--", "src", "Cargo.toml")
        return f"{number}, commit {commit}{' with changes' if changed else ''}"
    except (Wrong, FileNotFoundError):
        return number


def report_place(name, machine_name):
    """A new file in benches/runs."""
    RUNS.mkdir(exist_ok=True)
    stem = f"{datetime.date.today()}-{machine_name or f'{cores()}-cores'}{name}"
    for number in range(1, 1000):
        path = RUNS / f"{stem}{'' if number == 1 else f'-{number}'}.md"
        if not path.exists():
            return path
    raise Wrong("too many runs of one day")


def table(header, rows, numbers=True):
    """A Markdown table; all columns but the first hold numbers, or none does."""
    rule = "|---:" if numbers else "|---"
    lines = ["| " + " | ".join(header) + " |", "|---" + rule * (len(header) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def remove(work):
    shutil.rmtree(work, ignore_errors=True)
