"""What axe finds on a page, and a person with nothing but keys."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.main.served import ROOT

AXE = ROOT / "studio_ui" / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "axe-core is not installed: run `npm ci --ignore-scripts` in studio_ui and this again."


def violations(page: Page, axe: str, *, colours_only: bool = False) -> list[str]:
    """Each violation with the elements that it is about. A theme is colours: what else axe looks at is the same in
    the other one."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)  # the policy refuses script tags, and rightly
    rules = ", runOnly: ['color-contrast']" if colours_only else ""
    found: list[dict[str, Any]] = page.evaluate(
        f"axe.run(document, {{resultTypes: ['violations']{rules}}}).then(r => r.violations)"
    )
    return [f"{one['id']}: {[node['html'][:140] for node in one['nodes']]} {one['help']}" for one in found]


SYSTEM_COLOUR = """name => {
    const probe = document.body.appendChild(document.createElement('div'));
    probe.style.forcedColorAdjust = 'none';
    probe.style.backgroundColor = name;
    const colour = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return colour;
}"""


def few_colours(page: Page, on: bool) -> None:
    """The system's own colours stand for all of ours, as in the high contrast of Windows; or no longer."""
    wanted = "active" if on else "none"
    page.emulate_media(forced_colors="active" if on else "none")
    page.wait_for_function("wanted => matchMedia(`(forced-colors: ${wanted})`).matches", arg=wanted)


def system_colour(page: Page, name: str) -> str:
    """One of the system's own colours, such as `Highlight`, as `ground` tells it."""
    colour: str = page.evaluate(SYSTEM_COLOUR, name)
    return colour


def ground(thing: Locator, part: str = "") -> str:
    """The colour that the first of these, or a part of it (`::after`), is filled with."""
    filled: str = thing.first.evaluate("(it, part) => getComputedStyle(it, part || null).backgroundColor", part)
    return filled


class Keyboard:
    """Only keys: Tab until what is wanted has the focus, as a person would."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, role: str, name: str, key: str = "Tab") -> None:
        """At most once around the page. The name that a reader would hear begins with `name`."""
        for _ in range(140):
            self.page.keyboard.press(key)
            if self.page.evaluate(FOCUSED, [role, name]):
                return
        raise AssertionError(f"{role} “{name}” cannot be reached with {key}")

    def choose(self, option: str) -> None:
        """By its first letter, as often as there are others before it: a longer word would have to be typed in a
        second."""
        for _ in range(20):
            self.page.keyboard.press(option[0])
            if self.page.evaluate(CHOSEN).startswith(option):
                return
        raise AssertionError(f"“{option}” cannot be chosen here")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


CHOSEN = "document.activeElement.selectedOptions?.[0]?.label ?? ''"
FOCUSED = """([role, name]) => {
    const here = document.activeElement;
    const label = here.getAttribute('aria-label') || here.labels?.[0]?.textContent || here.textContent;
    return here.matches(role) && label.trim().startsWith(name);
}"""
