"""What a reader does with the page: sorts, filters, finds, follows links, by mouse and by keyboard."""

import time

from .checks import hold
from .groups import REFUND, Groups, amount, in_order
from .visit import DESK, visit


def all_acts(checks, browser, file, name):
    """Uses the page as a reader with a mouse, then as one with only a keyboard."""
    with visit(browser, file) as (page, watch):
        groups = Groups(page)
        sorts(checks, groups, name)
        filters(checks, groups, name)
        finds(checks, groups, name)
        follows(checks, page, name)
        jumps(checks, page, name)
        with checks.check(f"{name}: nothing on the console, nothing asked for, while it was used"):
            watch.silent(page)
    with visit(browser, file) as (page, watch):
        keyboard(checks, page, name)


def sorts(checks, groups, name, by=REFUND, whose="importer"):
    with checks.check(f"{name}: groups sort by {by}, both ways, and say so") as figure:
        for way in ("descending", "ascending"):
            groups.sort(by, way)
            values = [amount(text) for text in groups.cells(by)]
            hold(in_order(values, way), f"not {way}: {values[:12]}")
        figure(f"{len(values)} rows")
    with checks.check(f"{name}: groups sort by {whose}"):
        groups.sort(whose, "ascending")
        # Entries without an importer stand at one end.
        cells = [text.split("\n")[0].strip() for text in groups.cells(whose) if text]
        hold(in_order(cells, "ascending") or in_order([c.lower() for c in cells], "ascending"),
             cells[:12])
        hold(groups.sorted_by(by) in (None, "none"), f"{by} still says it is sorted")


def filters(checks, groups, name):
    with checks.check(f"{name}: groups filter by liquidation state") as figure:
        before = len(groups.all_rows())
        choice = choice_of(groups, "unliquidated")
        labels = choice.locator("option").all_text_contents()
        values = choice.locator("option").evaluate_all("all => all.map(o => o.value)")
        seen = 0
        for value, label in list(zip(values, labels))[1:]:
            choice.select_option(value)
            rows = groups.all_rows()
            word = (value or label).split()[0].lower()
            hold(all(word in " ".join(row).lower() for row in rows), f"{label}: {rows[:3]}")
            seen += len(rows)
            figure(f"{label.strip()} {len(rows)}")
        choice.select_option(values[0])
        hold(len(groups.all_rows()) == before, "the whole table does not come back")
        hold(seen == before, f"{seen} rows in all states, {before} without a filter")


    with checks.check(f"{name}: groups filter by what becomes of their entries") as figure:
        choice = choice_of(groups, "blocked")
        every = groups.all_rows()
        for label, header in (("eligible", "^eligible"), ("review", "^review"),
                              ("blocked", "^blocked"), ("without", "^none|^no refund")):
            place = groups.column(header)
            option = choice.locator("option", has_text=label).first
            choice.select_option(option.get_attribute("value") or option.text_content())
            rows = groups.all_rows()
            wanted = sum(row[place] != "0" for row in every)
            hold(all(row[place] != "0" for row in rows), f"{label}: a row has none")
            hold(len(rows) == wanted, f"{label}: {len(rows)} rows of {wanted}")
            figure(f"{label} {len(rows)}")
        choice.select_option(index=0)


def choice_of(groups, word):
    """The choice that has an option with this word."""
    for choice in groups.section.locator("select").all():
        if word in " ".join(choice.locator("option").all_text_contents()).lower():
            return choice
    raise LookupError(f"no choice with {word!r}")


def finds(checks, groups, name, whose="importer"):
    with checks.check(f"{name}: groups are found by text, counted aloud, and come back") as figure:
        field = groups.section.locator("input[type=search]").first
        before = groups.all_rows()
        word = next(cell.split()[0] for cell in groups.cells(whose) if cell)
        aloud = groups.section.locator("[role=status], [aria-live]").first
        said = aloud.text_content()
        field.fill(word)
        groups.page.wait_for_timeout(400)
        rows = groups.all_rows()
        hold(rows and all(word.lower() in " ".join(row).lower() for row in rows),
             f"{word!r} finds {rows[:3]}")
        hold(len(rows) < len(before), "nothing is left out")
        hold(aloud.text_content() != said, f"the count still says {said!r}")
        figure(f"{word} {len(rows)} of {len(before)}")
        field.fill("no such importer anywhere")
        groups.page.wait_for_timeout(400)
        hold(not groups.rows(), "rows are left of a text that is nowhere")
        field.fill("")
        groups.page.wait_for_timeout(400)
        hold(len(groups.all_rows()) == len(before), "the whole table does not come back")


