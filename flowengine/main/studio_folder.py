"""A tenant's folder beside a server: its documents by path, and in `.studio/` what servers had."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from flowengine.environments.path import TENANT, stand_at
from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.canonical import canonical
from flowengine.ledger.folder import TenantTree, read_tenant, write_atomically
from flowengine.main.reconcile import text_at
from flowengine.main.remote import Refused
from flowengine.messages import Json

STUDIO = ".studio"
THEIRS = "theirs"


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """What a server had at some moment. `stage`: whose values it has for bound names; `files`: path -> document."""

    server: str
    tenant: str
    files: dict[str, Any]
    stage: str = ""
    format: int = 1


class Disagreement(Struct, frozen=True, forbid_unknown_fields=True):
    """The report of a merge that needs a person: the conflicts, and what the server had in those files."""

    server: str
    conflicts: list[Finding]
    theirs: dict[str, Any]
    format: int = 1


class StudioFolder:
    """`root` is the folder that has tenant.json. Every file is written at once or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def is_tenant(self) -> bool:
        return (self.root / TENANT).is_file()

    def refuse_strange(self) -> None:
        """Raises Refused for a folder that holds something else than a tenant."""
        if self.root.is_file():
            raise Refused(f"{self.root} is a file.", "Name a folder.")
        if not self.is_tenant and self.root.is_dir() and any(self.root.iterdir()):
            raise Refused(f"{self.root} holds something else than a tenant.", "Name a new folder, or one of a pull.")

    def tree(self) -> TenantTree:
        """Raises Refused where there is no tenant, FlowInvalid for files that cannot be used."""
        if not self.is_tenant:
            hint = "`dialogue-studio pull` fills one from a server, `dialogue-studio new` makes one."
            raise Refused(f"{self.root} is no tenant's folder: it has no tenant.json.", hint)
        return read_tenant(self.root)

    def documents(self) -> dict[str, Json]:
        """Path -> document, tenant.json included. Raises as `tree`."""
        found = documents_of(self.tree())
        strange = [path for path in found if path != TENANT and stand_at(path) is None]
        if strange:
            hint = "Names of flows and environments: small letters, digits and _."
            raise FlowInvalid(
                [
                    Finding("bad_name", "error", "$", "A server takes no file of this name.", hint, path)
                    for path in strange
                ]
            )
        return found

    def write(self, path: str, files: Mapping[str, Json]) -> None:
        """Write a path as `files` has it, or remove it; a folder that is empty then goes too."""
        file = self.root / path
        if path in files:
            write_atomically(file, text_at(files, path))
            return
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.root or any(folder.iterdir()):
                break
            folder.rmdir()

    # --- what a server had ------------------------------------------------------------------------------------

    def seen(self, server: str) -> Seen | None:
        """What was last read from this server, or None."""
        found: Seen | None = _read(self._studio(_slug(server)), Seen)
        return found

    def see(self, seen: Seen) -> None:
        self._keep(_slug(seen.server), seen)
        write_atomically(self._studio("server"), canonical({"format": 1, "server": seen.server}))

    def last_server(self) -> str:
        """The server that this folder was last in step with, or ""."""
        found = _read(self._studio("server"), dict[str, Json])
        return str((found or {}).get("server", ""))

    def disagreement(self, server: str) -> Disagreement | None:
        """The report that a person was shown, if it is about this server."""
        found: Disagreement | None = _read(self._studio("conflicts"), Disagreement)
        return found if found and found.server == server else None

    def report(self, report: Disagreement) -> None:
        """Keep the report, and what the server has as files to look at and to copy from."""
        self.settle()
        for path in report.theirs:
            if report.theirs[path] is not None:
                write_atomically(self.root / STUDIO / THEIRS / path, text_at(report.theirs, path))
        self._keep("conflicts", report)

    def settle(self) -> None:
        """Nothing is disputed any more."""
        self._studio("conflicts").unlink(missing_ok=True)
        folder = self.root / STUDIO / THEIRS
        for entry in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
            entry.rmdir() if entry.is_dir() else entry.unlink()

    def _keep(self, name: str, value: Struct) -> None:
        write_atomically(self.root / STUDIO / ".gitignore", "*\n")
        write_atomically(self._studio(name), canonical(msgspec.json.decode(msgspec.json.encode(value))))

    def _studio(self, name: str) -> Path:
        return self.root / STUDIO / f"{name}.json"


def documents_of(tree: TenantTree) -> dict[str, Json]:
    """Path -> document of everything that was read."""
    found: dict[str, Json] = {TENANT: tree.tenant}
    for name, environment in tree.environments.items():
        found[f"{name}/environment.json"] = environment.environment
        for flow, parts in environment.flows.items():
            at = f"{name}/{flow}"
            found[f"{at}/flow.json"] = parts.flow
            if parts.layout:
                found[f"{at}/layout.json"] = parts.layout
            found |= {f"{at}/cases/{file}": document for file, document in parts.cases.items()}
            found |= {f"{at}/cases/given/{given}.json": document for given, document in parts.given.items()}
    return found


def _slug(server: str) -> str:
    return "at-" + re.sub(r"[^a-z0-9.]+", "-", urlsplit(server).netloc.lower()).strip("-")


def _read(file: Path, kind: Any) -> Any:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except (msgspec.DecodeError, OSError):
        hint = f"Remove {file} and pull again: your own files stay, and what differs is merged or told."
        raise Refused(f"{file} cannot be used: it was damaged, or written by another version.", hint) from None
