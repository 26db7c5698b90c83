"""Certificates of the lab: two authorities and one certificate for every way in which one can be wrong.

Everything is made on demand by the openssl command in one directory. All keys are throw-away.
"""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES_OF_THE_LAB = ("DNS:localhost", "IP:127.0.0.1", "IP:127.0.0.2", "IP:::1", "DNS:*.lab.example")
NAMES_OF_ANOTHER_HOST = ("DNS:mail.hosting.example",)
SYSTEM_DIRECTORY = Path("/etc/ssl/certs")
SYSTEM_AUTHORITIES = SYSTEM_DIRECTORY / "ca-certificates.crt"


@dataclass(frozen=True)
class Kind:
    """One way a certificate can be: who signs it, for which names, and from which to which day from now."""

    issuer: str = "lab"
    names: tuple[str, ...] = NAMES_OF_THE_LAB
    first_day: int = -1
    last_day: int = 300


KINDS = {
    "good": Kind(),
    "other-name": Kind(names=NAMES_OF_ANOTHER_HOST),
    "expired": Kind(first_day=-90, last_day=-3),
    "not-yet-valid": Kind(first_day=30, last_day=90),
    "self-signed": Kind(issuer="itself"),
    "untrusted": Kind(issuer="stranger"),
    "incomplete": Kind(issuer="intermediate"),
}

AUTHORITY_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
LEAF_EXTENSIONS = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"

AUTHORITY_CONFIG = """
[ca]
default_ca = lab
[lab]
database = {path}.index
serial = {path}.serial
new_certs_dir = {directory}
certificate = {path}.pem
private_key = {path}.key
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = none
[anything]
commonName = supplied
"""


@dataclass(frozen=True)
class Certificate:
    """A certificate file and its key file, both PEM."""

    certificate: Path
    key: Path


class CertificateError(Exception):
    """The openssl command is missing or failed; the text says which step."""


def openssl(*arguments: str | Path) -> None:
    """Run openssl; raise CertificateError with what it said when it fails."""
    try:
        result = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True,
                                stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise CertificateError("the openssl command is not installed") from None
    if result.returncode != 0:
        raise CertificateError(f"openssl {arguments[0]} failed: {result.stderr.strip()}")


def openssl_date(days_from_now: int) -> str:
    """The day as openssl ca wants it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days_from_now)
    return moment.strftime("%Y%m%d%H%M%SZ")


class CertificateStore:
    """Makes authorities and certificates in one directory, each once."""

    def __init__(self, directory: Path):
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def certificate(self, kind: str) -> Certificate:
        """The server certificate of that kind, made if it is not there yet. KeyError for an unknown kind."""
        row = KINDS[kind]
        made = self._files(f"server-{kind}")
        if not made.certificate.exists():
            self._request(made, "Lab server", kind)
            extensions = LEAF_EXTENSIONS + "subjectAltName=" + ",".join(row.names) + "\n"
            self._sign(made, row.issuer, extensions, row.first_day, row.last_day)
        return made

    def renew(self, kind: str) -> None:
        """Replace the certificate of that kind, and its key, by the good one."""
        good, old = self.certificate("good"), self.certificate(kind)
        old.certificate.write_bytes(good.certificate.read_bytes())
        old.key.write_bytes(good.key.read_bytes())

    def trust_bundle(self) -> Path:
        """One file with the system's authorities and the lab's own, for SSL_CERT_FILE."""
        bundle = self.directory / "trusted.pem"
        if not bundle.exists():
            system = SYSTEM_AUTHORITIES.read_text() if SYSTEM_AUTHORITIES.exists() else ""
            bundle.write_text(system + self._authority("lab").certificate.read_text())
        return bundle

    def trust_directory(self) -> Path:
        """A folder with the lab's own authority alone, for SSL_CERT_DIR: found by hash, as on a real system."""
        folder = self.directory / "trusted"
        if not folder.exists():
            folder.mkdir()
            authority = folder / "lab.pem"
            authority.write_bytes(self._authority("lab").certificate.read_bytes())
            openssl("rehash", folder)
        return folder

    def _files(self, name: str) -> Certificate:
        return Certificate(self.directory / f"{name}.pem", self.directory / f"{name}.key")

    def _authority(self, name: str) -> Certificate:
        made = self._files(name)
        if not made.certificate.exists():
            self._request(made, "Lab authority", name)
            self._sign(made, "lab" if name == "intermediate" else "itself", AUTHORITY_EXTENSIONS, -1, 300)
        return made

    def _request(self, made: Certificate, organisation: str, name: str) -> None:
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", f"/CN={organisation} {name}", "-keyout", made.key,
                "-out", made.certificate.with_suffix(".csr"))

    def _sign(self, made: Certificate, issuer: str, extensions: str, first_day: int, last_day: int) -> None:
        path = made.certificate.with_suffix("")
        signer = made if issuer == "itself" else self._authority(issuer)
        config = self._signing_config(signer.certificate.with_suffix(""))
        path.with_suffix(".ext").write_text(extensions)
        openssl("ca", "-batch", "-notext", "-config", config, "-extfile", path.with_suffix(".ext"),
                *(["-selfsign"] if issuer == "itself" else []),
                "-startdate", openssl_date(first_day), "-enddate", openssl_date(last_day),
                "-in", path.with_suffix(".csr"), "-out", made.certificate)

    def _signing_config(self, path: Path) -> Path:
        config = path.with_suffix(".cnf")
        if not config.exists():
            config.write_text(AUTHORITY_CONFIG.format(path=path, directory=self.directory))
            path.with_suffix(".index").touch()
            path.with_suffix(".serial").write_text("01\n")
        return config
