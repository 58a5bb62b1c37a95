"""What another package brings is joined to ours, or refused in one sentence that names it."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

import flowengine
from flowengine.extensions.palette import Brought, ExtensionRefused, installed_palette, joined, may_bring
from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.nodes.palette import PALETTE


class Dice(NodeConfig, frozen=True, tag="dice", forbid_unknown_fields=True):
    sides: int = 6


class Loose(NodeConfig, frozen=True, tag="dice", forbid_unknown_fields=False):
    sides: int = 6


class Unreadable(NodeConfig, frozen=True, tag="dice", forbid_unknown_fields=True):
    what: object = None
    shape: complex = 0j


class Memory(Struct):
    left: int


def enter(config: Dice, ctx: Context) -> Step:
    return "thrown"


DICE = NodeType(
    name="dice",
    config=Dice,
    outcomes=("thrown",),
    enter=enter,
    title="Dice",
    purpose="Throw dice.",
    group="Decide",
    icon="path:M3 3h18v18H3z",
    example={"type": "dice", "sides": 6},
)


def brought(node: object, package: str = "acme-games", entry: str = "dice") -> Brought:
    return Brought(package, entry, lambda: node)


def test_it_is_joined_after_ours() -> None:
    assert list(joined(PALETTE, [brought(DICE)])) == [*PALETTE, "dice"]
    assert joined(PALETTE, [brought(DICE)])["dice"] is DICE


def test_nobody_goes_around_it() -> None:
    """Whoever took our own types alone would refuse flows that the rest of the house runs."""
    package = Path(flowengine.__file__).parent
    users = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "import PALETTE" in file.read_text("utf-8")
    }
    tells_ours = "testbench/coverage/queue_way.py"  # it takes the others' types too: of those it presumes the most
    assert users == {"extensions/palette.py", tells_ours}


def test_an_example_may_be_left_out() -> None:
    assert joined(PALETTE, [brought(replace(DICE, example={}))])["dice"].name == "dice"


def test_nothing_is_installed_beside_us() -> None:
    """In the environment of these tests; examples/ shows the other way in a process of its own."""
    assert dict(installed_palette()) == dict(PALETTE)


def broken() -> object:
    message = "no module named dice_core"
    raise ImportError(message)


def leaving() -> object:
    raise SystemExit(3)


BEGINS = "The package acme-games cannot be used: its entry point “dice” "
WHICH = BEGINS + "brings the node type “dice”, "
WRONG: dict[str, tuple[Any, str]] = {
    "import error": (broken, BEGINS + "cannot be imported (ImportError: no module named dice_core)."),
    "exit at import": (leaving, BEGINS + "cannot be imported (SystemExit: 3)."),
    "wrong object": (lambda: Dice, BEGINS + "is not a NodeType but of type StructMeta."),
    "clash with ours": (
        lambda: replace(
            DICE, name="say", config=PALETTE["say"].config, outcomes=("done",), example=PALETTE["say"].example
        ),
        BEGINS + "brings the node type “say”, and Dialogue Studio has one of that name already.",
    ),
    "no name": (
        lambda: replace(DICE, name="Dice-1"),
        BEGINS + "brings the node type “Dice-1”, which is no name: small letters, digits and _, a letter first, "
        "at most 64.",
    ),
    "no title": (lambda: replace(DICE, title=" "), WHICH + "which has no title."),
    "unknown group": (
        lambda: replace(DICE, group="Games"),
        WHICH + "whose group “Games” is none of Speak, Ask, Decide, Route, Data, End.",
    ),
    "markup as icon": (
        lambda: replace(DICE, icon='path:M0 0"/><script>'),
        WHICH + "whose icon is neither a name nor “path:” with the d of one SVG path (at most 2,000 characters).",
    ),
    "version": (lambda: replace(DICE, version=0), WHICH + "whose version is not a whole number from 1 on."),
    "unknown kind": (
        lambda: replace(DICE, kinds=("entry", "game")),
        WHICH + "whose kinds name “game”, which is none of entry, subflow, treatment.",
    ),
    "unknown need": (
        lambda: replace(DICE, needs=("hands",)),
        WHICH + "whose needs name “hands”, which is none of keys, speech, text, buttons, audio, record, hold, "
        "transfer, whisper, files, gathers, turn.",
    ),
    "kinds as text": (lambda: replace(DICE, kinds="entry"), WHICH + "whose kinds are not a tuple."),
    "config of no kind": (
        lambda: replace(DICE, config=Memory),
        WHICH + "whose config is not a subclass of NodeConfig.",
    ),
    "config of another": (
        lambda: replace(DICE, config=PALETTE["say"].config),
        WHICH + "whose config must be declared with tag=“dice”.",
    ),
    "loose config": (
        lambda: replace(DICE, config=Loose),
        WHICH + "whose config must be declared with frozen=True and forbid_unknown_fields=True.",
    ),
    "summary": (
        lambda: replace(DICE, summary=("colour",)),
        WHICH + "whose summary must be at most two of its fields (sides, title).",
    ),
    "shows": (lambda: replace(DICE, shows=("eyes",)), WHICH + "whose shows must name its fields (sides, title)."),
    "gives": (
        lambda: replace(DICE, gives={"eyes": "number"}),
        WHICH + "whose gives must name its fields (sides, title).",
    ),
    "outcome": (
        lambda: replace(DICE, outcomes=("Thrown!",)),
        WHICH + "whose outcome “Thrown!” is no name: small letters, digits, _, * and #, at most 64.",
    ),
    "no function": (lambda: replace(DICE, enter="thrown"), WHICH + "whose enter is not a function."),
    "waits for nothing": (lambda: replace(DICE, waits=True), WHICH + "which waits and has no resume."),
    "memory": (lambda: replace(DICE, memory=Memory), WHICH + "whose memory is not a frozen msgspec.Struct."),
    "bad example": (
        lambda: replace(DICE, example={"type": "dice", "sides": "six"}),
        WHICH + "whose example is not valid ('six' is not of type 'integer').",
    ),
    "at once": (
        lambda: replace(DICE, at_once=("lost",)),
        WHICH + "whose at_once, bounded or sets_by name “lost”, which its example is not left by.",
    ),
}  # fmt: skip  # a table of faults and their words


@pytest.mark.parametrize(("load", "sentence"), WRONG.values(), ids=WRONG)
def test_refused_in_one_sentence(load: Any, sentence: str) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        joined(PALETTE, [Brought("acme-games", "dice", load)])
    assert str(refused.value) == sentence


def test_a_config_without_a_schema_is_refused() -> None:
    """In words that come from below."""
    with pytest.raises(ExtensionRefused, match=r"whose config has no JSON Schema \(.+\)\.$"):
        joined(PALETTE, [brought(replace(DICE, config=Unreadable))])


def test_two_packages_that_bring_the_same() -> None:
    with pytest.raises(ExtensionRefused, match=r"^The package b-games .* “dice”, and a-games has one of that name"):
        joined(PALETTE, [brought(DICE, "a-games"), brought(DICE, "b-games")])


def test_every_fault_is_told() -> None:
    with pytest.raises(ExtensionRefused) as refused:
        joined(PALETTE, [brought(1, "a-games"), brought(2, "b-games")])
    assert [line.split()[2] for line in str(refused.value).splitlines()] == ["a-games", "b-games"]


@pytest.mark.parametrize(
    ("folder", "text", "found"),
    [
        ("dora-1.0.dist-info", "[dialogue_studio.nodes]\nx = dora:NODE\n", True),
        ("dora.egg-info", "[dialogue_studio.nodes]\nx = dora:NODE\n", True),
        ("dora-1.0.dist-info", "[console_scripts]\nx = dora:main\n", False),
        ("dora", "[dialogue_studio.nodes]\nx = dora:NODE\n", False),
    ],
)
def test_a_package_that_may_bring_something_is_seen_in_its_files(
    tmp_path: Path, folder: str, text: str, found: bool
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "entry_points.txt").write_text(text, "utf-8")
    assert may_bring([str(tmp_path), str(tmp_path / "gone")]) is found


def test_an_archive_may_bring_something(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"")
    assert may_bring([str(tmp_path / "all.zip")])
