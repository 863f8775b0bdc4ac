#include "login.h"

#include <arpa/inet.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "db.h"
#include "password.h"
#include "sql.h"
#include "text.h"
#include "token.h"
#include "tx.h"

enum {
	ACCOUNT_FREE = 5, /* attempts before waiting begins */
	ACCOUNT_HARD_STOP = 100, /* consecutive ones; then only a reset helps */
	ADDRESS_FREE = 20,
	ADDRESS_HARD_STOP = 1000000,
	STALE_DAYS = 1, /* a bucket untouched for so long is empty */
};

/* Return the network of ${address}: IPv4 as it is, IPv6 /64; the text itself when it is neither. */
static const char *
address_network(struct arena *arena, const char *address)
{
	unsigned char bytes[16];
	char *text;

	if (inet_pton(AF_INET6, address, bytes) != 1)
		return address;
	memset(bytes + 8, 0, 8);
	text = arena_alloc(arena, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, bytes, text, INET6_ADDRSTRLEN);
}

/* Return ${address} shortened for the list of sessions: IPv4 /24, IPv6 /48. */
static const char *
address_cut(struct arena *arena, const char *address)
{
	unsigned char bytes[16];
	char *text = arena_alloc(arena, INET6_ADDRSTRLEN);

	if (inet_pton(AF_INET, address, bytes) == 1) {
		bytes[3] = 0;
		return inet_ntop(AF_INET, bytes, text, INET6_ADDRSTRLEN);
	}
	if (inet_pton(AF_INET6, address, bytes) == 1) {
		memset(bytes + 6, 0, 10);
		return inet_ntop(AF_INET6, bytes, text, INET6_ADDRSTRLEN);
	}
	return "";
}

static struct throttle
account_bucket(struct arena *arena, const struct config *config, const char *username, int64_t now)
{
	struct throttle bucket = { .now = now, .stale_before = now - STALE_DAYS * MS_PER_DAY, .free_attempts = ACCOUNT_FREE,
		.hard_stop = ACCOUNT_HARD_STOP };
	const char *folded = text_fold(arena, username);

	token_keyed(config->secret, "account", folded == NULL ? "" : folded, &bucket.throttle_key);
	return bucket;
}

static struct throttle
address_bucket(struct arena *arena, const struct config *config, const char *address, int64_t now)
{
	struct throttle bucket = { .now = now, .stale_before = now - STALE_DAYS * MS_PER_DAY, .free_attempts = ADDRESS_FREE,
		.hard_stop = ADDRESS_HARD_STOP };

	token_keyed(config->secret, "address", address_network(arena, address), &bucket.throttle_key);
	return bucket;
}

/* One bucket and what its row says once the attempt is counted. */
struct counting {
	struct db *db;
	struct arena *arena;
	const struct throttle *bucket;
	struct throttle_row row;
};

/* The INSERT locks the row, so that parallel guesses are counted one after the other. */
static enum fault
count_work(void *context)
{
	struct counting *counting = context;
	enum fault fault = sql_throttle_count(counting->db, counting->bucket, NULL);

	return fault == FAULT_ok ? sql_throttle_find(counting->db, counting->arena, counting->bucket, &counting->row) : fault;
}

static enum fault
bucket_count(struct db *db, struct arena *arena, const struct throttle *bucket, int *retry_after)
{
	struct counting counting = { db, arena, bucket, { 0 } };
	enum fault fault = tx_run(db, count_work, &counting, true, NULL);
	const struct throttle_row row = counting.row;

	if (fault != FAULT_ok || row.allowed)
		return fault;
	*retry_after = 1;
	if (row.blocked_until != ABSENT && row.blocked_until > bucket->now)
		*retry_after = (int)((row.blocked_until - bucket->now + MS_PER_SECOND - 1) / MS_PER_SECOND);
	return FAULT_too_many;
}

enum fault
login_attempt(struct db *db, struct arena *arena, const struct config *config, const struct visitor *visitor,
    const char *username, int64_t now, int *retry_after)
{
	struct throttle bucket = address_bucket(arena, config, visitor->address, now);
	enum fault fault;

	if (!config->throttling)
		return FAULT_ok;
	fault = bucket_count(db, arena, &bucket, retry_after);
	if (fault != FAULT_ok || username == NULL)
		return fault;
	bucket = account_bucket(arena, config, username, now);
	return bucket_count(db, arena, &bucket, retry_after);
}

enum fault
login_success(struct db *db, struct arena *arena, const struct config *config, const struct visitor *visitor,
    const char *username, int64_t now)
{
	struct throttle bucket = address_bucket(arena, config, visitor->address, now);
	enum fault fault;

	if (!config->throttling)
		return FAULT_ok;
	fault = sql_throttle_refund(db, &bucket, NULL);
	if (fault != FAULT_ok || username == NULL)
		return fault;
	bucket = account_bucket(arena, config, username, now);
	return sql_throttle_forget(db, &bucket, NULL);
}

/* Store the password again, hashed with today's parameters. */
static enum fault
password_renew(struct db *db, struct arena *arena, const struct config *config, uint64_t user_key, const char *password,
    int64_t now)
{
	struct password_change change = { .user_key = user_key, .now = now };

	change.password = password_hash(arena, config, password);
	return change.password == NULL ? FAULT_unavailable : sql_user_password_change(db, &change, NULL);
}

enum fault
login_check(struct db *db, struct arena *arena, const struct config *config, const struct login_in *in,
    const struct visitor *visitor, uint64_t *user_key, int *retry_after)
{
	struct credentials credentials = { 0 };
	enum fault fault = login_attempt(db, arena, config, visitor, in->username, in->now, retry_after);
	bool fits;

	if (fault != FAULT_ok)
		return fault;
	fault = sql_user_credentials(db, arena, in, &credentials);
	if (fault != FAULT_ok && fault != FAULT_unknown)
		return fault;
	fits = password_fits(arena, config, credentials.password, in->password);
	if (!fits || !credentials.is_active)
		return FAULT_bad_login;
	*user_key = credentials.user_key;
	if (password_outdated(config, credentials.password))
		fault = password_renew(db, arena, config, credentials.user_key, in->password, in->now);
	else
		fault = FAULT_ok;
	return fault == FAULT_ok ? login_success(db, arena, config, visitor, in->username, in->now) : fault;
}

enum fault
login_begin(struct db *db, struct arena *arena, const struct visitor *visitor, uint64_t user_key, int64_t now,
    const char **cookie)
{
	struct new_session session = { .user_key = user_key, .now = now, .expires_at = now + SESSION_DAYS * MS_PER_DAY,
		.address = address_cut(arena, visitor->address) };
	struct own own = { user_key, 0, now };
	enum fault fault;

	session.user_agent = text_is_utf8(visitor->user_agent, strlen(visitor->user_agent)) ?
	    text_head(arena, visitor->user_agent, 200) : "";
	*cookie = token_new(arena, &session.token_hash);
	if ((fault = sql_session_add(db, &session, NULL)) != FAULT_ok)
		return fault;
	if ((fault = sql_user_logged_in(db, &own, NULL)) != FAULT_ok)
		return fault;
	return sql_session_drop_surplus(db, &own, NULL);
}
