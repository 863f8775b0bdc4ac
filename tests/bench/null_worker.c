/*
 * The bound for read endpoints: a FastCGI worker that answers a fixed body of
 * the size given as argument and does nothing else.  Listens on descriptor 0.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcgiapp.h>

enum { BODY_MAX_BYTES = 1 << 20 };

int
main(int argc, char **argv)
{
	static char answer[BODY_MAX_BYTES + 256];
	long size = argc > 1 ? strtol(argv[1], NULL, 10) : 100;
	FCGX_Request request;
	int head;

	if (size < 0 || size > BODY_MAX_BYTES || FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0)
		return 1;
	head = snprintf(answer, 256, "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: %ld\r\n\r\n", size);
	if (head < 0)
		return 1;
	memset(answer + head, 'x', (size_t)size);
	while (FCGX_Accept_r(&request) == 0) {
		if (FCGX_PutStr(answer, head + (int)size, request.out) < 0)
			return 1;
		FCGX_Finish_r(&request);
	}
	return 0;
}
