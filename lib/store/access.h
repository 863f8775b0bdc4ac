#ifndef PARLANCE_ACCESS_H
#define PARLANCE_ACCESS_H

#include "record.h"

/*
 * What the one access query of a changeable resource says, locking the row:
 * no row means 404, may_change 0 means 403, another revision than If-Match 412.
 */
struct access {
	uint64_t key; /* internal key of the resource */
	bool may_change;
	uint64_t revision; /* 0: has none */
};
extern const struct record access_record;

#endif
