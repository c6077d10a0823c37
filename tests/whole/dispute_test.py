"""A dispute over HTTP with kill -9 between filing and evidence, in the middle of an upload, and after one: what was
acknowledged is there, what was not leaves no trace but an orphan that the next start sweeps away."""
import http.client
import os
import re
import signal
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits

EDGE = "----quits"


def multipart(fields, files):
    parts = [f"--{EDGE}\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n".encode()
             for k, v in fields.items()]
    parts += [f"--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n".encode() +
              data + b"\r\n" for name, data in files]
    return b"".join(parts) + f"--{EDGE}--\r\n".encode()


def upload(b, path, body, cut=None):
    """The answer's status and Location; None when it was cut off."""
    c = http.client.HTTPConnection(b.host, b.port, timeout=20)
    c.putrequest("POST", path)
    c.putheader("Content-Type", f"multipart/form-data; boundary={EDGE}")
    c.putheader("Content-Length", str(len(body)))
    c.putheader("Cookie", "; ".join(f"{k}={v}" for k, v in b.cookies.items()))
    c.endheaders()
    c.send(body[:cut])
    if cut:
        return c
    r = c.getresponse()
    r.read()
    return r.status, r.headers.get("Location")


def again(s, b):
    s.start()
    b.host, b.port = s.host, s.port


def token(b, path):
    return [f for f in b.get(path).forms if f["action"] == path][0]["fields"]["form_token"]


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    folder = os.path.join(s.dir, "attachments")
    scratch = os.path.join(s.dir, "scratch")
    try:
        s.import_csv(quits.BOOK)
        _, link = s.send_link("A-1001")
        b = s.browser()
        f.equal(303, b.post(b.get(quits.path_of(link)).forms[0], digits="2222").status, "signed in")
        at = re.search(r'href="(/account/\d+)', b.get("/home").text).group(1)
        form = [x for x in b.get(at + "/dispute/form").forms if x["action"].endswith("/dispute")][0]
        fields = {k: v for k, v in form["fields"].items() if k in ("form_token", "form_id", "step")}
        filed = b.request("POST", at + "/dispute", form={**fields, "reason": "already_paid", "part": "amount",
                                                         "amount": "50.00", "statement": "Paid on 3 May."})
        f.equal(303, filed.status, "filed")
        path = filed.headers["Location"]

        s.stop(signal.SIGKILL)  # between filing and evidence
        again(s, b)
        page = b.get(path)
        f.equal(200, page.status, "the dispute is there after a kill")
        f.check("Paid on 3 May." in page.text and "Received" in page.text, "with its words and status")

        c = upload(b, path, multipart({"form_token": token(b, path)}, [("big.txt", b"x" * 3000000)]), cut=1000000)
        while not os.listdir(scratch):
            pass
        s.stop(signal.SIGKILL)  # in the middle of an upload
        c.close()
        f.check(os.listdir(scratch) != [], "a kill leaves a scratch file")
        again(s, b)
        f.equal([], os.listdir(scratch), "the next start sweeps it")
        f.equal([], os.listdir(folder), "and nothing was kept")

        sent = upload(b, path, multipart({"form_token": token(b, path)}, [("receipt.txt", b"I paid."),
                                                                          ("scan.pdf", b"%PDF-1.4\n%%EOF\n")]))
        f.equal((303, path), sent, "evidence is taken")
        s.stop(signal.SIGKILL)  # right after it was acknowledged
        open(os.path.join(folder, "4711"), "w").close()  # as a kill between the move and the commit would leave it
        again(s, b)
        page = b.get(path).text
        f.check("receipt.txt" in page and "scan.pdf" in page, "evidence is there after a kill")
        f.equal(2, len(os.listdir(folder)), "the orphan is swept, the evidence is not")
        f.equal({0o600}, {os.stat(os.path.join(folder, n)).st_mode & 0o777 for n in os.listdir(folder)}, "modes")

        dispute = s.ctl("dispute.list")["items"][0]
        shown = s.ctl("dispute.show", dispute=dispute["dispute"])
        f.equal(["receipt.txt", "scan.pdf"], [x["name"] for x in shown["files"]], "operators see the files")
        f.equal(5000, int(shown["held"]), "the hold stands")
        saved = os.path.join(s.scratch, "saved.txt")
        s.ctl("attachment.get", attachment=shown["files"][0]["attachment"], file=saved)
        with open(saved, "rb") as got:
            f.equal(b"I paid.", got.read(), "quitsctl saves a file")
        f.check(s.ctl("attachment.get", check=False, attachment=shown["files"][0]["attachment"], file=saved)[0] != 0,
                "and never over another")
        s.ctl("dispute.note", dispute=dispute["dispute"], note="not for debtors")
        s.ctl("dispute.resolve", dispute=dispute["dispute"], outcome="rejected", reply="The payment went elsewhere.")
        page = b.get(path).text
        f.check("The payment went elsewhere." in page and "not for debtors" not in page, "the answer, and no note")
        f.equal(403, upload(b, path, multipart({"form_token": "x"}, [("a.txt", b"a")]))[0], "a foreign form is refused")
        db = sqlite3.connect(f"file:{s.dir}/quits.db?mode=ro", uri=True)
        f.equal("ok", db.execute("PRAGMA integrity_check").fetchone()[0], "integrity")
        db.close()
        f.check(s.ctl("audit.verify")["ok"], "the log verifies")
        print(f"dispute: filed, killed three times, nothing lost; {f.n} facts")
    finally:
        s.end()


main()
