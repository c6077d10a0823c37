"""The real console on terminals of all kinds, under tmux: sizes, types, a slow line, pastes, ^Z, and every way to end.
Whatever happens, the terminal is given back as it was."""
import os
import re
import signal
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits
from screen import Screen

PROMPT = "ready>"


def fits(rows):
    """The first row is ours, the key bar is in the last one, and the feed between them."""
    def true(text):
        lines = text.split("\n")
        return len(lines) >= rows and lines[0].startswith(" quits ") and "Help" in lines[rows - 1] and "Activity feed" in text
    return true


def resizing(s, f):
    screen = Screen(s, env=["QUITS_TEST=1"])
    try:
        screen.until("LIVE")
        screen.idle()
        sizes = [(60, 16), (250, 80), (80, 24), (176, 50), (61, 80), (250, 16), (100, 30), (120, 40), (79, 23), (132, 43)] * 2
        for i, (columns, rows) in enumerate(sizes):
            if i % 5 == 0:
                s.ctl("link.send", account="A-2001", channel="sms", source="manual")
            screen.resize(columns, rows)
            text = screen.until_true(fits(rows), f"the dashboard in {columns}x{rows}")
            f.check(max(len(l) for l in text.split("\n")) <= columns, f"nothing is wider than {columns}")
        screen.resize(120, 40)
        screen.until("LINK A-2001")
        for columns, rows in ((59, 24), (80, 15), (20, 5)):
            screen.resize(columns, rows)
            screen.until("quits needs")
        screen.resize(80, 24)
        screen.until_true(fits(24), "the dashboard after a size notice")
    finally:
        screen.end()


def plain_terminals(s, f):
    screen = Screen(s, (80, 24), ["NO_COLOR=1", "TERM=vt100", "QUITS_TEST=1"])
    try:
        screen.until("LIVE")
        screen.idle()
        screen.keys("2")
        screen.until("A-1001")
        looks = screen.text(looks=True)
        f.check(not re.search(r"\x1b\[(3[0-7]|4[0-7]|9[0-7]|38;|48;)", looks), "NO_COLOR has no colour")
        f.check("\x1b[1m" in looks or "\x1b[7m" in looks, "but attributes")
    finally:
        screen.end()
    for theme, colour in (("dual", True), ("mono", False), ("contrast", True)):
        screen = Screen(s, (80, 24), ["TERM=xterm-256color", f"QUITS_THEME={theme}"])
        try:
            screen.until("LIVE")
            looks = screen.text(looks=True)
            f.equal(colour, "\x1b[38;5;" in looks or "38;5;" in looks, f"colours in theme {theme}")
            f.equal(theme == "contrast", "48;5;" in looks, f"a ground of its own in theme {theme}")
        finally:
            screen.end()
    done = s.run("quits", "-d", s.dir, "--theme", "solarized", check=False)
    f.check(done.returncode == 2 and "contrast-light" in done.stderr, "an unknown theme names those there are")


def unknown_types(s, f):
    for kind in ("xterm-ghostty-of-tomorrow", "foot-never-heard-of", ""):
        screen = Screen(s, (80, 24), [f"TERM={kind}"])
        try:
            text = screen.until("type is unknown here; drawing as for xterm-256color")
            screen.until("LIVE")
            screen.keys("j")  # told once: the next key takes it away
            screen.until_true(lambda t: "unknown here" not in t, "the notice goes")
            f.check("quits" in text, "the console is there all the same")
        finally:
            screen.end()
    screen = Screen(s, (80, 24), ["TERM=dumb"])
    try:
        screen.until("use --dump")
        screen.until_true(lambda t: screen.ask("pane_dead") == "1", "it ends")
        f.check(screen.ask("pane_dead_status") != "0", "and says that it failed")
    finally:
        screen.end()


def pastes(s, f):
    screen = Screen(s, (120, 40), ["QUITS_TEST=1"])
    try:
        screen.until("LIVE")
        screen.idle()
        screen.keys("2")
        screen.until("A-1001")
        before = len(s.ctl("link.list")["items"]), s.outbox()
        for text in ("sssSSYY zz q\nQY\n", "s" * 9000, "\x1b[31ms\x1b[201s", "Q\x03\x03Y"):
            screen.tmux("set-buffer", text)
            screen.tmux("paste-buffer", "-p")
            screen.until("paste of .* thrown away")
            screen.keys("j")
            screen.until_true(lambda t: "thrown away" not in t, "the notice goes")
        f.equal(before, (len(s.ctl("link.list")["items"]), s.outbox()), "links and messages after pastes into a list")
        f.check("A-1001" in screen.text(), "the list is still there")
    finally:
        screen.end()


