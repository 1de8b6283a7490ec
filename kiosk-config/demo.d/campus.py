"""A campus on one machine: store, card machine, printer, kiosk."""
import json
import os
import shutil
import socket
import time

from processes import Failure, Process, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SETTINGS = os.path.join(ROOT, "kiosk-config")
KIOSK = "K-01"
BLANKS = 40
# The machine's dispensers, and the folder of each one's profiles in hardware.
DISPENSERS = {"simulated": "crt-591", "k720": "ttce", "k730": "ttce", "k750": "ttce",
              "hid": "crt-hid"}
# How a trace tells of a card that is stuck, by family.
JAMS = {"crt-591": "拒绝，错误码 10：卡堵塞", "ttce": "卡堵塞", "crt-hid": "拒绝，错误码 22：进卡阻塞"}
READY_SECONDS = 60


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Campus:
    def __init__(self, options, programs):
        self.folder = options.folder
        self.programs = programs
        self.motor_scale = options.motor_scale
        self.dispenser = options.dispenser
        self.pickup_seconds = options.pickup_seconds
        self.trace = options.trace
        self.processes = []
        self.logins = []
        store, page, printer, screen = free_ports(4)
        self.store_port = options.store_port or store
        self.page_port = options.machine_port or page
        self.printer_port = options.printer_port or printer
        self.screen_port = options.screen_port or screen
        self.bus = self.path("usb")
        self.configuration = self.path("kiosk.json")
        self.journal = self.path("kiosk/journal.sqlite")
        self.store_options = ["--data", self.path("store"), "--config", SETTINGS + "/store"]
        # The path of a Unix socket has at most 107 bytes, and the bus lies deeper.
        if len(self.bus.encode()) > 70:
            raise Failure(f"the path of {self.bus} is too long for sockets; choose another --folder")

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return os.path.join(self.programs, name)

    def start(self):
        self.prepare_store()
        self.begin("central-store", ["central-store", "serve", *self.store_options,
                                     "--port", str(self.store_port)])
        self.printer = Process(
            "printer", [SETTINGS + "/printer", self.path("printer"), str(self.printer_port)],
            self.folder)
        self.processes.append(self.printer)
        machine = self.begin("machine", [
            "kiosk-lab", "machine", "--folder", self.bus, "--state", self.path("machine.json"),
            "--page", f"127.0.0.1:{self.page_port}", "--motor-scale", str(self.motor_scale),
            "--blanks", str(BLANKS), "--dispenser", self.dispenser])
        self.wait_for_port(self.store_port, "central-store")
        self.printer.wait_for("ready")
        machine.wait_for("machine ready")
        self.write_configuration()
        run([self.program("kiosk"), "check-config", self.configuration])
        self.start_kiosk()
        self.count()
        self.wait_until_ready()

    def begin(self, name, command, environment=None):
        process = Process(
            name, [self.program(command[0]), *command[1:]], self.folder, environment)
        self.processes.append(process)
        return process

    def prepare_store(self):
        store = self.program("central-store")
        run([store, "keys", "init", *self.store_options])
        run([store, "certificates", "init", *self.store_options, "--kiosk", KIOSK])
        text = run([store, "demo-data", *self.store_options, "--kiosk", KIOSK])
        rows = text.split("student number")[1].splitlines()[1:]
        self.logins = [row.split(None, 2) for row in rows if row.strip()]

    def wait_for_port(self, port, name):
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                self.check()
                time.sleep(0.05)
        raise Failure(f"{name} does not listen on port {port}")

    def write_configuration(self):
        with open(SETTINGS + "/kiosk.json") as file:
            settings = json.load(file)
        certificates = self.path("store/certificates")
        settings["folder"] = self.path("kiosk")
        settings["store"] = {
            "host": "127.0.0.1", "port": self.store_port,
            "certificate": f"{certificates}/{KIOSK}.pem", "key": f"{certificates}/{KIOSK}.key",
            "trust": f"{certificates}/ca.pem"}
        settings["screen"] = {"port": self.screen_port, "texts": SETTINGS + "/locales"}
        settings["dispenser"]["family"] = DISPENSERS[self.dispenser]
        settings["dispenser"]["profiles"] = ROOT + "/hardware/" + DISPENSERS[self.dispenser]
        settings["printer"] = {
            "uri": f"ipp://localhost:{self.printer_port}/ipp/print",
            "words": SETTINGS + "/receipts", "languages": "both"}
        settings["cardProfile"] = SETTINGS + "/cards/desfire-a.json"
        settings["timers"]["pickupTimeoutSeconds"] = self.pickup_seconds
        if self.trace:
            settings["trace"]["file"] = os.path.abspath(self.trace)
        with open(self.configuration, "w") as file:
            json.dump(settings, file, indent=2)

    def start_kiosk(self):
        self.kiosk = self.begin(
            "kiosk", ["kiosk", "run", "--config", self.configuration],
            {"UMOCKDEV_DIR": self.bus, "LD_PRELOAD": "libumockdev-preload.so.0"})
        self.screen = self.kiosk.wait_for("screen ").split(None, 1)[1]

    def kill_kiosk(self):
        self.kiosk.kill()
        self.processes.remove(self.kiosk)

    def count(self):
        """Nothing is replaced before somebody counted; a kiosk that recovers takes no count."""
        command = [self.program("kiosk"), "stock", "count", "--config", self.configuration,
                   "--hopper", str(BLANKS), "--bin", "0", "--by", "demo"]
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            try:
                return run(command)
            except Failure as failure:
                last = failure
                self.check()
                time.sleep(0.2)
        raise last

    def status(self):
        text = run([self.program("kiosk"), "status", "--config", self.configuration], (0, 1, 2))
        return json.loads(text) if text.strip() else {}

    def wait_until_ready(self):
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            status = self.status()
            if status.get("canReplace") and not status.get("reasons"):
                return
            self.check()
            time.sleep(0.2)
        raise Failure(f"the kiosk is not in service: {status.get('reasons')}\n{self.kiosk.tail()}")

    def hand(self, *words):
        """Reaches into the machine."""
        return run([self.program("kiosk-lab"), "ctl", "--socket", self.bus + ".ctl", *words])

    def machine(self):
        return json.loads(self.hand("state"))

    def check_traces(self, fault):
        """A device's fault has left a trace, a request leaves one, and the kiosk explains both."""
        folder = self.path("kiosk/traces")
        dumped = [name for name in os.listdir(folder) if name.endswith(f"Z-{fault}.pcap")]
        if len(dumped) != 1:
            raise Failure(f"{fault} left {dumped or 'no trace'} in {folder}")
        kiosk = [self.program("kiosk"), "trace"]
        asked = run([*kiosk, "dump", "--config", self.configuration]).strip()
        for path in (os.path.join(folder, dumped[0]), asked):
            told = run([*kiosk, "show", path, "--config", self.configuration, "--language", "zh"])
            if JAMS[DISPENSERS[self.dispenser]] not in told:
                raise Failure(f"{path} does not tell of the jam")

    def check(self):
        for process in self.processes:
            if not process.is_running():
                raise Failure(f"{process.name} ended:\n{process.tail()}")

    def end(self):
        for process in reversed(self.processes):
            process.end()
        self.processes = []


def new_folder(path):
    """An empty folder: given ones are made anew, so that every demo begins with a new campus."""
    if os.path.exists(path):
        if os.listdir(path) and not os.path.exists(os.path.join(path, "kiosk.json")):
            raise Failure(f"{path} holds something else; choose another --folder")
        shutil.rmtree(path)
    os.makedirs(path, mode=0o700)
    return path
