#include "fault.h"

static const struct {
	const char *code;
	int status;
	const char *title;
} faults[] = {
#define X(code, status, title) { #code, status, title },
	FAULTS(X)
#undef X
};

const char *
fault_code(enum fault fault)
{
	return faults[fault].code;
}

int
fault_status(enum fault fault)
{
	return faults[fault].status;
}

const char *
fault_title(enum fault fault)
{
	return faults[fault].title;
}
