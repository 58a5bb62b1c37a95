"""The desks: agents who come and go, let it ring, talk, and write up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET

from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    Channel,
    Offer,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
    WrapUpEnded,
)
from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.simulation.document import Handling, Ringing
from flowengine.testbench.simulation.hand_on import HandOns, Way
from flowengine.testbench.simulation.spread import Drawn, drawn

if TYPE_CHECKING:
    from flowengine.testbench.simulation.day import Day

CHANNELS: tuple[Channel, ...] = ("voice", "chat", "message")


class Rule(NamedTuple):
    """How long conversations of some sort take."""

    given: Handling
    talk: Drawn
    wrap_up: Drawn
    waits: Drawn


class Work(NamedTuple):
    """A conversation, or the offer of one. `entity` and `n` name it in every draw."""

    agent: str
    reservation: str
    dialogue: str
    entity: str
    n: int
    rule: Rule


class Desks:
    """Everybody who works."""

    def __init__(self, day: Day) -> None:
        self._day = day
        scenario = day.plan.scenario
        self._rules = [
            Rule(of, drawn(of.talk), drawn(of.wrap_up), drawn(of.waits_for_caller))
            for of in (*scenario.handling, Handling())
        ]
        self._hand_ons = HandOns(day)
        ringing = {channel: scenario.ringing.get(channel, Ringing()) for channel in CHANNELS}
        self._ringing = {channel: (of, drawn(of.answers_after)) for channel, of in ringing.items()}
        self._pace = {agent.id: agent.time_factor for agent in day.plan.agents}
        self._work: dict[str, Work] = {}
        self.wrapping: set[str] = set()
        self._asked: dict[str, int] = {}  # dialogue -> how often it was offered
        self.takers: dict[type, Callable[[Any, int, Outcome], None]] = {
            Offer: self._rings, WorkConnected: self._talks, WorkClosed: self._writes_up,
            WorkCompleted: self._written, RescindOffer: self._rescinded,
        }  # fmt: skip  # one line per thought

    # --- shifts ---------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Whoever is due is there; everybody else comes at the time."""
        begin_ms = self._day.plan.edges[0]
        for agent in self._day.plan.agents:
            for since, until in agent.present:
                if until > begin_ms:
                    self._day.later(max(since, begin_ms), self._comes, agent.id)
                    self._day.later(until, self._goes, agent.id)
            for since, until in agent.away:
                if until > begin_ms:
                    self._day.later(max(since, begin_ms), self._intends, (agent.id, "away"))
                    self._day.later(until, self._intends, (agent.id, "available"))

    def _comes(self, agent: str) -> None:
        self._day.send(AgentSignedIn(agent=agent))

    def _goes(self, agent: str) -> None:
        self._day.send(AgentSignedOut(agent=agent))

    def _intends(self, given: tuple[str, Any]) -> None:
        agent, intent = given
        self._day.send(PresenceSet(agent=agent, intent=intent))

    # --- offers ---------------------------------------------------------------------------------------------------

    def _rings(self, offer: Offer, _: int, __: Outcome) -> None:
        day = self._day
        entity = day.crowd.entity(offer.dialogue)
        n = self._asked[offer.dialogue] = self._asked.get(offer.dialogue, 0) + 1
        self._work[offer.reservation] = Work(
            offer.agent, offer.reservation, offer.dialogue, entity, n, self._rule(offer)
        )
        ringing, after = self._ringing[offer.channel]
        answer = _answer(ringing, day.chance.uniform("answers", entity, n) if ringing.accepts < 1 else 0.0)
        if answer is not None:
            at_ms = day.now_ms + round(day.chance.time(after, "rings", entity, n) * 1000)
            day.later(at_ms, self._answers, (offer.reservation, answer))

    def _answers(self, given: tuple[str, type[OfferAccepted | OfferDeclined]]) -> None:
        reservation, answer = given
        work = self._work.get(reservation)
        if work is not None:
            self._day.send(answer(reservation=reservation, agent=work.agent))

    def _rescinded(self, command: RescindOffer, _: int, __: Outcome) -> None:
        self._work.pop(command.reservation, None)

    def _rule(self, offer: Offer) -> Rule:
        """The first that fits: whose agent answers, on which channel, for one of the skills that were asked for."""
        for rule in self._rules[:-1]:
            of = rule.given
            if (
                of.contact_center in ("", offer.contact_center)
                and (of.channel is UNSET or of.channel == offer.channel)
                and (not of.skill or of.skill in offer.requirements)
            ):
                return rule
        return self._rules[-1]

    # --- conversations --------------------------------------------------------------------------------------------

    def _talks(self, command: WorkConnected, _: int, __: Outcome) -> None:
        day, work = self._day, self._work[command.reservation]
        n, caller = self._conversation(work), day.crowd.callers.get(work.dialogue)
        way = self._hand_ons.of(work, caller)
        lasts = work.rule.talk if way is None or way.after is None else way.after
        lasts_s = day.chance.time(lasts, "talks", work.entity, n)
        at_ms = day.now_ms + max(1, round(lasts_s * self._pace[work.agent] * 1000))
        day.later(at_ms, self._ends, (work, way))

    def _conversation(self, work: Work) -> int:
        """The how-many-eth conversation of this caller it is: draws stay in step though offers differ."""
        caller = self._day.crowd.callers.get(work.dialogue)
        if caller is None:
            return 0
        caller.talks += 1
        return caller.talks

    def _ends(self, given: tuple[Work, Way | None]) -> None:
        """Most often the caller hangs up; the agent does it if the flow is to go on, and when a message was heard. One
        who left without a word is waited for, for some time."""
        work, way = given
        day = self._day
        if work.reservation not in self._work:
            return
        caller = day.crowd.callers.get(work.dialogue)
        if caller is not None and caller.absent:
            waits_s = day.chance.time(work.rule.waits, "waits_for_caller", work.entity, caller.talks)
            day.later(day.now_ms + round(waits_s * 1000), self._ends_alone, given)
            return
        if caller is not None and way is not None and self._hand_ons.hand_on(work, way, caller):
            return
        ends = work.rule.given.agent_ends
        by_agent = ends and day.chance.uniform("who_ends", work.entity, caller.talks if caller else 0) < ends
        if caller is None or by_agent:
            day.send(AgentHungUp(reservation=work.reservation, agent=work.agent))
        else:
            day.crowd.hang_up(work.dialogue)

    def _ends_alone(self, given: tuple[Work, Way | None]) -> None:
        """Whoever is still not back is let go."""
        work, _ = given
        caller = self._day.crowd.callers.get(work.dialogue)
        if caller is not None and not caller.absent:
            self._ends(given)
        elif work.reservation in self._work:
            self._day.send(AgentHungUp(reservation=work.reservation, agent=work.agent))

    def _writes_up(self, command: WorkClosed, _: int, __: Outcome) -> None:
        """Until all is written, or the contact center's time for it is over."""
        day, work = self._day, self._work.pop(command.reservation, None)
        if work is None or not (command.wrap_up_s or command.until_released):
            return
        self.wrapping.add(work.reservation)
        lasts_s = day.chance.time(work.rule.wrap_up, "writes_up", work.entity, work.n)
        lasts_ms = round(lasts_s * self._pace[work.agent] * 1000)
        if command.until_released or lasts_ms < command.wrap_up_s * 1000:
            written = WrapUpEnded(reservation=work.reservation, agent=work.agent)
            day.later(day.now_ms + lasts_ms, day.send, written)

    def _written(self, command: WorkCompleted, _: int, __: Outcome) -> None:
        self.wrapping.discard(command.reservation)


def _answer(ringing: Ringing, u: float) -> type[OfferAccepted | OfferDeclined] | None:
    if u < ringing.accepts:
        return OfferAccepted
    return OfferDeclined if u < ringing.accepts + ringing.declines else None
