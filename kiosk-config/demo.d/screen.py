"""The student's screen over HTTP: the addresses that the browser uses, answered as JSON."""
import json
import time
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

from processes import Failure

PAUSE_SECONDS = 0.1
REQUEST_SECONDS = 10


class Screen:
    def __init__(self, address, on_page):
        """`on_page` is called with each page that is seen, once."""
        parts = urlsplit(address)
        self.base = f"{parts.scheme}://{parts.netloc}"
        self.token = parse_qs(parts.query)["token"][0]
        self.on_page = on_page
        self.shown = None

    def request(self, path, body=None):
        request = urllib.request.Request(self.base + path, headers={
            "Authorization": "Bearer " + self.token, "Accept": "application/json"})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            if error.headers.get_content_type() == "application/json":
                return json.loads(text)
            raise Failure(f"{path} answered {error.code}: {text}") from error

    def state(self):
        page = self.request("/state")
        seen = (page["page"], page["title"], page.get("lead"))
        if seen != self.shown:
            self.shown = seen
            self.on_page(page)
        return page

    def wait(self, *pages, seconds):
        """The first of these pages to be shown."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            page = self.state()
            if page["page"] in pages:
                return page
            time.sleep(PAUSE_SECONDS)
        raise Failure(f"waited {seconds} s for {' or '.join(pages)}; the screen shows "
                      f"{page['page']}: {page['title']}")

    def act(self, name, **typed):
        """Does what the page offers under this name; a tap that came too late is made again."""
        for _ in range(3):
            page = self.state()
            offered = [each for each in page["actions"] if each["action"] == name and all(
                typed.get(key, value) == value for key, value in each["fixedFields"].items())]
            if not offered:
                raise Failure(f"the page {page['page']} does not offer {name}")
            reply = self.request("/act", {
                "action": name, "stateNumber": page["stateNumber"],
                **offered[0]["fixedFields"], **typed})
            if reply["reply"] == "accepted":
                return
            if reply["reply"] != "stale":
                raise Failure(f"{name} was {reply['reply']}: {reply.get('explanation')}")
        raise Failure(f"{name} was stale three times")
