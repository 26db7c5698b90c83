"""What a test of the desktop needs: the lab in a network of its own, the module, and clients with accounts there.

The client runs on the client's side of the network: its accounts have real names and ports.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from driver import LOCALE_DIR, Desktop
from scenes import APP, DEDICATED, ELSEWHERE, Scene
from story import DOMAIN, Patient, Story, compile_catalogues, lab_users, prepare

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from names import Zone  # noqa: E402
from netlab import MAIL_HOST, NetLab  # noqa: E402
from network import CLIENT, CLIENT_FILES, NAMES_4  # noqa: E402
from profile import ProfileOptions  # noqa: E402
from servers import DEFAULT_LISTENERS, LabOptions, User  # noqa: E402

SOURCE = Path(__file__).resolve().parents[2]
LOCALES = {"en": "en_US.UTF-8", "ja": "ja_JP.UTF-8", "de": "de_DE.UTF-8"}
IO_TIMEOUT_SECONDS = 4
CONNECTIONS = 4  # of a user at a time
HEIGHT = 1400  # everything in the panel is on the screen at once, and can be judged

# Providers of the lab whose password is none that the person has for everything else.
PROVIDER = """\
[Provider]
Name={name}
Domains={domain};
Password={kind}
PasswordPage=https://{domain}/passwords
UserName=address
Confidence=high
Checked=2026-11

[IMAP 1]
Host={host}
Port=993
Security=tls

[SMTP 1]
Host={host}
Port=465
Security=tls
"""
PROVIDERS = {APP: ("App Mail", "app-password"), DEDICATED: ("Separate Mail", "dedicated-password")}


@dataclass
class Ward:
    """What all clients of a test share."""

    folder: Path
    lab: NetLab
    module: Path
    program: Path  # a link that a test may replace
    real_program: Path
    catalogues: Path
    evidence: Path  # where pictures of failures go
    group: dict[str, Patient] = field(default_factory=dict)
    pictures: Optional[Path] = None  # where pictures go that somebody wants
    extra: dict[str, str] = field(default_factory=dict)  # what else a client gets in its environment

    def env(self) -> dict[str, str]:
        return {**self.lab.environment(), "ACCOUNT_DOCTOR_PROGRAM": str(self.program),
                "ACCOUNT_DOCTOR_LOCALEDIR": str(self.catalogues), "ACCOUNT_DOCTOR_NAME_SERVERS": NAMES_4,
                **self.extra}

    def use_program(self, script: Optional[str] = None) -> None:
        """Let the module start this shell script instead; None is the real program, "" none at all."""
        self.program.unlink(missing_ok=True)
        if script is None:
            self.program.symlink_to(self.real_program)
        elif script:
            self.program.write_text(f"#!/bin/sh\n{script}\n")
            self.program.chmod(0o755)

    @contextmanager
    def story(self, lang: str, plugin: bool = True, module: Optional[Path] = None,
              files: Optional[Mapping[str, str]] = None, **options) -> Iterator[Story]:
        """A client in this language with all the accounts and these files in its profile.

        It loads the doctor's module, or another.
        """
        folder = self.folder / lang
        wanted = {"height": HEIGHT, **options}
        profile = prepare(folder / "profile", self.lab, self.group.values(), ProfileOptions(
            plugin=str(module or self.module) if plugin else None, io_timeout_seconds=IO_TIMEOUT_SECONDS, **wanted))
        for name, text in (files or {}).items():
            (profile / name).write_text(text, encoding="utf-8")
        with Desktop(profile, folder, LOCALES[lang], env=self.env(), locale_dirs=(LOCALE_DIR, str(self.catalogues)),
                     entrance=self.lab.network.entrance(CLIENT, CLIENT_FILES)) as desktop:
            yield Story(desktop, self.lab)

    def write_providers(self) -> None:
        folder = self.lab.provider_file().parent
        for domain, (name, kind) in PROVIDERS.items():
            (folder / f"{kind}.provider").write_text(PROVIDER.format(
                name=name, domain=domain, kind=kind, host=f"{MAIL_HOST}.{DOMAIN}"), encoding="utf-8")


def patients_of(scenes: Iterable[Scene], first: int = 1) -> dict[str, Patient]:
    """An account for each scene, in this order, from this number on."""
    group = {}
    for number, scene in enumerate(scenes, first):
        user = User(f"{scene.name}@{scene.domain}", f"Right.{scene.name}/2026", scene.name)
        unknown = User(f"new.{scene.name}@{DOMAIN}", "Not.Used/2026", f"new.{scene.name}")
        group[scene.name] = Patient(scene.scenario, scene.name, number, user, user.name,
                                    scene.name if scene.trouble.own_host else "",
                                    unknown if scene.new_receiver else None, scene.lines)
    return group


@contextmanager
def open_ward(builddir: Path, group: Mapping[str, Patient]) -> Iterator[Ward]:
    """The lab with a mail user for each account, and the listeners and names that they need."""
    everybody = list(group.values())
    listeners = DEFAULT_LISTENERS + tuple(dict.fromkeys(each for one in everybody for each in one.scenario.extra))
    doubles = [each.double for each in everybody if each.double]
    zone = Zone(exchanges={domain: f"{MAIL_HOST}.{DOMAIN}" for domain in (APP, DEDICATED, ELSEWHERE)})
    with tempfile.TemporaryDirectory(prefix="ad-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the servers' own users go through it
        options = LabOptions(listeners=listeners, users=lab_users(everybody), connections_per_user=CONNECTIONS)
        with NetLab(folder / "lab", builddir, options, zone=zone, doubles=doubles) as lab:
            ward = Ward(folder, lab, builddir / "src/plugin/.libs/account_doctor.so", folder / "account-doctor",
                        find_program(builddir), compile_catalogues(SOURCE, folder / "locale"),
                        builddir / "desktop-evidence", dict(group))
            ward.use_program()
            ward.write_providers()
            yield ward


def find_program(builddir: Path) -> Path:
    return next(path for path in (builddir / "src/command/account-doctor", builddir / "account-doctor")
                if path.exists())
