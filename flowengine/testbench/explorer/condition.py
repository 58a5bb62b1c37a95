"""Conditions solved: worlds in which what a step asks comes out otherwise, at the boundaries of what it compares."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import combinations, product
from types import MappingProxyType
from typing import Any, TypeAlias, TypeGuard
from zoneinfo import ZoneInfo

import msgspec

from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.reading import written
from flowengine.lang.template import Template
from flowengine.messages import Json
from flowengine.testbench.document import Given as Usual
from flowengine.testbench.explorer import sample
from flowengine.testbench.explorer.ahead import Ahead, Name
from flowengine.testbench.explorer.circumstance import View
from flowengine.testbench.explorer.constants import Constants, qualified
from flowengine.testbench.explorer.plan import Given, laid_over
from flowengine.testbench.explorer.run import Run

Asked: TypeAlias = Expression | Template
MOST_TOGETHER = 2  # names whose values are changed at once
MOST_TRIED = 400  # combinations of values that are evaluated for one step
NUMBER = "+44770090{}"


class Conditions:
    """One tenant's."""

    def __init__(self, ahead: Ahead, constants: Constants) -> None:
        self._ahead = ahead
        self._constants = constants

    def otherwise(self, view: View) -> Iterator[Given]:
        """Worlds in which this decision may fall otherwise, the least changed first, one for each way in which the
        step's expressions can come out."""
        key, failed = view.decision.key.split("/"), view.decision.failed
        if len(key) != 3 or view.config is None or not (view.decision.outcome or failed):
            return
        flow = self._ahead.flows.get((key[0], key[1]))
        node = flow.nodes.get(key[2]) if flow is not None else None
        if flow is None or node is None:
            return
        if not failed and sum(one.required for one in flow.flow.nodes[node.id].leavings) < 2:
            return
        asked = list(_asked_by(view.config))
        names = {qualified(name, (key[0], key[1])) for one in asked for name in one.names}
        if any({"hour", "weekday", "date", "minutes_since"} & one.functions for one in asked if _is_expression(one)):
            names.add(("now",))
        yield from self._direct(view, asked, sorted(name for name in names if _writer(name)))
        inner = [name for name in sorted(names) if not _writer(name)]
        made = [source for name in inner for source in sorted(self._constants.sources(name)) if _writer(source)]
        for source in dict.fromkeys(made):
            yield from (given for _, given in self._values(source))

    def _direct(self, view: View, asked: list[Asked], names: list[Name]) -> Iterator[Given]:
        """Worlds found by evaluating: of all that give the same results only the first is worth a walk."""
        scope = scope_of(view.run)
        seen = {results_of(asked, scope)}
        tried = 0
        for count in range(1, MOST_TOGETHER + 1):
            for some in combinations(names, count):
                for chosen in product(*(list(self._values(name)) for name in some)):
                    tried += 1
                    if tried > MOST_TRIED:
                        return
                    changed: dict[str, Json] = scope
                    given: Given = {}
                    for (value, part), name in zip(chosen, some, strict=True):
                        changed, given = put(changed, name, value), laid_over(given, part)
                    results = results_of(asked, changed)
                    if results not in seen:
                        seen.add(results)
                        yield given

    def _values(self, name: Name) -> Iterator[tuple[Json, Given]]:
        """(a value worth trying, the given that makes it)."""
        write = _writer(name)
        constants = self._constants.of(name)
        yield from write(constants) if write else ()


def _asked_by(config: Any) -> Iterator[Asked]:
    """What decides by which outcome a step is left: its expressions, and texts such as the number that it calls. What
    it says decides nothing."""
    yield from (source for _, source in written(config) if isinstance(source, Expression))
    texts = [getattr(config, field) for field in config.__struct_fields__]
    yield from (text for text in texts if isinstance(text, Template) and not text.is_plain)


def _is_expression(one: Asked) -> TypeGuard[Expression]:
    return isinstance(one, Expression)


def results_of(asked: Sequence[Asked], scope: Mapping[str, Json]) -> tuple[str, ...]:
    """What each expression gives; “fault” where it fails."""
    return tuple(_result(one, scope) for one in asked)


def _result(one: Asked, scope: Mapping[str, Json]) -> str:
    try:
        return repr(one.evaluate(scope) if isinstance(one, Expression) else one.render(scope))
    except EvaluationFault:
        return "fault"


def value_of(one: Expression, scope: Mapping[str, Json]) -> Json:
    """What an expression gives; nothing if it fails."""
    try:
        return one.evaluate(scope)
    except EvaluationFault:
        return None


