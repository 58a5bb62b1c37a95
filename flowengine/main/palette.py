"""The node types as the editor gets them: data only."""

from collections.abc import Mapping
from functools import cached_property

from flowengine.lang.environment_schema import environment_schema
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import Optional, Selector
from flowengine.lang.schema import flow_schema, node_schema
from flowengine.messages import Json
from flowengine.nodes.dutch import in_dutch
from flowengine.nodes.dutch_forms import form_in_dutch, ways_in_dutch
from flowengine.testbench.schema import cases_schema
from flowengine.testbench.simulation.schema import scenario_schema


class PaletteView:
    """Made once, when it is first asked for; nothing in it changes while the server runs."""

    def __init__(self, palette: Mapping[str, NodeType]) -> None:
        self._palette = palette

    def node_types(self, language: str = "") -> list[Json]:
        """With the words of this language only, or those of all; forms and ways out speak it as far as they can."""
        if not language:
            return self._types
        own = self._dutch if language == "nl" else self._types
        return [
            {**one, "words": {lang: said for lang, said in one["words"].items() if lang == language}} for one in own
        ]

    def palette(self, language: str = "") -> Json:
        """The node types with what their schemas have in common beside them: a definition is told once. A type keeps
        the one that another type has by the same name and means otherwise."""
        shared: dict[str, Json] = {}
        types = []
        for one in self.node_types(language):
            schema = dict(one["schema"])
            own = schema.pop("$defs", {})
            apart = {name: said for name, said in own.items() if shared.setdefault(name, said) != said}
            types.append({**one, "schema": {**schema, "$defs": apart} if apart else schema})
        return {"types": types, "definitions": shared}

    def schema(self, kind: str) -> Json:
        """The JSON Schema of documents of this kind: flow, environment, cases or scenario."""
        return self._schemas[kind]

    @cached_property
    def _types(self) -> list[Json]:
        return [_shown(node) for node in self._palette.values()]

    @cached_property
    def _dutch(self) -> list[Json]:
        return [
            {**shown, "schema": form_in_dutch(shown["schema"]), "outcome_titles": ways_in_dutch(node.outcomes)}
            for node, shown in zip(self._palette.values(), self._types, strict=True)
        ]

    @cached_property
    def _schemas(self) -> dict[str, Json]:
        return {
            "flow": flow_schema(self._palette),
            "environment": environment_schema(),
            "cases": cases_schema(),
            "scenario": scenario_schema(),
        }


def _shown(node: NodeType) -> dict[str, Json]:
    return {
        "name": node.name,
        "title": node.title,
        "purpose": node.purpose,
        "words": {language: dict(said) for language, said in (node.words or in_dutch(node.name)).items()},
        "group": node.group,
        "icon": node.icon,
        "waits": node.waits,
        "kinds": list(node.kinds),
        "outcomes": [_outcome(outcome) for outcome in node.outcomes],
        "outcome_titles": {},
        "summary": list(node.summary),
        "only_if": {field: list(other) for field, other in node.only_if.items()},
        "schema": node_schema(node),
        "example": dict(node.example),
        "version": node.version,
    }


def _outcome(outcome: str | Selector | Optional) -> Json:
    """As data: a name, {"optional": name}, {"keys_of": path} or {"values_of": path}."""
    if isinstance(outcome, str):
        return outcome
    if isinstance(outcome, Optional):
        return {"optional": outcome.name}
    return {f"{outcome.of}_of": outcome.path}
