"""The command in Japanese: everything is translated, and wide characters keep columns and width."""

import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import tap

# What is the same in every language: commands, conditions, what stands in quotation marks; and GLib's own.
SAME = re.compile(r"account-doctor [a-z]+|[“「].*?[”」]|Claws Mail|Usage:|(Help|Application) Options:|Show help options")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
# The row of examples quotes servers; so do conditions, over several lines.
EXAMPLES = "例  "
CONDITION = re.compile(r"( +)[a-z]+\.[a-z-]+ ")
COMMANDS = ("examine", "explain", "lookup", "list", "show", "lint", "version")
SETTINGS = """receive.service.protocol 'imap'
receive.server.host '127.0.0.1'
receive.server.port 1
receive.server.security 'tls'
receive.auth.enabled true
receive.auth.user 'taro'
"""


def columns(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def own_words(text):
    """The lines that quote no server."""
    indent = None
    for line in text.splitlines():
        condition = CONDITION.match(line)
        if condition:
            indent = condition[1]
        elif indent is None or not re.match(rf"{indent}\S", line):
            indent = None
            if not line.startswith(EXAMPLES):
                yield line


class Japanese:
    """Run the command with the translations of the source."""

    def __init__(self, folder):
        self._env = {"ACCOUNT_DOCTOR_LOCALEDIR": folder, "LC_ALL": "C.UTF-8", "LANGUAGE": "ja"}
        target = Path(folder) / "ja" / "LC_MESSAGES"
        target.mkdir(parents=True)
        subprocess.run(["msgfmt", "-o", target / "account-doctor.mo", tap.SOURCE / "po" / "ja.po"], check=True)

    def run(self, *words, stdin=""):
        """Nothing but data is in English."""
        answer = tap.run(*words, stdin=stdin, env=self._env)
        for line in own_words(answer.out + answer.err):
            tap.equal((ENGLISH.search(SAME.sub("", line)), line), (None, line))
        return answer

    def run_narrow(self, *words, stdin=""):
        """No line is wider than a terminal."""
        answer = self.run(*words, stdin=stdin)
        for line in answer.out.splitlines():
            tap.equal((columns(line) <= 78, line), (True, line))
        return answer


def rows(out, indent):
    """Label and column of what follows, of the lines that begin with a label."""
    pattern = re.compile(rf"^ {{{indent}}}(\S.*?)(?:  +(\S.*))?$")
    for line in out.splitlines():
        match = pattern.match(line)
        if match:
            yield match.group(1), columns(line[:match.start(2)]) if match.group(2) else None


def helps(japanese):
    tap.contains(japanese.run_narrow("--help").out, "コマンド:\n")
    for command in COMMANDS:
        answer = japanese.run(command, "--help")
        tap.equal(answer.status, 0)


def aligned(japanese):
    """No label is so long that its text begins on the next line."""
    for words in (["show", "net.offline"], ["show", "dns"], ["show", "retry-later"], ["show", "server.host"],
                  ["show", "au"], ["lookup", "taro@gmail.com"]):
        found = list(rows(japanese.run_narrow(*words).out, 0))
        tap.equal((words, [label for label, column in found if column != 18]), (words, []))


def examined(japanese):
    answer = japanese.run_narrow("examine", "--settings", "-", "--no-verify", "--deadline", "20", stdin=SETTINGS)
    tap.equal(answer.status, 2)
    chain = [(label, column) for label, column in rows(answer.out, 3) if label[0] in "✓✗–"]
    tap.equal((len(chain) > 3, [label for label, column in chain if column != 26]), (True, []))


def explained(japanese):
    answer = japanese.run_narrow("explain", "--service", "imap", "NO [PRIVACYREQUIRED] 「TLS」")
    tap.contains(answer.out, "1. ")
    japanese.run_narrow("explain", "「xyzzy」")


def mistaken(japanese):
    for words in ([], ["「x」"], ["list"], ["show", "「x」"], ["lookup", "「x」"], ["lint", "「x」"],
                  ["examine", "--deadline", "0"], ["examine", "--format", "「x」"], ["explain", "--stage=「x」", "「x」"]):
        japanese.run(*words)


TESTS = {"help": helps, "columns": aligned, "examine": examined, "explain": explained, "mistakes": mistaken}


def in_japanese(test):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            test(Japanese(folder))

    return run


tap.main({name: in_japanese(test) for name, test in TESTS.items()})
