"""What whole-program tests share: a server on a scratch data directory, quitsctl, a debtor's browser.

The browser reads forms from their HTML alone, keeps cookies as the server sets them, and follows 303s only when
told to, so a test sees every answer."""
import email
import email.policy
import html.parser
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse


class Facts:
    """Counts facts; a false one is told with its place and ends the test with a failure."""

    def __init__(self):
        self.n = 0

    def check(self, true, what):
        self.n += 1
        if not true:
            print("NOT TRUE:", what, flush=True)
            raise SystemExit(1)

    def equal(self, want, got, what):
        self.check(want == got, f"{what}: want {want!r}, got {got!r}")


class Server:
    def __init__(self, bin_dir, listen="127.0.0.1:0", data=None):
        self.bin = bin_dir
        self.scratch = tempfile.mkdtemp(prefix="quits-whole-")
        self.dir = data or os.path.join(self.scratch, "data")
        self.listen = listen
        self.process = None
        if not os.path.exists(os.path.join(self.dir, "key")):
            self.run("quitsd", "init", self.dir)

    def run(self, program, *words, check=True, stdin=None):
        done = subprocess.run([os.path.join(self.bin, program), *words], capture_output=True, text=True,
                              timeout=120, input=stdin)
        if check and done.returncode != 0:
            raise SystemExit(f"{program} {words}: exit {done.returncode}: {done.stderr}")
        return done

    def start(self, prefix=(), words=()):
        self.process = subprocess.Popen([*prefix, os.path.join(self.bin, "quitsd"), "serve", self.dir, "--listen",
                                         self.listen, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("quitsd does not start")
            m = re.match(r"quitsd ready: portal http://(\S+):(\d+) ", line)
            if m:
                self.host, self.port = m.group(1), int(m.group(2))
                break
        os.set_blocking(self.process.stdout.fileno(), False)
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process = None
        return code

    def end(self):
        if self.process:
            self.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def ctl(self, method, check=True, **params):
        words = [f"{k}={v}" for k, v in params.items()]
        done = self.run("quitsctl", "-d", self.dir, method, *words, "--json", check=check)
        if not check and done.returncode != 0:
            return done.returncode, done.stderr
        return json.loads(done.stdout)

    def import_csv(self, text, **params):
        path = os.path.join(self.scratch, "book.csv")
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        return self.ctl("book.import", file=path, **params)

    def outbox(self):
        folder = os.path.join(self.dir, "outbox")
        return sorted(os.path.join(folder, n) for n in os.listdir(folder))

    def link_of(self, path):
        """The absolute link of an outbox message, read as a mail program or a phone would."""
        if path.endswith(".eml"):
            with open(path, "rb") as f:
                text = email.message_from_binary_file(f, policy=email.policy.default).get_content()
        else:
            with open(path, encoding="utf-8") as f:
                text = f.read()
        lines = [l for l in text.splitlines() if "/l/" in l]
        assert len(lines) == 1 and lines[0].startswith("http"), lines
        return lines[0].strip()

    def send_link(self, account, **params):
        params = {"channel": "email", "source": "manual", **params}
        sent = self.ctl("link.send", account=account, **params)
        new = [p for p in self.outbox() if f"-{sent['link']}-" in p]
        return sent, self.link_of(new[0]) if new else None

    def browser(self):
        return Browser(self.host, self.port)


class Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action", ""), "fields": {}, "visible": []})
        elif tag == "input" and self.forms and a.get("name"):
            self.forms[-1]["fields"][a["name"]] = a.get("value", "")
            if a.get("type", "text") != "hidden":
                self.forms[-1]["visible"].append(a["name"])


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body
        self.text = body.decode("utf-8", "replace")
        p = Forms()
        p.feed(self.text)
        self.forms = p.forms


class Browser:
    def __init__(self, host, port):
        self.host, self.port, self.cookies = host, port, {}

    def raw_post(self, path, body, content_type):
        """A POST as a program of somebody else's sends it: no cookie, no origin."""
        c = http.client.HTTPConnection(self.host, self.port, timeout=20)
        c.request("POST", path, body=body, headers={"Host": f"{self.host}:{self.port}", "Content-Type": content_type})
        r = c.getresponse()
        data = r.read()
        c.close()
        return Answer(r, data)

    def request(self, verb, path, form=None, headers=None):
        c = http.client.HTTPConnection(self.host, self.port, timeout=20)
        h = {"Host": f"{self.host}:{self.port}", **(headers or {})}
        if self.cookies:
            h["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            h["Content-Type"] = "application/x-www-form-urlencoded"
        c.request(verb, path, body=body, headers=h)
        r = c.getresponse()
        data = r.read()
        for line in r.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            value = rest.split(";")[0]
            if value and "max-age=0" not in line.lower():
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        c.close()
        return Answer(r, data)

    def get(self, path, **kw):
        return self.request("GET", path, **kw)

    def promise_form(self, number):
        """The promise form of an account, found as a person would: on the overview."""
        found = re.search(r'href="(/account/\d+/promise)">[^<]*<span[^>]*> account ' + re.escape(number) + "<",
                          self.get("/home").text)
        if not found:
            return None
        forms = [f for f in self.get(found.group(1)).forms if f["action"].endswith("/promise")]
        return forms[0] if forms else None

    def post(self, form, headers=None, **values):
        return self.request("POST", form["action"], form={**form["fields"], **values}, headers=headers)


def tidy(body):
    """A page without what is random on it: two of the same kind are equal then."""
    return re.sub(rb"[A-Za-z0-9_-]{43}", b"TOKEN", body)


def path_of(link):
    return urllib.parse.urlsplit(link).path


BOOK = """contact_id,contact_name,document,email,phone,whatsapp,language,country,time_zone,account_no,reference,creditor,\
currency,balance,due_date
C1,Ana Sample,X-11112222,ana@example.org,+12025550101,+12025550101,en,US,America/New_York,A-1001,R-900033334444,Northwind Energy,USD,1250.50,2026-01-15
C1,Ana Sample,X-11112222,ana@example.org,+12025550101,+12025550101,en,US,America/New_York,A-1002,R-900055556666,Harbour Bank,USD,80.00,2026-02-01
C2,Bruno Beispiel,Y-77778888,bruno@example.org,+491701234567,,de,DE,Europe/Berlin,A-2001,R-111122229999,Harbour Bank,EUR,300.00,2025-12-01
C3,No Digits,,nod@example.org,,,en,GB,Europe/London,A-3001,12,Harbour Bank,GBP,10.00,2025-12-01
"""
