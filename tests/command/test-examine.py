"""examine: what is refused with a sentence, the three formats, and where passwords are not."""

import contextlib
import json
import os
import pty
import select
import signal
import subprocess
import tempfile
import termios
import time
from pathlib import Path

import server
import tap

SECRET = "geheim42"
TWO_ACCOUNTS = """[Account: 1]
account_name=Work
address=taro@example.jp
protocol=1
receive_server=localhost
user_id=taro
set_imapport=1
imap_port={port}
ssl_imap=1
imap_auth_method=1
password=!{secret}
use_mail_command=1

[Account: 2]
account_name=Local
protocol=3
use_mail_command=1
"""
ONE_ACCOUNT = TWO_ACCOUNTS.partition("\n\n")[0] + "\n"
SETTINGS = """account.name 'Work'
receive.service.protocol 'imap'
receive.server.host 'localhost'
receive.server.port {port}
receive.server.security 'tls'
receive.auth.enabled true
receive.auth.user 'taro'
receive.auth.mechanism 'login-command'
"""


@contextlib.contextmanager
def profile(accountrc):
    """A settings folder of the client with these bytes as accountrc; None: no such file."""
    with tempfile.TemporaryDirectory() as folder:
        if accountrc is not None:
            (Path(folder) / "accountrc").write_bytes(accountrc if isinstance(accountrc, bytes) else accountrc.encode())
        yield folder


def filled(template):
    return template.format(port=server.closed_port(), secret=SECRET)


# name: accountrc, more words, standard input, part of the sentence on standard error
REFUSALS = {
    "no accountrc": (None, [], "", "There is no list of accounts at “"),
    "empty accountrc": ("", [], "", "accountrc” lists no account."),
    "junk": (b"\x00\xff[Acc\n=\n[[[", [], "", "accountrc” lists no account."),
    "unknown account": (TWO_ACCOUNTS, ["--account", "Home"], "",
                        "There is no account “Home”. The accounts are: “Work”, “Local”."),
    "several accounts": (TWO_ACCOUNTS, [], "", "There are several accounts: “Work”, “Local”."),
    "local account": (TWO_ACCOUNTS, ["--account", "Local"], "", "the account has no mail server."),
    "service that it does not use": (ONE_ACCOUNT, ["--service", "pop3"], "", "The account has no server for pop3."),
    "no account with the service": (TWO_ACCOUNTS, ["--all", "--service", "pop3"], "",
                                    "No account has a service to examine."),
    "unknown option": (ONE_ACCOUNT, ["--xyz"], "", "Unknown option --xyz"),
    "word too many": (ONE_ACCOUNT, ["xyz"], "", "“xyz” is not expected here."),
    "unknown format": (ONE_ACCOUNT, ["--format", "xml"], "",
                       "--format cannot be “xml”. It is one of: text, json, lines."),
    "unknown service": (ONE_ACCOUNT, ["--service", "nntp"], "",
                        "--service cannot be “nntp”. It is one of: imap, pop3, smtp."),
    "recipient": (ONE_ACCOUNT, ["--recipient", "bob@example.net>\r\nDATA"], "",
                  "--recipient takes a mail address such as bob@example.net."),
    "deadline": (ONE_ACCOUNT, ["--deadline", "-1"], "", "The deadline must be between 1 and 3600 seconds."),
    "two kinds of subject": (ONE_ACCOUNT, ["--all", "--account", "Work"], "", "Only one of --account, --all"),
    "password for all": (ONE_ACCOUNT, ["--all", "--password-fd", "0"], "", "it cannot be used with --all."),
    "lines for all": (ONE_ACCOUNT, ["--all", "--format", "lines"], "", "it cannot be used with --all."),
    "masked lines": (ONE_ACCOUNT, ["--masked", "--format", "lines"], "", "it cannot be used with --masked."),
    "closed password descriptor": (ONE_ACCOUNT, ["--password-fd", "77"], "",
                                   "No password can be read from file descriptor 77: "),
    "bad password descriptor": (ONE_ACCOUNT, ["--password-fd", "-5"], "", "--password-fd takes the number"),
    "one input for two": (None, ["--settings", "-", "--password-fd", "0"], "",
                          "Settings and passwords cannot both come from standard input."),
    "authorities": (ONE_ACCOUNT, ["--ca-file", "/dev/null/x"], "",
                    "The file of authorities “/dev/null/x” cannot be read: "),
    "authorities that are none": (ONE_ACCOUNT, ["--ca-file", __file__], "", "holds no certificate in PEM form"),
    "settings file": (None, ["--settings", "/dev/null/x"], "", "The settings cannot be read from /dev/null/x: "),
    "settings that are none": (None, ["--settings", "-"], "account.id 1\nnonsense\n",
                               "standard input:2: not a fact; write a name, a space and a value"),
    "facts that are no settings": (None, ["--settings", "-"], "receive.tcp.result 'refused'\n",
                                   "standard input:1: “receive.tcp.result” is no setting of an account"),
    "settings without a service": (None, ["--settings", "-"], "account.id 1\n",
                                   "There is nothing to examine: the account has no mail server."),
}


