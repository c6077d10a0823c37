"""What is held is the server's: a reply goes out though the console that wrote it was killed, once though the server was
killed while it held it, and never when it was taken back; the console that saw its server die says what became of it."""
import os
import re
import signal
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits
from screen import Screen
from day_test import fields, sign_in, typed


def wrote(b, f, text):
    answer = b.request("POST", "/messages/new", form={**fields(b, "/messages/new", "/new"), "topic": "payment", "account": "A-1001",
                                                      "text": text})
    f.equal(303, answer.status, "a message is written")
    return answer.headers["Location"].split("#")[0].split("?")[0]


def ended(s, kind, n):
    """Waits in the feed until so many of a kind are in the log."""
    after, seen = 0, []
    while len(seen) < n:
        page = s.ctl("feed.read", kinds=kind, after=after, wait=20000)
        seen += page["items"]
        if page["next"] == after:
            raise SystemExit(f"never seen: {kind}")
        after = page["next"]
    return seen


def reply(screen, text):
    screen.keys("m")
    screen.until(r"\^S")
    typed(screen, text)
    screen.keys("C-s")
    screen.until(r"z takes it back")


def at_conversation(s, words):
    screen = Screen(s, (120, 40))
    screen.until(r"LIVE")
    typed(screen, ":go messages")
    screen.keys("Enter")
    screen.until(r"▶.*A-1001")
    screen.keys("Enter")
    screen.until(words)
    return screen


def main():
    s = quits.Server(sys.argv[1], listen="127.0.0.1:0").start()
    s.listen = f"127.0.0.1:{s.port}"
    f = quits.Facts()
    screen = None
    try:
        s.import_csv(quits.BOOK)
        b = sign_in(s, "A-1001", "2222")
        thread = wrote(b, f, "Did my money come?")

        # the console is killed while its reply is held
        screen = at_conversation(s, r"Did my money come\?")
        reply(screen, "Yes, it came.")
        held = s.ctl("held.list")["items"]
        f.equal(["message.reply A-1001"], [f"{h['method']} {h['account']}" for h in held], "what is held")
        f.check("Yes, it came." not in b.get(thread).text, "nothing is told before the hold is over")
        os.kill(int(screen.ask("pane_pid")), signal.SIGKILL)
        ended(s, "command.done", 1)
        f.check("Yes, it came." in b.get(thread).text, "the debtor reads it though the console is gone")
        screen.end()

        # the server is killed while it holds one: done once, and the console that waited says so
        screen = at_conversation(s, r"Yes, it came\.")
        reply(screen, "It was booked on Friday.")
        s.stop(signal.SIGKILL)
        screen.until(r"OFF")
        screen.until(r"by the server; z waits: offline")
        screen.keys("z")
        screen.until(r"z waits: offline")
        s.start()
        screen.keys("r")
        screen.until(r"LIVE", 20)
        screen.until(r"✓ [^\n]*answered", 20)
        ended(s, "command.done", 2)
        text = b.get(thread).text
        f.equal(1, text.count("It was booked on Friday."), "the reply, once")
        f.equal([], s.ctl("held.list")["items"], "nothing is held any more")

        # from the send buffer it is stopped by another
        reply(screen, "This one is wrong.")
        number = s.ctl("held.list")["items"][0]["held"]
        s.ctl("held.stop", held=number)
        screen.until(r"taken back by")
        f.equal("cancelled", s.ctl("command.show", command=number)["state"], "what became of it")
        ended(s, "command.cancelled", 1)

        # a script holds one too, and what can not be done is refused at once
        for method, params, why in (("message.reply", '{"thread":"7","text":"x"}', r"thread: there is no such thread"),
                                    ("message.reply", '{"thread":"7"}', r"text: "), ("operator.add", "{}", r"method: ")):
            done = s.run("quitsctl", "-d", s.dir, "command.hold", f"method={method}", f"params={params}", check=False)
            f.check(done.returncode and re.search(why, done.stderr), done.stderr)
        f.check("This one is wrong." not in b.get(thread).text, "what was stopped was never told")
        f.equal(True, s.ctl("audit.verify")["ok"], "the log")
        screen.keys("Q")
        screen.keys("Y")
        print(f"held: {f.n} facts")
    finally:
        if screen:
            screen.end()
        s.end()


main()
