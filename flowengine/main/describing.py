"""`dialogue-studio schema` and `steps`: what documents may say, for editors, and what steps do, for people."""

import argparse
import json
import sys

from flowengine.errors import NotFound
from flowengine.extensions.palette import installed_palette
from flowengine.ledger.folder import write_atomically
from flowengine.main.palette import PaletteView
from flowengine.main.step_page import section


def schema(given: argparse.Namespace) -> int:
    """Print the schema of `kind`, or write it to a file."""
    text = json.dumps(PaletteView(installed_palette()).schema(given.kind), ensure_ascii=False, indent=2) + "\n"
    if given.out:
        write_atomically(given.out, text)
    else:
        sys.stdout.write(text)
    return 0


def steps(given: argparse.Namespace) -> int:
    """Print the description of node types, Markdown as docs/nodes.md has it. Raises NotFound."""
    palette = installed_palette()
    for name in given.names or palette:
        if name not in palette:
            raise NotFound(f"There is no step of type “{name}”; there are {', '.join(sorted(palette))}.")
        print("\n".join(section(palette[name])))
    return 0
