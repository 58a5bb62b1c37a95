-- What an owner does: claim a shard, keep a batch, say that it lives; and what any node does: put an event into the inbox.
--
-- A batch comes as arrays of rows, one composite type per kind of row, so that it is one round trip. A later version
-- adds a function and types of its own beside these: nodes of both versions work on one database.

CREATE TYPE clock_in AS (tenant text, last_ms bigint, last_generation bigint);
CREATE TYPE seen_in AS (shard int, tenant text, event_id text, at_ms bigint, reply bytea);
CREATE TYPE dialogue_in AS (shard int, tenant text, id text, status text, state bytea);
CREATE TYPE leg_in AS (shard int, tenant text, via text, external_id text, dialogue text, party text, state text);
CREATE TYPE timer_in AS (shard int, tenant text, owner_kind text, owner text, name text, generation bigint,
    due_ms bigint);
CREATE TYPE floor_in AS (shard int, tenant text, kind text, key text, body bytea);
CREATE TYPE document_in AS (shard int, tenant text, kind text, key text, version bigint, hash text, body bytea);
CREATE TYPE trace_in AS (shard int, tenant text, pos bigint, at_ms bigint, subject_kind text, subject text, n int,
    body bytea);
CREATE TYPE content_in AS (shard int, tenant text, dialogue text, n bigint, class text, body bytea);
CREATE TYPE outbox_in AS (shard int, tenant text, recipient text, n bigint, id text, at_ms bigint, body bytea);
CREATE TYPE stream_in AS (shard int, tenant text, recipient text, n bigint, sent bigint, acknowledged bigint,
    at_ms bigint);
CREATE TYPE dead_in AS (tenant text, at_ms bigint, event_id text, dialogue text, letter bytea, event bytea);
CREATE TYPE counter_in AS (shard int, tenant text, kind text, start_ms bigint, contact_center text, home text,
    channel text, key text, what text, within bigint, n bigint, ms bigint);
CREATE TYPE audit_in AS (shard int, tenant text, seq bigint, at_ms bigint, actor text, what text, hash bytea,
    body bytea);
CREATE TYPE inbox_in AS (tenant text, event_id text, dialogue text, letter bytea, event bytea);

-- Waits for a commit of the shard that is under way: after this one, an earlier epoch keeps nothing.
CREATE FUNCTION claim_shard(the_shard int, the_owner text, OUT epoch bigint, OUT head bigint, OUT pos bigint,
    OUT commits bigint) LANGUAGE sql AS $$
    INSERT INTO shard VALUES (the_shard, 1, the_owner, 0, 0, 0, 0, 0, store_ms())
    ON CONFLICT (id) DO UPDATE SET epoch = shard.epoch + 1, owner = the_owner, renewed_ms = store_ms()
    RETURNING epoch, head, pos, commits
$$;

-- 0: kept now. 1: this batch was kept before. 2: the shard has another owner. 3: another batch was kept meanwhile.
CREATE FUNCTION commit_batch(the_shard int, the_epoch bigint, the_number bigint, the_batch bigint, the_pos bigint,
    upto bigint, until_ms bigint, clocks clock_in[], seen_rows seen_in[], dialogues dialogue_in[], legs leg_in[],
    timers timer_in[], floor_rows floor_in[], documents document_in[], trace_rows trace_in[], contents content_in[],
    outbox_rows outbox_in[], streams stream_in[], letters dead_in[], counters counter_in[], links audit_in[])
    RETURNS int LANGUAGE plpgsql AS $$
