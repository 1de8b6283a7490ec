"""What students come for, and get."""
from campus_under_test import pdf_codes, pdf_text
from finger import Finger

FEE = "20.00"
TYPED_BY_HAND = "159260"


def replace_in_chinese(chromium, campus, folder):
    replace(chromium, campus, folder, "zh-Hans", "has exactly the fee")


def replace_in_english(chromium, campus, folder):
    replace(chromium, campus, folder, "en", "ordinary")


def replace(chromium, campus, folder, language, kind):
    number, password = campus.login(kind)
    with Finger(chromium, campus, folder, language) as finger:
        finger.log_in("replaceLostCard", number, password)
        finger.at("review")
        assert number not in finger.text(), "the whole student number is shown"
        finger.tap("goOn")
        finger.at("consent")
        assert FEE in finger.text(), finger.text()
        finger.tap("consent")
        finger.at("take-card")
        campus.hand("take-card")
        case = finger.outcome()
        assert finger.page.locator("#screen").get_attribute("data-tone") == "good"
        check_receipt(campus, folder, case, number)
        finger.go_home()


def check_receipt(campus, folder, case, number):
    receipts = campus.receipts(case)
    assert len(receipts) == 1, f"{len(receipts)} receipts of case {case}"
    text = pdf_text(receipts[0])
    for wanted in (FEE, case[:8], f"{number[:4]}****{number[-2:]}", "K-01"):
        assert wanted in text, f"{wanted} is not on the receipt:\n{text}"
    assert number not in text, "the whole student number is on the receipt"
    codes = pdf_codes(receipts[0], folder)
    assert codes == [case], f"the receipt's code says {codes}"


def change_default_password(chromium, campus, folder):
    number, password = campus.login("default password, no identity number")
    with Finger(chromium, campus, folder) as finger:
        finger.log_in("replaceLostCard", number, password)
        finger.at("change-password")
        choose_password(finger, "123456", "123456")
        finger.page.wait_for_selector("#screen[data-page=change-password][data-notice]:not([data-settling])")
        choose_password(finger, TYPED_BY_HAND, "159261")
        finger.page.wait_for_selector("#screen[data-page=change-password][data-notice]:not([data-settling])")
        choose_password(finger, TYPED_BY_HAND, TYPED_BY_HAND)
        finger.at("review")
        finger.tap("cancel")
        finger.at("result")
        finger.go_home()
        finger.log_in("replaceLostCard", number, TYPED_BY_HAND)
        finger.at("review")
        finger.tap("cancel")
        finger.at("result")
        finger.go_home()


def choose_password(finger, first, second):
    for field in ("newPassword", "repeatedPassword"):
        finger.page.locator(f"input[name={field}]").tap()
        finger.page.locator("[data-key=clear]").first.tap()
    finger.type("newPassword", first)
    finger.type("repeatedPassword", second)
    finger.tap("changePassword")


def report_loss(chromium, campus, folder):
    number, password = campus.login("first replacement, free")
    with Finger(chromium, campus, folder, "en") as finger:
        finger.log_in("reportLoss", number, password)
        finger.at("confirm-loss")
        finger.tap("consent")
        case = finger.outcome()
        assert "stopped" in finger.text(), finger.text()
        receipts = campus.receipts(case)
        assert len(receipts) == 1 and case[:8] in pdf_text(receipts[0])
        finger.go_home()


def cancel_at_review(chromium, campus, folder):
    number, password = campus.login("ordinary")
    before = campus.status()
    with Finger(chromium, campus, folder) as finger:
        finger.log_in("replaceLostCard", number, password)
        finger.at("review")
        finger.tap("cancel")
        finger.at("result")
        finger.go_home()
        assert campus.status() == before, "something changed"
