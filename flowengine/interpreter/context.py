"""The workspace of one step, as nodes see it (lang/node_type.Context): what they read, say and set."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from flowengine.interpreter import lasting, recording
from flowengine.interpreter.choice import drawn
from flowengine.interpreter.effect import Effect
from flowengine.interpreter.fitting import FITTING, unfitting
from flowengine.interpreter.outside import READERS, OutsideReads, prompt_of, row_of
from flowengine.interpreter.program import CompiledFlow, CompiledNode, Program
from flowengine.interpreter.scope import local_time, looks_of
from flowengine.interpreter.speech import spoken_within_ms
from flowengine.interpreter.state import SILENT, Asking, Dialogue, Frame, opened
from flowengine.interpreter.surroundings import FRONT_DOOR, Surroundings
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Ask, Note, Routing
from flowengine.lang.prompt import Prompt, language_order
from flowengine.lang.seconds import Seconds
from flowengine.lang.spoken import SPOKEN_IN
from flowengine.messages import Ask as AskCommand
from flowengine.messages import CallerCommand, Json, Say, SetRecording

MAX_ATTRIBUTES_BYTES = 16 * 1024
MASK = "•••"
NO_WORDS = "the prompt that should be said here does not exist"


class StepContext:
    """What one step reads and makes. `state` is the dialogue before it, `after` what becomes of it; what they hold is
    shared, so it is replaced and never changed in place."""

    __slots__ = (  # more names than Python keeps fast without it
        "_languages", "_own_vars", "after", "around", "channel", "commands", "content", "counts", "effects", "facts",
        "flow", "node", "now_ms", "release", "released", "scope", "silent", "sounds", "state", "vars",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, state: Dialogue, around: Surroundings, at_ms: int) -> None:
        self.state, self.around, self.now_ms = state, around, at_ms
        self.after = opened(state)
        self.channel: str = state.channel
        self.facts: list[tuple[Any, ...]] = []
        self.content: list[tuple[int, str, Json]] = []
        self.commands: list[CallerCommand] = []
        self.sounds: dict[str, str] = {}  # words of this step -> the recording of them
        self.effects: list[Effect] = []
        self.released: SetRecording | None = None  # the command by which recording went on in this step
        self.silent = state.presence in SILENT
        self.flow: CompiledFlow | None = None
        self.node: CompiledNode | None = None
        self.vars: dict[str, Json] = {}
        self.counts: dict[str, int] = {}
        self._own_vars, self.release = False, 0  # of the running flow
        self._languages: tuple[str, ...] = ()  # in order, once asked for
        self.scope: dict[str, Json] = {
            "dialogue": {
                "id": state.id,
                "channel": state.channel,
                "address": state.address,
                "language": state.language,
            },
            "attributes": state.attributes,
            "vars": self.vars,
        }

    @property
    def language(self) -> str:
        """In which the caller is spoken to."""
        return self.after.language

    # --- what nodes read: `scope` has the names of DESIGN.md section 5, kept true by everything below -----------

    def look(self, names: Iterable[str]) -> None:
        """Put the names that are made on demand (scope.py) into the scope; one look serves the whole step."""
        for name in names:
            if name not in self.scope:
                self.scope[name] = self._looked_at(name)

    def _looked_at(self, name: str) -> Json:
        center = self.after.contact_center
        if name == "now":
            return local_time(self.around.zone(center), self.now_ms // 1000)
        if name == "caller":
            return msgspec.structs.asdict(self.after.caller)
        if name == "contact_center":
            found = self.around.contact_center(center) if center else None
            return {"name": center, "title": (found or {}).get("title", "")}
        if name == "switches":
            switches = self.around.switches(self.now_ms)
            self.facts.append(("observed", "switches", "", switches))
            return switches
        if name == "bindings":  # of the releases that are pinned: nothing to trace
            bound = [program.environment.bindings for program in self.programs()]
            return {**(bound[1] if len(bound) > 1 else {}), **bound[0]}  # the flow's own before the tenant's
        return OutsideReads(self)

    def enter_flow(self, flow: CompiledFlow, frame: Frame) -> None:
        """The frame on top is this one of `flow` now."""
        self.counts, self.release = frame.counts, frame.release
        self.flow, self.vars, self._own_vars = flow, frame.vars, False
        self.scope["vars"] = frame.vars
        self.scope.pop("bindings", None)  # the flow may be another environment's

    def enter_contact_center(self, name: str) -> None:
        """The dialogue is in this contact center now: its clock and languages apply."""
        if name != self.after.contact_center:
            self.after.contact_center, self._languages = name, ()
            for of_the_old_one in ("contact_center", "now"):
                self.scope.pop(of_the_old_one, None)

    def program(self, environment: str) -> Program:
        """The pinned release of an environment; the first entry pins the live one."""
        if environment not in self.after.releases:
            who = self.state.caller.number or self.state.id
            self.after.releases = {**self.after.releases, environment: self.around.live(environment, who)}
        return self.around.program(environment, self.after.releases[environment])

    def programs(self) -> tuple[Program, ...]:
        """Where names are looked up: the running flow's release, then the tenant's own environment, by the release of
        it against which the running one was checked."""
        if self.flow is None:
            return (self.program(FRONT_DOOR),)
        own = self.around.program(self.flow.environment, self.release)
        return (own,) if self.flow.environment == FRONT_DOOR else (own, self.shared(own))

    def shared(self, own: Program) -> Program:
        """The tenant's own environment as a release of another one sees it."""
        number = own.uses.get(FRONT_DOOR, 0)
        return self.around.program(FRONT_DOOR, number) if number else self.program(FRONT_DOOR)

    def release_of(self, flow: CompiledFlow) -> int:
        """The release in which `programs` finds this flow."""
        own = self.flow
        if own is not None and flow.environment == own.environment:
            return self.release
        uses = self.around.program(own.environment, self.release).uses if own is not None else {}
        return uses.get(flow.environment, 0) or self.after.releases[flow.environment]

    def seconds(self, value: Seconds) -> float:
        """A per-channel time, for this dialogue's channel."""
        return value.on(self.channel)

    def wired(self, outcome: str) -> bool:
        """Whether the running node's outcome leads somewhere."""
        return self.node is not None and outcome in self.node.wires

    def text(self, prompt: Prompt) -> str:
        """The prompt's words for this language and channel. Raises EvaluationFault if there are none."""
        if prompt.name:
            return self._named(prompt.name)
        template = prompt.only
        if template is not None and template.is_plain:  # most prompts: the same words in any language and channel
            return template.source
        template = template or prompt.template(self._languages or self._in_order(), self.channel)
        if template is None:
            raise EvaluationFault(NO_WORDS)
        render = template.render  # fetched first: a call of what a slot holds is slower
        return render(self.scope if template.is_plain or "" in prompt.texts else self._scope_around(prompt))

    def _named(self, name: str) -> str:
        """The words of a prompt of the environment; `say` and `ask` play its recording for them, where there is one."""
        prompt = prompt_of(self, name)
        order = self._languages or self._in_order()
        template = prompt.template(order, self.channel) if prompt is not None else None
        if prompt is None or template is None:
            raise EvaluationFault(NO_WORDS)
        self.look(looks_of(template.names))  # it may read what the node does not
        if not template.is_plain:
            return template.render(self._scope_around(prompt))
        text = template.source
        if self.channel == "voice" and self.can("audio"):
            self.sounds[text] = prompt.sound(prompt.language(order))
        return text

    def _scope_around(self, prompt: Prompt) -> Mapping[str, Json]:
        """The scope; values among the words of another language than the dialogue's are said in it too."""
        language = prompt.language(self._languages or self._in_order())
        own = self.after.language
        if not language or language == own or language.partition("-")[0] == own.partition("-")[0]:
            return self.scope
        return {**self.scope, SPOKEN_IN: language}

    def _in_order(self) -> tuple[str, ...]:
        """The languages in which this dialogue is spoken to, the best first."""
        known = (*self.around.languages(self.after.contact_center), *self.around.languages(""))
        self._languages = language_order(self.after.language, known)
        return self._languages

    # --- what nodes do ----------------------------------------------------------------------------------------

    def keep(self, kind: str, body: Json) -> int:
        """Put personal content into the dialogue's records; its number may stand in traces and commands."""
        self.after.kept += 1
        self.content.append((self.after.kept, kind, body))
        return self.after.kept

    def command(self, command: CallerCommand) -> int:
        """Send a command to the caller; returns its number in the caller's stream."""
        self.after.said += 1
        self.commands.append(command)
        return self.after.said

    def say(self, text: str, *, interruptible: bool = True, sound: str = "", voice: str = "") -> None:
        """Speak or write; nothing waits for it, and nothing is said to a caller who is gone."""
        if self.silent or not (text or sound):
            return
        self.after.kept = content = self.after.kept + 1
        self.content.append((content, "said", text))
        self.facts.append(("said", content))
        self.after.said += 1
        if not interruptible:
            self.after.uncut = self.after.said
        say = Say(
            dialogue=self.state.id,
            content=content,
            language=self.after.language,
            interruptible=interruptible,
            sound=sound or self.sounds.get(text, ""),
            voice=voice,
        )
        self.commands.append(say)

    def speech_ms(self) -> int:
        """The guessed length of all that was queued for speaking in this step."""
        return sum([spoken_within_ms(body) for _, kind, body in self.content if kind == "said"])

    def ask(self, ask: Ask, wait: int) -> Asking:
        """Send an Ask; the record of what it still waits for."""
        if ask.sensitive:
            recording.hold(self)
        content = self.keep("said", ask.text)
        self.facts.append(("asked", content, wait))
        n = self.command(
            AskCommand(
                dialogue=self.state.id,
                content=content,
                language=self.after.language,
                wait=wait,
                accept=ask.accept,
                limits=ask.limits,
                interruptible=ask.interruptible,
                sensitive=ask.sensitive,
                sound=ask.sound or self.sounds.get(ask.text, ""),
            )
        )
        return Asking(ask.accept, ask.limits, n, ask.interruptible, ask.sensitive)

    def assign(self, target: str, value: Json) -> None:
        """Set `vars.x`, `attributes.x` or `dialogue.language`. Raises EvaluationFault if name or type do not fit."""
        flow = self.flow
        place = flow.places.get(target) if flow is not None else None
        is_masked = False
        if place is not None:
            name, kind, fitting, is_masked = place
            if value.__class__ not in fitting:
                raise unfitting(kind, value, target)
            if not self._own_vars:
                self.vars = self.scope["vars"] = self.vars.copy()
                self._own_vars = True
            self.vars[name] = value
        else:
            self._assign_elsewhere(target, value)
            is_masked = flow is not None and target in flow.masked
        self.after.kept = content = self.after.kept + 1
        self.content.append((content, "value", MASK if is_masked else value))
        self.facts.append(("set", target, content))

    def _assign_elsewhere(self, target: str, value: Json) -> None:
        place, _, name = target.partition(".")
        if place == "vars":
            raise EvaluationFault(f"the variable {name} is not declared in this flow")
        if place == "attributes":
            self._assign_attribute(name, value, target)
        elif value.__class__ is str:
            self.after.language, self._languages = value[:35], ()
            self.scope["dialogue"] = {**self.scope["dialogue"], "language": self.after.language}
        else:
            raise unfitting("text", value, target)

    def _assign_attribute(self, name: str, value: Json, target: str) -> None:
        types = self.around.attribute_types()
        if name not in types:
            raise EvaluationFault(f"the attribute {name} is not declared by the tenant")
        if value.__class__ not in FITTING[types[name]]:
            raise unfitting(types[name], value, target)
        attributes = {**self.after.attributes, name: value}
        if len(msgspec.json.encode(attributes)) > MAX_ATTRIBUTES_BYTES:
            raise EvaluationFault("the dialogue's attributes would take more than 16 KiB")
        self.after.attributes = self.scope["attributes"] = attributes

    def observe(self, kind: str, name: str) -> Json:
        """Read a fact from outside the dialogue; the reading is traced, so that a replay can give it back."""
        value = READERS[kind](self, name)
        self.facts.append(("observed", kind, name, value))
        return value

    def draw(self, by: str) -> int:
        """0 to 9999: the first 8 bytes of the hash of who it is and where. Whoever has no number is the dialogue."""
        by = by if self.state.caller.number else "dialogue"
        who = self.state.caller.number if by == "caller" else self.state.id
        where = self.node.key if self.node else ""
        draw = drawn(who, where)
        self.facts.append(("observed", "draw", by, draw))
        return draw

    def count_up(self, limit: int) -> bool:
        """Count this entry of the running node in its frame; false, and to be counted anew, beyond `limit`."""
        name, key = (self.node.id, self.node.key) if self.node else ("", "")
        count = self.counts.get(name, 0) + 1
        self.facts.append(("counted", key, count))
        self.counts = {**self.counts, name: count if count <= limit else 0}
        return count <= limit

    def tag(self, name: str, value: Json) -> None:
        """Trace a milestone; a value that is made from a sensitive variable is not kept."""
        content = 0
        if value is not None:
            content = self.keep("value", MASK if self.reads_sensitive() else value)
        self.facts.append(("tagged", name, content))

    def reads_sensitive(self) -> bool:
        """Whether the running node gives away what must not be shown."""
        return self.node is not None and self.node.tells

    def type_of(self, target: str) -> str:
        """The declared type of a variable or attribute; a target that is neither takes a text."""
        place = self.flow.places.get(target) if self.flow is not None else None
        return place.kind if place is not None else self.around.attribute_types().get(target.partition(".")[2], "text")

    def set_routing(self, ahead: Routing) -> None:
        """Say ahead what the next queue asks for, where it has nothing of its own."""
        self.after.routing = ahead
        self.facts.append(("routing", ahead.skills, ahead.priority))

    def can(self, capability: str) -> bool:
        return capability in self.state.capabilities

    def explain(self, sentence: str) -> None:
        self.facts.append(("explained", self.node.key if self.node else "", sentence))

    def set_recording(self, action: str, scope: str, keep_days: int) -> None:
        recording.set_recording(self, action, scope, keep_days, self.node.key if self.node else "")

    def promise(self, number: str, attempts: int, gap_s: float) -> None:
        lasting.promise(self, number, attempts, gap_s)

    def deliver(self, contact_center: str, message: Mapping[str, Json]) -> None:
        lasting.deliver(self, contact_center, message)

    def remember(self, note: Note) -> None:
        lasting.remember(self, note)

    def news(self, what: str, value: int, gap_s: float) -> bool:
        return lasting.news(self, what, value, gap_s)

    def lookup(self, table: str, key: Json) -> Json:
        return row_of(self, table, key)
