"""A debtor settles something through a one-time link, and an operator sees it: the spine, from outside."""
import concurrent.futures
import datetime
import json
import os
import re
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits


def the_data_directory_is_closed(s, f):
    f.equal(0o700, stat.S_IMODE(os.stat(s.dir).st_mode), "mode of the data directory")
    for name in ("key", "quits.db"):
        f.equal(0o600, stat.S_IMODE(os.stat(os.path.join(s.dir, name)).st_mode), f"mode of {name}")
    f.equal(0o660, stat.S_IMODE(os.stat(os.path.join(s.dir, "rpc.sock")).st_mode), "mode of the socket")
    again = s.run("quitsd", "init", s.dir, check=False)
    f.equal(6, again.returncode, "init over a data directory")
    other = s.run("quitsd", "serve", s.dir, "--listen", "127.0.0.1:0", check=False)
    f.check(other.returncode != 0 and "locked" in other.stderr, "a second quitsd is refused: " + other.stderr)


def a_book_comes_in_with_its_warning(s, f):
    r = s.import_csv(quits.BOOK)
    f.equal("done", r["state"], "import")
    f.equal((4, 0), (r["good"], r["bad"]), "rows")
    f.check(any(p["line"] == 5 for p in r["problems"]), "the row without digits is reported: %r" % r["problems"])
    code, text = s.ctl("link.send", check=False, account="A-3001", channel="email")
    f.check(code == 6 and "digits" in text, f"no link without digits: {code} {text}")


def opening_a_link_changes_nothing(s, f, link, sent):
    path = quits.path_of(link)

    kept = s.browser()
    kept.get(path)

    def touch(i):
        b = quits.Browser(s.host, s.port)
        if i % 3 == 0:
            b.cookies = dict(kept.cookies)
        r = b.request("HEAD" if i % 2 else "GET", path)
        assert r.status == 200, r.status
        said = re.sub(rb"[A-Za-z0-9_-]{20,}", b"", r.body)  # tokens are random letters: now and then they spell a name
        return not any(word in said for word in (b"1001", b"Northwind", b"Ana", b"1250"))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        f.check(all(pool.map(touch, range(1000))), "the landing page says something of a debt")
    row = [l for l in s.ctl("link.list", account="A-1001")["items"] if l["link"] == sent["link"]][0]
    f.equal("pending", row["state"], "state after 1,000 fetches")
    f.equal(0, row["tries"], "tries after fetches alone")
    f.check(row["touches"] > 0, "fetches have a counter of their own")


def junk_posts_do_not_count(s, f, link, sent):
    path = quits.path_of(link)
    b = s.browser()
    page = b.get(path)
    f.equal(["digits"], page.forms[0]["visible"], "the identity form's only visible field")
    stranger = quits.Browser(s.host, s.port)
    for _ in range(8):
        stranger.request("POST", path, form={"digits": "0000"})
        stranger.request("POST", path, form={"digits": "0000", "form_token": "x" * 43})
        b.post(page.forms[0], digits="")
        b.post(page.forms[0], digits="12")
    row = [l for l in s.ctl("link.list", account="A-1001")["items"] if l["link"] == sent["link"]][0]
    f.check(row["tries"] == 0 and row["state"] == "pending", f"junk counted: {row}")


def fifty_right_answers_open_one_visit(s, f, link):
    path = quits.path_of(link)
    browsers = []
    for _ in range(50):
        b = s.browser()
        browsers.append((b, b.get(path).forms[0]))
    def scanner(i):
        return quits.Browser(s.host, s.port).request("HEAD" if i % 2 else "GET", path).status

    with concurrent.futures.ThreadPoolExecutor(30) as pool:  # link scanners fetch it meanwhile
        scans = [pool.submit(scanner, i) for i in range(200)]
        answers = list(pool.map(lambda p: p[0].post(p[1], digits="2222"), browsers))
        f.equal({200}, {x.result() for x in scans}, "answers to scanners")
    opened = [i for i, a in enumerate(answers) if a.status == 303]
    f.equal(1, len(opened), "visits opened by fifty right answers at once")
    f.equal("/welcome", answers[opened[0]].headers["Location"], "where a first visit leads")
    dead = {quits.tidy(a.body) for i, a in enumerate(answers) if i != opened[0]}
    f.equal(1, len(dead), "kinds of answer for the others")
    return browsers[opened[0]][0]


