"""Lists: what of a directory is written as a table, and which columns each table has."""

from typing import NamedTuple

from flowengine.tenancy.column import Column, memberships, moment, number, roles, text, word, words, yes_no


class Things(NamedTuple):
    """A table with one row per thing; its `key` column names the thing, the other columns are fields of it."""

    kind: str
    key: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """All columns in their order."""
        return (self.key, *(column.name for column in self.columns))

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a row is of nothing."""
        return (self.key,)


class Parts(NamedTuple):
    """A table of what stands inside things. `owner` is the column that names the thing ("": the tenant itself), `at`
    the field of the thing, `within` a column that names one more step of the way, `item` the column that names the
    part, and `value` what it is, or a field of it if it `has_fields`; None: it is there or not, a word in a list."""

    kind: str
    owner: str
    at: str
    item: str
    value: Column | None
    within: str = ""
    has_fields: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that name the part."""
        return tuple(name for name in (self.owner, self.within, self.item) if name)

    @property
    def header(self) -> tuple[str, ...]:
        """All columns in their order."""
        return (*self.needed, *((self.value.name,) if self.value else ()))


_CONTACT_CENTER = (
    text("title"), yes_no("enabled", default=True), word("time_zone"), words("languages"), word("hours"),
    number("weight"), word("agent_order"), number("max_waiting"),
    number("offer_voice_s", "offer_s", "voice"), number("offer_chat_s", "offer_s", "chat"),
    number("offer_message_s", "offer_s", "message"),
    word("wrap_up", "wrap_up", "mode"), number("wrap_up_s", "wrap_up", "max_s"),
    number("service_level_s", "service_level", "within_s"), word("service_level", "service_level", "formula"),
    number("short_abandon_s", "service_level", "short_abandon_s"), number("goal", "service_level", "goal"),
    number("chat_cost", "capacity", "chat", "cost"), number("chat_most", "capacity", "chat", "most"),
    number("message_cost", "capacity", "message", "cost"), number("message_most", "capacity", "message", "most"),
    number("misses_voice", "misses", "voice"), number("misses_chat", "misses", "chat"),
    number("misses_message", "misses", "message"),
    number("unblock_after_s"), number("decline_s"), number("resume_s"),
)  # fmt: skip  # a list reads better than one item a line
_ADDRESS = (
    word("kind"), text("title"), word("contact_center", "link", "contact_center"), word("flow", "link", "flow"),
    word("front_door", "link", "front_door"),
)  # fmt: skip  # as above
_USER = (
    text("name"), text("directory_id"), text("object_id"), roles("roles"), memberships("memberships"),
    words("devices"), number("most_voice", "capacity", "voice"), number("most_chat", "capacity", "chat"),
    number("most_message", "capacity", "message"),
)  # fmt: skip  # as above
LISTS: dict[str, Things | Parts] = {
    "contact-centers": Things("contact_center", "contact_center", _CONTACT_CENTER),
    "skills": Parts("contact_center", "contact_center", "skills", "skill", text("title"), has_fields=True),
    "dispositions": Parts("contact_center", "contact_center", "dispositions", "disposition", text("title")),
    "addresses": Things("address", "address", _ADDRESS),
    "users": Things("user", "user", _USER),
    "levels": Parts("user", "user", "memberships", "skill", number("level"), within="contact_center"),
    "licences": Parts("user", "user", "licences", "platform", None),
    "seats": Parts("tenant", "", "licences", "platform", number("seats")),
    "away-reasons": Parts("tenant", "", "away_reasons", "reason", text("title")),
    "blocked-callers": Things("blocked_caller", "number", (text("reason"), word("owner"), moment("until", "until_ms"))),
}
