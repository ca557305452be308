"""The report of a comparison, in Markdown."""

import datetime
from statistics import median

from bench import table

OWN = "capeprep, bare query"


def report(options, facts, export, truth, law, contestants, missing, runs, floor):
    size = export.stat().st_size
    own = median(run.wall for run in runs[OWN])
    parts = [
        f"# {datetime.date.today()}: one question, one file, {facts['cores']} cores\n",
        "`benches/compare.sh`; what is asked of whom, and what is unfair to whom, stands in "
        "`benches/README.md`.\n",
        table(["machine", ""], facts.items(), numbers=False),
        f"The file: `capeprep sample --entries {options.entries} --seed 7`, {size:,} bytes, "
        f"{truth.line_feeds:,} lines.\n",
        f"The answer, the same from all and group by group: {truth.answer['groups']:,} groups, "
        f"{truth.answer['rows']:,} rows, {truth.answer['cents']:,} cents.\n",
        f"## Medians of {options.rounds} interleaved rounds\n",
        table(
            ["contestant", "wall, s", "lowest - highest", "in process, s", "user + sys, s", "GB/s",
             "peak, MB", "wall, times the bare query"],
            [summary(c, runs[c.name], size, own) for c in contestants],
        ),
        f"Wall time is that of the whole process, *in process* what it says of itself; the peak is the highest of all rounds, and none "
        f"below {floor / 1e6:.0f} MB can be told. Not installed, so not measured: "
        f"{', '.join(missing) or 'nobody'}.\n",
        "## Versions and formulations tried\n",
        "Best wall time of the trial runs; the fastest went into the rounds.\n",
        table(["contestant", "version", "run as", "trial, s"], tried([*contestants, law]),
              numbers=False),
        "## Every round\n",
        table(
            ["contestant", "round", "wall, s", "user, s", "sys, s", "peak, MB", "in process, s"],
            [
                raw(contestant.name, number, run)
                for contestant in contestants
                for number, run in enumerate(runs[contestant.name], 1)
            ],
        ),
        "## The queries\n",
    ]
    for contestant in [*contestants, law]:
        if contestant.script:
            source = contestant.script.read_text(encoding="utf-8")
            parts.append(f"### {contestant.name}\n\n```python\n{source}```\n")
    return "\n".join(parts)


def summary(contestant, runs, size, own):
    walls = [run.wall for run in runs]
    wall = median(walls)
    inside = [run.printed["seconds"] for run in runs if "seconds" in run.printed]
    name = f"{contestant.name} (`{contestant.chosen}`)" if contestant.chosen else contestant.name
    return (
        name,
        f"{wall:.3f}",
        f"{min(walls):.3f} - {max(walls):.3f}",
        f"{median(inside):.3f}" if inside else "",
        f"{median(run.cpu for run in runs):.3f}",
        f"{size / wall / 1e9:.2f}",
        f"{max(run.megabytes for run in runs):.0f}",
        f"{wall / own:.2f}",
    )


def tried(contestants):
    for contestant in contestants:
        for variant, wall in contestant.tried.items():
            chosen = " (chosen)" if len(contestant.tried) > 1 and variant == contestant.chosen else ""
            yield (
                f"{contestant.name} `{variant}`{chosen}" if variant else contestant.name,
                contestant.version,
                contestant.about,
                f"{wall:.3f}",
            )


def raw(name, number, run):
    inside = run.printed.get("seconds", "")
    return (name, number, f"{run.wall:.3f}", f"{run.user:.3f}", f"{run.system:.3f}",
            f"{run.megabytes:.0f}", inside)
