"""Retention: days that are days, settings that stand in the docs as they are, and limits."""

import re
from pathlib import Path

import msgspec
import pytest

from flowengine.switchboard.outcome import Content
from flowengine.tenancy.retention import DAY_MS, ContentDays, Retention, before_ms

ROOT = Path(__file__).parents[2]


def test_the_page_has_every_setting_with_its_days() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\d+) \|", (ROOT / "docs/data.md").read_text(), re.MULTILINE)
    plain = msgspec.to_builtins(Retention())
    content = {f"content.{name}": days for name, days in plain.pop("content").items()}
    assert {name: int(days) for name, days in rows} == content | plain


def test_every_class_of_content_has_its_days() -> None:
    kept = re.findall(r'keep\((?:[a-z._]+, )*"([a-z]+)"', "".join(sources()))
    assert set(kept) >= {"said", "heard", "value", "caller", "request", "reply"}
    assert set(kept) <= set(ContentDays.__struct_fields__), f"a class without days; see {Content.__name__}"


def sources() -> list[str]:
    return [
        path.read_text() for room in ("interpreter", "switchboard") for path in ROOT.glob(f"flowengine/{room}/*.py")
    ]


@pytest.mark.parametrize("wrong", [{"trace": 29}, {"content": {"said": 0}}, {"audit": 5}, {"counters": 36_501}])
def test_what_no_setting_may_say(wrong: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Retention)


def test_days_go_whole() -> None:
    now = 20_000 * DAY_MS + 5
    assert before_ms(10, now) == 19_990 * DAY_MS
    assert before_ms(10, now + DAY_MS - 6) == 19_990 * DAY_MS
    assert before_ms(40_000, now) == 0
