"""What one event costs a console that shows Portal Management: bytes for each kind of it, at three sizes, with 256 and
with 16 colours. Every console watches the same server, so all of them see the same events.

A number is everything that came between the event and the next silence: its row, the figures it changed, what it rang.
Budget (console.md): 600 bytes. QUITS_SHOW=1 prints the bytes themselves, a piece a line."""
import os
import re
import select
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import BIN, SIZES, Program, quits, row

TYPES = ("xterm-256color", "xterm-16color")
SHOW = os.environ.get("QUITS_SHOW")
QUIET = 1.0


def pieces(data):
    """Escape sequences and texts, one a line."""
    for p in re.findall(rb"\x1b\[[0-9;?$]*[ -/]*[@-~]|\x1b[()].|\x1b.|[^\x1b]+", data):
        yield f"    {len(p):>4}  {p.decode('utf-8', 'replace')!r}"


class Consoles:
    def __init__(self, s):
        self.all = [(size, term, Program([os.path.join(BIN, "quits"), "-d", s.dir], size, {"TERM": term}))
                    for size in SIZES for term in TYPES]
        self.gather()  # all at once: one that is not read while others start would be a slow one

    def gather(self, act=None):
        """What comes to each while that is done, and until nothing comes any more: a list of bytes for each of them. They
        are read all the time, as a terminal does: one that is late with its answers would be a slow one."""
        frames = [[] for _ in self.all]
        worker = threading.Thread(target=act) if act else None
        if worker:
            worker.start()
        last = began = time.perf_counter()
        while worker and worker.is_alive() or time.perf_counter() - last < QUIET and time.perf_counter() - began < 10:
            ready, _, _ = select.select([p.fd for _, _, p in self.all], [], [], 0.05)
            for i, (_, _, p) in enumerate(self.all):
                if p.fd in ready:
                    frames[i].append(p.once(0))
                    last = time.perf_counter()
        return frames

    def end(self):
        for _, _, p in self.all:
            p.end()


def fields(b, path, action):
    form = [x for x in b.get(path).forms if x["action"].endswith(action)][0]
    return {k: v for k, v in form["fields"].items() if k in ("form_token", "form_id", "step")}


def posted(b, path, form):
    answer = b.request("POST", path, form=form)
    if answer.status not in (200, 303):
        raise SystemExit(f"POST {path}: {answer.status}")
    return answer


class Debtor:
    """One who was sent a link and does everything a debtor can do."""

    def __init__(self, s, account, digits):
        self.s, self.account, self.digits = s, account, digits
        self.b = s.browser()

    def sent(self):
        self.link = quits.path_of(self.s.send_link(self.account)[1])

    def visits(self):
        posted(self.b, self.link, {**self.b.get(self.link).forms[0]["fields"], "digits": self.digits})
        self.at = re.search(r'href="(/account/\d+)', self.b.get("/home").text).group(1)

    def promises(self):
        day = re.search(r'(?:min|value)="(\d{4}-\d\d-\d\d)"', self.b.get(self.at + "/promise").text).group(1)
        form = [x for x in self.b.get(self.at + "/promise").forms if x["action"].endswith("/promise")][0]
        posted(self.b, form["action"], {**form["fields"], "amount": "12.50", "promised_date": day})

    def disputes(self):
        posted(self.b, self.at + "/dispute", {**fields(self.b, self.at + "/dispute/form", "/dispute"), "reason": "already_paid",
                                              "part": "whole", "statement": "Paid on 3 May."})

    def writes(self):
        posted(self.b, "/messages/new", {**fields(self.b, "/messages/new", "/new"), "topic": "payment",
                                         "account": self.account, "text": "Did my money come?"})

    def wants_a_call(self):
        text = self.b.get("/callback").text
        form = {**fields(self.b, "/callback", "/callback"), "topic": "payment", "other_number": "+44 20 7946 0123",
                "window": re.search(r'<option value="(\d{4}-[^"]+)"', text).group(1)}
        account = re.search(r'<select id="account".*?<option value="([^"]+)"', text, re.S)
        if account:
            form["account"] = account.group(1)
        if 'name="number"' in text:
            form["number"] = "other"
        posted(self.b, "/callback", form)

    def opts_out(self):
        choice = re.search(r'value="(stop:[^"]+)"', self.b.get("/opt-out").text).group(1)
        sure = posted(self.b, "/opt-out", {**fields(self.b, "/opt-out", "/opt-out"), "choice": choice})
        form = [x for x in sure.forms if x["action"].endswith("/sure")][0]
        posted(self.b, form["action"], form["fields"])


def guesses(s, account):
    """Four wrong answers; returns what the fifth, which locks the link, wants."""
    link = quits.path_of(s.send_link(account)[1])
    b = s.browser()
    page = b.get(link)
    for _ in range(4):
        page = b.post(page.forms[0], digits="0000")
    return lambda: b.post(page.forms[0], digits="0000")


def head(s):
    return s.ctl("feed.read", after=0, limit=1)["head"]


def measure(s, consoles, name, act, table):
    consoles.gather()
    before = head(s)
    frames = consoles.gather(act)
    events = head(s) - before
    table.append((name, events, [(sum(map(len, f)), len(f)) for f in frames]))
    print(f"  {name:<20}{events:>3}" + "".join(f"{n:>8}/{k}" for n, k in table[-1][2]), flush=True)
    if SHOW:
        for (size, term, _), f in zip(consoles.all, frames):
            if SHOW in ("1", f"{size[0]}"):
                print(f"  == {size[0]}x{size[1]} {term}")
                for frame in f:
                    print(f"   - {len(frame)}")
                    for line in pieces(frame):
                        print(line)


def main():
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(s.run("quitsd", "sample").stdout)
        s.import_csv(quits.BOOK)
        rest = []
        for a in s.ctl("account.find", text="a", limit=60)["items"]:
            if a.get("email") and a["account"].startswith("BR") and len(rest) < 10:
                rest.append(a)
            elif a.get("email") and a["account"][0] != "A":
                s.run("quitsctl", "-d", s.dir, "link.send", f"account={a['account']}", "channel=email", "source=manual", check=False)
        lock = guesses(s, "A-2001")
        consoles = Consoles(s)
        print("bytes/pieces of one act and the events it makes; budget 600 B")
        print(f"  {'':<20}{'ev.':>3}" + "".join(f"{f'{z[0]}/{t[6:9]}':>10}" for z, t, _ in consoles.all))
        table = []
        d = Debtor(s, "A-1001", "2222")
        for name, act in (("link sent", d.sent), ("visit", d.visits), ("promise", d.promises), ("dispute", d.disputes),
                          ("message", d.writes), ("callback", d.wants_a_call), ("opt-out", d.opts_out), ("link locked", lock),
                          *((f"another link {i}", lambda a=a: s.run("quitsctl", "-d", s.dir, "link.send", f"account={a['account']}",
                                                                    "channel=email", "source=manual", check=False))
                            for i, a in enumerate(rest[:8]))):
            measure(s, consoles, name, act, table)
        row("most bytes of one act", max(n for _, _, f in table for n, _ in f), 600)
        consoles.end()
    finally:
        s.end()


if __name__ == "__main__":
    main()
