"""Every page there is, in both languages, on both panels: as the Swift test wrote them, shown as a kiosk shows them."""
import functools
import http.server
import os
import pathlib
import queue
import subprocess
import threading

from browser import PANEL, SMALL_PANEL, axe_findings, layout_findings, shape

RESOURCES = pathlib.Path(__file__).parents[2] / "Sources/KioskScreen/Resources"
LANGUAGES = {"zh-Hans": "Chinese", "en": "English"}
"""A wrong folder, or a gallery that has shrunk, must not look like success."""
PAGES_MINIMUM = 90
WRITING_SECONDS = 300
WRITTEN_NUMBER = "7"
"""All written pages have this state number; each is shown with one of its own."""


class PageChanger(http.server.ThreadingHTTPServer):
    """A kiosk that only shows: it tells a new state number, and the screen's script asks for that page."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.html, self.number = "", 100
        self.news = queue.SimpleQueue()
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"

    def show(self, html):
        """The number under which the page is shown."""
        self.number += 1
        self.html = html.replace(f'data-state="{WRITTEN_NUMBER}"', f'data-state="{self.number}"')
        self.news.put(self.number)
        return self.number


class Answer(http.server.BaseHTTPRequestHandler):
    TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

    def do_GET(self):
        if self.path == "/events":
            return self.tell()
        if self.path == "/":
            return self.send("text/html; charset=utf-8", self.server.html.encode())
        file = RESOURCES / self.path.removeprefix("/static/")
        self.send(self.TYPES[file.suffix], file.read_bytes())

    def send(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def tell(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        while True:
            self.wfile.write(b"event: state\ndata: %d\n\n" % self.server.news.get())

    def log_message(self, *_):
        pass


def gallery_behaviours(chromium, folder, words):
    if not words or any(word in "gallery" for word in words):
        yield "gallery: every page is written", functools.partial(write_pages, folder)
    for language, name in LANGUAGES.items():
        for panel in (PANEL, SMALL_PANEL):
            size = f"{panel[0]}x{panel[1]}"
            title = f"gallery: every page in {name} at {size} is whole, large enough and without findings of axe"
            if not words or any(word in title for word in words):
                yield title, functools.partial(look, chromium, folder, language, panel)


def write_pages(folder):
    """By the Swift test, from every state that the core can reach."""
    # The tests of the same build as the programs: the long form has no other.
    build = "release" if pathlib.Path(os.environ["KIOSK_BIN"]).name == "release" else "debug"
    with open(folder / "gallery.log", "w") as log:
        done = subprocess.run(
            ["swift", "test", "-c", build, "--skip-build", "--disable-xctest", "--filter",
             "GalleryTests"],
            env={**os.environ, "KIOSK_SCREEN_GALLERY": str(folder / "pages")},
            stdout=log, stderr=subprocess.STDOUT, timeout=WRITING_SECONDS)
    assert done.returncode == 0, (folder / "gallery.log").read_text()[-2_000:]


def look(chromium, folder, language, panel):
    pages = sorted((folder / "pages" / language).glob("*.html"))
    assert len(pages) >= PAGES_MINIMUM, f"{len(pages)} pages in {language}"
    with PageChanger() as changer:
        threading.Thread(target=changer.serve_forever, daemon=True).start()
        page = chromium.page(panel)
        try:
            findings = look_at_all(page, changer, pages, language, panel)
        finally:
            page.context.close()
            changer.shutdown()
    assert not findings, "\n".join(findings)


def look_at_all(page, changer, pages, language, panel):
    changer.show(pages[0].read_text())
    page.goto(changer.address)
    findings, judged = [], set()
    for path in pages:
        number = changer.show(path.read_text())
        page.wait_for_selector(f"#screen[data-state='{number}']", state="attached")
        found = layout_findings(page, panel)
        # What axe looks at are colours, names and roles: pages of one shape have the same.
        skeleton = shape(page)
        if skeleton not in judged:
            judged.add(skeleton)
            found += axe_findings(page)
        if page.evaluate("document.documentElement.lang") != language:
            found.append("another language in its lang attribute")
        findings += [f"{path.stem}: {each}" for each in found]
        page.screenshot(path=path.with_name(f"{path.stem}-{panel[0]}.jpg"), type="jpeg", quality=70)
    return findings
