"""A day at the desk, under tmux, without a sleep: the operator works through what debtors did, by keys alone, and what the
keys did stands in the server and in the debtors' portal."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits
from screen import Screen


def sign_in(s, account, digits):
    _, link = s.send_link(account)
    b = s.browser()
    answer = b.post(b.get(quits.path_of(link)).forms[0], digits=digits)
    assert answer.status == 303, answer.status
    if answer.headers["Location"].endswith("/welcome"):
        b.post(b.get("/welcome").forms[-1])
    return b


def fields(b, path, action):
    form = [x for x in b.get(path).forms if x["action"].endswith(action)][0]
    return {k: v for k, v in form["fields"].items() if k in ("form_token", "form_id", "step")}


def debtors(s, f):
    b = sign_in(s, "A-1001", "2222")
    at = re.search(r'href="(/account/\d+)', b.get("/home").text).group(1)
    filed = b.request("POST", at + "/dispute", form={**fields(b, at + "/dispute/form", "/dispute"), "reason": "already_paid",
                                                     "part": "whole", "statement": "Paid on 3 May.\nBy bank."})
    f.equal(303, filed.status, "a dispute is filed")
    wrote = b.request("POST", "/messages/new", form={**fields(b, "/messages/new", "/new"), "topic": "payment",
                                                     "account": "A-1001", "text": "Did my money come?"})
    f.equal(303, wrote.status, "a message is written")
    return b, filed.headers["Location"], wrote.headers["Location"].split("#")[0].split("?")[0]


def typed(screen, text):
    screen.keys("-l", text)


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    screen = None
    try:
        s.import_csv(quits.BOOK)
        b, dispute, thread = debtors(s, f)
        screen = Screen(s, (120, 40), env=("QUITS_TEST=1",))
        screen.until(r"LIVE")
        screen.until(r"DISP A-1001")
        text = screen.until(r"1 conversation not read")
        f.check(re.search(r"DISPUTES\s+OPT-OUTS", text), "the figures")

        # every figure leads to its rows
        for _ in range(5):
            screen.keys("Tab")
        screen.keys("=")
        screen.until(r"Disputes filed through the portal")
        screen.keys("Escape")
        screen.keys("Enter")
        screen.until(r"since:.*sort:at")
        screen.until(r"A-1001")
        screen.keys("[")
        screen.until(r"Activity feed")

        # the dispute: taken, taken back, taken; a note; its end
        screen.keys("3")
        screen.until(r"Queues › \[Disputes\]")
        screen.until(r"▶.*A-1001")
        screen.keys("a")
        screen.until(r"Take the dispute: A-1001.*z takes it back")
        screen.keys("z")
        screen.until(r"✓ taken back: A-1001\b.*: not taken")
        f.equal("open", s.ctl("dispute.list")["items"][0]["state"], "z took it back")
        screen.keys("a")
        screen.until(r"✓ A-1001\b.*: taken", 20)
        f.equal("investigating", s.ctl("dispute.list")["items"][0]["state"], "it is taken")
        screen.keys("Enter")
        screen.until(r"Paid on 3 May\.")
        screen.until(r"By bank\.")
        screen.keys("w")
        screen.until(r"Note on the dispute of .*, A-1001")
        typed(screen, "Asked the bank.")
        screen.keys("C-s")
        screen.until(r"✓ .*, A-1001: noted")
        screen.until(r"Asked the bank\.")
        screen.keys("x")
        screen.until(r"End the dispute of .*, A-1001")
        screen.keys("C-s")
        screen.until(r"outcome: is needed")
        screen.keys("1")
        screen.keys("Tab")
        typed(screen, "You were right. Nothing is owed.")
        screen.keys("C-s")
        screen.until(r"End the dispute: .*, A-1001 in \d s   z takes it back")
        f.equal("investigating", s.ctl("dispute.list", state="investigating")["items"][0]["state"], "nothing is told before the hold is over")
        screen.until(r"✓ .*, A-1001: ended", 20)
        f.check("You were right. Nothing is owed." in b.get(dispute).text, "the debtor reads the reply")
        f.check("Asked the bank." not in b.get(dispute).text, "and not the note")

        # the conversation
        screen.keys("3")
        for _ in range(3):
            screen.keys("Tab")
        screen.until(r"\[Messages\]")
        screen.until(r"▶.*A-1001")
        screen.keys("Enter")
        screen.until(r"Did my money come\?")
        screen.keys("m")
        screen.until(r"Reply to .*, A-1001")
        typed(screen, "Yes, it came.")
        screen.keys("C-s")
        screen.until(r"✓ .*, A-1001: answered", 20)
        f.check("Yes, it came." in b.get(thread).text, "the debtor reads the answer")

        # a link is revoked only by its own letter
        s.send_link("A-1002")
        screen.keys("5")
        screen.until(r"Links")
        screen.keys("/")
        typed(screen, "status:pending acct:=a-1002")
        screen.keys("Enter")
        screen.until(r"▶.*A-1002")
        screen.keys("K")
        screen.until(r"R Revoke")
        screen.keys("Enter")
        screen.keys("Escape")
        screen.until(r"Cancelled: nothing was done")
        screen.keys("K")
        screen.until(r"R Revoke")
        screen.keys("x")  # a key that is none keeps the dialog until it hears the letter
        screen.until(r"R Revoke")
        screen.keys("R")
        screen.until(r"✓ .*revoked")
        f.equal("revoked", s.ctl("link.list", account="A-1002")["items"][0]["state"], "the link")

        # a list is kept as a view and opened again by its name, keys typed ahead of the answer wait for it
        screen.keys("2")
        screen.until(r"▶.*A-1001")
        screen.keys("/")
        typed(screen, "acct:A-* sort:-bal")
        screen.keys("Enter")
        screen.until(r"acct:A-\*\s")
        screen.keys("@")
        screen.until(r"view NAME")
        typed(screen, "save mine shared")
        screen.keys("Enter")
        screen.until(r"mine: kept as a view")
        f.equal("account.list acct:A-* sort:-bal", "{list} {filter}".format(**s.ctl("view.list")["items"][0]), "the view")
        screen.keys("1")
        typed(screen, ":mine")
        screen.until(r"open this saved view")
        screen.keys("Enter")
        typed(screen, "i")
        screen.until(r"Accounts")
        screen.until(r"i closes")
        screen.keys("i")

        # many links: each is looked at first, one that can not go is left out, z takes all back
        screen.keys("*")
        screen.until(r"marked")
        before = len(s.ctl("link.list", state="held")["items"])
        screen.keys("s")
        text = screen.until(r"Y Send")
        f.check(re.search(r"Send a new link: \d+ of \d+", text), "the title counts what will go")
        f.check(re.search(r"✗ A-3001", text) and re.search(r"✓ A-1001", text), "who is left out, who is not")
        screen.keys("Y")
        screen.until(r"\d links go out, each 5 s after it was asked for   z takes all back")
        screen.keys("z")
        screen.until(r"✓ taken back: (\d links, nothing was sent|nothing was sent to A-)")
        f.equal(before, len(s.ctl("link.list", state="held")["items"]), "nothing is held any more")
        screen.keys("Escape")
        screen.until_true(lambda t: "marked" not in t, "no marks")

        # a number of the analytics leads to its rows
        screen.keys("6")
        screen.until(r"Analytics")
        screen.keys("Tab")
        number = re.search(r"▶(\d+)", screen.until(r"▶\d+")).group(1)
        screen.keys("Enter")
        screen.until(rf"1 of {number}\b")
        screen.keys("[")

        # what rang is done with
        screen.keys("7")
        screen.until(r"Portal dispute: A-1001")
        screen.keys("A")
        screen.until(r"bell 0")
        f.equal("0", str(s.ctl("notification.count")["unread"]), "the bell of the server")

        # a setting is checked while it is typed
        typed(screen, ":go portal")
        screen.keys("Enter")
        screen.until(r"brand\.colour")
        for _ in range(30):  # as a person would: until the sign stands there
            if re.search(r"(?m)▶.{0,3}brand\.colour(\s|$)", screen.text()):
                break
            screen.keys("Tab")
            screen.idle()
        typed(screen, "#ffff00")
        screen.until(r"contrast")
        screen.keys("C-u")
        typed(screen, "#005a9c")
        screen.until_true(lambda t: "contrast of" not in t, "the colour is good")
        screen.keys("C-s")
        screen.until(r"C Change")
        screen.keys("C")
        screen.until(r"✓ .*changed")
        f.equal("#005a9c", s.ctl("setting.show", name="brand.colour")["items"][0]["value"], "the colour")

        # the log tells it all, and holds
        screen.keys("Escape")  # by itself: Esc and a digit are an F-key
        screen.until(r"Notifications")
        screen.keys("8")
        text = screen.until(r"setting\.changed")
        kinds = {e["kind"] for e in s.ctl("event.list", filter="sort:-seq", limit=200)["items"]}
        for kind in ("message.replied", "dispute.resolved", "dispute.noted", "link.revoked", "account.viewed"):
            f.check(kind in kinds, f"{kind} in the audit log")
        saved = os.path.join(s.dir, "log.jsonl")
        screen.keys("E")
        screen.until(r"export FILE")
        typed(screen, saved)
        screen.keys("Enter")
        screen.until(r"the log says that you took")
        with open(saved, encoding="utf-8") as lines:
            f.check(sum(1 for _ in lines) >= len(kinds), "a line for each event")
        f.equal("audit.exported", s.ctl("event.list", filter="sort:-seq", limit=1)["items"][0]["kind"], "and the log says so")
        screen.keys("V")  # it asks by itself: nothing has to be said first
        screen.until(r"Check the event log: answered")
        screen.until(r"events\s+\d+")

        # and can be played again
        screen.keys("1")
        screen.until(r"Activity feed")
        screen.keys("R")
        screen.until(r"REPLAY")
        screen.keys(",")
        screen.until(r"▌▌")
        screen.keys("Enter")
        screen.until_true(lambda t: "REPLAY" not in t, "live again")
        screen.keys("Q")
        screen.keys("Y")
        print(f"day: {f.n} facts")
    finally:
        if screen:
            screen.end()
        s.end()


if __name__ == "__main__":
    main()