def a_promise_reaches_the_feed(s, f, b):
    home = b.get("/home")
    f.equal(200, home.status, "home")
    f.check("A-1001" in home.text and "A-1002" in home.text and "A-2001" not in home.text, "the accounts shown")
    head = s.ctl("feed.read")["head"]
    kpi = s.ctl("kpi.show", period="today")
    follower = subprocess.Popen([os.path.join(s.bin, "quitsctl"), "-d", s.dir, "feed.read", f"after={head}",
                                 "kinds=portal.promise_created", "--follow", "--json"],
                                stdout=subprocess.PIPE, text=True)
    form = b.promise_form("A-1001")
    day = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
    wrong = b.post(form, amount="1250.51", promised_date=day)
    f.check(wrong.status == 200 and "more than the balance" in wrong.text, "a promise over the balance")
    f.check('value="1250.51"' in wrong.text, "what was typed stays in the form")
    done = b.post(form, amount="250.50", promised_date=day)
    f.equal(303, done.status, "promise")
    twice = b.post(form, amount="250.50", promised_date=day)
    f.equal(done.headers["Location"], twice.headers["Location"], "the same form sent twice")
    receipt = b.get(done.headers["Location"])
    f.check("PR-" in receipt.text and "250.50" in receipt.text, "receipt")
    event = json.loads(follower.stdout.readline())
    follower.terminate()
    f.equal(0, follower.wait(timeout=10), "exit of a follower that is told to end")
    f.equal(("portal.promise_created", "A-1001", "debtor", 25050, "USD", day),
            (event["kind"], event["account"], event["actor"], event["body"]["amount"], event["body"]["currency"],
             event["body"]["promised_date"]), "the event")
    after = s.ctl("kpi.show", period="today")
    f.equal(kpi["promises"] + 1, after["promises"], "promises today")
    f.equal([{"currency": "USD", "amount": 25050, "count": 1}], after["promised"], "promised today")
    f.equal(1, after["active_sessions"], "active sessions")
    f.equal(after["links_sent"] and round(1000 * after["links_verified"] / after["links_sent"]) / 10,
            after["conversion_rate"], "conversion rate")
    f.equal("promise_active", s.ctl("account.show", account="A-1001")["state"], "state of the account")
    notices = s.ctl("notification.list")["items"]
    f.equal("Portal promise: A-1001", notices[0]["title"], "notification")


def the_desk_sees_what_a_visit_does(s, f):
    kpi, series = s.ctl("kpi.show", period="today"), s.ctl("kpi.series", period="today")
    for name in ("links_sent", "links_verified", "promises", "disputes", "opt_outs"):
        f.equal(kpi[name], sum(p[name] for p in series["items"]), f"{name} of all hours")
    row = s.ctl("session.list")["items"][0]
    f.equal(("promise", 1, True), (row.get("step"), row.get("visit"), row.get("acted")), "step, visit, acted")
    rows = {r["channel"]: r for r in s.ctl("channel.show", period="today")["items"]}
    f.equal(["portal", "sms", "whatsapp", "email", "voice"], list(rows), "channels")
    f.equal(1, rows["portal"]["responses"], "links acted on")
    f.equal(kpi["promised"], rows["portal"]["promised"], "promised in the portal")
    f.equal("-", rows["voice"]["response_rate"], "rate of calls")
    f.equal(7, len(s.ctl("kpi.needs")["items"]), "kinds of needs")
    f.equal(3, len(s.ctl("finds.show", period="today")["links"]), "channels whose links are looked at")
    past = s.ctl("kpi.show", period="today", at=kpi["as_of"])
    f.equal((kpi["promises"], kpi["links_verified"]), (past["promises"], past["links_verified"]), "figures of then")
    bell = s.ctl("notification.count")
    f.equal(bell["unread"] - 1, s.ctl("notification.done", seq=str(bell["newest"]))["unread"], "unread after one is done")
    f.check(s.ctl("notification.list")["items"][0]["done"], "the newest is done")
    f.equal(0, s.ctl("notification.done_all", seq=str(bell["newest"]))["unread"], "unread after all are done")
    s.ctl("notification.undo", seq=str(bell["newest"]))
    f.equal(bell["unread"], s.ctl("notification.undo", seq=str(bell["newest"]))["unread"], "unread after both were undone")


def every_answer_is_guarded(s, f, b):
    for path in ("/", "/home", "/nowhere", "/l/" + "x" * 43, "/static/none.css"):
        h = b.get(path).headers
        f.check("default-src 'none'" in h["Content-Security-Policy"] and "unsafe" not in h["Content-Security-Policy"],
                f"CSP of {path}")
        f.equal("no-referrer", h["Referrer-Policy"], "referrer policy")
        f.equal("nosniff", h["X-Content-Type-Options"], "nosniff")
        f.equal("DENY", h["X-Frame-Options"], "frames")
        f.check("no-store" in h["Cache-Control"], f"cache of {path}")
    stranger = s.browser()
    f.equal(303, stranger.get("/home").status, "home without a visit")
    home = b.get("/home")
    f.equal(403, b.request("POST", "/sign-out", form={"form_token": "x" * 43}).status, "a forged form")
    out = [x for x in home.forms if x["action"] == "/sign-out"][0]
    cross = b.request("POST", "/sign-out", form=out["fields"], headers={"Origin": "https://evil.example"})
    f.equal(403, cross.status, "a form from another origin")
    kept = dict(b.cookies)
    f.equal(303, b.post(out).status, "signing out")
    b.cookies = kept
    f.equal(303, b.get("/home").status, "the cookie after signing out")


