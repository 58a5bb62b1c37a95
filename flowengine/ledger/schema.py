"""The tables, as numbered migrations that only go forward; `user_version` is the number of the last one that was run.

Every table but the five that describe the cell starts with (shard, tenant). Dialogue, owner and event ids come from
the core or from outside and are unique in their tenant. Bodies carry their own version; only `content` loses rows.
"""

APPLICATION_ID = 0x444C5354  # "DLST": tells our files from other SQLite files

_FIRST = """
CREATE TABLE shard (id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, owner TEXT NOT NULL, lease_until INTEGER NOT NULL,
    head INTEGER NOT NULL, pos INTEGER NOT NULL);
CREATE TABLE shard_in (id INTEGER PRIMARY KEY, in_seq INTEGER NOT NULL);
CREATE TABLE node (id TEXT PRIMARY KEY, address TEXT NOT NULL, version TEXT NOT NULL, seen_at INTEGER NOT NULL);
CREATE TABLE tenant (id TEXT PRIMARY KEY, shard INTEGER NOT NULL, region TEXT NOT NULL, state TEXT NOT NULL,
    last_ms INTEGER NOT NULL DEFAULT 0, last_generation INTEGER NOT NULL DEFAULT 0);
CREATE INDEX tenant_by_shard ON tenant (shard);

CREATE TABLE document (shard INTEGER NOT NULL, tenant TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    version INTEGER NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (shard, tenant, kind, key));
CREATE TABLE inbox (shard INTEGER NOT NULL, tenant TEXT NOT NULL, seq INTEGER NOT NULL, event_id TEXT NOT NULL,
    dialogue TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (shard, seq),
    UNIQUE (shard, tenant, event_id)) WITHOUT ROWID;
CREATE TABLE seen (shard INTEGER NOT NULL, tenant TEXT NOT NULL, event_id TEXT NOT NULL, at_ms INTEGER NOT NULL,
    reply BLOB NOT NULL, PRIMARY KEY (shard, tenant, event_id)) WITHOUT ROWID;
CREATE INDEX seen_by_age ON seen (shard, at_ms);
CREATE TABLE dialogue (shard INTEGER NOT NULL, tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    status TEXT NOT NULL, state BLOB NOT NULL, PRIMARY KEY (shard, tenant, id)) WITHOUT ROWID;
CREATE INDEX dialogue_live ON dialogue (shard, tenant, id) WHERE status <> 'ended';
CREATE TABLE leg (shard INTEGER NOT NULL, tenant TEXT NOT NULL, via TEXT NOT NULL, external_id TEXT NOT NULL,
    dialogue TEXT NOT NULL, party TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (shard, tenant, via, external_id)) WITHOUT ROWID;
CREATE INDEX leg_by_dialogue ON leg (shard, tenant, dialogue);
CREATE TABLE timer (shard INTEGER NOT NULL, tenant TEXT NOT NULL, owner_kind TEXT NOT NULL, owner TEXT NOT NULL,
    name TEXT NOT NULL, generation INTEGER NOT NULL, due_ms INTEGER NOT NULL,
    PRIMARY KEY (shard, tenant, owner_kind, owner, name)) WITHOUT ROWID;
CREATE TABLE floor (shard INTEGER NOT NULL, tenant TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (shard, tenant, kind, key)) WITHOUT ROWID;
CREATE TABLE outbox (shard INTEGER NOT NULL, tenant TEXT NOT NULL, recipient TEXT NOT NULL, n INTEGER NOT NULL,
    id TEXT NOT NULL, at_ms INTEGER NOT NULL, body BLOB NOT NULL, sent_at INTEGER, acknowledged_at INTEGER,
    PRIMARY KEY (shard, tenant, recipient, n)) WITHOUT ROWID;
CREATE TABLE dead (shard INTEGER NOT NULL, tenant TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    event_id TEXT NOT NULL, dialogue TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (shard, tenant, seq)) WITHOUT ROWID;
CREATE TABLE trace (shard INTEGER NOT NULL, tenant TEXT NOT NULL, pos INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    subject_kind TEXT NOT NULL, subject TEXT NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (shard, pos)) WITHOUT ROWID;
CREATE INDEX trace_by_subject ON trace (shard, tenant, subject_kind, subject, pos);
CREATE TABLE content (shard INTEGER NOT NULL, tenant TEXT NOT NULL, dialogue TEXT NOT NULL, n INTEGER NOT NULL,
    class TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (shard, tenant, dialogue, n, class)) WITHOUT ROWID;
CREATE TABLE audit (shard INTEGER NOT NULL, tenant TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL, what TEXT NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (shard, tenant, seq)) WITHOUT ROWID;
"""

_COUNTERS = """
CREATE TABLE counter (shard INTEGER NOT NULL, tenant TEXT NOT NULL, kind TEXT NOT NULL, start_ms INTEGER NOT NULL,
    contact_center TEXT NOT NULL, home TEXT NOT NULL, channel TEXT NOT NULL, key TEXT NOT NULL, what TEXT NOT NULL,
    within INTEGER NOT NULL, n INTEGER NOT NULL, ms INTEGER NOT NULL,
    PRIMARY KEY (shard, tenant, kind, start_ms, contact_center, home, channel, key, what, within)) WITHOUT ROWID;
"""

# The head of each tenant's audit beside its links: links that are cut off at the end are missed.
_AUDIT_HEAD = """
ALTER TABLE tenant ADD COLUMN audit_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenant ADD COLUMN audit_hash BLOB NOT NULL DEFAULT x'';
UPDATE tenant SET (audit_seq, audit_hash) = (SELECT seq, hash FROM audit WHERE audit.shard = tenant.shard
    AND audit.tenant = tenant.id ORDER BY seq DESC LIMIT 1)
    WHERE EXISTS (SELECT 1 FROM audit WHERE audit.shard = tenant.shard AND audit.tenant = tenant.id);
"""

# What the nodes of a cell must agree on; sessions; a way to the tenant of a token.
_CELL = """
CREATE TABLE cell (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
ALTER TABLE node ADD COLUMN state TEXT NOT NULL DEFAULT 'up';
ALTER TABLE shard ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
CREATE TABLE keep (shard INTEGER NOT NULL, tenant TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (shard, tenant, key)) WITHOUT ROWID;
CREATE INDEX document_token ON document (key) WHERE kind = 'token';
"""

# What an owner loads of the legs, without a look at those that ended or at their rows.
_OPEN_LEGS = "CREATE INDEX leg_open ON leg (shard, tenant, dialogue, party) WHERE state = 'open'"

MIGRATIONS: tuple[str, ...] = (_FIRST, _COUNTERS, _AUDIT_HEAD, _CELL, _OPEN_LEGS)
TENANT_TABLES = (
    "document", "inbox", "seen", "dialogue", "leg", "timer", "floor", "outbox", "dead", "trace", "content", "audit",
    "counter",
)  # fmt: skip  # a list reads better than one item a line
