"""What the scripts do, each with the end that it must have."""
import time
from dataclasses import dataclass

from processes import Failure


WORK_SECONDS = 120


@dataclass
class Ending:
    """How a story must end."""
    outcome: str
    stage: str
    money: str
    """Cards in each place, by the journal."""
    delivered: int = 0
    retained: int = 0
    unaccounted: int = 0
    """Whether a paper came out of the printer."""
    printed: bool = True
    """Whether the kiosk works on for the next student."""
    in_service: bool = True


class Story:
    def __init__(self, campus, screen, say):
        self.campus, self.screen, self.say = campus, screen, say
        self.case = None

    def log_in_and_pay(self):
        student, password, _ = self.campus.logins[0]
        self.screen.wait("home", seconds=WORK_SECONDS)
        self.screen.act("choose", job="replaceLostCard")
        self.screen.wait("login", seconds=WORK_SECONDS)
        self.screen.act("logIn", studentNumber=student, password=password)
        self.screen.wait("review", seconds=WORK_SECONDS)
        self.screen.act("goOn")
        page = self.screen.wait("consent", seconds=WORK_SECONDS)
        self.case = page["caseNumber"]
        self.screen.act("consent")

    def wait_for_card(self):
        page = self.screen.wait("take-card", "result", seconds=WORK_SECONDS)
        if page["page"] == "result":
            raise Failure(f"no card came out: {page['outcome']}")

    def result(self):
        page = self.screen.wait("result", seconds=WORK_SECONDS)
        self.screen.act("finish")
        return page["outcome"]

    def take(self):
        self.say("the student takes the card")
        self.campus.hand("take-card")


def replace_lost_card(story):
    story.log_in_and_pay()
    story.wait_for_card()
    story.take()
    return story.result(), Ending("delivered", "delivered", "captured", delivered=1)


def not_taken(story):
    story.log_in_and_pay()
    story.wait_for_card()
    story.say("nobody takes the card")
    return story.result(), Ending("notTaken", "voided", "released", retained=1)


def jam(story):
    story.say("something blocks the belt")
    story.campus.hand("jam", "toRead")
    story.log_in_and_pay()
    outcome = story.result()
    story.campus.check_traces("dispenser-jam")
    return outcome, Ending(
        "abandoned.feedFailed", "abandoned", "released", unaccounted=1, in_service=False)


def paper_out(story):
    story.say("the printer has no paper")
    open(story.campus.path("printer/paper-out"), "w").close()
    story.log_in_and_pay()
    story.wait_for_card()
    story.take()
    return story.result(), Ending(
        "delivered", "delivered", "captured", delivered=1, printed=False)


def power_cut(story):
    story.log_in_and_pay()
    story.wait_for_card()
    story.say("the power fails with the card at the exit")
    story.campus.hand("power-cut")
    story.campus.kill_kiosk()
    time.sleep(1)
    story.say("the power comes back")
    story.campus.hand("power-on")
    story.campus.start_kiosk()
    return None, Ending(None, "voided", "released", retained=1, printed=False)


STORIES = {
    "replace-lost-card": replace_lost_card,
    "not-taken": not_taken,
    "jam": jam,
    "paper-out": paper_out,
    "power-cut": power_cut,
}
