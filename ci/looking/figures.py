"""Where the figures of the page come from: each names its place in the other reports."""

import csv
import json
from decimal import Decimal, InvalidOperation

from .checks import hold

# All figures with their source, and where the eye meets them.
READ = """
() => [...document.querySelectorAll('[data-from]')].map(e => {
    const box = e.getBoundingClientRect();
    return {
        from: e.dataset.from,
        value: e.getAttribute('value') ?? e.dataset.value ?? e.textContent.trim(),
        text: e.innerText.trim(),
        seen: e.checkVisibility({visibilityProperty: true, opacityProperty: true})
            && box.width > 1 && box.height > 1,
        top: box.top + scrollY,
    };
})
"""


def walk(page, report, left_out=None):
    """Compares every figure of the page with its source, and its text with its value.

    Figures from the file that was left out are passed over. Returns how many figures there were, and how many of them are above the fold.
    """
    figures = page.evaluate(READ)
    hold(figures, "no figure names its source")
    summary = json.loads((report / "summary.json").read_text(encoding="utf-8"))
    tables = {}
    wrong = []
    for figure in figures:
        if left_out and left_out in figure["from"]:
            continue
        try:
            source = resolve(figure["from"], summary, report, tables)
        except (KeyError, IndexError, OSError, ValueError) as error:
            wrong.append(f"{figure['from']}: no such source ({error!r})")
            continue
        if not same(source, figure["value"]):
            wrong.append(f"{figure['from']}: {figure['value']} on the page, {source} in the file")
        if figure["seen"] and not reads_as(figure["text"], figure["value"]):
            wrong.append(f"{figure['from']}: reads {figure['text']!r}, stands for {figure['value']}")
    hold(not wrong, "\n".join(wrong[:12]))
    fold = page.viewport_size["height"]
    first = [f for f in figures if f["seen"] and f["top"] < fold]
    hold(first, "no figure is on the first screen")
    return len(figures), len(first)


def resolve(source, summary, report, tables):
    """The value at a source.

    `summary.json#/pointer`, or `FILE|count` or `FILE|sum:COLUMN+COLUMN` and any number of
    conditions: `|COLUMN=v1;v2`, where `*` is any value but none, or `|COLUMN!=word`, where the list
    in the column does not hold the word. Of two with ` - ` between them, the difference.
    """
    if " - " in source:
        whole, part = (resolve(one, summary, report, tables) for one in source.split(" - "))
        return Decimal(str(whole)) - Decimal(str(part))
    if "#" in source and "|" not in source:
        name, _, pointer = source.partition("#")
        value = summary if name == "summary.json" else json.loads(
            (report / name).read_text(encoding="utf-8"))
        for step in pointer.strip("/").split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value
    name, what, *conditions = source.split("|")
    if name not in tables:
        with open(report / name, encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    rows = tables[name]
    for condition in conditions:
        column, _, values = condition.partition("=")
        if column.endswith("!"):
            column = column[:-1]
            rows = [row for row in rows if values not in row[column].split(";")]
            continue
        wanted = set(values.split(";"))
        rows = [row for row in rows
                if row[column] in wanted or ("*" in wanted and row[column] != "")]
    if what == "count":
        return len(rows)
    kind, _, columns = what.partition(":")
    if kind == "sum":
        return sum((Decimal(row[column] or 0) for row in rows for column in columns.split("+")),
                   Decimal(0))
    raise ValueError(f"cannot reckon {what}")


def same(one, other):
    """Whether two values are equal, as numbers if both are."""
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return str(one) == str(other)


def reads_as(text, value):
    """Whether a figure's text says its value: the same digits, whatever stands around them."""
    digits = [c for c in text if c.isdigit()]
    return [c for c in str(value) if c.isdigit()] == digits or not digits
