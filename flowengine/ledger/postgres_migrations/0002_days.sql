-- Partitions of a day: made ahead of time, dropped when their day is long over.

CREATE FUNCTION day_tables() RETURNS text[] IMMUTABLE LANGUAGE sql AS
    $$ SELECT ARRAY['trace', 'seen', 'inbox', 'outbox'] $$;

-- Attached only when it is complete: making it in place would stop every commit while a report reads.
CREATE FUNCTION make_days(first_day int, last_day int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE of_table text; name text;
BEGIN
    PERFORM pg_advisory_xact_lock(1145852756, -1);
    FOR each_day IN first_day..last_day LOOP
        FOREACH of_table IN ARRAY day_tables() LOOP
            name := of_table || '_' || each_day;
            IF to_regclass(quote_ident(name)) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, of_table);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)', of_table, name, each_day);
            END IF;
        END LOOP;
    END LOOP;
END $$;

-- Every partition with its day, as the catalogue has them; one that is not attached was cut off while it was dropped.
CREATE VIEW day_partition AS
    SELECT kind.of_table, c.relname::text AS name, substring(c.relname FROM '_(\d+)$')::int AS day,
        i.inhrelid IS NOT NULL AS attached, coalesce(i.inhdetachpending, false) AS pending
    FROM unnest(day_tables()) AS kind(of_table) JOIN pg_class c ON c.relkind = 'r'
        AND c.relnamespace = current_schema()::regnamespace AND c.relname ~ ('^' || kind.of_table || '_\d+$')
    LEFT JOIN pg_inherits i ON i.inhrelid = c.oid;