def scope_of(run: Run) -> dict[str, Json]:
    """What the last step read, as far as it can be told afterwards: variables may have changed since."""
    state, world = run.state, run.world
    assert world is not None  # noqa: S101  # a run with decisions has a world
    center = state.contact_center
    before = next((one.state for one in reversed(run.story.instants) if one.state.frames), state)
    at = datetime.fromtimestamp(world.now_ms / 1000, ZoneInfo(world.board.around.zone(center)))
    return {
        "dialogue": {"id": state.id, "channel": state.channel, "address": state.address, "language": state.language},
        "caller": msgspec.structs.asdict(before.caller),
        "attributes": run.story.now.attributes,
        "vars": run.story.now.vars,
        "switches": world.board.around.switches(world.now_ms),
        "contact_center": {"name": center, "title": ""},
        "bindings": {},
        "now": at.isoformat(timespec="seconds"),
    }


def put(scope: Mapping[str, Json], name: Name, value: Json) -> dict[str, Json]:
    """The same with another value there."""
    if len(name) == 1:
        return {**scope, name[0]: value}
    below = scope.get(name[0])
    return {**scope, name[0]: put(below if isinstance(below, dict) else {}, name[1:], value)}


# --- how a name gets its value: (constants it is compared with) -> (value, given) -------------------------------------

Values = Iterator[tuple[Json, Given]]


def _caller_text(field: str, constants: list[Json]) -> Values:
    for value in [*sample.around(one for one in constants if isinstance(one, str)), "", "some"]:
        if isinstance(value, str):
            yield value, {"caller": {field: value}}


def _number(constants: list[Json]) -> Values:
    for value in constants:
        if isinstance(value, str) and value.startswith("+"):
            number = value if len(value) > 9 else value.ljust(12, "0")
            yield number, {"caller": {"number": number}}
    yield "", {"caller": {"withheld": True}}
    yield NUMBER.format("0199"), {"caller": {"number": NUMBER.format("0199")}}


def _caller_flag(field: str, constants: list[Json]) -> Values:
    yield from ((value, {"caller": {field: value}}) for value in (True, False))


def _caller_count(constants: list[Json]) -> Values:
    for value in [*sample.around(constants), 0, 1]:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100:
            yield value, {"caller": {"dialogues_24h": value}}


def _remembered(name: str, constants: list[Json]) -> Values:
    for value in [*sample.around(constants), "some"]:
        yield value, {"caller": {"attributes": {name: value}}}


def _switch(name: str, constants: list[Json]) -> Values:
    for value in [True, False, *(one for one in constants if isinstance(one, str))]:
        yield value, {"switches": {name: value}}


def _channel(constants: list[Json]) -> Values:
    yield from ((value, {"channel": value}) for value in ("voice", "chat"))


def _now(constants: list[Json]) -> Values:
    """Hours, weekdays and dates that are spoken of, and the hour before."""
    usual = datetime.fromisoformat(Usual().at)
    for value in constants:
        moments: list[datetime] = []
        if isinstance(value, int) and not isinstance(value, bool):
            moments += [usual.replace(hour=hour, minute=30) for hour in (value, value - 1) if 0 <= hour < 24]
            moments += [usual + timedelta(days=(value - usual.weekday()) % 7)] if 0 <= value <= 7 else []
        elif isinstance(value, str):
            moments += _dated(value, usual)
        for moment in moments:
            yield moment.isoformat(timespec="seconds"), {"at": moment.isoformat(sep=" ", timespec="minutes")}


def _dated(text: str, usual: datetime) -> list[datetime]:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return []
    return [usual.replace(year=day.year, month=day.month, day=day.day) + timedelta(days=days) for days in (0, -1, 1)]


_TEXTS = ("name", "language", "last_agent", "last_contact_center")
_WRITERS: Mapping[Name, Callable[[list[Json]], Values]] = MappingProxyType(
    {
        **{("caller", field): partial(_caller_text, field) for field in _TEXTS},
        **{("caller", field): partial(_caller_flag, field) for field in ("known", "withheld")},
        ("caller", "number"): _number,
        ("caller", "dialogues_24h"): _caller_count,
        ("dialogue", "language"): partial(_caller_text, "language"),
        ("dialogue", "channel"): _channel,
        ("now",): _now,
    }
)


def _writer(name: Name) -> Callable[[list[Json]], Values] | None:
    """How a case can give this name a value; None if only the flow can."""
    if name[:2] == ("caller", "attributes") and len(name) > 2:
        return partial(_remembered, name[2])
    if name[0] == "switches" and len(name) > 1:
        return partial(_switch, name[1])
    return _WRITERS.get(name)
