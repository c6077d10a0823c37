"""A program under tmux: keys go in, text comes out, and nobody sleeps. What is waited for is a fact on the screen or
the console's own word, in the title of its pane (QUITS_TEST=1), that there is nothing left to do."""
import os
import re
import subprocess
import time

made = 0


class Screen:
    def __init__(self, s, size=(120, 40), env=(), words=None, flags=()):
        global made
        made += 1
        self.name = f"quits-test-{os.getpid()}-{made}"
        self.server = s
        self.idles = 0
        columns, rows = size
        words = words or ["env", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", *env, os.path.join(s.bin, "quits"), "-d", s.dir, *flags]
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), " ".join(words), ";",
                  "set-option", "-g", "remain-on-exit", "on")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-L", self.name, "-f", "/dev/null", *words], capture_output=True, text=True,
                              check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout  # tmux wants UTF-8

    def text(self, looks=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if looks else []))

    def ask(self, what):
        """A fact that tmux knows about the pane: "pane_title", "alternate_on", "mouse_any_flag"."""
        return self.tmux("display-message", "-p", "#{" + what + "}").strip()

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def until(self, pattern, seconds=10, looks=False):
        """Waits for a fact on the screen, not for a time; a screen that never shows it is the failure."""
        return self.until_true(lambda text: re.search(pattern, text), pattern, seconds, looks)

    def until_true(self, true, what, seconds=10, looks=False):
        end = time.monotonic() + seconds
        while True:
            text = self.text(looks)
            if true(text):
                return text
            if time.monotonic() > end:
                print("NOT SEEN:", what)
                print(text)
                raise SystemExit(1)

    def idle(self, seconds=10):
        """Waits until the console has said once more that it has nothing to do. For what surely causes work."""
        end = time.monotonic() + seconds
        while True:
            m = re.match(r"idle:(\d+)$", self.ask("pane_title"))
            if m and int(m.group(1)) > self.idles:
                self.idles = int(m.group(1))
                return self.text()
            if time.monotonic() > end:
                print("NEVER IDLE:", self.ask("pane_title"))
                print(self.text())
                raise SystemExit(1)

    def end(self):
        subprocess.run(["tmux", "-L", self.name, "kill-server"], capture_output=True)
