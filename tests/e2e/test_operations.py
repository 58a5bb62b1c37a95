"""The operator's page and words on two real nodes: who owns what, one emptied and taking part again, by keys alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flowengine.identity.operator import KEY_VARIABLE
from tests.e2e.access import Keyboard, violations
from tests.e2e.conftest import SIZE
from tests.e2e.watch import Watch
from tests.main.nodes import Node, all_up, processes
from tests.main.served import until
from tests.main.terminal import SERVER, environment, run, without
from tests.ports import own_port

KEY = "dsop_for_this_test_alone"
Open = Callable[..., Page]


@pytest.fixture
def nodes(database: str, tmp_path: Path) -> Iterator[dict[str, Node]]:
    with processes() as process:
        secrets = {KEY_VARIABLE: KEY, "STUDIO_SECRETS_KEY": "A" * 43 + "="}
        made = {
            name: process(own_port(), tmp_path / name, "--database", database, "--node", name, **secrets)
            for name in ("first", "second")
        }
        all_up(*made.values())
        yield made


@pytest.fixture
def opened(chromium: Browser, nodes: dict[str, Node], watch: Watch) -> Iterator[Open]:
    """The page at the first node."""
    profiles = []

    def go(*, dark: bool = False, locale: str = "en-GB") -> Page:
        theme = "dark" if dark else "light"
        profile = chromium.new_context(
            base_url=nodes["first"].url, viewport=SIZE, reduced_motion="reduce", color_scheme=theme, locale=locale
        )
        profiles.append(profile)
        profile.on("page", watch.page)
        page = profile.new_page()
        page.goto("/operations")
        return page

    yield go
    for profile in profiles:
        profile.close()


def sign_in(page: Page, label: str = "Operator's key", button: str = "Sign in") -> Page:
    page.get_by_label(label).fill(KEY)
    page.get_by_role("button", name=button).click()
    return page


def test_a_node_is_emptied_and_takes_part_again(opened: Open, nodes: dict[str, Node], axe: str, watch: Watch) -> None:
    watch.allow(401, 503)
    page = opened()
    page.get_by_label("Operator's key").fill("not the key")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This is not the operator's key.")).to_be_visible()
    assert violations(page, axe) == []
    sign_in(page)
    expect(page.get_by_role("row")).not_to_have_count(0)
    expect(page.get_by_role("rowheader", name="second")).to_be_visible()
    owner = page.get_by_role("gridcell", name=re.compile("owned by"))
    expect(owner).to_have_count(1)
    before = re.search(r"owned by (\w+)", owner.get_attribute("aria-label") or "")
    assert before
    holder, other = before[1], next(name for name in nodes if name != before[1])
    by_keys_alone(page, holder)
    taken = page.get_by_role("gridcell", name=re.compile(f"owned by {other}"))
    expect(taken).to_have_count(1)
    expect(page.get_by_text("Empty. It may be stopped now.")).to_be_visible()
    until(lambda: nodes[holder].client()("GET", "/readyz")[0] == 503)
    page.get_by_role("button", name=f"Empty {other}…").click()
    expect(page.get_by_role("dialog")).to_contain_text("No other node is up.")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Dismiss").click()
    assert violations(page, axe) == []
    page.get_by_role("button", name=f"Let {holder} take part again").click()
    expect(page.get_by_role("button", name=f"Empty {holder}…")).to_be_visible()
    until(lambda: nodes[holder].client()("GET", "/readyz")[0] == 200)
    dark = sign_in(opened(dark=True, locale="nl-NL"), "Sleutel van de beheerder", "Aanmelden")
    expect(dark.get_by_role("heading", name="Opslag")).to_be_visible()
    assert violations(dark, axe, colours_only=True) == []
    the_terminal_says_the_same(nodes, other, holder)


def by_keys_alone(page: Page, node: str) -> None:
    keys = Keyboard(page)
    keys.reach("button", f"Empty {node}…")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name=f"Empty {node}?")).to_contain_text("No dialogue ends")
    keys.reach("button", "Empty it")
    keys.press("Enter")
    expect(page.get_by_text(f"{node} is being emptied.").first).to_be_visible()
    keys.reach("[role=gridcell]", "Shard")
    keys.press("Home", "ArrowLeft")
    place = page.evaluate("document.activeElement.getAttribute('aria-label')")
    keys.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != place


def the_terminal_says_the_same(nodes: dict[str, Node], holder: str, other: str) -> None:
    with environment(**{SERVER: nodes["second"].url, KEY_VARIABLE: KEY}):
        told = run("nodes")
        assert (told.code, told.err) == (0, "")
        assert re.search(rf"^{holder} +up +1 ", told.out, re.MULTILINE), told.out
        assert re.search(rf"^{other} +up +0 ", told.out, re.MULTILINE), told.out
        assert told.out.splitlines()[-1] == "Region EMEA, PostgreSQL, 1 shards with tenants, 0 of them free."
        emptied = run("drain", holder)
        assert emptied.code == 0, emptied.err
        assert emptied.out.splitlines()[-1] == f"{holder} is empty: it may be stopped, or take part again by --resume."
        until(lambda: {line["node"]: line["shards"] for line in run("nodes", "--json").lines} == {holder: 0, other: 1})
        assert run("drain", other).err.startswith(f"No other node is up to take over from {other}.")
        assert run("drain", holder, "--resume").out == f"{holder} takes part again.\n"
        assert run("drain", "third").err == "There is no node third. There are: first, second.\n"
    with environment(**{SERVER: nodes["first"].url, KEY_VARIABLE: "wrong" * 5}):
        assert run("nodes").err.startswith(f"This is not the operator's key of {nodes['first'].url}.")
    with without(KEY_VARIABLE):
        assert run("nodes").err.startswith("There is no operator's key. Give --key-file DATA/operator.key")
