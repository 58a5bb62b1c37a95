"""Language: a prompt that is given by language has every language that its environment serves."""

from collections.abc import Collection, Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import warning
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow
from flowengine.lang.reading import prompts


def languages(flow: Flow, names: Names) -> Iterator[Finding]:
    """A caller of a missing language would hear the words in another."""
    for node in flow.nodes.values():
        for path, prompt in prompts(node.config):
            for language in missing(prompt.texts, names.languages) if prompt.texts else ():
                at = ("nodes", node.id, *path, "by_language")
                yield warning("language_missing", at, *sentence(language))


def missing(given: Collection[str], needed: tuple[str, ...]) -> list[str]:
    """The needed languages that `given` has neither as such nor by their base (`nl` serves `nl-BE`)."""
    return [tag for tag in needed if not {"", tag, tag.split("-")[0]} & set(given)]


def sentence(language: str) -> tuple[str, str]:
    """What is said of a missing language: sentence and hint."""
    return f"The words for “{language}” are missing.", f"Add them under “{language}”."