def follows(checks, page, name):
    with checks.check(f"{name}: an entry link leads from its finding to its panel") as figure:
        links = page.locator("#findings a[href^='#entry-']")
        hold(links.count(), "no finding links to an entry")
        link = links.first
        # The list may be folded away.
        link.evaluate("e => { for (let d = e.closest('details'); d; d = d.parentElement.closest"
                      "('details')) d.open = true; }")
        target = link.get_attribute("href")
        link.click()
        page.wait_for_timeout(300)
        seen = page.evaluate("""id => {
            const panel = document.getElementById(id);
            const box = panel.getBoundingClientRect();
            return {
                inView: box.top >= -1 && box.top < innerHeight - 40 && box.height > 1,
                top: box.top,
                target: panel.matches(':target') || panel.contains(document.activeElement)
                    || !!panel.querySelector(':target'),
                text: panel.innerText,
            };
        }""", target[1:])
        hold(seen["inView"], f"{target} is not in view: top {seen['top']:.0f}")
        hold(seen["target"], f"{target} is not the target")
        number = target.removeprefix("#entry-")
        bare = seen["text"].replace("-", "").replace(" ", "")
        hold(number in bare, f"{target} does not name its entry: {seen['text'][:200]}")
        hold("capeprep explain" in seen["text"], "the panel does not say how to see every row")
        figure(number)
        page.go_back()


def jumps(checks, page, name):
    with checks.check(f"{name}: every link of the contents leads to its section") as figure:
        links = page.locator("nav a[href^='#']")
        astray = []
        for place in range(links.count()):
            page.evaluate("scrollTo(0, 0)")
            links.nth(place).click()
            # What is drawn on the way may still move it.
            page.wait_for_timeout(150)
            target = links.nth(place).get_attribute("href")
            top = page.locator(target).evaluate("e => e.getBoundingClientRect().top")
            end = page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 2")
            if not -2 <= top <= 120 and not end:
                astray.append(f"{target} is {top:.0f} below the top")
        hold(not astray, astray)
        figure(f"{links.count()} links")


def keyboard(checks, page, name, by=REFUND):
    with checks.check(f"{name}: by keyboard alone, the first stop skips to the content"):
        page.keyboard.press("Tab")
        first = page.evaluate("""() => {
            const e = document.activeElement, box = e.getBoundingClientRect();
            return {href: e.getAttribute('href'), left: box.left, top: box.top,
                    wide: box.width, text: e.innerText};
        }""")
        hold((first["href"] or "").startswith("#"), f"the first stop is {first}")
        hold(first["left"] >= 0 and first["top"] >= 0 and first["wide"] > 40,
             f"it does not show when it is reached: {first}")
        page.keyboard.press("Enter")
        hold(page.evaluate("location.hash") == first["href"], "it leads nowhere")
    with checks.check(f"{name}: by keyboard alone, groups sort, and each stop shows") as figure:
        stops, unseen = 0, []
        while True:
            page.keyboard.press("Tab")
            stops += 1
            stop = page.evaluate("""by => {
                const e = document.activeElement, s = getComputedStyle(e);
                return {tag: e.tagName, text: e.innerText.slice(0, 40),
                    shows: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
                        || s.boxShadow !== 'none',
                    sorts: e.matches('#groups-table thead th button')
                        && e.innerText.trim().toLowerCase().startsWith(by)};
            }""", by)
            if not stop["shows"]:
                unseen.append(f"{stop['tag']} {stop['text']!r}")
            if stop["sorts"]:
                break
            hold(stops < 400 and stop["tag"] != "BODY", f"not reached in {stops} stops")
        hold(not unseen, f"no outline at {unseen[:6]}")
        groups = Groups(page)
        page.keyboard.press("Enter")
        way = groups.sorted_by(by)
        hold(way in ("ascending", "descending"), f"aria-sort is {way!r}")
        values = [amount(text) for text in groups.cells(by)]
        hold(in_order(values, way), f"not {way}: {values[:12]}")
        focus = page.evaluate("document.activeElement.tagName")
        hold(focus == "BUTTON", f"sorting moved the focus to {focus}")
        figure(f"{stops} stops")


def speed(checks, browser, file, name, by=REFUND):
    """From opening the page to its groups sorted and drawn."""
    with checks.check(f"{name}: sorted by {by} within 2 s of being opened") as figure:
        took = []
        for _ in range(2):
            took.append(open_and_sort(browser, file, by))
            if took[-1] < 2:
                break
        hold(took[-1] < 2, "took " + ", ".join(f"{t:.2f} s" for t in took))
        figure(f"{took[-1]:.2f} s")


def open_and_sort(browser, file, by):
    with visit(browser, file, view=DESK, load=False) as (page, _):
        begun = time.perf_counter()
        page.goto(file.resolve().as_uri(), wait_until="commit")
        header = page.locator("#groups-table thead th", has_text=by).first
        before = header.get_attribute("aria-sort")
        header.locator("button").click()
        page.wait_for_function(
            "([before, by]) => { const th = [...document.querySelectorAll('#groups-table thead th')]"
            ".find(th => th.textContent.includes(by));"
            " return th.getAttribute('aria-sort') !== before; }", arg=[before, by])
        # Two frames: the second begins when the first is drawn.
        page.evaluate("() => new Promise(done => requestAnimationFrame("
                      "() => requestAnimationFrame(done)))")
        return time.perf_counter() - begun
