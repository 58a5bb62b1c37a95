"""A page of the documentation: its examples in order, run on a real server; what is printed has that shape."""

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import NamedTuple

from flowengine.cli import main
from tests.main.served import ROOT, Served
from tests.main.terminal import TOKEN, environment, without

SERVER = "http://127.0.0.1:8080"
SHELL_SIGNS = frozenset("|$<>;&")


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
    line = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", "ID", line)
    return re.sub(r"\s+", " ", re.sub(r"\d+", "N", line)).strip()


def same_shape(wanted: list[str], got: list[str]) -> bool:
    """Line by line; `...` stands for any lines."""
    if not wanted:
        return not got
    if wanted[0] == "...":
        return any(same_shape(wanted[1:], got[at:]) for at in range(len(got) + 1))
    return bool(got) and shape(wanted[0]) == shape(got[0]) and same_shape(wanted[1:], got[1:])


def every_example_does_what_it_says(text: str, server: Served, folder: Path) -> None:
    """The first example and those that need a shell are processes, as a reader's are; to start one for each of the
    others would show nothing more, and take a second each."""
    folder.mkdir()
    around = {"DIALOGUE_STUDIO_SERVER": server.url}
    with chdir(folder), environment(**around), without(TOKEN):
        for number, (command, says) in enumerate(examples(text)):
            real = command.replace(SERVER, server.url)
            in_shell = number == 0 or not real.startswith("dialogue-studio ") or set(real) & SHELL_SIGNS
            told = (by_shell(real) if in_shell else by_word(real)).replace(server.url, SERVER).splitlines()
            assert same_shape(says, told), f"$ {command}\n" + "\n".join(told)


def by_word(command: str) -> str:
    """What it prints, run in this process."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), suppress(SystemExit):
        main(shlex.split(command)[1:])
    return out.getvalue()


def by_shell(command: str) -> str:
    path = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        ["bash", "-c", f"({command}) 2>&1"],
        check=False,
        env=os.environ | path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ran.stdout
