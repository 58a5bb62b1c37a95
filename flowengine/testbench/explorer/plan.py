"""A plan: the world and the steps that make one path, as they are written in a case."""

from functools import cached_property
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from flowengine.messages import Json

Given = dict[str, Any]
NOTHING: Given = {}


class Root(Struct, frozen=True):
    """Where a walk begins: one flow, by `start` as a case says it; `given` holds for every path of it. `speaks`:
    whether somebody has to be spoken to on every path, which a part of another flow need not do."""

    environment: str
    flow: str
    start: dict[str, Json]
    given: Given = {}
    speaks: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.environment, self.flow

    @property
    def name(self) -> str:
        return f"{self.environment}/{self.flow}"


class Plan(Struct, frozen=True, dict=True):
    """`given` beside the root's, and the steps."""

    given: Given = {}
    steps: tuple[Json, ...] = ()

    @cached_property
    def words(self) -> bytes:
        """The same for two plans that say the same."""
        return msgspec.json.encode([self.given, self.steps], order="deterministic")

    @property
    def cost(self) -> int:
        """How much has to be said to describe it: steps, and parts of the world that are not as usual."""
        return len(self.steps) + leaves(self.given)

    def then(self, step: Json) -> "Plan":
        """The same, and one step more."""
        return Plan(self.given, (*self.steps, step))

    def where(self, given: Given) -> "Plan":
        """The same in a world that differs by `given`."""
        return Plan(laid_over(self.given, given), self.steps)


class Next(NamedTuple):
    """One step that may come next. `passive`: nobody does anything, only time passes; `given`: what the world must have
    for it besides; `dearer`: it may come so much later, because it seldom leads elsewhere."""

    step: Json
    passive: bool = False
    given: Given = NOTHING
    dearer: int = 0


def leaves(given: Any) -> int:
    """The parts of a given that say something."""
    if isinstance(given, dict):
        return sum(map(leaves, given.values())) or (1 if given else 0)
    return sum(map(leaves, given)) if isinstance(given, list) else 1


def laid_over(below: Any, above: Any) -> Any:
    """As a case merges what is given: objects are merged, everything else is replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: laid_over(below.get(key), value) for key, value in above.items()}}
    return above


def document(root: Root, cases: dict[str, Plan]) -> dict[str, Json]:
    """The case document that says these plans."""
    body: dict[str, Json] = {"$schema": "cases-1.json", "start": root.start}
    if root.given:
        body["given"] = [root.given]
    body["cases"] = {
        name: {**({"given": plan.given} if plan.given else {}), "steps": list(plan.steps)}
        for name, plan in cases.items()
    }
    return body
