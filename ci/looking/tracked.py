"""The page of a tracking: what came after filing."""

from . import acts, figures, paper, pictures, reading, words, worst
from .checks import hold
from .groups import Groups
from .visit import visit

# The header of what a payment group may come to.
EXPECTED = "expected"


def look(checks, browser, report, name, folder, work):
    """Everything that is looked at on the page of an estimate, with its own table of groups."""
    file = report / "report.html"
    figures_of(checks, browser, report, name)
    reading.opens_quietly(checks, browser, file, name)
    reading.to_all(checks, browser, file, name)
    reading.on_a_phone(checks, browser, file, name)
    words.on_lines(checks, browser, file, name)
    without_scripts(checks, browser, file, name)
    with visit(browser, file) as (page, watch):
        groups = Groups(page)
        acts.sorts(checks, groups, name, EXPECTED, "payee")
        filters(checks, groups, name)
        acts.jumps(checks, page, name)
        with checks.check(f"{name}: nothing on the console, nothing asked for, while it was used"):
            watch.silent(page)
    with visit(browser, file) as (page, watch):
        acts.keyboard(checks, page, name, EXPECTED)
    printed = paper.on_paper(checks, browser, file, name, folder)
    pictures.of_paper(checks, printed, name)
    pictures.take(checks, browser, file, name, folder)
    if (report / "report.xlsx").exists():
        worst.in_office(checks, report, name)
        pictures.of_workbook(checks, report, name, folder, work)


def figures_of(checks, browser, report, name):
    """The figures of the page against `summary.json` and the tables."""
    with checks.check(f"{name}: every figure equals its source") as figure:
        with visit(browser, report / "report.html") as (page, _):
            walked, first = figures.walk(page, report)
        figure(f"{walked} figures, {first} of them on the first screen")


def without_scripts(checks, browser, file, name):
    with checks.check(f"{name}: readable without scripts") as figure:
        with visit(browser, file, scripts=False) as (page, _):
            rows = page.locator("#groups-table tbody tr").count()
            hold(rows, "no payment group is there")
            dead = page.evaluate("""() => [...document.querySelectorAll('button, input, select')]
                .filter(e => e.checkVisibility({visibilityProperty: true})).length""")
            hold(not dead, f"{dead} controls are shown that do nothing")
            figure(f"{rows} groups")


def filters(checks, groups, name):
    with checks.check(f"{name}: groups filter by status, and come back") as figure:
        choice = groups.section.locator("select").first
        before = len(groups.all_rows())
        place, seen = groups.column("status"), 0
        for label in choice.locator("option").all_text_contents()[1:]:
            choice.select_option(label=label)
            rows = groups.all_rows()
            hold(rows and all(row[place] == label for row in rows), f"{label}: {rows[:3]}")
            seen += len(rows)
            figure(f"{label} {len(rows)}")
        choice.select_option(index=0)
        hold(len(groups.all_rows()) == before, "the whole table does not come back")
        hold(seen == before, f"{seen} rows in all states, {before} without a filter")
