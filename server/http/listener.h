/* One listener: one thread, one libmicrohttpd daemon on the shared port. Inside server/http only.
 *
 * LISTENER owns its daemon, every connection and struct door on it, both kinds of deadlines and its
 * open snapshot. POOL and then WRITER own a struct parked from pool_post() or writer_post() until
 * done() has put it into the inbox; they carry parked->door without looking at it. The inbox outlives the listener while
 * posts are under way. */
#ifndef QUITS_SERVER_HTTP_LISTENER_H
#define QUITS_SERVER_HTTP_LISTENER_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "common/queue.h"
#include "common/thread.h"

#include "server/http/deadline.h"
#include "server/http/proxy.h"
#include "server/http/server.h"
#include "server/http/validate.h"
#include "server/runtime/pool.h"
#include "server/runtime/writer.h"
#include "server/store/store.h"

enum { ADDRESS_SLOTS = 4096, UPLOAD_SLOTS = 1024, ORIGIN_MAX = 256 };

struct http {
	struct http_config config; /* limits filled in */
	struct proxies proxies;
	struct listener **listeners;
	unsigned n;
	int port;
	_Atomic bool stopping, odd_proxy; /* odd_proxy: the log has it that a proxy's header can not be read */
	_Atomic int64_t connections, requests, parked, cut, turned_away, malformed;
	uint32_t seed;                             /* of the slots, so that nobody can aim at one */
	_Atomic uint16_t addresses[ADDRESS_SLOTS]; /* open connections by hashed address */
	_Atomic uint16_t uploading[UPLOAD_SLOTS];  /* uploads under way by hashed visit or address */
	_Atomic unsigned uploads;
	struct queue *keep; /* posts whose files are on their way to the disk */
	struct thread *keeper;
};

/* Where the writer hands posts back. Referenced by the listener and by every post under way. */
struct inbox {
	struct queue *queue;
	int wake; /* eventfd: rung once for all that came since the listener last looked */
	_Atomic bool rung;
	_Atomic unsigned refs;
};

struct conn {
	struct due due;
	enum deadline doing;
	struct listener *from;
	unsigned slot; /* in http->addresses */
	bool counted;
	char address[ADDRESS_TEXT];
};

struct door {
	struct web web;   /* first: web->door points back */
	struct node link; /* in the listener's pool, or alone */
	struct listener *from;
	struct conn *conn;
	struct MHD_Connection *c;
	struct head head;
	struct sv target; /* as it came, query included */
	struct buf body;
	struct receive *receive; /* a multipart body under way, or NULL */
	struct parked *parked; /* under way at the writer, or NULL */
	struct node by_due;    /* in listener->parked or ->held while suspended */
	int64_t due;
	const char *allow; /* with 405 */
	bool seen;         /* the head has been judged */
	bool close;
	bool answered;
	bool sends_file;
};

struct parked {
	struct write write; /* first */
	struct job job;     /* while the pool has it */
	struct post post;
	struct door *door; /* LISTENER's field; NULL: already answered */
	struct inbox *inbox;
	struct parked *next; /* in the listener's pool */
};

struct listener {
	struct http *http;
	struct thread *thread;
	struct MHD_Daemon *mhd;
	int socket, epoll, timer;
	struct inbox *inbox;
	int64_t now, wall; /* clock_mono_ms and clock_now of this turn */
	struct deadlines deadlines;
	struct node parked; /* doors in order of due */
	struct node held;   /* the same: their answers are ready, but due later */
	unsigned n_held;
	struct node pool;   /* doors at rest */
	unsigned n_pool;
	struct parked *posts; /* at rest */
	unsigned n_posts;
	unsigned inflight; /* requests begun and not completed */
	unsigned n_conns;
	unsigned last_turns; /* since it is to stop, in which those are let in who waited */
	bool going_down;
	int64_t stop_at, busy_at; /* going down: the end, and when something last happened */
	struct snap snap;
	int64_t seen;      /* writer_settled before the snapshot was begun */
	bool layout_known; /* the library is one whose headers lie as head_layout() thinks */
	bool https, origin_known;
	char origin[ORIGIN_MAX];
};

/* A socket that listens; *port is set when it was 0. */
MUST_USE enum status listener_socket(const char *address, int *port, int *ret);
MUST_USE enum status listener_start(struct http *h, int socket, struct listener **ret);
void listener_ring(struct listener *l); /* any thread: look whether you should stop */
void listener_join(struct listener *l); /* frees */

/* connection.c: the door's book of connections. */
void connection_notify(void *cls, struct MHD_Connection *c, void **socket_context,
                       enum MHD_ConnectionNotificationCode code);
void connection_doing(struct conn *conn, enum deadline kind);

/* handler.c: a request from its line to its answer. */
void *handler_begin(void *cls, const char *uri, struct MHD_Connection *c);
enum MHD_Result handler_request(void *cls, struct MHD_Connection *c, const char *url,
                                const char *method, const char *version, const char *data,
                                size_t *n, void **ctx);
void handler_completed(void *cls, struct MHD_Connection *c, void **ctx,
                       enum MHD_RequestTerminationCode code);
void handler_free_pools(struct listener *l);

/* park.c: posts between listener, pool and writer. */
MUST_USE struct inbox *inbox_new(void);
void inbox_put(struct inbox *in);
void inbox_ring(struct inbox *in);
enum MHD_Result park(struct listener *l, struct door *d);
void park_drain(struct listener *l);   /* what the writer gave back */
void park_overdue(struct listener *l); /* 504 for those whose time is over */
void park_release(struct listener *l, bool all); /* held answers whose time has come, or all */
void park_free_pool(struct listener *l);

/* receive.c: multipart bodies between the library and upload.h. */
bool receive_wanted(const struct door *d);
/* At the head. False: the reply is there, the body stays unread. */
bool receive_begin(struct listener *l, struct door *d);
void receive_piece(struct listener *l, struct door *d, struct sv data);
void receive_end(struct door *d);  /* the body is whole */
void receive_drop(struct door *d); /* the request is over: what was not handed over goes */
bool receive_dispatch(struct door *d, struct post *p); /* as dispatch_post */

/* keep.c: a thread that sees files to the disk before their post goes to the writer. */
MUST_USE enum status keep_start(struct http *h);
void keep_stop(struct http *h); /* after the listeners; NULL-safe */
bool keep_post(struct http *h, struct parked *p); /* false: certain that nothing was done */

/* answer.c: a finished reply becomes bytes. */
enum MHD_Result answer_send(struct door *d);
/* For requests that are none: 400 in our words, and the connection closes. */
enum MHD_Result answer_malformed(struct MHD_Connection *c, bool https);

/* The listener's look for this request; see http-server.md 2, "Exactly right". */
struct snap *listener_snap(struct listener *l);

#endif
