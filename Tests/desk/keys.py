#!/usr/bin/env python3
"""Keeps the master keys of a store in production in a PKCS#11 token, as its operator does: with the
store's own commands, and a token of SoftHSM.

    keys.py BIN

BIN is the folder of central-store. Prints a line for each behaviour; the exit status is 1 when one of
them does not hold.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "24681357"


class Store:
    """A store in production, its folder and its token."""

    def __init__(self, binaries, folder):
        self.program = binaries / "central-store"
        self.folder = folder
        self.config = folder / "config"
        (folder / "tokens").mkdir()
        self.config.mkdir()
        settings = folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
        self.environment = dict(os.environ, SOFTHSM2_CONF=str(settings))
        self.said = ""

    def make_token(self):
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", "campus", "--so-pin",
             "97531864", "--pin", PIN],
            env=self.environment, check=True, capture_output=True)

    def write_pin(self, mode):
        file = self.config / "token.pin"
        file.write_text(PIN + "\n")
        file.chmod(mode)

    def configure(self, **changes):
        settings = json.loads((ROOT / "kiosk-config/store/store.json").read_text())
        settings.update(mode="production", cardProfile=str(ROOT / "kiosk-config/cards/desfire-a.json"))
        settings["token"] = {"module": MODULE, "label": "campus", "pinFile": "token.pin"}
        settings.update(changes)
        if settings["token"] is None:
            del settings["token"]
        (self.config / "store.json").write_text(json.dumps(settings))
        policy = (ROOT / "kiosk-config/store/policy.json").read_text()
        (self.config / "policy.json").write_text(policy)

    def run(self, *command):
        """The exit status; what was said is kept."""
        done = subprocess.run(
            [self.program, *command, "--data", self.folder / "data", "--config", self.config],
            env=self.environment, capture_output=True, text=True, timeout=120)
        self.said = done.stdout + done.stderr
        return done.returncode


def behaviours(binaries, folder):
    store = Store(binaries, folder)
    store.configure(token=None)
    yield "production without a token is refused, by the setting's name", (
        store.run("keys", "check") == 1 and "token: is missing" in store.said)
    store.configure()
    store.write_pin(0o640)
    yield "a PIN that others may read is refused", (
        store.run("keys", "init") == 1 and "mode 640" in store.said)
    store.write_pin(0o600)
    yield "a token that nobody has initialised is named", (
        store.run("keys", "init") == 1 and "no token of that name" in store.said)
    store.make_token()
    yield "a token without keys says which command makes them", (
        store.run("keys", "check") == 1 and "keys init makes them" in store.said)
    made = store.run("keys", "init"), store.said
    yield "init makes one generation, with a check value for each role", (
        made[0] == 0 and made[1].startswith("generation 31, of new cards")
        and made[1].count(": ") == 7)
    yield "init a second time changes nothing", (
        store.run("keys", "init") == 1 and "not overwritten" in store.said)
    yield "a store opens on the token, and takes cardholders", store.run("demo-data") == 0
    yield "its books balance", store.run("ledger") == 0
    yield "rotate adds a generation, and the check values before it stay", (
        store.run("keys", "rotate") == 0 and store.said.count("generation") == 2
        and made[1].split("\n", 1)[1].strip() in store.said
        and "generation 32, of new cards" in store.said)
    rotated = store.said
    yield "check shows the same again", store.run("keys", "check") == 0 and store.said == rotated
    yield "the store opens on the rotated token", store.run("ledger") == 0
    yield "no file beside the token's own holds a key", not list((folder / "data").rglob("*master*"))


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
