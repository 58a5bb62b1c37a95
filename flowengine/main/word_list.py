"""Word list: what argparse calls the place where a command's words are added, named once."""

import argparse
from typing import TypeAlias

Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  argparse names it no other way
