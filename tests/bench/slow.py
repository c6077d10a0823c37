"""The console behind a slow line while the feed runs: how long a key takes to be seen, and what waits on the way.

A relay stands between the console's pty and nobody: it carries RATE bytes a second and everything takes DELAY each way,
answers included. Meanwhile some fifty events a second happen. Budgets (console.md e.11): a backlog of at most 4 kB,
and 95 of 100 keys seen within the round trip and 150 ms. At 960 bytes a second, which is 9600 baud, the words themselves
take their time: the budget is the same.

QUITS_SLOW=1 to 4 measures only that one of the lines."""
import array
import collections
import csv
import fcntl
import io
import os
import random
import statistics
import subprocess
import sys
import termios
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import BIN, Program, quits, row

SENDS_A_SECOND, SECONDS = 25, 45
LINES = ((9600, 0.15), (960, 0.15), (9600, 0.32), (120000, 0.04))  # bytes a second, seconds each way
SEEN = b"does nothing"  # what the console says of a key without a meaning


class Slow(Program):
    """A program whose bytes arrive as over a line. seen() gives what the far end has, with its time."""

    def __init__(self, words, size, rate, delay):
        super().__init__(words, size)
        self.rate, self.delay = rate, delay
        self.free_at = time.perf_counter()
        self.coming = collections.deque()  # (when it arrives, bytes)
        self.going = collections.deque()  # (when the program gets it, bytes)
        self.backlog = self.carried = 0
        self.tail = b""

    def waiting(self):
        n = array.array("i", [0])
        fcntl.ioctl(self.fd, termios.FIONREAD, n)
        return n[0]

    def write(self, data):
        self.going.append((time.perf_counter() + self.delay, data))

    def turn(self):
        """One step of the relay; returns what has just arrived at the far end."""
        now = time.perf_counter()
        while self.going and self.going[0][0] <= now:
            os.write(self.fd, self.going.popleft()[1])
        if self.free_at <= now:
            self.backlog = max(self.backlog, self.waiting())
            try:
                os.set_blocking(self.fd, False)
                data = os.read(self.fd, 64)
            except BlockingIOError:
                data = b""
            if data:
                self.carried += len(data)
                self.free_at = max(self.free_at, now - 0.005) + len(data) / self.rate
                self.coming.append((self.free_at + self.delay, data))
        arrived = b""
        while self.coming and self.coming[0][0] <= now:
            arrived += self.coming.popleft()[1]
        self.tail += arrived  # a question may come in two pieces
        for _ in range(self.tail.count(b"\x1b[5n")):
            self.write(b"\x1b[0n")
        self.tail = self.tail[-3:] if arrived else self.tail
        if not arrived:
            time.sleep(0.001)
        return arrived


def start_script(s):
    return subprocess.Popen([os.path.join(BIN, "quitsctl"), "-d", s.dir, "-f", "-"], stdin=subprocess.PIPE,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def events(s, accounts, stop):
    """Links to one account after the other, at a steady rate; each is held a moment and then sent: two events."""
    p, began, n = start_script(s), time.perf_counter(), 0
    while not stop.is_set() and n < len(accounts):
        try:
            p.stdin.write(f"link.send account={accounts[n]} channel=email source=manual hold=400\n".encode())
            p.stdin.flush()
        except BrokenPipeError:  # one was refused, which ends a script
            p.wait()
            p = start_script(s)
        n += 1
        time.sleep(max(0, began + n / SENDS_A_SECOND - time.perf_counter()))
    p.kill()
    p.wait()


def measure(s, accounts, rate, delay):
    p = Slow([os.path.join(BIN, "quits"), "-d", s.dir], (120, 40), rate, delay)
    stop = threading.Event()
    feeder = threading.Thread(target=events, args=(s, accounts, stop))
    end = time.perf_counter() + (4 if rate > 2000 else 12)  # the first screen has come
    while time.perf_counter() < end:
        p.turn()
    head = s.ctl("feed.read", after=0, limit=1)["head"]
    p.backlog = p.carried = 0
    feeder.start()
    began, took, keys = time.perf_counter(), [], 0
    while time.perf_counter() - began < SECONDS:
        p.write(b"\x1b")  # takes the words of the key before away
        quiet = time.perf_counter() + 0.2 + 2 * delay + random.random() / 2  # not in step with the frames
        while time.perf_counter() < quiet:
            p.turn()
        pressed, got = time.perf_counter(), b""
        p.write(b"X")
        keys += 1
        while SEEN not in got and time.perf_counter() - pressed < 5:
            got += p.turn()
        took.append((time.perf_counter() - pressed) * 1000)
    seconds = time.perf_counter() - began
    events_n = s.ctl("feed.read", after=0, limit=1)["head"] - head
    stop.set()
    feeder.join()
    took.sort()
    trip = 2000 * delay
    print(f"{rate:,} bytes a second, round trip {trip:.0f} ms, {events_n / seconds:.0f} events a second, {keys} keys:")
    row("key to its words on the far screen, median", statistics.median(took), None, "ms")
    row("  95 of 100 keys", took[len(took) * 95 // 100], int(trip + 150), "ms")
    row("  99 of 100 keys", took[len(took) * 99 // 100], None, "ms")
    row("most bytes waiting before the line", p.backlog, 4096)
    row("bytes a second carried", int(p.carried / seconds), rate)
    p.end()


def may_be_sent(s, book):
    """Accounts of countries where a link may go out at this hour, one for each debtor."""
    first = {}
    for r in csv.DictReader(io.StringIO(book)):
        if r["email"]:
            first.setdefault((r["country"], r["contact_id"]), r["account_no"])
    good = {c for c in {c for c, _ in first}
            if any(s.run("quitsctl", "-d", s.dir, "link.send", f"account={a}", "channel=email", "source=manual", check=False).returncode == 0
                   for a in [a for (d, _), a in first.items() if d == c][:5])}
    return [a for (c, _), a in first.items() if c in good]


def main():
    s = quits.Server(BIN)
    try:
        s.start()
        book = s.run("quitsd", "sample", "--contacts", "6000").stdout
        s.import_csv(book)
        accounts = may_be_sent(s, book)
        which = os.environ.get("QUITS_SLOW")
        share = len(accounts) // len(LINES)
        for i, (rate, delay) in enumerate(LINES):
            if not which or which == str(i + 1):
                measure(s, accounts[i * share:(i + 1) * share], rate, delay)
    finally:
        s.end()


if __name__ == "__main__":
    main()
