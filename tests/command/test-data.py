"""list, show, lookup and lint: the data as documentation, and its faults with file and line."""

import subprocess
import tempfile
import unicodedata
from pathlib import Path

import tap

BAD_FINDING = """[Finding]
Axis=nonsense
"""

# name: words, exit status, part of standard output, start of standard error
INVOCATIONS = {
    "list findings": (["list", "findings"], 0, "net.refused", ""),
    "list providers": (["list", "providers"], 0, "gmail                         Gmail\n", ""),
    "list fixes": (["list", "fixes"], 0, "use-tested-settings", ""),
    "list probes": (["list", "probes"], 0, "dns ", ""),
    "show a finding": (["show", "net.refused"], 0, "tcp.result is refused\n", ""),
    "show a provider": (["show", "gmail"], 0, "IMAP              imap.gmail.com, port 993, TLS\n", ""),
    "show a probe": (["show", "dns"], 0, "dns.result", ""),
    "show a fix": (["show", "use-tested-settings"], 0, "net.refused", ""),
    "show a fact": (["show", "server.port"], 0, "Comes from        settings\n", ""),
    "show a fact of a service": (["show", "receive.server.port"], 0, "Fact              server.port\n", ""),
    "show the unknown": (["show", "xyzzy"], 3, "",
                         "account-doctor show: Nothing is called “xyzzy”; “account-doctor list” has the names.\n"),
    "show nothing": (["show"], 3, "", "account-doctor show: Name one thing to show; "),
    "show a list of a provider": (["show", "gmail"], 0, "Domains           gmail.com, googlemail.com, google.com\n", ""),
    "show a kind of password": (["show", "gmail"], 0, "Password          app password\n", ""),
    "lookup": (["lookup", "taro@gmail.com"], 0, "SMTP              smtp.gmail.com, port 465, TLS\n", ""),
    "lookup says why": (["lookup", "taro@abc.ocn.ne.jp"], 0, "Recognised by     pattern of domains\n", ""),
    "lookup as JSON": (["lookup", "--format", "json", "taro@gmail.com"], 0, '      "origin" : "provider"\n', ""),
    "lookup of a slip": (["lookup", "--offline", "taro@gmial.com"], 3,
                         "Domain            The name is one slip away from “gmail.com”.\n", ""),
    "lookup of what has ended": (["lookup", "taro@goo.jp"], 0, "State             ended\n", ""),
    "lookup in words": (["lookup", "taro@docomo.ne.jp"], 0,
                        "User name         a name of its own, from the provider\n", ""),
    "lookup of the unknown": (["lookup", "--offline", "taro@nowhere.example"], 3,
                              "Provider          No provider that is known here serves “nowhere.example”.\n"
                              "Servers           These are guesses: usual names with the usual ports. Nobody\n", ""),
    "lookup of no address": (["lookup", "taro"], 3, "", "account-doctor lookup: Name one mail address.\n"),
    "lint": (["lint"], 0, "", ""),
    "lint without a folder": (["lint", "/dev/null/x"], 3, "",
                              "account-doctor lint: “/dev/null/x” is not a folder.\n"),
}


def invocation(name):
    words, status, out, err = INVOCATIONS[name]

    def test():
        answer = tap.run(*words)
        tap.equal(answer.err[:len(err)], err)
        tap.equal(bool(answer.err), bool(err))
        tap.contains(answer.out, out)
        tap.equal(answer.status, status)

    return test


def overlay_with(text):
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "findings").mkdir()
    (Path(folder.name) / "findings" / "net.bad.finding").write_text(text)
    return folder


def lint_faults():
    with overlay_with(BAD_FINDING) as folder:
        answer = tap.run("lint", folder)
        tap.equal(answer.status, 1)
        tap.contains(answer.out, "net.bad.finding:2: ")


def overlay_faults():
    """A fault in the overlay is said, and the rest goes on."""
    with overlay_with(BAD_FINDING) as folder:
        for words, env in ((["--overlay", folder], {}), ([], {"ACCOUNT_DOCTOR_OVERLAY": folder})):
            answer = tap.run("list", "findings", *words, env=env)
            tap.equal(answer.status, 0)
            tap.contains(answer.out, "net.refused")
            tap.contains(answer.err, "net.bad.finding:2: ")


def columns(line):
    """What a terminal shows: wide characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def width():
    """No line is wider than a terminal, in either language."""
    for env in ({}, {"LANGUAGE": "ja"}):
        for words in (["--help"], ["list", "findings"], ["list", "facts"], ["show", "net.refused"],
                      ["explain", "--service", "imap", "A1 NO [AUTHENTICATIONFAILED] no"]):
            for line in tap.run(*words, env=env).out.splitlines():
                tap.equal((columns(line) <= 78, line)[0], True)


def japanese():
    tap.contains(tap.run("show", "net.refused", env={"LANGUAGE": "ja"}).out, "サーバー")


def every_id():
    """Whatever is listed can be shown."""
    for kind in ("findings", "providers", "probes", "fixes", "facts"):
        listing = tap.run("list", kind).out
        ids = [line.split()[0] for line in listing.splitlines() if line and not line.startswith(" ")]
        tap.equal(ids != [], True)
        for each in ids[:5]:
            tap.equal((each, tap.run("show", each).status), (each, 0))


def handbook():
    """Every page is written in every form, in both languages, and its links lead somewhere."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([tap.SOURCE / "scripts" / "handbook", tap.SOURCE, tap.PROGRAM, Path(folder) / "out"], check=True)
        for language in ("en", "ja"):
            pages = {page.stem for page in (Path(folder) / "out" / language / "html").iterdir()}
            tap.equal({"index", "net.refused", "gmail"} <= pages, True)
            tap.equal(pages, {page.stem for page in (Path(folder) / "out" / language / "man").iterdir()})
            text = (Path(folder) / "out" / language / "html" / "net.refused.html").read_text(encoding="utf-8")
            tap.contains(text, f'<html lang="{language}">')
            tap.equal("サーバー" in text, language == "ja")


def unknown_format():
    answer = tap.run("show", "net.refused", "--format", "pdf")
    tap.equal(answer.status, 3)
    tap.contains(answer.err, "text, html, man")


tap.main({
    "handbook": handbook,
    "unknown format": unknown_format,
    **{name: invocation(name) for name in INVOCATIONS},
    "lint finds faults": lint_faults,
    "faults in the overlay": overlay_faults,
    "width": width,
    "Japanese": japanese,
    "every name can be shown": every_id,
})
