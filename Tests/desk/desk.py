#!/usr/bin/env python3
"""Works on single cards as a technician does: kiosk card encode, read and update over TCP, on a card
that kiosk-lab chip plays; and presents them to a terminal that kiosk-lab plays.

    desk.py BIN

BIN is the folder of kiosk and kiosk-lab. Prints a line for each behaviour; the exit status is 1 when
one of them does not hold.
"""

import contextlib
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROFILE = ROOT / "kiosk-config/cards/desfire-a.json"
# Where another campus has its status: at another length, with the counter in front.
OTHER_STATUS = {
    "version": 4, "bytes": 48,
    "fields": {
        "layoutVersion": "0", "updateCounter": "1-4", "flag": "8", "goodAsOf": "40-43",
        "limitsGeneration": "12-15", "singleLimit": "16-19", "dailyLimit": "20-23",
        "writtenOn": "24-27", "checkSum": "46-47",
    },
}
UID = "04DE5F1EACC040"
STATUS = {
    "flag": "stopped", "goodAsOf": 5021, "limitsGeneration": 3, "singleLimitFen": 5000,
    "dailyLimitFen": 20000, "updateCounter": 1, "writtenOn": "2026-11-23",
}
JOB = {
    "uid": UID,
    "keys": {
        "generation": 49,
        "cardMaster": bytes(range(0xA0, 0xB0)).hex(),
        "application": [bytes(range(16 * n, 16 * n + 16)).hex() for n in range(1, 6)],
    },
    "identity": {
        "holderClass": "student", "cardNumber": 104233, "issueNumber": 7,
        "studentNumber": "202401234", "validFrom": "2026-09-01", "validTo": "2030-07-31",
        "seal": "5E" * 8,
    },
    "status": STATUS,
    "newStatus": dict(STATUS, flag="clear", goodAsOf=5030, updateCounter=2),
}


# UID, a challenge, and an external authentication that is not the answer to it.
WRONG_KEY = ["FFCA000000", "0084000008", "0082000008" + "00" * 8]


