"""Exception: a day on which a schedule is not what it says, known at once and without a publish."""

from typing import Annotated

from msgspec import Meta, Struct

Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Range = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class ScheduleException(Struct, frozen=True, forbid_unknown_fields=True):
    """The days of one schedule that differ, with who said so and why. `days`: local date -> open ranges; none: closed.

    Its key is `<environment>/<schedule>`; it goes before the schedule's holidays and hours, not before an emergency.
    """

    days: dict[Day, Annotated[tuple[Range, ...], Meta(max_length=12)]] = {}
    reason: str = ""
    owner: str = ""
