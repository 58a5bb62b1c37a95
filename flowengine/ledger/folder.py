"""A tenant as a folder: the same tree and bytes in git, in an export and under a running `dev` server."""

import os
import re
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from flowengine.errors import Finding, FlowInvalid, NotFound
from flowengine.lang import strict_json
from flowengine.lang.upgrade.kinds import raised
from flowengine.ledger.port import StoreBroken, StoreFull, StoreMissing, StoreReadOnly
from flowengine.messages import Json

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
SOUNDS = "sounds"  # the recordings of an environment lie there; a flow of this name is one all the same
_NAME_HINT = "Use lower-case letters, digits, _ and -, beginning with a letter, at most 64."


class FlowTree(Struct):
    """One flow's folder: the document, its text as it stands in the file, and what lies beside it."""

    flow: dict[str, Json]
    text: str
    layout: dict[str, Json] = field(default_factory=dict)
    cases: dict[str, dict[str, Json]] = field(default_factory=dict)  # file name -> document
    given: dict[str, dict[str, Json]] = field(default_factory=dict)  # name -> document


class EnvironmentTree(Struct):
    environment: dict[str, Json]
    flows: dict[str, FlowTree] = field(default_factory=dict)


class TenantTree(Struct):
    tenant: dict[str, Json]
    environments: dict[str, EnvironmentTree] = field(default_factory=dict)


def read_tenant(path: Path) -> TenantTree:
    """Read `tenant.json` and every environment below `path`.

    Raises FlowInvalid with a finding for each file that cannot be used (`file` is relative to `path`), StoreMissing
    when there is no such folder. Hidden entries and plain files with other names are left alone.
    """
    if not path.is_dir():
        raise StoreMissing(f"The folder {path} does not exist.")
    reading = _Reading(path.resolve())
    found = TenantTree(reading.document("tenant.json"))
    for name in reading.folders(""):
        environment = EnvironmentTree(reading.document(f"{name}/environment.json"))
        environment.flows = {flow: _read_flow(reading, f"{name}/{flow}") for flow in reading.folders(name)}
        found.environments[name] = environment
    if reading.findings:
        raise FlowInvalid(reading.findings)
    return found


def read_flow(path: Path, environment: str, flow: str) -> FlowTree:
    """One flow of the tenant in `path`. Raises NotFound, FlowInvalid."""
    folder = _flow_folder(path, environment, flow)
    if not (folder / "flow.json").is_file():
        raise NotFound(f"There is no flow {flow} in {environment}.")
    reading = _Reading(path.resolve())
    found = _read_flow(reading, f"{environment}/{flow}")
    if reading.findings:
        raise FlowInvalid(reading.findings)
    return found


def write_flow(path: Path, environment: str, flow: str, text: str, layout_text: str | None = None) -> None:
    """Write canonical texts into the flow's folder, each file at once or not at all; equal bytes are not touched.

    Raises NotFound for names that are not names or an environment that is not there, LedgerError when the disk refuses.
    """
    folder = _flow_folder(path, environment, flow)
    if not (folder.parent / "environment.json").is_file():
        raise NotFound(f"There is no environment {environment}.")
    write_atomically(folder / "flow.json", text)
    if layout_text is not None:
        write_atomically(folder / "layout.json", layout_text)


def write_case(path: Path, environment: str, flow: str, file: str, text: str) -> None:
    """Write one case file (`<name>.json`) beside its flow. Raises as `write_flow`."""
    folder = _flow_folder(path, environment, flow)
    if not NAME.fullmatch(file.removesuffix(".json")) or not file.endswith(".json"):
        raise NotFound(f"“{file}” is not a case file.", hint=_NAME_HINT)
    if not (folder / "flow.json").is_file():
        raise NotFound(f"There is no flow {flow} in {environment}.")
    write_atomically(folder / "cases" / file, text)


def read_document(root: Path, name: str) -> dict[str, Json]:
    """The document of one file of the tenant in `root`. Raises FlowInvalid with what is wrong with the file."""
    reading = _Reading(root.resolve())
    found = reading.document(name)
    if reading.findings:
        raise FlowInvalid(reading.findings)
    return found


def read_text(file: Path) -> str:
    """A file's text. Raises FlowInvalid with a finding that names it: too large, not UTF-8, unreadable."""
    reading = _Reading(file.parent.resolve())
    text = reading.text(file.name)
    if text is None:
        raise FlowInvalid(reading.findings)
    return text


