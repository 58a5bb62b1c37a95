"""The `dialogue-studio` command: each word's work stands in a file of main/, read only when it is used."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from flowengine import __version__
from flowengine.main.word_list import Words, only
from flowengine.main.words import add_compared_with_server, add_stage, add_words

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; known faults are one sentence on standard error and exit code 1, wrong words exit with 2."""
    given = _understood(sys.argv[1:] if arguments is None else arguments)
    _spare_typing_extensions()
    from flowengine.errors import FlowEngineError, FlowInvalid  # noqa: PLC0415  `--help` starts without it

    gc.disable()  # what is read now stays: whoever looks for garbage meanwhile, or among it later, finds none
    module = import_module(f"flowengine.main.{given.module}")
    gc.freeze()
    gc.enable()
    run: Run = getattr(module, given.function)
    try:
        return run(given)
    except FlowInvalid as fault:
        for finding in fault.findings:
            print(f"{finding.file or 'document'}: {finding.path}: {finding.message} {finding.hint}", file=sys.stderr)
        return 1
    except FlowEngineError as fault:
        print(str(fault), file=sys.stderr)
        return int(getattr(fault, "exit_code", 1))
    except BrokenPipeError:
        return 1  # whoever read our output has gone
    except KeyboardInterrupt:
        return 130


def _spare_typing_extensions() -> None:
    """msgspec asks that package, where it is installed, for two things that typing has itself in every Python that we
    run on; with all that it brings along it takes a twentieth of the time in which a hundred cases are run."""
    name = "typing_extensions"
    if name in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]  # so that its import fails, and msgspec does without
    import msgspec  # noqa: F401, PLC0415  # here, and before anything else asks for it

    del sys.modules[name]


