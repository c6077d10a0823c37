/* quitsctl's words: flags, the method and its parameters, where the server is.
 *
 * All failures are INVALID with a sentence; texts borrow argv or the arena. Thread: main. */
#ifndef QUITS_PROTOCOL_CTL_ARGS_H
#define QUITS_PROTOCOL_CTL_ARGS_H

#include "protocol/frame.h"
#include "protocol/schema.h"

enum { ARGS_WORDS_MAX = 256, ARGS_SOCKET_MAX = 107 }; /* sun_path has 108 bytes with its NUL */

struct options {
	const char *dir;  /* -d, else $QUITS_DIR, else NULL */
	const char *file; /* -f */
	bool json, follow, version, help;
	bool has_id;
	unsigned char id[FRAME_ID]; /* --id */
	struct sv reason;           /* --reason */
	int timeout_ms;             /* --timeout; 0: not given */
	struct sv code;             /* --code, else $QUITSCTL_CODE: unlocks the connection before the first call */
	struct sv *words;           /* what is not a flag, in order */
	size_t n;
};

/* argv without the program's name. Flags may stand anywhere before "--". */
MUST_USE enum status args_options(struct arena *a, int argc, char *const *argv,
                                  struct options *ret);

MUST_USE enum status args_method(struct sv word, const struct method **ret);
/* The method's request, checked: name=value words, or one word that is a JSON object. */
MUST_USE enum status args_request(const struct method *m, struct arena *a, const struct sv *words,
                                  size_t n, void **ret);

/* DIR/rpc.sock, absolute. INVALID without a folder, or if no Unix socket can have so long a path. */
MUST_USE enum status args_socket(struct arena *a, const char *dir, const char **ret);

#endif