def answers(port, commands):
    """What a played card answers to APDUs, as hex."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        with line.makefile("rwb") as stream:
            for command in map(bytes.fromhex, commands):
                stream.write(struct.pack(">H", len(command)) + command)
                stream.flush()
                (length,) = struct.unpack(">H", stream.read(2))
                yield stream.read(length).hex()


class Desk:
    """The commands, on one played card."""

    def __init__(self, programs, folder, port):
        self.programs = programs
        self.folder = folder
        self.job_file = folder / "job.json"
        self.job_file.unlink(missing_ok=True)
        self.profile = PROFILE
        self.port = port
        self.channel = None

    def write(self, job, mode=0o600):
        self.job_file.unlink(missing_ok=True)
        with open(os.open(self.job_file, os.O_CREAT | os.O_WRONLY, mode), "w") as file:
            json.dump(job, file)

    def run(self, command):
        job = ["--job", self.job_file] if self.job_file.exists() else []
        return subprocess.run(
            [self.programs / "kiosk", "card", command, "--profile", self.profile, *job,
             "--channel", self.channel or f"tcp:127.0.0.1:{self.port}"],
            capture_output=True, text=True, timeout=60)

    def present(self, *options):
        """What the terminal prints: the card, the row of its table, its display, what it did."""
        told = subprocess.run(
            [self.programs / "kiosk-lab", "terminal", "--profile", self.profile, "--job",
             self.job_file, "--tcp", f"127.0.0.1:{self.port}", *options],
            capture_output=True, text=True, timeout=60)
        return told.stdout.splitlines()[1:] if told.returncode == 0 else [told.stderr]

    def take_profile(self, application, status):
        """Goes on with the shipped profile under another application and layout of the status."""
        profile = json.loads(PROFILE.read_text())
        profile["applicationID"] = application
        profile["files"]["status"].update(status)
        self.profile = self.folder / "profile.json"
        self.profile.write_text(json.dumps(profile, indent=1))

    def contents(self):
        answer = self.run("read")
        return json.loads(answer.stdout) if answer.returncode == 0 else answer.stderr


@contextlib.contextmanager
def played_chip(programs, *options, to=("--tcp", "0"), ready=lambda line: int(line.rsplit(":", 1)[1])):
    """A card in play, and what its first line says: the port that it got."""
    chip = subprocess.Popen(
        [programs / "kiosk-lab", "chip", *to, *options], stdout=subprocess.PIPE, text=True)
    try:
        yield ready(chip.stdout.readline())
    finally:
        chip.terminate()
        chip.wait()


def behaviours(programs, folder):
    """Yields each behaviour with whether it holds."""
    with played_chip(programs, "--kind", "desfire-ev3") as port:
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        yield "a blank cannot be read", desk.run("read").returncode == 1
        yield "a blank becomes a card", desk.run("encode").returncode == 0
        written = {"uid": UID, "identity": JOB["identity"], "status": STATUS}
        yield "the card reads back as the job has it", desk.contents() == written
        yield "the same job finds it done", desk.run("encode").returncode == 0
        first, second = desk.run("update"), desk.run("update")
        yield "an update writes once", first.stdout.endswith(" holds the new status\n")
        yield "and finds it done after that", second.stdout.endswith(" held the new status\n")
        updated = dict(written, status=JOB["newStatus"])
        yield "the new status reads back, the identity is as it was", desk.contents() == updated
        desk.write(dict(JOB, uid="04010203040506"))
        yield "another card is refused", "another card" in desk.run("encode").stderr
        desk.write(JOB, mode=0o644)
        yield "a job that others can read is refused", "at most 600" in desk.run("read").stderr
        desk.write({})
        told = desk.run("encode").stderr
        missing = ["uid", "keys.cardMaster", "keys.application", "keys.generation"]
        yield "all that a job lacks is told at once", all(key in told for key in missing)
    with played_chip(programs, "--kind", "desfire-ev2") as port:
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        desk.take_profile("F58812", OTHER_STATUS)
        encoded, updated = desk.run("encode"), desk.run("update")
        yield "another campus's layout needs its profile only", (
            encoded.returncode == updated.returncode == 0
            and desk.contents()["status"] == JOB["newStatus"])
        desk.take_profile("F58812", dict(OTHER_STATUS, bytes=44))
        told = desk.run("read").stderr
        yield "an impossible layout is told by key, value and bound", (
            'files.status.fields.checkSum is "46-47"; it must be within the file, whose last byte is '
            "43" in told)
    yield from family_behaviours(programs, folder)
    yield from virtual_reader_behaviours(programs, folder)
    yield from terminal_behaviours(programs, folder)
    with played_chip(programs, "--kind", "fmcos", "--uid", "5A010203") as cpu:
        uid, challenge, refusal = answers(cpu, WRONG_KEY)
        yield "a played CPU card shows its UID, and counts a wrong key", (
            uid == "5a0102039000" and challenge.endswith("9000") and refusal == "63c7")
    desk.profile = PROFILE
    yield "a card that is not there is told by address", f"127.0.0.1:{port}" in desk.run("read").stderr
    yield "both recorded personalisations replay from their seeds", all(
        replays(programs, *run) for run in RECORDED)


def family_behaviours(programs, folder):
    """Cards of the other families, by the shipped profiles."""
    key = lambda first: bytes(range(first, first + 16)).hex()
    names = ["cardMaster", "applicationMaster", "reading", "line", "proving", "load", "purchase"]
    cpu = dict(JOB, uid="5A010203", keys={name: key(16 * at) for at, name in enumerate(names)})
    with played_chip(programs, "--kind", "fmcos", "--uid", "5A010203") as port:
        desk = Desk(programs, folder, port)
        desk.profile = PROFILE.with_name("fmcos-b.json")
        desk.write(cpu)
        encoded, again, updated = desk.run("encode"), desk.run("encode"), desk.run("update")
        yield "a CPU card is made, found made, and updated", (
            encoded.returncode == again.returncode == updated.returncode == 0)
        found = desk.contents()
        yield "and reads back with an empty purse", found == {
            "uid": "5A010203", "identity": JOB["identity"], "status": JOB["newStatus"],
            "balanceFen": 0}
        desk.write(dict(cpu, newStatus=STATUS))
        yield "a status that counts no higher is refused by value and bound", (
            "updateCounter is 1; it must be above" in desk.run("update").stderr)
    sector = {"a": "A0A1A2A3A4A6", "b": "B0B1B2B3B4B5", "directoryB": "D0D1D2D3D4D5"}
    with played_chip(programs, "--kind", "classic", "--uid", "5A010204") as port:
        desk = Desk(programs, folder, port)
        desk.profile = PROFILE.with_name("classic-c.json")
        desk.write(dict(JOB, uid="5A010204", keys=sector))
        made = desk.run("encode").returncode == 0
        yield "a Classic card is made and read", made and desk.contents() == {
            "uid": "5A010204", "cardNumber": 104233, "issueNumber": 7, "isStopped": True,
            "seal": "5E" * 8}
        yield "it has no status to be updated", "moved away from" in desk.run("update").stderr
    with played_chip(programs, "--kind", "transit") as port:
        desk = Desk(programs, folder, port)
        desk.profile = PROFILE.with_name("transit-d.json")
        yield "a transit card tells application and number, without a job", desk.contents() == {
            "application": "A000000632010105", "digits": "31012345678901234567"}
        yield "and is never written", all(
            "never written" in desk.run(word).stderr for word in ("encode", "update"))


def virtual_reader_behaviours(programs, folder):
    """A card that comes to the kiosk's own virtual reader, and comes again for each command."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with played_chip(programs, "--kind", "desfire-ev3", ready=lambda line: None, to=["--vpcd", str(port)]):
        desk = Desk(programs, folder, port)
        desk.channel = f"vpcd:{port}"
        desk.write(JOB)
        encoded, updated = desk.run("encode"), desk.run("update")
        yield "a card that comes to the virtual reader is made, updated and read", (
            encoded.returncode == updated.returncode == 0
            and desk.contents()["status"] == JOB["newStatus"]
            and f"waiting for a card on 127.0.0.1:{port}" in encoded.stderr)


