"""quits --host: the socket of a server elsewhere through ssh. The ssh here is one of our own that writes down its words and
forwards the socket, so no sshd is needed; what is proved is what quits asks of it and what it leaves behind."""
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits

SSH = r'''#!/usr/bin/env python3
import json, os, signal, socket, sys, threading
words = sys.argv[1:]
folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "words"), "a") as file:
    file.write(json.dumps({"words": words, "pid": os.getpid()}) + "\n")
if os.path.exists(os.path.join(folder, "refuse")):
    sys.exit("Permission denied (publickey).")
if "printenv" in words:
    print(open(os.path.join(folder, "far")).read())
    sys.exit(0)
here, there = words[words.index("-L") + 1].split(":")
print("Warning: the host key was added", file=sys.stderr, flush=True)

def pump(a, b):
    while True:
        try:
            data = a.recv(65536)
            if not data:
                break
            b.sendall(data)
        except OSError:
            break
    for s in (a, b):
        try:
            s.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

door = socket.socket(socket.AF_UNIX)
if os.path.exists(here):  # StreamLocalBindUnlink
    os.unlink(here)
door.bind(here)
door.listen(10)
while True:
    a, _ = door.accept()
    b = socket.socket(socket.AF_UNIX)
    try:
        b.connect(there)
    except OSError:
        a.close()
        continue
    threading.Thread(target=pump, args=(a, b), daemon=True).start()
    threading.Thread(target=pump, args=(b, a), daemon=True).start()
'''


def gone(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def main():
    f = quits.Facts()
    s = quits.Server(sys.argv[1])
    tools = os.path.join(s.scratch, "tools")
    tmp = tempfile.mkdtemp(prefix="quits-host-test-")
    words = os.path.join(tools, "words")
    env = {**os.environ, "TMPDIR": tmp, "PATH": tools + ":" + os.environ["PATH"], "QUITS_DIR": "/nowhere"}

    def asked():
        with open(words, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        os.unlink(words)
        return lines

    def run(*flags, typed="accounts\n"):
        return subprocess.run([os.path.join(s.bin, "quits"), *flags, "--linear"], input=typed, env=env, capture_output=True,
                              text=True, timeout=60)

    def nothing_left(lines, how):
        f.check(until(lambda: all(gone(l["pid"]) for l in lines)), how + ": ssh is gone")
        f.check(until(lambda: os.listdir(tmp) == []), f"{how}: no folder is left: {os.listdir(tmp)}")

    try:
        os.mkdir(tools)
        with open(os.path.join(tools, "ssh"), "w", encoding="utf-8") as file:
            file.write(SSH)
        os.chmod(os.path.join(tools, "ssh"), 0o755)
        s.start()
        s.import_csv(quits.BOOK)

        done = run("--host", "ana@server:2222", "-d", s.dir)
        f.equal(0, done.returncode, "exit code: " + done.stderr)
        f.check("1. A-1001, Ana Sample" in done.stdout, "the book of the other side:\n" + done.stdout)
        f.check("host key was added" in done.stderr, "what ssh says is shown: " + done.stderr)
        lines = asked()
        w = lines[0]["words"]
        f.equal(1, len(lines), "ssh runs once")
        f.equal(["-o", "ExitOnForwardFailure=yes", "-o", "StreamLocalBindUnlink=yes", "-o", "ServerAliveInterval=10", "-o",
                 "ServerAliveCountMax=3", "-N", "-L"], w[:10], "its words")
        here, there = w[10].split(":")
        f.equal(os.path.join(s.dir, "rpc.sock"), there, "the socket there")
        f.check(here.startswith(tmp + "/") and here.endswith("/rpc.sock"), "the socket here: " + here)
        f.equal(["-p", "2222", "--", "ana@server"], w[11:], "whom it asks")
        nothing_left(lines, "left as it should be")

        # the folder there is asked for; QUITS_DIR of this machine is none of that one's
        with open(os.path.join(tools, "far"), "w", encoding="utf-8") as file:
            file.write(s.dir)
        done = run("--host", "server")
        f.check("1. A-1001, Ana Sample" in done.stdout, "found by itself:\n" + done.stdout + done.stderr)
        lines = asked()
        f.equal(["--", "server", "printenv", "QUITS_DIR"], lines[0]["words"], "the question")
        nothing_left(lines, "asked")

        # while it runs the folder is ours alone; and killed, nothing stays
        console = subprocess.Popen([os.path.join(s.bin, "quits"), "--host", "server", "-d", s.dir, "--linear"], env=env,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        f.check("live" in console.stdout.readline(), "it greets")
        folder = os.path.join(tmp, os.listdir(tmp)[0])
        f.equal(0o700, stat.S_IMODE(os.stat(folder).st_mode), "mode of the folder")
        lines = asked()
        console.send_signal(signal.SIGKILL)
        console.wait()
        nothing_left(lines, "killed")
        console.stdin.close()
        console.stdout.close()

        # an ssh that ends is made again, without asking anything, and ends with the console
        console = subprocess.Popen([os.path.join(s.bin, "quits"), "--host", "server", "-d", s.dir, "--linear"], env=env,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        f.check("live" in console.stdout.readline(), "it greets")
        first = asked()
        os.kill(first[0]["pid"], signal.SIGKILL)
        f.check(until(lambda: os.path.exists(words)), "ssh is run again")
        second = asked()
        f.check("BatchMode=yes" in second[0]["words"] and "BatchMode=yes" not in first[0]["words"], "and may not ask")
        while "live" not in (line := console.stdout.readline().lower()) and "back" not in line:
            f.check(line, "it says that it is back")
        console.stdin.write("accounts\nquit\n")
        console.stdin.flush()
        f.check("A-1001" in console.stdout.read(), "and works")
        console.wait()
        nothing_left(first + second, "made again")
        console.stdin.close()
        console.stdout.close()

        # refusals: nothing reaches ssh that it could take for a flag, a shell for more than a word
        for bad in ("-oProxyCommand=x", "a b", "a;b", "$(x)", "", "server:0", "server:x"):
            done = run("--host", bad, "-d", s.dir)
            f.check(done.returncode != 0 and not os.path.exists(words), f"{bad!r} is refused: {done.stderr}")
        done = run("--host", "server", "-d", "relative")
        f.check(done.returncode != 0 and not os.path.exists(words), "a path that is not whole is refused")

        # ssh that can not: its words, and ours
        with open(os.path.join(tools, "refuse"), "w", encoding="utf-8"):
            pass
        done = run("--host", "server", "-d", s.dir)
        f.check(done.returncode != 0 and "Permission denied" in done.stderr and "ssh to server has ended" in done.stderr,
                "said: " + done.stderr)
        nothing_left(asked(), "refused")
        print(f"host: {f.n} facts")
    finally:
        s.end()
        os.rmdir(tmp)


main()
