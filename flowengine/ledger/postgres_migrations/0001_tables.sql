-- The tables of the ledger. Each row starts with (shard, tenant); each body carries its own version. What comes from the
-- core or from outside is unique in its tenant. Texts are compared by their bytes, as in every other store.
--
-- trace, seen, inbox and outbox only grow: they are kept in partitions of a day and dropped with their day, never
-- deleted row by row. The day is told by the database's clock, so that no node's clock can misplace or drop anything.

CREATE DOMAIN word AS text COLLATE "C" NOT NULL;

CREATE FUNCTION store_ms() RETURNS bigint LANGUAGE sql AS
    $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;
CREATE FUNCTION store_day() RETURNS int LANGUAGE sql AS
    $$ SELECT floor(extract(epoch FROM clock_timestamp()) / 86400)::int $$;

-- What the nodes of the cell agree on, and who they are.
CREATE TABLE cell (name word PRIMARY KEY, body bytea NOT NULL);
CREATE TABLE node (id word PRIMARY KEY, address text NOT NULL, version text NOT NULL, state text NOT NULL,
    seen_ms bigint NOT NULL) WITH (fillfactor = 50);
-- `batch` is the name of the last batch that was kept: one that is sent again is known by it. `renewed_ms` is the
-- database's time, `lease_until` the owner's.
CREATE TABLE shard (id int PRIMARY KEY, epoch bigint NOT NULL, owner text NOT NULL, lease_until bigint NOT NULL,
    head bigint NOT NULL, pos bigint NOT NULL, commits bigint NOT NULL, batch bigint NOT NULL,
    renewed_ms bigint NOT NULL) WITH (fillfactor = 10);
CREATE TABLE shard_in (id int PRIMARY KEY, in_seq bigint NOT NULL) WITH (fillfactor = 10);
CREATE TABLE tenant (id word PRIMARY KEY, shard int NOT NULL, region text NOT NULL, state text NOT NULL,
    last_ms bigint NOT NULL DEFAULT 0, last_generation bigint NOT NULL DEFAULT 0,
    audit_seq bigint NOT NULL DEFAULT 0, audit_hash bytea NOT NULL DEFAULT '') WITH (fillfactor = 20);
CREATE INDEX tenant_by_shard ON tenant (shard);

CREATE TABLE document (shard int NOT NULL, tenant word, kind word, key word, version bigint NOT NULL,
    hash text NOT NULL, body bytea NOT NULL, PRIMARY KEY (shard, tenant, kind, key));
CREATE INDEX document_token ON document (key) WHERE kind = 'token';
CREATE TABLE dialogue (shard int NOT NULL, tenant word, id word, version bigint NOT NULL, status text NOT NULL,
    state bytea NOT NULL, PRIMARY KEY (shard, tenant, id)) WITH (fillfactor = 60);
CREATE INDEX dialogue_live ON dialogue (shard, tenant, id) WHERE status <> 'ended';
CREATE TABLE leg (shard int NOT NULL, tenant word, via word, external_id word, dialogue word, party text NOT NULL,
    state text NOT NULL, PRIMARY KEY (shard, tenant, via, external_id)) WITH (fillfactor = 80);
CREATE INDEX leg_by_dialogue ON leg (shard, tenant, dialogue);
CREATE TABLE timer (shard int NOT NULL, tenant word, owner_kind word, owner word, name word,
    generation bigint NOT NULL, due_ms bigint NOT NULL, PRIMARY KEY (shard, tenant, owner_kind, owner, name))
    WITH (fillfactor = 60);
CREATE TABLE floor (shard int NOT NULL, tenant word, kind word, key word, body bytea NOT NULL,
    PRIMARY KEY (shard, tenant, kind, key)) WITH (fillfactor = 60);
CREATE TABLE dead (shard int NOT NULL, tenant word, seq bigint NOT NULL, at_ms bigint NOT NULL, event_id word,
    dialogue word, body bytea NOT NULL, PRIMARY KEY (shard, tenant, seq));
CREATE TABLE content (shard int NOT NULL, tenant word, dialogue word, n bigint NOT NULL, class word,
    body bytea NOT NULL, PRIMARY KEY (shard, tenant, dialogue, n, class));
CREATE TABLE audit (shard int NOT NULL, tenant word, seq bigint NOT NULL, at_ms bigint NOT NULL, actor text NOT NULL,
    what text NOT NULL, hash bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY (shard, tenant, seq));
CREATE TABLE counter (shard int NOT NULL, tenant word, kind word, start_ms bigint NOT NULL, contact_center word,
    home word, channel word, key word, what word, within bigint NOT NULL, n bigint NOT NULL, ms bigint NOT NULL,
    PRIMARY KEY (shard, tenant, kind, start_ms, contact_center, home, channel, key, what, within))
    WITH (fillfactor = 70);
-- How far each recipient's commands are: `n` is kept for agents (a caller's last number stands in the dialogue).
CREATE TABLE stream (shard int NOT NULL, tenant word, recipient word, n bigint NOT NULL, sent bigint NOT NULL,
    acknowledged bigint NOT NULL, at_ms bigint NOT NULL, PRIMARY KEY (shard, tenant, recipient))
    WITH (fillfactor = 60);
CREATE TABLE keep (shard int NOT NULL, tenant word, key word, body bytea NOT NULL,
    PRIMARY KEY (shard, tenant, key));
CREATE TABLE file (shard int NOT NULL, tenant word, name word, body bytea NOT NULL,
    PRIMARY KEY (shard, tenant, name));
ALTER TABLE file ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE trace (shard int NOT NULL, tenant word, pos bigint NOT NULL, at_ms bigint NOT NULL, subject_kind word,
    subject word, n int NOT NULL, body bytea NOT NULL, day int NOT NULL, PRIMARY KEY (shard, pos, day))
    PARTITION BY LIST (day);
CREATE INDEX trace_by_subject ON trace (shard, tenant, subject_kind, subject, pos);
CREATE TABLE seen (shard int NOT NULL, tenant word, event_id word, at_ms bigint NOT NULL, reply bytea NOT NULL,
    day int NOT NULL, PRIMARY KEY (shard, tenant, event_id, day)) PARTITION BY LIST (day);
CREATE TABLE inbox (shard int NOT NULL, tenant word, seq bigint NOT NULL, event_id word, dialogue word,
    body bytea NOT NULL, day int NOT NULL, PRIMARY KEY (shard, seq, day)) PARTITION BY LIST (day);
CREATE INDEX inbox_by_event ON inbox (shard, tenant, event_id);
CREATE TABLE outbox (shard int NOT NULL, tenant word, recipient word, n bigint NOT NULL, id text NOT NULL,
    at_ms bigint NOT NULL, body bytea NOT NULL, day int NOT NULL, PRIMARY KEY (shard, tenant, recipient, n, day))
    PARTITION BY LIST (day);

-- Rows that are written anew with each event must not pile up.
DO $$
DECLARE hot text;
BEGIN
    FOREACH hot IN ARRAY ARRAY['shard', 'node', 'tenant', 'dialogue', 'timer', 'floor', 'stream', 'counter'] LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.02, '
            'autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0)', hot);
    END LOOP;
END $$;
