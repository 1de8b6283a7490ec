"""The demo behind `kiosk-config/demo`, once everything is installed and built."""
import argparse
import os
import signal
import sys
import tempfile
import time

from campus import DISPENSERS, Campus, new_folder
from processes import Failure
from report import Report
from screen import Screen
from stories import STORIES, Story

WATCH_SECONDS = 0.5


def arguments():
    parser = argparse.ArgumentParser(
        prog="kiosk-config/demo",
        description="Runs the whole kiosk on this machine, with a simulated card machine.",
        epilog="With --script the exit status is 0 only if everything ended as it should.")
    parser.add_argument("--script", choices=STORIES, help="do this job by itself, check it, and end")
    parser.add_argument("--folder", help="where everything is kept; a new one in /tmp otherwise")
    parser.add_argument("--motor-scale", type=int, default=1, metavar="N",
                        help="how many times as fast as in truth the motors run")
    parser.add_argument("--dispenser", choices=DISPENSERS, default="simulated",
                        help="which card dispenser the machine has (simulated: a CRT-591 on a "
                             "serial line; hid: a CREATOR unit with HID reports)")
    parser.add_argument("--pickup-seconds", type=int, metavar="S",
                        help="how long a card waits at the exit (30; 10 with --script)")
    parser.add_argument("--trace", metavar="FILE", help="write the USB traffic to this pcap file")
    for name in ("screen", "machine", "store", "printer"):
        parser.add_argument(f"--{name}-port", type=int, metavar="PORT", help="a free one otherwise")
    options = parser.parse_args()
    options.pickup_seconds = options.pickup_seconds or (10 if options.script else 25)
    return options


class Speaker:
    """Prints each step with its time since the start."""

    def __init__(self):
        self.start = time.monotonic()

    def __call__(self, text):
        print(f"{time.monotonic() - self.start:7.2f} s {text}", flush=True)

    def page(self, page):
        outcome = f" [{page['outcome']}]" if page.get("outcome") else ""
        self(f"{page['page']}: {page['title']}{outcome}")


def play(campus, name, say):
    """One script; returns what is wrong with its end."""
    story = Story(campus, Screen(campus.screen, say.page), say)
    outcome, ending = STORIES[name](story)
    home = Screen(campus.screen, say.page)
    home.wait("home", seconds=60)
    if ending.in_service and ending.printed:
        campus.wait_until_ready()
    return Report(campus, say).tell(story.case, outcome, ending)


def welcome(campus):
    student, password, _ = campus.logins[0]
    print(f"""
  the student's screen   {campus.screen}
  inside the machine     http://127.0.0.1:{campus.page_port}/
  student number         {student}
  password               {password}

Take the card on the machine's page. Ctrl-C ends everything; logs, journal and receipts stay in
{campus.folder}. More students:
""")
    for login in campus.logins[1:]:
        print("  " + "  ".join(login))
    sys.stdout.flush()


def stay(campus):
    while True:
        campus.check()
        time.sleep(WATCH_SECONDS)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    options.folder = new_folder(options.folder or tempfile.mkdtemp(prefix="kiosk-demo-", dir="/tmp"))
    say = Speaker()
    campus = Campus(options, os.environ["KIOSK_BIN"])
    try:
        say("starting store, card machine, printer and kiosk in " + campus.folder)
        campus.start()
        say("the kiosk is in service")
        if not options.script:
            welcome(campus)
            stay(campus)
        wrong = play(campus, options.script, say)
    except KeyboardInterrupt:
        print("\nending everything", flush=True)
        return 0 if not options.script else 130
    except Failure as failure:
        print(f"demo: {failure}\nthe logs are in {campus.folder}", file=sys.stderr)
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        campus.end()
    for fault in wrong:
        print(f"demo: {fault}", file=sys.stderr)
    say(f"{options.script} ended " + ("as it should" if not wrong else "wrongly"))
    return 1 if wrong else 0


sys.exit(main())
