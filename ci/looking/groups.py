"""The table of payment groups, as a reader meets it."""

import re
from decimal import Decimal

from .checks import hold

# The header of what the refund may come to.
REFUND = "refund high"

# What the body of the table shows: a list of rows of texts.
ROWS = """
(table) => [...table.tBodies].flatMap(body => [...body.rows])
    .filter(row => !row.hidden && row.getClientRects().length > 0)
    .map(row => [...row.cells].map(cell => cell.textContent.trim()))
"""


class Groups:
    """The table of groups of an open page."""

    def __init__(self, page):
        self.page = page
        self.section = page.locator("#groups")
        self.table = page.locator("#groups-table")
        self.headers = [" ".join(text.split()) for text in
                        self.table.locator("thead th").all_text_contents()]

    def column(self, words):
        """The place of the first column whose header has these words."""
        for place, header in enumerate(self.headers):
            if re.search(words, header, re.IGNORECASE):
                return place
        raise LookupError(f"no column {words!r} among {self.headers}")

    def header(self, words):
        return self.table.locator("thead th").nth(self.column(words))

    def button(self, words):
        return self.header(words).locator("button")

    def rows(self):
        return self.table.evaluate(ROWS)

    def all_rows(self):
        """The rows with those that a long list keeps back."""
        everything = self.section.locator("#groups-all")
        if everything.is_visible():
            everything.click()
        return self.rows()

    def cells(self, words):
        place = self.column(words)
        return [row[place] for row in self.rows() if len(row) > place]

    def sorted_by(self, words):
        """Which way the column is said to be sorted."""
        return self.header(words).get_attribute("aria-sort")

    def sort(self, words, way):
        """Clicks the column's button until it is sorted that way."""
        for _ in range(3):
            self.button(words).click()
            if self.sorted_by(words) == way:
                return
        hold(False, f"aria-sort is {self.sorted_by(words)!r}, not {way!r}, after three clicks")


def amount(text):
    """The dollars of a cell, the higher end of a range."""
    found = re.findall(r"\d[\d,]*\.\d\d", text)
    hold(found, f"no amount in {text!r}")
    return Decimal(found[-1].replace(",", ""))


def in_order(values, way):
    """Whether the values rise or fall all the way."""
    pairs = list(zip(values, values[1:]))
    return all(a <= b for a, b in pairs) if way == "ascending" else all(a >= b for a, b in pairs)
