"""Measures the real programs beside what bounds them, in one run on this machine: ratios are what counts.

home     signed-in home page over keep-alive beside nginx serving the same bytes, server on one core, load on the other
promise  durable promises with 64 clients beside a bare SQLite loop committing the same statements in like groups
rpc      round trips beside a bare nng echo
paint    from the commit of a promise to the console's bytes on its terminal
pdf      a summary of ten invoices: in the helper alone, and from the click to the redirect, its file and row durable
memory   anonymous memory of quitsd and quits on the sample book; bytes the console writes per feed event
"""
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
import datetime

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "whole"))
import quits

BUILD = sys.argv[1]
BIN = os.path.join(BUILD, "bin")
CORES = os.cpu_count() or 1


def pinned(core, *words):
    return ["taskset", "-c", str(core % CORES), *words]


def serve_pinned(s, core):
    s.start(prefix=pinned(core))


def visit(s, account, digits):
    _, link = s.send_link(account)
    b = s.browser()
    answer = b.post(b.get(quits.path_of(link)).forms[0], digits=digits)
    assert answer.status == 303, answer.text
    return b


def cookie(b):
    return "; ".join(f"{k}={v}" for k, v in b.cookies.items())


def wrk(url, headers, connections, seconds=3):
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for h in headers:
        words += ["-H", h]
    out = subprocess.run(pinned(1, *words, url), capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    socket = re.search(r"Socket errors: (.*)", out)
    ms = float(p99.group(1)) * {"us": 0.001, "ms": 1, "s": 1000}[p99.group(2)]
    return rate, ms, (bad.group(1) if bad else "0"), (socket.group(1) if socket else "none")


def home_book():
    head = "contact_id,contact_name,document,email,language,country,time_zone,account_no,reference,creditor,currency," \
           "balance,due_date\n"
    return head + "".join(
        f"H1,Home Page,D-00001234,h@example.org,en,US,America/New_York,H-{i},R-0000{i}0000,Creditor {i},USD,"
        f"{100 + i}.50,2026-0{i + 1}-01\n" for i in range(5))


def bench_home():
    s = quits.Server(BIN)
    scratch = s.scratch
    try:
        serve_pinned(s, 0)
        s.import_csv(home_book())
        b = visit(s, "H-1", "1234")
        for i in range(5):
            form = b.promise_form(f"H-{i}")
            b.post(form, amount="10", promised_date=(datetime.date.today() + datetime.timedelta(days=5)).isoformat())
        page = b.get("/home").body
        os.makedirs(f"{scratch}/www", exist_ok=True)
        with open(f"{scratch}/www/home.html", "wb") as f:
            f.write(page)
        with open(f"{scratch}/nginx.conf", "w") as f:
            f.write(f"""daemon off; master_process off; pid {scratch}/nginx.pid; error_log {scratch}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on; open_file_cache max=10;
default_type text/html; client_body_temp_path {scratch}/t1; proxy_temp_path {scratch}/t2; fastcgi_temp_path {scratch}/t3;
uwsgi_temp_path {scratch}/t4; scgi_temp_path {scratch}/t5;
server {{ listen 127.0.0.1:18777; root {scratch}/www; }} }}""")
        nginx = subprocess.Popen(pinned(0, "nginx", "-c", f"{scratch}/nginx.conf", "-p", scratch),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        ours = f"http://127.0.0.1:{s.port}/home"
        theirs = "http://127.0.0.1:18777/home.html"
        print(f"home page: {len(page)} bytes, 5 accounts, 5 promises")
        for connections in (64, 512):
            ratios, rates, p99s, n99s = [], [], [], []
            for _ in range(3):
                n, nl, _, _ = wrk(theirs, [], connections)
                q, ql, bad, errors = wrk(ours, [f"Cookie: {cookie(b)}"], connections)
                ratios.append(q / n)
                rates.append(q)
                p99s.append(ql)
                n99s.append(nl)
                if bad != "0" or errors != "none":
                    print(f"  {connections} connections: bad answers {bad}, socket errors {errors}")
            print(f"  {connections} connections: {statistics.median(rates):.0f} per second, p99 "
                  f"{statistics.median(p99s):.2f} ms (nginx {statistics.median(n99s):.2f}); ratio to nginx "
                  f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
        nginx.terminate()
        nginx.wait()
    finally:
        s.end()


CLIENTS, ACCOUNTS, EACH = 64, 30, 18


def promise_book():
    rows = []
    for c in range(CLIENTS):
        for a in range(ACCOUNTS):
            rows.append(f"P{c},Promise {c},D-{c:04d}{c:04d},p{c}@example.org,P-{c}-{a},Harbour Bank,USD,900000.00,"
                        f"2026-01-01")
    return "contact_id,contact_name,document,email,account_no,creditor,currency,balance,due_date\n" + \
        "\n".join(rows) + "\n"


def bench_promise():
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(promise_book())
        s.ctl("setting.put", name="promise.most_open", value="20")
        day = (datetime.date.today() + datetime.timedelta(days=5)).isoformat()
        path = os.path.join(s.scratch, "load")
        with open(path, "wb") as f:
            for c in range(CLIENTS):
                b = visit(s, f"P-{c}-0", f"{c:04d}")
                form = b.promise_form(f"P-{c}-0")
                paths = re.findall(r'href="(/account/\d+/promise)"', b.get("/home").text)
                f.write(b"#\n")
                for i in range(ACCOUNTS * EACH):
                    request = (f"GET {paths[i % ACCOUNTS]} HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\n"
                               f"Cookie: {cookie(b)}\r\n\r\n").encode()
                    f.write(f"{len(request)}\n".encode() + request)
                for i in range(ACCOUNTS * EACH):
                    body = urllib.parse.urlencode({**form["fields"], "amount": "1.00", "promised_date": day,
                                                   "form_id": "0" * 43}).replace("0" * 43, "@" * 43)
                    request = (f"POST {paths[i % ACCOUNTS]} HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\n"
                               f"Cookie: {cookie(b)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                               f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
                    f.write(f"{len(request)}\n".encode() + request)
        # the book as it stands before the load: the bare loop must not read longer lists than the server did
        empty = os.path.join(s.scratch, "empty.db")
        subprocess.run(["sqlite3", os.path.join(s.dir, "quits.db"), f".backup {empty}"], check=True)
        before = s.ctl("health.show")
        out = subprocess.run([os.path.join(BUILD, "bench", "bench_http_load"), str(s.port), "20", path],
                             capture_output=True, text=True, check=True).stdout
        after = s.ctl("health.show")
        group = (after["writes"] - before["writes"]) / max(1, after["groups"] - before["groups"])
        print(f"promises, 64 clients: {out.strip()}; {group:.1f} writes a commit")
        s.stop()
        for size in (1, max(1, round(group)), 64):
            copy = os.path.join(s.scratch, f"loop{size}.db")
            shutil.copy(empty, copy)
            loop = subprocess.run([os.path.join(BUILD, "bench", "bench_sqlite_loop"), copy, str(size),
                                   str(CLIENTS * ACCOUNTS * EACH)],
                                  capture_output=True, text=True, check=True).stdout
            print(f"  bare SQLite loop, the same statements: {loop.strip()}")
    finally:
        s.end()


def bench_rpc():
    s = quits.Server(BIN)
    tool = os.path.join(BUILD, "bench", "bench_rpc_load")
    try:
        s.start()
        url = f"ipc://{s.scratch}/echo.sock"
        echo = subprocess.Popen([tool, "echo", url], stdout=subprocess.PIPE, text=True)
        echo.stdout.readline()
        for clients in (1, 50):
            bare = subprocess.run([tool, "run", url, str(clients), "3"], capture_output=True, text=True).stdout
            ours = subprocess.run([tool, "run", f"ipc://{s.dir}/rpc.sock", str(clients), "3", "system.hello"],
                                  capture_output=True, text=True).stdout
            print(f"rpc, {clients} clients: system.hello {ours.strip()}; bare nng echo {bare.strip()}")
        echo.terminate()
        echo.wait()
    finally:
        s.end()


class Console:
    """The real console on a pty; counts its bytes."""

    def __init__(self, directory, columns=120, rows=40):
        pid, self.fd = pty.fork()
        if pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"})
            os.execv(os.path.join(BIN, "quits"), ["quits", "-d", directory])
        import fcntl
        import struct
        import termios
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.pid = pid
        self.seen = b""

    def read(self, seconds, until=None):
        end, got = time.monotonic() + seconds, b""
        while time.monotonic() < end:
            ready, _, _ = select.select([self.fd], [], [], max(0, min(0.5, end - time.monotonic())))
            if ready:
                data = os.read(self.fd, 65536)
                got += data
                if b"\x1b[5n" in data:
                    os.write(self.fd, b"\x1b[0n")
                if until and until in got:
                    break
        return got

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def anonymous(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"RssAnon:\s+(\d+)", f.read()).group(1)) / 1024


def bench_paint():
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(promise_book())
        b = visit(s, "P-1-0", "0001")
        console = Console(s.dir)
        console.read(3)
        took, sizes = [], []
        day = (datetime.date.today() + datetime.timedelta(days=5)).isoformat()
        for i in range(ACCOUNTS * 3):
            form = b.promise_form(f"P-1-{i % ACCOUNTS}")
            console.read(0.3)
            answer = b.post(form, amount="1.00", promised_date=day)
            began = time.monotonic()
            assert answer.status == 303, answer.text
            data = console.read(2, until=b"PROM")
            took.append((time.monotonic() - began) * 1000)
            data += console.read(0.4)
            sizes.append(len(data))
        took.sort()
        sizes.sort()
        print(f"commit to console: p50 {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms from the "
              f"debtor's answer (n={len(took)})")
        print(f"console bytes per feed event with its figures: p50 {sizes[len(sizes) // 2]}, max {sizes[-1]}")
        console.end()
    finally:
        s.end()


PDF_CONTACTS, PDF_EACH = 12, 18


def bench_pdf():
    tool = os.path.join(BUILD, "bench", "bench_pdf_time")
    print("summary PDF, drawn by the helper:")
    print(subprocess.run([tool, os.path.join(BIN, "quitsd"), "300"], capture_output=True, text=True, check=True).stdout,
          end="")
    head = "contact_id,contact_name,document,email,language,country,time_zone,account_no,reference,creditor,currency," \
           "balance,due_date,invoice_no,invoice_date,invoice_due,invoice_amount,invoice_open\n"
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(head + "".join(
            f"D{c},Ana Sample,X-1111{c:04d},d{c}@example.org,en,US,America/New_York,D-{c},R-90003333{c:04d},"
            f"Northwind Energy,USD,1000.00,2026-01-15,INV-{i:02d},2026-01-{i + 1:02d},2026-02-{i + 1:02d},150.00,100.00\n"
            for c in range(PDF_CONTACTS) for i in range(10)))
        took = []
        for c in range(PDF_CONTACTS):
            b = visit(s, f"D-{c}", f"{c:04d}")
            for _ in range(PDF_EACH):
                form = [f for f in b.get("/summary").forms if f["action"] == "/summary"][0]
                began = time.perf_counter()
                assert b.post(form).status == 303
                took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"  the whole POST of such an account, durable: median {statistics.median(took):.2f} ms, "
              f"p99 {took[len(took) * 99 // 100]:.2f} ms ({len(took)} documents)")
    finally:
        s.end()


def bench_memory():
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(s.run("quitsd", "sample").stdout)
        account = s.ctl("account.find", limit=1)["items"][0]
        s.ctl("account.show", account=account["account"])
        s.browser().get("/")
        console = Console(s.dir)
        console.read(2)
        print(f"memory, idle, sample book: quitsd {anonymous(s.process.pid):.1f} MiB anonymous, quits "
              f"{anonymous(console.pid):.1f} MiB")
        console.end()
    finally:
        s.end()


{"home": bench_home, "promise": bench_promise, "rpc": bench_rpc, "paint": bench_paint,
 "memory": bench_memory,
 "pdf": bench_pdf}[sys.argv[2]]()
