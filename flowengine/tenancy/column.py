"""Column: how one field of a document of the directory is written in a cell, and read from one."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

Document: TypeAlias = dict[str, Any]
BETWEEN = "|"  # between the words of one cell
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_YES, _NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")


class CellWrong(Exception):
    """A cell cannot be read. Never leaves the room: table.py tells it with line and column."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.hint = hint


class Column(NamedTuple):
    """`show` gives the cell of a document; `take` lays a cell into one, an empty cell takes the field away. `path` is
    where the field stands."""

    name: str
    show: Callable[[Document], str]
    take: Callable[[Document, str], None]
    path: tuple[str, ...]


def dig(document: Any, path: tuple[str, ...], default: Any = None) -> Any:
    """What stands there, or the default."""
    for step in path:
        if not isinstance(document, dict) or step not in document:
            return default
        document = document[step]
    return document


def plant(document: Document, path: tuple[str, ...], value: Any) -> None:
    """Put a value there, or with None take away what is there; an object that is left empty goes too."""
    *above, last = path
    if value is None:
        trail = [document]
        for step in above:
            if step not in trail[-1]:
                return
            trail.append(trail[-1][step])
        trail[-1].pop(last, None)
        for n in range(len(above), 0, -1):
            if not trail[n]:
                trail[n - 1].pop(above[n - 1])
        return
    for step in above:
        document = document.setdefault(step, {})
    document[last] = value


def text(name: str, *path: str) -> Column:
    """As it is."""
    path = path or (name,)
    return Column(
        name,
        lambda document: dig(document, path, ""),
        lambda document, cell: plant(document, path, cell or None),
        path,
    )


def word(name: str, *path: str) -> Column:
    """As it is, without spaces around it."""
    path = path or (name,)
    return Column(
        name,
        lambda document: dig(document, path, ""),
        lambda document, cell: plant(document, path, cell.strip() or None),
        path,
    )


def number(name: str, *path: str) -> Column:
    """A number with a decimal point."""
    path = path or (name,)

    def show(document: Document) -> str:
        value = dig(document, path)
        return "" if value is None else str(int(value)) if value == int(value) else repr(value)

    return Column(name, show, lambda document, cell: plant(document, path, number_of(cell)), path)


def number_of(cell: str) -> float | int | None:
    """The number of a cell; None if it is empty. Raises CellWrong."""
    cell = cell.strip()
    if not cell:
        return None
    if not _NUMBER.match(cell) or len(cell) > 15:
        raise CellWrong(f"“{cell[:40]}” is not a number.", "Write it with digits, and a point: 20 or 1.5.")
    return float(cell) if "." in cell else int(cell)


def yes_no(name: str, *path: str, default: bool) -> Column:
    """yes or no."""
    path = path or (name,)

    def take(document: Document, cell: str) -> None:
        said = cell.strip().lower()
        if said and said not in (*_YES, *_NO):
            raise CellWrong(f"“{cell[:40]}” is neither yes nor no.", "Write yes or no.")
        plant(document, path, None if not said else said in _YES)

    return Column(name, lambda document: "yes" if dig(document, path, default) else "no", take, path)


def words(name: str, *path: str) -> Column:
    """Several words in one cell."""
    path = path or (name,)

    def take(document: Document, cell: str) -> None:
        plant(document, path, words_of(cell) or None)

    return Column(name, lambda document: BETWEEN.join(dig(document, path, ())), take, path)


def words_of(cell: str) -> list[str]:
    """The words of a cell."""
    return [found for part in cell.split(BETWEEN) if (found := part.strip())]


def moment(name: str, *path: str) -> Column:
    """A moment with its offset, kept as UTC milliseconds."""

    def show(document: Document) -> str:
        at_ms = dig(document, path, 0)
        exact = "milliseconds" if at_ms % 1000 else "seconds"
        stamp = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec=exact)
        return stamp.replace("+00:00", "Z") if at_ms else ""

    def take(document: Document, cell: str) -> None:
        cell = cell.strip()
        try:
            at = datetime.fromisoformat(cell) if cell else None
        except ValueError:
            at = None
        if cell and (at is None or at.tzinfo is None):
            raise CellWrong(f"“{cell[:40]}” is not a moment.", "Write it like 2026-12-01T17:00:00Z.")
        plant(document, path, None if at is None else round(at.timestamp() * 1000))

    return Column(name, show, take, path)


def roles(name: str) -> Column:
    """Rights: `editor` in the whole tenant, `sales:agent` in one contact center."""

    def show(document: Document) -> str:
        held = document.get("roles", {})
        return BETWEEN.join(f"{place}:{role}" if place else role for place in held for role in held[place])

    def take(document: Document, cell: str) -> None:
        found: dict[str, list[str]] = {}
        for part in words_of(cell):
            place, _, role = part.rpartition(":")
            found.setdefault(place.strip(), []).append(role.strip())
        plant(document, ("roles",), found or None)

    return Column(name, show, take, ("roles",))


def memberships(name: str) -> Column:
    """The contact centers whose queues are served; the levels of skills stand in a list of their own."""

    def take(document: Document, cell: str) -> None:
        before = document.get("memberships", {})
        plant(document, ("memberships",), {center: before.get(center, {}) for center in words_of(cell)} or None)

    return Column(name, lambda document: BETWEEN.join(document.get("memberships", {})), take, ("memberships",))
