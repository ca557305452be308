"""A page opened in a browser, with an eye on what it says and asks for behind the scenes."""

from contextlib import contextmanager

from .checks import hold

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# Runs before the page's own scripts: the browser tells of what its policy refused.
LISTEN = """
window.refusals = [];
document.addEventListener('securitypolicyviolation',
    e => window.refusals.push(e.violatedDirective + ' ' + (e.blockedURI || '')));
"""


class Watch:
    """All that a page did which nobody asked for."""

    def __init__(self, page, address):
        self.address = address
        self.said = []
        self.asked = []
        self.failed = {}
        self.dialogs = []
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed",
                lambda request: self.failed.update({request.url: request.failure}))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def silent(self, page):
        """Nothing was said, refused or asked for but the file itself."""
        hold(not self.said, self.said)
        hold(not self.dialogs, f"dialogs {self.dialogs}")
        others = [url for url in self.asked
                  if url.split("#")[0] != self.address and not url.startswith("data:")]
        hold(not others, f"asked for {others}")
        refusals = page.evaluate("window.refusals || []")
        hold(not refusals, f"its own policy refused {refusals}")


@contextmanager
def visit(browser, file, *, view=DESK, scheme="light", scripts=True, load=True):
    """A page of `file` without network, and the watch over it."""
    context = browser.new_context(viewport=view, color_scheme=scheme, offline=True,
                                  java_script_enabled=scripts, reduced_motion="reduce",
                                  is_mobile=view is PHONE, has_touch=view is PHONE)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.add_init_script(LISTEN)
    address = file.resolve().as_uri()
    watch = Watch(page, address)
    try:
        if load:
            page.goto(address)
        yield page, watch
    finally:
        context.close()
