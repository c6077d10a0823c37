"""The operators' door under load: 500 parked feed readers and 100 killed ones leave an ordinary call as it was, and a
peer that connects and goes without a word does not end the door."""
import os
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def call_ms(s, n=15):
    """The median time of a whole quitsctl call, in milliseconds."""
    took = []
    for _ in range(n):
        began = time.monotonic()
        s.ctl("health.show")
        took.append((time.monotonic() - began) * 1000)
    return sorted(took)[n // 2]


def until(true, what, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"never became true: {what}")


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    tool = os.path.join(sys.argv[1], "..", "bench", "bench_rpc_load")
    try:
        before, fds = call_ms(s), descriptors(s.process.pid)
        readers = subprocess.Popen([tool, "park", f"ipc://{s.dir}/rpc.sock", "500"])
        until(lambda: s.ctl("health.show")["parked"] >= 500, "500 readers parked")
        f.equal("ok", s.ctl("health.show")["status"], "a call beside 500 parked readers")
        during = call_ms(s)
        readers.send_signal(signal.SIGKILL)
        readers.wait()
        until(lambda: s.ctl("health.show")["parked"] == 0, "500 killed readers forgotten")

        for _ in range(10):
            crowd = [subprocess.Popen([os.path.join(s.bin, "quitsctl"), "-d", s.dir, "feed.read", "after=1000000",
                                       "wait=30000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                     for _ in range(10)]
            until(lambda: s.ctl("health.show")["parked"] >= 10, "ten readers parked")
            for c in crowd:
                c.send_signal(signal.SIGKILL)
            for c in crowd:
                c.wait()
            until(lambda: s.ctl("health.show")["parked"] == 0, "ten killed readers forgotten")

        for _ in range(40):  # gone in the middle of nng's greeting
            c = socket.socket(socket.AF_UNIX)
            try:
                c.connect(f"{s.dir}/rpc.sock")
            except OSError:
                pass
            c.close()
        until(lambda: isinstance(s.ctl("health.show", check=False), dict), "an answer after rude peers")
        f.equal("ok", s.ctl("health.show")["status"], "a call after rude peers")
        after = call_ms(s)
        until(lambda: descriptors(s.process.pid) <= fds + 24, "descriptors back")
        print(f"parked: a whole quitsctl call takes {before:.1f} ms, beside 500 parked readers {during:.1f} ms, after "
              f"600 killed ones {after:.1f} ms; {f.n} facts")
    finally:
        s.end()


main()
