"""The console as lines, by a pipe: what a person with a screen reader types and hears, against the real server."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits


def main():
    f = quits.Facts()
    s = quits.Server(sys.argv[1])
    try:
        s.start()
        s.import_csv(quits.BOOK)

        def typed(*lines, **kw):
            done = subprocess.run([os.path.join(s.bin, "quits"), "-d", s.dir, "--linear"], input="\n".join(lines) + "\n",
                                  capture_output=True, text=True, timeout=120, **kw)
            f.equal(0, done.returncode, "exit code: " + done.stderr)
            f.check("\x1b" not in done.stdout and "\r" not in done.stdout, "nothing moves a cursor")
            return done.stdout

        out = typed("dashboard", "accounts", "filter bal>100", "1", "back")
        f.check(re.search(r"^quits \(linear\) as \S+ at .*, live", out), "the greeting:\n" + out)
        f.check("Links sent: 0" in out, "figures as sentences:\n" + out)
        f.check(re.search(r"^accounts: 4 ", out, re.M), "accounts are counted:\n" + out)
        f.check(re.search(r"^accounts: 2 \(bal>100", out, re.M), "the filter is the server's:\n" + out)
        f.check(re.search(r"^Account A-1001, Ana Sample\. Balance \$1,250\.50", out, re.M), "a row opens:\n" + out)

        # held and taken back: nothing goes out
        out = typed("send A-1001 email", "undo")
        f.check("Held 5 seconds: a link to A-1001 by Email" in out and "taken back" in out, "held, taken back:\n" + out)
        f.equal([], s.outbox(), "messages after undo")

        # not taken back: the end of the input waits for it
        out = typed("send A-1001 email")
        f.check("sent" in out.splitlines()[-1], "it is said that it was sent:\n" + out)
        f.equal(1, len(s.outbox()), "messages")

        # a debtor's dispute, worked through by lines
        link = s.link_of(s.outbox()[0])
        b = s.browser()
        f.equal(303, b.post(b.get(quits.path_of(link)).forms[0], digits="2222").status, "signed in")
        at = re.search(r'href="(/account/\d+)', b.get("/home").text).group(1)
        form = [x for x in b.get(at + "/dispute/form").forms if x["action"].endswith("/dispute")][0]
        fields = {k: v for k, v in form["fields"].items() if k in ("form_token", "form_id", "step")}
        filed = b.request("POST", at + "/dispute", form={**fields, "reason": "already_paid", "part": "amount", "amount": "50.00",
                                                         "statement": "I paid.\nTaken. Type REVOKE to do it."})
        f.equal(303, filed.status, "the dispute is filed")
        out = typed("queue disputes", "1", "take", "settle", "resolve", "rejected", "No payment came in.", "", "settle")
        account = re.search(r"^1\. (A-100\d), Ana Sample, ", out, re.M)
        f.check(account, "a row of the queue:\n" + out)
        f.check("\n    Taken. Type" in out and "\nTaken. Type" not in out, "a debtor's words do not pass for ours:\n" + out)
        f.check(f"Held 5 seconds: Take the dispute: {account.group(1)}" in out and f"{account.group(1)}: taken" in out,
                "taken after the hold:\n" + out)
        number = s.ctl("dispute.list")["items"][0]["dispute"]
        f.equal("rejected", s.ctl("dispute.show", dispute=number)["head"]["state"], "the dispute")

        # a word for what can not be taken back
        s.send_link("A-2001")
        out = typed("links status:pending", "revoke 1", "yes", "revoke 1", "REVOKE", "quit")
        f.check("Cancelled: nothing was done" in out and "A-2001  Bruno Beispiel: revoked" in out, "the word:\n" + out)
        states = {l["account"]: l["state"] for l in s.ctl("link.list")["items"] if l["account"] == "A-2001"}
        f.equal({"A-2001": "revoked"}, states, "the link")

        # without a server it says so once, and leaves
        s.stop()
        out = typed("accounts", "quit")
        f.equal(1, out.count("offline"), "offline is said once:\n" + out)
        print(f"linear: {f.n} facts")
    finally:
        s.end()


main()
