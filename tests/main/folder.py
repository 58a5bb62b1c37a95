"""A tenant's folder to be changed by a test."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def copied(folder: Path, to: Path) -> Path:
    """A copy of the folder below `to`."""
    return Path(shutil.copytree(folder, to / folder.name))


@contextmanager
def edited(file: Path) -> Iterator[Any]:
    """The JSON of a file, written back when the block ends."""
    document = json.loads(file.read_bytes())
    yield document
    file.write_text(json.dumps(document), "utf-8")
