"""Programs that the demo starts, and ends again in the opposite order."""
import os
import signal
import subprocess
import time

READY_SECONDS = 60
END_SECONDS = 10


class Failure(Exception):
    """Something that the demo needs did not happen; the text says what."""


class Process:
    """One program with its own process group and its output in a file."""

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        self.log = os.path.join(folder, name + ".log")
        self.start = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        self.child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=open(self.log, "ab"),
            stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})},
            start_new_session=True)

    def output(self):
        with open(self.log, "rb") as log:
            log.seek(self.start)
            return log.read().decode(errors="replace")

    def is_running(self):
        return self.child.poll() is None

    def wait_for(self, text):
        """The line that begins with the text, once it is printed."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            running = self.is_running()
            for line in self.output().splitlines():
                if line.startswith(text):
                    return line
            if not running:
                break
            time.sleep(0.05)
        raise Failure(f"{self.name} did not say '{text}':\n{self.tail()}")

    def tail(self):
        return "\n".join(self.output().splitlines()[-20:])

    def signal(self, number):
        try:
            os.killpg(self.child.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        """Ends it as a power cut would."""
        self.signal(signal.SIGKILL)
        self.child.wait()

    def end(self):
        """Asks it to end, and makes it end when it does not. Whatever it started goes too."""
        if self.is_running():
            self.signal(signal.SIGTERM)
            try:
                self.child.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        self.signal(signal.SIGKILL)
        self.child.wait()


def run(command, allowed=(0,)):
    """The output of a command that ends by itself."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=READY_SECONDS)
    if done.returncode not in allowed:
        raise Failure(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
