"""How the page opens and reads: without scripts, on a phone, to a screen reader."""

import csv
from pathlib import Path

from .checks import hold
from .visit import DESK, PHONE, visit

AUDIT = (Path(__file__).parent / "access.js").read_text(encoding="utf-8")
OPEN_ALL = "() => { for (const d of document.querySelectorAll('details')) d.open = true; }"


def opens_quietly(checks, browser, file, name):
    with checks.check(f"{name}: opens without a word on the console or a request"):
        with visit(browser, file) as (page, watch):
            page.wait_for_timeout(200)
            watch.silent(page)
    with checks.check(f"{name}: its policy lets in nothing from outside"):
        with visit(browser, file) as (page, watch):
            policy = page.locator("meta[http-equiv='Content-Security-Policy']")
            hold(policy.count() == 1, "no policy")
            text = policy.get_attribute("content")
            hold("default-src 'none'" in text, text)
            hold("unsafe" not in text and "http" not in text and "*" not in text, text)
            refused = page.evaluate("""async () => {
                window.ran = false;
                const script = document.createElement('script');
                script.textContent = 'window.ran = true';
                document.body.append(script);
                const image = new Image();
                image.src = 'https://example.com/a.png';
                document.body.append(image);
                try { await fetch('https://example.com/'); } catch {}
                await new Promise(done => setTimeout(done, 100));
                return {ran: window.ran, refusals: window.refusals};
            }""")
            hold(not refused["ran"], "a script that was put in ran")
            kinds = " ".join(refused["refusals"])
            for kind in ("script-src", "img-src", "connect-src"):
                hold(kind in kinds, f"{kind} was not refused: {kinds}")
            # The browser tells of a request before the policy stops it.
            passed = [url for url in watch.asked
                      if url.startswith("http") and watch.failed.get(url) != "csp"]
            hold(not passed, f"asked for {passed}")


def without_scripts(checks, browser, file, name, groups):
    with checks.check(f"{name}: readable without scripts") as figure:
        with visit(browser, file, scripts=False) as (page, _):
            seen = page.evaluate("""() => ({
                rows: [...document.querySelectorAll('#groups table tbody tr')]
                    .filter(r => r.getClientRects().length > 0).length,
                panels: [...document.querySelectorAll('[id^="entry-"]')].length,
                folded: [...document.querySelectorAll('[id^="entry-"]')].filter(p => {
                    const inside = p.matches('details') ? p : p.closest('details');
                    return !p.checkVisibility() && !inside;
                }).length,
                dead: [...document.querySelectorAll('button, input, select')]
                    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled
                        && !e.closest('th')).length,
            })""")
            hold(seen["rows"] >= min(groups, 5000), f"{seen['rows']} of {groups} groups are there")
            hold(seen["panels"], "no panels of entries")
            hold(not seen["folded"], f"{seen['folded']} panels can't be opened without scripts")
            hold(not seen["dead"], f"{seen['dead']} controls are shown that do nothing")
            figure(f"{seen['rows']} groups, {seen['panels']} panels")


def on_a_phone(checks, browser, file, name):
    for view, what in ((PHONE, "390 wide"), ({"width": 320, "height": 640}, "320 wide"), (DESK, "1440 wide")):
        with checks.check(f"{name}, {what}: the page does not scroll sideways"):
            with visit(browser, file, view=view) as (page, _):
                for opened in (False, True):
                    if opened:
                        page.evaluate(OPEN_ALL)
                    wide = page.evaluate("""() => {
                        const root = document.documentElement;
                        const over = [...document.body.querySelectorAll('*')].filter(e => {
                            const b = e.getBoundingClientRect();
                            if (b.right <= root.clientWidth + 1 || b.width === 0) return false;
                            for (let p = e.parentElement; p; p = p.parentElement) {
                                if (getComputedStyle(p).overflowX !== 'visible') return false;
                            }
                            return true;
                        }).slice(0, 5).map(e => e.tagName + '.' + (e.className.baseVal ?? e.className)
                            + ' ' + e.textContent.trim().slice(0, 40));
                        return {scroll: root.scrollWidth, client: root.clientWidth, over};
                    }""")
                    hold(wide["scroll"] <= wide["client"],
                         f"{wide['scroll']} > {wide['client']}, all open: {opened}: {wide['over']}")
                    hold(wide["client"] <= view["width"], f"laid out {wide['client']} wide")


def to_all(checks, browser, file, name):
    for scheme, view, what in (("light", DESK, "desk"), ("dark", PHONE, "phone")):
        with checks.check(f"{name}, {scheme}, {what}: names, headings, tables, contrast") as figure:
            with visit(browser, file, scheme=scheme, view=view) as (page, _):
                page.evaluate(OPEN_ALL)
                found = page.evaluate(AUDIT, {"texts": 20000, "gradients": True})
                hold(not found["wrong"], "\n".join(
                    ": ".join(filter(None, (rule, place, detail)))
                    for rule, place, detail in found["wrong"][:20]))
                figure(f"{found['texts']} texts, least contrast {found['least']}")
                figure(f"{found['tables']} tables, {found['pictures']} pictures")


def groups_of(report):
    """How many groups the report has."""
    with open(report / "groups.csv", encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1
