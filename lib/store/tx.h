#ifndef PARLANCE_TX_H
#define PARLANCE_TX_H

/*
 * Transactions, deadlock retry and rollback: here and nowhere else.
 */

#include <stdbool.h>

#include "fault.h"

struct db;

/*
 * Work inside a transaction: no effects outside the database, safe to run
 * again from the start.  Any fault but FAULT_ok rolls everything back.
 */
typedef enum fault tx_work(void *context);

enum { TX_TRIES = 6 };

/*
 * Run ${work}(${context}) in one transaction on ${db} and commit.  A deadlock
 * or snapshot conflict runs it again, up to TX_TRIES times in all, after a
 * random pause; a lost connection before COMMIT once more; a COMMIT of unknown
 * outcome once more when ${repeatable}: the work begins with an INSERT that
 * finds out whether it had happened (an idempotency key).  ${*retries} (may be
 * NULL) counts the repetitions.  Return what the work returned, or
 * unavailable, outcome_unknown, in_flight, internal.
 */
enum fault tx_run(struct db *db, tx_work *work, void *context, bool repeatable, int *retries);

#endif
