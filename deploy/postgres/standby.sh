#!/bin/bash
# A copy of the primary at first, then what it commits, as it commits it.
set -eu
until [ -s "$PGDATA/PG_VERSION" ]; do
  chmod 0700 "$PGDATA"
  pg_basebackup -h 127.0.0.1 -U replica -D "$PGDATA" -R -X stream -S standby -c fast || sleep 1
done
exec postgres -c listen_addresses=127.0.0.1 -p 5433