DECLARE was shard%ROWTYPE; today int := store_day();
BEGIN
    SELECT * INTO was FROM shard WHERE id = the_shard FOR NO KEY UPDATE;
    IF NOT FOUND OR was.epoch <> the_epoch THEN
        RETURN 2;
    ELSIF was.commits <> the_number THEN
        RETURN CASE WHEN was.commits = the_number + 1 AND was.batch = the_batch THEN 1 ELSE 3 END;
    END IF;
    UPDATE shard SET pos = the_pos, head = greatest(was.head, upto), lease_until = until_ms,
        commits = the_number + 1, batch = the_batch, renewed_ms = store_ms() WHERE id = the_shard;
    IF upto > was.head THEN
        DELETE FROM content WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM inbox i CROSS JOIN LATERAL (
            SELECT c.ctid FROM content c WHERE c.shard = the_shard AND c.tenant = i.tenant
            AND c.dialogue = i.dialogue AND c.n = -i.seq AND c.class = 'inbox' LIMIT 1) found
            WHERE i.shard = the_shard AND i.seq > was.head AND i.seq <= upto));
    END IF;
    IF cardinality(clocks) > 0 THEN
        UPDATE tenant t SET last_ms = greatest(t.last_ms, c.last_ms),
            last_generation = greatest(t.last_generation, c.last_generation)
            FROM unnest(clocks) c WHERE t.id = c.tenant AND t.shard = the_shard;
    END IF;
    IF cardinality(seen_rows) > 0 THEN
        INSERT INTO seen SELECT r.*, today FROM unnest(seen_rows) r;
    END IF;
    IF cardinality(trace_rows) > 0 THEN
        INSERT INTO trace SELECT r.*, today FROM unnest(trace_rows) r;
    END IF;
    IF cardinality(contents) > 0 THEN
        INSERT INTO content SELECT * FROM unnest(contents)
            ON CONFLICT (shard, tenant, dialogue, n, class) DO UPDATE SET body = excluded.body;
    END IF;
    IF cardinality(outbox_rows) > 0 THEN
        INSERT INTO outbox SELECT r.*, today FROM unnest(outbox_rows) r;
    END IF;
    PERFORM keep_state(dialogues, legs, timers, floor_rows, documents);
    PERFORM keep_books(streams, letters, counters, links, the_shard);
    RETURN 0;
END $$;

-- A planner that knows no figures would compare each row of a batch with each row of the shard. So what goes is found
-- key by key (LATERAL, LIMIT 1) and deleted by its place: the shard's row is locked, nobody else moves it meanwhile.
CREATE FUNCTION keep_state(dialogues dialogue_in[], legs leg_in[], timers timer_in[], floor_rows floor_in[],
    documents document_in[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(dialogues) > 0 THEN
        INSERT INTO dialogue (shard, tenant, id, version, status, state)
            SELECT shard, tenant, id, 1, status, state FROM unnest(dialogues)
            ON CONFLICT (shard, tenant, id) DO UPDATE SET version = dialogue.version + 1, status = excluded.status,
            state = excluded.state;
    END IF;
    IF cardinality(legs) > 0 THEN
        INSERT INTO leg SELECT * FROM unnest(legs) ON CONFLICT (shard, tenant, via, external_id)
            DO UPDATE SET dialogue = excluded.dialogue, party = excluded.party, state = excluded.state;
    END IF;
    IF cardinality(timers) > 0 THEN
        DELETE FROM timer WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM unnest(timers) g CROSS JOIN LATERAL (
            SELECT t.ctid FROM timer t WHERE t.shard = g.shard AND t.tenant = g.tenant AND t.owner_kind = g.owner_kind
            AND t.owner = g.owner AND t.name = g.name LIMIT 1) found WHERE g.due_ms IS NULL));
        INSERT INTO timer SELECT * FROM unnest(timers) WHERE due_ms IS NOT NULL
            ON CONFLICT (shard, tenant, owner_kind, owner, name)
            DO UPDATE SET generation = excluded.generation, due_ms = excluded.due_ms;
    END IF;
    IF cardinality(floor_rows) > 0 THEN
        DELETE FROM floor WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM unnest(floor_rows) g CROSS JOIN LATERAL (
            SELECT f.ctid FROM floor f WHERE f.shard = g.shard AND f.tenant = g.tenant AND f.kind = g.kind
            AND f.key = g.key LIMIT 1) found WHERE g.body IS NULL));
        INSERT INTO floor SELECT * FROM unnest(floor_rows) WHERE body IS NOT NULL
            ON CONFLICT (shard, tenant, kind, key) DO UPDATE SET body = excluded.body;
    END IF;
    IF cardinality(documents) > 0 THEN
        DELETE FROM document WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM unnest(documents) g CROSS JOIN LATERAL (
            SELECT d.ctid FROM document d WHERE d.shard = g.shard AND d.tenant = g.tenant AND d.kind = g.kind
            AND d.key = g.key LIMIT 1) found WHERE g.body IS NULL));
        INSERT INTO document SELECT * FROM unnest(documents) WHERE body IS NOT NULL
            ON CONFLICT (shard, tenant, kind, key)
            DO UPDATE SET version = excluded.version, hash = excluded.hash, body = excluded.body;
    END IF;
