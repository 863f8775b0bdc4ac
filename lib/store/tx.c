#include "tx.h"

#include <time.h>

#include <sodium.h>

#include "db.h"

/* Pause 5, 10, 20 ... ms, each give or take half of it, so that two losers of a deadlock part ways. */
static void
pause_before(int attempt)
{
	uint32_t ms = 5U << attempt;
	struct timespec pause = { 0 };

	pause.tv_nsec = (long)(ms / 2 + randombytes_uniform(ms)) * 1000000L;
	(void)nanosleep(&pause, NULL); /* a signal only shortens it */
}

/* What to do about a fault: the retry table of docs/architecture.md. */
/* clang-format off */
static const struct {
	enum fault fault;
	int tries; /* before COMMIT */
	enum fault give_up;
} retry_table[] = {
	{ FAULT_retry, TX_TRIES, FAULT_unavailable },
	{ FAULT_lock_wait, 2, FAULT_in_flight },
	{ FAULT_lost, 2, FAULT_unavailable },
};
/* clang-format on */

static int
tries_of(enum fault fault, enum fault *give_up)
{
	for (size_t i = 0; i < sizeof(retry_table) / sizeof(*retry_table); i++)
		if (retry_table[i].fault == fault) {
			*give_up = retry_table[i].give_up;
			return retry_table[i].tries;
		}
	*give_up = fault == FAULT_duplicate ? FAULT_internal : fault;
	return 1;
}

/* One attempt; ${*committing} tells whether the fault came from COMMIT. */
static enum fault
tx_try(struct db *db, tx_work *work, void *context, bool *committing)
{
	enum fault fault = db_begin(db);

	*committing = false;
	if (fault == FAULT_ok)
		fault = work(context);
	if (fault == FAULT_ok) {
		*committing = true;
		fault = db_commit(db);
	}
	if (fault != FAULT_ok)
		db_rollback(db);
	return fault;
}

enum fault
tx_run(struct db *db, tx_work *work, void *context, bool repeatable, int *retries)
{
	for (int attempt = 1;; attempt++) {
		enum fault give_up, fault;
		bool committing;

		if (retries != NULL)
			*retries = attempt - 1;
		fault = tx_try(db, work, context, &committing);
		if (fault == FAULT_ok)
			return fault;
		if (committing && fault == FAULT_lost && !repeatable)
			return FAULT_outcome_unknown;
		if (attempt >= tries_of(fault, &give_up))
			return committing && fault == FAULT_lost ? FAULT_outcome_unknown : give_up;
		pause_before(attempt - 1);
	}
}
