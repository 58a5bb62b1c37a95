"""Where a case goes that was made for its author: into a file that it fits, or into a new one."""

from typing import Any

from flowengine.errors import Conflict

FILE = "tried"


def with_case(files: dict[str, Any], made: dict[str, Any], name: str, file: str) -> tuple[str, dict[str, Any]]:
    """(file, document) with the case added: to the `file` that is named, else to the first whose cases begin there and
    are given nothing, else to a new one. Raises Conflict for a name that is taken, or a file that it does not fit."""
    if file and file in files and not _fits(files[file], made):
        raise Conflict(f"The cases of {file} begin elsewhere, or are all given something.", hint="Choose another file.")
    fitting = [key for key in files if _fits(files[key], made)]
    chosen = file or (fitting[0] if fitting else _free(files))
    present = files.get(chosen) or {"$schema": "cases-1.json", "start": made["start"], "cases": {}}
    if name in present["cases"]:
        raise Conflict(f"{chosen} has a case “{name}” already.", hint="Give it another name.", code="name_taken")
    return chosen, {**present, "cases": {**present["cases"], name: made["case"]}}


def _fits(document: Any, made: dict[str, Any]) -> bool:
    plain = isinstance(document, dict) and isinstance(document.get("cases"), dict)
    return plain and document.get("start") == made["start"] and not document.get("given") and not document.get("first")


def _free(files: dict[str, Any]) -> str:
    names = (f"{FILE}.json", *(f"{FILE}_{n}.json" for n in range(2, len(files) + 3)))
    return next(name for name in names if name not in files)
