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
account_bucket(const struct visitor *visitor, const char *username)
{
	struct throttle bucket = { .now = visitor->now, .stale_before = visitor->now - STALE_DAYS * MS_PER_DAY,
		.free_attempts = ACCOUNT_FREE, .hard_stop = ACCOUNT_HARD_STOP };
	const char *folded = text_fold(visitor->arena, username);

	token_keyed(visitor->config->secret, "account", folded == NULL ? "" : folded, &bucket.throttle_key);
	return bucket;
}

static struct throttle
address_bucket(const struct visitor *visitor)
{
	struct throttle bucket = { .now = visitor->now, .stale_before = visitor->now - STALE_DAYS * MS_PER_DAY,
		.free_attempts = ADDRESS_FREE, .hard_stop = ADDRESS_HARD_STOP };

	token_keyed(visitor->config->secret, "address", address_network(visitor->arena, visitor->address),
	    &bucket.throttle_key);
	return bucket;
}

/* One bucket and what its row says once the attempt is counted. */
struct counting {
	struct visitor *visitor;
	const struct throttle *bucket;
	struct throttle_row row;
};

/* The INSERT locks the row, so that parallel guesses are counted one after the other. */
static enum fault
count_work(void *context)
{
	struct counting *counting = context;
	const struct visitor *visitor = counting->visitor;
	enum fault fault = sql_throttle_count(visitor->db, counting->bucket, NULL);

	return fault == FAULT_ok ? sql_throttle_find(visitor->db, visitor->arena, counting->bucket, &counting->row) : fault;
}

static enum fault
bucket_count(struct visitor *visitor, const struct throttle *bucket)
{
	struct counting counting = { visitor, bucket, { 0 } };
	enum fault fault = tx_run(visitor->db, count_work, &counting, true, NULL);
	const struct throttle_row row = counting.row;

	if (fault != FAULT_ok || row.allowed)
		return fault;
	visitor->retry_after = 1;
	if (row.blocked_until != ABSENT && row.blocked_until > bucket->now)
		visitor->retry_after = (int)((row.blocked_until - bucket->now + MS_PER_SECOND - 1) / MS_PER_SECOND);
	return FAULT_too_many;
}

enum fault
login_attempt(struct visitor *visitor, const char *username)
{
	struct throttle bucket = address_bucket(visitor);
	enum fault fault;

	if (!visitor->config->throttling)
		return FAULT_ok;
	fault = bucket_count(visitor, &bucket);
	if (fault != FAULT_ok || username == NULL)
		return fault;
	bucket = account_bucket(visitor, username);
	return bucket_count(visitor, &bucket);
}

void
login_success(const struct visitor *visitor, const char *username)
{
	struct throttle bucket = address_bucket(visitor);

	if (!visitor->config->throttling)
		return;
	(void)sql_throttle_refund(visitor->db, &bucket, NULL); /* what cannot be taken back is forgotten in a day */
	bucket = account_bucket(visitor, username);
	(void)sql_throttle_forget(visitor->db, &bucket, NULL);
}

/* Store the password again, hashed with today's parameters. */
static enum fault
password_renew(struct visitor *visitor, const char *password)
{
	struct password_change change = { .user_key = visitor->user_key, .now = visitor->now };

	visitor->hash = change.password = password_hash(visitor->arena, visitor->config, password);
	return change.password == NULL ? FAULT_unavailable : sql_user_password_change(visitor->db, &change, NULL);
}

enum fault
login_check(struct visitor *visitor, const struct login_in *in)
{
	struct credentials credentials = { 0 };
	enum fault fault = login_attempt(visitor, in->username);
	bool fits;

	if (fault != FAULT_ok)
		return fault;
	fault = sql_user_credentials(visitor->db, visitor->arena, in, &credentials);
	if (fault != FAULT_ok && fault != FAULT_unknown)
		return fault;
	fits = password_fits(visitor->arena, visitor->config, credentials.password, in->password);
	if (!fits || !credentials.is_active)
		return FAULT_bad_login;
	visitor->user_key = credentials.user_key;
	visitor->hash = credentials.password;
	return password_outdated(visitor->config, credentials.password) ? password_renew(visitor, in->password) : FAULT_ok;
}

enum fault
login_confirm(const struct visitor *visitor)
{
	struct own own = { .user_key = visitor->user_key, .now = visitor->now };
	struct credentials credentials = { 0 };
	enum fault fault = sql_user_credentials_own(visitor->db, visitor->arena, &own, &credentials);

	if (fault != FAULT_ok)
		return fault;
	return credentials.is_active && strcmp(credentials.password, visitor->hash) == 0 ? FAULT_ok : FAULT_bad_login;
}

enum fault
login_begin(const struct visitor *visitor, uint64_t user_key, const char **cookie)
{
	struct new_session session = { .user_key = user_key, .now = visitor->now,
		.expires_at = visitor->now + SESSION_DAYS * MS_PER_DAY,
		.address = address_cut(visitor->arena, visitor->address) };
	struct own own = { user_key, 0, visitor->now };
	enum fault fault;

	session.user_agent = text_is_utf8(visitor->user_agent, strlen(visitor->user_agent)) ?
	    text_head(visitor->arena, visitor->user_agent, 200) : "";
	*cookie = token_new(visitor->arena, &session.token_hash);
	if ((fault = sql_session_add(visitor->db, &session, NULL)) != FAULT_ok)
		return fault;
	if ((fault = sql_user_logged_in(visitor->db, &own, NULL)) != FAULT_ok)
		return fault;
	return sql_session_drop_surplus(visitor->db, &own, NULL);
}
