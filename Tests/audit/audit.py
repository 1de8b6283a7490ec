#!/usr/bin/env python3
"""Audits a kiosk's journal, the store's database against it, and both against what really happened.

    audit.py JOURNAL [STORE [TRUTH]]

A second implementation on purpose: it shares no code and no view with journal and store, only the
documented form of a row. TRUTH is the record of the simulated machine, one JSON object a line,
which neither kiosk nor store ever sees. It checks the hash chains of rows, acknowledgements and
lives of the store, that an account has one usable card (K1), that a card inside is not delivered
(K3), that a fee is captured for a card that was taken, and for every such card (K4), that a suspect
closed by evidence or by a person, that all cards are somewhere, and where the books say or the
journal tells of a difference (K6), that every movement has an intent and an end, and no motor ran
without one (K7), that a UID is one card (K8), and that every event reached the store once, in
order, unchanged (K12). Each finding is one line with its row number; a note is what the journal
itself says a person has to look at. The exit status is 0 without findings, 1 with, 2 when a file
cannot be read.
"""
import hashlib
import json
import sqlite3
import sys
from collections import Counter

COLUMNS = ("sequence", "version", "epoch", "bootID", "wallMilliseconds", "monotonicMilliseconds",
           "kind", "caseID", "eventSequence", "body")
BALANCE = ("path", "delivered", "retained", "writtenOff", "unaccounted")