def refusal(name):
    accountrc, words, stdin, sentence = REFUSALS[name]

    def test():
        with profile(accountrc) as folder:
            where = [] if "--settings" in words else ["--config-dir", folder]
            answer = tap.run("examine", *where, *words, stdin=stdin)
        tap.contains(answer.err, "account-doctor examine: ")
        tap.contains(answer.err, sentence)
        tap.equal((answer.status, answer.out), (3, ""))

    return test


def refusal_in_lines():
    answer = tap.run("examine", "--format", "lines", "--settings", "-", stdin="nonsense\n")
    tap.equal(answer.status, 3)
    first, last = answer.out.splitlines()
    tap.contains(first, "error 'standard input:1: ")
    tap.equal(last, "end ('unknown', 3)")


def refused_port(*words):
    """This computer itself, where nothing serves mail: nobody has put a server's name in."""
    return tap.run("examine", "--no-trials", "--settings", "-", *words, stdin=filled(SETTINGS))


def text():
    answer = refused_port()
    tap.equal((answer.status, answer.err), (2, ""))
    tap.contains(answer.out, "✗ Connection")
    tap.contains(answer.out, "– Login                not reached\n")
    tap.contains(answer.out, "Name           config.host\n")
    tap.equal(max(len(line) for line in answer.out.splitlines()) <= 78, True)


def half_an_account():
    settings = filled(SETTINGS) + "send.service.protocol 'smtp'\n"
    answer = tap.run("examine", "--no-trials", "--settings", "-", stdin=settings)
    tap.contains(answer.out, "Sending: the account names no server.\n")


def as_json():
    answer = refused_port("--format", "json")
    tap.equal((answer.status, answer.err), (2, ""))
    whole = json.loads(answer.out)
    account = whole["accounts"][0]
    tap.equal(sorted(whole), ["accounts", "version"])
    tap.equal(sorted(account), ["facts", "findings", "name", "seconds", "state", "verdict"])
    tap.equal((account["name"], account["state"]), ("Work", "problem"))
    first = account["findings"][0]
    tap.equal((first["cause"], first["certainty"], first["service"]), ("config.host", "likely", "imap"))
    tap.equal(first["evidence"]["receive.tcp.result"], "refused")
    tap.equal(account["facts"]["receive.tcp.result"], "refused")
    tap.equal("receive.server.host" in account["facts"], False)


def verbose_json():
    facts = json.loads(refused_port("--format", "json", "--verbose").out)["accounts"][0]["facts"]
    tap.equal(facts["receive.server.host"], "localhost")


def masked():
    for words in (["--format", "text"], ["--format", "json"], ["--format", "json", "--verbose"]):
        answer = refused_port("--masked", *words)
        for private in ("localhost", "taro", "Work"):
            tap.equal((words, private in answer.out), (words, False))


