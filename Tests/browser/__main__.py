"""Runs every behaviour of the screen, one line each, and counts them."""
import concurrent.futures
import pathlib
import sys
import time
import traceback

from browser import Chromium
from gallery import gallery_behaviours
from visits import visit_behaviours

PARTS = {"gallery": gallery_behaviours, "visits": visit_behaviours}


def main():
    folder, words = pathlib.Path(sys.argv[1]), sys.argv[2:]
    # A visit mostly waits for motors and clocks, the gallery for nothing: side by side they fill the processors.
    with concurrent.futures.ProcessPoolExecutor(len(PARTS)) as pool:
        counts = list(pool.map(run, PARTS, [folder] * len(PARTS), [words] * len(PARTS)))
    passed, failed = map(sum, zip(*counts))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def run(part, folder, words):
    """How many behaviours of a part passed, and how many failed."""
    counts = [0, 0]
    with Chromium() as chromium:
        for name, behaviour in PARTS[part](chromium, folder, words):
            start = time.monotonic()
            try:
                behaviour()
            except Exception:
                counts[1] += 1
                print(f"{traceback.format_exc(limit=-3)}FAILED {name}", flush=True)
            else:
                counts[0] += 1
                print(f"PASSED {name} ({time.monotonic() - start:.1f} s)", flush=True)
    return counts


sys.exit(main())
