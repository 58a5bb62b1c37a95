"""Events from administration, and from the owner of a tenant itself."""

from msgspec import Struct, field

from flowengine.messages.stamp import Json, Message, OwnerKind


class DocumentPut(Message, frozen=True, kw_only=True):
    """A stored document was changed: kind and key name it, `body` is JSON text ("" removes it).

    `base` is the hash that the writer last read ("" for a new one, "*" for any); a stale base is refused as Conflict.
    Kinds that steer decisions: tenant, contact_center, address, user, switch. Kinds that only wait to be published:
    environment, draft, layout, cases; and a kind that is only kept: token. The reply is `{"hash": ..., "version": n}`.
    """

    kind: str
    key: str
    body: str
    base: str
    author: str = ""


class DirectoryChange(Struct, frozen=True, omit_defaults=True):
    """One thing of the directory: `body` is its JSON text ("" removes it), `base` as in DocumentPut. `hash` is that of
    a body that is in its canonical form already, so that the owner, for whom callers wait, need not make it."""

    kind: str
    key: str
    body: str
    base: str = "*"
    hash: str = ""


class DirectorySynced(Message, frozen=True, kw_only=True):
    """Things of the directory were changed together: all of them, or none if one is stale or breaks a rule. Rules are
    asked of the outcome, not of the way there, so the order of `changes` does not matter. The reply is
    `{"hashes": [...]}`, in the order of `changes`. `source` says where they come from: api, csv, file.
    """

    changes: tuple[DirectoryChange, ...]
    author: str = ""
    source: str = "api"


class CallerNoted(Message, frozen=True, kw_only=True):
    """Somebody wrote down what is to be known when this number calls again, for `keep_days` from now. A name or
    language of "" leaves what is known, an attribute of null is taken away."""

    number: str
    name: str = ""
    language: str = ""
    attributes: dict[str, Json] = field(default_factory=dict)
    keep_days: int = 365
    author: str = ""


class DataExported(Message, frozen=True, kw_only=True):
    """Somebody takes a list out of the tenant, and this is written into the audit before it leaves. `what` is its kind
    (directory, list, report, folder), `of` which one; nothing of what it says."""

    what: str
    of: str = ""
    author: str = ""


class DataForgotten(Message, frozen=True, kw_only=True):
    """Records were erased, and this is written into the audit: `why` (retention, or person), and how many of what.

    `number`: whose record is erased by this event itself, and who is taken out of previews; it stands in no trace.
    """

    why: str
    counts: dict[str, int] = field(default_factory=dict)
    number: str = ""
    author: str = ""


class DocumentsPut(Message, frozen=True, kw_only=True):
    """Several documents of the kinds that wait to be published were changed together: all of them, or none if one base
    is stale. Their own `author` is not looked at. The reply is `{"hashes": [...]}`, in the order of `documents`.
    """

    documents: tuple[DocumentPut, ...]
    author: str = ""


class ReleaseMade(Message, frozen=True, kw_only=True):
    """A release of `environment` was published and is live at once; the reply is `{"number": n}`.

    `body` is the canonical JSON of the release (see interpreter/program.py); it was checked and compiled before.
    `forced` says why it was published although cases fail. `canary_percent` as in ReleaseMadeLive. `based_on`: the
    number that must still be live, or the event is refused (-1: any).
    """

    environment: str
    body: str
    hash: str
    message: str = ""
    author: str = ""
    forced: str = ""
    canary_percent: float | None = None
    based_on: int = -1


class ReleaseMadeLive(Message, frozen=True, kw_only=True):
    """Who enters `environment` from now on gets release `number`: everybody (rollback too), or some.

    `canary_percent`: None or 100, everybody; between, that share of callers beside the live release; 0 drops the
    canary `number`, and means everybody if that is no canary. `unretire`: a retired release is one like others again.
    """

    environment: str
    number: int
    author: str = ""
    canary_percent: float | None = None
    unretire: bool = False


class ReleaseRetired(Message, frozen=True, kw_only=True):
    """Release `number` of `environment` takes nobody any more, and those who are on it leave it: to release `to` (0:
    the live one) where they wait alike, else into the queue of the contact center `queue`, if one is named.

    The reply says of each dialogue where it goes (switchboard/retiring.py has the rule).
    """

    environment: str
    number: int
    to: int = 0
    queue: str = ""
    author: str = ""


class PreviewSet(Message, frozen=True, kw_only=True):
    """Until `until_ms` these numbers meet the release in `body` in `environment`, as a test, and nobody else does; no
    `callers`: nobody any more. It replaces the preview before. The reply is `{"number": n}`, 0 when it ended.
    """

    environment: str
    callers: tuple[str, ...] = ()
    until_ms: int = 0
    body: str = ""
    hash: str = ""
    author: str = ""


class TimerFired(Message, frozen=True, kw_only=True):
    """A timer is due; a `generation` other than the live one changes nothing but the trace."""

    owner_kind: OwnerKind
    owner: str
    name: str
    generation: int
    late_ms: int = 0


class OwnerResumed(Message, frozen=True, kw_only=True):
    """A process took the tenant over after a stop of `down_ms`; every live dialogue's trace says so."""

    down_ms: int
