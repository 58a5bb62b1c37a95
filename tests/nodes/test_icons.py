"""Every node type has a drawing of its own on the page, and both sides hold a package's own drawing to one form."""

import re
from pathlib import Path

import pytest

from flowengine.extensions.examine import ICON
from flowengine.nodes.palette import PALETTE

UI = Path(__file__).parents[2] / "studio_ui" / "src" / "ui"
DRAWN = dict(re.findall(r'^  (\w+):\s+"([^"]+)",$', (UI / "drawings.ts").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", PALETTE)
def test_the_page_knows_the_icon(name: str) -> None:
    assert PALETTE[name].icon in DRAWN


def test_no_two_types_share_a_drawing() -> None:
    icons = [node.icon for node in PALETTE.values()]
    assert sorted(icons) == sorted(set(icons))


@pytest.mark.parametrize("name", DRAWN)
def test_our_own_drawings_would_pass_as_a_package_s(name: str) -> None:
    assert ICON.fullmatch(f"path:{DRAWN[name]}")


def test_page_and_server_hold_a_path_to_the_same_form() -> None:
    """They draw, and take, the same signs and length."""
    form = r"[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.+-]{1,2000}"
    assert f"path:{form}" in ICON.pattern
    assert f"/^path:({form})$/" in (UI / "icon.tsx").read_text("utf-8")
