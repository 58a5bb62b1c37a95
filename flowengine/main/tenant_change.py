"""From one tenant.json to the next: the one event that brings a running tenant along."""

import msgspec

from flowengine.messages import DirectoryChange, DirectorySynced, Json
from flowengine.switchboard.sync import FROM_FILE
from flowengine.tenancy.directory import directory_from, documents_of

EDITORS = ("editor",)


def tenant_changes(before: Json, after: Json, author: str) -> DirectorySynced | None:
    """What differs between the two files, nothing else: a switch that was thrown meanwhile stays. None if nothing
    does. Raises FlowInvalid for a file that breaks a rule."""
    old, new = (_things(served_tenant(file)) for file in (before, after))
    changes = [
        *(_change(*place, value) for place, value in new.items() if old.get(place) != value),
        *(_change(*place, None) for place in old if place not in new),
    ]
    return DirectorySynced(changes=tuple(changes), author=author, source=FROM_FILE) if changes else None


def served_tenant(file: Json) -> Json:
    """The tenant as a server of this machine serves it: its people may sign in, and one of them may edit."""
    users = dict(file.get("users", {}))
    if not any(role in held for user in users.values() for held in user.get("roles", {}).values() for role in EDITORS):
        person = {"name": "Author", "directory_id": "local", "object_id": "author"}
        users["author"] = {**person, "roles": {"": ["administrator", "editor", "supervisor"]}}
    return {**file, "tenant": {**file.get("tenant", {}), "demo": True}, "users": users}


def _things(file: Json) -> dict[tuple[str, str], Json]:
    return {(kind, key): value for kind, key, value in documents_of(directory_from(file))}


def _change(kind: str, key: str, value: Json | None) -> DirectoryChange:
    return DirectoryChange(kind, key, "" if value is None else msgspec.json.encode(value).decode())
