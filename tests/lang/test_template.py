"""Templates: what each form writes, in each language, escaped or not."""

import copy
import pickle

import pytest

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.filters import FILTERS
from flowengine.lang.template import Template, escape_html, parse_template
from tests.lang.expression_scope import scope

MEANINGS = [
    ("", ""),
    ("Press 1 for sales, 2 for support.", "Press 1 for sales, 2 for support."),
    ("two\nlines\n", "two\nlines\n"),
    ("Hello {{ caller.name }}!", "Hello Noor!"),
    ("{{ caller.name }} at {{ vars.n }} of {{ vars.missing }}.", "Noor at 4 of ."),
    ("{{ 'only' }} text", "only text"),
    ("{{ vars.yes }} {{ vars.price }} {{ 8 / 2 }} {{ vars.nothing }}", "true 12.5 4 "),
    ("{{ vars.numbers }}", "[5, 2, 9]"),
    ("{{ vars.order.lines[1].sku }}{{ vars['order']['id'] }}{{ vars.order[vars.key] }}", "yB-7B-7"),
    ("{{ vars.numbers[-1] }}{{ vars.numbers[7] }}", "9"),
    ("{{ missing.deep.er }}|", "|"),
    ("{{ vars.n + 1 }} {{ (vars.n - 1) * 2 }} {{ vars.n // 3 }} {{ vars.n % 3 }} {{ -vars.n }}", "5 6 1 1 -4"),
    ("{{ 'a' ~ 1 ~ none ~ true }}", "a1true"),
    ("{{ 'many' if vars.n > 3 else 'few' }}{{ 'x' if vars.empty }}", "many"),
    ("{{ vars.empty or 'none' }} {{ vars.n and vars.name }} {{ not vars.n }}", "none Zoë false"),
    ("{% if vars.n == 3 %}a{% elif vars.n >= 4 %}b{% else %}c{% endif %}", "b"),
    ("{% if 1 < vars.n < 4 %}a{% else %}b{% endif %}", "b"),
    ("{% if 'a' in vars.list and 'z' not in vars.list %}yes{% endif %}", "yes"),
    ("{% if vars.missing %}a{% endif %}", ""),
    ("{% if vars.n is number and vars.name is string and vars.yes is boolean %}y{% endif %}{{ vars.list is list }}",
     "ytrue"),
    ("{% if vars.missing is defined or vars.nothing is not none or vars.n is undefined %}y{% else %}n{% endif %}", "n"),
    ("{% for n in vars.numbers %}{{ loop.index }}:{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}",
     "1:5, 2:2, 3:9"),
    ("{% for n in vars.missing %}x{% else %}none{% endfor %}", "none"),
    ("{% for n in vars.numbers %}{% for m in vars.numbers %}{{ loop.index0 }}{% endfor %}{{ loop.first }} {% endfor %}",
     "012true 012false 012false "),
    ("{% for line in vars.order.lines %}{{ line.qty }} {{ line['sku'] }} of {{ loop.length }};{% endfor %}",
     "2 x of 2;1 y of 2;"),
    ("{% for n in [1, 2] %}{{ n }}{% endfor %}{{ n }}", "12"),
    ("{# a note #}x{% raw %}{{ kept }}{% endraw %}", "x{{ kept }}"),
    ("a {%- if true -%} b {%- endif -%} c", "abc"),
]  # fmt: skip  # a table reads better unbroken

FILTERED = [
    ("{{ vars.name|upper }}{{ vars.name|lower }}{{ ' a '|trim }}", "ZOËzoëa"),
    ("{{ 'anna de vries'|title }}", "Anna De Vries"),
    ("{{ vars.missing|default('friend') }}{{ vars.empty|default('x') }}{{ vars.empty|default('y', true) }}", "friendy"),
    ("{{ vars.price|round }} {{ 2.345|round(1) }}", "12 2.3"),
    ("{{ vars.numbers|join(', ') }}{{ vars.numbers|join }}", "5, 2, 9529"),
    ("{{ vars.numbers|length }}{{ vars.name|length }}{{ vars.missing|length }}", "330"),
    ("{{ 'abcdef'|truncate(4) }}{{ 'abcd'|truncate(4) }}", "abc…abcd"),
    ("{{ 'a-b-c'|replace('-', ' ') }}", "a b c"),
    ("{{ vars.numbers|first }}{{ vars.numbers|last }}{{ vars.missing|first }}", "59"),
    ("{{ vars.name|upper|first }}", "Z"),
]

# Filter, value, then what it says in English (British), Dutch, German and French; test_spoken.py has more.
SPOKEN = [
    ("'+31 (0)20'|as_digits", "plus 3 1 0 2 0", "plus 3 1 0 2 0", "plus 3 1 0 2 0", "plus 3 1 0 2 0"),
    ("1024|as_digits", "1 0 2 4", "1 0 2 4", "1 0 2 4", "1 0 2 4"),
    ("'a-1@b'|as_spelling", "A, dash, 1, at, B", "A, streepje, 1, apenstaartje, B", "A, Strich, 1, at, B",
     "A, tiret, 1, arobase, B"),
    ("1234.5|as_money('EUR')", "1234 euros and 50 cents", "1234 euro en 50 cent", "1234 Euro und 50 Cent",
     "1234 euros et 50 centimes"),
    ("now|as_date", "the 2nd of March 2026", "2 maart 2026", "2. März 2026", "2 mars 2026"),
    ("now|as_time", "10:40 AM", "10 uur 40", "10 Uhr 40", "10 heures 40"),
]  # fmt: skip  # a table reads better unbroken


