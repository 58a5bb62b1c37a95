"""The scope that the tests of expressions and templates evaluate in, and a world outside of it."""

from flowengine.lang.fault import EvaluationFault
from flowengine.messages import Json


class World:
    """An outside with one queue and one table."""

    def queue(self, contact_center: str) -> Json:
        if contact_center not in {"", "billing"}:
            raise EvaluationFault(f"There is no contact center {contact_center}.")
        return {"waiting": 7 if contact_center else 2, "agents_available": 0}

    def lookup(self, table: str, key: Json) -> Json:
        return {"EC1": {"title": "City"}}.get(key) if table == "branches" else None


def scope() -> dict[str, Json]:
    return {
        "dialogue": {"language": "en-GB", "channel": "voice"},
        "caller": {"number": "+442079460100", "name": "Noor", "known": True, "attributes": {"tier": "gold"}},
        "contact_center": {"name": "appointments"},
        "attributes": {"topic": "invoice"},
        "vars": {
            "n": 4,
            "price": 12.5,
            "name": "Zoë",
            "pin": "0042",
            "yes": True,
            "empty": "",
            "nothing": None,
            "list": ["a", "b", 3, True],
            "numbers": [5, 2, 9],
            "order": {"id": "B-7", "lines": [{"sku": "x", "qty": 2}, {"sku": "y", "qty": 1}]},
            "i": 1,
            "key": "id",
            "big": 2**63 - 1,
        },
        "switches": {"strike": False},
        "now": "2026-03-02T10:40:00+01:00",
        "$outside": World(),
    }
