"""Leases: for how long a process may give again what it has in memory without asking the database.

A process that asks (`newsroom_lease`) learns which state the database is in (`pg_current_snapshot`: the transactions
whose changes can be seen) and may, for a few milliseconds from the moment when it began to ask, rely on readers'
answers being the same. For as long nobody may finish a change that readers could notice: its transaction first takes
the lock that every lease is granted under, so that there are no new ones, then waits until those that were granted are
over, and only then is committed (`generation.py`). So a change, by whatever road, is finished for nobody while some
process could still give what was before; a process that begins to answer a request afterwards holds no lease any more.

Time is measured by each side alone, and as a span: no clock has to agree with another. The wait is longer than the
lease by more than clocks can differ in so short a time.
"""

from __future__ import annotations

# One lock of the database, known to nobody else.
LOCK = 20_190_523_001
LEASE, WAIT = 0.005, 0.00625  # seconds

# The lock comes first and the snapshot after it, in a statement of its own: the other way round a change could be
# committed between the two, and be missed. A lock that somebody waits for is not granted (no writer is starved).
GRANT = f"""
CREATE FUNCTION newsroom_lease(OUT state text, OUT seconds float8) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF pg_try_advisory_xact_lock_shared({LOCK}) THEN
    SELECT pg_current_snapshot()::text, {LEASE} INTO state, seconds;
  END IF;
END $$
"""
AFTER_LEASES = f"""PERFORM pg_advisory_xact_lock({LOCK});
    PERFORM pg_sleep({WAIT});
    """
