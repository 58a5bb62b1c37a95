"""JSON paths as findings write them: `$.wires.main_menu['1']`."""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_PART = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]", re.DOTALL)


def json_path(parts: Iterable[str | int], root: str = "$") -> str:
    """The path of `parts` below `root`: plain keys with dots, other keys quoted, list places in brackets."""
    path = root
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        elif _PLAIN.match(part):
            path += f".{part}"
        else:
            path += "['" + part.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return path


def parts_of(path: str) -> tuple[str | int, ...]:
    """The parts of such a path, as `json_path` was given them."""
    found: list[str | int] = []
    for plain, quoted, index in _PART.findall(path):
        found.append(int(index) if index else plain or re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
    return tuple(found)
