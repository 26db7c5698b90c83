"""What a person has while something is down: a retry that comes by itself, and mail through another account."""

from __future__ import annotations

from actor import Actor, subject_from
from scenes import CLIENT, SUBMISSION_PORTS, Scene, healthy
from story import Patient
from troubles import Answer, Line

WAIT_S = 90.0  # the shortest wait is 35 s
GREYLISTED = healthy("waiting", "server.greylisted", CLIENT,
                     Answer("450 4.2.0 Greylisted, try again in 20 seconds"), fails="send")
REDIRECTED = healthy("redirected", "net.refused", CLIENT, Line("refuse", SUBMISSION_PORTS), fails="send")
SCENES = (GREYLISTED, REDIRECTED)


def examine_failure(actor: Actor, scene: Scene, patient: Patient) -> None:
    """A message is refused, and the panel shows why."""
    scene.trouble.begin(actor.story.lab, patient)
    actor.fail(scene, patient)
    actor.assert_found(scene, patient)


def waiting_begins(actor: Actor, patient: Patient) -> None:
    """The button counts down; nobody does anything more."""
    story = actor.story
    examine_failure(actor, GREYLISTED, patient)
    story.press("Wait and Try Again", story.panel())
    story.wait_said("Waiting until it has passed")
    actor.judge(story.panel(), patient)
    GREYLISTED.trouble.end(story.lab, patient)
    story.dismiss_strip()
    story.close_panel()


def waiting_ends(actor: Actor, patient: Patient) -> None:
    """The client has sent it by itself."""
    story = actor.story
    story.wait("the mail that waited", lambda: subject_from(patient) in story.lab.messages(story.lab.user("hanako")),
               WAIT_S)


def mail_goes_through_another(actor: Actor, patient: Patient, carrier: Patient) -> None:
    """What cannot be sent goes through an account that works, after a question."""
    story = actor.story
    try:
        examine_failure(actor, REDIRECTED, patient)
        story.press(f"Send Through “{carrier.name}”…", story.panel())
        question = story.desktop.wait_dialog("From stays")
        story.press("Send", question.window)
        story.wait("the mail sent through another account",
                   lambda: subject_from(patient) in story.lab.messages(story.lab.user("hanako")), 20.0)
    finally:
        REDIRECTED.trouble.end(story.lab, patient)
    story.close_windows()
    story.dismiss_strip()
    story.close_panel()
