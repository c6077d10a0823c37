"""Guessing from outside: two hundred at once, a try that outlives kill -9, addresses told by the proxy only, and a code as
the second step."""
import concurrent.futures
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits


def people(n):
    rows = [f"G{i},Gast {i},D{i}0000{1000 + i},g{i}@example.org,+1202555{3000 + i},EUR,G-{i},90.00,Harbour Bank"
            for i in range(n)]
    return "contact_id,contact_name,document,email,phone,currency,account_no,balance,creditor\n" + "\n".join(rows) + "\n"


def tries(s, account):
    row = s.ctl("link.list", account=account)["items"][0]
    return row["state"], row["tries"]


def from_there(address):
    return {"X-Forwarded-For": address}


def of_two_hundred_at_once_five_are_judged(s, f):
    _, link = s.send_link("G-0")
    path = quits.path_of(link)
    b = s.browser()
    form = b.get(path).forms[0]

    def guess(i):
        mine = quits.Browser(s.host, s.port)
        mine.cookies = dict(b.cookies)
        return mine.post(form, headers=from_there(f"10.{i}.0.1"), digits=f"{2000 + i}").status

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        f.equal({200}, set(pool.map(guess, range(200))), "answers")
    f.equal(("locked", 5), tries(s, "G-0"), "of two hundred guesses at once")


def a_try_outlives_a_kill_before_its_answer(s, f):
    _, link = s.send_link("G-1")
    b = s.browser()
    form = b.get(quits.path_of(link)).forms[0]
    for i in range(4):
        form = b.post(form, headers=from_there(f"10.1.{i}.1"), digits="0000").forms[0]

    def fifth():
        try:
            return b.post(form, headers=from_there("10.1.9.1"), digits="0000").status
        except OSError:
            return None

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(fifth)  # held for four seconds
        while tries(s, "G-1")[1] < 5:
            time.sleep(0.01)
        early = not answer.done()
        s.stop(signal.SIGKILL)
        told = answer.result()
    f.check(early and told is None, f"killed before the answer: {early} {told}")
    s.start(words=("--proxy", "127.0.0.1"))
    f.equal(("locked", 5), tries(s, "G-1"), "the try that nobody was answered")


def five_wrong_each(s, accounts, address):
    """Seven seconds of held answers a link: all links at once."""
    links = [s.send_link(account)[1] for account in accounts]

    def five(n):
        b = s.browser()
        form = b.get(quits.path_of(links[n])).forms[0]
        for k in range(5):
            page = b.post(form, headers=from_there(address(n, k)), digits="0000")
            form = page.forms[0] if page.forms else None

    with concurrent.futures.ThreadPoolExecutor(len(links)) as pool:
        list(pool.map(five, range(len(links))))


def an_address_is_what_the_proxy_says(s, f):
    five_wrong_each(s, ("G-2", "G-3", "G-4"), lambda n, k: "203.0.113.7, 198.51.100.1")
    _, link = s.send_link("G-5")
    b = s.browser()
    form = b.get(quits.path_of(link)).forms[0]
    page = b.post(form, headers=from_there("198.51.100.1"), digits="1005")
    f.equal(429, page.status, "the fifteen came from the last address of the list")
    f.check(int(page.headers["Retry-After"]) >= 900, "when to come back")
    f.equal(303, b.post(form, headers=from_there("198.51.100.1, 203.0.113.7"), digits="1005").status,
            "what stands before it was never believed")


def without_a_proxy_nobody_is_believed(s, f):
    s.stop()
    s.start()
    five_wrong_each(s, ("G-6", "G-7", "G-8"), lambda n, k: f"203.0.{n}.{k}")
    _, link = s.send_link("G-9")
    b = s.browser()
    page = b.post(b.get(quits.path_of(link)).forms[0], headers=from_there("203.0.113.99"), digits="1009")
    f.equal(429, page.status, "fifteen names, one address")


def a_code_is_the_second_step(s, f):
    s.stop()
    s.start(words=("--proxy", "127.0.0.1"))
    put = s.ctl("setting.put", name="second_factor", value="always")
    f.check("note" not in put or not put["note"], f"everybody has a second address: {put}")
    note = s.ctl("setting.put", name="identity.mode", value="last6")
    f.check(not note.get("note"), f"six digits are on file: {note}")
    note = s.ctl("setting.put", name="identity.mode", value="full_reference").get("note", "")
    f.check("12 of 12 accounts" in note, f"no references are on file: {note}")
    f.check("12 of 12 accounts" in s.run("quitsd", "check", s.dir).stdout, "and quitsd check says so")
    s.ctl("setting.put", name="identity.mode", value="last4")
    _, link = s.send_link("G-10")
    path = quits.path_of(link)
    b = s.browser()
    page = b.post(b.get(path).forms[0], headers=from_there("192.0.2.1"), digits="1010")
    f.equal((303, path + "/code"), (page.status, page.headers["Location"]), "the second step")
    f.equal(303, s.browser().get(path + "/code").status, "for this browser alone")
    page = b.get(path + "/code")
    deadline = time.time() + 20
    code = None
    while not code and time.time() < deadline:
        for name in s.outbox():
            if name.endswith(".sms.txt"):
                with open(name, encoding="utf-8") as file:
                    found = re.search(r"\b(\d{6})\b", file.read())
                code = found.group(1) if found else code
        time.sleep(0.05)
    page = b.post([x for x in page.forms if x["action"] == path + "/code"][0], code=code)
    f.equal((303, "/welcome"), (page.status, page.headers["Location"]), "in")
    f.equal(200, b.get("/home").status, "home")


def main():
    s = quits.Server(sys.argv[1]).start(words=("--proxy", "127.0.0.1"))
    f = quits.Facts()
    try:
        f.equal("done", s.import_csv(people(12))["state"], "import")
        of_two_hundred_at_once_five_are_judged(s, f)
        a_try_outlives_a_kill_before_its_answer(s, f)
        an_address_is_what_the_proxy_says(s, f)
        without_a_proxy_nobody_is_believed(s, f)
        a_code_is_the_second_step(s, f)
        f.check(s.ctl("audit.verify")["ok"], "the log verifies")
        print(f"guess: {f.n} facts")
    finally:
        s.end()


main()
