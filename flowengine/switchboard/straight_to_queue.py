"""The built-in flows, which run like every other: straight to the queue, and messages that wait for somebody."""

from flowengine.interpreter.program import Release

_SORRY = {
    "en": "Sorry, nobody can take this right now. Please try again later.",
    "nl": "Sorry, er is nu niemand beschikbaar. Probeer het later nog eens.",
    "de": "Leider ist gerade niemand frei. Bitte versuchen Sie es später noch einmal.",
    "fr": "Désolé, personne n'est disponible pour le moment. Veuillez réessayer plus tard.",
}
_FLOW = {
    "format": 1,
    "title": "Straight to the queue",
    "kind": "entry",
    "start": "queue",
    "nodes": {
        "queue": {"type": "enqueue", "max_wait_s": 3600, "when_unstaffed": "wait"},
        "sorry": {"type": "end", "prompt": {"by_language": _SORRY}},
    },
    "wires": {"queue": {"timed_out": "sorry", "no_agents": "sorry", "queue_full": "sorry", "left": "sorry"}},
}
MESSAGE_TO_QUEUE = "message_to_queue"
_AGAIN = dict.fromkeys(("no_agents", "queue_full", "left"), "later")
_MESSAGE = {
    "format": 1,
    "title": "A message waits",
    "kind": "entry",
    "start": "queue",
    "nodes": {
        "queue": {"type": "enqueue", "max_wait_s": 86_400, "when_unstaffed": "wait"},
        "later": {"type": "wait", "seconds": 3600},
    },
    "wires": {"queue": {**_AGAIN, "timed_out": "queue"}, "later": {"done": "queue"}},
}
BUILT_IN = Release(
    environment={"format": 1, "entry": {"default": "straight_to_queue"}},
    flows={"straight_to_queue": _FLOW, MESSAGE_TO_QUEUE: _MESSAGE},
)
