"""Commands to services: performed a few at a time, tried again as they say, answered under one id whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flowengine.errors import Conflict, LedgerError, NotFound, NotHere, Overloaded
from flowengine.ledger.port import CommandRecord
from flowengine.ledger.record import StoredCommand
from flowengine.messages import CallService, Event, Json, SendText, ServiceReplied, TextDelivered
from flowengine.runtime.calling import Caller, key_of
from flowengine.runtime.egress import EgressFailed, EgressRefused, EgressTimedOut
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.pause import uneven
from flowengine.runtime.performer import Desk, Performer
from flowengine.runtime.ports import Request, Response
from flowengine.runtime.slots import AT_ONCE, AT_ONCE_OF_TENANT
from tests.runtime.world import quiet

GET = {"method": "GET", "url": "https://crm.example/a", "headers": {}, "body": ""}
KEY = key_of("t", "d", "e1:0")
Answers = list[Response | EgressFailed]


def ok(status: int = 200, body: bytes = b"{}") -> Response:
    return Response(status, {}, body)


class Outside:
    """Everything around a performer. `answers` are given one after the other, the last for ever."""

    def __init__(self, *answers: Response | EgressFailed) -> None:
        self.answers: Answers = list(answers) or [ok()]
        self.sent: list[Request] = []
        self.events: list[tuple[str, Event, str]] = []
        self.faults: list[Exception] = []
        self.paused: list[float] = []
        self.alarms: list[str] = []
        self.waiting: set[tuple[str, int]] = {("d", 1)}
        self.in_state: Json = None
        self.at_once = self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.sleeps = asyncio.Event()
        self.sleeps.set()
        self.node = NodeMeter()
        self.delivers = True
        caller = Caller(self, self, self.pause, self.node)
        desk = Desk(self.submit, self, caller, self, lambda what, error: self.alarms.append(what), self.pause)
        self.performer = Performer(desk)

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        await self.sleeps.wait()
        await asyncio.sleep(0)

    async def fetch(self, request: Request) -> Response:
        self.sent.append(request)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.gate.wait()
        self.at_once -= 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, EgressFailed):
            raise found
        return found

    async def submit(self, tenant: str, event: Event, event_id: str) -> Json:
        if self.faults:
            raise self.faults.pop(0)
        self.events.append((tenant, event, event_id))
        return {"taken": True}

    def is_waiting(self, tenant: str, dialogue: str, wait: int) -> bool:
        return (dialogue, wait) in self.waiting

    def asked(self, tenant: str, dialogue: str, wait: int) -> Json:
        return self.in_state

    def headers(self, tenant: str, name: str, *, environment: str, host: str) -> dict[str, str]:
        if host != "crm.example":
            raise EgressRefused("the secret", "not for that host")
        return {"Authorization": f"Bearer {name} of {environment}"}

    async def send(self, tenant: str, to: str, body: str, key: str) -> bool:
        self.sent.append(Request("SMS", to, {"key": key}, body.encode()))
        return self.delivers

    def offer(self, command: Any, n: int = 1, content: Json = None, tenant: str = "t") -> None:
        self.performer.offer(tenant, Delivery(n, f"e{n}:0", command, content if content is not None else GET))

    async def done(self) -> None:
        while tasks := list(self.performer._tasks.values()):
            await asyncio.gather(*tasks, return_exceptions=True)


def call(**fields: Any) -> CallService:
    return CallService(dialogue="d", wait=1, content=3, **fields)


def lived(outside: Callable[[], Outside], life: Callable[[Outside], Awaitable[None]]) -> Outside:
    async def run() -> Outside:
        made = outside()
        await life(made)
        await made.done()
        return made

    return asyncio.run(run())


def performed(command: Any, *answers: Response | EgressFailed, content: Json = None) -> Outside:
    async def life(made: Outside) -> None:
        made.offer(command, content=content)

    return lived(lambda: Outside(*answers), life)


def test_the_reply_comes_back_under_one_id() -> None:
    made = performed(call(timeout_s=4), ok(body="é".encode()))
    assert made.events == [("t", ServiceReplied(dialogue="d", wait=1, status=200, body="é"), "e1:0:answer")]
    assert made.sent == [Request("GET", str(GET["url"]), {"Idempotency-Key": KEY}, b"", 4.0)]


def test_a_secret_is_added_for_its_host_alone() -> None:
    made = performed(call(secret="crm", environment="billing"))
    assert made.sent[0].private == {"Authorization": "Bearer crm of billing"}
    other = performed(call(secret="crm"), content={**GET, "url": "https://evil.example/"})
    assert other.sent == []
    (_, event, _) = other.events[0]
    assert event == ServiceReplied(
        dialogue="d", wait=1, problem="refused", body="the request may not leave: not for that host"
    )


def test_a_secret_that_comes_back_is_not_kept() -> None:
    made = performed(call(secret="crm"), ok(body=b'{"you sent": "Bearer crm of "}'))
    assert "crm of" not in str(made.events)


TRIES: dict[str, tuple[int, Answers, int, Any]] = {
    "no retries": (0, [ok(503)], 1, 503),
    "again, and it answers": (2, [EgressFailed("x", "y"), ok()], 2, 200),
    "again, and again nobody": (2, [EgressTimedOut("x", "y")], 3, "timeout"),
    "busy": (1, [ok(503), ok(201)], 2, 201),
    "an answer that another try would not change": (3, [ok(404)], 1, 404),
    "what may not leave is not tried again": (3, [EgressRefused("x", "y")], 1, "refused"),
}


FAILED = (503, "timeout")  # after which another try might have helped


@pytest.mark.parametrize(("retries", "answers", "tries", "said"), TRIES.values(), ids=TRIES)
def test_tries(retries: int, answers: Answers, tries: int, said: Any) -> None:
    made = performed(call(retries=retries), *answers)
    (_, event, _) = made.events[0]
    assert isinstance(event, ServiceReplied)
    assert (len(made.sent), event.problem or event.status) == (tries, said)
    assert len({request.headers["Idempotency-Key"] for request in made.sent}) == 1
    assert made.paused == [0.5, 1.0, 2.0][: tries - 1]
    assert made.node.retries == tries - 1
    assert made.node.failures == (said in FAILED)


def test_nobody_waits_any_more() -> None:
    async def life(made: Outside) -> None:
        made.waiting.clear()
        made.offer(call())

    made = lived(Outside, life)
    assert (made.sent, made.events) == ([], [])


def test_the_same_command_twice_is_performed_once() -> None:
    async def life(made: Outside) -> None:
        made.offer(call())
        made.offer(call())

    assert len(lived(Outside, life).sent) == 1


def test_what_must_not_be_shown_is_read_from_the_state() -> None:
    async def life(made: Outside) -> None:
        made.in_state = {**GET, "body": "4711"}
        made.offer(call(is_masked=True), content=dict.fromkeys(GET, "•••"))

    assert lived(Outside, life).sent[0].body == b"4711"


def test_an_answer_is_handed_in_until_it_is_kept() -> None:
    async def life(made: Outside) -> None:
        made.faults = [LedgerError("full"), Overloaded("full", retry_after_s=1)]
        made.offer(call())

    made = lived(Outside, life)
    assert (len(made.events), made.paused) == (1, [0.1, 0.5])


@pytest.mark.parametrize(
    "fault", [NotFound("gone"), NotHere("t"), Conflict("over")], ids=lambda fault: type(fault).__name__
)
def test_an_answer_that_nobody_takes_is_not_handed_in_again(fault: Exception) -> None:
    async def life(made: Outside) -> None:
        made.faults = [fault]
        made.offer(call())

    made = lived(Outside, life)
    assert (made.events, made.paused, made.alarms) == ([], [], [])


def test_two_tenants_commands_of_one_id_are_two() -> None:
    """An event's sender names it, and a command is named by its event: ids are a tenant's own."""

    async def life(made: Outside) -> None:
        made.offer(call(), tenant="t")
        made.offer(call(), tenant="u")

    made = lived(Outside, life)
    assert [tenant for tenant, _, _ in made.events] == ["t", "u"]
    assert len({request.headers["Idempotency-Key"] for request in made.sent}) == 2
    assert key_of("t", "another dialogue", "e1:0") != KEY


def test_nobody_holds_a_slot_while_pausing() -> None:
    """Eight tenants whose service does not answer leave the ninth's request its way out."""

    async def life(made: Outside) -> None:
        made.sleeps.clear()
        made.answers = [EgressFailed("x", "y")] * AT_ONCE + [ok()]
        for tenant in range(AT_ONCE // AT_ONCE_OF_TENANT):
            for n in range(AT_ONCE_OF_TENANT):
                made.offer(call(retries=1), tenant * 10 + n, tenant=f"broken{tenant}")
        await quiet()
        assert len(made.paused) == AT_ONCE
        made.offer(call(), 999, tenant="calm")
        await quiet()
        assert [tenant for tenant, _, _ in made.events] == ["calm"]
        made.sleeps.set()

    assert len(lived(Outside, life).events) == AT_ONCE + 1


def test_pauses_are_uneven_and_grow_all_the_same() -> None:
    async def life() -> list[float]:
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        pause = uneven(Dice(), sleep)
        for seconds in (0.5, 1.0, 2.0, 2.0):
            await pause(seconds)
        return slept

    assert asyncio.run(life()) == [0.375, 1.0, pytest.approx(2.5, abs=0.001), 1.5]


class Dice:
    """Entropy as a test wants it."""

    def __init__(self) -> None:
        self.thrown = [0, 0x8000, 0xFFFF, 0]

    def take(self) -> bytes:
        return self.thrown.pop(0).to_bytes(16, "big")


def test_after_a_take_over_what_dialogues_wait_for_is_asked_again() -> None:
    """In the background, and patiently: the last command of each, under the key that it had."""

    async def life(made: Outside) -> None:
        made.faults = [LedgerError("away")]
        reads: Any = Shelf(made)
        made.performer.resume(reads, "t", [("d", 2), ("gone", 7)])
        made.offer(call(), 2)  # it was published meanwhile: it is not sent twice
        await quiet()

    made = lived(Outside, life)
    assert [event_id for _, _, event_id in made.events] == ["e2:0:answer"]
    assert [request.headers["Idempotency-Key"] for request in made.sent] == [key_of("t", "d", "e2:0")]


class Shelf:
    """The commands that the ledger holds; it fails as it is told to."""

    def __init__(self, made: Outside) -> None:
        self._made = made

    async def commands_after(self, tenant: str, recipient: str, n: int, limit: int) -> list[CommandRecord]:
        if self._made.faults:
            raise self._made.faults.pop(0)
        if recipient != "service:d":
            return []
        assert (n, limit) == (1, 1)
        return [CommandRecord(2, "e2:0", StoredCommand(2, call()), GET)]


def test_what_is_under_way_for_a_tenant_that_moved_is_left() -> None:
    async def life(made: Outside) -> None:
        made.gate.clear()
        made.offer(call(), tenant="t")
        made.offer(call(), tenant="stays")
        await quiet()
        await made.performer.leave(["t"])
        made.gate.set()

    assert [tenant for tenant, _, _ in lived(Outside, life).events] == ["stays"]


def test_a_few_at_a_time_and_no_tenant_takes_all() -> None:
    async def life(made: Outside) -> None:
        made.gate.clear()
        made.waiting = {("d", 1)}
        for n in range(50):
            made.offer(call(), n, tenant="busy")
        await asyncio.sleep(0.01)
        assert made.most == AT_ONCE_OF_TENANT
        made.offer(call(), 99, tenant="quiet")
        await asyncio.sleep(0.01)
        assert made.most == AT_ONCE_OF_TENANT + 1
        for tenant in range(12):
            for n in range(8):
                made.offer(call(), 100 + tenant * 10 + n, tenant=f"t{tenant}")
        await asyncio.sleep(0.01)
        assert made.most == AT_ONCE
        made.gate.set()

    assert len(lived(Outside, life).events) == 51 + 96


@pytest.mark.parametrize("delivers", [True, False])
def test_a_message_goes_to_its_carrier(delivers: bool) -> None:
    async def life(made: Outside) -> None:
        made.delivers = delivers
        made.offer(SendText(dialogue="d", wait=1, content=3), content={"to": "+447700900123", "body": "Hello"})

    made = lived(Outside, life)
    assert made.sent == [Request("SMS", "+447700900123", {"key": KEY}, b"Hello")]
    assert made.events == [("t", TextDelivered(dialogue="d", wait=1, delivered=delivers), "e1:0:answer")]


def test_a_fault_of_ours_is_an_answer_too() -> None:
    made = performed(call(), content={"method": "GET"})
    (_, event, _) = made.events[0]
    assert isinstance(event, ServiceReplied)
    assert (event.problem, len(made.alarms)) == ("failed", 1)


def test_closing_leaves_what_is_under_way() -> None:
    async def life(made: Outside) -> None:
        made.gate.clear()
        made.offer(call())
        await asyncio.sleep(0.01)
        await made.performer.close()

    assert lived(Outside, life).events == []


def test_a_tenant_that_is_served_elsewhere_is_left_to_others() -> None:
    async def life(made: Outside) -> None:
        made.gate.clear()
        for n, tenant in enumerate(("gone", "here")):
            made.offer(call(), n + 1, tenant=tenant)
        await asyncio.sleep(0)
        await made.performer.leave(["gone"])
        made.gate.set()

    assert [tenant for tenant, *_ in lived(Outside, life).events] == ["here"]
