"""Where things lie in a checkout, and how to read one of them alone."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"


def module_from(path: Path) -> ModuleType:
    """A module that needs nothing but the standard library, read from its file without importing its package."""
    spec = importlib.util.spec_from_file_location(f"dialogue_studio_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
