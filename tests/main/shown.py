"""A page of the documentation: its examples in order, run on a real server; what is printed has that shape."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.main.served import ROOT, Served

SERVER = "http://127.0.0.1:8080"


class Example(NamedTuple):
    command: str
    says: list[str]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def examples(text: str) -> Iterator[Example]:
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield Example(command, lines)


def shape(line: str) -> str:
    """A line without what differs from run to run: ids, numbers, how wide a column is."""
    line = re.sub(r"[0-9a-f]{32}", "ID", line)
    return re.sub(r"\s+", " ", re.sub(r"\d+", "N", line)).strip()


def same_shape(wanted: list[str], got: list[str]) -> bool:
    """Line by line; `...` stands for any lines."""
    if not wanted:
        return not got
    if wanted[0] == "...":
        return any(same_shape(wanted[1:], got[at:]) for at in range(len(got) + 1))
    return bool(got) and shape(wanted[0]) == shape(got[0]) and same_shape(wanted[1:], got[1:])


def every_example_does_what_it_says(text: str, server: Served, folder: Path) -> None:
    folder.mkdir()
    around = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DIALOGUE_STUDIO_SERVER": server.url,
    }
    around.pop("DIALOGUE_STUDIO_TOKEN", None)
    for command, says in examples(text):
        real = command.replace(SERVER, server.url)
        ran = subprocess.run(
            ["bash", "-c", f"({real}) 2>&1"],
            check=False,
            cwd=folder,
            env=around,
            capture_output=True,
            text=True,
            timeout=60,
        )
        told = ran.stdout.replace(server.url, SERVER).splitlines()
        assert same_shape(says, told), f"$ {command}\n" + "\n".join(told)
