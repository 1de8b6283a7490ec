"""Runs every behaviour of the screen, one line each, and counts them."""
import pathlib
import sys
import time
import traceback

from browser import Chromium
from gallery import gallery_behaviours
from visits import visit_behaviours


def main():
    folder, words = pathlib.Path(sys.argv[1]), sys.argv[2:]
    passed = failed = 0
    with Chromium() as chromium:
        for behaviours in (gallery_behaviours, visit_behaviours):
            for name, behaviour in behaviours(chromium, folder, words):
                start = time.monotonic()
                try:
                    behaviour()
                except Exception:
                    failed += 1
                    print(traceback.format_exc(limit=-3), end="")
                    print(f"FAILED {name}", flush=True)
                else:
                    passed += 1
                    print(f"PASSED {name} ({time.monotonic() - start:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
