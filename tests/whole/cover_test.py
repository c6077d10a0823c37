"""A covered console on a real terminal: nothing of the data is on it, the server has no connection of it, and any key
brings both back."""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import quits


def main():
    f = quits.Facts()
    s = quits.Server(sys.argv[1])
    name = f"quits-cover-{os.getpid()}"

    def tmux(*words, check=True):
        return subprocess.run(["tmux", "-L", name, "-f", "/dev/null", *words], capture_output=True, text=True, check=check,
                              env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout

    def until(true, what, seconds=15):
        end = time.monotonic() + seconds
        while not true():
            f.check(time.monotonic() < end, what() if callable(what) else what)
            time.sleep(0.05)

    def screen():
        return tmux("capture-pane", "-p", "-S", "-")

    def connections():
        with open("/proc/net/unix", encoding="utf-8") as file:
            return sum(1 for line in file if os.path.join(s.dir, "rpc.sock") in line and line.split()[5] == "03")

    try:
        s.start()
        s.import_csv(quits.BOOK)
        until(lambda: connections() == 0, "quitsctl has left")
        before = 0
        tmux("new-session", "-d", "-x", "100", "-y", "30",
             f"env LC_ALL=C.UTF-8 {os.path.join(s.bin, 'quits')} -d {s.dir}")
        until(lambda: "LIVE" in screen(), lambda: "live:\n" + screen())
        tmux("send-keys", "2")
        until(lambda: "Ana Sample" in screen(), lambda: "names:\n" + screen())
        f.check(connections() > before, "it is connected")

        tmux("send-keys", ":", "cover", "Enter")
        until(lambda: "Any key opens" in screen(), lambda: "covered:\n" + screen())
        text = screen()
        f.check(not re.search(r"Ana|Bruno|A-1001|Northwind|LIVE", text), "nothing of the data is left, nor scrolled away:\n" + text)
        until(lambda: connections() == before, "the server has no connection of it")

        s.send_link("A-1001")  # it is not read meanwhile
        until(lambda: connections() == before, "nobody but quitsctl connects while it is covered")
        tmux("send-keys", "s")
        until(lambda: "Ana Sample" in screen() and "LIVE" in screen(), lambda: "open again:\n" + screen())
        f.check("missed" in screen(), "it says what it missed:\n" + screen())
        f.equal(1, len(s.ctl("link.list")["items"]), "the key that opened it sent nothing")
        print(f"cover: {f.n} facts")
    finally:
        tmux("kill-server", check=False)
        s.end()


main()
