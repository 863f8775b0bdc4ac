#ifndef PARLANCE_LINK_H
#define PARLANCE_LINK_H

struct command_context;

/* Return the address of page ${path} with a one-time ${token}, and a line end. */
const char *link_text(struct command_context *context, const char *path, const char *token);

#endif
