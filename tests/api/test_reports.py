"""Reports over the API: grouped, attributed and cut as asked, in the zone's own days, of the places one may see."""

import csv
import io
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.moment import ms_of
from flowengine.ledger.record import CounterRow
from flowengine.reports.formula import DEFAULT, SERVICE_LEVELS
from flowengine.reports.member import Moved
from flowengine.reports.running import Running
from tests.api.memory_reports import SHARD
from tests.api.world import ABROAD, HOME, World, sign_in

NOON = "2026-03-02T12:00:00Z"


def counter(what: str, n: int = 1, ms: int = 0, at: str = NOON, **more: Any) -> CounterRow:
    named = {"kind": "queue", "contact_center": "billing", "channel": "voice", "key": "", "within": 0, "tenant": HOME}
    named |= more
    named.setdefault("home", named["contact_center"])
    start = ms_of(at) - ms_of(at) % 900_000
    return CounterRow(shard=SHARD, start_ms=start, what=what, n=n, ms=ms, **named)


@pytest.fixture
def client(client: TestClient[Litestar]) -> TestClient[Litestar]:
    sign_in(client, "report_viewer")
    return client


def ask(client: TestClient[Litestar], **query: str) -> Any:
    given = {"from" if name == "from_" else name: value for name, value in query.items()}
    return client.get("/api/reports/intervals", params=given)


def lines(client: TestClient[Litestar], **query: str) -> list[Any]:
    answer = ask(client, **{"from_": "2026-03-02", "to": "2026-03-03", **query})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["lines"]
    return found


CHECKED = [
    counter("answered", 860, 8_600_000, within=20),
    counter("answered", 140, 1_400_000 * 4, within=90),
    counter("abandoned", 10, 30_000, within=5),
    counter("abandoned", 10, 150_000, within=20),
    counter("abandoned", 40, 2_000_000, within=60),
]


@pytest.mark.parametrize(
    ("formula", "value"), [*zip(SERVICE_LEVELS, (0.86, 0.8113, 0.8269, 0.8302, 0.8208, 0.819), strict=True)]
)
def test_the_check_figures_come_with_their_names(
    world: World, client: TestClient[Litestar], formula: str, value: float
) -> None:
    world.reports.keep(*CHECKED)
    [line] = lines(client, formula=formula)
    level = line["figures"]["service_level"]
    assert level == {"formula": formula, "within_s": 20, "short_abandon_s": 5, "value": value, "goal": 80}
    assert line["figures"]["abandonment"] == {"formula": "abandoned/(answered+abandoned)", "value": 0.0566}
    assert line["figures"]["average_speed_of_answer_s"] == {"formula": "answered_wait/answered", "value": 14.2}