def shell(s, f, *flags):
    """An interactive shell in the pane, with the console in it."""
    screen = Screen(s, (80, 24), words=["env", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "QUITS_TEST=1", "bash", "--norc", "--noprofile", "-i"])
    screen.keys("-l", f"PS1='{PROMPT[:-1]}'\\>' '; clear")
    screen.keys("Enter")
    screen.until(rf"(?m)^{PROMPT} *$")
    screen.keys("-l", " ".join([os.path.join(s.bin, "quits"), "-d", s.dir, *flags]))
    screen.keys("Enter")
    screen.until("LIVE")
    f.equal("1", screen.ask("alternate_on"), "the console has a screen of its own")
    return screen


def given_back(screen, f, what):
    screen.until_true(lambda t: screen.ask("alternate_on") == "0", f"the first screen after {what}")
    screen.until(rf"{PROMPT} *\n*$")
    # the words that are waited for do not stand in the command itself
    screen.keys("-l", "clear; echo mo''des $(stty -a | grep -wo -e '-*icanon' -e '-*echo' -e '-*opost' -e '-*isig') en''ded")
    screen.keys("Enter")
    text = screen.until(r"modes [-a-z\s]* ended")
    words = text.split()
    for word in ("icanon", "echo", "opost", "isig"):
        f.check(word in words and "-" + word not in words, f"{word} after {what}: {text.strip()}")
    f.equal("1", screen.ask("cursor_flag"), f"the cursor is seen after {what}")
    f.equal("0", screen.ask("mouse_any_flag"), f"no mouse after {what}")


def stopping(s, f):
    screen = shell(s, f, "--mouse")
    try:
        f.equal("1", screen.ask("mouse_any_flag"), "the mouse is ours when asked for")
        f.equal("0", screen.ask("mouse_all_flag"), "never its motion")
        for _ in range(3):
            screen.keys("C-z")
            screen.until("Stopped")
            given_back(screen, f, "^Z")
            screen.resize(100, 30)
            screen.keys("-l", "fg")
            screen.keys("Enter")
            screen.until_true(fits(30), "the console after fg")
            f.equal("1", screen.ask("alternate_on"), "its own screen after fg")
            f.equal("1", screen.ask("mouse_any_flag"), "the mouse after fg")
            screen.keys("?")
            screen.until("Help")
            screen.keys("Escape")
            screen.until("Activity feed")
            screen.resize(80, 24)
            screen.until_true(fits(24), "the console in its old size")
    finally:
        screen.end()
    # where no shell could bring it back, ^Z must not leave a dead screen
    screen = Screen(s, (80, 24), ["QUITS_TEST=1"])
    try:
        screen.until("LIVE")
        screen.idle()
        screen.keys("C-z")
        screen.idle()
        screen.keys("?")
        screen.until("Help")
    finally:
        screen.end()


def ending(s, f):
    for name in ("SIGTERM", "SIGHUP", "SIGSEGV", "SIGABRT", "SIGBUS", "q"):
        screen = shell(s, f)
        try:
            if name == "q":
                screen.keys("q")
                screen.until("Quit")
                screen.keys("Y")
            else:
                root = int(screen.ask("pane_pid"))
                with open(f"/proc/{root}/task/{root}/children", encoding="ascii") as file:
                    child = int(file.read().split()[0])
                os.kill(child, getattr(signal, name))
            given_back(screen, f, name)
        finally:
            screen.end()


def slow_line(s, f):
    screen = Screen(s, (80, 24), ["QUITS_TEST=1"], flags=["--bps", "9600"])
    try:
        screen.until("LIVE|SLOW", 20)
        screen.keys("2")
        screen.until("A-1001", 20)
        for _ in range(5):
            s.ctl("link.send", account="A-2001", channel="sms", source="manual")
        screen.keys("1")
        screen.until(r"Activity feed[\s\S]*LINK A-2001", 20)  # the newest, if later
        # its own measure of the line may say SLOW by then; either means connected
        f.check(re.search("LIVE|SLOW", screen.idle(20)), "a slow line comes to rest")
        screen.keys("q")
        screen.until("Quit", 20)
    finally:
        screen.end()


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    try:
        s.import_csv(quits.BOOK)
        for test in (resizing, plain_terminals, unknown_types, pastes, stopping, ending, slow_line):
            test(s, f)
            print(f"terminal: {test.__name__}", flush=True)
        print(f"terminal: {f.n} facts")
    finally:
        s.end()


main()
