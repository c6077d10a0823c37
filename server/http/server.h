/* The portal's door: listeners on one port, one thread each. Built by app.c, which also stops it
 * before the writer: http_stop() answers what is under way, for at most five seconds, and nothing
 * acknowledged is lost. http_start and http_stop on THREAD_MAIN; the others on any thread. */
#ifndef QUITS_SERVER_HTTP_SERVER_H
#define QUITS_SERVER_HTTP_SERVER_H

#include "server/http/route.h"

struct http;

/* Zero means the default in brackets. Times in milliseconds. */
struct http_limits {
	int64_t head;         /* for a whole head [10,000] */
	int64_t body;         /* for a form's body [20,000] */
	int64_t request;      /* for working it out and sending it [30,000] */
	int64_t idle;         /* between requests [30,000] */
	int64_t upload;       /* for a whole upload, and for sending a file [600,000] */
	int64_t pace;         /* in which an upload brings pace_bytes [10,000] */
	int64_t pace_bytes;   /* [81,920: 8 KiB/s] */
	int64_t disk;         /* bytes that uploads leave free on the disk [268,435,456] */
	unsigned uploads;     /* under way at a time, all listeners together [64] */
	unsigned uploads_each; /* of one visit; without one, of one address [3] */
	int64_t write;        /* until a post is not begun any more: 503, not done [5,000] */
	int64_t grace;        /* after that until 504, perhaps done [1,000] */
	int64_t stop;         /* for going down [4,000] */
	unsigned connections; /* at a time; one more costs the one that idles longest [4,096] */
	unsigned per_address; /* of one IPv4 address or IPv6 /64; proxies are exempt [256] */
};

struct http_config {
	const char *address; /* numeric, "127.0.0.1" or "::" */
	int port;            /* 0: any free one, see http_port() */
	unsigned listeners;  /* 0: one per core */
	const char *proxy;   /* numeric addresses, comma separated, whose X-Forwarded-For is believed; NULL: nobody's */
	const struct http_rooms *rooms;
	const struct shared *shared;
	struct http_limits limits;
};

/* INVALID: an address that is none; UNAVAILABLE: the port is taken, or too few descriptors are
 * allowed. */
MUST_USE enum status http_start(const struct http_config *config, struct http **ret);
void http_stop(struct http *h); /* frees it */
int http_port(const struct http *h);

struct http_figures {
	int64_t connections; /* open now */
	int64_t requests;    /* answered since the start */
	int64_t parked;      /* posts that wait for the writer now */
	int64_t cut;         /* connections cut by a deadline */
	int64_t turned_away; /* connections over a cap */
	int64_t malformed;   /* requests refused by the validator */
};
void http_figures(const struct http *h, struct http_figures *ret);

#endif
