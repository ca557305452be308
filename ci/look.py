"""Looks at the reports in a browser; ci/look.sh installs what that needs and starts it."""

import argparse
import shutil
import subprocess
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from looking import acts, figures, paper, pictures, reading, tracked, words, worst
from looking.checks import Checks, hold
from looking.visit import visit

AS_OF = "2026-05-15"
# What the README brings to the demonstration, one thing at a time and all at once.
FACTS = ["--facts", "fixtures/demo-facts/facts.csv", "--filer-code", "9Q9", "--filer-code", "017"]
RATES = ["--hts-rates", "fixtures/demo-hts-rates/hts-excerpt.csv"]
PARTIES = ["--parties", "fixtures/demo-parties/parties.toml"]
LARGE = 500_000
# What came after filing: the export of an estimate, and the folders of reports of the months after.
STORY = Path("fixtures/story")
TRACKED_ON = "2026-08-15"


def main():
    options = arguments()
    shutil.rmtree(options.pictures, ignore_errors=True)
    options.pictures.mkdir(parents=True)
    checks = Checks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium,
            # The page is the program's own, and CI may be root, whom the sandbox refuses.
            args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            demonstrations(checks, browser, options)
            story(checks, browser, options)
            worst_text(checks, browser, options)
            nothing(checks, browser, options)
            large(checks, browser, options)
        finally:
            browser.close()
    checks.finish()


def arguments():
    parser = argparse.ArgumentParser(prog="ci/look.sh", description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--chromium", required=True)
    parser.add_argument("--work", type=Path, required=True, help="a folder for what is thrown away")
    parser.add_argument("--pictures", type=Path, required=True)
    options = parser.parse_args()
    options.program = options.program.resolve()
    return options


def analyze(options, name, inputs, *more):
    """The reports of the inputs, and the seconds they took."""
    report = options.work / name
    begun = time.perf_counter()
    done = subprocess.run([options.program, "analyze", *inputs, "--as-of", AS_OF, "--quiet", "--force",
                           "--out", report, *more], capture_output=True, text=True)
    hold(done.returncode == 0, done.stderr.strip())
    hold((report / "report.html").exists(), "there is no report.html")
    return report, time.perf_counter() - begun


def track(options):
    """The reports of the story: an estimate, and what was tracked of it."""
    estimate, report = options.work / "story-estimate", options.work / "story"
    first, *later = sorted(folder for folder in STORY.iterdir() if folder.is_dir())
    for command in (["analyze", first, "--as-of", AS_OF, "--out", estimate],
                    ["track", "--run", estimate, *later, "--as-of", TRACKED_ON, "--out", report]):
        done = subprocess.run([options.program, *command, "--quiet"], capture_output=True, text=True)
        hold(done.returncode == 0, done.stderr.strip())
    hold((report / "report.html").exists(), "there is no report.html")
    return report


def demonstrations(checks, browser, options):
    variants = {"demo": [], "demo-facts": FACTS, "demo-rates": RATES, "demo-parties": PARTIES,
                "demo-all": FACTS + RATES + PARTIES}
    for name, more in variants.items():
        report = None
        with checks.check(f"{name}: analyzed"):
            report, _ = analyze(options, name, ["fixtures/demo"], *more)
        if report is None:
            continue
        file = report / "report.html"
        walk_figures(checks, browser, file, report, name)
        reading.opens_quietly(checks, browser, file, name)
        if name not in ("demo", "demo-all"):
            continue
        reading.without_scripts(checks, browser, file, name, reading.groups_of(report))
        reading.to_all(checks, browser, file, name)
        reading.on_a_phone(checks, browser, file, name)
        words.on_lines(checks, browser, file, name)
        acts.all_acts(checks, browser, file, name)
        printed = paper.on_paper(checks, browser, file, name, options.pictures)
        pictures.of_paper(checks, printed, name)
        pictures.take(checks, browser, file, name, options.pictures)
        if name == "demo-all" and (report / "report.xlsx").exists():
            worst.in_office(checks, report, name)
            pictures.of_workbook(checks, report, name, options.pictures, options.work)


def story(checks, browser, options):
    """What came after filing, by the reports of the story."""
    if not STORY.exists():
        return
    report = None
    with checks.check("story: tracked"):
        report = track(options)
    if report is not None:
        tracked.look(checks, browser, report, "story", options.pictures, options.work)


def worst_text(checks, browser, options):
    report = None
    folder = options.work / "worst-exports"
    folder.mkdir()
    with checks.check("worst text: analyzed"):
        report, _ = analyze(options, "worst", [worst.write(folder)])
    if report is None:
        return
    file = report / "report.html"
    worst.look(checks, browser, file, report, options.pictures)
    reading.on_a_phone(checks, browser, file, "worst text")
    walk_figures(checks, browser, file, report, "worst text")
    worst.in_office(checks, report, "worst text")


def nothing(checks, browser, options):
    report = None
    with checks.check("no IEEPA row: analyzed"):
        report, _ = analyze(options, "nothing", [worst.write_nothing(options.work)])
    if report is None:
        return
    file = report / "report.html"
    reading.opens_quietly(checks, browser, file, "no IEEPA row")
    reading.to_all(checks, browser, file, "no IEEPA row")
    words.on_lines(checks, browser, file, "no IEEPA row")


def large(checks, browser, options):
    name = f"{LARGE:,} entries"
    export, report = options.work / "large.csv", None
    try:
        with checks.check(f"{name}: analyzed") as figure:
            subprocess.run([options.program, "sample", "--entries", str(LARGE), "--seed", "7",
                            "--messy", "--no-progress", "--out", export], check=True,
                           capture_output=True)
            report, took = analyze(options, "large", [export], "--only", "html,json,groups,entries")
            figure(f"{took:.1f} s")
    finally:
        export.unlink(missing_ok=True)
    if report is None:
        return
    file = report / "report.html"
    with checks.check(f"{name}: the page is below 3 MB") as figure:
        size = file.stat().st_size
        hold(size < 3_000_000, f"{size:,} bytes")
        figure(f"{size:,} bytes")
    acts.speed(checks, browser, file, name)
    # lines.csv would be too long to walk.
    walk_figures(checks, browser, file, report, name, left_out="lines.csv")
    reading.opens_quietly(checks, browser, file, name)
    reading.without_scripts(checks, browser, file, name, reading.groups_of(report))
    acts.all_acts(checks, browser, file, name)
    printed = paper.on_paper(checks, browser, file, "large", options.pictures)
    pictures.of_paper(checks, printed, "large")
    pictures.take(checks, browser, file, "large", options.pictures)


def walk_figures(checks, browser, file, report, name, left_out=None):
    with checks.check(f"{name}: every figure equals its source") as figure:
        with visit(browser, file) as (page, _):
            walked, first = figures.walk(page, report, left_out)
        figure(f"{walked} figures, {first} of them on the first screen")


if __name__ == "__main__":
    main()
