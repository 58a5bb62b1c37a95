"""A terminal: the command's words in this process, with what they print; and people who share one server."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from flowengine.cli import main
from tests.main.served import Client

SERVER, TOKEN = "DIALOGUE_STUDIO_SERVER", "DIALOGUE_STUDIO_TOKEN"


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The JSON of each line."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words: str | Path) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:  # argparse's way to refuse wrong words
            code = int(end.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """These variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Not these variables for a while."""
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(before)


def token(client: Client, role: str = "editor", *environments: str) -> str:
    """A fresh token, made by the demo's administrator."""
    client.sign_in("dora")
    status, made = client("POST", "/api/tokens", {"name": "ci", "role": role, "environments": list(environments)})
    assert status == 201, made
    return str(made["token"])


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def edit(file: Path, *way: str, to: Any) -> None:
    """Change one place of a file, as a person with any editor does."""
    document = read(file)
    place = document
    for part in way[:-1]:
        place = place[part]
    place[way[-1]] = to
    file.write_text(json.dumps(document), encoding="utf-8")
