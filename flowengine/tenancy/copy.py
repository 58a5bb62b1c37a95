"""Copy: a contact center like this one, with these changes."""

from collections.abc import Mapping
from typing import Any

from flowengine.errors import Conflict, NotFound
from flowengine.messages import Json
from flowengine.tenancy.change import Change
from flowengine.tenancy.directory import Directory, written


def like(directory: Directory, source: str, name: str, changes: Mapping[str, Json]) -> Change:
    """The change that makes contact center `name` like `source`: its settings, skills and dispositions, with `changes`
    laid over them as a JSON merge patch (null takes a field away). Without a title it gets its name as one.

    Addresses, people and flows stay where they are: an address has one link, a person is a member by a word of an
    administrator, and the new environment is empty, so that callers go straight to the queue until a flow is published.
    Raises NotFound, Conflict.
    """
    center = directory.contact_centers.get(source)
    if center is None:
        raise NotFound(f"There is no contact center “{source}”.")
    if name in directory.contact_centers:
        raise Conflict(f"There is a contact center “{name}” already.", hint="Choose another name.", code="name_taken")
    title = name.replace("_", " ").capitalize()
    return Change("contact_center", name, merged({**written(center), "title": title}, changes))


def merged(value: Any, patch: Any) -> Any:
    """The value with a merge patch laid over it (RFC 7396)."""
    if not isinstance(patch, Mapping):
        return patch
    base = dict(value) if isinstance(value, Mapping) else {}
    for key, part in patch.items():
        if part is None:
            base.pop(key, None)
        else:
            base[key] = merged(base.get(key), part)
    return base
