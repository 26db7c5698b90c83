"""Everything without a mouse: from the menu into the panel and out, and a whole repair with its way back."""

from __future__ import annotations

from a11y import Element
from actor import Actor
from story import Patient, Story
from wording import bare


def keyboard_is_enough(actor: Actor, patient: Patient) -> None:
    """From the menu to the panel, through its controls in reading order, and out of it again."""
    story, desktop = actor.story, actor.story.desktop
    desktop.session.raise_window(desktop.main_window().name)
    desktop.press_key("F10")
    bar = desktop.find("menu bar", within=desktop.main_window())
    tools = desktop.menu_entry(bar, "Tools")
    story.walk_menu("Right", tools)
    desktop.press_key("Down")
    entry = desktop.menu_entry(tools, "Diagnose account")
    story.walk_menu("Up", entry)
    desktop.press_key("Right")
    story.walk_menu("Down", desktop.menu_entry(entry, patient.name))
    desktop.press_key("Return")
    panel = story.wait_examined()
    assert_order(story, panel, {"Examine Again", "Copy Report", "Close Account Doctor"})
    desktop.press_key("Escape")
    story.wait("the end of the panel", lambda: story.panel() is None)


def keyboard_repairs(actor: Actor, patient: Patient) -> None:
    """From the strip over remedy and proof to the old settings, by keys alone."""
    story, desktop = actor.story, actor.story.desktop
    before = story.settings(patient)
    strip = story.fail(patient)
    desktop.session.raise_window(desktop.main_window().name)
    story.tab_to("Repair…", strip)
    desktop.press_key("Return")
    panel = story.wait_examined()
    remedy = story.buttons(story.wait("a remedy", story.card))[0]
    assert_order(story, panel, {remedy.name, "Examine Again"})
    story.tab_to(remedy.name, panel)
    desktop.press_key("space")
    story.wait_repaired()
    assert story.changes(before, patient), "nothing was changed"
    story.tab_to("Undo", story.panel())
    desktop.press_key("space")
    story.wait("the old settings", lambda: not story.changes(before, patient))
    desktop.press_key("Escape")
    story.wait("the end of the panel", lambda: story.panel() is None)


def assert_order(story: Story, panel: Element, wanted: set[str]) -> None:
    """Tab goes from control to control as one reads, to each once, and all these are among them."""
    reached = story.tab_round(panel)
    names = {bare(each.name) for each in reached}
    missing = {name for name in wanted if not story.desktop.names.of(name) & names}
    assert not missing, f"Tab does not reach {missing}, only {names}"
    assert not (nameless := [each for each in reached if not each.name and not each.labels]), nameless
    reading = [each.path for each in panel.walk()]
    order = [reading.index(each.path) for each in reached if each.path in reading]
    first = order.index(min(order))
    assert order[first:] + order[:first] == sorted(order), [str(each) for each in reached]
