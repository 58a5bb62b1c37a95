"""Orders: how each kind of work that a node wants done outside leaves the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flowengine.interpreter.masking import asks
from flowengine.interpreter.program import CompiledNode
from flowengine.lang.work import CallWork, DialWork, QuestionWork, RecordWork, TalkWork, TextWork, Work
from flowengine.messages import CallService, Dial, RecordSound, SendText, ServiceCommand

if TYPE_CHECKING:  # the orders are part of the walk, kept in a file of their own
    from flowengine.interpreter.walk import Walk


def order(walk: Walk, node: CompiledNode, work: Work) -> None:
    """Give `work` to whoever does it, for the wait that has just begun."""
    ORDERS[type(work)](walk, node, work)


def _call(walk: Walk, node: CompiledNode, work: CallWork) -> None:
    asked = {"method": work.method, "url": work.url, "headers": dict(work.headers), "body": work.body}
    content = asks(walk, asked)
    walk.ctx.facts.append(("called", node.key, content))
    _serve(
        walk,
        CallService(
            dialogue=walk.state.id,
            wait=walk.after.wait,
            content=content,
            is_masked=walk.after.asked is not None,
            environment=node.key.partition("/")[0],
            secret=work.secret,
            timeout_s=work.timeout_s,
            retries=work.retries,
        ),
    )


def _text(walk: Walk, node: CompiledNode, work: TextWork) -> None:
    content = asks(walk, {"to": work.to, "body": work.body})
    walk.ctx.facts.append(("texted", node.key, content))
    masked = walk.after.asked is not None
    _serve(walk, SendText(dialogue=walk.state.id, wait=walk.after.wait, content=content, is_masked=masked))


def _serve(walk: Walk, command: ServiceCommand) -> None:
    walk.orders.append(command)


def _question(walk: Walk, node: CompiledNode, work: QuestionWork) -> None:
    """Nothing leaves: the other system reads what is asked in the feed, or from the list of open questions."""
    results = {name: walk.ctx.type_of(target) for name, target in work.results.items()}
    content = asks(walk, {"inputs": dict(work.inputs), "exits": list(work.exits), "results": results})
    walk.ctx.facts.append(("asks_elsewhere", node.key, work.name, content, walk.after.wait))


def _record(walk: Walk, node: CompiledNode, work: RecordWork) -> None:
    command = RecordSound(
        dialogue=walk.state.id,
        wait=walk.after.wait,
        max_s=work.max_s,
        silence_s=work.silence_s,
        terminator=work.terminator,
    )
    walk.ctx.command(command)
    walk.ctx.facts.append(("records", node.key, walk.after.wait))


def _dial(walk: Walk, node: CompiledNode, work: DialWork) -> None:
    content = walk.ctx.keep("request", {"to": work.to, "caller_id": work.caller_id})
    walk.ctx.facts.append(("dials", node.key, content))
    walk.ctx.command(
        Dial(
            dialogue=walk.state.id,
            wait=walk.after.wait,
            content=content,
            mode=work.mode,
            ring_timeout_s=work.ring_timeout_s,
        )
    )


def _talk(walk: Walk, node: CompiledNode, work: TalkWork) -> None:
    """There is nothing to be ordered: the call to somebody else is on."""


ORDERS: Mapping[type, Callable[[Walk, CompiledNode, Any], None]] = MappingProxyType(
    {
        CallWork: _call,
        TextWork: _text,
        QuestionWork: _question,
        RecordWork: _record,
        DialWork: _dial,
        TalkWork: _talk,
    }
)