END $$;

CREATE FUNCTION keep_books(streams stream_in[], letters dead_in[], counters counter_in[], links audit_in[],
    the_shard int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE letter dead_in; number bigint;
BEGIN
    IF cardinality(streams) > 0 THEN
        INSERT INTO stream SELECT * FROM unnest(streams) ON CONFLICT (shard, tenant, recipient)
            DO UPDATE SET n = greatest(stream.n, excluded.n), sent = greatest(stream.sent, excluded.sent),
            acknowledged = greatest(stream.acknowledged, excluded.acknowledged), at_ms = excluded.at_ms;
    END IF;
    IF cardinality(counters) > 0 THEN
        INSERT INTO counter SELECT shard, tenant, kind, start_ms, contact_center, home, channel, key, what, within,
            sum(n), sum(ms) FROM unnest(counters) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
            ON CONFLICT (shard, tenant, kind, start_ms, contact_center, home, channel, key, what, within)
            DO UPDATE SET n = counter.n + excluded.n, ms = counter.ms + excluded.ms;
    END IF;
    IF cardinality(links) > 0 THEN
        INSERT INTO audit SELECT * FROM unnest(links);
        UPDATE tenant t SET audit_seq = l.seq, audit_hash = l.hash
            FROM (SELECT DISTINCT ON (tenant) tenant, seq, hash FROM unnest(links) ORDER BY tenant, seq DESC) l
            WHERE t.id = l.tenant AND t.shard = the_shard;
    END IF;
    IF cardinality(letters) > 0 THEN
        FOREACH letter IN ARRAY letters LOOP
            SELECT coalesce(max(seq), 0) + 1 INTO number FROM dead WHERE shard = the_shard AND tenant = letter.tenant;
            INSERT INTO dead VALUES (the_shard, letter.tenant, number, letter.at_ms, letter.event_id, letter.dialogue,
                letter.letter);
            INSERT INTO content VALUES (the_shard, letter.tenant, letter.dialogue, -number, 'dead', letter.event);
        END LOOP;
    END IF;
END $$;

-- Each event once; its number is gapless, because the row of the shard is locked meanwhile (a sequence would let the
-- reader skip a number that is committed late).
CREATE FUNCTION accept_events(the_shard int, events inbox_in[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one inbox_in; number bigint; taken bigint;
BEGIN
    INSERT INTO shard_in VALUES (the_shard, 0) ON CONFLICT (id) DO UPDATE SET in_seq = shard_in.in_seq
        RETURNING in_seq INTO number;
    SELECT coalesce((SELECT head FROM shard WHERE id = the_shard), 0) INTO taken;
    FOREACH one IN ARRAY events LOOP
        CONTINUE WHEN EXISTS (SELECT FROM inbox WHERE shard = the_shard AND tenant = one.tenant
                AND event_id = one.event_id AND seq > taken)
            OR EXISTS (SELECT FROM seen WHERE shard = the_shard AND tenant = one.tenant AND event_id = one.event_id);
        number := number + 1;
        INSERT INTO inbox VALUES (the_shard, one.tenant, number, one.event_id, one.dialogue, one.letter, store_day());
        INSERT INTO content VALUES (the_shard, one.tenant, one.dialogue, -number, 'inbox', one.event);
    END LOOP;
    UPDATE shard_in SET in_seq = number WHERE id = the_shard;
END $$;
