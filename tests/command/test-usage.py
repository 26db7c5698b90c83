"""Words on the command line: right ones, wrong ones, and what each is answered with."""

import tap

HELP = "Exit status: 0 healthy, 1 warning, 2 problem, 3 could not examine."

# name: words, exit status, part of standard output, standard error
INVOCATIONS = {
    "no command": ([], 3, "", "account-doctor: Name a command; “account-doctor --help” lists them.\n"),
    "unknown command": (["xyz"], 3, "",
                        "account-doctor: There is no command “xyz”; “account-doctor --help” lists them.\n"),
    "help": (["--help"], 0, HELP, ""),
    "help as a command": (["help"], 0, HELP, ""),
    "version": (["version"], 0, "account-doctor 0.", ""),
    "version as an option": (["--version"], 0, "account-doctor 0.", ""),
    "help of a command": (["version", "--help"], 0, "Says which version this is", ""),
    "unknown option": (["version", "--xyz"], 3, "", "account-doctor version: Unknown option --xyz\n"),
    "word too many": (["version", "xyz"], 3, "", "account-doctor version: “xyz” is not expected here.\n"),
    "list facts": (["list", "facts"], 0, "server.port                   Port of the server.\n", ""),
    "list nothing": (["list"], 3, "", "account-doctor list: Name one thing to list: "),
    "list unknown": (["list", "xyz"], 3, "", "account-doctor list: list cannot be “xyz”. It is one of: "),
}


def invocation(name):
    words, status, out, err = INVOCATIONS[name]

    def test():
        answer = tap.run(*words)
        tap.equal(answer.status, status)
        tap.contains(answer.out, out)
        tap.equal(answer.err[:len(err)], err)
        tap.equal(bool(answer.err), bool(err))
        tap.equal(answer.out == "", out == "")

    return test


def full_disk():
    with open("/dev/full", "wb") as full:
        import subprocess
        done = subprocess.run([str(tap.PROGRAM), "list", "facts"], stdout=full, stderr=subprocess.PIPE, check=False)
    tap.equal(done.returncode, 3)
    tap.equal(done.stderr.decode(), "account-doctor list: The answer could not be written.\n")


tap.main({**{name: invocation(name) for name in INVOCATIONS}, "nowhere to write": full_disk})
