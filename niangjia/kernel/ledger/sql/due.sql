-- Pending transfers that have expired by an instant and stand unresolved, the earliest first. An instant that the
-- database's clock has not reached yet counts as the transaction's now.
SELECT id, from_account, to_account, amount, unit, about_id, expires_at
FROM ledger_transfer
WHERE id = ANY (ARRAY(
    SELECT id FROM ledger_expiry WHERE expires_at <= least(%(at)s, now()) ORDER BY expires_at, id LIMIT %(limit)s
))
ORDER BY expires_at, id
