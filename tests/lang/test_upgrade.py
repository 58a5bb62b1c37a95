"""Stored documents of every format are read by this version, and one of a newer format is refused in words."""

import json
from pathlib import Path

import pytest

from flowengine.errors import EngineBug, FlowInvalid
from flowengine.lang.check.check import check_document
from flowengine.lang.check.names import names_of
from flowengine.lang.document import FlowLoader
from flowengine.lang.upgrade.chain import Chain, format_of
from flowengine.lang.upgrade.kinds import ENVIRONMENT, FLOW, RELEASE, TENANT, raised
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.tenancy.directory import directory_from
from tests.lang.earlier_form import FROM_0, from_0

STORED = Path(__file__).parents[1] / "golden" / "documents"
KINDS = {"flow": FLOW, "environment": ENVIRONMENT, "tenant": TENANT, "release": RELEASE}


def stored(name: str) -> Json:
    return json.loads((STORED / f"{name}.json").read_text("utf-8"))


# --- the chain ------------------------------------------------------------------------------------------------------


def test_an_earlier_form_becomes_the_present_one_and_stays_itself() -> None:
    earlier = stored("flow-0")
    assert FROM_0.upgraded(earlier) == stored("flow-1-of-0")
    assert earlier == stored("flow-0")


def test_steps_are_chained() -> None:
    def from_1(document: dict[str, Json]) -> dict[str, Json]:
        return {**document, "format": 2, "titles": [document["title"]]}

    def from_2(document: dict[str, Json]) -> dict[str, Json]:
        return {**document, "format": 3, "titles": [*document["titles"], "three"]}

    chain = Chain("flow", 3, {0: from_0, 1: from_1, 2: from_2})
    assert chain.upgraded(stored("flow-0"))["titles"] == ["Reception", "three"]
    assert chain.upgraded({"format": 2, "titles": []})["titles"] == ["three"]


def test_the_present_format_is_not_touched() -> None:
    document = stored("flow-1")
    assert FLOW.upgraded(document) is document


@pytest.mark.parametrize("document", [None, [], "text", {}, {"format": "2"}, {"format": True}, {"format": 1.5}])
def test_what_has_no_format_is_left_to_the_schema(document: Json) -> None:
    assert format_of(document) is None
    assert FLOW.upgraded(document) is document


def test_an_upgrade_that_does_not_reach_the_next_format_is_our_fault() -> None:
    with pytest.raises(EngineBug, match="The upgrade of a flow from format 0 made 0"):
        Chain("flow", 1, {0: lambda document: document}).upgraded({"format": 0})


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_format_is_refused_in_words(kind: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        KINDS[kind].upgraded({"format": 2}, "a/b.json")
    (finding,) = refused.value.findings
    assert (finding.code, finding.path, finding.file) == ("format_too_new", "$.format", "a/b.json")
    assert finding.message == f"This {kind} has format 2; this version of Dialogue Studio reads formats up to 1."
    assert finding.hint == "The version that saved it reads it, and so does every newer one: install one of those."


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_back_to_the_first_has_a_step_and_a_stored_document(kind: str) -> None:
    """Who raises `current` writes the step, and keeps a document of the format that it leaves."""
    chain = KINDS[kind]
    assert set(chain.steps) == set(range(1, chain.current))
    for number in range(1, chain.current + 1):
        assert format_of(chain.upgraded(stored(f"{kind}-{number}"))) == chain.current


# --- where documents enter ------------------------------------------------------------------------------------------


def test_the_loader_reads_every_format() -> None:
    """With it: checks, compiled releases, the editor's drafts and the case worker."""
    loader = FlowLoader(PALETTE, FROM_0)
    assert loader.findings(stored("flow-0")) == []
    flow = loader.load(stored("flow-0"))
    assert (flow.title, flow.wires["ask"]["1"]) == ("Reception", "sales")
    names = names_of("sales", stored("tenant-1"), {"sales": {"environment": {"format": 1}, "flows": {}}}, PALETTE)
    assert check_document(loader, stored("flow-0"), names) == check_document(loader, stored("flow-1-of-0"), names)


def test_without_a_step_an_earlier_format_is_a_finding() -> None:
    """No released version wrote format 0, so this one does not pretend to read it."""
    assert "$.format" in {finding.path for finding in FlowLoader(PALETTE).findings(stored("flow-0"))}


def test_the_loader_and_the_checks_refuse_a_newer_format_alone() -> None:
    """One finding: what the present schema would say of a later form is noise."""
    loader, newer = FlowLoader(PALETTE), {"format": 2, "stages": []}
    assert [finding.code for finding in loader.findings(newer)] == ["format_too_new"]
    assert [finding.code for finding in check_document(loader, newer, names_of("x", {}, {}, PALETTE))] == [
        "format_too_new"
    ]
    with pytest.raises(FlowInvalid):
        loader.load(newer)


@pytest.mark.parametrize("name", ["flow-1", "flow-1-of-0"])
def test_stored_flows_load(name: str) -> None:
    assert FlowLoader(PALETTE).findings(stored(name)) == []


def test_a_stored_tenant_loads() -> None:
    assert directory_from(TENANT.upgraded(stored("tenant-1"))).tenant.id == "emea-office"


@pytest.mark.parametrize("path", ["sales/main/flow.json", "sales/environment.json", "tenant.json"])
def test_files_of_a_folder_are_told_by_their_names(path: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        raised({"format": 2}, path)
    assert refused.value.findings[0].file == path


def test_other_files_have_no_format_of_their_own() -> None:
    assert raised({"format": 2}, "sales/main/layout.json") == {"format": 2}