def write_atomically(file: Path, text: str | bytes) -> None:
    """Replace `file` by `text` so that a reader, and a crash, sees the old or the new bytes and nothing between."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        if file.is_file() and file.read_bytes() == data:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        with suppress(OSError):  # it may never have come into being
            beside.unlink()
        kind = {28: StoreFull, 13: StoreReadOnly, 30: StoreReadOnly}.get(error.errno or 0, StoreBroken)
        raise kind(f"{file} could not be written: {error.strerror}.") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flow_folder(path: Path, environment: str, flow: str) -> Path:
    """Where the flow lies. Names hold no separator or dot, and a link must not lead out of the tenant's folder."""
    for name in (environment, flow):
        if not NAME.fullmatch(name):
            raise NotFound(f"“{name}” is not a name.", hint=_NAME_HINT)
    root = path.resolve()
    folder = root / environment / flow
    if not folder.resolve().is_relative_to(root):
        raise NotFound(f"There is no flow {flow} in {environment}.")
    return folder


def _read_flow(reading: "_Reading", at: str) -> FlowTree:
    text = reading.text(f"{at}/flow.json")
    found = FlowTree(reading.parsed(text, f"{at}/flow.json") if text is not None else {}, text or "")
    found.layout = reading.document(f"{at}/layout.json", optional=True)
    found.cases = reading.documents(f"{at}/cases", ".json")
    found.given = reading.documents(f"{at}/cases/given", "")
    return found


class _Reading:
    """One walk through a tenant's folder; collects what is wrong instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def text(self, name: str, *, optional: bool = False) -> str | None:
        file = self.root / name
        if not file.resolve().is_relative_to(self.root):
            self._find("link_outside", name, "The link leads out of the tenant's folder.", "Copy the file instead.")
            return None
        try:
            if file.stat().st_size > strict_json.MAX_BYTES:
                self._find("json_too_large", name, f"The file is over {strict_json.MAX_BYTES} bytes.", "Split it.")
                return None
            return file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            self._find("json_not_utf8", name, f"Byte {error.start} is not UTF-8.", "Save the file as UTF-8.")
        except (FileNotFoundError, NotADirectoryError):
            if not optional:
                self._find("file_missing", name, "The file is missing.", "")
        except OSError as error:
            self._find("file_unreadable", name, f"The file cannot be read: {error.strerror}.", "")
        return None

    def parsed(self, text: str, name: str) -> dict[str, Json]:
        try:
            document = raised(strict_json.loads(text, file=name), name)
        except FlowInvalid as invalid:
            self.findings.extend(invalid.findings)
            return {}
        if not isinstance(document, dict):
            self._find("json_not_object", name, "The document must be an object.", "")
            return {}
        return document

    def document(self, name: str, *, optional: bool = False) -> dict[str, Json]:
        text = self.text(name, optional=optional)
        return {} if text is None else self.parsed(text, name)

    def documents(self, at: str, suffix: str) -> dict[str, dict[str, Json]]:
        """Every `<name>.json` in the folder, if it is there, under its name and `suffix`."""
        folder = self.root / at
        found: dict[str, dict[str, Json]] = {}
        for file in sorted(folder.iterdir()) if folder.is_dir() else []:
            shown = file.suffix == ".json" and not file.name.startswith(".")
            if shown and self._is_name(file.stem, f"{at}/{file.name}"):
                found[file.stem + suffix] = self.document(f"{at}/{file.name}")
        return found

    def folders(self, at: str) -> list[str]:
        """The names of environments, or of an environment's flows."""
        entries = sorted(entry.name for entry in (self.root / at).iterdir() if entry.is_dir())
        shown = [name for name in entries if not name.startswith(".") and name != "__pycache__"]
        if at and SOUNDS in shown and not (self.root / at / SOUNDS / "flow.json").is_file():
            shown.remove(SOUNDS)
        return [name for name in shown if self._is_name(name, f"{at}/{name}" if at else name)]

    def _is_name(self, name: str, file: str) -> bool:
        if NAME.fullmatch(name):
            return True
        self._find("bad_name", file, f"“{name}” is not a name.", _NAME_HINT)
        return False

    def _find(self, code: str, file: str, message: str, hint: str) -> None:
        self.findings.append(Finding(code, "error", "$", message, hint, file))
