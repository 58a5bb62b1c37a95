"""Parts: what stands inside the things of a directory, one by one: skills, dispositions, levels, licences, seats."""

from collections.abc import Iterator
from typing import Any

from flowengine.tenancy.column import CellWrong, Document
from flowengine.tenancy.directory import Directory, things_of, written
from flowengine.tenancy.lists import Parts


def all_parts(directory: Directory, spec: Parts) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(What names it, its value) of every part."""
    for key, thing in things_of(directory, spec.kind).items():
        yield from parts_of(spec, key, written(thing))


def parts_of(spec: Parts, key: str, document: Document) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The parts of one thing."""
    owner = (key,) if spec.owner else ()
    found = document.get(spec.at, {})
    if spec.value is None:
        yield from (((*owner, item), True) for item in found)
    elif spec.within:
        yield from (((*owner, place, item), value) for place, inner in found.items() for item, value in inner.items())
    else:
        yield from (((*owner, item), value) for item, value in found.items())


def shown_part(spec: Parts, value: Any) -> list[str]:
    """The cells of a part beside its names."""
    if spec.value is None:
        return []
    return [spec.value.show(value if spec.has_fields else {spec.value.name: value})]


def put_part(spec: Parts, document: Document, names: tuple[str, ...], cells: dict[str, str]) -> None:
    """Lay a row into its thing; a new part without a value is one with what it has anyway. Raises CellWrong."""
    *_, item = names
    if spec.value is None:
        held = document.setdefault(spec.at, [])
        if item not in held:
            held.append(item)
        return
    box = document.setdefault(spec.at, {})
    box = box.setdefault(names[-2], {}) if spec.within else box
    part = dict(box.get(item, {})) if spec.has_fields else {spec.value.name: box[item]} if item in box else {}
    if spec.value.name in cells:
        spec.value.take(part, cells[spec.value.name])
    if not spec.has_fields and spec.value.name not in part:
        raise CellWrong(f"“{spec.value.name}” is empty.", "Give it a value, or leave the row out.")
    box[item] = part if spec.has_fields else part[spec.value.name]


def take_part(spec: Parts, document: Document, names: tuple[str, ...]) -> None:
    """Take a part away; the membership stays when its last level goes."""
    *_, item = names
    if spec.value is None:
        document[spec.at].remove(item)
    else:
        box = document[spec.at][names[-2]] if spec.within else document[spec.at]
        del box[item]
