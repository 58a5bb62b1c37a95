"""Route plans with several mistakes of a kind: rows for the mutants, as mutant_rows.py has the others."""

from collections.abc import Iterator

from flowengine.messages import Json
from tests.lang.mistakes import DESK, END, LEFT, Mistakes, flow

AT = "$.nodes.q.route_plan"


def waits(plan: Json, **more: Json) -> Json:
    """A flow that waits by this route plan."""
    node = {"type": "enqueue", "skills": {"dutch": 60}, "max_wait_s": 300, "route_plan": plan, **more}
    return flow({"q": node, "bye": END}, {"q": LEFT})


def over(center: str, **skills: int) -> Json:
    return {"contact_center": center, "skills": skills or {"dutch": 0}}


def plans() -> Iterator[Mistakes]:
    yield from _steps()
    yield from _targets()


def _steps() -> Iterator[Mistakes]:
    late = [{"after_s": second, "skills": {}} for second in (30, 20, 30, 40, 300, 400)]
    yield Mistakes(
        DESK,
        waits(late),
        {("plan_order", f"{AT}[1].after_s"), ("plan_order", f"{AT}[2].after_s")}
        | {("plan_too_late", f"{AT}[{n}].after_s") for n in (4, 5)},
    )
    yield Mistakes(DESK, waits([{"after_s": 0, "skills": {}}]), set())
    harder = [
        {"after_s": 10, "skills": {"dutch": 50}, "overflow": [over("billing", dutch=10)]},
        {"after_s": 20, "overflow": [over("archive"), over("billing", dutch=20)]},
        {"after_s": 30, "skills": {"dutch": 50}, "overflow": [over("billing", dutch=20)]},
        {"after_s": 40, "skills": {}},
        {"after_s": 50, "skills": {"dutch": 0}},
        {"after_s": 60, "overflow": [over("billing", dutch=30)]},
    ]
    yield Mistakes(
        DESK,
        waits(harder),
        {("plan_stricter", f"{AT}[4].skills.dutch"), ("overflow_disabled", f"{AT}[1].overflow[0].contact_center")}
        | {("plan_stricter", f"{AT}[{n}].overflow[{k}].skills.dutch") for n, k in ((1, 1), (5, 0))}
        | {("level_unheld", f"{AT}[{n}].overflow[{k}].skills.dutch") for n, k in ((0, 0), (1, 1), (2, 0), (5, 0))},
    )
    yield Mistakes(DESK, waits([{"after_s": 10, "skills": {"dutch": 50}}], skills={}), set())


def _targets() -> Iterator[Mistakes]:
    unknown = [
        {"after_s": 10, "skills": {"greek": 1, "latin": 1}, "overflow": [over("nowhere"), over("billing", greek=1)]},
        {"after_s": 20, "skills": {"dutch": 80}, "overflow": [over("elsewhere"), {"contact_center": "billing"}]},
    ]
    yield Mistakes(
        DESK,
        waits(unknown, skills={}),
        {("unknown_skill", f"{AT}[0].skills.{name}") for name in ("greek", "latin")}
        | {("unknown_skill", f"{AT}[0].overflow[1].skills.greek"), ("plan_stricter", f"{AT}[1].skills.dutch")}
        | {("unknown_contact_center", f"{AT}[{n}].overflow[0].contact_center") for n in (0, 1)}
        | {("overflow_to_anybody", f"{AT}[1].overflow[1]"), ("level_unheld", f"{AT}[1].skills.dutch")},
    )
    same = [over("billing"), over("appointments"), over("billing"), over("billing")]
    yield Mistakes(
        DESK,
        waits([{"after_s": 10, "overflow": same}, {"after_s": 20, "overflow": [over("billing")]}]),
        {("overflow_twice", f"{AT}[0].overflow[{n}].contact_center") for n in (2, 3)}
        | {("overflow_to_itself", f"{AT}[0].overflow[1].contact_center")},
    )
    chosen = {"chosen_by": "attributes.topic", "may_be": ["appointments", "billing"], "skills": {}}
    yield Mistakes(
        DESK,
        waits([{"after_s": 10, "skills": {"greek": 0}, "overflow": [over("archive", greek=0)]}], **chosen),
        {("unknown_skill", f"{AT}[0].skills.greek"), ("unknown_skill", f"{AT}[0].overflow[0].skills.greek")}
        | {("overflow_disabled", f"{AT}[0].overflow[0].contact_center")},
        frozenset({("unknown_skill", f"{AT}[0].skills.greek")}),
    )
