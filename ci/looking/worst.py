"""The worst text that an export can hold, and what the reports make of it."""

import csv
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from .checks import hold
from .reading import OPEN_ALL
from .visit import PHONE, visit

# Names of importers, one each.
NAMES = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "\u202egnp.exe Imports \u2066Ltd",
    "W" * 300,
    "Nowhere " * 37,
    "bell \x07 escape \x1b[31m null \x00 end",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-1",
    "</title></style></svg><svg onload=alert(1)>",
    "{{ 7 * 7 }} ${7*7} &lt;b&gt; &#0;",
    "\u05d7\u05d1\u05e8\u05ea \u05d3\u05de\u05d9\u05d5\u05df",
    "Zalgo t\u0335\u0321\u0322e\u0335\u0321\u0322x\u0335\u0321t Co",
]
# Put into cells of other columns, each in an entry of its own.
ELSEWHERE = ["Line SPI Code", "Manufacturer ID", "Country of Origin Code", "Control Status",
             "Liquidation Status", "Protest Status", "Filer Name", "Entry Type Code",
             "Reconciliation Indicator", "Column 1 Current Primary Duty Rate"]
SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(2)>"
FILE = "=1+1 \"><img src=x onerror=alert(1)> \u202egnp.csv"

HEADER = ["Entry Summary Number", "Entry Type Code", "Importer Number", "Importer Name",
          "Entry Date", "Entry Summary Date", "Entry Summary Line Number",
          "Country of Origin Code", "Manufacturer ID", "Line SPI Code", "Tariff Ordinal Number",
          "HTS Number - Full", "Line Tariff Goods Value Amount", "Line Tariff Duty Amount",
          "Filer Name", "Reconciliation Indicator", "Control Status",
          "Post Summary Correction Indicator", "Liquidation Date", "Liquidation Status",
          "Protest Status", "Column 1 Current Primary Duty Rate"]


def write(folder):
    """An export of worst texts; returns its path."""
    path = folder / FILE
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for place, name in enumerate(NAMES):
            for kind in ("01", "08"):
                out.writerow(row(place * 2 + (kind == "08"), place, {
                    "Importer Name": name, "Entry Type Code": kind}))
        for place, column in enumerate(ELSEWHERE):
            out.writerow(row(100 + place, 50, {column: SCRIPT}))
        out.writerow(row(200, 51, {"Line Tariff Duty Amount": SCRIPT}))
        out.writerow(row(201, 52, {"Entry Summary Number": SCRIPT}))
        out.writerow(row(202, 53, {"Importer Number": SCRIPT}))
    return path


def write_nothing(folder):
    """An export without a row of IEEPA duty; returns its path."""
    path = folder / "nothing.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        out.writerow(row(1, 1, {"HTS Number - Full": "8413919085"}))
    return path


def row(serial, importer, cells):
    """A row of duty of an entry liquidated in time, with some cells replaced."""
    values = dict.fromkeys(HEADER, "")
    values.update({
        "Entry Summary Number": entry_number("9Q9", serial), "Entry Type Code": "01",
        "Importer Number": f"98-76543{importer:02}00", "Importer Name": f"Notional {importer} Co",
        "Entry Date": "06/02/2025", "Entry Summary Date": "06/12/2025",
        "Entry Summary Line Number": "1", "Country of Origin Code": "CN",
        "Manufacturer ID": "CNFICTION12SHE", "Tariff Ordinal Number": "1",
        "HTS Number - Full": "99030124", "Line Tariff Goods Value Amount": "$1,000.00",
        "Line Tariff Duty Amount": "$200.00", "Filer Name": "Nonesuch Brokerage LLC",
        "Reconciliation Indicator": "N", "Control Status": "CBP",
        "Post Summary Correction Indicator": "N", "Liquidation Date": "04/17/2026",
        "Liquidation Status": "Liquidated", "Column 1 Current Primary Duty Rate": "Free",
    })
    values.update(cells)
    return [values[name] for name in HEADER]


def entry_number(filer, serial):
    """An entry number with its check digit: letters count 1 to 9, every second digit is doubled."""
    body = f"{filer}{serial:07}"
    total = 0
    for place, sign in enumerate(reversed(body)):
        if sign.isdigit():
            digit = int(sign)
        else:
            letter = ord(sign) - ord("A")
            digit = (letter % 9) + 1 if letter < 18 else letter - 16
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled // 10 + doubled % 10
    return f"{body}{-total % 10}"


