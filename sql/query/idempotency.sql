-- The first statement of every keyed transaction: a concurrent duplicate waits here.
-- idempotency_add(idempotency)
INSERT INTO idempotency_keys (user_key, idempotency_key, request_hash, created_at)
VALUES (:user_key, :idempotency_key, :request_hash, :now);

-- idempotency_find(idempotency) idempotency
SELECT request_hash, status, body, location, etag FROM idempotency_keys
WHERE user_key = :user_key AND idempotency_key = :idempotency_key LOCK IN SHARE MODE;

-- idempotency_keep(idempotency)
UPDATE idempotency_keys SET status = :status, body = :body, location = :location, etag = :etag
WHERE user_key = :user_key AND idempotency_key = :idempotency_key;
