"""Templates that need no parser: what is read of them is what the parser reads of them."""

import html
import subprocess
import sys

from hypothesis import example, given
from hypothesis import strategies as st

from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.template import Template, _lowered, escape_html
from flowengine.lang.template_source import check_characters, read_simple
from tests.lang.expression_scope import scope

PIECES = (
    "{{ vars.name }}", "{{vars.n}}", "{{ caller.name }}", "{{ now }}", "{{ vars.order.lines.x }}", "{{ vars.in }}",
    "{{ none }}", "{{ not.x }}", "{{ True }}", "{{- now }}", "{{ vars.name|upper }}", "{{ vars._x }}",
    "{{ a.b.c.d.e }}", "{{ vars.größe }}", "{{", "}}", "{", "}", "{%", "%}", "{#", "#}", "text ",
    "zwölf\n", "\r\n", "\n", " ", "é",
)  # fmt: skip  # a list reads better than one item a line


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@example("Hello {{ caller.name }}, {{ vars.n }} of {{ vars.missing }}.\n")
def test_what_is_read_without_a_parser_is_what_the_parser_reads(source: str) -> None:
    check_characters(source)
    if read_simple(source) is None:
        return
    found, (render, names, terms) = Template(source), _lowered(source)
    assert found.render(scope()) == render(scope())
    assert found.render(scope(), escape_html) == render(scope(), escape_html)
    assert found.names == frozenset(names)
    assert found.terms == tuple(terms)


def test_what_the_parser_refuses_is_left_to_it() -> None:
    for source in ("{{ vars._x }}", "{{ }}", "{{ vars. }}", "{{ a b }}", "{{ now } }"):
        assert read_simple(source) is None
        try:
            Template(source)
        except TemplateInvalid:
            continue
        raise AssertionError(source)


def test_most_sources_are_read_without_a_parser() -> None:
    assert read_simple("Hello {{ caller.name }}!") == ["Hello ", ("caller", "name"), "!"]
    code = "import sys; from flowengine.lang.template import Template; Template('{{ a.b }}'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "flowengine.lang.template" in loaded
    assert "jinja2" not in loaded


@given(st.text())
def test_escaping_is_that_of_html(text: str) -> None:
    assert escape_html(text) == html.escape(text)
