#ifndef PARLANCE_VERSION_H
#define PARLANCE_VERSION_H

/* The release; configure says which. */
#ifndef PARLANCE_VERSION
#define PARLANCE_VERSION "0.1.0"
#endif

#endif
