"""How the words of the page stand: whole, in sight, and fit to read."""

import re

from .checks import hold
from .reading import OPEN_ALL
from .visit import DESK, PHONE, visit

# The width between the margins of a sheet of Letter paper.
PAPER = {"width": 710, "height": 1000}
BROKEN = """
() => {
    const broken = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && broken.length < 12) {
        const node = walker.currentNode;
        if (!node.parentElement.closest('td, th, .figure, dd')
            || !node.parentElement.checkVisibility()) continue;
        for (const word of node.data.matchAll(/(?<![A-Za-z0-9$,.])[A-Za-z0-9$,.]{2,16}(?![A-Za-z0-9$,.])/g)) {
            // A number with hyphens (a date, an importer) is one word.
            const whole = node.data.slice(0, word.index).match(/(?:\\d[\\d-]*)?$/)[0];
            range.setStart(node, word.index - (/^\\d/.test(word[0]) ? whole.length : 0));
            range.setEnd(node, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
            // Longer ones may be broken: what is data can be of any length.
            if (lines.size > 1 && range.toString().length <= 16) {
                broken.push(node.parentElement.tagName + ' ' + range.toString());
                break;
            }
        }
    }
    return broken;
}
"""


def on_lines(checks, browser, file, name):
    with checks.check(f"{name}: no date, amount or short word is broken in a table"):
        seen = {}
        for view, what in ((DESK, "desk"), (PHONE, "phone"), (PAPER, "paper")):
            with visit(browser, file, view=view) as (page, _):
                if view is PAPER:
                    page.emulate_media(media="print")
                page.evaluate(OPEN_ALL)
                broken = page.evaluate(BROKEN)
                if broken:
                    seen[what] = broken
        hold(not seen, seen)
    with checks.check(f"{name}: at a desk, what counts of a group shows without scrolling sideways"):
        with visit(browser, file) as (page, _):
            beyond = page.evaluate("""() => {
                const table = document.querySelector('#groups-table');
                const end = table.closest('.scroll').getBoundingClientRect().right;
                return [...table.tHead.rows[0].cells]
                    .filter(th => th.getBoundingClientRect().right > end + 1)
                    .map(th => th.innerText.trim());
            }""")
            hidden = [head for head in beyond
                      if re.search("importer|payee|state|liquidated|entries|refund|paid|expected|difference|day 80", head)
                      and "no refund" not in head]
            hold(not hidden, f"out of sight: {hidden}")
    with checks.check(f"{name}: its words are fit to read"):
        with visit(browser, file) as (page, _):
            page.evaluate(OPEN_ALL)
            text = page.evaluate("document.body.innerText")
            slips = re.findall(r".{0,30}(?:\b1 (?:entries|rows|groups|days|files|checks|others)\b"
                               r"|`|\bNone\b(?! of)|NaN|undefined).{0,30}", text)
            hold(not slips, slips[:8])