def terminal_behaviours(programs, folder):
    """A card whose flag is set, as a stopped one has it, at terminals."""
    with played_chip(programs, "--kind", "desfire-ev2") as port:
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        desk.run("encode")
        listed = ["--list-version", "5030", "--stopped", "104233:7"]
        offline = desk.present("--list-version", "5030")
        yield "an offline terminal refuses a card that was flagged", offline[0] == "row flagged"
        lost = desk.present("--store", "lost")
        yield "one that asks the store refuses a lost card", lost[0] == "row deadInStore"
        first = desk.present("--store", "released", "--list-version", "5031")
        second = desk.present("--store", "released", "--list-version", "5031")
        yield "a released card is updated at its first presentation", (
            first[0] == "row updated" and "再刷一次" in first[1])
        yield "and pays at its second", second[0] == "row goodInStore" and "accepted" in second[1]
        yield "a terminal with an older list trusts its stamp", desk.present(*listed)[0] == "row stamped"
        newer = ["--list-version", "5032", *listed[2:]]
        caught = desk.present(*newer)
        yield "one with a newer list stops it and sets its flag", (
            caught[0] == "row listed" and "the card's flag was set" in caught)
        yield "which others heed without a list", desk.present()[0] == "row flagged"
        status = desk.contents()["status"]
        yield "each write was counted", status["updateCounter"] == 3 and status["goodAsOf"] == 5031
        desk.present("--store", "good", "--list-version", "5033")
        large = ["--list-version", "5033", "--amount-fen", "5000"]
        yield "a large purchase asks for the password", "password" in desk.present(*large)[1]
        old = ["--list-version", "5033", "--list-age-seconds", "90000"]
        yield "a terminal with an old list sells nothing", "too long" in desk.present(*old)[1]
        told = desk.present("--stopped", "104233")
        yield "an entry that is none is told", "--stopped" in told[0]
    with played_chip(programs, "--kind", "desfire-ev2") as port:
        desk = Desk(programs, folder, port)
        desk.write(JOB)
        yield "a blank is no card of the campus", desk.present()[0] == "row unreadable"


RECORDED = [("pm3-ev2", "desfire-ev2", "g1"), ("libfreefare-ev1", "desfire-ev1", "g4")]
# Before this step proxmark3 activated the card anew, which leaves no APDU.
REACTIVATED = "DesfireSelectAndAuthenticate(&c,SC,0,false)"


def replays(programs, name, kind, seed):
    """Whether a played chip gives every recorded answer, byte for byte."""
    vectors = ROOT / "Tests/CardEncodingTests/Vectors/golden_personalisation_transcripts.json"
    runs = json.loads(vectors.read_text())["runs"]
    steps = next(run["steps"] for run in runs if run["id"] == name)
    with played_chip(programs, "--kind", kind, "--seed", seed) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            stream = line.makefile("rwb")
            for step in steps:
                if step["step"] == REACTIVATED:
                    stream.write(b"\xff\xff")
                for exchange in step["exchanges"]:
                    command = bytes.fromhex(exchange["tx"])
                    stream.write(struct.pack(">H", len(command)) + command)
                    stream.flush()
                    (length,) = struct.unpack(">H", stream.read(2))
                    if stream.read(length).hex().upper() != exchange["rx"]:
                        return False
    return True


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for behaviour, holds in behaviours(pathlib.Path(sys.argv[1]), pathlib.Path(folder)):
            print("PASSED" if holds else "FAILED", behaviour)
            failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
