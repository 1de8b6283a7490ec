"""What goes wrong at the screen, and what the student sees of it."""
import time

from campus_under_test import QUIET_SECONDS, pdf_text
from finger import Finger
from screen import Screen
from wire import Wire

WRONG = "000001"
SETTLE_SECONDS = 60
"""Longer than the store takes for a login and a quote."""
OVERTAKEN_SECONDS = 4


def eventually(what, holds):
    """Asks again until it holds."""
    end = time.monotonic() + SETTLE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {SETTLE_SECONDS} s"
        time.sleep(0.2)


def wrong_password(chromium, campus, folder):
    number, password = campus.login("ordinary")
    with Finger(chromium, campus, folder, "en") as finger:
        finger.log_in("reportLoss", number, WRONG)
        finger.page.wait_for_selector("#screen[data-page=login][data-notice]:not([data-settling])")
        assert finger.typed("studentNumber") == number
        assert finger.typed("password") == ""
        finger.type("password", password)
        finger.tap("logIn")
        finger.at("confirm-loss")
        finger.tap("cancel")
        finger.at("result")
        finger.go_home()


def too_little_money(chromium, campus, folder):
    number, password = campus.login("too little money")
    with Finger(chromium, campus, folder, "en") as finger:
        finger.log_in("replaceLostCard", number, password)
        finger.at("result")
        assert "20.00" in finger.text(), finger.text()
        finger.tap("choose", job="reportLoss")
        finger.at("confirm-loss")
        finger.tap("cancel")
        finger.at("result")
        finger.go_home()


def stale_touch(chromium, campus, folder):
    with Finger(chromium, campus, folder) as finger:
        old = finger.state_number()
        finger.tap("choose", job="reportLoss")
        finger.at("login")
        shown = finger.page.evaluate(
            """async number => {
                const body = new URLSearchParams(
                    { stateNumber: number, action: "choose", job: "replaceLostCard" });
                const answer = await fetch("/act", { method: "POST", body });
                return (await answer.text()).match(/data-state="(\\d+)"/)[1];
            }""", old)
        assert shown == finger.state_number(), "a stale touch brought another page"
        assert finger.name() == "login"
        finger.tap("cancel")
        finger.at("home")


def is_offline(finger):
    return finger.page.evaluate("document.body.classList.contains('offline')")


def lost_news(chromium, campus, folder):
    with Finger(chromium, campus, folder) as finger:
        finger.tap("choose", job="reportLoss")
        finger.at("login")
        finger.page.context.set_offline(True)
        Screen(campus.screen, lambda page: None).act("cancel")
        eventually("the page says that it is offline", lambda: is_offline(finger))
        assert finger.name() == "login"
        finger.page.context.set_offline(False)
        finger.at("home")
        assert not is_offline(finger)


def cut_stream(chromium, campus, folder):
    """Three times, for what is lost in the middle of something differs each time."""
    with Wire(campus.screen) as wire, Finger(chromium, campus, folder, address=wire.address) as finger:
        for _ in range(3):
            finger.tap("choose", job="reportLoss")
            finger.at("login")
            wire.cut()
            Screen(campus.screen, lambda page: None).act("cancel")
            eventually("the page says that it is offline", lambda: is_offline(finger))
            assert finger.name() == "login"
            wire.mend()
            finger.at("home")
            eventually("the news is back", lambda: not is_offline(finger))


def stalled_line(chromium, campus, folder):
    with Wire(campus.screen) as wire, Finger(chromium, campus, folder, address=wire.address) as finger:
        finger.tap("choose", job="reportLoss")
        finger.at("login")
        wire.stall()
        finger.tap("cancel")
        eventually("the page says that it is offline", lambda: is_offline(finger))
        assert finger.name() == "login"
        wire.mend()
        finger.at("home")
        eventually("the news is back", lambda: not is_offline(finger))


def lost_answer(chromium, campus, folder):
    with Wire(campus.screen) as wire, Finger(chromium, campus, folder, address=wire.address) as finger:
        wire.lose_answers()
        finger.tap("choose", job="reportLoss")
        eventually("the page says that it is offline", lambda: is_offline(finger))
        assert campus.status()["phase"] == "entering", campus.status()
        assert finger.name() == "home"
        wire.mend()
        finger.at("login")
        finger.tap("cancel")
        finger.at("home")


def overtaken_answer(chromium, campus, folder):
    number, password = campus.login("too little money")
    with Wire(campus.screen) as wire, Finger(
            chromium, campus, folder, "en", address=wire.address) as finger:
        finger.open_login("replaceLostCard", number, password)
        answers = []
        finger.page.on("requestfinished", lambda request: request.method == "POST" and answers.append(request))
        wire.delay_answers(OVERTAKEN_SECONDS)
        finger.tap("logIn")
        finger.at("result")
        assert not answers, "the answer came before the news"
        eventually("the answer has come", lambda: finger.name() and answers)
        assert finger.name() == "result", "an old page came back"
        wire.mend()
        finger.go_home()


def quiet_page(chromium, campus, folder):
    with Finger(chromium, campus, folder) as finger:
        finger.tap("choose", job="reportLoss")
        finger.at("login")
        dialog = finger.page.locator("[role=alertdialog]")
        dialog.wait_for(timeout=(QUIET_SECONDS + 10) * 1_000)
        finger.page.screenshot(path=folder / "warning.png")
        finger.tap("moreTime")
        dialog.wait_for(state="detached")
        assert finger.name() == "login"
        finger.tap("cancel")
        finger.at("home")


def no_dispenser(chromium, campus, folder):
    with Finger(chromium, campus, folder, "en") as finger:
        campus.hand("pull", "dispenser")
        gone = finger.page.get_by_text("The card dispenser is not connected.")
        gone.wait_for(timeout=SETTLE_SECONDS * 1_000)
        finger.look("home", "without a dispenser")
        assert finger.page.locator("input[value=replaceLostCard]").count() == 0
        assert finger.page.locator("input[value=reportLoss]").count() == 1
        campus.hand("plug", "dispenser")
        gone.wait_for(state="detached", timeout=SETTLE_SECONDS * 1_000)
        campus.wait_until_ready()


def store_away(chromium, campus, folder):
    number, password = campus.login("ordinary")
    with Finger(chromium, campus, folder, "en") as finger:
        campus.stop_store()
        finger.page.wait_for_selector(
            "#screen[data-page=home]:not(:has(input[value=replaceLostCard]))")
        finger.log_in("reportLoss", number, password)
        finger.at("confirm-later")
        finger.tap("consent")
        case = finger.outcome()
        assert "NOT stopped yet" in finger.text(), finger.text()
        assert "NOT" in pdf_text(campus.receipts(case)[0])
        finger.go_home()
        campus.start_store()
        eventually("the report is applied", lambda:
                   f"waiting loss report of case {case}: the card is stopped" in campus.kiosk.output())
        campus.wait_until_ready()
