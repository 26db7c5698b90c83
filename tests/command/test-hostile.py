"""The command against servers that misbehave: it comes to an end in time, stays small, and blames nobody.

Its own faults would be: an answer that is no JSON, a hang, memory that a server can make grow, the password in
what it prints or sends, and a certain statement about the password where none was judged.
"""

import json
import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hostile
import server
import tap

DEADLINE_SECONDS = 3
# Threads end, the answer is written; the machine may be busy.
GRACE_SECONDS = 4
AT_ONCE = 5
MAX_KIB = 30 * 1024
SECRET = "Geheim-42 x"
SETTINGS = """account.name 'Work'
account.address 'taro@localhost'
{scope}.service.protocol '{protocol}'
{scope}.server.host 'localhost'
{scope}.server.port {port}
{scope}.server.security '{security}'
{scope}.auth.enabled true
{scope}.auth.user 'taro'
"""
HAS_SANITIZER = b"__asan_" in tap.PROGRAM.read_bytes()


def examine(settings: str, ca_file: Path) -> tuple[dict, float, int]:
    """What it answers, the seconds it took, its peak memory in KiB."""
    reading, writing = os.pipe()
    os.write(writing, f"{SECRET}\n".encode())
    os.close(writing)
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as out:
        command = [str(tap.PROGRAM), "examine", "--settings", "-", "--format", "json", "--deadline", str(DEADLINE_SECONDS),
                   "--password-fd", str(reading), "--ca-file", str(ca_file)]
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT,
                                 pass_fds=[reading], env={**os.environ, "HOME": home})
        child.stdin.write(settings.encode())
        child.stdin.close()
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        seconds = time.monotonic() - start
        os.close(reading)
        out.seek(0)
        text = out.read().decode()
    tap.equal(SECRET in text, False)
    return json.loads(text)["accounts"][0], seconds, usage.ru_maxrss


def check(behaviour, protocol, security, certificate, ca_file):
    with hostile.HostileServer(behaviour, protocol, certificate) as peer:
        scope = "send" if protocol == "smtp" else "receive"
        answer, seconds, kib = examine(SETTINGS.format(scope=scope, protocol=protocol, port=peer.port, security=security),
                                       ca_file)
    tap.equal((seconds < DEADLINE_SECONDS + GRACE_SECONDS, seconds)[0], True)
    tap.equal(answer["state"] in ("problem", "unknown", "warning"), True)
    tap.equal([each["cause"] for each in answer["findings"]
               if each["cause"].startswith("auth.password") and each["certainty"] == "proved"], [])
    if not HAS_SANITIZER and kib >= MAX_KIB:
        raise AssertionError(f"{kib} KiB")


def make_large_certificate(folder: Path) -> Path:
    """With so many names that it has about 100 KB."""
    names = ",".join(["DNS:localhost"] + [f"DNS:host-{number}.some-long-domain-name.example" for number in range(2200)])
    config = folder / "large.cnf"
    config.write_text(f"[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=localhost\n[v3]\n"
                      f"subjectAltName={names}\n")
    path = folder / "large.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-config", config, "-keyout", path, "-out", folder / "large-cert.pem"], check=True,
                   capture_output=True)
    path.write_text(path.read_text() + (folder / "large-cert.pem").read_text())
    return path


def main():
    with tempfile.TemporaryDirectory() as folder:
        certificate = server.make_certificate(Path(folder))
        large = make_large_certificate(Path(folder))
        ca_file = Path(folder) / "cert.pem"
        rows = {}
        for protocol in hostile.GREETINGS:
            for behaviour in hostile.IN_THE_CLEAR:
                rows[f"{protocol} in the clear: {behaviour.__name__}"] = (behaviour, protocol, "none", None)
            for behaviour in hostile.UNDER_TLS:
                rows[f"{protocol} under TLS: {behaviour.__name__}"] = (behaviour, protocol, "tls", certificate)
        for behaviour in hostile.INSTEAD_OF_TLS:
            rows[f"instead of TLS: {behaviour.__name__}"] = (behaviour, "imap", "tls", None)
        rows["a certificate of 100 KB"] = (hostile.silent, "imap", "tls", large)
        # Most of the time is spent waiting for servers that say nothing.
        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = {name: pool.submit(check, *row, ca_file) for name, row in rows.items()}
            tap.main({name: result.result for name, result in results.items()})


main()
