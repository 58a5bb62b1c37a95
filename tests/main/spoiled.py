"""A flow document with ten different mistakes of form, each at a place of its own."""

from typing import Any

TEN_MISTAKES: dict[str, Any] = {
    "format": 1,
    "start": "Hello",
    "colour": "blue",
    "variables": {"account": {"type": "money"}},
    "nodes": {
        "hello": {"type": "say", "prompt": "Bye {{ caller.name"},
        "menu": {"type": "menu", "prompt": "Press 1.", "choices": {}, "tries": 99},
        "hours": {"type": "opening_hours", "schedul": "office"},
        "which": {"type": "branch", "cases": [{"when": "vars. ==", "outcome": "yes"}]},
        "nothing": {"type": "telepathy"},
    },
    "wires": {"hello": {"done": 7}},
}
PLACES = {
    "$.title",
    "$.start",
    "$.colour",
    "$.variables.account.type",
    "$.nodes.hello.prompt",
    "$.nodes.menu.choices",
    "$.nodes.menu.tries",
    "$.nodes.hours.schedule",
    "$.nodes.hours.schedul",
    "$.nodes.which.cases[0].when",
    "$.nodes.nothing.type",
    "$.wires.hello.done",
}
