"""A real process is killed in the middle of its work: what it had answered is there, once, and in order."""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import Busy
from flowengine.ledger.port import CommandRecord
from flowengine.ledger.sqlite import SqliteLedger
from tests.runtime.child import TENANT

ROOT = Path(__file__).parents[2]
DIALOGUES = 8


class Child:
    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.runtime.child", str(folder)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1, cwd=ROOT)
        assert self.hear() == ["ready", None]

    def say(self, *words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")

    def hear(self) -> list[Any]:
        assert self.process.stdout is not None
        heard: list[Any] = json.loads(self.process.stdout.readline() or "[]")
        return heard

    def kill(self) -> list[list[Any]]:
        """SIGKILL; gives what it had still answered before."""
        assert self.process.stdout is not None
        if self.process.stdout.closed:
            return []
        self.process.kill()
        rest = [json.loads(line) for line in self.process.stdout if line.endswith("\n")]
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):  # what was not yet written has no reader any more
                pipe.close()  # type: ignore[union-attr]  # both are pipes
        return rest


@contextmanager
def child(folder: Path) -> Iterator[Child]:
    made = Child(folder)
    try:
        yield made
    finally:
        made.kill()


def looked(folder: Path, look: Callable[[SqliteLedger], Any]) -> Any:
    async def run() -> Any:
        ledger = SqliteLedger.open(folder / "ledger.sqlite")
        try:
            return await look(ledger)
        finally:
            await ledger.close()

    return asyncio.run(run())


async def all_commands(ledger: SqliteLedger, dialogues: list[str]) -> list[list[CommandRecord]]:
    return [await ledger.commands_after(TENANT, f"caller:{dialogue}", 0, 999) for dialogue in dialogues]


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_mid_stream_nothing_answered_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # when to kill, not a secret
    answered: dict[str, Any] = {}
    sent: list[tuple[str, str, str]] = []
    dialogues: list[str] = []
    with child(tmp_path) as first:
        for leg in range(DIALOGUES):
            first.say(f"arrive-{leg}", f"leg-{leg}", "")
        for _ in range(DIALOGUES):
            event_id, reply = first.hear()
            answered[event_id] = reply
            dialogues.append(reply["dialogue"])
        for number in range(400):
            sent.append((f"key-{number}", dialogues[number % DIALOGUES], "1"))
            first.say(*sent[-1])
        for _ in range(chance.randrange(20, 200)):
            event_id, reply = first.hear()
            answered[event_id] = reply
        answered |= dict(first.kill())
    with child(tmp_path) as second:
        for words in sent:  # a sender that got no answer sends again; some that did get one do, too
            second.say(*words)
        replies = dict(second.hear() for _ in sent)
    assert {event_id: replies.get(event_id, answered[event_id]) for event_id in answered} == answered
    for commands in looked(tmp_path, lambda ledger: all_commands(ledger, dialogues)):
        assert [command.n for command in commands] == list(range(1, 51)), "gapless, none lost, none doubled"
        assert [command.content for command in commands] == [str(n) for n in range(1, 51)]
        assert len({command.id for command in commands}) == 50
    trace = looked(tmp_path, lambda ledger: ledger.trace_after(TENANT, 0, 9_999))
    assert [row.pos for row in trace] == list(range(1, len(trace) + 1))
    resumed = [row.subject for row in trace if row.stored.facts[0][0] == "resumed_after"]
    assert sorted(resumed) == sorted(dialogues)


def test_a_second_process_is_told_who_has_the_data(tmp_path: Path) -> None:
    with child(tmp_path) as first:
        with pytest.raises(Busy) as busy:
            SqliteLedger.open(tmp_path / "ledger.sqlite")
        assert str(busy.value) == (
            f"The data in {tmp_path} is in use by another Dialogue Studio (process {first.process.pid})."
        )
        first.say("a1", "leg-1", "")
        assert first.hear()[0] == "a1", "the owner did not notice"
    assert looked(tmp_path, lambda ledger: ledger.tenants()).keys() == {TENANT}


def test_a_running_timer_fires_in_the_next_process(tmp_path: Path) -> None:
    with child(tmp_path) as first:
        first.say("a1", "leg-1", "")
        dialogue = first.hear()[1]["dialogue"]
        first.say("k1", dialogue, "*")
        assert first.hear() == ["k1", {"keys": 1}]
        first.kill()
    with child(tmp_path) as second:
        time.sleep(1.2)  # real processes keep real time: the timer's second passes
        second.say("k2", dialogue, "1")
        assert second.hear() == ["k2", {"keys": 2}]
    facts = looked(tmp_path, lambda ledger: ledger.trace_of(TENANT, "dialogue", dialogue))
    assert [fact[:2] for row in facts for fact in row.stored.facts if fact[0] == "ticked"] == [("ticked", 1)]
