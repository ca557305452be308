"""Cost of a row and peak memory as the file grows; benches/scale.sh builds what it needs."""

import argparse
import datetime
import json
import os
import sys
from pathlib import Path
from statistics import median

import bench

SIZES = "0.5,1,2,4"
BYTES_AN_ENTRY = 1754.7  # of `sample --seed 7`
# What is promised of memory, in bytes: a base, for each entry, for each IEEPA row.
BASE, AN_ENTRY, AN_IEEPA_ROW = 100_000_000, 100, 40


def main():
    parser = argparse.ArgumentParser(prog="benches/scale.sh", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("--sizes", default=SIZES, help=f"GB, by commas [{SIZES}]")
    parser.add_argument("--machine", help="what the report calls this machine, such as two-cores")
    parser.add_argument("--out", type=Path, help="where the report goes [benches/runs/...]")
    parser.add_argument("--bin", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    work = bench.work_directory()
    try:
        facts = bench.machine(work)
        sizes = [size(float(gb), options, work) for gb in options.sizes.split(",")]
        place = options.out or bench.report_place("-scale", options.machine)
        place.write_text(report(options, facts, sizes), encoding="utf-8")
        print(f"report: {place.name}")
        over = [one["bytes"] for one in sizes if one["peak"] > one["limit"]]
        if over:
            sys.exit(f"scale: more memory than promised at {over} bytes")
    except bench.Wrong as wrong:
        sys.exit(f"scale: {wrong}")
    finally:
        bench.remove(work)


def size(gigabytes, options, work):
    """All commands on one file, which is removed afterwards."""
    entries = round(gigabytes * 1e9 / BYTES_AN_ENTRY)
    print(f"{gigabytes} GB: {entries} entries", file=sys.stderr, flush=True)
    export = work / "export.csv"
    bench.sample(options.bin, entries, export)
    counted = rows(options.bin, export, work)
    commands = {
        "bare": lambda out: [options.bin / "examples" / "bare_query", export],
        "groups": lambda out: bench.analyze(options.bin, export, out, "groups"),
        "all": lambda out: bench.analyze(options.bin, export, out, bench.ALL_TABLES),
    }
    runs = {name: [] for name in commands}
    names = list(commands)
    for number in range(options.rounds):
        at = number % len(names)
        for name in names[at:] + names[:at]:
            out = work / f"{entries}-{name}-{number}"
            runs[name].append(bench.measured(work, commands[name](out)))
            if out.exists():
                bench.drop_tables(out)
    found = {
        "bytes": export.stat().st_size,
        "entries": entries,
        "rows": counted["read"],
        "ieepa": sum(counted[bin] for bin in ("counted", "out_of_period", "duplicate")),
        "runs": runs,
        "peak": max(run.peak for name in ("groups", "all") for run in runs[name]),
    }
    found["limit"] = BASE + AN_ENTRY * entries + AN_IEEPA_ROW * found["ieepa"]
    export.unlink()
    return found


def rows(binary, export, work):
    """Rows by bin, as capeprep counts them."""
    out = work / "counted"
    command = bench.analyze(binary, export, out, "json")
    bench.output(*command)
    counted = json.loads((out / "summary.json").read_text(encoding="utf-8"))["rows"]
    bench.remove(out)
    return counted


def report(options, facts, sizes):
    kinds = {"bare": "bare query", "groups": "analyze, groups", "all": "analyze, all tables"}
    time_rows, memory_rows, raw = [], [], []
    for one in sizes:
        for kind, name in kinds.items():
            runs = one["runs"][kind]
            wall = median(run.wall for run in runs)
            cpu = median(run.cpu for run in runs)
            time_rows.append((
                f"{one['bytes'] / 1e9:.2f} GB, {name}", f"{one['rows']:,}", f"{wall:.3f}",
                f"{cpu:.3f}", f"{wall / one['rows'] * 1e9:.0f}", f"{cpu / one['rows'] * 1e9:.0f}",
                f"{one['bytes'] / wall / 1e9:.2f}",
            ))
            raw += [(f"{one['bytes'] / 1e9:.2f} GB, {name}", number, f"{run.wall:.3f}",
                     f"{run.user:.3f}", f"{run.system:.3f}", f"{run.megabytes:.0f}")
                    for number, run in enumerate(runs, 1)]
        memory_rows.append((
            f"{one['bytes'] / 1e9:.2f} GB", f"{one['entries']:,}", f"{one['ieepa']:,}",
            f"{max(run.megabytes for run in one['runs']['groups']):.0f}",
            f"{max(run.megabytes for run in one['runs']['all']):.0f}",
            f"{one['limit'] / 1e6:.0f}", "yes" if one["peak"] <= one["limit"] else "**no**",
        ))
    facts["load after"] = f"{os.getloadavg()[0]:.2f}"
    return "\n".join([
        f"# {datetime.date.today()}: as the file grows, {facts['cores']} cores\n",
        f"`benches/scale.sh`, `sample --seed {bench.SEED}`, medians of {options.rounds} interleaved "
        "rounds, file in cache.\n",
        bench.table(["machine", ""], facts.items(), numbers=False),
        "## Time\n",
        bench.table(["file", "rows", "wall, s", "user + sys, s", "ns a row", "CPU ns a row",
                     "GB/s"], time_rows),
        "## Memory\n",
        f"Highest peaks of all rounds against {BASE // 1_000_000} MB + {AN_ENTRY} bytes an entry + "
        f"{AN_IEEPA_ROW} bytes an IEEPA row.\n",
        bench.table(["file", "entries", "IEEPA rows", "groups, MB", "all tables, MB", "limit, MB",
                     "held"], memory_rows),
        "## Every round\n",
        bench.table(["file", "round", "wall, s", "user, s", "sys, s", "peak, MB"], raw),
    ])


if __name__ == "__main__":
    main()
