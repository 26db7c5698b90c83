"""The five layouts of the client, changed while strip and panel are open, in a window for a screen of 1024×768."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from a11y import Element
from lifetime import Timeout
from look import Seen, look, misplaced
from manners import HOST_WARNINGS
from story import Patient, Story

WINDOW = {"width": 1016, "height": 700}  # what the edges and a panel of the desktop leave of such a screen
# From each to the next, and back to the first.
LAYOUTS = ("Three columns", "Wide message", "Wide message list", "Small screen", "Standard")
LEAST_BODY = 100  # pixels of the client's own beside the panel


def change_layout(story: Story, name: str) -> None:
    """The client takes its window away and shows it anew."""
    story.desktop.activate_menu("View", "Layout", name)
    story.wait("the window again", lambda: story.strip() and story.panel())


def inside(part: Seen, window: tuple[int, int, int, int]) -> bool:
    x, y, width, height = part.place
    return (min(width, height) > 1 and window[0] <= x and part.right <= window[0] + window[2]
            and window[1] <= y and part.bottom <= window[1] + window[3])


def faults(story: Story, width: int) -> list[str]:
    """What is wrong with strip and panel as they stand."""
    window, panel = story.desktop.main_window().extents, look(story.panel())
    strip, body = look(story.strip()), look(story.panel().parent.children()[0])
    found = [f"not inside of the window {window}: {part}" for part in (strip, panel) if not inside(part, window)]
    found += misplaced(strip) + misplaced(panel)
    if panel.place[2] != width:
        found.append(f"the panel was {width} wide: {panel}")
    if body.place[2] < LEAST_BODY or body.right > panel.place[0]:
        found.append(f"no room for the client itself: {body} beside {panel}")
    return found


def assert_whole(story: Story, width: int) -> None:
    """Soon: what is moving settles."""
    last: list[str] = []

    def whole() -> bool:
        nonlocal last
        last = faults(story, width)
        return not last
    try:
        story.wait("strip and panel in their places", whole)
    except Timeout as error:
        raise AssertionError("\n".join(last) or str(error)) from error


def open_panel_again(story: Story) -> Element:
    story.close_panel()
    story.press("Details", story.strip())
    return story.wait_panel()


def layouts_change(story: Story, patient: Patient, pictures: Optional[Path]) -> None:
    """In each layout both are whole and as wide as before, and the panel opens as wide again."""
    story.fail(patient)
    story.examine()
    width = story.panel().extents[2]
    for name in LAYOUTS:
        change_layout(story, name)
        assert_whole(story, width)
        if pictures:
            story.picture(pictures / f"{name.replace(' ', '-').lower()}.png")
        open_panel_again(story)
        assert_whole(story, width)
    story.close_panel()
    story.dismiss_strip()
    assert story.desktop.warnings(ignore=HOST_WARNINGS) == []
