#!/usr/bin/env python3
"""Searches files for what may never be written down (K14): master keys, the keys of every card, kiosks' and
store's private keys, passwords, and identity numbers of people.

    search.py DEMO-FOLDER [FILE-OR-FOLDER...]

Prints what was looked for and where; the exit status is 1 when something was found.
"""

import base64
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

from Crypto.Cipher import AES
from Crypto.Hash import CMAC

ROLES = ["cardMaster", *(f"application{number}" for number in range(5)), "recordSeal"]
SYSTEM = b"CAMPUS"
# What the stories type in, and what demo-data gives everybody.
PASSWORDS = ["258036"]
# Where secrets live: the store's keys and certificates, the kiosk's own, and the cards themselves.
HOLDERS = re.compile(r"/store/keys/|\.key$|/loss-reports/|/machine\.json$")
# The weights of GB 11643, and the check character for each remainder.
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CHECKS = "10X98765432"


def master_keys(folder):
    """What the store's sealed file holds (AES-256-GCM: nonce 12, content, tag 16)."""
    keys = folder / "store/keys"
    sealed = bytes.fromhex((keys / "master-keys.sealed").read_text())
    wrapping = bytes.fromhex((keys / "master-keys.key").read_text())
    opened = AES.new(wrapping, AES.MODE_GCM, nonce=sealed[:12])
    return json.loads(opened.decrypt_and_verify(sealed[12:-16], sealed[-16:])), wrapping


def card_keys(masters, folder):
    """The keys of every card that was made: no others have left the store (AN10922, 2.2)."""
    profile = json.loads(pathlib.Path("kiosk-config/cards/desfire-a.json").read_text())
    application = bytes.fromhex(profile["applicationID"])
    with sqlite3.connect(f"file:{folder}/store/store.sqlite?mode=ro", uri=True) as store:
        made = store.execute("SELECT uid FROM card WHERE case_id IS NOT NULL").fetchall()
    uids = [bytes.fromhex(uid) for (uid,) in made]
    if not uids:
        raise SystemExit(f"{folder} holds no card that was made: nothing could be found")
    for uid in uids:
        for role in ROLES:
            code = CMAC.new(bytes.fromhex(masters[role]), ciphermod=AES)
            yield f"{role} of card {uid.hex()}", code.update(b"\1" + uid + application + SYSTEM).digest()


def secrets(folder):
    """Names with the bytes that may stand nowhere."""
    content, wrapping = master_keys(folder)
    yield "the wrapping key", wrapping
    yield "the vault's key", bytes.fromhex(content["vault"])
    yield "the digests' key", bytes.fromhex(content["digest"])
    for generation in content["generations"]:
        for role, key in generation["card"].items():
            yield f"master {role} of generation {generation['number']}", bytes.fromhex(key)
        yield from card_keys(generation["card"], folder)
    for file in folder.rglob("*.key"):
        text = file.read_text(errors="replace")
        if "PRIVATE KEY" in text:
            body = re.sub(r"-----[^-]+-----|\s", "", text)
            yield f"private key {file.name}", base64.b64decode(body)


def forms(secret):
    """As bytes, as hex in both cases, and as base64 from each of its three places."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + secret)
        start = -(-8 * shift // 6)
        yield coded[start + (shift > 0):len(coded) // 4 * 4 - 4]


def is_identity_number(digits):
    """By its birthday and its check character (GB 11643)."""
    if not (b"1900" <= digits[6:10] <= b"2026" and 1 <= int(digits[10:12]) <= 12 and 1 <= int(digits[12:14]) <= 31):
        return False
    total = sum(weight * int(digits[at:at + 1]) for at, weight in enumerate(WEIGHTS))
    return CHECKS[total % 11] == chr(digits[17]).upper()


def contents(file):
    """The bytes of a file, and the words of a receipt."""
    yield file.read_bytes()
    if file.suffix == ".pdf":
        yield subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout


def findings(file, wanted):
    password = re.compile(rb"(?<![0-9A-Za-z])(" + b"|".join(word.encode() for word in PASSWORDS) + rb")(?![0-9A-Za-z])")
    for content in contents(file):
        for name, form in wanted:
            if form in content:
                yield name
        if password.search(content):
            yield "a password"
        for match in re.finditer(rb"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])", content):
            if is_identity_number(match[0]):
                yield "an identity number"


def files(places):
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and not HOLDERS.search(str(file)):
                yield file


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    places = [pathlib.Path(word) for word in sys.argv[1:]]
    named = list(secrets(places[0]))
    wanted = [(name, form) for name, secret in named for form in forms(secret)]
    searched = failed = 0
    for file in files(places):
        searched += 1
        for name in sorted(set(findings(file, wanted))):
            failed += 1
            print(f"FOUND {name} in {file}")
    print(f"{len(named)} keys, passwords and identity numbers looked for in {searched} files: {failed} found")
    return 1 if failed or not searched else 0


if __name__ == "__main__":
    sys.exit(main())
