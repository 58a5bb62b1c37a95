"""announce: tell a waiting caller the position in the queue, or the expected wait in minutes."""

from math import ceil
from typing import Annotated, Literal

from msgspec import Meta

from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step

# language -> what -> sentence. The estimate is rounded up to whole minutes, so that it is never promised too short.
SENTENCES = {
    "en": {
        "position": "You are number {n} in the queue.",
        "estimate": "The wait is about {n} minutes.",
        "one_minute": "The wait is about 1 minute.",
    },
    "nl": {
        "position": "U bent nummer {n} in de wachtrij.",
        "estimate": "De wachttijd is ongeveer {n} minuten.",
        "one_minute": "De wachttijd is ongeveer 1 minuut.",
    },
    "de": {
        "position": "Sie sind Nummer {n} in der Warteschlange.",
        "estimate": "Sie warten etwa {n} Minuten.",
        "one_minute": "Sie warten etwa 1 Minute.",
    },
    "fr": {
        "position": "Vous êtes numéro {n} dans la file.",
        "estimate": "L'attente est d'environ {n} minutes.",
        "one_minute": "L'attente est d'environ 1 minute.",
    },
}


class Announce(NodeConfig, frozen=True, tag="announce", forbid_unknown_fields=True):
    what: Annotated[Literal["position", "estimate"], Meta(description="Which number is told")] = "position"
    gap_s: Annotated[float, Meta(ge=0, le=3600, description="Seconds that have to pass before it is told again")] = 0.0


def enter(config: Announce, ctx: Context) -> Step:
    place = ctx.observe("place", "")
    sentences = SENTENCES.get(ctx.language.split("-")[0], SENTENCES["en"])
    if place and config.what == "position" and place["position"]:
        if ctx.news("position", place["position"], config.gap_s):
            ctx.say(sentences["position"].format(n=place["position"]))
    elif place and config.what == "estimate" and place["estimated_wait_s"] is not None:
        minutes = max(1, ceil(place["estimated_wait_s"] / 60))
        if ctx.news("estimate", minutes, config.gap_s):
            ctx.say(sentences["estimate"].format(n=minutes) if minutes > 1 else sentences["one_minute"])
    return "done"


NODE = NodeType(
    name="announce",
    config=Announce,
    outcomes=("done",),
    enter=enter,
    title="Announce place",
    purpose="Tell a waiting caller the position or the expected wait; one that rose is not told.",
    group="Speak",
    icon="announce",
    kinds=("treatment",),
    summary=("what",),
    example={"type": "announce", "what": "position"},
)