def look(checks, browser, file, report, folder):
    """The page and the other reports of the worst export."""
    with checks.check("worst text: the page shows it as text and runs none of it") as figure:
        with visit(browser, file) as (page, watch):
            page.evaluate(OPEN_ALL)
            watch.silent(page)
            made = page.evaluate("""() => ({
                foreign: document.querySelectorAll('img, iframe, object, embed, base, form').length,
                scripts: document.querySelectorAll('script:not([type="application/json"])').length,
                handlers: [...document.querySelectorAll('*')].filter(e =>
                    [...e.attributes].some(a => a.name.startsWith('on'))).length,
                text: document.body.textContent,
            })""")
            hold(made["foreign"] == 0, f"{made['foreign']} elements came from the data")
            hold(made["scripts"] <= 1, f"{made['scripts']} scripts")
            hold(made["handlers"] == 0, f"{made['handlers']} handlers came from the data")
            text = squeezed(made["text"])
            for name in NAMES:
                part = squeezed(name)[:24]
                hold(part in text, f"{part!r} is not on the page")
            hold("\x00" not in made["text"] and "\x1b" not in made["text"], "control characters")
            figure(f"{len(NAMES)} names")
    with checks.check("worst text: what turns the reading direction turns only itself"):
        with visit(browser, file) as (page, _):
            loose = page.evaluate("""() => {
                const turning = /[\\u202a-\\u202e\\u2066-\\u2069]/;
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const loose = [];
                while (walker.nextNode()) {
                    const e = walker.currentNode.parentElement;
                    if (/^(SCRIPT|STYLE)$/.test(e.tagName)) continue;
                    if (turning.test(walker.currentNode.data)
                        && !/isolate|plaintext/.test(getComputedStyle(e).unicodeBidi)) {
                        loose.push(e.outerHTML.slice(0, 120));
                    }
                }
                return loose;
            }""")
            hold(not loose, loose[:4])
    with checks.check("worst text: the page does not grow sideways on a phone"):
        with visit(browser, file, view=PHONE) as (page, _):
            page.evaluate(OPEN_ALL)
            wide = page.evaluate("document.documentElement.scrollWidth")
            hold(wide <= PHONE["width"], f"{wide} wide")
            page.screenshot(path=folder / "worst-phone.png")
    with visit(browser, file) as (page, _):
        page.screenshot(path=folder / "worst-desktop-whole.png", full_page=True)
    in_tables(checks, report)
    in_workbook(checks, report)


def squeezed(text):
    """The text without what a page may turn into blanks or leave out."""
    text = "".join(" " if ord(sign) < 32 or sign in "\ufffd\u2400\u2407\u241b" else sign
                   for sign in text)
    return re.sub("[\\s\u200b\u00ad\u202a-\u202e\u2066-\u2069]+", "", text)


def in_tables(checks, report):
    with checks.check("worst text: no cell of a CSV is a formula to a spreadsheet") as figure:
        cells = 0
        for path in sorted(Path(report).rglob("*.csv")):
            with open(path, encoding="utf-8", newline="") as file:
                for number, line in enumerate(csv.reader(file), 1):
                    for cell in line:
                        cells += 1
                        formula = cell[:1] in ("=", "+", "-", "@", "\t", "\r")
                        hold(not formula or re.fullmatch(r"-?\d+(\.\d+)?", cell),
                             f"{path.name}, row {number}: {cell[:60]!r}")
        figure(f"{cells} cells")


def in_workbook(checks, report):
    workbook = report / "report.xlsx"
    if not workbook.exists():
        return
    with checks.check("worst text: the workbook is sound XML and computes only its own sums") as figure:
        formulas = 0
        with zipfile.ZipFile(workbook) as parts:
            for name in parts.namelist():
                if not name.endswith((".xml", ".rels")):
                    continue
                tree = ElementTree.fromstring(parts.read(name))
                for element in tree.iter():
                    if element.tag.endswith("}f") and element.text:
                        formulas += 1
                        hold("|" not in element.text and "calc" not in element.text.lower(),
                             f"{name}: {element.text[:80]!r}")
                hold(not name.startswith("xl/externalLinks"), f"links to elsewhere: {name}")
        figure(f"{formulas} formulas")


def in_office(checks, report, name):
    """The workbook's own look, where there is one."""
    script = Path(__file__).parent.parent / "workbook.sh"
    if not script.exists() or not (report / "report.xlsx").exists():
        return
    with checks.check(f"{name}: the workbook opens, and its sheets add up") as figure:
        done = subprocess.run(["bash", str(script), str(report)], capture_output=True, text=True)
        hold(done.returncode == 0, (done.stdout + done.stderr).strip()[-1200:])
        lines = done.stdout.strip().splitlines()
        figure(lines[-1] if lines else "nothing said")
