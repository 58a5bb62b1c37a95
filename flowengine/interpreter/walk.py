"""Walk: runs one dialogue from node to node within one event, frame by frame, until it waits or ends."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import EngineBug
from flowengine.interpreter.act import ACTS
from flowengine.interpreter.context import StepContext
from flowengine.interpreter.effect import DropTimers, Effect, Finish, LetGo, SetTimer
from flowengine.interpreter.program import CompiledFlow, CompiledNode
from flowengine.interpreter.recording import let_go
from flowengine.interpreter.scope import UNTRACED
from flowengine.interpreter.state import Dialogue, Ended, Frame, FrameKind, closed
from flowengine.interpreter.surroundings import FRONT_DOOR, Surroundings
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import (
    CallerReplied,
    Fault,
    FrameReturned,
    Resumed,
    Step,
)
from flowengine.messages import CallerCommand, HangUp, Json, PlayMusic, ServiceCommand, StopPlayback

NODES_PER_EVENT = 500
NODES_AFTER_EXHAUSTION = 50  # enough for an apology and a goodbye, too few for another loop
VISITS_PER_NODE = 200
RESTART_TREATMENT_MS = 1000
DROP_NODE_TIMERS = DropTimers(("first", "next", "pause"))


class Stepped(Struct, frozen=True):
    """What one event did to one dialogue. `content`: (number, class, body); `facts`: flat trace tuples."""

    state: Dialogue
    commands: list[CallerCommand]
    orders: list[ServiceCommand]
    effects: list[Effect]
    facts: list[tuple[Any, ...]]
    content: list[tuple[int, str, Json]]


class Walk:
    """One step's working state: the frames below the top, the node that is running, and what to do about it."""

    def __init__(self, state: Dialogue, around: Surroundings, at_ms: int) -> None:
        self.ctx = ctx = StepContext(state, around, at_ms)
        self.state, self.after = state, ctx.after
        self.frames: list[Frame] = list(state.frames)
        self.orders: list[ServiceCommand] = []
        self.effects: list[Effect] = ctx.effects
        self.budget = NODES_PER_EVENT
        self.exhausted = False
        if self.frames:
            # INVARIANT: the stored contact center is that of the top frame. Guarded by
            # test_the_stored_contact_center_is_that_of_the_top_frame
            top = self.frames[-1]
            flow = around.program(top.environment, top.release).flows[top.flow]
            ctx.enter_flow(flow, top)
            ctx.node = flow.nodes.get(top.node)

    # --- frames -----------------------------------------------------------------------------------------------

    def reopen(self) -> CompiledNode | None:
        """The top frame changed: make it the running one; returns its node."""
        top = self.frames[-1]
        return self._open(self.ctx.around.program(top.environment, top.release).flows[top.flow])

    def _open(self, flow: CompiledFlow) -> CompiledNode | None:
        """The top frame, of this flow, is the running one."""
        ctx, top = self.ctx, self.frames[-1]
        ctx.enter_contact_center(self.center())
        ctx.enter_flow(flow, top)
        ctx.node = node = flow.nodes.get(top.node)
        return node

    def center(self) -> str:
        """The contact center in which the top frame runs: that of the nearest environment below it."""
        for frame in reversed(self.frames):
            if frame.environment != FRONT_DOOR and frame.kind in ("contact_center", "entry"):
                return frame.environment
        return "" if self.frames and self.frames[0].environment == FRONT_DOOR else self.state.contact_center

    def push(self, kind: FrameKind, flow: CompiledFlow, release: int, inputs: dict[str, Json]) -> CompiledNode | None:
        """Begin a flow of a release on a frame of its own; returns its first node."""
        variables = flow.variables(inputs)
        self.frames.append(Frame(kind, flow.environment, release, flow.name, flow.flow.start, None, variables))
        self.ctx.facts.append(("entered", flow.environment, release, flow.name))
        self._open(flow)
        return flow.start

    def pop(self, returned: FrameReturned) -> CompiledNode | None:
        """Leave the top frame. The node below that called it goes on; a treatment just ends; the last ends it all."""
        frame = self.frames.pop()
        if frame.kind == "treatment":
            self.reopen()
            if self.let_go():
                return None
            if returned.problem == "error":
                self.hold_music()
            else:
                self.effects.append(SetTimer("pause", self.ctx.now_ms + RESTART_TREATMENT_MS))
            return None
        if not self.frames:
            return self.fail() if returned.problem == "error" else self.finish("completed", "flow")
        node = self.reopen()
        if node is None:
            raise EngineBug(f"a frame of {self.frames[-1].flow} called another flow from no node")
        return self.resume(node, returned)

    def save(self, node: CompiledNode, memory: Any) -> None:
        """Write the running node into the top frame: it waits."""
        ctx, top = self.ctx, self.frames[-1]
        kind, environment, release, flow = top.kind, top.environment, top.release, top.flow
        self.frames[-1] = Frame(kind, environment, release, flow, node.id, memory, ctx.vars, top.failed, ctx.counts)

    def in_treatment(self) -> bool:
        """Whether a treatment's frames are on top."""
        return "treatment" in [frame.kind for frame in self.frames]

    def let_go(self) -> bool:
        """Whether the caller was promised a call back and has no more to wait for on the line."""
        if self.after.callback is None or self.ctx.silent:
            return False
        self.ctx.command(HangUp(dialogue=self.state.id, reason="callback"))
        self.effects.append(LetGo())
        return True

    def hold_music(self) -> None:
        """The channel's own, for a wait that has no treatment (any more)."""
        if self.state.channel == "voice" and not self.ctx.silent:
            self.ctx.command(PlayMusic(dialogue=self.state.id))

    def drop_treatment(self) -> bool:
        """Take the treatment's frames off, running nothing in them; whether there were any."""
        if not self.in_treatment():
            return False
        del self.frames[[frame.kind for frame in self.frames].index("treatment") :]
        self.reopen()
        self.stop_waiting()
        return True

    # --- running ----------------------------------------------------------------------------------------------

    def run(self, node: CompiledNode | None) -> None:
        """Enter nodes one after the other until one waits or nothing is left to do."""
        ctx, silent = self.ctx, self.ctx.silent
        visits = self.after.visits = self.after.visits.copy()
        traced, budget = ctx.facts.append, self.budget
        while node is not None:
            key, enter = node.key, node.run
            visits[key] = count = visits[key] + 1 if key in visits else 1
            budget -= 1
            ctx.node = node
            if count > VISITS_PER_NODE or budget < 0:
                node = self._overspent(node)
                budget = self.budget
                continue
            if node.looks:
                ctx.look(node.looks)
            if silent and not node.without_caller:
                self.finish("completed", "system")
                break
            try:
                step = enter(ctx)
            except EvaluationFault as fault:
                step = Fault(fault.message)
            if step.__class__ is str:  # the hot path: left at once, along a wire
                try:
                    fact, node = node.ways[step]
                    traced(fact)
                except KeyError:
                    traced(("went", key, step))
                    node = self._nowhere(node, step)
            else:
                node = self.act(node, step)
        self.budget = budget

    def resume(self, node: CompiledNode, event: Resumed) -> CompiledNode | None:
        """Give a waiting node its answer; returns the node to go on with."""
        memory = node.remembered(self.frames[-1].memory)
        self.ctx.node = node
        if node.looks:
            self.ctx.look(node.looks)
        try:
            step = node.resume(node.config, memory, event, self.ctx)
        except EvaluationFault as fault:
            step = Fault(fault.message)
        return self.act(node, step)

    def answer(self, node: CompiledNode, reply: CallerReplied, keys: tuple[str, ...]) -> CompiledNode | None:
        """Give a question its answer; one of the flow's `keys` leads elsewhere instead."""
        ahead = self.ctx.flow.keys.get(reply.value) if self.ctx.flow and reply.value in keys else None
        if ahead is None:
            return self.resume(node, reply)
        self.ctx.facts.append(("key", node.key, reply.value))
        return ahead

    def act(self, node: CompiledNode, step: Step) -> CompiledNode | None:
        """Carry out one step; returns the node to go on with, or None when the dialogue waits or is over."""
        if step.__class__ is str:
            self.ctx.facts.append(("went", node.key, step))
            return node.wires.get(step) or self._nowhere(node, step)
        return ACTS[type(step)](self, node, step)

    def heard(self, reply: CallerReplied, sensitive: bool) -> CallerReplied:
        """Trace an answer; its words become content."""
        content = self.ctx.keep("heard", "•••" if sensitive else reply.value)
        self.ctx.facts.append(("heard", content, reply.kind, reply.why_complete))
        return reply

    def flow_named(self, name: str) -> CompiledFlow | None:
        """A flow of the running flow's environment, then of the tenant's own."""
        for program in self.ctx.programs():
            if (flow := program.flows.get(name)) is not None:
                return flow
        return None

    def entry_of(self, contact_center: str) -> CompiledFlow | None:
        """A contact center's entry flow for this channel; without one, the built-in straight_to_queue."""
        program = self.ctx.program(contact_center)
        return program.flows.get(program.environment.entry.on(self.state.channel))

    # --- when it goes wrong, and how it ends --------------------------------------------------------------------

    def _nowhere(self, node: CompiledNode, outcome: str) -> CompiledNode | None:
        """An outcome without a wire: an optional one ends the flow, any other is the author's fault."""
        if outcome == "answered":
            return self.finish("completed", "flow")
        return self.fault(node, f"the outcome “{outcome}” goes nowhere")

    def _overspent(self, node: CompiledNode) -> CompiledNode | None:
        if self.exhausted:
            return self.fail()
        self.exhausted = True
        self.budget = NODES_AFTER_EXHAUSTION
        self.after.visits[node.key] = 0
        what = f"more than {NODES_PER_EVENT} steps without a wait, or {VISITS_PER_NODE} visits of one"
        return self.fault(node, what)

    def fault(self, node: CompiledNode, message: str) -> CompiledNode | None:
        """Leave by `error`; unwired, it climbs: the flow's on.error once, then the calling node's `error`."""
        self.ctx.facts.append(("fault", node.key, message))
        ahead = node.wires.get("error")
        if ahead is not None:
            self.ctx.facts.append(("went", node.key, "error"))
            return ahead
        frame, flow = self.frames[-1], self.ctx.flow
        if flow is not None and flow.on_error is not None and not frame.failed:
            self.frames[-1] = replace(frame, failed=True)
            return flow.on_error
        return self.pop(FrameReturned(problem="error"))

    def fail(self) -> CompiledNode | None:
        """Nothing is left that could help: the tenant's apology, then the end."""
        self.ctx.look(UNTRACED)
        try:
            self.ctx.say(self.ctx.text(self.ctx.around.apology()), interruptible=False)
        except EvaluationFault as fault:
            self.ctx.facts.append(("fault", "apology", fault.message))
        return self.finish("failed", "flow")

    def finish(self, reason: Any, by: Any, told: str = "") -> CompiledNode | None:
        """End the dialogue; after a hang-up its meaning was settled then. `told`: what the network hears instead."""
        self.stop_waiting()
        if not self.ctx.silent or self.state.presence == "callback":  # its carrier still waits to dial
            self.ctx.command(HangUp(dialogue=self.state.id, reason=told or reason))
        self.after.ended = self.after.ended or Ended(reason, self.after.status, by)
        self.frames.clear()
        self.effects.append(Finish(self.after.ended))
        return None

    def stop_waiting(self) -> None:
        """Forget the question, pause or answer that was waited for."""
        after = self.after
        after.asking, after.awaiting, after.asked = None, "", None
        if after.recording == "held":
            let_go(self.ctx)
        self.effects.append(DROP_NODE_TIMERS)

    def hush(self) -> None:
        """Be silent at once."""
        if not self.ctx.silent:
            self.ctx.command(StopPlayback(dialogue=self.state.id))

    def result(self) -> Stepped:
        """The next state and all that this step wants done."""
        ctx, after = self.ctx, self.after
        after.frames = tuple(self.frames)
        after.orders += len(self.orders)
        return Stepped(closed(after), ctx.commands, self.orders, self.effects, ctx.facts, ctx.content)
