"""The files of a first tenant, and of a first flow: small, complete, and green from the start."""

from flowengine.messages import Json

_NUMBERS = {"EMEA": ("Europe/London", "+442079460100"), "NORA": ("America/New_York", "+12125550100")}
_WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def files(tenant: str, region: str) -> dict[str, Json]:
    """Path -> document: a front door that asks and decides, and a contact center whose queue it leads to."""
    zone, number = _NUMBERS[region]
    return {
        "tenant.json": _tenant(tenant, region, zone, number),
        "bindings.production.json": {"format": 1, "bindings": {"website": "www.example.com"}},
        "front_door/environment.json": {
            "format": 1,
            "entry": {"default": "main"},
            "schedules": {"office": {"weekly": _WEEK, "emergency_switch": "closure"}},
            "bindings": {"website": "test.example.com"},
        },
        "front_door/main/flow.json": _MAIN,
        "front_door/main/layout.json": _row("hours", "choice", "support", "shut", "bye"),
        "front_door/main/cases/main.json": _cases(number),
        "support/environment.json": {"format": 1, "entry": {"default": "main"}},
        "support/main/flow.json": _QUEUE,
        "support/main/layout.json": _row("wait", "sorry"),
        "support/hold/flow.json": _HOLD,
        "support/hold/layout.json": _row("place", "music"),
    }


def flow_files(environment: str, name: str) -> dict[str, Json]:
    """One more flow with its layout and a case."""
    at = f"{environment}/{name}"
    title = name.replace("_", " ").capitalize()
    flow: Json = {
        "format": 1,
        "title": title,
        "start": "hello",
        "nodes": {
            "hello": {"type": "say", "prompt": f"This is {title}."},
            "bye": {"type": "end", "prompt": "Goodbye."},
        },
        "wires": {"hello": {"done": "bye"}},
    }
    cases: Json = {
        "start": {"flow": name},
        "cases": {
            "a caller hears the greeting": {
                "steps": [{"expect": {"visited": ["hello", "bye"], "ended": {"reason": "completed", "by": "flow"}}}]
            }
        },
    }
    layout = _row("hello", "bye")
    return {f"{at}/flow.json": flow, f"{at}/layout.json": layout, f"{at}/cases/{name}.json": cases}


def _tenant(tenant: str, region: str, zone: str, number: str) -> Json:
    person = {"directory_id": "local"}
    return {
        "format": 1,
        "tenant": {
            "id": tenant,
            "name": tenant.partition("-")[2].replace("-", " ").title(),
            "region": region,
            "time_zone": zone,
            "languages": ["en"],
        },
        "contact_centers": {"support": {"title": "Support", "dispositions": {"helped": "Helped"}}},
        "addresses": {
            number: {"kind": "number", "title": "Main line", "link": {"front_door": "main"}},
            "chat:website": {"kind": "chat", "title": "Website", "link": {"contact_center": "support"}},
        },
        "users": {
            "edith": {"name": "Edith", **person, "object_id": "edith", "roles": {"": ["administrator", "editor"]}},
            "anna": {
                "name": "Anna",
                **person,
                "object_id": "anna",
                "roles": {"support": ["agent"]},
                "memberships": {"support": {}},
            },
        },
        "switches": {"closure": {"on": False}},
    }


def _row(*names: str) -> Json:
    return {
        "format": 1,
        "nodes": {name: {"x": 40 + 280 * at, "y": 80} for at, name in enumerate(names)},
        "notes": [],
        "frames": [],
    }


_MAIN: Json = {
    "format": 1,
    "title": "Main line",
    "start": "hours",
    "nodes": {
        "hours": {"type": "opening_hours", "title": "Open?", "schedule": "office"},
        "choice": {
            "type": "menu",
            "title": "Choice",
            "prompt": {"by_language": {"en": {"voice": "Press 1 for support.", "chat": "How can we help?"}}},
            "choices": {"1": {"label": "Support", "phrases": ["support", "help"]}},
        },
        "support": {"type": "contact_center", "title": "Support", "contact_center": "support"},
        "shut": {"type": "end", "title": "Shut", "prompt": "We are closed. Visit {{ bindings.website }}."},
        "bye": {"type": "end", "title": "Goodbye", "prompt": "Goodbye."},
    },
    "wires": {
        "hours": {"open": "choice", "closed": "shut", "holiday": "shut", "emergency": "shut"},
        "choice": {"1": "support", "no_input": "bye", "no_match": "bye"},
        "support": {"returned": "bye", "closed": "shut", "unavailable": "shut"},
    },
}
_QUEUE: Json = {
    "format": 1,
    "title": "Support",
    "start": "wait",
    "nodes": {
        "wait": {"type": "enqueue", "title": "Queue", "while_waiting": "hold", "max_wait_s": 600},
        "sorry": {"type": "end", "title": "Sorry", "prompt": "Nobody can take your call now. Please call again."},
    },
    "wires": {"wait": {"timed_out": "sorry", "no_agents": "sorry", "queue_full": "sorry", "left": "sorry"}},
}
_HOLD: Json = {
    "format": 1,
    "title": "While waiting",
    "kind": "treatment",
    "start": "place",
    "nodes": {
        "place": {"type": "announce", "title": "Position", "what": "position"},
        "music": {"type": "music", "title": "Music", "seconds": 40},
    },
    "wires": {"place": {"done": "music"}, "music": {"done": "place"}},
}


def _cases(number: str) -> Json:
    return {
        "start": {"address": number},
        "given": [{"at": "2026-03-02 10:00"}],
        "cases": {
            "a caller who presses 1 is answered by Anna": {
                "given": {"agents": {"anna": {"contact_center": "support"}}},
                "steps": [
                    {"expect": {"at": "choice"}},
                    {"caller": {"presses": "1"}},
                    {"expect": {"queued": {"contact_center": "support"}, "offered_to": "anna"}},
                    {"agent": {"anna": "accepts"}},
                    {"pass_s": 60},
                    {"caller": "hangs_up"},
                    {"expect": {"ended": {"reason": "completed", "by": "caller"}}},
                ],
            },
            "nobody answers on a Sunday": {
                "given": {"at": "2026-03-01 10:00"},
                "steps": [{"expect": {"hears": {"contains": "closed"}, "visited": ["hours", "shut"]}}],
            },
            "silence ends the call": {
                "steps": [*[{"caller": "stays_silent"}] * 3, {"expect": {"visited": ["bye"]}}],
            },
        },
    }
