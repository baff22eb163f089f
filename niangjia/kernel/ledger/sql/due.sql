-- Pending transfers that have expired by an instant and stand unresolved, the earliest first. An instant that the
-- database's clock has not reached yet counts as its now.
SELECT id, from_account, to_account, amount, unit, about_id, expires_at
FROM ledger_transfer AS pending
WHERE expires_at <= least(%(at)s, clock_timestamp())
  AND NOT EXISTS (SELECT FROM ledger_transfer AS resolution WHERE resolution.pending_id = pending.id)
ORDER BY expires_at, id LIMIT %(limit)s
