"""Debian's Chromium under playwright, with a finger instead of a mouse, and what every page is held to."""
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The panel that kiosks have: portrait, full HD."""
PANEL = (1080, 1920)
"""A desk panel, the smallest that is supported."""
SMALL_PANEL = (1280, 800)
"""Pixels of CSS. WCAG would be content with 24; 60 is what a finger hits that is not used to it."""
TARGET_MINIMUM = 60
TEXT_MINIMUM = 18
WAIT_SECONDS = 60

SMALL_TARGETS = """minimum => [...document.querySelectorAll('button, .field input')]
    .map(e => [e.textContent || e.name, e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && (r.width < minimum || r.height < minimum))
    .map(([name, r]) => `${name.trim()} ${Math.round(r.width)}x${Math.round(r.height)}`)"""

SMALL_TEXTS = """minimum => [...document.body.querySelectorAll('*')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
        && parseFloat(getComputedStyle(e).fontSize) < minimum)
    .map(e => `${e.textContent.trim().slice(0, 60)} ${getComputedStyle(e).fontSize}`)"""

CUT_TEXTS = """() => [...document.querySelectorAll('main *, header *, footer *, .dialog *')]
    .filter(e => e.clientWidth > 0 && getComputedStyle(e).overflow !== 'visible'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map(e => (e.textContent || e.className).trim().slice(0, 60))"""

"""Words that are wider than the box around them: they stand in the margin, or over their neighbour."""
OVERFLOWING = """() => [...document.querySelectorAll('main, main *, header *, footer *, .dialog *')]
    .filter(e => e.clientWidth > 0 && !e.closest('svg, [aria-hidden]') && e.scrollWidth > e.clientWidth + 1)
    .map(e => `${e.className || e.tagName}: ${e.textContent.trim().slice(0, 60)}`)"""

SHAPE = """() => [...document.querySelectorAll('html, body, body *')].map(e => [e.tagName,
    ...[...e.attributes].filter(a => !/^(id|value|d|data-(state|remaining|deadline|outcome))$/.test(a.name))
        .map(a => `${a.name}=${a.value}`)].join(' ')).join('\\n')"""


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
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(
        "async tags => (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations", TAGS)
    return [f"axe {each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]


def shape(page):
    """Elements, classes, roles and names of attributes: everything but the words."""
    return page.evaluate(SHAPE)


def layout_findings(page, panel):
    """Small targets and texts, cut texts, and a page that is larger than its panel."""
    found = [f"small target {small}" for small in page.evaluate(SMALL_TARGETS, TARGET_MINIMUM)]
    found += [f"small text {small}" for small in page.evaluate(SMALL_TEXTS, TEXT_MINIMUM)]
    found += [f"cut text {cut}" for cut in page.evaluate(CUT_TEXTS)]
    found += [f"overflowing {wide}" for wide in page.evaluate(OVERFLOWING)]
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    if width > panel[0] or height > panel[1]:
        found.append(f"{width}x{height} is larger than the panel of {panel[0]}x{panel[1]}")
    return found
