"""kill -9 in the middle of writes: nothing acknowledged is lost, nothing half applied.

Debtors promise over HTTP from several threads; the ledger of what was acknowledged is written by the client, as it
saw it. After each kill the server starts again on the same directory and must show every acknowledged promise,
once, with its event, its figures equal to the rows, and a log that verifies."""
import concurrent.futures
import datetime
import os
import signal
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits

ROUNDS = int(os.environ.get("QUITS_KILL_ROUNDS", "6"))
DEBTORS = 12


def book():
    rows = [f"K{i},Kill {i},D{i}0000{i:04d},k{i}@example.org,EUR,K-{i},9000000.00,2026-01-01,Harbour Bank"
            for i in range(DEBTORS)]
    return "contact_id,contact_name,document,email,currency,account_no,balance,due_date,creditor\n" + \
        "\n".join(rows) + "\n"


def debtor(s, i, acknowledged, stop):
    """Promises one unit after the other until the server dies; notes each reference it was given."""
    try:
        _, link = s.send_link(f"K-{i}")
        b = s.browser()
        answer = b.post(b.get(quits.path_of(link)).forms[0], digits=f"{i:04d}")
        if answer.status != 303:
            return
        day = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
        while not stop.is_set():
            form = b.promise_form(f"K-{i}")
            if not form:
                return
            done = b.post(form, amount="1.00", promised_date=day)
            if done.status == 303 and "/promise/PR-" in done.headers["Location"]:
                acknowledged.append(done.headers["Location"].rsplit("/", 1)[1])
            elif done.status != 200:
                return
    except (OSError, SystemExit, ConnectionError, ValueError, IndexError, AssertionError):
        return
    except Exception as e:  # http.client raises many kinds when its server is killed
        if type(e).__module__ != "http.client":
            raise


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    acknowledged = []
    try:
        f.equal("done", s.import_csv(book())["state"], "import")
        s.ctl("setting.put", name="promise.most_open", value="20")
        for n in range(ROUNDS):
            stop = threading.Event()
            threads = [threading.Thread(target=debtor, args=(s, i, acknowledged, stop)) for i in range(DEBTORS)]
            before = len(acknowledged)
            for t in threads:
                t.start()
            deadline = time.monotonic() + 20
            while len(acknowledged) < before + 5 + 3 * n and time.monotonic() < deadline and \
                    any(t.is_alive() for t in threads):
                threads[n % DEBTORS].join(0.01)
            s.stop(signal.SIGKILL)
            stop.set()
            for t in threads:
                t.join()
            began = time.monotonic()
            s.start()
            f.check(time.monotonic() - began < 10, "serves again soon")
            db = sqlite3.connect(f"file:{s.dir}/quits.db?mode=ro", uri=True)
            kept = {r[0] for r in db.execute("SELECT reference FROM promise")}
            events = db.execute("SELECT count(*) FROM event WHERE kind = 'portal.promise_created'").fetchone()[0]
            rolled = db.execute("SELECT sum(count), sum(amount) FROM kpi WHERE metric = 'promises'").fetchone()
            total = db.execute("SELECT count(*), sum(amount) FROM promise").fetchone()
            f.equal("ok", db.execute("PRAGMA integrity_check").fetchone()[0], "integrity")
            db.close()
            f.equal([], [r for r in acknowledged if r not in kept], "acknowledged and lost")
            f.equal(len(kept), events, "promises and their events")
            f.equal(total, rolled, "promises and their roll-ups")
            f.check(s.ctl("audit.verify")["ok"], "the log verifies")
        f.check(len(acknowledged) >= 5 * ROUNDS, f"enough was acknowledged: {len(acknowledged)}")
        print(f"kill: {ROUNDS} kills, {len(acknowledged)} acknowledged promises, 0 lost; {f.n} facts")
    finally:
        s.end()


main()
