"""Yes and no as two choices: key 1 and key 2, with the words that people say and write for them."""

from flowengine.messages import Choice

YES, NO = "1", "2"
# language -> label and further words of yes, then of no
WORDS: dict[str, tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]] = {
    "en": (("Yes", ("yes please", "ok", "okay")), ("No", ("no thanks", "no thank you"))),
    "nl": (("Ja", ("ja graag", "oké", "ok")), ("Nee", ("nee bedankt",))),
    "de": (("Ja", ("ja bitte", "ok")), ("Nein", ("nein danke",))),
    "fr": (("Oui", ("oui s'il vous plaît", "d'accord", "ok")), ("Non", ("non merci",))),
}


def yes_or_no(language: str) -> tuple[Choice, Choice]:
    """The two choices in this language, else in English."""
    (yes, said_yes), (no, said_no) = WORDS.get(language.split("-", maxsplit=1)[0], WORDS["en"])
    return Choice(YES, yes, said_yes), Choice(NO, no, said_no)
