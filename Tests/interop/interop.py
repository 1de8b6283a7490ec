#!/usr/bin/env python3
"""Cards between our programs and readers that are not ours.

    interop.py BIN FREEFARE_CARD VPCD

BIN is the folder of kiosk and kiosk-lab, VPCD that of vsmartcard's unpacked reader driver. Prints a line for each behaviour; the exit status is 1 when
one of them does not hold.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

import python_desfire
import smart_card_daemon

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "desk"))
from desk import JOB, STATUS, UID, Desk, played_chip  # noqa: E402

# What libfreefare's buffer holds of one answer.
FRAME = ["--frame-bytes", "59"]
# New cards are made on EV2 and EV3; EV1 is played for the older readers' sake.
KINDS = ["desfire-ev1", "desfire-ev2", "desfire-ev3"]


class Freefare:
    """The program that is linked to libfreefare, with the keys of the job."""

    def __init__(self, program, port):
        self.program = program
        self.port = port
        keys = JOB["keys"]
        self.environment = dict(
            os.environ, MASTER=keys["cardMaster"], GENERATION=str(keys["generation"]),
            **{f"KEY{number}": key for number, key in enumerate(keys["application"])})

    def run(self, *words):
        done = subprocess.run(
            [self.program, str(self.port), *words], env=self.environment, capture_output=True,
            text=True, timeout=60)
        if done.returncode != 0:
            print(done.stderr.strip())
        return done.stdout.split("\n") if done.returncode == 0 else []


def written_by_us(programs, folder, kind):
    """Our encoder's card, as the others read it; and what is in it, as hex."""
    with played_chip(programs, "--kind", kind, *FRAME) as port:
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        encoded = desk.run("encode").returncode == 0
        freefare = Freefare(sys.argv[2], port).run("read")
        python = python_desfire.read_records(port, JOB["keys"]["application"][1])
        return encoded, freefare[:3], python


def written_by_freefare(programs, folder, kind, records):
    """What kiosk card read finds on a card that libfreefare made, and what an update does to it."""
    with played_chip(programs, "--kind", kind, *FRAME) as port:
        freefare = Freefare(sys.argv[2], port)
        freefare.run("personalise", *records)
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        found = desk.contents()
        updated = desk.run("update").returncode == 0 and desk.contents()
        return found, updated, freefare.run("read")[:2]


@contextlib.contextmanager
def played_card(programs):
    """A card that goes to the virtual reader."""
    card = subprocess.Popen(
        [programs / "kiosk-lab", "chip", "--kind", "desfire-ev3", "--vpcd",
         str(smart_card_daemon.PORT)], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        card.terminate()
        card.wait()


def behaviours(programs, folder):
    yield from pcsc_behaviours(programs, folder)
    for kind in KINDS:
        with played_chip(programs, "--kind", kind, *FRAME) as port:
            yield (
                f"libfreefare makes, uses and deletes every kind of file on {kind}, by D40, 3K3DES and AES",
                Freefare(sys.argv[2], port).run("files") != [])
        with played_chip(programs, "--kind", kind, *FRAME) as port:
            yield (
                f"python-desfire makes an application on {kind}, changes a key, writes a file and reads it",
                python_desfire.makes_own_application(port) == (UID, True, 7, 32))
    for kind in KINDS[1:]:
        encoded, freefare, python = written_by_us(programs, folder, kind)
        yield f"our encoder makes a card on {kind}", encoded
        yield "libfreefare and python-desfire read the same records from it", (
            len(freefare) == 3 and freefare[:2] == python)
        yield "and libfreefare the generation of its keys", (
            freefare[2:] == [f"generation {JOB['keys']['generation']}"])
        found, updated, after = written_by_freefare(programs, folder, kind, freefare[:2])
        yield f"the same records on a card that libfreefare made on {kind} are the job's for us", (
            found == {"uid": UID, "identity": JOB["identity"], "status": STATUS})
        yield "and we update it, as libfreefare sees", (
            updated and updated["status"] == JOB["newStatus"]
            and after[0] == freefare[0] and after[1] != freefare[1])


def pcsc_behaviours(programs, folder):
    with smart_card_daemon.daemon(sys.argv[3], folder), played_card(programs):
        yield "PC/SC sees a card that came to vsmartcard's reader", smart_card_daemon.card_is_seen()
        found = smart_card_daemon.answers("9060000000", "90AF000000", "FFCA000000")
        yield "and a program of its own gets the answers of an EV3", found == [
            ("91AF", "04010133001805"), ("91AF", "04010103001805"), ("9000", UID)]


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for behaviour, holds in behaviours(pathlib.Path(sys.argv[1]), pathlib.Path(folder)):
            print("PASSED" if holds else "FAILED", behaviour, flush=True)
            failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
