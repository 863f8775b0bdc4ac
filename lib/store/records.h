#ifndef PARLANCE_RECORDS_H
#define PARLANCE_RECORDS_H

/* Every struct that a statement of sql/query reads or fills. */

#include "access.h"
#include "account.h"
#include "idempotency.h"
#include "library.h"
#include "migrate.h"
#include "completion.h"
#include "content.h"
#include "doctor.h"
#include "maintain.h"
#include "progress.h"
#include "record.h"
#include "review.h"
#include "run.h"
#include "trial.h"
#include "vocabulary.h"

#endif
