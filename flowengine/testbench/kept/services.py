"""What a kept dialogue tells of other people's services: what was asked, and how each answered."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.kept.personal import Personal, leaves

ASKS = ("called", "texted", "asks_elsewhere")
ANSWERS = ("ServiceReplied", "TextDelivered", "AnswerGiven")
MASK = "•••"


class KeptServices:
    """`record` gives a content record, `config_of` a node's config by its key. In a case services answer at once:
    `takes_no_time` says where that was not so in life, and what passed there is left out."""

    def __init__(self, record: Callable[[int], Json], config_of: Callable[[str], Any]) -> None:
        self._record = record
        self._config_of = config_of
        self._open: tuple[str, str] | None = None  # what waits for its answer: part of `given`, and key
        self._secrets: dict[str, None] = {}
        self._answers: dict[str, dict[str, list[Json]]] = {"http": {}, "texts": {}, "external": {}}

    def takes_no_time(self, facts: Iterable[list[Any]]) -> bool:
        """Whether this event was the answer of a service."""
        return any(fact[0] == "answered" and fact[-1] in ANSWERS for fact in facts)

    def asked(self, fact: list[Any]) -> None:
        """One of the facts that say so (ASKS)."""
        self._give_up()
        if fact[0] == "asks_elsewhere":
            self._open = ("external", fact[2])
            return
        asked, config = self._record(fact[2]), self._config_of(fact[1])
        if fact[0] == "texted":
            self._open = ("texts", "*" if asked["to"] == MASK else asked["to"])
            return
        secret = getattr(config, "secret", "")
        self._secrets |= {secret: None} if secret else {}
        self._open = ("http", f"{asked['method']} {asked['url']}" if asked["url"] != MASK else _anything_of(config))

    def answered(self, said: dict[str, Json], kind: str) -> None:
        """How whatever was asked last answered. Raises RequestRefused for an answer that is masked."""
        if self._open is None or kind not in ANSWERS:
            return
        if MASK in said.values():
            raise RequestRefused("The answer of a service is masked.", code="not_replayable")
        answer: Json = "sent" if said.get("delivered") else "undeliverable"
        if kind == "AnswerGiven":
            answer = {"exit": said["exit"], **({"results": said["results"]} if said["results"] else {})}
        elif kind == "ServiceReplied":
            answer = _reply(said)
        self._keep(answer)

    def personal(self) -> Iterator[Personal]:
        """What services said, and to whom messages went, may tell of a person."""
        for part in ("http", "external"):
            for answers in self._answers[part].values():
                for answer in answers:
                    told = answer.get("json", answer.get("results", answer.get("body", "")))
                    yield from leaves(told, "the answer of a service")
        for number in self._answers["texts"]:
            yield from leaves(number if number != "*" else "", "the number that a message went to")

    def _keep(self, answer: Json) -> None:
        if self._open is not None:
            part, key = self._open
            self._answers[part].setdefault(key, []).append(answer)
        self._open = None

    def _give_up(self) -> None:
        """Nobody answered what was asked before."""
        if self._open is not None and self._open[0] != "external":
            self._keep({"timeout": True} if self._open[0] == "http" else "undeliverable")
        self._open = None

    def given(self) -> dict[str, Json]:
        """http, secrets, texts and external of a case, as far as there is any."""
        self._give_up()
        found: dict[str, Json] = {
            part: {key: told[0] if len(told) == 1 or part == "texts" else told for key, told in answers.items()}
            for part, answers in self._answers.items()
            if answers
        }
        return found | ({"secrets": list(self._secrets)} if self._secrets else {})


def _anything_of(config: Any) -> str:
    """The request without what must not be shown: any address of its method and server."""
    method, url = getattr(config, "method", "*"), str(getattr(config, "url", ""))
    server = "/".join(url.split("/")[:3])
    return f"{method} {server if '{' not in server else ''}*"


def _reply(said: dict[str, Json]) -> Json:
    if said["problem"]:
        return {"problem": said["problem"]}
    status = {} if said["status"] == 200 else {"status": said["status"]}
    if not said["body"]:
        return status
    try:
        return {**status, "json": msgspec.json.decode(said["body"])}
    except (msgspec.DecodeError, RecursionError):
        return {**status, "body": said["body"]}
