"""explain: one text, and the filter that no line can stop."""

import json
import os
import subprocess

import tap

REFUSED = "2 NO [AUTHENTICATIONFAILED] Authentication failed."

# name: words, standard input, exit status, part of standard output, standard error
INVOCATIONS = {
    "a refusal": (["explain", "--service", "imap", "--stage", "auth", REFUSED], "", 2, "auth.password", ""),
    "a refusal from standard input": (["explain", "--service", "imap"], REFUSED, 2, "auth.password", ""),
    "words without quotes": (["explain", "--service", "imap", *REFUSED.split()], "", 2, "auth.password", ""),
    "nothing that is known": (["explain", "xyzzy"], "", 3, "Not determined", ""),
    "no text": (["explain"], " \n", 3, "", "account-doctor explain: There is no text to explain.\n"),
    "bad service": (["explain", "--service", "x", "y"], "", 3, "",
                    "account-doctor explain: --service cannot be “x”. It is one of: imap, pop3, smtp, tls, net, oauth.\n"),
    "bad format": (["explain", "--format", "xml", "y"], "", 3, "",
                   "account-doctor explain: --format cannot be “xml”. It is one of: text, json.\n"),
    "a folder that is not there": (["explain", "--overlay", "/dev/null/x", "xyzzy"], "", 3, "Not determined",
                                   "account-doctor explain: The folder “/dev/null/x” for own rules"),
}


def invocation(name):
    words, stdin, status, out, err = INVOCATIONS[name]

    def test():
        answer = tap.run(*words, stdin=stdin)
        tap.equal(answer.status, status)
        tap.contains(answer.out, out)
        tap.equal(answer.err[:len(err)], err)
        tap.equal(bool(answer.err), bool(err))

    return test


def as_json():
    answer = tap.run("explain", "--service", "imap", "--format", "json", REFUSED)
    tap.equal(answer.status, 2)
    first = json.loads(answer.out)["findings"][0]
    tap.equal(first["cause"], "auth.password")
    tap.equal(first["service"], "imap")
    tap.equal("receive.login.result" in first["decide"], True)
    tap.equal(first["evidence"]["receive.reply.text"], REFUSED)
    tap.equal(sorted(first), ["action", "cause", "certainty", "decide", "evidence", "fixes", "reason", "rule", "service", "title"])


def batch():
    """Each line is answered in its place, whatever the others are."""
    good = {"service": "imap", "stage": "auth", "text": REFUSED}
    lines = [
        json.dumps({"id": 1, **good}).encode(),
        b'{"id": 2, "service":',
        b"\xff\xfe\x00\x01",
        b"[" * 100000,
        b'{"id": 5, "text": "' + b"x" * 5_000_000 + b'"}',
        b"",
        b"null",
        b'{"id": 8, "service": 9, "text": "x", "unknown": {"a": [1, 2]}}',
        json.dumps({"id": 9, "service": "imap", "text": "\u0000\u202e" + REFUSED}).encode(),
        json.dumps({"id": 10, **good}).encode(),
    ]
    answer = tap.run("explain", "--batch", stdin=b"\n".join(lines) + b"\n")
    tap.equal(answer.status, 0)
    tap.equal(answer.err, "")
    answers = [json.loads(line) for line in answer.out.splitlines()]
    tap.equal(len(answers), len(lines))
    tap.equal([number for number, each in enumerate(answers, 1) if "error" in each], [2, 3, 4, 5, 6, 7])
    tap.equal([each["line"] for each in answers if "error" in each], [2, 3, 4, 5, 6, 7])
    tap.equal([each["id"] for each in answers], [1, None, None, None, None, None, None, 8, 9, 10])
    tap.equal(answers[0]["findings"][0]["cause"], "auth.password")
    tap.equal(answers[0]["findings"], answers[-1]["findings"])


def batch_of_flat_and_other_lines():
    """A line is answered alike, whether it is a flat object or has more in it."""
    known = {"service": "smtp", "stage": "rcpt", "provider": "gmail", "port": 587, "security": "starttls",
             "host": "smtp.gmail.com", "receive_ok": True, "send_ok": False, "worked_before": None}
    for number, text in enumerate([REFUSED, "550 5.7.1 “Grüße” \t <a@example.org>\nno", "Überlauf: 日本語 \\ \"q\""]):
        for own in (number, f"n\"{number}", None, True):
            line = {"id": own, "text": text, **known}
            plain, escaped, other = (json.dumps(line, ensure_ascii=False), json.dumps(line),
                                     json.dumps({**line, "more": {"a": [1.5]}}))
            answer = tap.run("explain", "--batch", stdin="\n".join([plain, escaped, other]))
            answers = answer.out.splitlines()
            tap.equal((len(answers), len(set(answers))), (3, 1))
            tap.equal(json.loads(answers[0])["id"], own)


def batch_without_last_newline():
    answer = tap.run("explain", "--batch", stdin='{"id": 1, "text": "x"}')
    tap.equal(json.loads(answer.out)["id"], 1)


def batch_in_order():
    """Many lines are answered in their order, although side by side."""
    lines = [json.dumps({"id": number, "text": REFUSED * (number % 7)}) for number in range(2000)]
    answer = tap.run("explain", "--batch", stdin="\n".join(lines))
    tap.equal([json.loads(line)["id"] for line in answer.out.splitlines()], list(range(2000)))


def batch_as_conversation():
    """Each answer comes before the next line is asked for."""
    process = subprocess.Popen([str(tap.PROGRAM), "explain", "--batch"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, env={**os.environ, "HOME": "/dev/null"})
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "text": REFUSED}).encode() + b"\n")
        process.stdin.flush()
        tap.equal(json.loads(process.stdout.readline())["id"], number)
    process.stdin.close()
    tap.equal((process.stdout.read(), process.wait()), (b"", 0))


def batch_of_nothing():
    answer = tap.run("explain", "--batch", stdin="")
    tap.equal((answer.status, answer.out, answer.err), (0, "", ""))


def secrets():
    """What looks like a password in the text is not repeated."""
    text = "C: a1 LOGIN taro geheim42\nS: a1 NO [AUTHENTICATIONFAILED] Authentication failed."
    for words in (["--format", "text"], ["--format", "json"]):
        answer = tap.run("explain", "--service", "imap", *words, stdin=text)
        tap.equal("geheim42" in answer.out + answer.err, False)


tap.main({
    **{name: invocation(name) for name in INVOCATIONS},
    "as JSON": as_json,
    "batch": batch,
    "batch of flat and other lines": batch_of_flat_and_other_lines,
    "batch without a last newline": batch_without_last_newline,
    "batch in order": batch_in_order,
    "batch as a conversation": batch_as_conversation,
    "batch of nothing": batch_of_nothing,
    "secrets": secrets,
})