def open_read_only(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    return database


STAMP = ("bootID", "wallMilliseconds", "monotonicMilliseconds")
# What moved the cursor of the outbox: table, its name here, and what its hashes cover after the epoch.
CURSOR = (("acknowledgement", "acknowledgement", ("number", "nextEvent") + STAMP),
          ("storeLife", "life of the store",
           ("number", "storeEpoch", "nextEvent", "acknowledgedBefore") + STAMP))


def line_hash(previous, values):
    """SHA-256 over the previous hash and each value with its length in four bytes before it."""
    digest = hashlib.sha256(bytes.fromhex(previous))
    for value in values:
        text = b"" if value is None else str(value).encode()
        digest.update(len(text).to_bytes(4, "big") + text)
    return digest.hexdigest().upper()


def row_hash(row):
    return line_hash(row["previousHash"], (row[column] for column in COLUMNS))


def chain(rows, report):
    before, number, events = "0" * 64, 0, 0
    for row in rows:
        if row["sequence"] != number + 1:
            report(row, f"chain: rows {number + 1} to {row['sequence'] - 1} are missing")
        elif row["previousHash"] != before:
            report(row, "chain: it does not follow the row before it")
        if row_hash(row) != row["hash"]:
            report(row, "chain: its content is not what its hash was made of")
        if row["kind"] == "fact":
            events += 1
            if row["eventSequence"] != events:
                report(row, f"K12: event {row['eventSequence']} stands where {events} belongs")
        number, before = row["sequence"], row["hash"]


def cursor_chains(journal, report):
    """What the store has acknowledged, in chains of their own."""
    epoch = journal.execute("SELECT epoch FROM journalHead").fetchone()["epoch"]
    for table, name, columns in CURSOR:
        before, number = "0" * 64, 0
        for line in journal.execute(f"SELECT * FROM {table} ORDER BY number"):
            where = f"{name} {line['number']}: chain:"
            if line["number"] != number + 1:
                report(None, f"{where} those from {number + 1} to {line['number'] - 1} are missing")
            elif line["previousHash"] != before:
                report(None, f"{where} it does not follow the one before it")
            values = (epoch,) + tuple(line[column] for column in columns)
            if line_hash(line["previousHash"], values) != line["hash"]:
                report(None, f"{where} its content is not what its hash was made of")
            number, before = line["number"], line["hash"]
        last_given(journal, table, number, f"{name}: chain: the last ones are missing", report)


def last_given(journal, table, number, text, report):
    """SQLite remembers the highest number that it gave."""
    last = journal.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if last and last["seq"] > number:
        report(None, f"{text}, up to {last['seq']}")


class Books:
    """Custody of every card and the hopper's stock, followed row by row."""

    # Where a motion leaves its card when it is done.
    DONE = {"feed": "path", "present": "path", "retain": "retained"}

    def __init__(self, report, note):
        self.report, self.note = report, note
        self.custody, self.uid, self.fed = {}, {}, set()
        self.intents, self.ended, self.open = {}, set(), None
        self.hopper, self.loaded = 0, 0
        self.cards_of_uid, self.bound, self.shown = {}, {}, {}
        self.bin, self.motions = 0, Counter()
        # Units of which something was said since they were last counted.
        self.said = set()

    def take(self, row):
        body = json.loads(row["body"])
        step = getattr(self, row["kind"], None)
        if step:
            step(row, body)

    def movementIntended(self, row, body):
        movement, motion = body["movement"], body["motion"]
        if self.open is not None:
            self.report(row, f"K7: movement {self.open} has no end when {movement} begins")
        if movement in self.intents:
            self.report(row, f"K7: movement {movement} is intended twice")
        card = body.get("card", movement)
        self.intents[movement] = (motion, card, self.custody.get(card), row)
        self.motions[motion] += 1
        self.open = movement
        if motion == "feed":
            self.fed.add(card)
            self.hopper -= 1
        self.custody[card] = "unaccounted"

    def movementEnded(self, row, body):
        movement, outcome = body["movement"], body["outcome"]
        if movement not in self.intents:
            self.report(row, f"K7: movement {movement} ends without an intent")
            return
        if movement in self.ended:
            self.report(row, f"K7: movement {movement} ends twice")
        self.ended.add(movement)
        self.open = None
        motion, card, before, _ = self.intents[movement]
        if outcome == "unknown":
            self.said |= {"hopper", "bin"}
        if outcome == "done":
            self.place(card, self.DONE[motion])
        elif outcome == "notMoved" and motion == "feed":
            self.hopper += 1
            self.fed.discard(card)
            del self.custody[card]
        elif outcome == "notMoved" and before is None:
            del self.custody[card]
        elif outcome == "notMoved":
            self.custody[card] = before

    def custodyChanged(self, row, body):
        custody = body["custody"]
        self.place(body["card"], "path" if custody == "exit" else custody)
        if custody == "unaccounted":
            self.said |= {"hopper", "bin"}

    def place(self, card, custody):
        if custody == "retained" and self.custody.get(card) != "retained":
            self.bin += 1
        self.custody[card] = custody

    def unitCounted(self, row, body):
        self.said.discard(body["unit"])
        if body["unit"] == "hopper":
            self.loaded += body["found"] - self.hopper
            self.hopper = body["found"]
        else:
            self.bin = body["found"]

    def cardIdentified(self, row, body):
        card, uid = body["card"], body["uid"]
        if self.uid.setdefault(card, uid) != uid:
            self.report(row, f"K8: card {card} has two UIDs, {self.uid[card]} and {uid}")
        self.cards_of_uid.setdefault(uid, {})[card] = row["sequence"]

    def cardBound(self, row, body):
        card, uid = body["card"], body["uid"]
        others = [other for other in self.cards_of_uid.get(uid, {}) if other != card]
        if others:
            self.report(row, f"K8: UID {uid} is bound as card {card} and was card {others[0]}")
        self.bound[card] = uid

    def identityMayBeWritten(self, row, body):
        self.shown.setdefault(row["caseID"], set()).add(self.bound.get(body["card"]))

    def cardRecycled(self, row, body):
        self.cards_of_uid.pop(body["uid"], None)

    def fact(self, row, body):
        if body["fact"] == "stock" and body["change"] == "difference":
            self.said.add(body["unit"])
            self.note(row, f"K6: the {body['unit']} was booked {body['booked']},"
                           f" a witness says {body['witnessed']}")
        if body["fact"] == "abandoned":
            for uid in self.shown.get(row["caseID"], set()) - set(body["spoiled"]):
                self.report(row, f"K8: UID {uid} may bear an identity, and is given up unnamed")
        if body["fact"] == "delivered":
            cards = [card for card, uid in self.bound.items() if uid == body["uid"]]
            if not any(self.custody.get(card) == "delivered" for card in cards):
                self.report(row, f"K3: UID {body['uid']} is reported delivered,"
                                 " and no card with it is in that custody")

    def close(self, sums):
        if self.open is not None:
            self.report(self.intents[self.open][3], f"K7: movement {self.open} never ended")
        count = Counter(state for card, state in self.custody.items() if card in self.fed)
        total = self.hopper + sum(count[state] for state in BALANCE)
        if self.loaded != total:
            self.report(None, f"K6: {self.loaded} loaded, {total} accounted for")
        if self.hopper < 0:
            self.report(None, f"K6: the hopper has given {-self.hopper} more than were counted in")
        for card, state in sorted(self.custody.items()):
            if state == "unaccounted":
                self.note(None, f"K6: card {card} is unaccounted for")
        mine = (self.loaded, self.hopper) + tuple(count[state] for state in BALANCE)
        if sums != mine:
            self.report(None, f"K6: the journal's own sums are {sums}, these are {mine}")


def wire(row):
    """The event as the store is to have it."""
    body, case = json.loads(row["body"]), row["caseID"]
    keys = {"delivered": ("uid", "evidence"), "voided": ("uid",), "suspected": ("uid",),
            "abandoned": ("spoiled",), "fed": ("card",), "retained": ("card", "uid"),
            "unaccounted": ("card", "uid"), "counted": ("unit", "found"),
            "difference": ("unit", "booked", "witnessed"), "noted": ()}
    kind = body["fact"]
    name = body["change"] if kind == "stock" else kind
    values = {key: body[key] for key in keys[name] if key in body}
    if kind == "stock":
        fact = {"stock": {"_0": {name: values}}}
    else:
        if kind == "abandoned":
            values["reason"] = body["abandonReason"]
        if kind == "noted":
            values["note"] = body["storeNote"]
        fact = {kind: {"caseID": case, **values}}
    return {"sequence": row["eventSequence"], "atMilliseconds": row["wallMilliseconds"],
            "fact": fact}


def against_store(rows, acknowledged, store, report, note):
    facts = {row["eventSequence"]: row for row in rows if row["kind"] == "fact"}
    epoch = rows[0]["epoch"] if rows else None
    taken = store.execute("SELECT sequence, event, quarantined FROM kiosk_event WHERE epoch = ?"
                          " ORDER BY sequence", (epoch,)).fetchall()
    for place, event in enumerate(taken, 1):
        if event["sequence"] != place:
            report(None, f"K12: the store has event {event['sequence']} where {place} belongs")
        row = facts.get(event["sequence"])
        if row is None:
            report(None, f"K12: the store has event {event['sequence']}, the journal has not")
        elif json.loads(event["event"]) != wire(row):
            report(row, f"K12: event {event['sequence']} is another one in the store")
        if event["quarantined"]:
            note(row, f"K12: event {event['sequence']} is quarantined: {event['quarantined']}")
    if len(taken) < acknowledged:
        report(None, f"K12: event {acknowledged} is acknowledged, the store has {len(taken)}")
    cards_in_store(rows, store, report)


def cards_in_store(rows, store, report):
    """K3, K8: what became of a card here is what the store says of it."""
    allowed = {"delivered": ("active", "cancelled", "expired"), "voided": ("cancelled",)}
    for row in rows:
        body = json.loads(row["body"])
        expected = allowed.get(body.get("fact"))
        card = store.execute("SELECT life FROM card WHERE uid = ?", (body.get("uid"),)).fetchone()
        if expected and card and card["life"] not in expected:
            report(row, f"K3: UID {body['uid']} is {body['fact']} here and {card['life']} there")
    twice = store.execute("SELECT uid FROM card JOIN withheld_uid USING (campus, uid)"
                          " WHERE life IN ('inDelivery', 'active')")
    for card in twice:
        report(None, f"K8: UID {card['uid']} is withheld in the store, and usable")


class Truth:
    """What really happened to every card, followed entry by entry."""

    # The unit's motion behind each movement of the journal.
    MOTIONS = {"feed": "toReadPosition", "present": "toExit", "retain": "toBin"}

    def __init__(self, path, report):
        self.place, self.uid, self.motions, number = {}, {}, Counter(), 0
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                number += 1
                if entry["sequence"] != number:
                    report(None, f"truth: entry {entry['sequence']} stands where {number} belongs")
                    number = entry["sequence"]
                self.take(entry, report)

    def take(self, entry, report):
        card, goal = entry.get("card"), entry.get("to")
        if card is not None and "uid" in entry:
            self.uid[card] = entry["uid"]
        if card is not None and goal:
            origin, last = entry.get("from"), self.place.get(card)
            if origin != last:
                report(None, f"truth: card {card} leaves {origin} and was at {last}")
            self.place[card] = goal
        detail = entry.get("detail") or ""
        if entry["event"] == "motionBegan" and detail.endswith(" by host"):
            self.motions[detail.split(" ")[0]] += 1

    def count(self, place):
        return sum(1 for there in self.place.values() if there == place)

    def place_of_uid(self, uid):
        """None for a UID that no card of this machine has, and for one that several bear."""
        cards = [card for card, of_card in self.uid.items() if of_card == uid]
        return self.place.get(cards[0]) if len(cards) == 1 else None

    def has_left(self, uid):
        return self.place_of_uid(uid) in ("person", "counter")


def against_truth(books, rows, store, truth, report):
    for movement, motion in Truth.MOTIONS.items():
        if truth.motions[motion] > books.motions[movement]:
            report(None, f"K7: the unit ran {motion} {truth.motions[motion]} times,"
                         f" {books.motions[movement]} were intended")
    for unit, booked in (("hopper", books.hopper), ("bin", books.bin)):
        if booked != truth.count(unit) and unit not in books.said:
            report(None, f"K6: the {unit} is booked {booked}, holds {truth.count(unit)},"
                         " and nothing was said")
    for row in rows:
        body = json.loads(row["body"])
        uid, fact = body.get("uid"), body.get("fact")
        place = truth.place_of_uid(uid)
        if row["kind"] == "cardBound" and uid not in truth.uid.values():
            report(row, f"K8: UID {uid} is bound, and no card of this machine has it")
        if fact == "delivered" and place and not truth.has_left(uid):
            report(row, f"K3: UID {uid} is reported delivered and lies in the {place}")
        if fact == "voided" and truth.has_left(uid) and not is_suspect(store, row["caseID"]):
            report(row, f"K3: UID {uid} is reported void, and a person has it")
    cases_against_truth(store, truth, report)


def is_suspect(store, case):
    return store.execute("SELECT 1 FROM suspect WHERE case_id = ?", (case,)).fetchone() is not None


def suspects_in_store(store, report):
    """A suspect closes by evidence or by a person with a reason, and the case ends as that says."""
    ends = {"taken": "delivered", "retained": "voided"}
    closed = store.execute("SELECT s.case_id, c.stage FROM suspect s JOIN replacement_case c"
                           " ON c.case_id = s.case_id WHERE s.kind = 'delivery'"
                           " AND s.resolved_at IS NOT NULL").fetchall()
    for case in closed:
        fates = [ends.get(row["fate"]) for row in store.execute(
            "SELECT fate FROM evidence WHERE case_id = ?", (case["case_id"],))]
        if case["stage"] not in fates:
            report(None, f"K4: case {case['case_id']} is {case['stage']}, and nothing that is known"
                         " says so")
    unexplained = store.execute("SELECT case_id, kind FROM suspect WHERE resolved_at IS NOT NULL"
                                " AND kind <> 'delivery' AND (who IS NULL OR resolution = '')")
    for case in unexplained:
        report(None, f"K4: what was suspect of case {case['case_id']} was closed by nobody")


def cases_against_truth(store, truth, report):
    """K3, K4: the end of a case follows its card's true place, or waits for a person."""
    cases = store.execute("SELECT c.case_id, c.stage, c.evidence, c.new_uid, k.life, k.lost"
                          " FROM replacement_case c JOIN card k ON k.uid = c.new_uid"
                          " AND k.case_id = c.case_id").fetchall()
    for case in cases:
        uid, stage = case["new_uid"], case["stage"]
        place = truth.place_of_uid(uid)
        if place is None:
            continue
        suspect = is_suspect(store, case["case_id"])
        if truth.has_left(uid):
            if stage != "delivered" and not suspect:
                report(None, f"K4: a person has UID {uid}, its case {case['case_id']} is {stage}")
        elif stage == "delivered" and case["evidence"] == "takenSeenLive":
            report(None, f"K3: UID {uid} lies in the {place}, its case {case['case_id']} is"
                         " delivered")
        elif case["life"] in ("inDelivery", "active") and not suspect:
            report(None, f"K3: UID {uid} lies in the {place}, is {case['life']}, and no suspect")


def money_in_store(store, report):
    """K1, K4: one usable card for each account; a capture has a hold and a reason."""
    accounts = store.execute("SELECT campus, account, count(*) AS usable FROM card WHERE lost = 0"
                             " AND life IN ('inDelivery', 'active') GROUP BY campus, account"
                             " HAVING count(*) > 1")
    for account in accounts:
        report(None, f"K1: account {account['account']} has {account['usable']} usable cards")
    ends = store.execute("SELECT t.case_id, t.kind, t.fen, c.stage, c.evidence, c.evidence_who,"
                         " (SELECT count(*) FROM transfer h WHERE h.case_id = t.case_id"
                         " AND h.kind = 'hold' AND h.fen = t.fen) AS holds,"
                         " (SELECT count(*) FROM transfer e WHERE e.case_id = t.case_id"
                         " AND e.kind IN ('capture', 'release')) AS ends"
                         " FROM transfer t LEFT JOIN replacement_case c ON c.case_id = t.case_id"
                         " WHERE t.kind IN ('capture', 'release')")
    for end in ends:
        case = f"case {end['case_id']}"
        if end["holds"] != 1 or end["ends"] != 1:
            report(None, f"K4: {case} has {end['holds']} holds and {end['ends']} ends of its money")
        if end["kind"] == "capture" and (end["stage"] != "delivered" or not end["evidence"]):
            report(None, f"K4: {case} is {end['stage']} without evidence, and captured")
        if end["kind"] == "release" and end["stage"] == "delivered":
            report(None, f"K4: {case} is delivered, and its hold released")
        if end["evidence"] == "waiver" and not end["evidence_who"]:
            report(None, f"K4: {case} is waived by nobody")


def audit(journal_path, store_path=None, truth_path=None):
    findings, notes = [], []

    def report(row, text):
        findings.append(text if row is None else f"row {row['sequence']}: {text}")

    def note(row, text):
        notes.append("note: " + (text if row is None else f"row {row['sequence']}: {text}"))

    journal = open_read_only(journal_path)
    rows = journal.execute("SELECT * FROM journalRow ORDER BY sequence").fetchall()
    chain(rows, report)
    last = rows[-1]["sequence"] if rows else 0
    last_given(journal, "journalRow", last, "chain: the last rows are missing", report)
    cursor_chains(journal, report)
    books = Books(report, note)
    for row in rows:
        books.take(row)
    sums = journal.execute("SELECT loaded, remaining, inPath, delivered, retained, writtenOff,"
                           " unaccounted FROM stockSum").fetchone()
    books.close(tuple(sums))
    if store_path:
        acknowledged = journal.execute("SELECT nextEvent FROM outboxCursor").fetchone()[0] - 1
        store = open_read_only(store_path)
        against_store(rows, acknowledged, store, report, note)
        money_in_store(store, report)
        suspects_in_store(store, report)
        if truth_path:
            against_truth(books, rows, store, Truth(truth_path, report), report)
    return len(rows), findings, notes


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        rows, findings, notes = audit(*arguments)
    except (OSError, sqlite3.Error, ValueError, LookupError) as problem:
        print(f"the audit cannot read {' or '.join(arguments)}: {problem!r}", file=sys.stderr)
        return 2
    for line in findings + notes:
        print(line)
    print(f"{rows} rows, {len(findings)} findings, {len(notes)} notes")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
