/* A debtor's own files: for saving, never shown in place. Uploads themselves come with the forms that have them
 * (disputes, messages); what their writes may call is service/attachment.h. */
#include "server/portal/portal.h"
#include "server/service/attachment.h"

enum status portal_attachment(struct web *w)
{
	struct attachment_file f;
	int64_t id = 0;

	if (!sv_int(w->vars[0], &id))
		return fail(ST_NOT_FOUND, "no such file");
	TRY(service_attachment_open(&w->unit, w->unit.snap, w->visitor.contact, id, &f));
	web_file(w, f.fd, f.bytes, f.mime, f.name);
	return ST_OK;
}

enum status portal_upload_room(struct web *w, size_t *ret_files, int64_t *ret_bytes)
{
	return service_attachment_room(w->unit.snap, w->visitor.contact, ret_files, ret_bytes);
}
