"""`run.py bench [name] [--json]`: every benchmark, or one; each measures ours and its peer in the same run."""

import argparse
import importlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

NAMES = {
    "interpreter": "interpreter_bench",
    "cases": "cases_bench",
    "typing": "trying_bench",
    "durable": "durable_bench",
    "ledger": "ledger_bench",
    "floor": "floor_bench",
    "check": "check_bench",
    "payload": "payload_bench",
    "simulation": "simulation_bench",
    "replay": "replay_bench",
    "editor": "editor_bench",
    "writing": "writing_bench",
    "forward": "forward_bench",
}


def main() -> int:
    given = argparse.ArgumentParser("run.py bench")
    given.add_argument("name", nargs="?", choices=NAMES)
    given.add_argument("--json", action="store_true", help="one object per line")
    options = given.parse_args()
    for name in [options.name] if options.name else NAMES:
        for row in importlib.import_module(f"bench.{NAMES[name]}").run():
            print(json.dumps(row) if options.json else words(row), flush=True)
    return 0


def words(row: dict[str, object]) -> str:
    """One line for people."""
    spread = f" ({row['ratio_min']} to {row['ratio_max']})" if "ratio_min" in row else ""
    peer = f"   {row['ratio']} x{spread} {row['peer']} ({row['peer_value']})" if row.get("peer") else ""
    return f"{row['name']:<52} {row['value']:>12} {row['unit']:<10}{peer}"


if __name__ == "__main__":
    sys.exit(main())
