"""The page on paper: what prints, and how it breaks into sheets."""

import re
import subprocess
from collections import namedtuple
from xml.etree import ElementTree

from .checks import hold
from .visit import visit

Word = namedtuple("Word", "text left right top bottom")


def on_paper(checks, browser, file, name, folder):
    """Prints the page; returns the files."""
    with checks.check(f"{name}: print hides nothing that matters"):
        with visit(browser, file) as (page, _):
            page.emulate_media(media="print")
            gone = page.evaluate("""() => {
                const shown = e => e.checkVisibility({visibilityProperty: true});
                // Of the flagged entries those that are open are printed, and nothing if none is.
                const kept = e => !e.closest('#entries');
                const all = (what, where) => [...document.querySelectorAll(where)]
                    .filter(e => !shown(e) && kept(e)).map(e => what + ' ' + (e.id || e.textContent.trim()).slice(0, 60));
                return [...all('heading', 'h1, h2'), ...all('figure', '[data-from]'),
                    ...all('picture', 'svg[role=img]'), ...all('group', '#groups tbody tr'),
                    ...all('section', 'main section')].slice(0, 12);
            }""")
            hold(not gone, gone)
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
            hold(dark in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), f"paper is {dark}")
    printed = []
    for paper, width in (("letter", 612), ("a4", 595)):
        target = folder / f"{name}-{paper}.pdf"
        pages, headings, cells = [], [], set()
        with checks.check(f"{name}, {paper}: no word beyond the page, no page without a word") as figure:
            # Dark on the screen is not dark on paper.
            with visit(browser, file, scheme="dark") as (page, _):
                page.pdf(path=target, format=paper)
                cells = page.locator("tbody tr > :first-child").all_text_contents()
                # Names of checks and lanes begin other lines as well; dates and numbers do not.
                cells = {" ".join(cell.split()) for cell in cells if cell[:1].isdigit()}
                headings = page.locator("h2, h3").all_text_contents()
            printed.append(target)
            pages = words(target)
            hold(pages, "no page")
            beyond = [(number, word.text) for number, page_words in enumerate(pages, 1)
                      for word in page_words if word.left < 0 or word.right > width + 1]
            hold(not beyond, f"{len(beyond)} words, such as {beyond[:5]}")
            empty = [number for number, page_words in enumerate(pages, 1) if not page_words]
            hold(not empty, f"pages without a word: {empty}")
            figure(f"{len(pages)} pages")
        with checks.check(f"{name}, {paper}: amounts are whole, tables repeat their headers, no "
                          "heading stands alone"):
            wrong = []
            for number, page_words in enumerate(pages, 1):
                wrong += [f"page {number}: {word.text} is cut in two" for word in page_words
                          if re.match(r"-?\$[\d,]", word.text)
                          and not re.match(r"-?\$[\d,]+\.\d\d\b", word.text)]
                head = min((w.top for w in page_words), default=0)
                first = " ".join(w.text for w in page_words if w.top < head + 3)
                if any(first.startswith(f"{cell} ") for cell in cells):
                    wrong.append(f"page {number}: a table goes on without its header: {first}")
                foot = max((w.bottom for w in page_words), default=0)
                last = " ".join(w.text for w in page_words if w.bottom > foot - 3)
                if last in headings:
                    wrong.append(f"page {number}: {last!r} is its last line")
            hold(not wrong, "\n".join(wrong[:8]))
    return printed


def words(pdf):
    """The words of each page and where they stand, in points."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True,
                          capture_output=True).stdout.decode("utf-8", "replace")
    # Not all that a page can say is allowed in XML.
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    tree = ElementTree.fromstring(text)
    space = "{http://www.w3.org/1999/xhtml}"
    return [[Word(word.text or "", *(float(word.get(side)) for side in ("xMin", "xMax", "yMin", "yMax")))
             for word in page.iter(f"{space}word")] for page in tree.iter(f"{space}page")]
