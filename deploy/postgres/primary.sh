#!/bin/bash
# Runs once, when the primary's folder is made: a role that only replicates, and who may come in.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$REPLICA_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE replica LOGIN REPLICATION PASSWORD :'password';
SELECT pg_create_physical_replication_slot('standby');
SQL
echo "host replication replica 127.0.0.1/32 scram-sha-256" >> "$PGDATA/pg_hba.conf"