def lines():
    answer = refused_port("--format", "lines")
    tap.equal((answer.status, answer.err), (2, ""))
    got = answer.out.splitlines()
    tap.equal(got[-1], "end ('problem', 2)")
    tap.equal(got[-2].startswith("finding "), True)
    findings = [line for line in got if line.startswith("finding ")]
    tap.equal(findings[0], "finding ('receive', 'config.host', 'likely')")
    tap.equal("receive.tcp.result 'refused'" in got, True)
    tap.equal("progress ('receive', 'tcp', 'running')" in got, True)
    tap.equal(any(line.startswith("receive.server.port ") for line in got), False)


def all_accounts():
    with profile(filled(TWO_ACCOUNTS)) as folder:
        answer = tap.run("examine", "--all", "--no-trials", "--format", "json", "--config-dir", folder)
    tap.equal(answer.status, 2)
    tap.equal([each["name"] for each in json.loads(answer.out)["accounts"]], ["Work"])
    tap.equal(SECRET in answer.out + answer.err, False)


def side_by_side():
    """Many accounts take not much longer than the slowest."""
    with tempfile.TemporaryDirectory() as folder, \
            server.ImapServer(server.make_certificate(Path(folder)), open_gate=False) as imap, \
            profile("\n".join(ONE_ACCOUNT.format(port=imap.port, secret="x").replace(": 1]", f": {number}]")
                              for number in range(1, 17))) as config:
        started = time.monotonic()
        answer = tap.run("examine", "--all", "--deadline", "1", "--no-trials", "--ca-file", folder + "/cert.pem",
                         "--format", "json", "--config-dir", config)
        seconds = time.monotonic() - started
    tap.equal(len(json.loads(answer.out)["accounts"]), 16)
    tap.equal((seconds < 10, seconds)[0], True)  # one after the other it would be 16


def default_profile():
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / ".claws-mail").mkdir()
        (Path(home) / ".claws-mail" / "accountrc").write_text(filled(ONE_ACCOUNT))
        before = sorted(Path(home).rglob("*"))
        answer = tap.run("examine", "--no-trials", home=Path(home))
        tap.equal(sorted(Path(home).rglob("*")), before)
    tap.equal(answer.status, 2)
    tap.contains(answer.out, "Work")


def no_terminal():
    """Without a terminal and a descriptor there is no login, and it says so."""
    with tempfile.TemporaryDirectory() as folder, \
            server.ImapServer(server.make_certificate(Path(folder))) as imap:
        answer = tap.run("examine", "--no-trials", "--ca-file", folder + "/cert.pem", "--settings", "-",
                         stdin=SETTINGS.format(port=imap.port))
        tap.contains(answer.out, "No login was tried, because there was no password.")
        tap.equal([line for line in imap.lines if "LOGIN" in line.upper().split()[1:2]], [])


def descriptor_with(data):
    reading, writing = os.pipe()
    os.write(writing, data.encode())
    os.close(writing)
    return reading


def everything_about(process):
    """Arguments and environment of a running process, as anybody with the right may see them."""
    found = b""
    for name in ("cmdline", "environ"):
        with contextlib.suppress(PermissionError):
            found += Path(f"/proc/{process.pid}/{name}").read_bytes()
    return found


def secrets():
    """The password arrives at the server, and is nowhere else: output, arguments, environment."""
    with tempfile.TemporaryDirectory() as folder, \
            server.ImapServer(server.make_certificate(Path(folder)), SECRET, open_gate=False) as imap:
        fd = descriptor_with(SECRET + "\n")
        command = [str(tap.PROGRAM), "examine", "--no-trials", "--ca-file", folder + "/cert.pem", "--verbose",
                   "--format", "json", "--settings", "-", "--password-fd", str(fd)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   pass_fds=[fd])
        os.close(fd)
        process.stdin.write(SETTINGS.format(port=imap.port).encode())
        process.stdin.close()
        tap.equal(imap.connected.wait(server.TIMEOUT_SECONDS), True)
        tap.equal(SECRET.encode() in everything_about(process), False)
        imap.gate.set()
        out, err = process.stdout.read(), process.stderr.read()
        tap.equal((process.wait(server.TIMEOUT_SECONDS), err), (0, b""))
        tap.equal(any(SECRET in line for line in imap.lines), True)
        tap.equal(SECRET.encode() in out + err, False)
        tap.equal(json.loads(out)["accounts"][0]["state"], "healthy")


