"""Keep: a stored dialogue as a case that passes and tells of nobody; what cannot be made up stands in its note."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import to_builtins

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.kept.personal import Personal, made_up, redacted
from flowengine.testbench.kept.world import Tables, no_tables
from flowengine.testbench.kept.writing import kept_case
from flowengine.testbench.replay.again import run_again
from flowengine.testbench.replay.doubt import doubt_of
from flowengine.testbench.replay.told import Stored
from flowengine.testbench.replay.track import track_of
from flowengine.testbench.runner import run_case

MOST = 100  # texts that are tried one by one
LEFT = "Left as it was, because the flow decides by it: "

Passes = Callable[[dict[str, str]], bool]


def kept(stored: Stored, bench: Bench, tables: Tables = no_tables) -> dict[str, Json]:
    """The case document. Raises RequestRefused for a dialogue that cannot be told again."""
    document, personal = kept_case(stored.rows, dict(stored.content), bench.config, tables, bench.is_released)
    before = track_of(facts for _, facts in stored.rows)

    def passes(instead: dict[str, str]) -> bool:
        again = run_again(_first_case(redacted(document, instead)), bench)
        return again is not None and again.track == before

    if not passes({}):
        raise RequestRefused(doubt_of(facts for _, facts in stored.rows), code="not_replayable")
    several = _distinct(personal)
    instead, left = _made_up(several, passes)
    found = _with_ends(redacted(document, instead), bench)
    if left:
        words = sorted({one.what for one in left})
        [case] = found["cases"].values()
        case["note"] = f"{LEFT}{', '.join(words)}."
    result = run_case(bench, _first_case(found), FRONT_DOOR)
    if not result.ok:
        raise RequestRefused(doubt_of(facts for _, facts in stored.rows), code="not_replayable")
    return found


def _first_case(document: dict[str, Json]) -> Any:
    cases, findings = load_cases(document, "kept.json", {})
    if not cases:
        raise RequestRefused(f"It cannot be written as a case: {findings[0].code}.", code="not_replayable")
    return cases[0]


def _distinct(personal: Iterable[Personal]) -> list[Personal]:
    found: dict[str, Personal] = {}
    for one in personal:
        found.setdefault(one.text, one)
    return list(found.values())


def _made_up(several: list[Personal], passes: Passes) -> tuple[dict[str, str], list[Personal]]:
    """What to write instead of each, and those for which nothing was found. All at once where that goes well."""
    candidates = {one.text: _candidates(one, n) for n, one in enumerate(several, 1)}
    at_once = {text: found[0] for text, found in candidates.items()}
    if passes(at_once):
        return at_once, []
    instead: dict[str, str] = {}
    left = several[MOST:]
    for one in several[:MOST]:
        tries = ({**instead, one.text: other} for other in candidates[one.text])
        taken = next((tried for tried in tries if passes(tried)), None)
        if taken is None:
            left.append(one)
        else:
            instead = taken
    return instead, left


def _candidates(one: Personal, n: int) -> list[str]:
    return [*one.fitting, made_up(one.text, n), made_up(one.text, n + 3)]


def _with_ends(document: dict[str, Json], bench: Bench) -> dict[str, Json]:
    """What is expected of attributes follows from what was made up."""
    [(name, case)] = document["cases"].items()
    *others, last = case["steps"]
    expect = dict(last["expect"])
    if "attributes" in expect:
        again = run_again(_first_case(document), bench)
        attributes = again.attributes if again is not None else {}
        expect["attributes"] = to_builtins({key: attributes.get(key) for key in expect["attributes"]})
    return {**document, "cases": {name: {**case, "steps": [*others, {"expect": expect}]}}}
