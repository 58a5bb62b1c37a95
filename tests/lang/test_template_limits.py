"""Templates: what is refused as written, and what no values can make them do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.fault import EvaluationFault, TemplateInvalid
from flowengine.lang.template import escape_html, parse_template
from flowengine.lang.value import MAX_OUTPUT
from tests.lang.test_expression_limits import HOSTILE

REFUSED = [
    ("{{ a", "cannot be read"),
    ("{{ }}", "cannot be read"),
    ("{% if a %}", "cannot be read"),
    ("{% nothing %}", "cannot be read"),
    ("a\u200bb", "invisible"),
    ("a\x00", "invisible"),
    ("{{ '\\u202e' }}", "invisible"),
    ("{{ naïve }}", "plain letters"),
    ("{{ vars.ｎ }}", "plain letters"),
    ("{{ a._b }}", "plain letters"),
    ("{{ _a }}", "plain letters"),
    ("{{ a['__b'] }}", "underscore"),
    ("{{ a['_' ~ 'b'] }}", "between [ ]"),
    ("{{ a[1:2] }}", "between [ ]"),
    ("{{ a.upper() }}", "Use a filter"),
    ("{{ range(3) }}", "Use a filter"),
    ("{{ a|attr('b') }}", "no filter `attr`"),
    ("{{ a|center(9) }}", "no filter `center`"),
    ("{{ a|safe }}", "no filter `safe`"),
    ("{{ a|join(between=', ') }}", "by place, not by name"),
    ("{{ a|join(*b) }}", "by place, not by name"),
    ("{{ a|truncate }}", "does not take 0"),
    ("{{ a|upper(1) }}", "does not take 1"),
    ("{{ a is sameas(b) }}", "no test `is sameas`"),
    ("{{ a is defined(b) }}", "no test"),
    ("{{ a is divisibleby 3 }}", "no test"),
    ("{{ 2 ** 3 }}", "not part of the language"),
    ("{{ +1 }}", "not part of the language"),
    ("{{ {'a': 1} }}", "not part of the language"),
    ("{{ 99999999999999999999 }}", "too large"),
    ("{{ 1e999 }}", "too large"),
    ("{% set a = 1 %}", "cannot assign"),
    ("{% set a %}b{% endset %}", "cannot assign"),
    ("{% macro m() %}{% endmacro %}", "{% if %} and {% for %}"),
    ("{% call m() %}{% endcall %}", "{% if %} and {% for %}"),
    ("{% include 'a' %}", "{% if %} and {% for %}"),
    ("{% import 'a' as b %}", "{% if %} and {% for %}"),
    ("{% from 'a' import b %}", "{% if %} and {% for %}"),
    ("{% extends 'a' %}", "{% if %} and {% for %}"),
    ("{% block a %}{% endblock %}", "{% if %} and {% for %}"),
    ("{% filter upper %}a{% endfilter %}", "{% if %} and {% for %}"),
    ("{% with a = 1 %}{% endwith %}", "{% if %} and {% for %}"),
    ("{% autoescape false %}{% endautoescape %}", "{% if %} and {% for %}"),
    ("{% for a, b in c %}{% endfor %}", "one new name"),
    ("{% for vars in c %}{% endfor %}", "one new name"),
    ("{% for loop in c %}{% endfor %}", "one new name"),
    ("{% for a in b if c %}{% endfor %}", "A loop is written"),
    ("{% for a in b recursive %}{% endfor %}", "A loop is written"),
]

TOO_LARGE = {
    "characters": "x" * 8_001,
    "nodes": "{{ a }}" * 400,
    "words and signs": "{{ " + "1+" * 3_900 + "1 }}",
    "depth by terms": "{{ " + "1+" * 20 + "1 }}",
    "depth by brackets": "{{ " + "(" * 3_900 + " }}",
    "depth by signs": "{{ " + "-" * 1_900 + "1 }}",
    "depth by statements": "{% if a %}" * 21 + "{% endif %}" * 21,
    "depth by loops": "{% for a in b %}" * 25 + "{% endfor %}" * 25,
    "digits": "{{ " + "9" * 7_000 + " }}",
}

COSTLY = {
    "long value": "{{ vars.huge }}",
    "many values": "{{ vars.text }}" * 7,
    "many values in a decision": "{% if true %}" + "{{ vars.text }}" * 7 + "{% endif %}",
    "long join": "{{ vars.texts|join }}",
    "long replace": "{{ vars.text|replace('a', 'bb') }}",
    "long concatenation": "{{ vars.text ~ 'a' }}",
    "long loop": "{% for a in vars.long %}{% endfor %}",
    "nested loops": "{% for a in vars.list %}{% for b in vars.list %}{% endfor %}{% endfor %}",
    "many turns": "{% for a in vars.list %}{{ a }}{% endfor %}",
    "wide record": "{{ vars.wide|upper }}",
    "deep list": "{{ vars.deep }}",
    "long number": "{{ vars.bigint }}",
    "long spelling": "{{ vars.text|as_spelling }}",
    "no data": "{{ vars.object }}",
    "no data in a list": "{{ [vars.call] }}",
    "no data inside": "{{ vars.inside }}",
    "no data after a look-up": "{{ vars.kind['x'] }}",
}


@pytest.mark.parametrize(("source", "words"), REFUSED, ids=[ascii(row[0]) for row in REFUSED])
def test_what_is_not_in_the_language_is_refused(source: str, words: str) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        parse_template(source)
    assert words in f"{caught.value.message} {caught.value.hint}"


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(TemplateInvalid) as caught:
        parse_template("one\ntwo\n{{ open('x') }}")
    assert caught.value.position == len("one\ntwo\n")


@pytest.mark.parametrize("source", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_too_large_is_refused(source: str) -> None:
    with pytest.raises(TemplateInvalid):
        parse_template(source)


@pytest.mark.parametrize("source", COSTLY.values(), ids=COSTLY.keys())
def test_no_scope_makes_a_template_costly_or_leaky(source: str) -> None:
    with pytest.raises(EvaluationFault):
        parse_template(source).render({"vars": {**HOSTILE, "texts": ["a" * 100] * 101}}, escape_html)


def test_words_and_signs_are_counted_before_the_parser_sees_them() -> None:
    for name in ("words and signs", "depth by brackets"):
        with pytest.raises(TemplateInvalid, match="words and signs"):
            parse_template(TOO_LARGE[name])


@pytest.mark.parametrize("source", ["{{ v }}", "{{ v }}{{ v }}", "{% if true %}{{ v }}{% endif %}"])
def test_escaping_counts(source: str) -> None:
    template = parse_template(source)
    quarter = "<" * (MAX_OUTPUT // 4)
    with pytest.raises(EvaluationFault, match="more than 65536 characters"):
        template.render({"v": quarter + "<"}, escape_html)


def test_what_is_just_small_enough_is_taken() -> None:
    assert len(parse_template("x" * 8_000).render({})) == 8_000
    assert parse_template("{{ a }}" * 398 + "{{ 1 }}").render({}) == "1"
    assert parse_template("{{ v }}").render({"v": "x" * MAX_OUTPUT}) == "x" * MAX_OUTPUT


@pytest.mark.proof
@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("{}%#|~ .,()[]'\"abif_forelsn0129+-*/<>=\n"), max_size=40))
def test_any_source_renders_or_is_refused(source: str) -> None:
    try:
        text = parse_template("{{ a }}{% if b %}" + source + "{% endif %}").render({"a": 1, "b": [1]})
    except (TemplateInvalid, EvaluationFault) as fault:
        text = fault.message
    assert len(text) <= MAX_OUTPUT
