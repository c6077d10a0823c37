"""quits --demo: a server of its own, a filled book, and nothing left behind, however the console ends."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits


def processes(folder):
    """Those with the folder in their command line."""
    found = []
    for pid in os.listdir("/proc"):
        if not pid.isdigit():
            continue
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if folder.encode() in file.read():
                    found.append(int(pid))
        except OSError:
            pass
    return found


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def main():
    f = quits.Facts()
    tools = os.path.abspath(sys.argv[1])
    scratch = tempfile.mkdtemp(prefix="quits-demo-test-")
    env = {**os.environ, "TMPDIR": scratch, "LC_ALL": "C.UTF-8"}
    env.pop("QUITS_DIR", None)
    script = os.path.join(scratch, "script")
    try:
        def nothing_left(how):
            f.check(until(lambda: not processes(scratch), 30), f"{how}: no process is left: {processes(scratch)}")
            f.check(until(lambda: os.listdir(scratch) in ([], ["script"]), 30), f"{how}: no folder is left: {os.listdir(scratch)}")

        with open(script, "w", encoding="utf-8") as file:
            file.write("2\nwait\n")
        done = subprocess.run([os.path.join(tools, "quits"), "--demo", "--dump", "-", "--play", script, "--size", "100x30"],
                              env=env, capture_output=True, text=True, timeout=120)
        f.equal(0, done.returncode, "exit code: " + done.stderr)
        rows = re.findall(r"^..([A-Z]{2}-\d{7}) ", done.stdout, re.M)
        f.check(len(rows) > 10, "the sample book is on the screen:\n" + done.stdout)
        nothing_left("left as it should be")

        # ended from outside, gently and not; the input stays open so that it does not end by itself
        for how in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            console = subprocess.Popen([os.path.join(tools, "quits"), "--demo", "--linear"], env=env, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            line = console.stdout.readline()
            f.check("live" in line and "Harbour Collections" in line, "it greets: " + line)
            servers = [p for p in processes(scratch) if p != console.pid]
            f.check(len(servers) >= 1, "its server runs")
            console.send_signal(how)
            console.wait(timeout=30)
            nothing_left(how.name)
            console.stdin.close()
            console.stdout.close()

        # killed while the server starts
        console = subprocess.Popen([os.path.join(tools, "quits"), "--demo", "--linear"], env=env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        f.check(until(lambda: processes(scratch)), "it starts")
        console.kill()
        console.wait()
        nothing_left("killed early")

        # without quitsd beside it, it says so
        alone = os.path.join(scratch, "alone")
        os.mkdir(alone)
        shutil.copy(os.path.join(tools, "quits"), alone)
        done = subprocess.run([os.path.join(alone, "quits"), "--demo", "--linear"], env=env, capture_output=True, text=True,
                              timeout=60, stdin=subprocess.DEVNULL)
        f.check(done.returncode not in (0, -11) and "quitsd" in done.stderr, f"no quitsd: {done.returncode} {done.stderr}")
        shutil.rmtree(alone)
        nothing_left("without quitsd")
        print(f"demo: {f.n} facts")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


main()
