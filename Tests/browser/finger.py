"""A student at the screen: touches what is there, and looks at every page that comes."""
import re

from browser import PANEL, WAIT_SECONDS, axe_findings, layout_findings

SHOWN = "#screen[data-page='{}']:not([data-settling])"


"""Pages that pass by themselves are not measured: they may be gone in the middle of it."""
PASSING = ("checking", "quoting", "saving-password", "working", "printing", "reporting-loss",
           "keeping-report")


class Finger:
    """One visit. Every page that no visit came to before is measured and kept as a picture."""

    seen = set()

    def __init__(self, chromium, campus, folder, language="zh-Hans", address=None):
        self.page = chromium.page(PANEL)
        self.folder = folder
        self.language = language
        self.page.goto(address or campus.screen)
        self.page.wait_for_selector(SHOWN.format("home"))
        if language != self.page.evaluate("document.documentElement.lang"):
            self.page.locator(f"button.language[lang={language}]").tap()
            self.page.wait_for_selector(f"html[lang={language}]", state="attached")
        self.look("home")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        """The kiosk serves few screens at a time: none is left open."""
        if kind:
            self.page.screenshot(path=self.folder / "failed.png")
        self.page.context.close()

    def at(self, *names, seconds=WAIT_SECONDS):
        """Waits for one of these pages, and looks at it."""
        selector = ", ".join(SHOWN.format(name) for name in names)
        self.page.wait_for_selector(selector, timeout=seconds * 1_000)
        name = self.name()
        self.look(name)
        return name

    def name(self):
        return self.page.locator("#screen").get_attribute("data-page")

    def look(self, name, difference=""):
        outcome = self.page.locator("#screen").get_attribute("data-outcome") or ""
        look = " ".join(word for word in (name, outcome, difference, self.language) if word)
        if look in self.seen or name in PASSING:
            return
        self.seen.add(look)
        self.page.screenshot(path=self.folder / f"{look.replace(' ', '-')}.png")
        found = axe_findings(self.page) + layout_findings(self.page, PANEL)
        assert not found, f"{look}: " + "\n".join(found)

    def tap(self, action, **fields):
        """Touches the button of an action."""
        form = f"form:has(input[name=action][value={action}])"
        form += "".join(f":has(input[name={key}][value={value}])" for key, value in fields.items())
        self.page.locator(f"{form} button").filter(visible=True).last.tap()

    def type(self, field, text):
        """Types on the screen's own keypad."""
        self.page.locator(f"input[name={field}]").tap()
        for character in text:
            layer = "digits" if character.isdigit() else "letters"
            if not self.page.locator(f".keys[data-layer={layer}]").is_visible():
                self.page.locator(f"[data-key={layer}]").tap()
            self.page.locator(f".keys[data-layer={layer}] [data-key='{character}']").tap()

    def typed(self, field):
        return self.page.locator(f"input[name={field}]").input_value()

    def log_in(self, job, number, password):
        self.open_login(job, number, password)
        self.tap("logIn")

    def open_login(self, job, number, password):
        self.tap("choose", job=job)
        self.at("login")
        self.type("studentNumber", number)
        self.type("password", password)
        assert self.typed("studentNumber") == number
        assert self.typed("password") == password

    def text(self):
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def state_number(self):
        return self.page.locator("#screen").get_attribute("data-state")

    def outcome(self):
        """The case number that stands on the last page, once it is shown."""
        self.at("result")
        number = self.page.locator(".case-number .number").first
        return number.inner_text().strip()

    def go_home(self):
        self.tap("finish")
        self.at("home")
