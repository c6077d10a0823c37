"""What a mail program and a phone do with our messages: the List-Unsubscribe of RFC 8058, rights without cookies, and an
opt-out that is in force when its answer arrives."""
import email
import email.policy
import os
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
import quits


def newest_mail(s, link):
    path = [p for p in s.outbox() if f"-{link}-" in p and p.endswith(".eml")][0]
    with open(path, "rb") as f:
        return email.message_from_binary_file(f, policy=email.policy.default)


def one_click(s, f):
    sent, link = s.send_link("A-1001")
    mail = newest_mail(s, sent["link"])
    url = re.fullmatch(r"<(http://[^<>\s]+/u/[A-Za-z0-9_-]{43})>", mail["List-Unsubscribe"].strip())
    f.check(url, f"List-Unsubscribe: {mail['List-Unsubscribe']!r}")
    f.equal("List-Unsubscribe=One-Click", mail["List-Unsubscribe-Post"], "List-Unsubscribe-Post")
    f.check(url.group(1) in mail.get_content(), "the address stands in the message too")
    path = quits.path_of(url.group(1))
    f.equal(200, s.browser().get(path).status, "what a person sees there")
    f.equal([], s.ctl("account.show", account="A-1001").get("consents", []), "consents after a look")
    answer = s.browser().request("POST", path, form={"List-Unsubscribe": "One-Click"}, headers={"Origin": "null"})
    f.equal(200, answer.status, "one click")
    code, text = s.ctl("link.send", check=False, account="A-1001", channel="email")
    f.check(code == 6 and "wants no messages" in text, f"the next send: {code} {text}")
    said = s.ctl("account.show", account="A-1001")["consents"]
    f.equal(("email", "withdrawn", "mail", "debtor"), tuple(said[0][k] for k in ("scope", "state", "door", "actor")),
            "what was recorded")
    f.equal(1, s.ctl("kpi.show", period="today")["opt_outs"], "opt-outs today")
    return link


def one_click_as_multipart(s, f):
    sent, _ = s.send_link("A-2001")
    path = quits.path_of(newest_mail(s, sent["link"])["List-Unsubscribe"].strip()[1:-1])
    body = "--frontier\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--frontier--\r\n"
    answer = s.browser().raw_post(path, body, "multipart/form-data; boundary=frontier")
    f.equal(200, answer.status, "one click, as mail programs should send it")
    f.check("keine Nachrichten" in answer.text or "no messages" in answer.text, "it is confirmed")
    code, _ = s.ctl("link.send", check=False, account="A-2001", channel="email")
    f.equal(6, code, "the next send")
    large = s.browser().raw_post(path, "x" * 200000, "multipart/form-data; boundary=frontier")
    f.equal(413, large.status, "a large one is not read")


def rights_without_cookies(s, f):
    _, link = s.send_link("A-2001", channel="sms")
    b = s.browser()

    def without(answer):
        b.cookies.clear()
        return answer

    page = without(b.get(quits.path_of(link)))
    rights = re.search(r'href="(/l/[^"]+/rights)"', page.text).group(1)
    choice = without(b.get(rights))
    f.equal(["right"] * 4, choice.forms[0]["visible"], "nothing but the choice is asked")
    sure = without(b.post(choice.forms[0], right="not_me"))
    f.check("2001" not in sure.text and "Bruno" not in sure.text, "nothing is revealed")
    f.equal([], [c for c in s.ctl("account.show", account="A-2001").get("consents", []) if c["scope"] == "sms"],
            "after the first form")
    f.equal(200, without(b.post(sure.forms[0])).status, "confirmed")
    f.equal(["parked"], [c["state"] for c in s.ctl("account.show", account="A-2001")["consents"] if c["scope"] == "sms"],
            "after the second")
    f.equal("Not this person: Bruno Beispiel", s.ctl("notification.list")["items"][0]["title"], "an operator is told")
    code, _ = s.ctl("link.send", check=False, account="A-2001", channel="sms")
    f.equal(6, code, "the next send")


def a_phoned_in_stop(s, f):
    sent = s.ctl("link.send", account="A-1002", channel="sms", hold=60000)
    s.ctl("consent.set", account="A-1002", scope="sms", state="withdrawn", reason="said so on the phone")
    row = [l for l in s.ctl("link.list", account="A-1002")["items"] if l["link"] == sent["link"]][0]
    f.equal("revoked", row["state"], "the held link")
    s.ctl("consent.set", account="A-1002", scope="sms", state="allowed", reason="called again")
    f.equal("pending", s.ctl("link.send", account="A-1002", channel="sms")["state"], "allowed again")


def a_new_link_for_an_old_one(s, f):
    sent, link = s.send_link("A-1001", channel="sms")
    s.ctl("link.revoke", link=sent["link"])
    old, never = s.browser().get(quits.path_of(link)), s.browser().get("/l/" + "Q" * 43)
    f.equal(quits.tidy(never.body), quits.tidy(old.body), "an old link and one that never was")
    before = s.outbox()
    answers = [s.browser().post(p.forms[0]) for p in (old, never)]
    f.equal(quits.tidy(answers[0].body), quits.tidy(answers[1].body), "what they are told")
    s.ctl("feed.read", after=s.ctl("feed.read")["head"], wait=3000, kinds="link.sent")
    f.equal(1, len([p for p in s.outbox() if p not in before]), "messages")


def main():
    s = quits.Server(sys.argv[1]).start()
    f = quits.Facts()
    try:
        s.import_csv(quits.BOOK)
        one_click(s, f)
        one_click_as_multipart(s, f)
        rights_without_cookies(s, f)
        a_phoned_in_stop(s, f)
        a_new_link_for_an_old_one(s, f)
        f.check(s.ctl("audit.verify")["ok"], "the log verifies")
        f.equal(0, s.stop(), "exit of a server that is told to stop")
        print(f"consent: {f.n} facts")
    finally:
        s.end()


main()