def _understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line says. Only its own word is built, if it begins with one."""
    said = arguments[0] if arguments else ""
    one = parser(said)
    is_known = any(said in (action.choices or ()) for action in one._actions)  # noqa: SLF001  # argparse shows them no other way
    return (one if is_known else parser()).parse_args(arguments)


def parser(said: str = "") -> argparse.ArgumentParser:
    """The words and options of the command; of one word alone, if it is named."""
    root = argparse.ArgumentParser("dialogue-studio", description="Design, test and run contact-center flows.")
    root.add_argument("--version", action="version", version=f"dialogue-studio {__version__}")
    words = root.add_subparsers(dest="word", required=True, metavar="COMMAND", action=only(said) if said else "parsers")
    _serving(words)
    check = _word(words, "check", "find what is wrong with flows, before a caller does", "checking", "check")
    _paths(check)
    add_stage(check)
    _testing(words)
    fmt = _word(words, "fmt", "write flow files in their canonical form", "formatting", "fmt")
    fmt.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a JSON file, or a folder of them")
    fmt.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not canonical")
    _comparing(words)
    add_words(words)
    call = _word(words, "call", "call an address of a running server from this terminal", "calling", "call")
    call.add_argument("address", help="a number of the tenant, such as +442079460100, or chat:name")
    call.add_argument("--server", default="http://127.0.0.1:8080", metavar="URL", help="else this machine's")
    call.add_argument("--tenant", default="emea-hartley", metavar="ID", help="whose address it is")
    call.add_argument("--from", dest="number", default="+447700900123", metavar="NUMBER", help="who calls")
    call.add_argument("--language", default="", metavar="TAG", help="the caller's, if it is known: en, nl")
    evaluate = _word(words, "eval", "evaluate an expression", "evaluating", "evaluate")
    evaluate.add_argument("expression", metavar="EXPRESSION", help="such as upper(vars.name)")
    evaluate.add_argument("--scope", default="{}", metavar="JSON", help='such as {"vars": {"n": 1}}')
    _describing(words)
    return root


def _serving(words: Words) -> None:
    serve = _word(words, "serve", "serve the demo tenant on this machine", "serving", "serve")
    demo = _word(words, "demo", "the same, kept running, on data of its own", "serving", "demo")
    for word in (serve, demo):
        word.add_argument("--port", type=_port, default=8080, metavar="N", help="the next free one if it is taken")
        word.add_argument("--data", type=Path, default=None, metavar="DIR", help="where the ledger lies")
        word.add_argument("--no-open", action="store_true", help="do not open a browser")
        word.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="where it listens; else loopback")
    serve.add_argument("--standby", action="store_true", help="wait while another process has the data, then serve")
    serve.add_argument("--behind", type=_port, metavar="N", help="answer pages of a load balancer on this port, too")
    known = "by which other systems reach this server, and sign for it; else http and this machine's port"
    serve.add_argument("--base-url", default="", metavar="URL", help=known)
    url = "keep all in this PostgreSQL, as one of many nodes; else DIALOGUE_STUDIO_DATABASE names it"
    serve.add_argument("--database", default="", metavar="URL", help=url)
    serve.add_argument("--node", default="", metavar="NAME", help="what other nodes call this one; else machine-port")
    serve.add_argument("--region", choices=("EMEA", "NORA"), default="", help="what it serves; kept at its first start")
    serve.add_argument("--log", choices=("text", "json"), default="text", help="the form of log lines, on stderr")
    levels, least = ("debug", "info", "warning", "error"), "the least that is logged; else warning, with json info"
    serve.add_argument("--log-level", choices=levels, default="", help=least)
    peers = "where other nodes reach this one; else loopback, a free port"
    serve.add_argument("--peer-bind", type=_address, default=("127.0.0.1", 0), metavar="HOST:PORT", help=peers)


def _testing(words: Words) -> None:
    test = _word(words, "test", "run the flows' cases", "testing", "test")
    _paths(test)
    test.add_argument("-k", dest="keyword", default="", metavar="TEXT", help="only cases whose name contains TEXT")
    test.add_argument("--watch", action="store_true", help="run again what a save concerns, until Ctrl-C")
    test.add_argument("--coverage", action="store_true", help="tell which ways out of steps no case took")
    test.add_argument("--html", type=Path, metavar="DIR", help="write that as a page to DIR/index.html")
    test.add_argument("--lcov", type=Path, metavar="FILE", help="write that as an LCOV tracefile over flow.json")
    test.add_argument("--fail-under", type=_percent, metavar="N", help="exit 1 if fewer than N percent were taken")
    test.add_argument("--accept", action="store_true", help="rewrite the `expect` parts of cases that fail, for review")
    test.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML")


def _comparing(words: Words) -> None:
    diff = _word(words, "diff", "say what changed between two files or folders", "comparing", "compare")
    diff.add_argument("before", type=Path, metavar="A", help="a file, or a folder such as a tenant's")
    diff.add_argument("after", type=Path, metavar="B", nargs="?", help="the same later; none with --server")
    add_compared_with_server(diff)
    diff.add_argument("--json", action="store_true", help="one JSON object per change")
    merge = _word(
        words, "merge", "merge two changed files that were one before, as a git driver", "merging", "merge_files"
    )
    for name, meaning in (("base", "the file before"), ("ours", "our side"), ("theirs", "their side")):
        merge.add_argument(name, type=Path, metavar=name.upper(), help=meaning)
    merge.add_argument("-o", dest="out", type=Path, default=None, metavar="OUT", help="where to write; else printed")
    merge.add_argument("--name", default="", metavar="NAME", help="the file's name in what is told (git's %%P)")


def _describing(words: Words) -> None:
    schema = _word(words, "schema", "print the JSON Schema of a kind of document", "describing", "schema")
    schema.add_argument("kind", nargs="?", choices=("flow", "environment", "cases", "scenario"), default="flow")
    schema.add_argument("-o", dest="out", type=Path, default=None, metavar="FILE", help="write it there")
    steps = _word(words, "steps", "describe the types of steps, other packages' too", "describing", "steps")
    steps.add_argument("names", nargs="*", metavar="TYPE", help="only these; none means all")


def _word(words: Words, name: str, purpose: str, module: str, function: str) -> argparse.ArgumentParser:
    word = words.add_parser(name, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
    word.set_defaults(module=module, function=function)
    return word


def _paths(word: argparse.ArgumentParser) -> None:
    word.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a flow file, or a folder that holds some")
    word.add_argument("--json", action="store_true", help="one JSON object per line")


def _percent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 100")
    return value


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; say a number from 1 to 65535")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host:
        raise argparse.ArgumentTypeError(f"{text} is not an address; say a host and a port, like 10.0.0.5:7400")
    if host.strip("[]") in ("0.0.0.0", "::"):  # noqa: S104  # is refused
        raise argparse.ArgumentTypeError(f"{text} is every address; say the one at which other nodes reach this one")
    return host.strip("[]"), _port(port)


if __name__ == "__main__":
    sys.exit(main())
