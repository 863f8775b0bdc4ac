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
 * Return the form of ${email} (may be NULL) by which two addresses are the
 * same; a problem when it is longer than EMAIL_MAX characters.
 */
const char *profile_email_key(const char *email, struct problems *problems);

/* Add to ${problems} a repeated language and two primary ones, and make the key of the address. */
void profile_check(struct me_patch *patch, struct problems *problems);

/*
 * Change what ${patch} gives, once it was checked, inside the caller's
 * transaction; a list of languages replaces the old one.  FAULT_invalid with a
 * problem for an address that is taken.
 */
enum fault profile_change(struct db *db, struct me_patch *patch, struct problems *problems);

#endif
