"""The named formulas against published figures, and their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.reports.formula import SERVICE_LEVELS, Waits, ratio, service_level

CHECK = Waits(answered=1_000, abandoned=60, answered_within=860, abandoned_within=20, abandoned_short=10)
PERCENT = {
    "answered_within/answered": 86.0,
    "answered_within/(answered+abandoned)": 81.1,
    "answered_within/(answered+abandoned_after)": 82.7,
    "(answered_within+abandoned_within)/(answered+abandoned)": 83.0,
    "(answered_within+abandoned_short)/(answered+abandoned)": 82.1,
    "answered_within/(answered+abandoned-abandoned_short)": 81.9,
}


@pytest.mark.parametrize("formula", SERVICE_LEVELS)
def test_the_check_figures(formula: str) -> None:
    level = service_level(formula, CHECK)
    assert level is not None
    assert round(100 * level, 1) == PERCENT[formula]


@pytest.mark.parametrize("formula", SERVICE_LEVELS)
def test_nothing_measured_is_no_figure(formula: str) -> None:
    assert service_level(formula, Waits(0, 0, 0, 0, 0)) is None


def test_only_short_abandons_leave_nothing_to_measure_where_they_are_left_out() -> None:
    waits = Waits(0, 5, 0, 5, 5)
    assert service_level("answered_within/(answered+abandoned-abandoned_short)", waits) is None
    assert service_level("answered_within/(answered+abandoned_after)", waits) is None
    assert service_level("(answered_within+abandoned_short)/(answered+abandoned)", waits) == 1.0


@st.composite
def waits(draw: st.DrawFn) -> Waits:
    answered, abandoned = draw(st.integers(0, 10**6)), draw(st.integers(0, 10**6))
    within = draw(st.integers(0, abandoned))
    return Waits(answered, abandoned, draw(st.integers(0, answered)), within, draw(st.integers(0, within)))


@given(waits())
def test_a_service_level_is_a_share_and_kinder_rules_give_more(found: Waits) -> None:
    levels = {name: service_level(name, found) for name in SERVICE_LEVELS}
    assert all(level is None or 0 <= level <= 1 for level in levels.values())
    strict = levels["answered_within/(answered+abandoned)"]
    for kinder in SERVICE_LEVELS:
        level = levels[kinder]
        assert strict is None or level is None or level >= strict


def test_a_ratio_of_nothing_is_unknown() -> None:
    assert (ratio(1, 0), ratio(0, 4), ratio(1, 4)) == (None, 0.0, 0.25)
