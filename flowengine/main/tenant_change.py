"""From one tenant.json to the next: the events that bring a running tenant along, in an order that breaks no rule."""

from collections.abc import Iterator

import msgspec

from flowengine.messages import DocumentPut, Json
from flowengine.tenancy.directory import directory_from, documents_of

EDITORS = ("editor",)
ORDER = ("tenant", "contact_center", "address", "user", "switch")


def tenant_changes(before: Json, after: Json, author: str) -> Iterator[DocumentPut]:
    """What differs between the two files, nothing else: a switch that was thrown meanwhile stays. Raises FlowInvalid
    for a file that breaks a rule."""
    old, new = (_things(served_tenant(file)) for file in (before, after))
    for kind in ORDER:
        for (of, key), value in new.items():
            was = old.get((of, key))
            if of != kind or was == value:
                continue
            if kind == "address" and was and was.get("link"):  # a link is taken away before it is given anew
                yield _put(kind, key, {**value, "link": None}, author)
            yield _put(kind, key, value, author)
    for kind in reversed(ORDER):
        yield from (_put(of, key, None, author) for of, key in old if of == kind and (of, key) not in new)


def served_tenant(file: Json) -> Json:
    """The tenant as a server of this machine serves it: its people may sign in, and one of them may edit."""
    users = dict(file.get("users", {}))
    if not any(role in held for user in users.values() for held in user.get("roles", {}).values() for role in EDITORS):
        person = {"name": "Author", "directory_id": "local", "object_id": "author"}
        users["author"] = {**person, "roles": {"": ["administrator", "editor", "supervisor"]}}
    return {**file, "tenant": {**file.get("tenant", {}), "demo": True}, "users": users}


def _things(file: Json) -> dict[tuple[str, str], Json]:
    return {(kind, key): value for kind, key, value in documents_of(directory_from(file))}


def _put(kind: str, key: str, value: Json | None, author: str) -> DocumentPut:
    body = "" if value is None else msgspec.json.encode(value).decode()
    return DocumentPut(kind=kind, key=key, body=body, base="*", author=author)