def wrong_answers_lock_for_good(s, f):
    sent, link = s.send_link("A-2001", channel="sms")
    path = quits.path_of(link)
    b = s.browser()
    form = b.get(path + "?lang=en").forms[0]  # the message was in German
    for left in (4, 3, 2, 1):
        page = b.post(form, digits="0000")
        f.check(f"Tries left: {left}" in page.text, f"{left} left")
        form = page.forms[0]
    f.check("locked" in b.post(form, digits="0000").text, "the fifth wrong answer")
    locked = s.browser().get(path)
    unknown = s.browser().get("/l/" + "Q" * 43)
    f.equal(quits.tidy(unknown.body), quits.tidy(locked.body), "a locked link and one that never was")
    f.equal("locked", s.ctl("link.list", account="A-2001")["items"][0]["state"], "state")
    tokens = {(t["channel"], t["source"]): t for t in s.ctl("token.overview")["items"]}
    f.equal(1, tokens[("sms", "manual")]["locked"], "token overview")


def a_held_link_can_be_taken_back(s, f):
    before = s.outbox()
    sent = s.ctl("link.send", account="A-2001", channel="email", hold=60000)
    f.check(sent["state"] == "held" and "until" in sent, f"held: {sent}")
    f.equal("revoked", s.ctl("link.cancel", link=sent["link"])["state"], "taken back")
    f.equal(before, s.outbox(), "outbox")
    code, text = s.ctl("link.cancel", check=False, link=sent["link"])
    f.check(code == 6, "taking it back twice")


def a_hold_ends_when_it_says(s, f):
    """The server is idle: nothing else wakes the engine."""
    before = set(s.outbox())
    sent = s.ctl("link.send", account="A-2001", channel="email", hold=1500)
    follower = s.ctl("feed.read", after=s.ctl("feed.read")["head"], wait=20000, kinds="link.sent")
    f.equal(sent["link"], follower["items"][0]["body"]["link"], "the held link was handed over")
    new = [p for p in s.outbox() if p not in before]
    f.equal(1, len(new), "messages")
    late = int(os.path.basename(new[0]).split("-")[0]) - \
        datetime.datetime.fromisoformat(sent["until"].replace("Z", "+00:00")).timestamp() * 1000
    f.check(-1 <= late < 15000, f"handed over {late:.0f} ms after its hold")


def a_command_repeated_with_its_id_is_done_once(s, f):
    words = ["quitsctl", "-d", s.dir, "--id", "ab" * 16, "link.send", "account=A-2001", "channel=email", "--json"]
    first = s.run(*words).stdout
    second = s.run(*words).stdout
    f.equal(json.loads(first)["link"], json.loads(second)["link"], "the same id")
    words[6] = "account=A-1001"
    other = s.run(*words, check=False)
    f.equal(6, other.returncode, "the same id for another call")


def the_log_verifies(s, f):
    r = s.ctl("audit.verify")
    f.check(r["ok"] and r["events"] == r["seq"] > 5, f"audit {r}")
    f.check(s.ctl("audit.verify", head=r["head"])["ok"], "with its head")
    check = s.run("quitsd", "check", s.dir)
    f.check("all good" in check.stdout, "quitsd check")


def no_raw_link_is_stored(s, f, links):
    s.stop()
    for folder, _, names in os.walk(s.dir):
        if folder.endswith("outbox"):
            continue
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            for link in links:
                f.check(link.rsplit("/", 1)[1].encode() not in data, f"a raw link stands in {name}")
    s.start()


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    try:
        the_data_directory_is_closed(s, f)
        a_book_comes_in_with_its_warning(s, f)
        sent, link = s.send_link("A-1001")
        f.equal("pending", sent["state"], "a link without hold is handed over when the call returns")
        opening_a_link_changes_nothing(s, f, link, sent)
        junk_posts_do_not_count(s, f, link, sent)
        b = fifty_right_answers_open_one_visit(s, f, link)
        a_promise_reaches_the_feed(s, f, b)
        the_desk_sees_what_a_visit_does(s, f)
        every_answer_is_guarded(s, f, b)
        wrong_answers_lock_for_good(s, f)
        a_held_link_can_be_taken_back(s, f)
        a_hold_ends_when_it_says(s, f)
        a_command_repeated_with_its_id_is_done_once(s, f)
        the_log_verifies(s, f)
        no_raw_link_is_stored(s, f, [link])
        f.equal(0, s.stop(), "exit of a server that is told to stop")
        print(f"flow: {f.n} facts")
    finally:
        s.end()


main()
