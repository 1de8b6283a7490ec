"""The demo's campus, with a store that can go away and pages that grow impatient soon."""
import argparse
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "kiosk-config/demo.d"))

from campus import Campus  # noqa: E402
from processes import run  # noqa: E402

QUIET_SECONDS = 30


class CampusUnderTest(Campus):
    def __init__(self, programs):
        super().__init__(argparse.Namespace(
            folder=tempfile.mkdtemp(prefix="kiosk-browser-", dir="/tmp"), motor_scale=10,
            pickup_seconds=25, dispenser="simulated", trace=None, store_port=None,
            machine_port=None, printer_port=None, screen_port=None), programs)

    def write_configuration(self):
        super().write_configuration()
        with open(self.configuration) as file:
            settings = json.load(file)
        settings["timers"]["quietSeconds"] = QUIET_SECONDS
        with open(self.configuration, "w") as file:
            json.dump(settings, file)

    def login(self, kind):
        """Number and password of the demo's student of this kind."""
        return next(row[:2] for row in self.logins if row[2].startswith(kind))

    def stop_store(self):
        store = next(each for each in self.processes if each.name == "central-store")
        store.end()
        self.processes.remove(store)

    def start_store(self):
        self.begin("central-store", ["central-store", "serve", *self.store_options,
                                     "--port", str(self.store_port)])
        self.wait_for_port(self.store_port, "central-store")

    def receipts(self, case):
        return sorted(pathlib.Path(self.path("kiosk/receipts")).glob(f"{case}-*.pdf"))


def pdf_text(path):
    return run(["pdftotext", "-layout", str(path), "-"])


def pdf_codes(path, folder):
    """What the QR codes of a receipt say, as a phone would read them off the paper."""
    picture = folder / path.stem
    run(["pdftoppm", "-r", "200", "-png", "-singlefile", str(path), str(picture)])
    return run(["zbarimg", "-q", "--raw", f"{picture}.png"]).split()
