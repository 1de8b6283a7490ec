"""The line between the browser and the kiosk, which can break in all the ways in which lines break."""
import socket
import threading
import time
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536


class Wire:
    """A port that leads to the screen, as long as nothing is wrong with it."""

    def __init__(self, screen):
        parts = urlsplit(screen)
        self.kiosk = (parts.hostname, parts.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = screen.replace(str(parts.port), str(self.listener.getsockname()[1]), 1)
        self.open, self.lock = set(), threading.Lock()
        self.flows = threading.Event()
        self.mend()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.cut()

    def mend(self):
        self.broken = self.deaf = False
        self.delay_seconds = 0
        self.flows.set()

    def cut(self):
        """Every connection ends, the stream of news too, and no new one comes about."""
        self.broken = True
        self.flows.set()
        with self.lock:
            connections, self.open = self.open, set()
        for each in connections:
            self.close(each)

    def stall(self):
        """Nothing ends, and nothing gets through until it is mended."""
        self.flows.clear()

    def lose_answers(self):
        """What is asked gets through; instead of the answer the connection ends."""
        self.deaf = True

    def delay_answers(self, seconds):
        """What answers a touch comes so much later; pages and news come at once."""
        self.delay_seconds = seconds

    def accept(self):
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            if self.broken:
                browser.close()
                continue
            kiosk = socket.create_connection(self.kiosk)
            with self.lock:
                self.open |= {browser, kiosk}
            touched = threading.Event()
            for start in ((self.ask, browser, kiosk, touched), (self.answer, kiosk, browser, touched)):
                threading.Thread(target=self.pump, args=start, daemon=True).start()

    def pump(self, step, source, target, touched):
        try:
            while chunk := source.recv(CHUNK_BYTES):
                self.flows.wait()
                step(target, chunk, touched)
        except OSError:
            pass  # The other end is gone: so is this one.
        self.close(source)
        self.close(target)

    def ask(self, kiosk, chunk, touched):
        if chunk.startswith(b"POST "):
            touched.set()
        kiosk.sendall(chunk)

    def answer(self, browser, chunk, touched):
        if self.deaf:
            raise ConnectionResetError
        if touched.is_set() and self.delay_seconds:
            time.sleep(self.delay_seconds)
        touched.clear()
        browser.sendall(chunk)

    def close(self, end):
        with self.lock:
            self.open.discard(end)
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # It has ended already.
        end.close()
