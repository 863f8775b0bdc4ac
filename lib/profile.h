#ifndef PARLANCE_PROFILE_H
#define PARLANCE_PROFILE_H

/* One's own account: what GET and PATCH /me show and change. */

#include "account.h"
#include "fault.h"

struct arena;
struct db;

/* Fill ${me} with the account of ${own->user_key} and its languages. */
enum fault profile_find(struct db *db, struct arena *arena, const struct own *own, struct me *me);

/*
 * Change what ${patch} gives, inside the caller's transaction; a list of
 * languages replaces the old one.  FAULT_invalid with a problem for a repeated
 * language, two primary ones, or an address that is taken.
 */
enum fault profile_change(struct db *db, struct me_patch *patch, struct problems *problems);

#endif
