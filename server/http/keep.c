/* The keeper: one thread that syncs uploaded files to the disk and then posts their form to the writer. Neither a
 * listener nor the writer waits for the megabytes of one visitor; a row that names a file is committed only after
 * the file is as lasting as the row. Started and stopped by server.c. */
#include "common/file.h"
#include "common/thread.h"

#include "server/http/listener.h"
#include "server/http/upload.h"

enum { KEEP_MAX = 256 };

static enum status sync_files(const struct post *p)
{
	for (size_t i = 0; i < p->n_files; i++)
		TRY(file_sync(p->files[i].path.p));
	return ST_OK;
}

/* THREAD_WORKER. From writer_post() on the post is the writer's; a failure goes back as the writer's would. */
static void keep_one(struct http *h, struct parked *p)
{
	if (sync_files(&p->post) == ST_OK && writer_post(h->config.shared->writer, &p->write))
		return;
	p->write.fault = *fault_last();
	p->write.st = p->write.fault.status;
	p->write.done(&p->write);
}

static void *keep_run(void *arg)
{
	struct http *h = arg;
	struct qlink *at;

	while ((at = queue_take(h->keep)) != NULL)
		keep_one(h, (struct parked *)(void *)at);
	return NULL;
}

enum status keep_start(struct http *h)
{
	h->keep = queue_new(KEEP_MAX);
	return thread_start("keep", THREAD_WORKER, keep_run, h, &h->keeper);
}

void keep_stop(struct http *h)
{
	if (h->keep)
		queue_close(h->keep);
	if (h->keeper)
		thread_join(h->keeper);
	if (h->keep)
		queue_free(h->keep);
}

bool keep_post(struct http *h, struct parked *p)
{
	if (queue_push(h->keep, &p->write.link))
		return true;
	(void)fail(ST_UNAVAILABLE, "too many files at a time; nothing was done");
	return false;
}