@pytest.mark.parametrize(("source", "expected"), MEANINGS + FILTERED, ids=[row[0] for row in MEANINGS + FILTERED])
def test_a_template_writes(source: str, expected: str) -> None:
    world = scope()
    before = copy.deepcopy({key: value for key, value in world.items() if key != "$outside"})
    assert parse_template(source).render(world) == expected
    assert {key: value for key, value in world.items() if key != "$outside"} == before


@pytest.mark.parametrize(("source", "english", "dutch", "german", "french"), SPOKEN, ids=[row[0] for row in SPOKEN])
def test_values_are_written_in_the_language_of_the_dialogue(
    source: str, english: str, dutch: str, german: str, french: str
) -> None:
    template = parse_template("{{ " + source + " }}")
    for language, expected in {"en-GB": english, "nl": dutch, "de-DE": german, "fr": french}.items():
        assert template.render({**scope(), "dialogue": {"language": language}}) == expected


@pytest.mark.parametrize("language", ["", "xx", "zz-ZZ", "../etc", "en_GB; x", None, 5, "e" * 100])
def test_an_unknown_language_is_written_as_english(language: object) -> None:
    world = {**scope(), "dialogue": {"language": language}}
    assert parse_template("{{ '2026-03-02'|as_date }}").render(world) == "March 2nd, 2026"


@pytest.mark.parametrize(
    "source",
    ["{{ vars.tag }}", "{{ vars.tag }}{{ '' }}", "{% if true %}{{ vars.tag }}{% endif %}", "{{ '<b>\"&\\'' }}"],
)
def test_values_are_escaped_and_text_is_not(source: str) -> None:
    world = {"vars": {"tag": "<b>\"&'"}}
    template = parse_template("<p>" + source + "</p>")
    assert template.render(world, escape_html) == "<p>&lt;b&gt;&quot;&amp;&#x27;</p>"
    assert template.render(world) == "<p><b>\"&'</p>"


def test_what_a_value_holds_is_never_read_as_a_template() -> None:
    assert parse_template("{{ vars.said }}").render({"vars": {"said": "{{ 7 * 7 }}"}}) == "{{ 7 * 7 }}"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("plain", set()),
        ("{{ vars.order['id'] }} {{ now }}", {("vars", "order", "id"), ("now",)}),
        ("{% for t in vars.list %}{{ t.x }}{{ loop.index }}{{ caller.name }}{% endfor %}{{ t }}",
         {("vars", "list"), ("caller", "name"), ("t",)}),
        ("{% if vars.a is defined %}{{ vars.b|default(vars.c) }}{% endif %}",
         {("vars", "a"), ("vars", "b"), ("vars", "c")}),
    ],
)  # fmt: skip  # a table reads better unbroken
def test_a_template_says_what_it_reads(source: str, names: set[tuple[str, ...]]) -> None:
    assert parse_template(source).names == names


def test_a_template_is_its_source_and_does_not_change() -> None:
    template = parse_template("Hi {{ caller.name }}")
    assert template == Template("Hi {{ caller.name }}") != Template("Hi")
    assert len({template, Template("Hi {{ caller.name }}")}) == 1
    assert (template.is_plain, parse_template("Hi").is_plain, str(template)) == (False, True, "Hi {{ caller.name }}")
    assert pickle.loads(pickle.dumps(template)).render(scope()) == "Hi Noor"  # noqa: S301  # our own bytes
    with pytest.raises(AttributeError):
        template.source = "Bye"
    with pytest.raises(AttributeError):
        del template.source


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ vars.missing + 1 }}", "needs a number, not nothing"),
        ("{{ 1 / 0 }}", "divide by zero"),
        ("{{ vars.n|truncate(2) }}", "needs a text"),
        ("{{ 'abc'|truncate(0) }}", "at least 1"),
        ("{{ 'abc'|replace('', 'x') }}", "a text to look for"),
        ("{{ vars.n|join }}", "needs a list"),
        ("{{ 'x'|as_money('EUR') }}", "not a number"),
        ("{{ 1|as_money('euro') }}", "a currency such as EUR"),
        ("{{ 1e15|as_money('EUR') }}", "too large"),
        ("{{ 'soon'|as_date }}", "needs a time"),
        ("{{ now|as_date('huge') }}", "short, medium, long or full"),
        ("{% for x in vars.name %}{% endfor %}", "needs a list, not a text"),
    ],
)
def test_a_value_that_does_not_fit_is_a_fault(source: str, words: str) -> None:
    with pytest.raises(EvaluationFault) as caught:
        parse_template(source).render(scope())
    assert words in caught.value.message


def test_every_filter_is_shown_here() -> None:
    shown = " ".join(row[0] for row in FILTERED + SPOKEN)
    assert [name for name in FILTERS if f"|{name}" not in shown] == []
