"""The real console under tmux beside the real server: an operator finds an account, sends a link, takes one back,
sees a debtor's promise arrive and the figures move, and loses nothing when the server goes away and comes back."""
import datetime
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits
from screen import Screen


def main():
    s = quits.Server(sys.argv[1], listen="127.0.0.1:0").start()
    s.listen = f"127.0.0.1:{s.port}"
    f = quits.Facts()
    screen = None
    try:
        s.import_csv(quits.BOOK)
        s.send_link("A-2001", channel="sms")
        screen = Screen(s)
        text = screen.until(r"LIVE")
        text = screen.until(r"LINK A-2001")
        f.check("LINKS SENT" in text and "Token overview" in text, "the dashboard")

        # search, open, send, take back
        screen.keys("2")
        screen.until(r"ACCOUNT")
        screen.keys("/")
        screen.keys("-l", "ana")
        screen.keys("Enter")
        screen.until(r"A-1001")
        screen.keys("Enter")
        screen.until(r"Portal activity")
        before = s.outbox()
        screen.keys("S")
        screen.keys("e")
        screen.until(r"Link to A-1001 by Email goes out in \d s   z takes it back")
        screen.keys("z")
        screen.until(r"✓ taken back: nothing was sent to A-1001")
        f.equal(before, s.outbox(), "a link that was taken back")
        f.equal("revoked", s.ctl("link.list", account=s.ctl("link.list")["items"][0]["account"])["items"][0]["state"],
                "its state")

        # a debtor promises while the operator looks at the dashboard
        screen.keys("1")
        screen.until(r"Activity feed")
        _, link = s.send_link("A-1001")
        screen.until(r"LINK A-1001")
        b = s.browser()
        answer = b.post(b.get(quits.path_of(link)).forms[0], digits="2222")
        f.equal(303, answer.status, "the visit")
        screen.until(r"SESS A-1001")
        form = b.promise_form("A-1001")
        day = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
        answer = b.post(form, amount="250.50", promised_date=day)
        began = time.monotonic()
        f.equal(303, answer.status, "the promise")
        text = screen.until(r"PROM A-1001.*250\.50")
        print(f"console: promise on the screen {1000 * (time.monotonic() - began):.0f} ms after the debtor's answer, "
              "tmux's own time included")
        text = screen.until(r"PROMISES[\s\S]*250\.50[\s\S]*Activity feed")
        f.equal(1, len(re.findall(r"PROM A-1001", text)), "lines of the promise")

        # the server goes and comes back: nothing lost, nothing doubled
        s.stop()
        text = screen.until(r"OFF")
        f.check("PROM A-1001" in text, "what was there stays readable")
        s.start()
        s.send_link("A-1002", channel="whatsapp")
        screen.keys("r")
        text = screen.until(r"LINK A-1002", seconds=20)
        screen.until(r"LIVE", seconds=20)
        text = screen.text()
        f.equal(1, len(re.findall(r"PROM A-1001", text)), "lines of the promise afterwards")
        f.equal(1, len(re.findall(r"LINK A-1002", text)), "lines of the link sent meanwhile")

        # a paste into a list does nothing; help; resize; leaving
        count = len(s.ctl("link.list")["items"])
        screen.tmux("set-buffer", "sssS zz q\n")
        screen.tmux("paste-buffer", "-p")
        screen.until(r"a paste of 10 bytes was thrown away")
        f.equal(count, len(s.ctl("link.list")["items"]), "links after a paste")
        screen.keys("?")
        screen.until(r"Help")
        screen.keys("Escape")
        for size in ((60, 16), (250, 80), (80, 24)):
            screen.tmux("resize-window", "-x", str(size[0]), "-y", str(size[1]))
            screen.until(r"Activity feed")
        screen.tmux("resize-window", "-x", "50", "-y", "12")
        screen.until(r"needs 60x16")
        screen.tmux("resize-window", "-x", "80", "-y", "24")
        screen.until(r"Activity feed")

        # the same screen as text, headless
        dump = os.path.join(s.scratch, "screen.txt")
        s.run("quits", "-d", s.dir, "--dump", dump, "--size", "80x24")
        with open(dump, encoding="utf-8") as file:
            dumped = file.read()
        f.check("PROM A-1001" in dumped and "LINKS SENT" in dumped, "a dump shows the dashboard:\n" + dumped)
        print(f"console: {f.n} facts")
    finally:
        if screen:
            screen.end()
        s.end()


main()
