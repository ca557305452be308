"""Pictures of the page, to be looked at by people."""

import subprocess

from .visit import DESK, PHONE, visit

# Beyond this a picture of a whole page helps nobody.
TALLEST = 16000


def take(checks, browser, file, name, folder):
    """The first screen and the whole page, at a desk, in the dark and on a phone."""
    with checks.check(f"{name}: pictures") as figure:
        taken = 0
        for what, view, scheme in (("desktop", DESK, "light"), ("dark", DESK, "dark"),
                                   ("phone", PHONE, "light"), ("phone-dark", PHONE, "dark")):
            with visit(browser, file, view=view, scheme=scheme) as (page, _):
                page.screenshot(path=folder / f"{name}-{what}.png")
                # What lies far below is else left blank until somebody scrolls there.
                page.evaluate("""() => {
                    for (const e of document.querySelectorAll('main *'))
                        if (getComputedStyle(e).contentVisibility === 'auto')
                            e.style.contentVisibility = 'visible';
                }""")
                height = page.evaluate("document.documentElement.scrollHeight")
                page.screenshot(path=folder / f"{name}-{what}-whole.png", full_page=True, clip={
                    "x": 0, "y": 0, "width": view["width"], "height": min(height, TALLEST)})
                taken += 2
        figure(f"{taken} in {folder}")


def of_paper(checks, printed, name):
    """The first pages of printed files as pictures."""
    with checks.check(f"{name}: pictures of the printed pages"):
        for pdf in printed:
            subprocess.run(["pdftoppm", "-r", "80", "-png", "-l", "6", str(pdf),
                            str(pdf.with_suffix(""))], check=True)


def of_workbook(checks, report, name, folder, work):
    """The workbook's first sheets as LibreOffice prints them."""
    with checks.check(f"{name}: pictures of the workbook"):
        subprocess.run(["soffice", f"-env:UserInstallation={(work / 'office').as_uri()}",
                        "--headless", "--convert-to", "pdf", "--outdir", work,
                        report / "report.xlsx"], check=True, capture_output=True)
        subprocess.run(["pdftoppm", "-r", "60", "-png", "-l", "8", work / "report.pdf",
                        folder / f"{name}-workbook"], check=True)
