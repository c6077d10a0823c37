"""The console beside htop, tig, lnav and mc on the same kind of terminal: bytes and milliseconds for what a hand does.

Each program runs on a pty that answers as a quick xterm does. Bytes are counted until nothing has come for a moment;
times are from the write of a key to the first byte of what it caused. Numbers, not assertions: a figure over its budget
(console.md d.5) is marked. QUITS_IDLE is how many seconds of silence are listened to (default 60)."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "whole"))
import quits

BIN = os.path.abspath(os.path.join(sys.argv[1], "bin"))
IDLE = float(os.environ.get("QUITS_IDLE", "60"))
SIZES = ((80, 24), (120, 40), (176, 50))
DOWN, PAGE_DOWN = b"\x1bOB", b"\x1b[6~"
ANSWERS = ((b"\x1b[5n", b"\x1b[0n"), (b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"),
           (b"\x1b[>c", b"\x1b[>41;390;0c"), (b"\x1b]10;?", b"\x1b]10;rgb:eeee/eeee/eeee\x1b\\"),
           (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x1b\\"))


class Program:
    """A program on a pty of its own. Every byte it writes is counted."""

    def __init__(self, words, size, env=None, cwd=None):
        self.began = time.perf_counter()
        pid, self.fd = pty.fork()
        if pid == 0:
            try:
                # the size is there before the program looks
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                if cwd:
                    os.chdir(cwd)
                clean = {k: v for k, v in os.environ.items() if not k.startswith(("QUITS_", "NO_COLOR", "LINES", "COLUMNS"))}
                clean.update({"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **(env or {})})
                os.execvpe(words[0], words, clean)
            finally:
                os._exit(127)
        self.pid = pid
        self.first = None  # seconds after the start at which the first byte came
        self.gone = False

    def once(self, seconds):
        """What comes within that time, up to the first pause of the reader; b"" for nothing."""
        ready, _, _ = select.select([self.fd], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            self.gone = True
            return b""
        if self.first is None and data:
            self.first = time.perf_counter() - self.began
        for question, answer in ANSWERS:
            for _ in range(data.count(question)):
                os.write(self.fd, answer)
        return data

    def settle(self, quiet=0.25, most=5.0, until=None):
        """All bytes until a silence; `until`: also not before this has been seen."""
        end, got = time.perf_counter() + most, b""
        while time.perf_counter() < end and not self.gone:
            data = self.once(quiet)
            got += data
            if not data and (until is None or re.search(until, got)):
                break
        return got

    def press(self, key, quiet=0.25, most=3.0):
        """(bytes, milliseconds to the first of them, or None)"""
        began = time.perf_counter()
        os.write(self.fd, key)
        got = self.once(most)
        took = (time.perf_counter() - began) * 1000 if got else None
        return len(got + self.settle(quiet, most)), took

    def presses(self, key, n):
        self.press(key)  # the first may do something else as well
        done = [self.press(key, quiet=0.12) for _ in range(n)]
        times = sorted(t for _, t in done if t is not None)
        return (statistics.median(b for b, _ in done), max(b for b, _ in done),
                times[len(times) // 2] if times else 0, times[-1] if times else 0)

    def rss(self):
        with open(f"/proc/{self.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024

    def end(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
            for _ in range(100):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
                self.once(0.02)
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.fd)


def row(what, figure, budget=None, unit="B"):
    over = "" if budget is None or figure <= budget else "   OVER"
    limit = "" if budget is None else f"{budget:>10,} {unit}"
    shown = f"{figure:,.1f}" if isinstance(figure, float) else f"{figure:,}"
    print(f"  {what:<46}{shown:>10} {unit:<3}{limit}{over}", flush=True)


def first_paint(directory, n=9):
    """Milliseconds from exec to the first byte, to the first row, and to the live screen."""
    byte, head, live = [], [], []
    for _ in range(n):
        p = Program([os.path.join(BIN, "quits"), "-d", directory], (120, 40))
        got = b""
        while b"LIVE" not in got and time.perf_counter() - p.began < 5:
            got += p.once(1)
            now = (time.perf_counter() - p.began) * 1000
            if b"quits  " in got and len(head) == len(byte):
                byte.append(p.first * 1000)
                head.append(now)
        live.append((time.perf_counter() - p.began) * 1000)
        p.end()
    return statistics.median(byte), statistics.median(head), statistics.median(live)


def ours(s):
    print("quits on the sample book                               figure     budget")
    byte, head, live = first_paint(s.dir)
    row("exec to the first byte, 120x40", byte, None, "ms")
    row("exec to the first screen", head, 30, "ms")
    row("exec to the live screen", live, None, "ms")
    repaint_budget = {80: 4608, 120: 9216, 176: 14336}
    for size in SIZES:
        p = Program([os.path.join(BIN, "quits"), "-d", s.dir], size)
        name = f"{size[0]}x{size[1]}"
        row(f"start until live and quiet, {name}", len(p.settle(0.5, until=rb"LIVE")))
        row(f"full repaint, {name}", p.press(b"\x0c")[0], repaint_budget[size[0]])
        # a screen of text can not cost less than its text: the budget is meant for 120x40
        change_budget = 6144
        row(f"dashboard to accounts, {name}", p.press(b"2", 0.4)[0], change_budget)
        typical, most, p50, p_max = p.presses(b"j", 15)
        row(f"cursor down in the list, {name}", int(typical), 260)
        if size == (120, 40):
            row("  most bytes of 15", most, 300)
            row("  key to first byte, median", p50, 5, "ms")
            row("  key to first byte, worst of 15", p_max, None, "ms")
        row(f"page down, {name}", int(p.presses(b"\x06", 5)[0]))
        row(f"account opened, {name}", p.press(b"\r", 0.4)[0], change_budget)
        row(f"help opened, {name}", p.press(b"?")[0], change_budget)
        p.press(b"q")
        row(f"back to the dashboard, {name}", p.press(b"1", 0.4)[0], change_budget)
        if size == (120, 40):
            events(s, p)
        row(f"memory (RSS), {name}", p.rss(), 16, "MiB")
        p.end()


def events(s, p):
    rows = s.ctl("account.find", limit=12)["items"]
    sizes = []
    for a in rows:
        p.settle(0.3)
        sent = subprocess.Popen([os.path.join(BIN, "quitsctl"), "-d", s.dir, "link.send", f"account={a['account']}",
                                 "channel=email", "source=manual"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        got = p.once(2) + p.settle(0.5)  # read all the time: a terminal that answers late is a slow one
        if sent.wait():
            print(f"  (a link could not be sent: {sent.stderr.read().strip()})")
        else:
            sizes.append(len(got))
    if sizes:
        row(f"a link sent by somebody else, with its figures (n={len(sizes)})", int(statistics.median(sizes)), 600)
        row("  most of them", max(sizes))


PEERS = {
    "htop": (lambda d: ["htop"], DOWN),
    "tig": (lambda d: ["tig"], DOWN),
    "lnav": (lambda d: ["lnav", os.path.join(d, "log", "app.log")], b"\x1bOB"),
    "mc": (lambda d: ["mc", "-u", os.path.join(d, "files"), os.path.join(d, "files")], DOWN),
}


def furnish(scratch):
    """What the others look at: a log, a repository, a folder."""
    log, files, repo = (os.path.join(scratch, n) for n in ("log", "files", "repo"))
    for d in (log, files, repo, os.path.join(scratch, "home")):
        os.makedirs(d)
    with open(os.path.join(log, "app.log"), "w") as f:
        for i in range(5000):
            f.write(f"2026-01-0{i % 9 + 1} 10:{i // 60 % 60:02d}:{i % 60:02d},{i % 1000:03d} "
                    f"{('INFO', 'WARN', 'ERROR')[i % 3]} request {i} took {i * 7 % 900} ms\n")
    for i in range(300):
        with open(os.path.join(files, f"account-{i:04d}.txt"), "w") as f:
            f.write("x" * (i * 37 % 5000))
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    subprocess.run([*git, "init", "-q", repo], check=True)
    for i in range(200):
        subprocess.run([*git, "-C", repo, "commit", "-q", "--allow-empty", "-m", f"Change {i} of the accounts"], check=True)


def beside(s):
    scratch = tempfile.mkdtemp(prefix="quits-bench-")
    found = [n for n in PEERS if shutil.which(n)]
    for n in PEERS:
        if n not in found:
            print(f"  {n} is not installed: left out")
    try:
        furnish(scratch)
        env = {"HOME": os.path.join(scratch, "home"), "XDG_CONFIG_HOME": os.path.join(scratch, "home")}
        running = {}
        print("\nbeside others, 120x40, xterm-256color           quits" + "".join(f"{n:>10}" for n in found))
        table = {}
        for name in ["quits", *found]:
            words, down = ([os.path.join(BIN, "quits"), "-d", s.dir], b"j") if name == "quits" else \
                (PEERS[name][0](scratch), PEERS[name][1])
            p = Program(words, (120, 40), None if name == "quits" else env, os.path.join(scratch, "repo"))
            start = len(p.settle(0.7, 8, {"quits": rb"LIVE", "htop": rb"Quit"}.get(name)))
            first = p.first * 1000 if p.first else 0
            repaint = p.press(b"\x0c", 0.4)[0]
            if name == "quits":
                p.press(b"2", 0.4)
            typical, _, p50, _ = p.presses(down, 15)
            page = p.presses(b"\x06" if name == "quits" else PAGE_DOWN, 3)[0]
            table[name] = {"bytes to start": start, "exec to first byte, ms": round(first, 1), "full repaint (^L)": repaint,
                           "cursor down": int(typical), "  key to first byte, ms": round(p50, 2), "page down": int(page),
                           "memory (RSS), MiB": round(p.rss(), 1)}
            if name == "quits":
                p.press(b"1", 0.4)
            p.settle(1.0, 4)
            running[name] = p
        silence(running, table)
        for what in table["quits"]:
            print(f"  {what:<44}" + "".join(f"{table[n][what]:>10,}" for n in ["quits", *found]))
        for p in running.values():
            p.end()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def silence(running, table):
    """All of them at once, nobody touching them."""
    counts = dict.fromkeys(running, 0)
    end = time.perf_counter() + IDLE
    while time.perf_counter() < end:
        ready, _, _ = select.select([p.fd for p in running.values() if not p.gone], [], [], max(0, end - time.perf_counter()))
        for name, p in running.items():
            if p.fd in ready:
                counts[name] += len(p.once(0))
    for name, n in counts.items():
        table[name][f"idle, bytes in {IDLE:.0f} s"] = n


def main():
    s = quits.Server(BIN)
    try:
        s.start()
        s.import_csv(s.run("quitsd", "sample").stdout)
        ours(s)
        beside(s)
    finally:
        s.end()


if __name__ == "__main__":
    main()
