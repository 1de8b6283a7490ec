"""Debian's pcscd with vsmartcard's virtual reader, and a PC/SC program that is not ours."""

import contextlib
import pathlib
import re
import subprocess
import time

PORT = 18096
RUNNING = pathlib.Path("/run/pcscd/pcscd.comm")
# Its name for a card that came to the reader.
CARD = "Virtual PCD 00 00"


@contextlib.contextmanager
def daemon(vpcd, folder):
    """PC/SC with the virtual reader and no other. One that runs already is left alone, and this fails."""
    if RUNNING.exists():
        raise SystemExit(f"{RUNNING} is there: stop this machine's pcscd for the time of the test")
    driver = min(pathlib.Path(vpcd).rglob("libifdvpcd.so*"))
    readers = folder / "readers"
    readers.mkdir()
    (readers / "vpcd").write_text(
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{PORT:#06x}\nLIBPATH {driver}\n'
        f"CHANNELID {PORT:#06x}\n")
    running = subprocess.Popen(
        ["pcscd", "--foreground", "--config", readers], stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def tool(*options):
    return subprocess.run(
        ["opensc-tool", *options], capture_output=True, text=True, timeout=60).stdout


def card_is_seen(patience=20):
    """Waits until PC/SC sees the card in the reader."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if any(CARD in line and "Yes" in line for line in tool("--list-readers").splitlines()):
            return True
        time.sleep(0.2)
    return False


def answers(*commands):
    """What the card answers: for each command its status word and its bytes, as hex."""
    said = tool(
        "--reader", "0", "--card-driver", "default",
        *(word for command in commands for word in ("--send-apdu", command)))
    found = []
    for line in said.splitlines():
        status = re.match(r"Received \(SW1=0x(..), SW2=0x(..)\)", line)
        shown = re.match(r"(?:[0-9A-F]{2} )+", line)
        if status:
            found.append(("".join(status.groups()), ""))
        elif shown and found:
            found[-1] = (found[-1][0], found[-1][1] + shown[0].replace(" ", ""))
    return found
