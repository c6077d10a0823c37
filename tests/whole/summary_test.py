"""The summary as a debtor takes it: a PDF that poppler reads, with the overview's figures; its code confirmed to a
stranger; the process that draws killed and stopped, and the next document made; nothing lost by kill -9."""
import hashlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import quits

HEAD = "contact_id,contact_name,document,email,language,country,time_zone,account_no,reference,creditor,currency," \
       "balance,due_date,invoice_no,invoice_date,invoice_due,invoice_amount,invoice_open\n"
BOOK = HEAD + "".join(
    f"S1,Ana Sample,X-11112222,ana@example.org,en,US,America/New_York,S-1,R-900033334444,Northwind Energy,USD,1000.00,"
    f"2026-01-15,INV-{i:02d},2026-01-{i + 1:02d},2026-02-{i + 1:02d},150.00,100.00\n" for i in range(10)) + \
    "S1,Ana Sample,X-11112222,ana@example.org,en,US,America/New_York,S-2,R-900033335555,Harbour Bank,EUR,80.50," \
    "2026-02-01,,,,,\n" + "".join(
    f"M{i},Many {i},X-1111{i:04d},m{i}@example.org,en,GB,Europe/London,M-{i},R-90003333{i:04d},Harbour Bank,GBP,10.00,"
    f"2026-02-01,,,,,\n" for i in range(8))


def sign_in(s, account, digits):
    _, link = s.send_link(account)
    b = s.browser()
    assert b.post(b.get(quits.path_of(link)).forms[0], digits=digits).status == 303
    return b


def ask(b):
    form = [f for f in b.get("/summary").forms if f["action"] == "/summary"][0]
    return b.post(form)


def send_file(b, code, data):
    """As a browser does it: every field, then the file."""
    mark = "----quits"
    body = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
                    for n, v in (("code", code), ("sha256", "")))
    body += f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="s.pdf"\r\n' \
            f"Content-Type: application/pdf\r\n\r\n".encode() + data + f"\r\n--{mark}--\r\n".encode()
    c = http.client.HTTPConnection(b.host, b.port, timeout=20)
    c.request("POST", "/verify", body=body, headers={"Content-Type": f"multipart/form-data; boundary={mark}"})
    r = c.getresponse()
    answer = quits.Answer(r, r.read())
    c.close()
    return answer


def text_of(pdf, tool, *words):
    return subprocess.run([tool, *words, "-"] + (["-"] if tool == "pdftotext" else []), input=pdf, capture_output=True,
                          check=True).stdout.decode()


def helper_of(server):
    """The child that draws, as the kernel tells it."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as f:
                parent = int(f.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{name}/cmdline") as f:
                words = f.read().split("\0")
        except OSError:
            continue
        if parent == server.process.pid and "pdf-helper" in words:
            return int(name)
    return None


def waits_for(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


facts = quits.Facts()
s = quits.Server(sys.argv[1])
try:
    s.start()
    s.import_csv(BOOK)
    s.ctl("setting.put", name="organisation.name", value="Harbour Collections")
    b = sign_in(s, "S-1", "2222")

    made = ask(b)
    facts.equal(303, made.status, "a summary is made")
    page = made.headers["Location"]
    code = page.rsplit("/", 1)[1]
    got = b.get(f"{page}/summary.pdf")
    facts.equal(200, got.status, "and fetched")
    facts.equal("application/pdf", got.headers["Content-Type"], "as what it is")
    facts.check("attachment" in got.headers["Content-Disposition"], "to be kept, not shown")
    facts.equal("no-store", got.headers["Cache-Control"], "and in no cache")
    info = text_of(got.body, "pdfinfo")
    facts.check(re.search(r"Tagged:\s+yes", info), "it is tagged")
    facts.check(re.search(r"Title:\s+Summary of your accounts", info), "and has a title")
    facts.check("(letter)" in info, "on the paper of the country")
    text = text_of(got.body, "pdftotext", "-layout")
    home = b.get("/home").text
    for figure in ("$1,000.00", "€80.50", "Northwind Energy", "Harbour Bank", "S-1", "S-2"):
        facts.check(figure in text and figure in home, f"{figure} stands on the page and in the document")
    facts.check(text.count(code) >= 2 and "Page 1 of" in text, "code and page number stand on its pages")

    stranger = s.browser()
    answer = stranger.get(f"/verify?code={code}&sha256={hashlib.sha256(got.body).hexdigest()}")
    facts.check("issued by Harbour Collections" in answer.text and "unaltered" in answer.text, "a stranger is told it is ours")
    facts.check("Ana" not in answer.text and "1,000" not in answer.text, "and no more")
    for pdf, words in ((got.body, "The file is unaltered"), (got.body + b"\n%%EOF\n", "not the one that was issued")):
        answer = send_file(stranger, code, pdf)
        facts.equal(303, answer.status, "the file itself may be sent")
        facts.check(words in stranger.get(answer.headers["Location"]).text, f"and is told: {words}")
    facts.check("not" in send_file(stranger, code, b"MZ\0\0").text, "what is no document is refused in words")
    facts.equal([], os.listdir(os.path.join(s.dir, "scratch")), "and nothing of it is kept")
    checked = s.ctl("document.check", code=code.lower().replace("-", " "))
    facts.check(checked["issued"] and checked["contact_name"] == "Ana Sample", "an operator is told whose")
    facts.check(not s.ctl("document.check", code="22222-22222-22222-22222")["issued"], "an unknown code is none of ours")
    facts.equal(["portal.summary_downloaded", "account.viewed"], [e["kind"] for e in s.ctl("feed.read", last=2)["items"]],
                "the feed tells of it, and of the operator who was told whose it is")

    first = helper_of(s)
    facts.check(first, "a process of its own draws")
    os.kill(first, signal.SIGKILL)
    facts.equal(303, ask(b).status, "killed, the next document is made all the same")
    second = helper_of(s)
    facts.check(second and second != first, "by another process")
    os.kill(second, signal.SIGSTOP)
    began = time.monotonic()
    answer = ask(b)
    facts.equal(503, answer.status, "one that hangs costs its document")
    facts.check(answer.headers["Retry-After"] and time.monotonic() - began < 6, "in time, with when to come again")
    facts.equal(200, b.get("/home").status, "and nobody else anything")
    facts.equal(303, ask(b).status, "the next document is made")
    facts.check(waits_for(lambda: not alive(second)), "and the one that hung is gone")

    others = [sign_in(s, f"M-{i}", f"{i:04d}") for i in range(8)]
    answers = [None] * len(others)

    def take(i):
        answers[i] = ask(others[i])

    threads = [threading.Thread(target=take, args=(i,)) for i in range(len(others))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    facts.equal([303] * 8, [a.status for a in answers], "eight at once get eight documents")
    for i, a in enumerate(answers):
        pdf = others[i].get(a.headers["Location"] + "/summary.pdf").body
        facts.check(f"Many {i}" in text_of(pdf, "pdftotext"), f"each his own ({i})")
        facts.equal(404, others[i].get(page).status, "and nobody another's")

    third = helper_of(s)
    s.stop(signal.SIGKILL)
    facts.check(waits_for(lambda: not alive(third)), "the drawing process goes with its server")
    s.start()
    b.port = s.port
    again = b.get(f"{page}/summary.pdf")
    facts.equal(200, again.status, "after kill -9 the document is there")
    facts.check(again.body == got.body, "unaltered")
    facts.check(s.ctl("audit.verify")["ok"], "and the log holds")
finally:
    s.end()
print(f"summary: {facts.n} facts")
