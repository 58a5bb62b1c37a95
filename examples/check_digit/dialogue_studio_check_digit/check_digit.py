"""check_digit: go one way if a number's check digits hold, and another if somebody slipped."""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta

from flowengine import Context, Expression, Json, NodeConfig, NodeType, Step

Scheme = Literal["iban", "luhn", "bsn"]


class CheckDigit(NodeConfig, frozen=True, tag="check_digit", forbid_unknown_fields=True):
    value: Annotated[Expression, Meta(description="The number, such as vars.account; blanks in it do not count")]
    scheme: Annotated[
        Scheme, Meta(description="iban: a bank account; luhn: a payment card; bsn: a Dutch citizen number")
    ] = "iban"


def enter(config: CheckDigit, ctx: Context) -> Step:
    return "valid" if holds(config.scheme, config.value.evaluate(ctx.scope)) else "invalid"


def holds(scheme: Scheme, value: Json) -> bool:
    """Whether a number as a caller gave it has the right check digits; what is no number has not."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return False
    text = "".join(f"{value}".split()).upper()
    return text.isascii() and text.isalnum() and _RULES[scheme](text)


def _iban(text: str) -> bool:
    """ISO 13616: the first four signs go to the end, letters count from 10, and 97 leaves 1."""
    if not (15 <= len(text) <= 34 and text[:2].isalpha() and text[2:4].isdigit()):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _luhn(text: str) -> bool:
    """ISO 7812: from the right, every second digit doubled and its digits added; 10 leaves nothing."""
    if not (text.isdigit() and 12 <= len(text) <= 19):
        return False
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in text[-2::-2]]
    return (sum(map(int, text[-1::-2])) + sum(doubled)) % 10 == 0


def _bsn(text: str) -> bool:
    """The eleven test: weights 9 to 2, and -1 for the last; 11 leaves nothing."""
    if not (text.isdigit() and len(text) == 9 and int(text)):
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


_RULES: dict[str, Callable[[str], bool]] = {"iban": _iban, "luhn": _luhn, "bsn": _bsn}

NODE = NodeType(
    name="check_digit",
    config=CheckDigit,
    outcomes=("valid", "invalid"),
    enter=enter,
    title="Check a number",
    purpose="See by its check digits whether a number was given without a slip.",
    group="Decide",
    icon="path:M4 4h16v5M4 4v16h6M8 9h5M8 13h3M13 17l3 3 5.500-7",
    without_caller=True,
    summary=("value", "scheme"),
    example={"type": "check_digit", "value": "vars.account", "scheme": "iban"},
)
