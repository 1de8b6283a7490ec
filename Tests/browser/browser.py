"""Debian's Chromium under playwright, with a finger instead of a mouse, and what every page is held to."""
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The panel that kiosks have: portrait, full HD."""
PANEL = (1080, 1920)
"""A desk panel, the smallest that is supported."""
SMALL_PANEL = (1280, 800)
TARGET_MINIMUM = 60
WAIT_SECONDS = 60

SMALL_TARGETS = """minimum => [...document.querySelectorAll('button, .field input')]
    .map(e => [e.textContent || e.name, e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && (r.width < minimum || r.height < minimum))
    .map(([name, r]) => `${name.trim()} ${Math.round(r.width)}x${Math.round(r.height)}`)"""

CUT_TEXTS = """() => [...document.querySelectorAll('main *, header *')]
    .filter(e => e.clientWidth > 0 && getComputedStyle(e).overflow !== 'visible'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map(e => (e.textContent || e.className).trim().slice(0, 60))"""


class Chromium:
    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()

    def page(self, panel=PANEL, reduced_motion="reduce"):
        """A page with nothing remembered from the one before."""
        context = self.browser.new_context(
            viewport={"width": panel[0], "height": panel[1]}, has_touch=True,
            reduced_motion=reduced_motion)
        context.set_default_timeout(WAIT_SECONDS * 1_000)
        return context.new_page()


def axe_findings(page):
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"axe {each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]


def layout_findings(page, panel):
    """Small targets, cut texts, and a page that is larger than its panel."""
    found = [f"small target {small}" for small in page.evaluate(SMALL_TARGETS, TARGET_MINIMUM)]
    found += [f"cut text {cut}" for cut in page.evaluate(CUT_TEXTS)]
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    if width > panel[0] or height > panel[1]:
        found.append(f"{width}x{height} is larger than the panel of {panel[0]}x{panel[1]}")
    return found
