/* The way out to the terminal: whole frames go in, bytes leave when the terminal takes them, so nobody ever
 * waits in write(2) while a radio link is full. Can be made as slow as a serial line. Counts bytes.
 * ui thread; owns its buffer, not the descriptor. */
#ifndef QUITS_TUI_TERM_OUTLET_H
#define QUITS_TUI_TERM_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outlet {
	int fd;
	int bps; /* bits a second to pretend, ten to a byte; 0 is as fast as it goes */
	char *p; /* bytes from..to wait */
	size_t from, to, cap;
	int64_t began;    /* mono: the pretended line has been busy since */
	uint64_t allowed; /* bytes that it has carried since then */
	uint64_t written; /* bytes in all */
	bool gone;        /* nobody is at the other end */
};

void outlet_open(struct outlet *o, int fd, int bps);
void outlet_close(struct outlet *o);
void outlet_add(struct outlet *o, const void *p, size_t n);
/* Writes what can be written now. Returns how many bytes still wait. */
size_t outlet_flush(struct outlet *o, int64_t mono);
/* Writes it all, waiting at most `ms` for a terminal that is full; the rest is dropped. For the last bytes
 * before leaving: the pretended slowness does not count. */
void outlet_drain(struct outlet *o, int ms);
size_t outlet_waiting(const struct outlet *o);
/* When outlet_flush can do more though the descriptor is ready all the time: mono, or 0 for "poll it". */
int64_t outlet_due(const struct outlet *o, int64_t mono);

#endif
