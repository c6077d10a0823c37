/* The life of the helper process: fonts, confinement, then one document after the other until the server closes its
 * end. A document that draws for more than five seconds of processor time ends it (SIGPROF), should the server not have
 * done so before. Started by helper.c through main.c. */
#include "server/document/helper.h"

#include <sys/time.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/log.h"

#include "protocol/wire.h"

#include "server/document/confine.h"
#include "server/document/frame.h"

enum { SERVER = 0, CPU_SECONDS = 5, FOLDERS = 64 };

static void may_take(int seconds)
{
	struct itimerval t = { .it_value.tv_sec = seconds };

	(void)setitimer(ITIMER_PROF, &t, NULL);
}

static enum status draw(struct sv request, struct arena *a, struct buf *out)
{
	struct pdf_doc d;

	TRY(wire_check(request, FRAME_ELEMENTS));
	TRY(wire_unpack(request, &pdf_doc_record, &d, a, true));
	return pdf_draw(&d, out);
}

static enum status one(struct arena *a)
{
	struct buf request = buf_new(a, FRAME_REQUEST_MAX), out = buf_new(a, PDF_BYTES_MAX);
	enum status st;
	unsigned word;

	TRY(frame_receive(SERVER, &word, &request, 0));
	may_take(CPU_SECONDS);
	st = draw(buf_sv(&request), a, &out);
	may_take(0);
	return frame_send(SERVER, (unsigned)st, st == ST_OK ? buf_sv(&out) : sv_from(fault_last()->text), 0);
}

int pdf_helper(void)
{
	const char *folders[FOLDERS];
	struct arena a = ARENA_INIT;
	unsigned held;
	size_t n;

	pdf_warm();
	n = pdf_folders(folders, FOLDERS);
	held = confine(folders, n);
	if (held != (CONFINED_FILES | CONFINED_CALLS))
		say(L_WARN, "pdf.confined", "files=%d calls=%d", (held & CONFINED_FILES) != 0,
		    (held & CONFINED_CALLS) != 0);
	if (frame_send(SERVER, held, SV_NONE, 0) == ST_OK)
		while (one(&a) == ST_OK)
			arena_reset(&a);
	_exit(0); /* the server is gone; there is nothing to tidy up that the kernel does not */
}