def deadline():
    """A server that says nothing does not hold it longer than that."""
    with tempfile.TemporaryDirectory() as folder, \
            server.ImapServer(server.make_certificate(Path(folder)), open_gate=False) as imap:
        answer = tap.run("examine", "--deadline", "1", "--no-trials", "--ca-file", folder + "/cert.pem", "--format",
                         "json", "--settings", "-", stdin=SETTINGS.format(port=imap.port))
    seconds = json.loads(answer.out)["accounts"][0]["seconds"]
    tap.equal((seconds < 3, seconds)[0], True)
    tap.equal(answer.status in (2, 3), True)


def lead_session():
    """For the child: a session of its own, and Ctrl-C as in a terminal (a background job ignores it)."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *words):
        self.master, slave = pty.openpty()
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.process = subprocess.Popen([str(tap.PROGRAM), *words], stdin=slave, stdout=slave, stderr=slave,
                                        preexec_fn=lead_session)
        self.seen = ""

    def read_until(self, text):
        while text not in self.seen:
            ready, _, _ = select.select([self.master], [], [], server.TIMEOUT_SECONDS)
            if not ready:
                raise AssertionError(f"{text!r} did not come: {self.seen!r}")
            self.seen += os.read(self.master, 4096).decode()

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        """Exit status; the terminal must be as it was."""
        status = self.process.wait(server.TIMEOUT_SECONDS)
        tap.equal(termios.tcgetattr(self.slave), self.before)
        os.close(self.slave)
        os.close(self.master)
        return status


def on_terminal(check, **options):
    with tempfile.TemporaryDirectory() as folder, \
            server.ImapServer(server.make_certificate(Path(folder)), SECRET, **options) as imap, \
            profile(ONE_ACCOUNT.format(port=imap.port, secret="x")) as config:
        check(Terminal("examine", "--no-trials", "--config-dir", config, "--ca-file", folder + "/cert.pem"), imap)


def asks(terminal, imap):
    terminal.read_until("Password of taro at localhost (empty: no login):")
    terminal.type("typo\x15" + SECRET[:-1] + "x\x7f" + SECRET[-1] + "\n")
    terminal.read_until("✓ Login")
    tap.equal(terminal.end(), 0)
    tap.equal(any(SECRET in line for line in imap.lines), True)
    tap.equal("geheim" in terminal.seen or "typo" in terminal.seen, False)


def takes_no(terminal, imap):
    terminal.read_until("no login):")
    terminal.type("\n")
    terminal.read_until("No login was tried")
    tap.equal(terminal.end(), 3)
    tap.equal(any("LOGIN" in line for line in imap.lines), False)


def can_be_left(terminal, imap):
    terminal.read_until("no login):")
    terminal.type("\x03")
    tap.equal(terminal.end(), -signal.SIGINT)
    tap.equal(imap.lines, [])


tap.main({
    **{name: refusal(name) for name in REFUSALS},
    "refusal in lines": refusal_in_lines,
    "text": text,
    "an account without a server for sending": half_an_account,
    "JSON": as_json,
    "verbose JSON": verbose_json,
    "masked": masked,
    "lines": lines,
    "all accounts": all_accounts,
    "all accounts side by side": side_by_side,
    "the default profile is only read": default_profile,
    "no terminal": no_terminal,
    "secrets": secrets,
    "deadline": deadline,
    "asks on a terminal": lambda: on_terminal(asks),
    "empty password on a terminal": lambda: on_terminal(takes_no),
    "Ctrl-C while asking": lambda: on_terminal(can_be_left),
})
