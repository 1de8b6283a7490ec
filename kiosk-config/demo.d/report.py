"""What is left after a story: the case, the money, the cards, the paper. Every fact is compared with
how the story must end, and with witnesses that do not know each other."""
import glob
import os
import shutil
import subprocess
import time

from campus import ROOT
from processes import Failure, run

SETTLE_SECONDS = 30


class Report:
    def __init__(self, campus, say):
        self.campus, self.say = campus, say
        self.wrong = []
        self.configured = ["--config", campus.configuration]

    def expect(self, what, found, wanted):
        if found != wanted:
            self.wrong.append(f"{what} is {found}, not {wanted}")

    def tell(self, case, outcome, ending):
        """Prints everything and returns what is wrong."""
        if ending.outcome:
            self.expect("the outcome on the screen", outcome, ending.outcome)
        self.case(case, ending)
        self.money()
        self.cards(ending)
        self.paper(case, ending)
        self.service(ending)
        self.audit()
        return self.wrong

    def case(self, case, ending):
        """The store hears of the end through the journal's outbox, so it may take a moment."""
        end = time.monotonic() + SETTLE_SECONDS
        while True:
            lines = self.store("case", "show", case).splitlines()
            facts = dict(line.split(": ", 1) for line in lines if ": " in line)
            money = facts["money"].split(",")[0]
            if facts["stage"] == ending.stage or time.monotonic() > end:
                break
            time.sleep(0.2)
        self.block("case", lines)
        self.expect("the case's stage in the store", facts["stage"], ending.stage)
        self.expect("the case's money in the store", money, ending.money)

    def money(self):
        text = self.store("ledger", allowed=(0, 1))
        self.block("money", text.splitlines())
        if "the books balance" not in text.splitlines():
            self.wrong.append("the store's books do not balance")

    def cards(self, ending):
        lines = self.kiosk("journal", "ledger", *self.configured, allowed=(0, 1)).splitlines()
        self.block("cards", lines)
        stock = self.campus.status()["stock"]
        for name in ("delivered", "retained", "unaccounted"):
            self.expect(f"cards {name} by the journal", stock[name], getattr(ending, name))
        self.expect("cards in the path by the journal", stock["inPath"], 0)
        machine = self.campus.machine()
        self.expect("cards with the student in the machine", machine["withPerson"], ending.delivered)
        self.expect("cards in the machine's bin", machine["bin"]["count"], ending.retained)
        self.say(self.kiosk("journal", "verify", *self.configured).strip())

    def paper(self, case, ending):
        made = sorted(glob.glob(self.campus.path(f"kiosk/receipts/{case}-*.pdf")))
        printed = glob.glob(self.campus.path("printer/printed/*.pdf"))
        self.block("receipt", made or ["none was made"])
        self.expect("whether a paper was printed", bool(printed), ending.printed)
        for path in made:
            self.read_back(path, case)

    def read_back(self, path, case):
        if shutil.which("pdftotext"):
            text = run(["pdftotext", "-layout", path, "-"])
            if case not in "".join(text.split()):
                self.wrong.append(f"{path} does not name the case")
        if shutil.which("pdftoppm") and shutil.which("zbarimg"):
            picture = path[:-len(".pdf")]
            run(["pdftoppm", "-r", "200", "-png", "-singlefile", path, picture])
            code = run(["zbarimg", "-q", "--raw", picture + ".png"], (0, 4)).strip()
            os.remove(picture + ".png")
            self.expect(f"the QR code of {os.path.basename(path)}", code, case)

    def service(self, ending):
        """After a fault the kiosk is idle, or out of service with a reason."""
        status = self.campus.status()
        reasons = [reason["reason"] for reason in status["reasons"]]
        self.block("kiosk", [f"phase {status['phase']}, {', '.join(reasons) or 'in service'}"])
        self.expect("the kiosk's phase", status["phase"], "idle")
        self.expect("whether the kiosk is in service", status["canReplace"], ending.in_service)

    def audit(self):
        script = os.path.join(ROOT, "Tests/audit/audit.py")
        if not os.path.exists(script):
            return
        done = subprocess.run(
            ["python3", script, self.campus.journal, self.campus.path("store/store.sqlite"),
             self.campus.path("machine.json.truth.jsonl")],
            capture_output=True, text=True)
        self.block("audit", done.stdout.splitlines() or ["nothing found"])
        if done.returncode:
            said = done.stderr.strip() or done.stdout.strip().splitlines()[0]
            self.wrong.append(f"the auditor found something: {said}")

    def store(self, *words, allowed=(0,)):
        return run([self.campus.program("central-store"), *words, *self.campus.store_options],
                   allowed)

    def kiosk(self, *words, allowed=(0,)):
        return run([self.campus.program("kiosk"), *words], allowed)

    def block(self, name, lines):
        self.say(name)
        for line in lines:
            print("          " + line, flush=True)
