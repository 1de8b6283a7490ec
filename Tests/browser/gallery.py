"""Every page there is, in both languages, on both panels: as the Swift test wrote them, served from a folder."""
import functools
import http.server
import pathlib
import threading

from browser import PANEL, SMALL_PANEL, axe_findings, layout_findings

RESOURCES = pathlib.Path(__file__).parents[2] / "Sources/KioskScreen/Resources"
LANGUAGES = {"zh-Hans": "Chinese", "en": "English"}
"""A wrong folder, or a gallery that has shrunk, must not look like success."""
PAGES_MINIMUM = 90


class Pages(http.server.SimpleHTTPRequestHandler):
    """The written pages, and the screen's own style and script."""

    def translate_path(self, path):
        if path.startswith("/static/"):
            return str(RESOURCES / path.removeprefix("/static/"))
        return super().translate_path(path)

    def log_message(self, *_):
        pass


def gallery_behaviours(chromium, folder, words):
    for language, name in LANGUAGES.items():
        for panel in (PANEL, SMALL_PANEL):
            size = f"{panel[0]}x{panel[1]}"
            title = f"gallery: every page in {name} at {size} is whole, large enough and without findings of axe"
            if not words or any(word in title for word in words):
                yield title, functools.partial(look, chromium, folder, language, panel)


def look(chromium, folder, language, panel):
    handler = functools.partial(Pages, directory=folder / "pages")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/{language}"
        try:
            findings = look_at_all(chromium, folder, language, panel, address)
        finally:
            server.shutdown()
    assert not findings, "\n".join(findings)


def look_at_all(chromium, folder, language, panel, address):
    pages = sorted((folder / "pages" / language).glob("*.html"))
    assert len(pages) >= PAGES_MINIMUM, f"{len(pages)} pages in {language}"
    page = chromium.page(panel)
    findings = []
    for path in pages:
        page.goto(f"{address}/{path.name}")
        found = layout_findings(page, panel)
        # Colours, names and roles do not depend on the panel.
        if panel == PANEL:
            found += axe_findings(page)
        if page.evaluate("document.documentElement.lang") != language:
            found.append("another language in its lang attribute")
        findings += [f"{path.stem}: {each}" for each in found]
        page.screenshot(path=path.with_name(f"{path.stem}-{panel[0]}.png"))
    page.context.close()
    return findings