def test_another_threshold_is_computed_from_what_is_kept(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(*CHECKED)
    [line] = lines(client, within_s="60", formula="answered_within/answered")
    assert line["figures"]["service_level"]["value"] == 0.86
    [line] = lines(client, within_s="95.5", formula="answered_within/answered")
    assert line["figures"]["service_level"] == {
        "formula": "answered_within/answered", "within_s": 95, "short_abandon_s": 5, "value": 1.0, "goal": 80,
    }  # fmt: skip  # the edge that was used is told


def test_days_of_another_zone_and_its_clock_changes(world: World, client: TestClient[Litestar]) -> None:
    """23:30 in London is the next day in Amsterdam; the short and the long day have their own hours."""
    world.reports.keep(
        counter("enqueued", 1, at="2026-03-28T23:30:00Z"),
        counter("enqueued", 2, at="2026-03-29T21:45:00Z"),
        counter("enqueued", 4, at="2026-03-29T22:00:00Z"),
    )
    days = lines(client, from_="2026-03-28", to="2026-03-31", time_zone="Europe/Amsterdam")
    assert [(day["start"], day["waits"]["enqueued"]) for day in days] == [
        ("2026-03-28T00:00:00+01:00", 0),
        ("2026-03-29T00:00:00+01:00", 3),
        ("2026-03-30T00:00:00+02:00", 4),
    ]
    for zone, day, after, hours in (
        ("Europe/Amsterdam", "2026-03-29", "2026-03-30", 23),
        ("Europe/Amsterdam", "2026-10-25", "2026-10-26", 25),
        ("America/New_York", "2026-03-08", "2026-03-09", 23),
        ("America/New_York", "2026-11-01", "2026-11-02", 25),
        ("Asia/Kolkata", "2026-11-01", "2026-11-02", 24),
    ):
        world.reports.keep(counter("enqueued", at=f"{day}T10:00:00Z"))
        found = lines(client, from_=day, to=after, interval="1h", time_zone=zone)
        assert len(found) == hours
        assert sum(line["waits"]["enqueued"] for line in found) >= 1
        assert len({line["start"] for line in found}) == hours, "an hour is told twice"


def test_intervals_add_up_whatever_their_length(world: World, client: TestClient[Litestar]) -> None:
    times = ("T00:00:00Z", "T00:15:00Z", "T00:44:59Z", "T09:59:00Z", "T23:45:00Z")
    world.reports.keep(*(counter("enqueued", at=f"2026-03-02{time}") for time in times))
    for interval in ("15m", "30m", "1h", "day", "week", "month"):
        assert sum(line["waits"]["enqueued"] for line in lines(client, interval=interval)) == len(times)


OVERFLOWED = [
    counter("answered", 3, 30_000, within=10, contact_center="pharmacy", home="billing"),
    counter("abandoned", 1, 30_000, within=30, contact_center="billing", home="billing"),
    counter("handled", 3, 600_000, contact_center="pharmacy", home="billing"),
]


def test_who_is_helped_is_attributed_by_a_named_rule(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(*OVERFLOWED)
    [home] = lines(client)
    assert (home["contact_center"], home["waits"]["answered"], home["waits"]["abandoned"]) == ("billing", 3, 1)
    assert home["figures"]["service_level"]["value"] == 0.75
    billing, pharmacy = lines(client, attribution="answered_by")
    assert (billing["contact_center"], billing["waits"]["answered"], billing["waits"]["abandoned"]) == ("billing", 0, 1)
    assert (pharmacy["waits"]["answered"], pharmacy["figures"]["handle_time_s"]["value"]) == (3, 200.0)


def test_by_skill_channel_agent_and_address(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(
        counter("answered", 2, within=5, channel="voice"),
        counter("answered", 3, within=5, channel="chat"),
        counter("answered", 2, within=5, kind="skill", key="dutch"),
        counter("offered", 4, kind="agent", key="agent"),
        counter("no_answer", 1, kind="agent", key="agent"),
        counter("handled", 3, 90_000, kind="agent", key="agent"),
        counter("arrived", 5, kind="address", key="+442079460100"),
        counter("ended_self_served", 2, kind="address", key="+442079460100"),
        counter("busy", 1, 600_000, kind="state", contact_center="", key="agent", channel=""),
        counter("idle", 1, 200_000, kind="state", contact_center="", key="agent", channel=""),
        counter("not_routable", 1, 900_000, kind="state", contact_center="", key="agent", channel=""),
    )
    assert [(line["channel"], line["waits"]["answered"]) for line in lines(client, by="channel")] == [
        ("chat", 3),
        ("voice", 2),
    ]
    [skill] = lines(client, by="skill")
    assert (skill["contact_center"], skill["skill"], skill["waits"]["answered"]) == ("billing", "dutch", 2)
    [agent] = lines(client, by="agent")
    assert agent["agent"] == "agent"
    assert agent["figures"]["no_answer_per_offer"] == {"formula": "no_answer/offered", "value": 0.25}
    assert agent["figures"]["handle_time_s"]["value"] == 30.0
    assert agent["figures"]["occupancy"]["value"] == 0.75
    assert agent["states_s"]["not_routable"] == 900.0
    [address] = lines(client, by="address")
    assert (address["address"], address["dialogues"]["arrived"], address["dialogues"]["self_served"]) == (
        "+442079460100",
        5,
        2,
    )
    [center] = lines(client)
    assert (center["dialogues"]["arrived"], center["figures"]["occupancy"]["value"]) == (5, 0.75)


def test_csv_says_the_same(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(*CHECKED)
    answer = ask(client, from_="2026-03-02", to="2026-03-03", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["contact_center"], row["answered"], row["service_level"]) == ("billing", "1000", "0.8269")
    assert (row["service_level_formula"], row["service_level_within_s"]) == (DEFAULT, "20")
    assert row["average_speed_of_answer_s_formula"] == "answered_wait/answered"
    empty = ask(client, from_="2026-03-05", to="2026-03-06", format="csv").text
    assert empty.splitlines() == answer.text.splitlines()[:1], "a report of nothing has its header"


def test_a_role_in_one_contact_center_sees_that_one(world: World, client: TestClient[Litestar]) -> None:
    theirs = {"contact_center": "pharmacy"}
    world.reports.keep(
        counter("enqueued", 1),
        counter("enqueued", 2, **theirs),
        counter("arrived", 3, kind="address", key="a", contact_center="front_door"),
        counter("offered", 1, kind="agent", key="agent"),
        counter("offered", 2, kind="agent", key="agent", **theirs),
        counter("offered", 4, kind="agent", key="zoe", **theirs),
        counter("busy", 1, 60_000, kind="state", contact_center="", key="zoe", channel=""),
        counter("enqueued", 9, tenant=ABROAD),
    )
    assert [line["contact_center"] for line in lines(client)] == ["billing", "front_door", "pharmacy"]
    assert [line["agent"] for line in lines(client, by="agent")] == ["agent", "zoe"]
    for role in ("supervisor_billing", "report_viewer_billing", "administrator_billing"):
        sign_in(client, role)
        assert [(line["contact_center"], line["waits"]["enqueued"]) for line in lines(client)] == [("billing", 1)]
        [agent] = lines(client, by="agent")
        assert (agent["agent"], agent["offers"]["offered"]) == ("agent", 1)
        for place, status in (("billing", 200), ("pharmacy", 403), ("front_door", 403), ("elsewhere", 404)):
            assert ask(client, contact_center=place).status_code == status
        assert [row["contact_center"] for row in client.get("/api/reports/today").json()] == ["billing"]


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ({"from_": "2026-03-03", "to": "2026-03-02"}, "bad_value", "The end is not after the beginning."),
        ({"time_zone": "Mars/Olympus"}, "unknown_zone", "“Mars/Olympus” is not a time zone."),
        ({"from_": "2026-01-01", "to": "2026-12-31", "interval": "15m"}, "too_many_rows", "more than 3,000 intervals"),
        ({"interval": "hour"}, "bad_value", "“hour” is not an interval."),
        ({"by": "moon"}, "bad_value", "“moon” is not a way to group."),
        ({"formula": "good"}, "bad_value", "“good” is not a formula."),
        ({"attribution": "luck"}, "bad_value", "“luck” is not a rule of attribution."),
        ({"from_": "soon"}, "bad_value", "“soon” is not a day or a moment."),
        ({"within_s": "-1"}, "bad_request", "within_s"),
        ({"format": "xlsx"}, "bad_request", "format"),
    ],
)
def test_bad_input_is_one_sentence(client: TestClient[Litestar], query: dict[str, str], code: str, words: str) -> None:
    answer = ask(client, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert words in answer.json()["detail"]


def test_too_many_lines_are_refused(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(*(counter("offered", kind="agent", key=f"a{n}") for n in range(200)))
    answer = ask(client, by="agent", from_="2026-03-02", to="2026-03-03", interval="15m")
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_rows")
    assert len(lines(client, by="agent")) == 200


def test_today_begins_at_the_contact_centers_own_midnight(world: World, client: TestClient[Litestar]) -> None:
    world.clock.ms = ms_of("2026-07-01T00:10:00+01:00")  # in London the day is ten minutes old
    sign_in(client, "report_viewer")
    world.reports.keep(
        counter("enqueued", 1, at="2026-06-30T22:45:00Z"),  # yesterday there
        counter("enqueued", 2, at="2026-06-30T23:00:00Z"),
        counter("answered", 2, 8_000, within=5, at="2026-06-30T23:00:00Z"),
    )
    answer = client.get("/api/reports/today")
    assert answer.status_code == 200, answer.text
    billing, pharmacy, *_ = answer.json()
    assert (billing["contact_center"], billing["title"], billing["start"]) == (
        "billing",
        "Billing",
        "2026-07-01T00:00:00+01:00",
    )
    assert billing["waits"]["enqueued"] == 2
    assert billing["figures"]["service_level"] == {
        "formula": DEFAULT, "within_s": 20, "short_abandon_s": 5, "value": 1.0, "goal": 80,
    }  # fmt: skip  # one figure
    assert (pharmacy["waits"]["enqueued"], pharmacy["figures"]["service_level"]["value"]) == (0, None)


MOVED: dict[str, str] = {"kind": "state", "contact_center": "", "key": "agent", "channel": ""}


def test_time_counts_for_those_who_were_members_then(world: World, client: TestClient[Litestar]) -> None:
    """The agent left billing for pharmacy at 12:05: what was before stays billing's, the quarter is pharmacy's."""
    world.reports.members = {"agent": ("pharmacy",)}
    world.reports.moved = [Moved(ms_of("2026-03-02T12:05:00Z"), "agent", ("billing",), ("pharmacy",))]
    for at, ms in (("11:45", 400_000), ("12:00", 500_000), ("12:15", 600_000)):
        world.reports.keep(counter("idle", 1, ms, at=f"2026-03-02T{at}:00Z", **MOVED))
    told = {line["contact_center"]: line["states_s"]["idle"] for line in lines(client)}
    assert told == {"billing": 400.0, "pharmacy": 1_100.0}
    hours = lines(client, interval="1h", contact_center="billing")
    assert sum(hour["states_s"]["idle"] for hour in hours) == 400.0
    sign_in(client, "supervisor_billing")
    [agent] = lines(client, by="agent")
    assert agent["states_s"]["idle"] == 400.0


def test_a_state_that_goes_on_counts_until_now(world: World, client: TestClient[Litestar]) -> None:
    world.clock.ms = ms_of(NOON)
    sign_in(client, "report_viewer")
    world.reports.keep(counter("idle", 1, 60_000, at="2026-03-02T11:00:00Z", **MOVED))
    world.reports.running = [Running("agent", "busy", ms_of("2026-03-02T11:20:00Z"))]
    found = lines(client, from_="2026-03-02T11:00:00Z", to="2026-03-02T13:00:00Z", interval="30m")
    assert [line["states_s"]["busy"] for line in found] == [600.0, 1_800.0, 0, 0]
    assert [line["states_s"]["idle"] for line in found] == [60.0, 0, 0, 0]
    [agent] = lines(client, by="agent", from_="2026-03-02T11:30:00Z", to="2026-03-02T12:00:00Z", interval="30m")
    assert (agent["states_s"]["busy"], agent["figures"]["occupancy"]["value"]) == (1_800.0, 1.0)


def test_away_time_is_told_by_reason(world: World, client: TestClient[Litestar]) -> None:
    world.clock.ms = ms_of(NOON)
    sign_in(client, "report_viewer")
    more = {**MOVED, "kind": "away"}
    world.reports.keep(
        counter("lunch", 1, 1_200_000, at="2026-03-02T11:00:00Z", **more),
        counter("no_answer", 1, 60_000, at="2026-03-02T10:00:00Z", **more),
    )
    world.reports.running = [Running("agent", "not_routable", ms_of("2026-03-02T11:50:00Z"), "lunch")]
    ten, eleven = lines(client, by="agent", interval="1h", from_="2026-03-02T10:00", to="2026-03-02T12:00")
    assert (ten["away_s"], eleven["away_s"]) == ({"lunch": 0, "no_answer": 60}, {"lunch": 1_800, "no_answer": 0})
    assert eleven["states_s"]["not_routable"] == 600.0
    [row] = csv.DictReader(io.StringIO(ask(client, from_="2026-03-02", to="2026-03-03", format="csv").text))
    assert (row["away_lunch_s"], row["away_no_answer_s"]) == ("1800.0", "60.0")


def test_test_dialogues_are_shown_apart(world: World, client: TestClient[Litestar]) -> None:
    world.reports.keep(
        counter("enqueued", 4),
        counter("enqueued", 2, kind="test_queue"),
        counter("arrived", 2, kind="test_address", key="+442079460100"),
        counter("busy", 1, 60_000, **MOVED),
    )
    [line] = lines(client)
    assert (line["waits"]["enqueued"], line["dialogues"]["arrived"], line["states_s"]["busy"]) == (4, 0, 60.0)
    [line] = lines(client, tests="true")
    assert (line["waits"]["enqueued"], line["dialogues"]["arrived"], line["states_s"]["busy"]) == (2, 2, 0)
