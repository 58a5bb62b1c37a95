"""`dialogue-studio eval`: one expression, evaluated by the reference implementation; no caller waits here."""

import argparse
import json

from flowengine.lang.reference import evaluate_by_reference
from flowengine.lang.strict_json import loads


def evaluate(given: argparse.Namespace) -> int:
    """Print the value as JSON."""
    print(json.dumps(evaluate_by_reference(given.expression, loads(given.scope)), ensure_ascii=False))
    return 0
