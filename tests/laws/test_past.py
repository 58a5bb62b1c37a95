"""What the trace says of a past moment is what the live floor said then: why for every dialogue and every agent."""

from functools import cache
from typing import Any

import pytest

from flowengine.switchboard.boot import floor_settings
from flowengine.switchboard.past import Past, directory_at
from tests.laws.day import Day

SEEDS = (4, 11, 25)  # the fewest days that show every reason, see below


@cache
def lived(seed: int) -> Day:
    day = Day(seed)
    for _ in range(100):
        day.pass_ms(day.chance.choice([1, 500, 4_000, 30_000]))
        day.live()
        day.ask()
    return day


def comparable(answer: Any) -> Any:
    """All but how many sets of skills were ever asked for: a plan that was turned away is not told in full."""
    if answer is None or "may" not in answer:
        return answer
    may = [{key: value for key, value in row.items() if key not in ("sets", "sets_met")} for row in answer["may"]]
    words = [words for words in answer["words"] if "was ever asked for" not in words]
    return {**answer, "may": may, "words": words}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_past_moment_is_what_it_was(seed: int) -> None:
    day = lived(seed)
    today = list(floor_settings(day.office.board.around.directory))
    past, taken = Past(), 0
    for asked in day.asked:
        for row in day.rows[taken : asked.rows]:
            past.take(row.at_ms, row.subject_kind, row.subject, row.facts)
        taken = asked.rows
        later = [fact for row in day.rows[taken:] if row.subject_kind == "tenant" for fact in row.facts]
        floor = past.floor(directory_at(today, later), asked.at_ms)  # type: ignore[arg-type]  # settings are steering
        for agent, answer in asked.agents.items():
            assert comparable(floor.why_agent(agent, asked.at_ms)) == comparable(answer)
        for dialogue, answer in asked.dialogues.items():
            assert floor.why_dialogue(dialogue, asked.at_ms) == answer


def test_such_days_show_every_reason() -> None:
    """Else the law above would say little."""
    told: set[str] = set()
    for seed in SEEDS:
        for asked in lived(seed).asked:
            for answer in filter(None, asked.dialogues.values()):
                told |= {reason["code"] for row in answer["agents"] for reason in row["because"]}
                told |= {item["what"] for item in answer["timeline"]}
                told |= {f"asks {len(answer['asks'])}", *("on hold" for words in answer["next"] if "on hold" in words)}
    assert told >= {
        "no_skill", "low_level", "is_offered", "no_room", "declined", "signed_out", "away", "next_status", "device",
        "blocked", "wrapping", "asks 1", "asks 3", "on hold", "ring", "connect", "talks", "step",
        "exclusion", "unblock", "wrap_up", "max_wait",
    }  # fmt: skip  # a list reads better than one item a line
