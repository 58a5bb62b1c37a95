"""Where an agent may hand a caller on to, and what that is for the flow; anything else is refused in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from flowengine.errors import NotFound, RequestRefused
from flowengine.floor.event import DEFAULT_OFFER_S
from flowengine.interpreter.event import DialledOn, HandedOn
from flowengine.interpreter.state import Dialogue
from flowengine.lang.telephone import number_of
from flowengine.messages import WorkTransferred

if TYPE_CHECKING:
    from flowengine.switchboard.switchboard import Switchboard


class Target(Struct, frozen=True):
    """`to` is a name that may stand in the trace: a number does not, the record of its call has it."""

    kind: Literal["contact_center", "agent", "number"]
    to: str
    event: HandedOn | DialledOn


def target_of(board: Switchboard, event: WorkTransferred) -> Target:
    """Raises RequestRefused for a target that there is not, that takes nobody, or that is two things at once."""
    if bool(event.number) == bool(event.contact_center or event.to_agent):
        hint = "Name a contact center, an agent, or a number."
        raise RequestRefused("A transfer goes to one place.", hint=hint, code="transfer_target")
    reservation = board.floor.reservation(event.reservation)
    state = board.dialogues.get(reservation.dialogue) if reservation is not None else None
    if event.number:
        return _number(event, state)
    return _agent(board, event, state) if event.to_agent else _queue(board, event)


def _number(event: WorkTransferred, state: Dialogue | None) -> Target:
    number = number_of(event.number)
    if not number:
        hint = "Write it in E.164: +442079460123."
        raise RequestRefused("That is no telephone number.", hint=hint, code="bad_number")
    if state is not None and "transfer" not in state.capabilities:
        text = "A caller on this channel cannot be put through to a number."
        raise RequestRefused(text, hint="Hand on to a contact center or an agent.", code="channel_cannot")
    return Target("number", "", DialledOn(number))


def _queue(board: Switchboard, event: WorkTransferred) -> Target:
    _check_center(board, event.contact_center, event.skills)
    return Target("contact_center", event.contact_center, HandedOn(event.contact_center, event.skills))


def _check_center(board: Switchboard, name: str, skills: dict[str, int]) -> None:
    center = board.around.directory.contact_centers.get(name)
    if center is None:
        raise NotFound(f"There is no contact center “{name}”.")
    if not center.enabled:
        raise RequestRefused(f"“{name}” is disabled and takes nobody.", hint="Name another.", code="disabled")
    for skill, level in skills.items():
        if skill not in center.skills:
            hint = f"Known: {', '.join(sorted(center.skills)) or 'none'}."
            raise RequestRefused(f"“{name}” has no skill “{skill}”.", hint=hint, code="unknown_skill")
        if not 0 <= level <= 100:
            raise RequestRefused(f"The level of “{skill}” is from 0 to 100.", hint="Ask for less.", code="bad_level")


def _agent(board: Switchboard, event: WorkTransferred, state: Dialogue | None) -> Target:
    """In the queue of a contact center of the agent: the one that is named, else the caller's, else the first."""
    agent = event.to_agent
    user = board.around.directory.users.get(agent)
    serves = [name for name in sorted(user.memberships) if user.is_agent_in(name)] if user is not None else []
    if not serves:
        raise NotFound(f"There is no agent “{agent}”.")
    if agent == event.agent:
        raise RequestRefused("This caller is talking with you already.", hint="Name another.", code="transfer_target")
    present = state.contact_center if state is not None else ""
    center = event.contact_center or (present if present in serves else serves[0])
    _check_center(board, center, event.skills)
    if center not in serves:
        text = f"{agent} does not serve “{center}”."
        raise RequestRefused(text, hint="Leave the contact center out.", code="transfer_target")
    channel = state.channel if state is not None else "voice"
    alone_s = board.around.directory.contact_centers[center].offer_s.get(channel, DEFAULT_OFFER_S.get(channel, 60.0))
    return Target("agent", agent, HandedOn(center, event.skills, agent, alone_s))
