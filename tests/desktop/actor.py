"""Plays any scene: from the client's own error over strip, panel and remedy to mail in the folder, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from a11y import Element
from look import Seen, gaps, misplaced, settled, texts, unnamed, unreadable
from scenes import AGAIN, APPLY, CLIENT, PASSWORD, TRUST, Scene
from story import Patient, Story
from wording import bare

FINDINGS = Path(__file__).resolve().parents[2] / "src/data/findings"
WRONG = "Not-This-Either.7"
REFUSED = "The server does not accept this password. Nothing was stored; the old password is kept."
LOOKS = 5


class Actor:
    """One running client in one language; `evidence` is where pictures of failures go."""

    def __init__(self, story: Story, lang: str, evidence: Path, names: Iterable[str] = ()) -> None:
        """`names` of other accounts may be on the screen as well."""
        self.story = story
        self.names = tuple(names)
        self.lang = lang
        self.evidence = evidence
        self.untranslated: set[str] = set()

    def play(self, scene: Scene, patient: Patient) -> None:
        """The whole scene; what it did to the lab is ended also when it fails."""
        try:
            scene.trouble.begin(self.story.lab, patient)
            self.guard(scene.name, Actor._play, scene, patient)
        finally:
            scene.trouble.end(self.story.lab, patient)

    def guard(self, name: str, step: Callable[..., None], *arguments: object) -> None:
        """Do a step; after a failed one keep evidence under this name, and clear the screen for the next."""
        try:
            step(self, *arguments)
        except Exception as error:
            self.keep_evidence(name.replace(" ", "-"), error)
            self.story.tidy()
            raise

    def _play(self, scene: Scene, patient: Patient) -> None:
        story, before = self.story, self.story.settings(patient)
        story.tidy()  # the account before may have failed once more when its change was undone
        story.lab.put_message(patient.user, subject_to(patient))
        self.fail(scene, patient)
        self.assert_found(scene, patient)
        ENDS[scene.ends](self, scene, patient)
        story.wait_no_strip()
        self.judge(story.panel(), patient)
        changes = story.changes(before, patient)
        assert changes.keys() in (set(scene.settings), set(scene.or_settings or scene.settings)), changes
        self.assert_mail(scene, patient)
        if scene.ends == APPLY:
            self.undo(before, patient)
        story.close_panel()

    # -- the acts ------------------------------------------------------------------------------------------------

    def fail(self, scene: Scene, patient: Patient) -> None:
        """The client fails, or the person only wonders; in the end the panel shows an examination."""
        story = self.story
        if scene.fails == "nothing":
            story.examine_by_menu(patient)
            story.wait_examined()
            return
        if scene.fails == "send":
            story.queue(patient, subject_from(patient), scene.size)
        self.judge(story.fail_by(patient, lambda: self.attempt(scene, patient)), patient)
        story.examine()

    def attempt(self, scene: Scene, patient: Patient) -> None:
        """What a person does with the client to get or send mail."""
        self.story.send_queue() if scene.fails == "send" else self.story.fetch(patient)

    def assert_found(self, scene: Scene, patient: Patient) -> None:
        """The first cause that the panel names is the one expected."""
        seen = self.judge(self.story.panel(), patient)
        said = texts(seen)
        known = {cause: title for cause in causes() for title in [title_of(cause, self.lang)]}
        first = next((cause for text in said for cause, title in known.items() if title.search(text)), "none")
        assert first == scene.cause, f"wanted {scene.cause}, found {first}: {said}"

    def apply(self, scene: Scene, patient: Patient) -> None:
        self.story.apply()
        self.story.wait_repaired()

    def enter_password(self, scene: Scene, patient: Patient) -> None:
        """A refused password is not stored, the right one is, and the client uses it."""
        story = self.story
        story.enter_password(WRONG)
        story.wait_said(REFUSED)
        assert WRONG not in story.stored_passwords()
        story.enter_password(patient.user.password)
        story.wait_repaired()
        assert any(login.ok for login in story.logins(patient)), story.logins(patient)

    def trust(self, scene: Scene, patient: Patient) -> None:
        """It is not the first remedy, and not to be had without having compared."""
        story = self.story
        story.unfold("Other remedies")
        story.choose_remedy("Compare the certificate with its owner")
        store = story.wait("the button Store Certificate", lambda: story.button("Store Certificate", story.panel()))
        assert not store.has("sensitive"), "a certificate can be stored unseen"
        self.judge(story.panel(), patient)
        story.check("I have compared the fingerprint with the people who run the server")
        story.press("Store Certificate", story.panel())
        story.wait("the certificate in the client's store", lambda: story.certificates(patient))

    def examine_again(self, scene: Scene, patient: Patient) -> None:
        """Somebody else has done what was to be done; then the client works as well."""
        scene.trouble.end(self.story.lab, patient)
        self.story.press("Examine Again", self.story.panel())
        self.story.wait_examined()
        self.story.wait_no_strip()
        self.attempt(scene, patient)
        if patient.scenario.ask_about_new_certificates:
            self.story.press("Accept and save", None)

    def attempt_again(self, scene: Scene, patient: Patient) -> None:
        """It has passed, and the client finds out."""
        scene.trouble.end(self.story.lab, patient)
        self.attempt(scene, patient)

    def assert_mail(self, scene: Scene, patient: Patient) -> None:
        """What could not be fetched is on the screen; what could not be sent has arrived."""
        story = self.story
        if scene.fails == "send":
            receiver = patient.receiver or story.lab.user("hanako")
            story.wait("the mail that was sent", lambda: subject_from(patient) in story.lab.messages(receiver))
        elif patient.scenario.protocol == "pop3":
            story.wait("the mail in the local inbox", lambda: story.has_local(subject_to(patient)))
        else:
            story.wait_mail(patient, subject_to(patient))
        story.leave_inbox()

    def undo(self, before: dict[str, str], patient: Patient) -> None:
        """The old settings come back by one button."""
        story = self.story
        story.undo()
        story.wait("the old settings", lambda: not story.changes(before, patient))
        self.judge(story.panel(), patient)

    # -- judgement -----------------------------------------------------------------------------------------------

    def judge(self, part: Element | None, patient: Patient) -> Seen:
        """Strip or panel is readable and whole, and everything in it has a name; what was seen.

        A text without a translation is noted and told in the end, by itself.
        """
        assert part is not None, "nothing to look at"
        names = sorted((patient.name, patient.user.name, subject_from(patient), *self.names), key=len, reverse=True)
        for _ in range(LOOKS):  # while the panel changes, a look may see one half before and one after
            seen = settled(part)
            faults = misplaced(seen) + gaps(seen) + unnamed(seen) + unreadable(seen, False)
            if texts(seen) and not faults:
                break
        assert texts(seen) and not faults, "\n".join(faults) or "nothing to read"
        if self.lang == "ja":
            self.untranslated |= set(unreadable(seen, True, names))
        return seen

    def assert_translated(self) -> None:
        assert not self.untranslated, "\n".join(sorted(self.untranslated))

    def keep_evidence(self, name: str, error: Exception) -> None:
        """A picture and the tree of what was on the screen."""
        self.evidence.mkdir(parents=True, exist_ok=True)
        picture = self.evidence / f"{self.lang}-{name}.png"
        try:
            self.story.desktop.screenshot(picture)
            words = f"{error}\n\n{self.story.desktop.describe()}\n\n{self.story.network_log()}\n"
            picture.with_suffix(".txt").write_text(words, encoding="utf-8")
            error.add_note(f"The screen: {picture}")
        except (OSError, RuntimeError) as trouble:
            picture.with_suffix(".txt").write_text(f"no picture: {trouble}\n\n{error}\n", encoding="utf-8")


ENDS: dict[str, Callable[[Actor, Scene, Patient], None]] = {
    APPLY: Actor.apply, PASSWORD: Actor.enter_password, TRUST: Actor.trust, AGAIN: Actor.examine_again, CLIENT: Actor.attempt_again}


def subject_to(patient: Patient) -> str:
    return f"for-{patient.name}"


def subject_from(patient: Patient) -> str:
    return f"from-{patient.name}"


# -- what the findings are called ------------------------------------------------------------------------------

def causes() -> list[str]:
    return sorted(path.stem for path in FINDINGS.glob("*.finding"))


def title_of(cause: str, lang: str) -> re.Pattern[str]:
    """A finding's title, its holes filled with anything."""
    text = (FINDINGS / f"{cause}.finding").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^(Title(?:\[\w+\])?)=(.*)$", text, re.MULTILINE))
    title = rows.get(f"Title[{lang}]", rows["Title"])
    return re.compile("^" + ".+".join(map(re.escape, re.split(r"\{[^}]*\}", bare(title)))))
