"""Whole visits by touch, on the demo's campus: real browser, kiosk, USB stack, store and printer."""
import functools
import os

import trouble
import wishes
from campus_under_test import CampusUnderTest

"""The behaviours in the order in which one day brings them: each leaves the kiosk idle and in service."""
VISITS = [
    ("a lost card is replaced by touch, in Chinese", wishes.replace_in_chinese),
    ("a lost card is replaced by touch, in English", wishes.replace_in_english),
    ("a default password has to be changed first, and a weak one is refused",
     wishes.change_default_password),
    ("a loss is reported without a new card", wishes.report_loss),
    ("a cancel at the review changes nothing", wishes.cancel_at_review),
    ("a wrong password is said, and the number need not be typed again", trouble.wrong_password),
    ("too little money is said with both figures, and the loss can still be reported",
     trouble.too_little_money),
    ("a touch on a page that is gone does nothing", trouble.stale_touch),
    ("a page that lost its news says so, and catches up by itself", trouble.lost_news),
    ("a stream of news that is cut is opened again, and the page catches up", trouble.cut_stream),
    ("a line that stalls is said, and a touch on it is not lost", trouble.stalled_line),
    ("a touch whose answer is lost counts once, and its page comes", trouble.lost_answer),
    ("news that overtakes an answer is not undone by it", trouble.overtaken_answer),
    ("a quiet page asks before it closes, and stays when asked to", trouble.quiet_page),
    ("a missing dispenser is said before anyone logs in, and what still works",
     trouble.no_dispenser),
    ("a loss reported without the store waits, sealed, and is applied when it is back",
     trouble.store_away),
]


def visit_behaviours(chromium, folder, words):
    wanted = [(name, visit) for name, visit in VISITS
              if not words or any(word in name for word in words)]
    if not wanted:
        return
    campus = CampusUnderTest(os.environ["KIOSK_BIN"])
    try:
        campus.start()
        for number, (name, visit) in enumerate(wanted, 1):
            pictures = folder / f"visit-{number:02}"
            pictures.mkdir()
            yield name, functools.partial(visit, chromium, campus, pictures)
    finally:
        campus.end()
