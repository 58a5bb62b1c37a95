"""The report as one HTML file."""

from flowengine.testbench.simulation.comparison import Comparison
from flowengine.testbench.simulation.summary import Summary


def summary_page(found: Summary) -> str:
    return ""


def comparison_page(found: Comparison) -> str:
    return ""
